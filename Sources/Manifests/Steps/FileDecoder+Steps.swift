import Diagnostics
import PhoenixModel
import ValueDecoding
import YAMLReading

/// Steps that say when they start: in schedules of a panel, and in tasks of type `sequence`.
extension FileDecoder {
    /// A step as it was read, and where it stands.
    struct WrittenStep {
        let node: Int
        let values: ValueMap
    }

    /// The steps in the order they are written, those included that countdowns make; nil when one starts at a time that
    /// it cannot, which is reported.
    mutating func timed(_ steps: [WrittenStep], _ limits: StepLimits) -> [TimedStep]? {
        var timeline = StepTimeline()
        var timed: [TimedStep] = []
        var isFine = true
        var firstBeyond: Int?
        for (index, step) in steps.enumerated() {
            reader.path.append(.index(index))
            if !add(step, to: &timed, &timeline, limits) { isFine = false }
            if firstBeyond == nil, Self.count(of: timed, limits) > limits.count { firstBeyond = step.node }
            reader.path.removeLast()
        }
        if let firstBeyond {
            reader.report(.tooManySteps(Self.count(of: timed, limits), limits, at: reader.span(firstBeyond)))
            return nil
        }
        return isFine ? timed : nil
    }

    private static func count(of steps: [TimedStep], _ limits: StepLimits) -> Int {
        steps.count + (limits.hasWaits ? steps.count { $0.gap > 0 } : 0)
    }

    private mutating func add(
        _ step: WrittenStep, to timed: inout [TimedStep], _ timeline: inout StepTimeline, _ limits: StepLimits
    ) -> Bool {
        guard let start = start(of: step, timeline), checkCountdown(of: step) else {
            timeline.add(at: timeline.end)
            return false
        }
        var action = step.values
        for key in StepRules.timing { action[key.name] = nil }
        guard let moments = step.values["countdown"]?.integers, let total = moments.first else {
            let gap = start - timeline.reached
            timed.append(TimedStep(gap: gap, action: action))
            timeline.add(at: start, lasting: step.values["wait"]?.integer ?? 0)
            if limits.waits(for: step.values) { timeline.passUnknownTime() }
            return checkGap(gap, step, step.values["at"] != nil ? "at" : "after", limits)
        }
        var isFine = true
        for left in moments {
            let time = start + total - left
            let gap = time - timeline.reached
            isFine = checkGap(gap, step, "countdown", limits) && isFine
            action["command"] = command(of: step, left: left) ?? action["command"]
            timed.append(TimedStep(gap: gap, action: action))
            timeline.add(at: time)
        }
        timeline.hold(until: start + total)
        return isFine
    }

    // MARK: Rules

    /// When a step starts; nil where it does not say it in a way that can be.
    private mutating func start(of step: WrittenStep, _ timeline: StepTimeline) -> Int64? {
        let (after, at) = (step.values["after"]?.integer, step.values["at"]?.integer)
        guard let at else { return timeline.end + (after ?? 0) }
        let place = keySpan("at", of: step)
        if after != nil {
            reader.report(.stepStartsTwice(reader.field, at: place))
            return nil
        }
        if timeline.isUnknown {
            reader.report(.stepStartUnknown(reader.field, at: place))
            return nil
        }
        if at < timeline.end {
            let isCountdown = timeline.end > timeline.reached
            reader.report(
                .stepBackInTime(reader.field, at, earliest: timeline.end, behindCountdown: isCountdown, at: place))
            return nil
        }
        return at
    }

    private mutating func checkGap(_ gap: Int64, _ step: WrittenStep, _ key: String, _ limits: StepLimits) -> Bool {
        if gap <= limits.gap { return true }
        reader.report(.stepGapTooLong(reader.field, gap, limits, at: keySpan(key, of: step)))
        return false
    }

    private mutating func checkCountdown(of step: WrittenStep) -> Bool {
        guard let moments = step.values["countdown"]?.integers else { return true }
        let place = keySpan("countdown", of: step)
        guard step.values["command"] != nil else {
            reader.report(.countdownWithoutCommand(reader.field, at: place))
            return false
        }
        guard zip(moments, moments.dropFirst()).allSatisfy(>) else {
            let sorted = Set(moments).sorted(by: >).map(DurationText.text)
            reader.report(.countdownNotDescending(reader.field, "[\(sorted.joined(separator: ", "))]", at: place))
            return false
        }
        return true
    }

    /// The command of a countdown, so long before its end.
    private mutating func command(of step: WrittenStep, left: Int64) -> Value? {
        guard let pair = reader.first("command", of: reader.pairs(of: reader.arena.resolved(step.node))) else {
            return nil
        }
        reader.bindings.insert(Binding(name: StepRules.timeLeft, value: .text(DurationText.words(left))), at: 0)
        defer { reader.bindings.removeFirst() }
        return reader.value(pair.value, .text(TextRule(.any, length: 1...65_535)))
    }

    private func keySpan(_ name: String, of step: WrittenStep) -> SourceSpan {
        reader.span(pair(name, of: step)?.key ?? step.node)
    }

    func valueSpan(_ name: String, of step: WrittenStep) -> SourceSpan {
        reader.span(pair(name, of: step)?.value ?? step.node)
    }

    /// Found again in a copy, for what is wrong with the mapping is reported already.
    private func pair(_ name: String, of step: WrittenStep) -> Pair? {
        var copy = reader
        return reader.first(name, of: copy.pairs(of: reader.arena.resolved(step.node)))
    }
}

extension Value {
    fileprivate var integer: Int64? { if case .integer(let number) = self { number } else { nil } }

    fileprivate var integers: [Int64]? {
        if case .list(let elements) = self { elements.compactMap(\.integer) } else { nil }
    }
}
