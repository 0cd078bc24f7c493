import Diagnostics
import PhoenixModel

extension Diagnostic {
    static func stepGapTooLong(_ step: String, _ gap: Int64, _ limits: StepLimits, at span: SourceSpan) -> Self {
        let limit = DurationText.text(limits.gap)
        let reason =
            limits == .panel
            ? "a panel waits at most \(limit) between two steps" : "a task waits at most \(limit) at once"
        return Self(
            .stepGapTooLong, "\(step) starts \(DurationText.text(gap)) after the step before it, and \(reason)",
            at: span,
            help: "put a step in between, such as a command that tells how much time is left"
                + (limits == .panel ? ", or use a task of type sequence, which phoenix serve runs" : ""))
    }

    static func stepBackInTime(
        _ step: String, _ time: Int64, earliest: Int64, behindCountdown: Bool, at span: SourceSpan
    ) -> Self {
        let before =
            behindCountdown
            ? "the countdown before it ends at \(DurationText.text(earliest))"
            : "the step before it is at \(DurationText.text(earliest))"
        return Self(
            .stepBackInTime, "\(step) starts at \(DurationText.text(time)), but \(before)", at: span,
            help: "steps are written in the order in which they start; 'at' counts from the start of all steps, and "
                + "'after' from the step before")
    }

    static func stepStartsTwice(_ step: String, at span: SourceSpan) -> Self {
        Self(
            .stepStartUnclear, "\(step) has both 'at' and 'after'", at: span,
            help: "'at' counts from the start of all steps, and 'after' from the step before: keep one of the two")
    }

    static func stepStartUnknown(_ step: String, at span: SourceSpan) -> Self {
        Self(
            .stepStartUnclear, "\(step) has 'at', but a step before it takes a time that nobody knows", at: span,
            help: "write 'after', which counts from the step before")
    }

    static func tooManySteps(_ count: Int, _ limits: StepLimits, at span: SourceSpan) -> Self {
        let holder = limits == .panel ? "a schedule of a panel" : "a task"
        return Self(
            .tooManySteps, "these are \(count) steps, and \(holder) has at most \(limits.count); this one is too many",
            at: span,
            help: "a countdown makes a step for each of its times: shorten it"
                + (limits == .panel ? ", put several commands into one with line breaks, or make two schedules" : ""))
    }

    static func countdownWithoutCommand(_ step: String, at span: SourceSpan) -> Self {
        Self(
            .badCountdown, "\(step) has a countdown, but no command that it could send", at: span,
            help: "write `{ countdown: [10m, 5m, 1m], command: \"say Restart in ${left}\" }`, and what follows as the "
                + "next step")
    }

    static func countdownNotDescending(_ step: String, _ sorted: String, at span: SourceSpan) -> Self {
        Self(
            .badCountdown, "the countdown of \(step) does not go down", at: span,
            help: "its times say how much is left, the longest first: \(sorted)")
    }
}
