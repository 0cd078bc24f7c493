import PhoenixModel

extension PanelStoreTransaction {
    /// Has a system service probed at once when a change of its configuration is one of its probe. What was found out
    /// about something else than what is probed now is forgotten. Answers the service as it then is.
    package func followProbe(from before: ServiceRecord, to after: ServiceRecord) async throws -> ServiceRecord {
        let (old, new) = (before.probe, after.probe)
        guard old != new || before.isEnabled != after.isEnabled, let state = try await probeState(of: after.id) else {
            return after
        }
        var after = after
        let now = try await now()
        var next = state
        next.nextCheck = now
        if before.isEnabled != after.isEnabled || old.withoutInterval != new.withoutInterval {
            next = ProbeState(
                serviceID: after.id, status: .unknown, since: now, checkedAt: state.checkedAt, nextCheck: now)
            try await setObservedStatus(of: after.id, to: nil)
            after.observedStatus = nil
        }
        try await replace(next)
        return after
    }
}

extension ServiceRecord {
    fileprivate var probe: ValueMap? {
        if case .map(let config) = config, case .map(let probe)? = config["probe"] { probe } else { nil }
    }
}

extension ValueMap? {
    fileprivate var withoutInterval: ValueMap? {
        map { ValueMap(uniqueEntries: $0.filter { $0.key != "interval" }) }
    }
}
