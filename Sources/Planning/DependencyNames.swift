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
        let services = desired.objects.filter { $0.kind == .system }
        byKey = Dictionary(services.map { ($0.key, Self.name(ofService: $0.fields.name)) }) { first, _ in first }
        let renamed = desired.objects.compactMap { object in
            object.kind == .scheduled ? object.formerly.last.map { (object.key, $0) } : nil
        }
        formerKeys = Dictionary(renamed) { first, _ in first }
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
