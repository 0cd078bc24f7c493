package import Diagnostics
import PhoenixModel

extension Diagnostic {
    package static func unknownKey(
        _ name: String, closest: String?, among known: [String], place: String, at span: SourceSpan
    ) -> Self {
        guard let closest else {
            return Self(
                .unknownKey, "\(place) has no key '\(shortened(name))'", at: span,
                help: "known here: \(known.sorted().joined(separator: ", "))")
        }
        return unknownKey(name, meant: closest, place: place, at: span)
    }

    package static func unknownKey(_ name: String, meant: String, place: String, at span: SourceSpan) -> Self {
        Self(
            .unknownKey, "\(place) has no key '\(shortened(name))'", at: span,
            fixIts: [FixIt("replace with '\(meant)'", at: span, replacement: meant)], help: "did you mean '\(meant)'?")
    }

    package static func misplacedKey(_ name: String, belongsUnder place: String, at span: SourceSpan) -> Self {
        Self(.unknownKey, "'\(name)' belongs under \(place)", at: span, help: "move it there")
    }

    package static func wrongType(
        _ field: String, _ expectation: String, found: String, at span: SourceSpan, replacement: String? = nil
    ) -> Self {
        Self(
            .wrongType, "\(field) must be \(expectation), not \(found)", at: span,
            fixIts: replacement.map { [FixIt("write \($0)", at: span, replacement: $0)] } ?? [])
    }

    package static func missingKey(_ name: String, in place: String, summary: String, at span: SourceSpan) -> Self {
        Self(.missingKey, "\(place) lacks '\(name)'", at: span, help: "'\(name)' is \(summary)")
    }

    package static func emptyBlock(_ place: String, at span: SourceSpan) -> Self {
        Self(.missingKey, "\(place) is empty", at: span, help: "indent its keys below it, or remove it")
    }

    package static func leadingZero(_ field: String, plain: String?, at span: SourceSpan, isExact: Bool) -> Self {
        Self(
            .leadingZero, "\(field) has a leading zero, and some programs read such a number in base 8", at: span,
            fixIts: isExact ? plain.map { [FixIt("write \($0)", at: span, replacement: $0)] } ?? [] : [],
            help: "write the number without the zero")
    }

    package static func badDuration(_ field: String, found: String, meant: String?, at span: SourceSpan, isExact: Bool)
        -> Self
    {
        Self(
            .badDuration, "\(field) must be a duration, not '\(shortened(found))'", at: span,
            fixIts: isExact ? meant.map { [FixIt("write \($0)", at: span, replacement: $0)] } ?? [] : [],
            help: "write seconds as 90 or 90s, minutes as 4m, hours as 1h")
    }

    package static func outOfRange(_ field: String, _ problem: String, at span: SourceSpan) -> Self {
        Self(.valueOutOfRange, "\(field) \(problem)", at: span)
    }

    package static func missingAlternative(_ place: String, _ problem: String, at span: SourceSpan) -> Self {
        Self(.missingKey, "\(place) \(problem)", at: span)
    }

    package static func conflictingKeys(_ place: String, _ problem: String, at span: SourceSpan) -> Self {
        Self(.valueOutOfRange, "\(place) \(problem)", at: span, help: "write an entry for each")
    }

    package static func unknownWord(
        _ field: String, _ problem: String, closest: String?, at span: SourceSpan, isExact: Bool
    ) -> Self {
        Self(
            .valueOutOfRange, "\(field) \(problem)", at: span,
            fixIts: isExact
                ? closest.map { [FixIt("replace with '\($0)'", at: span, replacement: $0)] } ?? [] : [],
            help: closest.map { "did you mean '\($0)'?" })
    }

    package static func badKey(_ text: String, at span: SourceSpan, isExact: Bool) -> Self {
        let slug = KeyRule.closest(to: text)
        return Self(
            .badKey, "'\(shortened(text))' cannot be a key or name here", at: span,
            fixIts: isExact ? slug.map { [FixIt("write \($0)", at: span, replacement: $0)] } ?? [] : [],
            help: "it must be \(KeyRule.expectation)")
    }

    /// A text of a file with no more than its beginning.
    package static func shortened(_ text: String) -> String {
        text.unicodeScalars.count > 60 ? String(text.unicodeScalars.prefix(57)) + "..." : text
    }
}
