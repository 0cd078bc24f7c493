import ClientAPI
import Clocks
import PhoenixModel
import Scheduling

extension StepExecution {
    private struct FoundFile {
        /// Segments below the directory of the task.
        let path: [String]
        let modifiedAt: Timestamp?

        var text: String { path.joined(separator: "/") }
    }

    private static let maximumDirectories = 1_000
    private static let maximumDepth = 32
    private static let filesPerCall = 100

    /// Deletes the files that match, the oldest first: never a directory, never through a symbolic link, and nothing
    /// outside the directory.
    func cleanUp(_ cleanup: CleanupInstruction) async throws(ClientAPIError) -> StepOutcome {
        let segments = cleanup.directory.split(separator: "/").map(String.init)
        guard !segments.contains("..") else {
            return StepOutcome(.failed, "the directory of the task leads elsewhere", attempts: 0)
        }
        var found: [FoundFile]
        let isComplete: Bool
        do throws(ClientAPIError) {
            (found, isComplete) = try await findFiles(cleanup, in: segments)
        } catch {
            guard error.code == .nodeRefused(status: 404) else { throw error }
            return StepOutcome(.succeeded, "the server has no directory \(cleanup.directory)")
        }
        let oldest = Timestamp(seconds: .min)
        found.sort { ($0.modifiedAt ?? oldest, $0.text) < ($1.modifiedAt ?? oldest, $1.text) }
        let chosen = found.prefix(Int(cleanup.maximumFiles))
        var remarks: [String] = []
        if found.count > chosen.count {
            remarks.append("\(found.count - chosen.count) more match than max_files allows")
        }
        if !isComplete { remarks.append("there are more directories than phoenix searches") }
        if cleanup.isDryRun {
            let names = chosen.prefix(10).map(\.text) + (chosen.count > 10 ? ["…"] : [])
            let list = names.isEmpty ? "" : ": \(names.joined(separator: ", "))"
            remarks.insert("would delete \(Self.count(chosen.count))\(list)", at: 0)
        } else {
            try await delete(Array(chosen), in: segments)
            remarks.insert("deleted \(Self.count(chosen.count))", at: 0)
        }
        return StepOutcome(.succeeded, remarks.joined(separator: "; "))
    }

    private static func count(_ files: Int) -> String { files == 1 ? "1 file" : "\(files) files" }

    private func findFiles(
        _ cleanup: CleanupInstruction, in segments: [String]
    ) async throws(ClientAPIError) -> (files: [FoundFile], isComplete: Bool) {
        let patterns = cleanup.patterns.map { PathPattern($0) }
        let (client, id) = (client, target.id)
        let newest = cleanup.olderThanDays.map { days in
            Timestamp(seconds: clock.now().components.seconds - days * 86_400)
        }
        var found: [FoundFile] = []
        var directories: [[String]] = [[]]
        var searched = 0
        while let directory = directories.popLast() {
            guard searched < Self.maximumDirectories else { return (found, false) }
            searched += 1
            let path = "/" + (segments + directory).joined(separator: "/")
            let entries = try await patience { () async throws(ClientAPIError) in
                try await client.files(in: path, of: id)
            }
            for entry in entries {
                let path = directory + [entry.name]
                switch entry.kind {
                case .symbolicLink: continue
                case .directory:
                    if path.count < Self.maximumDepth, patterns.contains(where: { $0.mayMatch(below: path) }) {
                        directories.append(path)
                    }
                case .file:
                    guard patterns.contains(where: { $0.matches(path) }) else { continue }
                    // A file of unknown age is not known to be old.
                    if let newest, entry.modifiedAt.map({ $0 > newest }) ?? true { continue }
                    found.append(FoundFile(path: path, modifiedAt: entry.modifiedAt))
                }
            }
        }
        return (found, true)
    }

    private func delete(_ files: [FoundFile], in segments: [String]) async throws(ClientAPIError) {
        let (client, id) = (client, target.id)
        let byDirectory = Dictionary(grouping: files) { Array($0.path.dropLast()) }
        for (directory, files) in byDirectory.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            let root = "/" + (segments + directory).joined(separator: "/")
            var names = files.compactMap(\.path.last)[...]
            while !names.isEmpty {
                let batch = Array(names.prefix(Self.filesPerCall))
                names = names.dropFirst(batch.count)
                try await patience { () async throws(ClientAPIError) in
                    try await client.deleteFiles(batch, in: root, of: id)
                }
            }
        }
    }
}
