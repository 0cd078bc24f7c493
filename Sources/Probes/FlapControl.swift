import PanelStore
import PhoenixModel

/// When what a check has found becomes the status of a service, so that one lost packet alarms nobody.
enum FlapControl {
    /// So many failures in a row stop a service.
    static let failuresToStop = 3
    /// So many checks in a row must go well before a stopped service counts as running again.
    static let successesToReturn = 2

    /// The state after a check; `before` is nil when there has been none.
    static func state(
        of serviceID: Int64, after result: ProbeResult, before: ProbeState?, at moment: Timestamp,
        nextCheck: Timestamp
    ) -> ProbeState {
        var state =
            before
            ?? ProbeState(serviceID: serviceID, status: .unknown, since: moment, checkedAt: moment, nextCheck: moment)
        let isFailure = result.outcome == .down
        state.failuresInARow = isFailure ? state.failuresInARow + 1 : 0
        state.successesInARow = isFailure ? 0 : state.successesInARow + 1
        let status = status(from: state, result.outcome)
        if status != state.status {
            state.status = status
            state.since = moment
        }
        if !isFailure { state.resources = .map(result.resources) }
        state.checkedAt = moment
        state.nextCheck = nextCheck
        return state
    }

    private static func status(from state: ProbeState, _ outcome: ProbeResult.Outcome) -> ServiceStatus {
        switch outcome {
        case .down: state.failuresInARow >= failuresToStop ? .stopped : state.status
        case _ where state.status == .stopped && state.successesInARow < successesToReturn: .stopped
        case .healthy: .running
        case .degraded: .degraded
        }
    }
}
