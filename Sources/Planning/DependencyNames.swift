import PhoenixModel

/// What dependencies are called in digests: a task by its key, a system service by its name.
///
/// The key of a system service may be known to the files alone: a reference to it leaves no trace on the panel, and
/// other files, such as those of an export, call it otherwise. Its name never changes. Lines in the format of places
/// have keys for both.
struct DependencyNames: Sendable {
    private let byKey: [String: String]
    /// The last of the former keys of tasks that have some.
    private let formerKeys: [String: String]

    /// Everything by its key.
    init() {
        byKey = [:]
        formerKeys = [:]
    }

    init(of desired: DesiredState) {
        var byKey: [String: String] = [:]
        var formerKeys: [String: String] = [:]
        for object in desired.objects where object.kind == .system || !object.formerly.isEmpty {
            if object.kind == .system, byKey[object.key] == nil {
                byKey[object.key] = Self.name(ofService: object.fields.name)
            }
            if object.kind == .scheduled, formerKeys[object.key] == nil {
                formerKeys[object.key] = object.formerly.last
            }
        }
        self.byKey = byKey
        self.formerKeys = formerKeys
    }

    /// The texts that stand for these dependencies, in order. What is no key of a system service stays as it is.
    func texts(of dependencies: [Dependency]) -> [String] {
        dependencies.map { byKey[$0.text] ?? $0.text }.sorted()
    }

    /// The same with tasks by the keys that they had before; nil where none of them was renamed.
    func formerTexts(of dependencies: [Dependency]) -> [String]? {
        guard dependencies.contains(where: { formerKeys[$0.text] != nil }) else { return nil }
        return dependencies.map { byKey[$0.text] ?? formerKeys[$0.text] ?? $0.text }.sorted()
    }

    /// No key has a blank in it.
    static func name(ofService name: String) -> String { "service \(PanelRules.comparedName(name))" }
}
