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
}

extension KeySource {
    /// The most bytes that a key is stored with.
    static let limit = 4_096

    /// The key itself. `environment` gives the variables, nil for those not set; `isSharedFile` says whether others may
    /// read the file that it is in.
    package func key(isSharedFile: Bool = false, environment: (String) -> String?) throws(KeyProblem) -> BearerToken {
        switch self {
        case .environment(let name):
            guard let text = environment(name) else {
                throw KeyProblem(
                    .keyMissing, "the variable \(name) is not set",
                    help: "set it to a key of the panel, or name a key file")
            }
            return try key(in: text)
        case .file(let path): return try KeyFile.read(path, isShared: isSharedFile)
        }
    }

    /// The key of a text that was found here.
    func key(in text: String) throws(KeyProblem) -> BearerToken {
        guard text.trimmed().utf8.count <= Self.limit else {
            throw KeyProblem(.keyUnusable, "\(subject) has more than \(Self.limit) bytes", help: remedy)
        }
        do throws(BearerToken.Problem) {
            return try BearerToken(text)
        } catch {
            switch error {
            case .isEmpty: throw KeyProblem(.keyUnusable, "\(subject) is empty", help: remedy)
            case .hasSeveralLines:
                throw KeyProblem(
                    .keyUnusable, "\(subject) has more than one line", help: "remove everything except the key")
            case .hasUnusableCharacter:
                throw KeyProblem(
                    .keyUnusable,
                    "\(subject) has a character that is not allowed: white space, or one that is not ASCII",
                    help: remedy)
            }
        }
    }

    private var subject: String {
        switch self {
        case .environment(let name): "the variable \(name)"
        case .file(let path): "the key file '\(path)'"
        }
    }

    private var remedy: String {
        switch self {
        case .environment(let name): "set \(name) to a key of the panel, or unset it"
        case .file: "put a key of the panel into it, on one line"
        }
    }
}
