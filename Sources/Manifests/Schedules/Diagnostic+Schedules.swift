import Diagnostics
import PhoenixModel

extension Diagnostic {
    static func commandWithSlash(_ step: String, at span: SourceSpan) -> Self {
        Self(
            .commandWithSlash, .warning,
            "the command of \(step) begins with '/', which consoles of most games do not take", at: span,
            help: "a console command is written without the slash that players type")
    }

    static func commandIsPowerSignal(_ step: String, _ signal: String, at span: SourceSpan) -> Self {
        Self(
            .commandIsPowerSignal, .warning,
            "the command of \(step) sends the text '\(signal)' to the console; it is no power signal", at: span,
            help: "`power: \(signal)` is the signal; a server that stops by a command may be taken for crashed, and "
                + "started again")
    }

    static func payloadTooLong(_ step: String, _ count: Int, at span: SourceSpan) -> Self {
        Self(
            .payloadTooLong,
            "the command of \(step) has \(count) bytes, and panels cut what is beyond \(ScheduleRules.payloadSize)",
            at: span, help: "send it in several steps")
    }

    static func serveOnlyKey(_ name: String, _ schedule: String, at span: SourceSpan) -> Self {
        Self(
            .serveOnlyKey, "schedule '\(schedule)' cannot have '\(name)': the schedules of panels have no such thing",
            at: span, help: "phoenix serve has it: write it for a task, under 'tasks', or remove it here")
    }

    static func cronNotOnPanels(_ text: String, at span: SourceSpan) -> Self {
        Self(
            .cronNotOnPanels, "panels compute '\(text)' wrongly in months without that day", at: span,
            help: "write a day from 1W to 28W, or use a task, which phoenix serve runs")
    }

    static func scheduleNameTooLong(
        _ name: String, of key: String, count: Int, markerLength: Int, at span: SourceSpan
    ) -> Self {
        let limit = ScheduleRules.nameLength
        return Self(
            .scheduleNameTooLong,
            "the name of schedule '\(key)' is too long by \(count - limit) characters, including its marker", at: span,
            help:
                "a panel keeps at most \(limit) characters, of which the marker takes \(markerLength): shorten the name"
        )
    }

    static func nameHasMarker(_ key: String, _ marker: String, at span: SourceSpan) -> Self {
        Self(
            .ownershipUnreadable,
            "the name of schedule '\(key)' has '\(marker)' in it, which would be taken for a marker",
            at: span, help: "remove that: phoenix writes the marker itself")
    }

    // MARK: Servers

    static func emptySelector(_ field: String, at span: SourceSpan) -> Self {
        Self(.badServerSelector, "\(field) names no server", at: span, help: serverForms)
    }

    static func unknownSelector(
        _ field: String, _ prefix: String, closest: String?, at span: SourceSpan
    ) -> Self {
        Self(
            .badServerSelector, "\(field) begins with '\(prefix):', which is no way to name servers", at: span,
            help: closest.map { "did you mean '\($0):'?" } ?? serverForms)
    }

    static func onlyExclusions(_ field: String, at span: SourceSpan) -> Self {
        Self(
            .badServerSelector, "\(field) only takes servers out, so it selects none", at: span,
            fixIts: [], help: "add what they are taken out of, such as all: [all, \"!name:test-*\"]")
    }

    private static let serverForms =
        "write all, name:GLOB, node:NAME, an identifier or a uuid, each with '!' in front to take servers out"

    static func dependsOnSchedule(
        _ reference: String, of object: DesiredObject, at span: SourceSpan, schedule: SourceSpan
    ) -> Self {
        Self(
            .unknownDependency,
            "\(object.kind.noun) '\(object.key)' depends on '\(reference)', which is a schedule that the panel runs by itself",
            at: span, notes: [Note("the schedule is here", at: schedule)],
            help: "only services and tasks can be depended on")
    }
}
