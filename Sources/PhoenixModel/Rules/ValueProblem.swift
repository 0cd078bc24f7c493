/// One thing wrong with a value, with the way to it from the value that was checked.
package struct ValueProblem: Sendable, Hashable {
    /// What sort of thing it is, for the code that manifests give it.
    package enum Kind: Sendable, Hashable {
        case unknownKey(closest: String?)
        case missingKey
        case wrongType
        case outOfRange(closest: String?)
    }

    /// A step of a path: the key of a mapping or the index in a list.
    package enum PathElement: Sendable, Hashable {
        case key(String)
        case index(Int)
    }

    package let kind: Kind
    package var path: [PathElement]
    /// A sentence part to stand behind the name of the field: `must be a whole number from 0 to 3600`.
    package let message: String

    package init(_ kind: Kind, at path: [PathElement] = [], _ message: String) {
        self.kind = kind
        self.path = path
        self.message = message
    }

    /// The path as text: `data.servers[2]`.
    package var pathText: String {
        var text = ""
        for element in path {
            switch element {
            case .key(let key): text += text.isEmpty ? key : ".\(key)"
            case .index(let index): text += "[\(index)]"
            }
        }
        return text
    }
}
