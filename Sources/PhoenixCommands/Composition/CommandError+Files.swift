import Diagnostics
import Files
import Glibc

extension CommandError {
    /// A file that could not be written.
    init(writing path: String, _ failure: FileWriting.Failure) {
        let help: String? =
            if let backup = failure.backup {
                "the previous content of the file is in \(backup)"
            } else if failure.code == EEXIST {
                "existing files are not overwritten: remove it first, or choose another folder"
            } else {
                nil
            }
        self.init(.outputFailed, "cannot write \(path): \(failure.reason)", help: help, status: .error)
    }
}

extension CommandRun {
    /// Writes a file with one of the ways of `FileWriting`.
    /// - Throws: what is wrong, for people.
    func write(
        _ bytes: [UInt8], to path: String,
        with write: (String, [UInt8]) throws(FileWriting.Failure) -> Void = FileWriting.write
    ) throws(CommandError) {
        do throws(FileWriting.Failure) { try write(path, bytes) } catch { throw CommandError(writing: path, error) }
    }
}
