/// Why a text is not a cron expression, and where.
package struct CronError: Error, Sendable, Hashable {
    /// What is wrong; the raw values are stable and meant for machines.
    package enum Code: String, Sendable, CaseIterable {
        case empty
        case wrongFieldCount = "wrong-field-count"
        case valueOutOfRange = "value-out-of-range"
        case reversedRange = "reversed-range"
        case badStep = "bad-step"
        case unknownName = "unknown-name"
        case unexpectedCharacter = "unexpected-character"
        case emptyElement = "empty-element"
        case neverFires = "never-fires"
        case hashNotAllowed = "hash-not-allowed"
        case unsupportedMacro = "unsupported-macro"
        case unsupportedExtension = "unsupported-extension"
        case extensionNotAlone = "extension-not-alone"
        case randomRange = "random-range"
        case timezonePrefix = "timezone-prefix"
    }

    package var code: Code
    /// The field it stands in; nil where the expression as a whole is wrong.
    package var field: CronField?
    /// Where it begins: 1-based, in Unicode scalars of the given text.
    package var column: Int
    /// How far it reaches, in Unicode scalars; zero where something is missing.
    package var length: Int
    /// A sentence without a final full stop that names the field, the value and what is allowed.
    package var message: String
    /// What to write in place of the marked scalars; see `rewriting(_:)` for the whole expression.
    ///
    /// Tools apply it unasked. So it is there only where the rewritten expression is valid and runs whenever the
    /// text does in each dialect that accepts it; where the author has to choose there is `help`.
    package var suggestion: String?
    /// What to do in words, where there is no suggestion: a clause that begins with a verb.
    package var help: String?

    /// The given text with the marked part replaced by the suggestion; nil without a suggestion.
    package func rewriting(_ text: String) -> String? {
        guard let suggestion else { return nil }
        let scalars = text.unicodeScalars
        var result = String.UnicodeScalarView(scalars.prefix(column - 1))
        result.append(contentsOf: suggestion.unicodeScalars)
        result.append(contentsOf: scalars.dropFirst(column - 1 + length))
        return String(result)
    }
}

extension CronError: CustomStringConvertible {
    package var description: String { "column \(column): \(message)" }
}
