package import Cron
import Diagnostics
import Files
import Glibc
package import PhoenixModel
import Synchronization
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
        let entries = inputs.entries
        let queue = EntryQueue(entries)
        var files = [LoadedFile?](repeating: nil, count: entries.count)
        await withTaskGroup(of: [(Int, LoadedFile)].self) { group in
            // As many as there are cores: each reads one file after the other into the same memory.
            for _ in 0..<min(entries.count, max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))) {
                group.addTask { await loadAll(of: queue) }
            }
            for await loaded in group {
                for (index, file) in loaded { files[index] = file }
            }
        }
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
        var merger = ManifestMerger(contents, inputs.diagnostics, ownership)
        contents = []
        let desired = merger.merge()
        return LoadedManifests(
            desired: desired, diagnostics: merger.finalDiagnostics(), sources: sources, fileCount: fileCount)
    }

    private struct LoadedFile: Sendable {
        let source: SourceFile
        let contents: FileContents
        var isRead = true
    }

    /// Hands out the files one by one, whoever asks.
    private final class EntryQueue: Sendable {
        private let entries: [ManifestInputs.Entry]
        private let position = Atomic(0)

        init(_ entries: [ManifestInputs.Entry]) { self.entries = entries }

        func next() -> (index: Int, entry: ManifestInputs.Entry)? {
            let index = position.add(1, ordering: .relaxed).oldValue
            return index < entries.count ? (index, entries[index]) : nil
        }
    }

    private func loadAll(of queue: EntryQueue) async -> [(Int, LoadedFile)] {
        var files: [(Int, LoadedFile)] = []
        var memory = LoaderMemory()
        while let (index, entry) = queue.next() {
            files.append((index, load(entry, SourceFileID(index: index), &memory)))
            // Who reads the panel meanwhile must not wait for the last file before it can ask for the next page.
            await Task.yield()
        }
        return files
    }

    private func load(_ entry: ManifestInputs.Entry, _ id: SourceFileID, _ memory: inout LoaderMemory) -> LoadedFile {
        switch entry {
        case .standardInput(let bytes):
            guard bytes.count <= ManifestInputs.fileSizeLimit else {
                return unread("<stdin>", .inputTooLarge())
            }
            return decode(SourceFile(name: "<stdin>", bytes: bytes), id, path: nil, &memory)
        case .edited(let path, let bytes): return decode(SourceFile(name: path, bytes: bytes), id, path: path, &memory)
        case .file(let path):
            switch FileBytes.read(path, limit: ManifestInputs.fileSizeLimit) {
            case .success(let bytes): return decode(SourceFile(name: path, bytes: bytes), id, path: path, &memory)
            case .failure(let problem): return unread(path, .unreadable(path, problem))
            }
        }
    }

    private func unread(_ name: String, _ diagnostic: Diagnostic) -> LoadedFile {
        var contents = FileContents()
        contents.diagnostics = [diagnostic]
        contents.isComplete = false
        return LoadedFile(source: SourceFile(name: name, bytes: []), contents: contents, isRead: false)
    }

    private func decode(
        _ source: SourceFile, _ id: SourceFileID, path: String?, _ memory: inout LoaderMemory
    ) -> LoadedFile {
        // Taken out, so that nothing is held twice and copied when it changes.
        var taken = LoaderMemory()
        swap(&taken, &memory)
        var decoder = FileDecoder(
            YAMLFile(file: id, bytes: source.bytes, reusing: taken.arena), known: taken.known,
            sources: SubstitutionSources(environment: environment, manifestPath: path), zones: zones, today: today,
            ownership: ownership)
        taken = LoaderMemory()
        decoder.decode()
        memory.arena = decoder.arena
        memory.known = decoder.known
        return LoadedFile(source: source, contents: decoder.contents)
    }
}
