import Files
import PhoenixModel

extension ManifestInputs {
    /// Whether a file may have a `panel` or `schedules`: one of the words stands in it, or it can be read only once. Much
    /// cheaper than to load the set.
    package var mayDecideTargets: Bool {
        entries.contains { entry in
            switch entry {
            case .values, .settings: return false
            case .standardInput: return true
            case .edited(_, let bytes): return Self.mayDecideTargets(bytes)
            case .file(let path):
                guard case .success(let status) = FileStatus.read(path), status.kind == .regular,
                    case .success(let bytes) = FileBytes.read(path, limit: Self.fileSizeLimit)
                else { return true }
                return Self.mayDecideTargets(bytes)
            }
        }
    }

    private static func mayDecideTargets(_ bytes: [UInt8]) -> Bool {
        ByteSearch.contains("panel" as StaticString, in: bytes)
            || ByteSearch.contains("schedules" as StaticString, in: bytes)
    }
}
