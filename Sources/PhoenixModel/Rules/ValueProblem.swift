/// One thing wrong with a value, with the way to it from the value that was checked.
package struct ValueProblem: Sendable, Hashable {
    /// What sort of thing it is, for those who know more of the place than the message says.
    package enum Kind: Sendable, Hashable {
        /// A key that does not belong there, the known one that was probably meant, and all known ones.
        case unknownKey(closest: String?, known: [String])
        /// A key that belongs into the mapping under another key, beside it.
        case misplacedKey(under: String)
        /// A key whose name breaks the rule for names.
        case badKey
        case missingKey(summary: String)
        /// None of several keys is there.
        case missingAlternative(of: [String])
        /// More than one of several keys are there: these.
        case conflictingKeys([String])
        case wrongType
        /// A word that is none of the known ones, and the one that was probably meant.
        case unknownWord(closest: String?)
        case outOfRange
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
