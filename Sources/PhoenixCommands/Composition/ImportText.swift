import Manifests
import Reporting

/// What became of imported schedules, for people.
struct ImportText {
    let text: String

    init(_ imported: ScheduleImport) {
        var lines: [String] = []
        for item in imported.items {
            let what = item.key.map { "'\(item.name)' is \($0)" } ?? "'\(item.name)' is left out"
            lines.append(TerminalText.escaped("\(item.place): \(what)"))
            for (verb, parts) in [("kept", item.kept), ("changed", item.changed), ("dropped", item.dropped)] {
                for part in parts {
                    let padded = verb + String(repeating: " ", count: 7 - verb.count)
                    lines.append(TerminalText.escaped("  \(padded)  \(part)"))
                }
            }
        }
        let taken = imported.items.count { $0.key != nil }
        lines.append("\(taken) of \(imported.items.count) taken over")
        text = lines.joined(separator: "\n")
    }
}
