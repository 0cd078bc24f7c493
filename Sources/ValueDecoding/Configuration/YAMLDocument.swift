package import Diagnostics
package import PhoenixModel
import YAMLReading

/// A configuration file, read as manifests are: with the place of every key and value, and all problems reported.
///
/// Reading goes on behind a problem; what is wrong is nil where it is asked for.
package struct YAMLDocument {
    /// A value, or a key, in the file.
    package struct Node: Sendable, Hashable {
        fileprivate let index: Int
    }

    /// A key of a mapping with its value.
    package struct Entry: Sendable {
        package let name: String
        package let key: Node
        package let value: Node
    }

    private var decoder: NodeDecoder
    /// Stretches that no message may quote.
    package private(set) var hiddenSpans: [SourceSpan] = []

    /// - Parameters:
    ///   - file: the number that places in it carry.
    ///   - path: where it lies; files named in placeholders count from its folder.
    ///   - bytes: the text.
    ///   - environment: gives the variables that placeholders name; with nil, `${` is text like any other.
    package init(
        file: SourceFileID, path: String, bytes: [UInt8], environment: (@Sendable (String) -> String?)?
    ) {
        var reader = YAMLFile(file: file, bytes: bytes)
        if environment == nil { reader.takeLiterally() }
        decoder = NodeDecoder(
            reader, sources: SubstitutionSources(environment: environment ?? { _ in nil }, manifestPath: path))
    }

    // MARK: Problems

    package var diagnostics: [Diagnostic] { decoder.diagnostics }

    /// The way from the file to what is being read, in quotes: `'contexts.production.timeout'`.
    package var field: String { decoder.field }

    package mutating func report(_ diagnostic: Diagnostic) { decoder.report(diagnostic) }

    package func span(of node: Node) -> SourceSpan { decoder.span(node.index) }

    /// Keeps a value with all that it holds out of messages: a secret may stand there.
    package mutating func hide(_ value: Node) {
        for index in [value.index, decoder.arena.resolved(value.index)] {
            let node = decoder.arena[index]
            hiddenSpans.append(
                decoder.source.span(
                    line: Int(node.line), column: Int(node.column), endLine: Int(node.endLine),
                    endColumn: Int(node.endColumn)))
        }
    }

    // MARK: Mappings

    /// The mapping that the file is; nil for a file without anything in it. `name` is what such a file is called in
    /// messages: `the contexts file`.
    package mutating func root(_ name: String) -> Node? {
        guard decoder.isComplete else { return nil }
        let documents = decoder.arena.documents.filter { !decoder.arena.isNull($0) }
        if documents.count > 1 {
            report(
                Diagnostic(
                    .wrongType, "\(name) must be one document, not \(documents.count)", at: decoder.span(documents[1]),
                    help: "remove the '---' between them"))
        }
        return documents.first.flatMap { decoder.mapping($0, name) }.map(Node.init)
    }

    /// Goes over the keys of a mapping that are known and have a value, and reports the others.
    package mutating func forEachKey(
        of node: Node, in schema: ObjectSchema, place: String,
        _ body: (inout YAMLDocument, ObjectSchema.Key, Entry) -> Void
    ) {
        guard let mapping = decoder.mapping(node.index) else { return }
        let pairs = decoder.pairs(of: mapping)
        for (index, pair) in decoder.knownPairs(among: pairs, in: schema, place: place) {
            decoder.path.append(.key(pair.key))
            body(&self, schema.keys[index], entry(pair))
            decoder.path.removeLast()
        }
    }

    /// Goes over a mapping whose keys are keys of phoenix (`KeyRule`), and reports those that are none or have no value.
    package mutating func forEachNamed(of node: Node, _ body: (inout YAMLDocument, Entry) -> Void) {
        guard let mapping = decoder.mapping(node.index) else { return }
        for pair in decoder.pairs(of: mapping) {
            let name = decoder.key(pair.key)
            decoder.path.append(.key(pair.key))
            if decoder.arena.isNull(pair.value) {
                report(.emptyBlock(field, at: decoder.span(pair.key)))
            } else if name != nil {
                body(&self, entry(pair))
            }
            decoder.path.removeLast()
        }
    }

    /// The keys and values of a mapping as they stand there; none for what is no mapping.
    package mutating func entries(of node: Node) -> [Entry] {
        let target = decoder.arena.resolved(node.index)
        return decoder.arena[target].kind == .mapping ? decoder.pairs(of: target).map(entry) : []
    }

    private func entry(_ pair: NodeDecoder.Pair) -> Entry {
        Entry(
            name: decoder.arena.text(of: decoder.arena.resolved(pair.key)), key: Node(index: pair.key),
            value: Node(index: pair.value))
    }

    // MARK: Values

    package func isMapping(_ node: Node) -> Bool {
        decoder.arena[decoder.arena.resolved(node.index)].kind == .mapping
    }

    /// The value, checked by its schema, with secrets where text may stand.
    package mutating func value(_ node: Node, _ schema: ValueSchema) -> Value? { decoder.value(node.index, schema) }

    /// The text without white space at its ends; a secret may not stand in it.
    package mutating func text(_ node: Node, _ rule: TextRule) -> String? {
        decoder.text(node.index, rule).map { String($0.text.trimmed()) }
    }

    /// The values of a list.
    package mutating func elements(_ node: Node, count: ClosedRange<Int>) -> [Node]? {
        decoder.listElements(node.index, count)?.map(Node.init)
    }

    // MARK: Messages

    /// Reports a key that is not there, at the key of the mapping.
    package mutating func reportMissing(_ name: String, summary: String, at node: Node) {
        report(.missingKey(name, in: field, summary: summary, at: span(of: node)))
    }

    /// Reports a value that breaks a rule. `problem` is to stand behind the name of the field: `must …`.
    package mutating func reportValue(_ problem: String, at node: Node, help: String? = nil) {
        report(Diagnostic(.valueOutOfRange, "\(field) \(problem)", at: span(of: node), help: help))
    }
}
