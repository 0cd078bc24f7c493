import NIOCore
import PanelStore
import PhoenixModel
import ServicesAPI
import Synchronization

/// Responses to reads that are still fresh: as long as the store's data version is the same, and no time shown in them has
/// passed. It can therefore never answer with what was changed before a request came.
final class ResponseCache: Sendable {
    struct Entry {
        let route: APIRoute
        let response: APIResponse
        fileprivate let changesAt: Timestamp?
    }

    private struct State {
        var version: DataVersion?
        var entries: [String: Entry] = [:]
        var size = 0
    }

    private let sizeLimit: Int
    private let state = Mutex(State())

    /// `sizeLimit`: bytes of bodies, beyond which everything is forgotten.
    init(sizeLimit: Int = 32 << 20) {
        self.sizeLimit = sizeLimit
    }

    /// What is kept of a `GET` of `target`, its query included.
    func response(to target: String, version: DataVersion, now: Timestamp) -> Entry? {
        state.withLock { state in
            guard state.version == version, let entry = state.entries[target] else { return nil }
            if let changesAt = entry.changesAt, changesAt <= now { return nil }
            return entry
        }
    }

    /// Keeps a response.
    /// - Parameters:
    ///   - response: what was read after the version was taken.
    ///   - route: what was asked.
    ///   - target: path and query, as they were sent.
    ///   - version: the store's.
    ///   - changesAt: when the response changes by itself; nil for never.
    func keep(
        _ response: APIResponse, of route: APIRoute, to target: String, version: DataVersion, changesAt: Timestamp?
    ) {
        state.withLock { state in
            let size = response.body.readableBytes + target.utf8.count
            if state.version != version || state.size + size > sizeLimit { state = State(version: version) }
            let before = state.entries.updateValue(
                Entry(route: route, response: response, changesAt: changesAt), forKey: target)
            if before == nil { state.size += size }
        }
    }
}
