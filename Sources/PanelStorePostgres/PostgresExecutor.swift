import Dispatch

/// The thread of one connection, where calls may wait for the server without anyone else waiting with them.
///
/// Work that is given its preference (`withTaskExecutorPreference`) runs there as well, so that a unit of work does not
/// change threads between its statements.
package final class PostgresExecutor: SerialExecutor, TaskExecutor {
    /// A serial queue without a target has a thread whatever else is blocked.
    private let queue = DispatchQueue(label: "phoenix.postgres")

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { [self] in
            job.runSynchronously(isolatedTo: asUnownedSerialExecutor(), taskExecutor: asUnownedTaskExecutor())
        }
    }
}
