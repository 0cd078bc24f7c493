package import PhoenixModel

/// Fills in the secrets of a text that holds their references, as the loader does for manifests.
package struct SecretResolver: Sendable {
    private let environment: @Sendable (String) -> String?

    package init(environment: @escaping @Sendable (String) -> String?) {
        self.environment = environment
    }

    /// Why a secret cannot be had.
    package struct Problem: Error, Sendable, Hashable {
        /// One sentence part for people: what is missing.
        package let message: String
        /// What to do about it.
        package let help: String
    }

    /// The secret of a reference; `folder` is what paths in it count from.
    package func secret(_ reference: String, folder: String) throws(Problem) -> Secret {
        let sources = SubstitutionSources(environment: environment, manifestPath: folder)
        var text = ""
        for part in TextTemplate(reference).parts {
            switch part {
            case .text(let piece): text += piece
            case .literalOpening: text += "${"
            case .placeholder(_, _, .success(.secretEnvironment(let name))):
                guard let value = environment(name), !value.isEmpty else {
                    throw Problem(
                        message: "the environment variable \(name) is not set",
                        help: "set \(name) to the value that it had when the plan was made")
                }
                text += value
            case .placeholder(_, _, .success(.secretFile(let path))):
                switch sources.text(ofFile: path) {
                case .success(let content): text += content
                case .failure(let problem):
                    throw Problem(
                        message: "the file '\(sources.place(ofFile: path))' cannot be read: \(problem.reason)",
                        help: "restore the file and make it readable; then this plan can be applied")
                }
            case .placeholder(let raw, _, _):
                throw Problem(message: "'\(raw)' is not a reference to a secret", help: "plan again")
            case .unclosed: throw Problem(message: "a '${' is never closed", help: "plan again")
            }
        }
        return Secret(reference: reference, folder: folder, value: text)
    }
}
