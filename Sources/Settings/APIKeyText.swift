import Diagnostics
import PhoenixModel

/// The text that an API key is made of.
enum APIKeyText {
    /// The most that a key may have, in bytes.
    static let limit = 4_096

    /// Takes a key as people store it: white space around it is dropped.
    static func secret(_ text: String, named source: KeySource) throws(KeyProblem) -> Secret {
        let key = String(text.trimmed())
        guard !key.isEmpty else { throw KeyProblem(.keyUnusable, "\(source.subject) is empty", help: source.remedy) }
        guard key.utf8.count <= limit else {
            throw KeyProblem(.keyUnusable, "\(source.subject) has more than \(limit) bytes", help: source.remedy)
        }
        if key.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D }) {
            throw KeyProblem(
                .keyUnusable, "\(source.subject) has more than one line", help: "remove everything except the key")
        }
        guard key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw KeyProblem(
                .keyUnusable,
                "\(source.subject) has a character that is not allowed: white space, or one that is not ASCII",
                help: source.remedy)
        }
        return Secret(reference: source.description, value: key)
    }
}

extension KeySource {
    fileprivate var subject: String {
        switch self {
        case .environment(let name): "the variable \(name)"
        case .file(let path): "the key file '\(path)'"
        }
    }

    fileprivate var remedy: String {
        switch self {
        case .environment(let name): "set \(name) to a key of the panel, or unset it"
        case .file: "put a key of the panel into it, on one line"
        }
    }
}
