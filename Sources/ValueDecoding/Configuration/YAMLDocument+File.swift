package import Diagnostics
import Files

extension YAMLDocument {
    /// Why a configuration file cannot be had.
    package struct ReadFailure: Error {
        package let diagnostic: Diagnostic
    }

    /// The most that is read of one, in bytes.
    private static let sizeLimit = 1 << 20

    /// The bytes of a configuration file; nil when there is nothing at that path.
    package static func bytes(ofFile path: String) throws(ReadFailure) -> [UInt8]? {
        switch FileBytes.read(path, limit: sizeLimit) {
        case .success(let bytes): return bytes
        case .failure(let problem) where problem.isAbsence: return nil
        case .failure(.tooLarge):
            throw ReadFailure(
                diagnostic: Diagnostic(
                    .fileTooLarge, "'\(path)' is larger than 1 MiB, the limit for a configuration file",
                    help: "check whether it is the right file"))
        case .failure(.notAFile):
            throw ReadFailure(diagnostic: Diagnostic(.notARegularFile, "'\(path)' is not a file"))
        case .failure(let problem):
            throw ReadFailure(
                diagnostic: Diagnostic(
                    .fileUnreadable, "'\(path)' cannot be read: \(problem.reason)",
                    help: "check its permissions, and those of the directories above it"))
        }
    }
}
