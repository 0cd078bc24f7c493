/// Why there are no rules for a time zone name.
package struct ZoneError: Error, Sendable, Hashable {
    /// What is wrong; the raw values are stable and meant for machines.
    package enum Code: String, Sendable, CaseIterable {
        case invalidName = "invalid-zone-name"
        case unknownZone = "unknown-zone"
        case unreadable = "unreadable-zone"
        case malformed = "malformed-zone"
        case noDatabase = "no-zone-database"
    }

    package var code: Code
    /// A sentence without a final full stop.
    package var message: String
    /// The name that was probably meant.
    package var suggestion: String?

    static func invalidName(_ name: String) -> Self {
        Self(
            code: .invalidName,
            message: "'\(name.unicodeScalars.prefix(64).map(String.init).joined())' is no IANA time zone name")
    }

    static func unknown(_ name: String, suggestion: String?) -> Self {
        Self(code: .unknownZone, message: "unknown time zone '\(name)'", suggestion: suggestion)
    }

    static func noDatabase(_ directory: String) -> Self {
        Self(code: .noDatabase, message: "there is no time zone database in \(directory); install the tzdata package")
    }

    static func unreadable(_ name: String) -> Self {
        Self(code: .unreadable, message: "the rules of time zone '\(name)' cannot be read")
    }

    static func malformed(_ name: String) -> Self {
        Self(code: .malformed, message: "the rules of time zone '\(name)' are not a valid TZif file")
    }
}

extension ZoneError: CustomStringConvertible {
    package var description: String { message }
}
