package import PanelStore
import PhoenixModel

/// A run that this process has the lease of, and is to carry out.
package struct ClaimedRun: Sendable {
    package let run: RunRecord
    let token: Int64
    /// The store's clock at the claim.
    let now: Timestamp
    /// Whether somebody else has begun it.
    let isResumed: Bool
    let control: RunControl

    var identity: RunIdentity {
        RunIdentity(
            id: run.id, serviceID: run.serviceID, serviceName: run.serviceName, time: run.scheduledFor ?? run.queuedAt)
    }
}
