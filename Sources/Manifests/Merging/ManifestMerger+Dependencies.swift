import Diagnostics
import Graphs
import PhoenixModel
import ValueDecoding

extension ManifestMerger {
    /// Looking for the closest of many keys takes time, so only so many errors offer one.
    private static let suggestionLimit = 50

    mutating func checkDependencies() {
        var edges = DirectedGraph(capacity: members.count)
        var unknown: [(reference: NamedReference, member: Member)] = []
        for member in members {
            defer { edges.endNode() }
            guard !isBroken(member) else { continue }
            for reference in files[member.file].details[member.index].dependencies {
                guard let target = self.member(forKey: reference.text, reference.hash) else {
                    if isComplete { unknown.append((reference, member)) }
                    continue
                }
                if kind(of: members[target]) == .native {
                    diagnostics.append(
                        .dependsOnSchedule(
                            reference.text, of: object(member), at: reference.span, schedule: object(target).span))
                    continue
                }
                edges.append(target)
                if isEnabled(member) == true, isEnabled(members[target]) == false, !isBroken(members[target]) {
                    diagnostics.append(.dependencyDisabled(reference, of: object(member), target: object(target)))
                }
            }
        }
        let removed = unknown.isEmpty ? [:] : removedKeys
        let keys = unknown.isEmpty ? [] : members.map { key(of: $0) }.sorted()
        for (position, (reference, member)) in unknown.enumerated() {
            let closest = position < Self.suggestionLimit ? keys.closest(to: reference.text) : nil
            diagnostics.append(
                .unknownDependency(
                    reference, of: object(member), closest: closest, removed: removed[reference.text]))
        }
        let components = StronglyConnectedComponents(of: edges)
        for members in components.cyclic { reportCycle(components.shortestCycle(from: members[0]) ?? members) }
    }

    private mutating func reportCycle(_ cycle: [Int]) {
        var steps: [Diagnostic.CycleStep] = []
        for (position, index) in cycle.enumerated() {
            let next = object(cycle[(position + 1) % cycle.count]).key
            let details = files[members[index].file].details[members[index].index]
            let reference = details.dependencies.first { $0.text == next }
            steps.append(.init(object(index).key, at: reference?.span ?? object(index).span))
        }
        diagnostics.append(.dependencyCycle(steps))
    }
}
