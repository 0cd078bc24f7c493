import PhoenixModel
import ValueDecoding

/// The steps of a panel's schedule as manifests write them.
enum WrittenSteps {
    /// Why a schedule cannot be written, to stand behind its name.
    struct Refusal: Error {
        let reason: String
    }

    /// - Parameters:
    ///   - steps: as the panel has them, with secrets where they are.
    ///   - findsCountdowns: whether commands that tell how much time is left become one step with a countdown.
    /// - Returns: what stands under `steps`.
    /// - Throws: where manifests have no way to say it.
    static func list(_ steps: Value, findsCountdowns: Bool) throws(Refusal) -> Value {
        guard case .list(let values) = steps, !values.isEmpty else { throw Refusal(reason: "has no steps") }
        guard values.count <= StepLimits.panel.count else {
            throw Refusal(reason: "has \(values.count) steps, more than \(StepLimits.panel.count)")
        }
        var parts: [WrittenPart] = []
        for (index, value) in values.enumerated() { parts.append(try WrittenPart(value, number: index + 1)) }
        var written: [Value] = []
        var index = 0
        // The time that passed since the step before, without what a countdown takes of it.
        while index < parts.count {
            let part = parts[index]
            guard findsCountdowns, let countdown = WrittenCountdown(parts[index...]) else {
                written.append(part.value(after: part.gap))
                index += 1
                continue
            }
            written.append(countdown.value)
            index += countdown.count
            // What follows starts at the end of the countdown.
            parts[index].gap = 0
        }
        return .list(written)
    }
}

/// One step of a panel, taken apart.
struct WrittenPart {
    let action: ScheduleRules.StepAction
    let payload: Value
    var gap: Int64
    let continuesOnFailure: Bool

    fileprivate init(_ step: Value, number: Int) throws(WrittenSteps.Refusal) {
        guard case .map(let map) = step, let name = map["action"]?.plainText else {
            throw WrittenSteps.Refusal(reason: "has a step \(number) that cannot be read")
        }
        guard let action = ScheduleRules.StepAction(rawValue: name) else {
            throw WrittenSteps.Refusal(
                reason: "has the action '\(name)' in step \(number), which manifests do not have")
        }
        var gap: Int64 = 0
        if case .integer(let seconds)? = map["offset"] { gap = seconds }
        guard (0...ScheduleRules.longestGap).contains(gap) else {
            throw WrittenSteps.Refusal(
                reason: "has step \(number) \(gap) seconds after the step before, more than \(ScheduleRules.longestGap)"
            )
        }
        let payload = map["payload"] ?? ""
        let text = payload.revealedText ?? ""
        switch action {
        case .power where !ScheduleRules.powerSignals.contains(text):
            throw WrittenSteps.Refusal(
                reason: "has the power signal '\(text)' in step \(number), with which it fails when it runs")
        case .command where text.trimmed().isEmpty, .deleteFiles where text.trimmed().isEmpty:
            throw WrittenSteps.Refusal(reason: "has a step \(number) with nothing to do")
        default: break
        }
        self.action = action
        self.payload = payload
        self.gap = gap
        continuesOnFailure = map["continue_on_failure"] == true
    }

    func value(after gap: Int64) -> Value {
        var map = ValueMap()
        if gap > 0 { map["after"] = .string(DurationText.text(gap)) }
        map[action.rawValue] = written
        if continuesOnFailure { map["continue_on_failure"] = true }
        return .map(map)
    }

    private var written: Value {
        switch action {
        case .command, .power: return payload
        case .backup:
            let lines = lines
            return .map(lines.isEmpty ? ValueMap() : ["ignored": .list(lines)])
        case .deleteFiles: return .list(lines)
        }
    }

    /// Empty lines mean nothing.
    private var lines: [Value] {
        (payload.plainText ?? "").split(whereSeparator: \.isNewline).map { $0.trimmed() }.filter { !$0.isEmpty }
            .map { .string(String($0)) }
    }
}

/// Commands that differ only in the time that is left until the step behind them.
struct WrittenCountdown {
    let count: Int
    let value: Value

    /// nil where fewer than two steps are such commands.
    init?(_ parts: ArraySlice<WrittenPart>) {
        for end in parts.indices.dropFirst(2).reversed() {
            let steps = parts[..<end]
            // Seconds from each of them to the end.
            var left: [Int64] = []
            var time = parts[end].gap
            for step in steps.reversed() {
                left.insert(time, at: 0)
                time += step.gap
            }
            guard let template = Self.template(steps, left) else { continue }
            var map = ValueMap()
            if let gap = steps.first?.gap, gap > 0 { map["after"] = .string(DurationText.text(gap)) }
            map["countdown"] = .list(left.map { .string(DurationText.text($0)) })
            map["command"] = .secret(Secret(reference: template, value: ""))
            if steps.first?.continuesOnFailure == true { map["continue_on_failure"] = true }
            count = steps.count
            value = .map(map)
            return
        }
        return nil
    }

    /// The command as a manifest writes it; nil where the steps have none in common.
    private static func template(_ steps: ArraySlice<WrittenPart>, _ left: [Int64]) -> String? {
        guard zip(left, left.dropFirst()).allSatisfy(>), left.last ?? 0 > 0, let first = steps.first else { return nil }
        var templates: Set<String> = []
        for (step, left) in zip(steps, left) {
            guard step.action == .command, step.continuesOnFailure == first.continuesOnFailure,
                let command = step.payload.plainText
            else { return nil }
            let words = DurationText.words(left)
            guard command.contains(words) else { return nil }
            templates.insert(
                TextTemplate.escaped(command).replacing(words, with: "${\(StepRules.timeLeft)}"))
        }
        return templates.count == 1 ? templates.first : nil
    }
}
