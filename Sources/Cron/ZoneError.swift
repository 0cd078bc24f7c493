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
    /// The name of an installed zone with the same clock as the one that can only have been meant. Tools write it
    /// unasked; where the author has to choose there is `help`.
    package var suggestion: String?
    /// What to do in words, where there is no suggestion: a clause that begins with a verb, or a question.
    package var help: String?

    static func invalidName(_ name: String) -> Self {
        Self(
            code: .invalidName,
            message: "'\(name.unicodeScalars.prefix(64).map(String.init).joined())' is not an IANA time zone name",
            help: ZoneHabit.help(for: name))
    }

    static func unknown(_ name: String, suggestion: String?, help: String?) -> Self {
        Self(code: .unknownZone, message: "unknown time zone '\(name)'", suggestion: suggestion, help: help)
    }

    /// A name that the index has and the directory lacks.
    static func notInstalled(_ name: String, link target: String?) -> Self {
        Self(
            code: .unknownZone, message: "time zone '\(name)' is not installed here", suggestion: target,
            help: target == nil ? "install the tzdata package, or tzdata-legacy for old names" : nil)
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
