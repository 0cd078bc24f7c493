internal import CLibPQ
import Dispatch
import Synchronization

/// Asks a server to give up a statement, over a connection beside the one that waits.
///
/// libpq's call has no deadline, so it gets a thread that nobody waits for. Where many of them hang, because nothing
/// reaches the server, no more are started.
enum StatementCancel {
    private static let limit = 8
    private static let running = Mutex(0)
    private static let queue = DispatchQueue(label: "phoenix.postgres.cancel", attributes: .concurrent)

    static func send(_ handle: OpaquePointer) {
        let isAllowed = running.withLock { running in
            guard running < limit else { return false }
            running += 1
            return true
        }
        guard isAllowed else { return }
        guard let request = PQgetCancel(handle) else { return running.withLock { $0 -= 1 } }
        let cancel = Cancel(request: request)
        queue.async {
            var text = [CChar](repeating: 0, count: 256)
            _ = PQcancel(cancel.request, &text, Int32(text.count))
            PQfreeCancel(cancel.request)
            running.withLock { $0 -= 1 }
        }
    }
}

/// A request that libpq made, on its way to the thread that sends and frees it.
private struct Cancel: @unchecked Sendable {
    let request: OpaquePointer
}
