import PhoenixModel
import Synchronization

extension InMemoryTables {
    func probeState(of serviceID: Int64) -> ProbeState? { state.withLock { $0.health.states[serviceID] } }

    func probeStates() -> [ProbeState] {
        state.withLock { $0.health.states.rows.values.sorted { $0.serviceID < $1.serviceID } }
    }

    func probeDays(since day: Int64) -> [ProbeDay] {
        let days = state.withLock { $0.health.days.rows }
        return days.sorted { $0.key < $1.key }.flatMap { $0.value.filter { $0.day >= day } }
    }

    func issues(of serviceIDs: [Int64], limit: Int) -> [(serviceID: Int64, issue: ServiceIssue)] {
        let chosen = Set(serviceIDs)
        let issues = state.withLock { $0.health.issues.rows.filter { chosen.contains($0.key.serviceID) } }
        return issues.sorted { left, right in
            (right.value.lastSeen, left.key.serviceID, left.key.code)
                < (left.value.lastSeen, right.key.serviceID, right.key.code)
        }.prefix(limit).map { ($0.key.serviceID, $0.value) }
    }

    func probeChecks(of serviceID: Int64, since moment: Timestamp) -> [ProbeCheck] {
        state.withLock { state in (state.health.checks[serviceID] ?? []).filter { $0.at >= moment } }
    }

    func issues(of serviceID: Int64, limit: Int) -> [ServiceIssue] {
        issues(of: [serviceID], limit: limit).map(\.issue)
    }

    func latestSamples(of serviceID: Int64) -> [ServerSample] { latest { $0 == serviceID } }

    func latestSamples(limit: Int) -> [ServerSample] { Array(latest { _ in true }.prefix(limit)) }

    private func latest(_ isChosen: (Int64) -> Bool) -> [ServerSample] {
        state.withLock { state in
            state.health.samples.rows.filter { isChosen($0.key.serviceID) }.values.compactMap(\.last)
                .sorted(by: ServerSample.areInOrder)
        }
    }

    func takeDueProbes(at moment: Timestamp, until: Timestamp, limit: Int) -> [ServiceRecord] {
        state.withLock { state in
            let due = state.services.records.filter { record in
                guard record.isProbed, state.health.leases[record.id].map({ $0 <= moment }) ?? true else {
                    return false
                }
                return state.health.states[record.id].map { $0.nextCheck <= moment } ?? true
            }
            let taken = due.prefix(limit)
            for record in taken { state.health.leases.set(until, at: record.id) }
            return Array(taken)
        }
    }

    func replace(_ probeState: ProbeState) {
        state.withLock { state in
            guard state.services[probeState.serviceID] != nil else { return }
            state.health.states.set(probeState, at: probeState.serviceID)
            state.health.leases.set(nil, at: probeState.serviceID)
        }
    }

    func insert(_ check: ProbeCheck) {
        state.withLock { state in
            guard state.services[check.serviceID] != nil else { return }
            let checks = (state.health.checks[check.serviceID] ?? []) + [check]
            state.health.checks.set(checks.sorted { $0.at < $1.at }, at: check.serviceID)
            state.health.count(check)
        }
    }

    func note(_ issue: ServiceIssue, of serviceID: Int64) {
        state.withLock { state in
            guard state.services[serviceID] != nil else { return }
            let key = HealthTable.IssueKey(serviceID: serviceID, code: issue.code)
            var noted = issue
            if let before = state.health.issues[key] {
                noted.firstSeen = before.firstSeen
                noted.count += before.count
            }
            state.health.issues.set(noted, at: key)
        }
    }

    func insert(_ samples: [ServerSample]) {
        state.withLock { state in
            for sample in samples where state.services[sample.serviceID] != nil {
                let key = HealthTable.SampleKey(serviceID: sample.serviceID, serverID: sample.target.id)
                let others = (state.health.samples[key] ?? []).filter { $0.at != sample.at }
                state.health.samples.set((others + [sample]).sorted { $0.at < $1.at }, at: key)
            }
        }
    }

    func pruneChecks(before moment: Timestamp, limit: Int) -> Int {
        state.withLock { state in
            var left = limit
            for (serviceID, checks) in state.health.checks.rows {
                let old = checks.prefix { $0.at < moment }.prefix(left).count
                left -= old
                if old > 0 { state.health.checks.set(Array(checks.dropFirst(old)), at: serviceID) }
            }
            return limit - left
        }
    }

    func pruneSamples(of serviceID: Int64, before moment: Timestamp, limit: Int) -> Int {
        state.withLock { state in
            var left = limit
            for (key, samples) in state.health.samples.rows where key.serviceID == serviceID {
                let old = samples.prefix { $0.at < moment }.prefix(left).count
                left -= old
                guard old > 0 else { continue }
                let kept = Array(samples.dropFirst(old))
                state.health.samples.set(kept.isEmpty ? nil : kept, at: key)
            }
            return limit - left
        }
    }
}
