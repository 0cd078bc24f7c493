import PhoenixModel

/// Hides what a request has carried in what a panel sends back. It must see a text before it is cut or escaped.
struct SecretMask: Sendable {
    private var hidden: [Secret]

    /// What is shorter is in every other word, and no secret.
    private static let shortest = 4

    /// Hides the key, and the secrets of a write.
    init(key: Secret, write: ObjectWrite?) {
        hidden = [key]
        for value in [write?.fields.task, write?.fields.notify, write?.fields.config] {
            hidden += value?.secrets ?? []
        }
    }

    func callAsFunction(_ text: String) -> String {
        hidden.reduce(text) { text, secret in
            let value = secret.reveal()
            return value.utf8.count < Self.shortest ? text : text.replacing(value, with: secret.description)
        }
    }
}

extension Value {
    fileprivate var secrets: [Secret] {
        switch self {
        case .secret(let secret): [secret]
        case .list(let elements): elements.flatMap(\.secrets)
        case .map(let map): map.flatMap(\.value.secrets)
        default: []
        }
    }
}
