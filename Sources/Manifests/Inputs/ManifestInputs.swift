package import Diagnostics
package import Files
import Glibc

/// The files that the arguments of `-f` stand for, found but not yet read.
///
/// An argument is a file, a directory (searched for `*.yaml` and `*.yml`), a glob, or `-` for standard input. The order
/// is that of the arguments, within each by name. A file that is reached twice is taken once.
package struct ManifestInputs: Sendable {
    enum Entry: Sendable {
        case file(path: String)
        case standardInput([UInt8])
        /// A file with other bytes than it has.
        case edited(path: String, [UInt8])
        /// A file of values.
        case values(path: String)
        /// The texts of `--set`.
        case settings([ValueSetting])
    }

    /// The most that is read of one manifest, in bytes.
    static let fileSizeLimit = 64 << 20

    private(set) var entries: [Entry] = []
    /// The layer of each entry: the number of its argument. Files of values have layers of their own behind these.
    private(set) var layers: [Int] = []
    /// What is wrong with the arguments themselves.
    package private(set) var diagnostics: [Diagnostic] = []

    /// Finds the files; standard input holds these bytes.
    package init(_ arguments: [String], standardInput bytes: [UInt8]) {
        self.init(arguments, standardInput: { .success(bytes) })
    }

    /// Finds the files.
    /// - Parameters:
    ///   - arguments: what was given, in order; each is a layer.
    ///   - valueFiles: files whose mappings are values, each a layer.
    ///   - settings: single values, the last layer of all.
    ///   - standardInput: gives the bytes of standard input, or says why there are none; called once at most.
    package init(
        _ arguments: [String], values valueFiles: [String] = [], settings: [ValueSetting] = [],
        standardInput: () -> Result<[UInt8], FileProblem>
    ) {
        var seen: Set<FileIdentity> = []
        var hasReadInput = false
        for argument in arguments {
            if argument == "-" {
                if !hasReadInput { takeStandardInput(standardInput()) }
                hasReadInput = true
            } else {
                for (path, identity) in files(for: argument) where seen.insert(identity).inserted {
                    entries.append(.file(path: path))
                }
            }
            endLayer()
        }
        for path in valueFiles {
            entries.append(.values(path: path))
            endLayer()
        }
        if !settings.isEmpty { entries.append(.settings(settings)) }
        endLayer()
    }

    private mutating func endLayer() {
        let layer = (layers.last ?? -1) + 1
        layers += Array(repeating: layer, count: entries.count - layers.count)
    }

    /// Whether something stands beside the manifests that only layers can take.
    var hasValues: Bool {
        entries.contains { entry in
            switch entry {
            case .values, .settings: true
            case .file, .standardInput, .edited: false
            }
        }
    }

    private mutating func takeStandardInput(_ bytes: Result<[UInt8], FileProblem>) {
        switch bytes {
        case .success(let bytes): entries.append(.standardInput(bytes))
        case .failure(let problem): diagnostics.append(.inputUnreadable(problem))
        }
    }

    /// The files, without what came from standard input.
    package var paths: [String] {
        entries.compactMap { entry in
            switch entry {
            case .file(let path), .edited(let path, _): path
            case .standardInput, .values, .settings: nil
            }
        }
    }

    /// The files of values.
    package var valuePaths: [String] {
        entries.compactMap { if case .values(let path) = $0 { path } else { nil } }
    }

    /// The same files, one of them with other bytes.
    func replacing(_ path: String, with bytes: [UInt8]) -> ManifestInputs {
        var inputs = self
        inputs.entries = entries.map { entry in
            if case .file(path) = entry { .edited(path: path, bytes) } else { entry }
        }
        return inputs
    }

    private mutating func files(for argument: String) -> [(path: String, identity: FileIdentity)] {
        switch FileStatus.read(argument) {
        case .success(let status):
            return files(at: argument, status)
        case .failure(let problem) where problem.isAbsence && argument.contains(where: { "*?[{".contains($0) }):
            let (matches, hasUnnamable) = PathPattern.matches(argument)
            if hasUnnamable {
                diagnostics.append(.nameNotUTF8(argument))
            } else if matches.isEmpty {
                diagnostics.append(.nothingMatches(argument))
            }
            return matches.flatMap { path in
                guard case .success(let status) = FileStatus.read(path) else { return files(at: path, nil) }
                return files(at: path, status)
            }
        case .failure(let problem):
            diagnostics.append(
                .missing(argument, problem, closest: { DirectoryWalk.closestName(to: argument) }))
            return []
        }
    }

    private mutating func files(at path: String, _ status: FileStatus?) -> [(path: String, identity: FileIdentity)] {
        guard let status else {
            diagnostics.append(.missing(path, .system(ENOENT)))
            return []
        }
        switch status.kind {
        case .directory:
            var walk = DirectoryWalk()
            walk.visit(path, status.identity)
            diagnostics += walk.diagnostics
            if walk.files.isEmpty, walk.diagnostics.isEmpty { diagnostics.append(.emptyDirectory(path)) }
            return walk.files
        case .regular, .pipe: return [(path, status.identity)]
        case .other:
            diagnostics.append(.notARegularFile(path))
            return []
        }
    }
}
