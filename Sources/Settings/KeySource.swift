import Diagnostics
package import PhoenixModel

/// Where the API key of a panel is to be found.
package enum KeySource: Sendable, Hashable {
    case environment(String)
    /// The path of a file with nothing but the key in it.
    case file(String)
}

extension KeySource: CustomStringConvertible {
    /// Safe to show: `environment PANEL_KEY`.
    package var description: String {
        switch self {
        case .environment(let name): "environment \(name)"
        case .file(let path): "file \(path)"
        }
    }

    /// The key itself. `environment` gives the variables, nil for those not set; `isSharedFile` says whether others may
    /// read the file that it is in.
    package func key(isSharedFile: Bool = false, environment: (String) -> String?) throws(KeyProblem) -> Secret {
        switch self {
        case .environment(let name):
            guard let text = environment(name) else {
                throw KeyProblem(
                    .keyMissing, "the variable \(name) is not set",
                    help: "set it to a key of the panel, or name a key file")
            }
            return try APIKeyText.secret(text, named: self)
        case .file(let path): return try KeyFile.read(path, isShared: isSharedFile)
        }
    }
}
