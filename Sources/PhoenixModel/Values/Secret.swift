/// Text that must never be shown: it goes into the request that needs it, and nowhere else.
///
/// It prints as `(secret)`, or with its number, in every way Swift has of printing a value. Only `reveal()` gives the text.
package struct Secret: Sendable {
    /// The text as the manifest has it, `Bearer ${secret:env:TOKEN}`: safe to show, and what digests are made of.
    package let reference: String
    /// What the paths in the reference count from: the folder of the manifest, with a slash at its end, or empty.
    package let folder: String
    private let value: String

    package init(reference: String, folder: String = "", value: String) {
        self.reference = reference
        self.folder = folder
        self.value = value
    }

    /// Stands for a secret in a value that is shown. Of the secret itself there is nothing in it but its number within
    /// the plan.
    package init(number: Int) {
        self.init(reference: "(secret #\(number))", value: "(secret #\(number))")
    }

    /// The number of one that was made with nothing else; nil for a real secret.
    package var number: Int? {
        guard reference == value, reference.hasPrefix("(secret #"), reference.hasSuffix(")") else { return nil }
        return Int(reference.dropFirst(9).dropLast())
    }

    /// The text itself. Call it only where a request body is written or two values are compared.
    package func reveal() -> String { value }
}

/// Two secrets are equal when their texts are, wherever they came from.
extension Secret: Hashable {
    package static func == (lhs: Self, rhs: Self) -> Bool { lhs.value == rhs.value }
    package func hash(into hasher: inout Hasher) { hasher.combine(value) }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { number == nil ? "(secret)" : reference }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
