import CHeap
package import Cron
import Diagnostics
import Files
import Parallel
package import PhoenixModel
import Synchronization
import ValueDecoding
import YAMLReading

/// Reads manifests into one `DesiredState`.
///
/// Files are read and checked side by side; what comes out does not depend on which is done first.
package struct ManifestLoader: Sendable {
    private let environment: @Sendable (String) -> String?
    private let zones: ZoneDatabase
    private let today: Int
    private let ownership: any OwnershipKeeping

    /// - Parameters:
    ///   - environment: gives the variables that `${env:…}` and `${secret:env:…}` name; nil for those not set.
    ///   - zones: where time zones are looked up.
    ///   - todayAsDay: the day it is in UTC, as days since 1970-01-01; `until` of ignored fields is held against it.
    ///   - ownership: how the panels keep it that the manifests are for.
    package init(
        environment: @escaping @Sendable (String) -> String?, zones: ZoneDatabase, todayAsDay: Int,
        ownership: any OwnershipKeeping
    ) {
        self.environment = environment
        self.zones = zones
        today = todayAsDay
        self.ownership = ownership
    }

    /// Reads the files and puts them together. Reports everything that is wrong, not only the first.
    package func load(_ inputs: ManifestInputs) async -> LoadedManifests {
        if inputs.hasValues { return await loadInLayers(inputs, known: [:]) }
        // Most sets have no layers, and each of their files is done once it is read.
        let memories = LoaderMemories()
        let (files, known) = await loadFiles(inputs, memories)
        // Beside what comes next.
        async let _: Void = memories.free()
        if let known { return await loadInLayers(inputs, known: known) }
        return await merged(files, PatchTable(), inputs.diagnostics)
    }

    private func merged(
        _ files: consuming [LoadedFile?], _ patches: PatchTable, _ diagnostics: [Diagnostic]
    ) async -> LoadedManifests {
        var files = files
        var sources = SourceMap()
        var contents: [FileContents] = []
        var fileCount = 0
        // What is taken out is held once, so that the merger may move it on.
        for index in files.indices {
            guard let file = files[index].take() else { continue }
            _ = sources.add(file.source)
            contents.append(file.contents)
            fileCount += file.isRead ? 1 : 0
        }
        files = []
        var merger = ManifestMerger(
            contents, diagnostics, ownership, patches, zones: zones, today: today)
        contents = []
        let desired = await merger.merge()
        return LoadedManifests(
            desired: desired, diagnostics: merger.finalDiagnostics(), sources: sources, fileCount: fileCount,
            panels: merger.panels, notifications: merger.notifications, heavyStarts: merger.heavyStartsLimit,
            patches: merger.patchPlaces, remains: merger.files)
    }

    private struct LoadedFile: Sendable {
        let source: SourceFile
        let contents: FileContents
        var isRead = true
        /// Whether it was not decoded, because the set has layers.
        var hasLayers = false
    }

    // MARK: Without layers

    /// The files; or, where one of them has layers, the texts of those that were read until that was found.
    private func loadFiles(
        _ inputs: ManifestInputs, _ memories: LoaderMemories
    ) async -> (files: [LoadedFile?], known: [Int: SourceFile]?) {
        let queue = FileQueue(inputs.entries.count)
        var files = [LoadedFile?](repeating: nil, count: inputs.entries.count)
        await withTaskGroup(of: [(Int, LoadedFile)].self) { group in
            // As many as there are cores: each reads one file after the other into the same memory.
            for _ in 0..<min(inputs.entries.count, Parts.coreCount) {
                group.addTask { await loadAll(inputs.entries, queue, memories) }
            }
            for await loaded in group {
                for (index, file) in loaded { files[index] = file }
            }
        }
        guard files.contains(where: { $0?.hasLayers ?? true }) else { return (files, nil) }
        var sources: [Int: SourceFile] = [:]
        for (index, file) in files.enumerated() where file?.isRead ?? false { sources[index] = file?.source }
        return ([], sources)
    }

    /// Hands out the files one by one, whoever asks; the last ones first, for patches stand at the end more often than
    /// at the start, and with them all files are read in another way.
    private final class FileQueue: Sendable {
        private let count: Int
        private let position = Atomic(0)

        init(_ count: Int) { self.count = count }

        func next() -> Int? {
            let index = count - 1 - position.add(1, ordering: .relaxed).oldValue
            return index >= 0 ? index : nil
        }

        func stop() { position.store(count, ordering: .relaxed) }
    }

    private func loadAll(
        _ entries: [ManifestInputs.Entry], _ queue: FileQueue, _ memories: LoaderMemories
    ) async -> [(Int, LoadedFile)] {
        heap_prefer_large_pages()
        var files: [(Int, LoadedFile)] = []
        var memory = LoaderMemory()
        while let index = queue.next() {
            let file = load(entries[index], SourceFileID(index: index), &memory)
            files.append((index, file))
            if file.hasLayers { queue.stop() }
            // Who reads the panel meanwhile must not wait for the last file before it can ask for the next page.
            await Task.yield()
        }
        memories.keep(memory)
        return files
    }

    private func load(_ entry: ManifestInputs.Entry, _ id: SourceFileID, _ memory: inout LoaderMemory) -> LoadedFile {
        switch read(entry) {
        case .failure(let problem): return unread(problem)
        case .success(let source): return decode(source, id, &memory)
        }
    }

    private func decode(_ source: SourceFile, _ id: SourceFileID, _ memory: inout LoaderMemory) -> LoadedFile {
        // Taken out, so that nothing is held twice and copied when it changes.
        var (arena, known) = (NodeArena(), KnownTexts())
        swap(&arena, &memory.arena)
        swap(&known, &memory.known)
        var decoder = decoder(
            of: source, id, reusing: consume arena, known: consume known, schema: memory.schema)
        let hasLayers = decoder.collectBlocks()
        if !hasLayers { decoder.decodeBlocks() }
        memory.arena = decoder.reader.arena
        memory.known = decoder.known
        return LoadedFile(source: source, contents: decoder.finishedContents, hasLayers: hasLayers)
    }

    private func decoder(
        of source: SourceFile, _ id: SourceFileID, reusing arena: consuming NodeArena = NodeArena(),
        known: consuming KnownTexts = KnownTexts(), schema: ManifestSchema = .current
    ) -> FileDecoder {
        FileDecoder(
            YAMLFile(file: id, bytes: source.bytes, reusing: arena), known: known, schema: schema,
            sources: SubstitutionSources(environment: environment, manifestPath: source.name), zones: zones,
            today: today, ownership: ownership)
    }

    // MARK: In layers

    /// Reads all files before any is decoded, for their values and patches decide over the others. `known` are the texts
    /// of files that are read already: some can be read only once.
    private func loadInLayers(_ inputs: ManifestInputs, known: [Int: SourceFile]) async -> LoadedManifests {
        var files: [LayeredFile] = []
        for (index, entry) in inputs.entries.enumerated() {
            let file = known[index].map { Result<SourceFile, UnreadFile>.success($0) } ?? read(entry)
            files.append(collect(file, entry, SourceFileID(index: index)))
        }
        let origins = files.map { NodeOrigin(source: $0.decoder.reader.source, sources: $0.decoder.reader.sources) }
        var builder = LayerBuilder(origins, SubstitutionSources(environment: environment, manifestPath: nil))
        for index in files.indices {
            if index > 0, inputs.layers[index] != inputs.layers[index - 1] { builder.endLayer() }
            builder.add(
                files[index].decoder.blocks, &files[index].decoder.reader, file: index, layer: inputs.layers[index])
            if case .settings(let settings) = inputs.entries[index] { builder.addSettings(settings, file: index) }
        }
        builder.endLayer()
        var diagnostics = inputs.diagnostics
        let layers = builder.finish(&diagnostics)
        // What no file gives and none refers to is most likely misspelt.
        for (name, known, span) in builder.additions where !files.contains(where: { $0.mentions("values.\(name)") }) {
            diagnostics.append(.unusedSetting(name, known: known, at: span))
        }
        return await merged(decode(files, layers), layers.patches, diagnostics)
    }

    private struct LayeredFile: Sendable {
        let source: SourceFile
        let isRead: Bool
        var decoder: FileDecoder

        /// Whether a text stands in it, wherever that may be.
        func mentions(_ text: String) -> Bool { ByteSearch.contains(text, in: source.bytes) }
    }

    private func collect(
        _ file: Result<SourceFile, UnreadFile>, _ entry: ManifestInputs.Entry, _ id: SourceFileID
    ) -> LayeredFile {
        switch file {
        case .failure(let problem):
            var decoder = decoder(of: SourceFile(name: problem.name, bytes: []), id)
            decoder.reader.report(problem.diagnostic)
            decoder.contents.isComplete = false
            return LayeredFile(source: SourceFile(name: problem.name, bytes: []), isRead: false, decoder: decoder)
        case .success(let source):
            var decoder = decoder(of: source, id)
            switch entry {
            case .values: decoder.collectValues()
            case .settings: decoder = self.decoder(of: SourceFile(name: "", bytes: []), id).holding(source, id)
            case .file, .standardInput, .edited: _ = decoder.collectBlocks()
            }
            return LayeredFile(source: source, isRead: true, decoder: decoder)
        }
    }

    private func decode(_ files: [LayeredFile], _ layers: LayerSet) async -> [LoadedFile?] {
        let queue = FileQueue(files.count)
        var loaded = [LoadedFile?](repeating: nil, count: files.count)
        await withTaskGroup(of: [(Int, LoadedFile)].self) { group in
            for _ in 0..<min(files.count, Parts.coreCount) {
                group.addTask {
                    var done: [(Int, LoadedFile)] = []
                    var known = KnownTexts()
                    let schema = ManifestSchema.current.copied()
                    while let index = queue.next() {
                        var decoder = files[index].decoder
                        decoder.read(by: schema)
                        decoder.known = known
                        decoder.decodeBlocks(layers)
                        known = decoder.known
                        let file = files[index]
                        done.append(
                            (
                                index,
                                LoadedFile(source: file.source, contents: decoder.finishedContents, isRead: file.isRead)
                            ))
                        await Task.yield()
                    }
                    return done
                }
            }
            for await done in group {
                for (index, file) in done { loaded[index] = file }
            }
        }
        return loaded
    }

    // MARK: Reading

    private struct UnreadFile: Error {
        let name: String
        let diagnostic: Diagnostic
    }

    private func read(_ entry: ManifestInputs.Entry) -> Result<SourceFile, UnreadFile> {
        switch entry {
        case .standardInput(let bytes):
            guard bytes.count <= ManifestInputs.fileSizeLimit else {
                return .failure(UnreadFile(name: "<stdin>", diagnostic: .inputTooLarge()))
            }
            return .success(SourceFile(name: "<stdin>", bytes: bytes))
        case .edited(let path, let bytes): return .success(SourceFile(name: path, bytes: bytes))
        case .settings(let settings):
            let text = settings.map { $0.argument + "\n" }.joined()
            return .success(SourceFile(name: "<--set>", bytes: Array(text.utf8)))
        case .file(let path), .values(let path):
            switch FileBytes.read(path, limit: ManifestInputs.fileSizeLimit) {
            case .success(let bytes): return .success(SourceFile(name: path, bytes: bytes))
            case .failure(let problem):
                let diagnostic: Diagnostic = problem.isAbsence ? .missing(path, problem) : .unreadable(path, problem)
                return .failure(UnreadFile(name: path, diagnostic: diagnostic))
            }
        }
    }

    private func unread(_ file: UnreadFile) -> LoadedFile {
        var contents = FileContents()
        contents.diagnostics = [file.diagnostic]
        contents.isComplete = false
        return LoadedFile(source: SourceFile(name: file.name, bytes: []), contents: contents, isRead: false)
    }
}
