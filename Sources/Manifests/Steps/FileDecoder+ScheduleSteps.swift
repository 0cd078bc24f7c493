import Diagnostics
import PhoenixModel
import ValueDecoding
import YAMLReading

extension FileDecoder {
    /// The steps of a schedule as the panel has them; nil when something about them is wrong, which is reported.
    mutating func panelSteps(_ node: Int, _ schema: ValueSchema) -> Value? {
        guard case .list(let element, let count, _) = schema, let nodes = reader.listElements(node, count) else {
            return nil
        }
        var written: [WrittenStep] = []
        var isFine = true
        for (index, node) in nodes.enumerated() {
            reader.path.append(.index(index))
            if case .map(let map)? = reader.value(node, element) {
                let step = WrittenStep(node: node, values: map)
                written.append(step)
                isFine = checkCommand(of: step) && isFine
            }
            reader.path.removeLast()
        }
        guard written.count == nodes.count, let timed = timed(written, .panel), isFine else { return nil }
        return .list(timed.map { StepRules.panelStep(of: $0.action, gap: $0.gap) })
    }

    /// Reports a command that a panel cuts short, and warns of those that will not do what they look like.
    private mutating func checkCommand(of step: WrittenStep) -> Bool {
        guard let command = step.values["command"], let text = command.revealedText else { return true }
        let place = valueSpan("command", of: step)
        if text.utf8.first == UInt8(ascii: "/") { reader.report(.commandWithSlash(reader.field, at: place)) }
        if let signal = command.plainText, ScheduleRules.powerSignals.contains(signal) {
            reader.report(.commandIsPowerSignal(reader.field, signal, at: place))
        }
        guard text.utf8.count > ScheduleRules.payloadSize else { return true }
        reader.report(.payloadTooLong(reader.field, text.utf8.count, at: place))
        return false
    }
}
