package import Diagnostics

/// Reads the text of one file into an arena.
///
/// Where a value lacks its quotes, they are put in and the file is read again, so that one run shows all such places
/// and what else is wrong.
package struct YAMLFile {
    private static let patchLimit = 100
    /// Files above this many bytes are read once.
    private static let patchSizeLimit = 1 << 20

    package private(set) var source: SourceText
    package private(set) var arena: NodeArena
    package private(set) var diagnostics: [Diagnostic] = []
    /// Whether the arena holds the whole file. If not, nothing in it is to be used.
    package private(set) var isComplete = false

    /// Reads a text. `arena` may be one that is no longer needed, whose room is used again.
    package init(file: SourceFileID, bytes: [UInt8], reusing arena: consuming NodeArena = NodeArena()) {
        source = SourceText(file: file, bytes: bytes)
        self.arena = arena
        var lastLine = -1
        while true {
            var builder = ArenaBuilder(source, takeArena())
            let failure = builder.build()
            let (found, isStopped) = (builder.diagnostics, builder.isStopped)
            self.arena = builder.finish()
            guard let failure else {
                diagnostics += found
                isComplete = !isStopped
                return
            }
            guard failure.badByte == nil, let quotes = MissingQuotes(failure, in: &source) else {
                diagnostics += found
                diagnostics.append(failure.diagnostic(in: &source))
                return
            }
            diagnostics.append(quotes.diagnostic(in: source))
            let canGoOn =
                quotes.isPlain && quotes.line >= lastLine && source.patches.count < Self.patchLimit
                && source.bytes.count <= Self.patchSizeLimit
            guard canGoOn else { return }
            lastLine = quotes.line
            source.patch(line: quotes.line, columns: quotes.columns, with: quotes.quoted)
        }
    }

    /// Takes every `${` from here on as it is written.
    package mutating func takeLiterally() {
        for index in arena.nodes.indices where arena.nodes[index].kind == .scalar {
            arena.nodes[index].flags.remove(.special)
        }
    }

    private mutating func takeArena() -> NodeArena {
        var taken = NodeArena()
        swap(&taken, &arena)
        return taken
    }
}
