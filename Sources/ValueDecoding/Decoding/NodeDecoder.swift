package import Diagnostics
package import YAMLReading

/// Reads values from the nodes of one file: placeholders are filled in, values are held against their schemas, and what
/// is wrong is reported with its place. Reading goes on behind a problem.
package struct NodeDecoder: Sendable {
    /// A key and its value in a mapping, as indices of nodes.
    package struct Pair: Sendable {
        package let key: Int
        package let value: Int

        package init(key: Int, value: Int) {
            self.key = key
            self.value = value
        }
    }

    /// A step from an object to what is being read, for messages.
    package enum PathStep: Sendable {
        case key(Int)
        case name(String)
        case index(Int)
    }

    /// A name of `for_each` with one of its values.
    package struct Binding: Sendable {
        package enum Value: Sendable {
            case text(String)
            /// The node of a mapping.
            case node(Int)
        }

        package let name: String
        package let value: Value

        package init(name: String, value: Value) {
            self.name = name
            self.value = value
        }
    }

    package var arena: NodeArena
    package var source: SourceText
    package let sources: SubstitutionSources
    /// Whether the arena holds the whole file. If not, nothing in it is to be used.
    package let isComplete: Bool
    package var diagnostics: [Diagnostic]
    package var path: [PathStep] = []
    package var bindings: [Binding] = []
    /// Set when a secret is read.
    package var hasSecrets = false
    /// How many values were read that are not what they should be.
    var misreadCount = 0
    /// How many nodes were gone over more than once.
    private var expandedCount = 0
    /// What references to `values` lead to.
    package var values = ValueTable()
    /// Whether scalars may stand for lists and mappings of `values`.
    package var isLayered = false
    /// Whether the arena is that of the values themselves.
    package var ownsValues = false
    /// The files of grafted nodes.
    package var origins: [NodeOrigin] = []
    /// The nodes that references to values lead to, nil for those that lead nowhere.
    var valueNodes: [String: Int?] = [:]
    /// Nodes of the values by their copies in the arena.
    package var grafts: [Int: Int] = [:]
    /// Texts of entries of `for_each`, taken apart.
    package var templates: [Int: TextTemplate] = [:]

    package init(_ file: consuming YAMLFile, sources: SubstitutionSources) {
        arena = file.arena
        source = file.source
        diagnostics = file.diagnostics
        isComplete = file.isComplete
        self.sources = sources
    }

    /// A decoder of nodes that were grafted from the files of a set.
    package init(_ arena: consuming NodeArena, origins: [NodeOrigin], sources: SubstitutionSources) {
        self.init(YAMLFile(file: SourceFileID(index: 0), bytes: []), sources: sources)
        self.arena = arena
        self.origins = origins
    }

    // MARK: Messages

    package mutating func report(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }

    package func span(_ node: Int) -> SourceSpan {
        guard let origin = origin(of: node) else { return arena.span(node, in: source) }
        return origin.place ?? arena.span(node, in: origin.source)
    }

    /// The file that a node was grafted from; nil for those of the file itself.
    private func origin(of node: Int) -> NodeOrigin? {
        guard let number = arena.origin(of: node), origins.indices.contains(number) else { return nil }
        return origins[number]
    }

    /// The text that a node stands in.
    package func source(of node: Int) -> SourceText { origin(of: node)?.source ?? source }

    /// Where the placeholders of a node get their texts from.
    package func sources(of node: Int) -> SubstitutionSources { origin(of: node)?.sources ?? sources }

    /// The way from the object to what is being read: `'task.data.servers[2]'`.
    package var field: String {
        var text = ""
        for step in path {
            switch step {
            case .key(let node): text += (text.isEmpty ? "" : ".") + arena.text(of: arena.resolved(node))
            case .name(let name): text += (text.isEmpty ? "" : ".") + name
            case .index(let index): text += "[\(index)]"
            }
        }
        return text.isEmpty ? "it" : "'\(text)'"
    }

    // MARK: Limits

    /// Counts nodes that are read again; false when the file has too many of them.
    package mutating func charge(_ count: Int) -> Bool {
        let (sum, hasOverflown) = expandedCount.addingReportingOverflow(count)
        guard !hasOverflown, sum <= ArenaBuilder.expansionLimit else { return false }
        expandedCount = sum
        return true
    }
}
