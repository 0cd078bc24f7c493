import PhoenixModel

/// Puts references to environment variables in the place of values that are secret, and remembers which.
struct ExportSecrets {
    /// One variable that must be set before the exported manifest can be used.
    struct Variable {
        let name: String
        /// What it is, for people: `command of nightly-backup`.
        let purpose: String
    }

    private(set) var variables: [Variable] = []
    private var names = UniqueNames(separator: "_")

    /// The value with every secret replaced: those at `secretPaths`, and those that the panel does not show.
    /// `path` is the way to the value as `Value.secretPaths` writes ways, `owner` the key of the object.
    mutating func replacing(
        in value: Value, at path: String, of owner: String, secretPaths: SecretPaths
    ) -> Value {
        if secretPaths.contains(path) || value.isHidden { return reference(owner, path) }
        switch value {
        case .list(let elements):
            var replaced: [Value] = []
            for (index, element) in elements.enumerated() {
                replaced.append(
                    replacing(in: element, at: "\(path)[\(index)]", of: owner, secretPaths: secretPaths))
            }
            return .list(replaced)
        case .map(let map):
            var replaced: [ValueMap.Element] = []
            for (key, element) in map {
                replaced.append(
                    (key, replacing(in: element, at: "\(path).\(key)", of: owner, secretPaths: secretPaths)))
            }
            return .map(ValueMap(uniqueEntries: replaced))
        default: return value
        }
    }

    /// A reference to a new variable.
    mutating func reference(_ owner: String, _ path: String) -> Value {
        var field = path[...]
        for prefix in ["task.data.", "config.probe.", "config."] where field.hasPrefix(prefix) {
            field = field.dropFirst(prefix.count)
            break
        }
        let name = names.makeUnique(Self.variableName("\(owner)_\(field)"))
        variables.append(Variable(name: name, purpose: "\(field) of \(owner)"))
        return .secret(Secret(reference: "${secret:env:\(name)}", value: ""))
    }

    private static func variableName(_ text: String) -> String {
        var name = ""
        for byte in text.uppercased().utf8 {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                name.unicodeScalars.append(Unicode.Scalar(byte))
            default: if !name.hasSuffix("_") { name += "_" }
            }
        }
        while name.hasSuffix("_") { name.removeLast() }
        let startsWithDigit = name.utf8.first.map { (0x30...0x39).contains($0) } ?? true
        return startsWithDigit ? "SECRET_\(name)" : name
    }
}

extension Value {
    /// Whether it stands for a value that the panel has and does not show.
    var isHidden: Bool { self == .map(["set": true]) }
}
