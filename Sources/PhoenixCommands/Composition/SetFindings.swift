import Diagnostics
import Manifests

/// What is wrong with several sets of manifests, each thing once although files are in several sets.
struct SetFindings {
    private(set) var diagnostics: [Diagnostic] = []
    private(set) var sources = SourceMap()
    private var seen: Set<Diagnostic> = []
    private var files: [String: SourceFileID] = [:]

    /// Takes over the findings of the only set that there is.
    init(of loaded: LoadedManifests) {
        diagnostics = loaded.diagnostics
        sources = loaded.sources
    }

    init() {}

    /// Adds the findings of a set. `name` stands before messages that no place explains.
    mutating func add(_ loaded: LoadedManifests, from name: String) {
        let ids = loaded.sources.files.map { file -> SourceFileID in
            if let known = files[file.name], sources[known]?.bytes == file.bytes { return known }
            let id = sources.add(file)
            files[file.name] = id
            return id
        }
        for diagnostic in loaded.diagnostics {
            var moved = diagnostic.moved { ids[Int($0.index)] }
            if moved.span == nil { moved.message = name + moved.message }
            if seen.insert(moved).inserted { diagnostics.append(moved) }
        }
    }
}

extension Diagnostic {
    /// The same with its places in other files.
    fileprivate func moved(_ file: (SourceFileID) -> SourceFileID) -> Diagnostic {
        func moved(_ span: SourceSpan) -> SourceSpan {
            SourceSpan(file: file(span.file), start: span.start, end: span.end)
        }
        var diagnostic = self
        diagnostic.span = span.map(moved)
        diagnostic.notes = notes.map { Note($0.message, at: $0.span.map(moved)) }
        diagnostic.fixIts = fixIts.map { FixIt($0.message, at: moved($0.span), replacement: $0.replacement) }
        return diagnostic
    }
}
