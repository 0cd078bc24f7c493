import PhoenixModel
import ValueDecoding
import YAMLReading

extension FileDecoder {
    /// A task as panels have it: what its steps say of when they start becomes steps that wait.
    mutating func withWaits(_ task: Value, _ node: Int) -> Value? {
        guard case .map(var map) = task, case .map(var data)? = map["data"],
            case .list(let values)? = data["steps"], values.contains(where: \.saysWhen),
            let dataNode = reader.first("data", of: reader.pairs(of: reader.arena.resolved(node)))?.value,
            let stepsNode = reader.first("steps", of: reader.pairs(of: reader.arena.resolved(dataNode)))?.value
        else { return task }
        let outer = reader.path
        reader.path += [.name("data"), .name("steps")]
        defer { reader.path = outer }
        let written = zip(reader.arena.elements(of: reader.arena.resolved(stepsNode)), values).compactMap {
            node, value -> WrittenStep? in
            if case .map(let map) = value { WrittenStep(node: node, values: map) } else { nil }
        }
        guard let timed = timed(written, .sequence) else { return nil }
        var steps: [Value] = []
        for step in timed {
            if step.gap > 0 { steps.append(["wait": .integer(step.gap)]) }
            steps.append(.map(step.action))
        }
        data["steps"] = .list(steps)
        map["data"] = .map(data)
        return .map(map)
    }
}

extension Value {
    /// Whether a task has steps.
    var isSequence: Bool {
        if case .map(let map) = self, case .string(let type)? = map["type"] { type == "sequence" } else { false }
    }

    /// Whether a step has a key that says when it starts.
    fileprivate var saysWhen: Bool {
        guard case .map(let map) = self else { return false }
        return StepRules.timing.contains { map[$0.name] != nil }
    }
}
