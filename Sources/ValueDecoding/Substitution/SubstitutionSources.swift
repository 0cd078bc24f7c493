import Files

/// Where placeholders get their texts from.
package struct SubstitutionSources: Sendable {
    /// The most that is read of a file, in bytes.
    private static let fileLimit = 1 << 20

    package let environment: @Sendable (String) -> String?
    /// The directory of the manifest, with a slash at its end; empty for the current one.
    let directory: String

    package init(environment: @escaping @Sendable (String) -> String?, manifestPath: String?) {
        self.environment = environment
        directory = manifestPath.flatMap { path in path.lastIndex(of: "/").map { String(path[...$0]) } } ?? ""
    }

    /// The text of a file without one final line break.
    package func text(ofFile path: String) -> Result<String, FileTextProblem> {
        let place = place(ofFile: path)
        if case .success(let status) = FileStatus.read(place), status.kind != .regular {
            return .failure(FileTextProblem(reason: "it is not a file"))
        }
        return readText(place)
    }

    /// The path as the system takes it.
    package func place(ofFile path: String) -> String { path.hasPrefix("/") ? path : directory + path }

    private func readText(_ path: String) -> Result<String, FileTextProblem> {
        switch FileBytes.read(path, limit: Self.fileLimit) {
        case .failure(.tooLarge): return .failure(FileTextProblem(reason: "it is larger than 1 MiB"))
        case .failure(let problem): return .failure(FileTextProblem(reason: problem.reason))
        case .success(var bytes):
            if bytes.last == 0x0A {
                bytes.removeLast()
                if bytes.last == 0x0D { bytes.removeLast() }
            }
            guard let text = String(validating: bytes, as: UTF8.self) else {
                return .failure(FileTextProblem(reason: "it is not UTF-8"))
            }
            return .success(text)
        }
    }
}

/// Why the text of a file cannot be had.
package struct FileTextProblem: Error {
    package let reason: String
}
