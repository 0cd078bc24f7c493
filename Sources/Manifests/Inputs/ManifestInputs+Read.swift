package import Diagnostics
import Files

extension ManifestInputs {
    /// Reads the texts as they are, for who works on them and not on what they mean.
    ///
    /// A file that cannot be read is left out and has a diagnostic.
    package func readTexts() -> (files: [SourceFile], diagnostics: [Diagnostic]) {
        var files: [SourceFile] = []
        var diagnostics = diagnostics
        for entry in entries {
            switch entry {
            case .standardInput(let bytes): files.append(SourceFile(name: "<stdin>", bytes: bytes))
            case .edited(let path, let bytes): files.append(SourceFile(name: path, bytes: bytes))
            case .values, .settings: break
            case .file(let path):
                switch FileBytes.read(path, limit: ManifestInputs.fileSizeLimit) {
                case .success(let bytes): files.append(SourceFile(name: path, bytes: bytes))
                case .failure(let problem): diagnostics.append(.unreadable(path, problem))
                }
            }
        }
        return (files, diagnostics)
    }
}
