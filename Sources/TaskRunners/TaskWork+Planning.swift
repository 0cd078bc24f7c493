import ClientAPI
import PhoenixModel
import Scheduling

extension TaskWork {
    /// The steps on the servers that are meant, in order of name then uuid. Each selector that no server matches has one
    /// step too, which is skipped: a server that is gone must not be missed in silence.
    /// - Throws: `.skipped` when no server matches at all.
    func plan(on list: ServerList, run: RunIdentity) throws(RunnerError) -> [PlannedStep] {
        var planned: [PlannedStep] = []
        var isFirst = true
        let (selectors, ambiguous) = unambiguous(on: list)
        for server in list.servers where selectors.contains(where: { $0.matches(server) }) {
            if let reason = server.unavailability {
                planned.append(skipped(server.target, "the server \(reason)"))
                continue
            }
            planned += steps(on: server.target, run: run, delay: isFirst ? 0 : delayBetween)
            isFirst = false
        }
        let unmatched = selectors.filter { selector in !list.servers.contains { selector.matches($0) } }
        planned += ambiguous.map { selector in
            skipped(
                RunTarget(id: selector.text, name: selector.text, node: ""),
                "several servers of the panel have this identifier: name the one that is meant by its uuid")
        }
        if planned.isEmpty, list.unreadable.isEmpty || !selectors.contains(where: \.mayMatchUnreadable) {
            throw .skipped("no server matches \(selectors.map { "'\($0.text)'" }.joined(separator: ", "))")
        }
        planned += unmatched.map { selector in
            skipped(
                RunTarget(id: selector.text, name: selector.text, node: ""),
                "the panel has no such server that the key can see")
        }
        if selectors.contains(where: \.mayMatchUnreadable) {
            planned += list.unreadable.enumerated().map { number, reason in
                skipped(RunTarget(id: "unreadable-\(number + 1)", name: "unreadable record", node: ""), reason)
            }
        }
        return planned
    }

    /// The selectors without the identifiers that several servers have: what is meant for one must not be done to
    /// another.
    private func unambiguous(
        on list: ServerList
    ) -> (selectors: [ServerSelector], ambiguous: [ServerSelector]) {
        let counts = Dictionary(list.servers.map { ($0.identifier, 1) }, uniquingKeysWith: +)
        func isAmbiguous(_ selector: ServerSelector) -> Bool {
            if case .id(let id) = selector { counts[id] ?? 0 > 1 } else { false }
        }
        return (selectors.filter { !isAmbiguous($0) }, selectors.filter(isAmbiguous))
    }

    /// The steps on things that only have names: what can be said without a panel. An identifier is the beginning of a
    /// uuid: one that stands beside its uuid is the same server.
    func plan(onSelectorsFor run: RunIdentity) -> [PlannedStep] {
        let ids = selectors.compactMap { if case .id(let id) = $0 { id } else { nil } }
        let servers = selectors.filter { selector in
            guard case .id(let id) = selector else { return true }
            return !ids.contains { $0.count > id.count && $0.hasPrefix("\(id)-") }
        }
        return servers.enumerated().flatMap { number, selector in
            steps(
                on: RunTarget(id: selector.text, name: selector.text, node: ""), run: run,
                delay: number == 0 ? 0 : delayBetween)
        }
    }

    private func steps(on target: RunTarget, run: RunIdentity, delay: Int64) -> [PlannedStep] {
        steps.enumerated().map { number, step in
            var instruction = step.instruction
            var isBackup = false
            if case .backup(var backup) = instruction {
                backup.name = BackupName.make(from: backup.name, server: target.name, run: run, step: number + 1)
                instruction = .backup(backup)
                isBackup = true
            }
            return PlannedStep(
                target: target, action: instruction.action, instruction: instruction.value,
                delay: number == 0 ? delay : 0, continuesOnFailure: step.continuesOnFailure, isBackup: isBackup)
        }
    }

    private func skipped(_ target: RunTarget, _ reason: String) -> PlannedStep {
        PlannedStep(
            target: target, action: steps.first?.instruction.action ?? "", instruction: .null, skipReason: reason)
    }
}

extension GameServer {
    var target: RunTarget { RunTarget(id: uuid, name: name, node: node) }
}
