package import Diagnostics
import PhoenixModel
import ValueDecoding

/// The client's contexts, `~/.config/phoenix/config.yaml`, with everything that is wrong with them.
package struct ContextsFile: Sendable {
    package let path: String
    /// Whether there is such a file; one that is not there has no contexts, and no problem.
    package let isPresent: Bool
    package private(set) var contexts: [Context] = []
    package private(set) var current: Configured<String>?
    package private(set) var diagnostics: [Diagnostic] = []
    /// The file, for messages; keys that stand in it are made unreadable there.
    package private(set) var sources = SourceMap()
    private let home: String?

    /// Where the file is when nobody says otherwise; nil without a home folder.
    package static func standardPath(environment: (String) -> String?) -> String? {
        // A relative path in an XDG variable counts as none (XDG Base Directory Specification).
        if let folder = environment("XDG_CONFIG_HOME"), folder.hasPrefix("/") {
            return "\(folder)/phoenix/config.yaml"
        }
        return environment("HOME").flatMap { $0.isEmpty ? nil : "\($0)/.config/phoenix/config.yaml" }
    }

    /// Reads the file. `home` is the folder that `~` stands for.
    package init(reading path: String, home: String?) {
        do throws(YAMLDocument.ReadFailure) {
            let bytes = try YAMLDocument.bytes(ofFile: path)
            self.init(path: path, bytes: bytes, home: home)
        } catch {
            self.init(path: path, bytes: nil, home: home, isPresent: true)
            diagnostics.append(error.diagnostic)
        }
    }

    /// Reads its text; nil for a file that is not there.
    package init(path: String, bytes: [UInt8]?, home: String?) {
        self.init(path: path, bytes: bytes, home: home, isPresent: bytes != nil)
    }

    private init(path: String, bytes: [UInt8]?, home: String?, isPresent: Bool) {
        self.path = path
        self.home = home
        self.isPresent = isPresent
        guard let bytes else { return }
        var document = YAMLDocument(file: SourceFileID(index: 0), path: path, bytes: bytes, environment: nil)
        decode(&document)
        diagnostics = document.diagnostics.inReadingOrder()
        _ = sources.add(SourceFile(name: path, bytes: bytes).masking(document.hiddenSpans))
    }

    private mutating func decode(_ document: inout YAMLDocument) {
        guard let root = document.root("the contexts file") else { return }
        let base = PathBase(file: path, home: home)
        var (contexts, current): ([Context], Configured<String>?) = ([], nil)
        document.forEachKey(of: root, in: ContextSchema.file, place: "the contexts file") { document, key, entry in
            if key.name == "contexts" {
                document.forEachNamed(of: entry.value) { document, entry in
                    contexts.append(document.context(entry, base))
                }
            } else if let name = document.text(entry.value, ContextSchema.name) {
                current = Configured(name, at: document.span(of: entry.value))
            }
        }
        self.contexts = contexts
        self.current = current
        if let current, self[current.value] == nil {
            let closest = contexts.map(\.name.value).closest(to: current.value)
            document.report(
                Diagnostic(
                    .contextUnknown, "'current' does not name a context: '\(current.value)'", at: current.span,
                    fixIts: closest.map {
                        [.init("replace with '\($0)'", at: current.span, replacement: $0)]
                    } ?? [], help: help(for: current.value)))
        }
    }

    package subscript(name: String) -> Context? { contexts.first { $0.name.value == name } }

    /// What to do about a name that no context has.
    func help(for name: String) -> String {
        let names = contexts.map(\.name.value)
        if let closest = names.closest(to: name) { return "did you mean '\(closest)'?" }
        return names.isEmpty
            ? "\(shownPath) has no contexts" : "\(shownPath) has \(names.sorted().joined(separator: ", "))"
    }

    /// The path with `~` for the home folder.
    var shownPath: String { PathBase.shown(path, home: home) }

    /// `~/.config/phoenix/config.yaml:4:12`
    func place(of span: SourceSpan) -> String { "\(shownPath):\(span.start.line):\(span.start.column)" }
}
