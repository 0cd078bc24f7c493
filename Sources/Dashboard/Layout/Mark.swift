import PanelService
import PhoenixModel

/// A state or a result by sign, word and colour: the colour never says anything alone. Of the template `mark`.
struct Mark {
    let glyph: String
    let word: String
    /// A class of the stylesheet; empty for what needs no attention.
    let tone: String

    init(_ glyph: String, _ word: String, _ tone: String = "") {
        self.glyph = glyph
        self.word = word
        self.tone = tone
    }

    init(_ result: RunResult) {
        switch result {
        case .succeeded: self.init("✓", "succeeded", "good")
        case .partial: self.init("◐", "partial", "warn")
        case .failed: self.init("✗", "failed", "bad")
        case .skipped: self.init("»", "skipped")
        case .missed: self.init("○", "missed", "warn")
        }
    }

    init(_ state: RunState, _ result: RunResult?) {
        switch (state, result) {
        case (.finished, let result?): self.init(result)
        case (.running, _): self.init("►", "running", "busy")
        default: self.init("…", state.rawValue)
        }
    }

    init(_ result: StepResult) {
        switch result {
        case .succeeded: self.init("✓", "succeeded", "good")
        case .failed: self.init("✗", "failed", "bad")
        case .skipped: self.init("»", "skipped")
        case .unknown: self.init("?", "unknown", "warn")
        }
    }

    /// The status of a service, by its word in the API: one of a later version is shown as it is.
    init(status: String, of kind: ObjectKind) {
        switch (ServiceStatus(rawValue: status), kind) {
        case (.running, .system): self.init("✓", status, "good")
        case (.running, .scheduled): self.init("►", status, "busy")
        case (.degraded, _): self.init("▲", status, "warn")
        case (.stopped, _): self.init("■", status, "bad")
        case (.disabled, _): self.init("–", status)
        case (.scheduled, _): self.init("◷", status)
        case (.unknown, _): self.init("?", status)
        default: self.init("?", status)
        }
    }
}

/// How the newest runs went, as a row of signs from the oldest to the newest, with one name for all of them.
struct OutcomeRow {
    /// HTML: signs alone, those that need attention in their colour.
    let signs: String
    /// `20 runs: 18 succeeded, 2 failed, the last one failed`
    let name: String

    /// nil where there are no runs. `outcomes`: the newest first.
    init?(_ outcomes: [RunOutcome]) {
        guard let newest = outcomes.first else { return nil }
        let marks = outcomes.reversed().map { Mark($0.state, $0.result) }
        signs = marks.map { mark in
            ["bad", "warn", "busy"].contains(mark.tone) ? "<b class=\(mark.tone)>\(mark.glyph)</b>" : mark.glyph
        }.joined()
        var counts: [(word: String, count: Int)] = []
        for mark in marks {
            if let place = counts.firstIndex(where: { $0.word == mark.word }) {
                counts[place].count += 1
            } else {
                counts.append((mark.word, 1))
            }
        }
        let parts = counts.map { "\($0.count) \($0.word)" }.joined(separator: ", ")
        name =
            "\(outcomes.count == 1 ? "1 run" : "\(outcomes.count) runs"): \(parts), the last one "
            + Mark(newest.state, newest.result).word
    }
}
