package import PhoenixModel

/// A worker's right to carry out a run, for a time.
package struct RunLease: Sendable, Hashable {
    /// Name of the worker, unique among all that are alive.
    package let worker: String
    /// The fencing token: higher with every new holder of the run, so that a write of an earlier one is told from it.
    package let token: Int64
    /// From this moment of the store's clock on, others may take the run over.
    package var until: Timestamp

    package init(worker: String, token: Int64, until: Timestamp) {
        self.worker = worker
        self.token = token
        self.until = until
    }
}
