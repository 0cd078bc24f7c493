import Manifests
import Reporting

/// What became of schedules that were taken from one form into another, for people.
struct ConversionText {
    let text: String

    /// `verb`: what was done with those that are not left out, as in "2 of 3 taken over".
    init(_ schedules: [ConvertedSchedule], verb: String) {
        var lines: [String] = []
        for schedule in schedules {
            let what = schedule.result.map { "'\(schedule.name)' is \($0)" } ?? "'\(schedule.name)' is left out"
            lines.append(TerminalText.escaped("\(schedule.place): \(what)"))
            for (verb, parts) in [
                ("kept", schedule.kept), ("changed", schedule.changed), ("dropped", schedule.dropped),
            ] {
                for part in parts {
                    let padded = verb + String(repeating: " ", count: 7 - verb.count)
                    lines.append(TerminalText.escaped("  \(padded)  \(part)"))
                }
            }
        }
        lines.append("\(schedules.count { $0.result != nil }) of \(schedules.count) \(verb)")
        text = lines.joined(separator: "\n")
    }
}
