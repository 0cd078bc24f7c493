import Glibc

/// Why the system would not give a file.
package enum FileProblem: Error {
    case system(Int32)
    case tooLarge
    case notAFile

    package init(_ code: Int32) { self = .system(code) }

    package var isAbsence: Bool {
        if case .system(ENOENT) = self { true } else if case .system(ENOTDIR) = self { true } else { false }
    }

    /// The reason in the words of the system, in lower case.
    package var reason: String {
        switch self {
        case .system(let code): String(cString: strerror(code)).lowercased()
        case .tooLarge: "it is too large"
        case .notAFile: "it is not a file"
        }
    }
}
