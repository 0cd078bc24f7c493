import Diagnostics
import PhoenixModel

// What the files ask for and the panel cannot do.
extension Diagnostic {
    static func timeZoneUnsupported(_ object: DesiredObject, _ zone: String) -> Self {
        Self(
            .timeZoneUnsupported, "this panel has no time zones: the schedule would run in UTC instead of \(zone)",
            at: object.span(of: .timezone),
            help: "write the schedule in UTC, or use --allow-unsupported to accept the other hour")
    }

    static func fieldUnsupported(_ field: Field, first: DesiredObject, count: Int) -> Self {
        let others = count > 1 ? " (the first of \(count) entries)" : ""
        return Self(
            .fieldUnsupported, .warning,
            "this panel does not have '\(field.rawValue)'\(others): \(field.definition.lack)",
            at: first.span(of: field))
    }

    static func fieldUnreadable(_ object: DesiredObject, _ live: LiveObject, _ field: Field) -> Self {
        Self(
            .fieldUnreadable,
            "'\(field.rawValue)' of \(live.quotedName) is ignored here and not reported by the panel: "
                + "a write would lose it",
            at: object.ignored.first { $0.field == field }?.span ?? object.span,
            help: "declare '\(field.rawValue)' and remove it from 'ignore'")
    }

    static func writeOnlyUnsent(
        _ field: Field, first: DesiredObject, _ live: LiveObject, keys: [String]
    ) -> Self {
        let others = keys.count > 1 ? " (the first of \(keys.count))" : ""
        // One flag for all is better than a line that nobody can read.
        let flags =
            keys.count > 5
            ? "--resend '*', or --resend KEY for each" : keys.map { "--resend \($0)" }.joined(separator: " ")
        return Self(
            .writeOnlyUnsent, .warning,
            "'\(field.rawValue)' of \(live.quotedName)\(others) was changed in the files, but the panel does not report "
                + "what changed: a new URL, token or password is not sent",
            at: first.span(of: field), help: "to send it, use \(flags)")
    }

    static func dependencyUnknown(_ object: DesiredObject, _ key: String) -> Self {
        Self(.unknownDependency, "there is no service or task with the key '\(key)'", at: object.span(of: .dependsOn))
    }

    static func unknownResendKey(_ key: String, among keys: Set<String>) -> Self {
        Self(
            .unknownResendKey, "--resend names '\(key)', which is not a key in the files",
            help: keys.sorted().closest(to: key).map { "did you mean '\($0)'?" })
    }
}
