import Cron
import Diagnostics
import PhoenixModel
import ValueDecoding

extension Diagnostic {
    static func repeatedDefaults(at span: SourceSpan, first: SourceSpan) -> Self {
        Self(
            .duplicateMappingKey, "a file may have 'defaults' only once, for all its documents", at: span,
            notes: [Note("the first ones are here", at: first)], help: "merge the two, or split the file")
    }

    static func repeatedValue(_ value: String, at span: SourceSpan, first: SourceSpan) -> Self {
        Self(
            .duplicateKey, "'\(shortened(value))' is twice in this list, and would create the same entry twice",
            at: span, notes: [Note("the first one is here", at: first)], help: "remove one of the two")
    }

    static func keyLacksName(_ key: String, _ names: [String], at span: SourceSpan, replacement: String?) -> Self {
        let wanted = names.map { "${\($0)}" }.joined(separator: " and ")
        return Self(
            .duplicateKey, "every entry of this for_each would have the key '\(shortened(key))'", at: span,
            fixIts: replacement.map { [FixIt("write \($0)", at: span, replacement: $0)] } ?? [],
            help: "put \(wanted) into the key, so that each entry has its own")
    }

    static func matrixTooLarge(_ axes: [(name: String, count: Int)], at span: SourceSpan) -> Self {
        let product = axes.map { "\($0.count) × \($0.name)" }.joined(separator: ", ")
        return Self(
            .matrixTooLarge, "this for_each creates too many entries (\(product))", at: span,
            help: "a file may expand to at most 1,000,000 values, including those in its entries; split it")
    }

    static func ignoredTwice(_ field: String, at span: SourceSpan, first: SourceSpan) -> Self {
        Self(
            .valueOutOfRange, "'\(field)' is ignored twice", at: span,
            notes: [Note("the first one is here", at: first)], help: "remove one of the two")
    }

    static func ignoreExpired(_ field: String, until: String, at span: SourceSpan) -> Self {
        Self(
            .ignoreExpired, .warning, "'\(field)' was to be ignored until \(until), which has passed", at: span,
            help: "remove the entry, or set a later day")
    }

    // MARK: Schedules

    static func invalidSchedule(_ error: CronError, in text: String, at span: SourceSpan, fixIt: FixIt?) -> Self {
        Self(
            error.code == .neverFires ? .scheduleNeverFires : .invalidSchedule, error.message, at: span,
            fixIts: fixIt.map { [$0] } ?? [],
            help: error.rewriting(text).map { "write \"\($0)\"" } ?? error.help
                ?? "`phoenix cron \"…\"` explains a schedule")
    }

    static func unusualSchedule(_ warning: CronWarning, at span: SourceSpan) -> Self {
        Self(.unusualSchedule, .warning, warning.message, at: span)
    }

    static func splitSchedule(_ written: String, at span: SourceSpan) -> Self {
        Self(
            .quotesNeeded, "quote it: inside { } a comma ends the value", at: span,
            fixIts: [FixIt("write \"\(written)\"", at: span, replacement: "\"\(written)\"")])
    }

    static func unknownTimeZone(_ error: ZoneError, at span: SourceSpan, isExact: Bool) -> Self {
        // Nothing is wrong with the file, and one message says it for all zones of all files.
        if error.code == .noDatabase { return Self(.unknownTimeZone, error.message) }
        return Self(
            .unknownTimeZone, error.message, at: span,
            fixIts: isExact
                ? error.suggestion.map { [FixIt("replace with '\($0)'", at: span, replacement: $0)] } ?? [] : [],
            help: error.suggestion.map { "did you mean '\($0)'?" } ?? error.help
                ?? "zones have IANA names such as Europe/Berlin or UTC")
    }

    static func unusualTimeZone(_ message: String, at span: SourceSpan) -> Self {
        Self(.unusualTimeZone, .warning, message, at: span)
    }
}
