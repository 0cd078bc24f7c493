import PanelServer
import PanelStore
import PhoenixModel
import Synchronization

/// What open pages were last refreshed with, for a few seconds: however many people look at a page, the store is asked
/// for it once in that time. Who opens a page, or has just done something, sees it as it is.
final class FragmentCache: Sendable {
    private struct Entry {
        let content: PageContent
        let moment: Timestamp
    }

    private let entries = Mutex<[String: Entry]>([:])

    /// Seconds.
    private static let lifetime: Int64 = 4
    private static let limit = 200

    /// The key of a page as a visitor sees it: permissions decide what is on it, zones how.
    static func key(_ visit: Visit, _ visitor: Visitor) -> String {
        "\(visitor.key.permissions.joined(separator: " ")) \(visit.zone.text) \(visit.request.target)"
    }

    func content(_ key: String, at moment: Timestamp) -> PageContent? {
        entries.withLock { $0[key] }.flatMap { Self.isFresh($0, moment) ? $0.content : nil }
    }

    func keep(_ content: PageContent, _ key: String, at moment: Timestamp) {
        entries.withLock { entries in
            if entries.count >= Self.limit { entries = entries.filter { Self.isFresh($0.value, moment) } }
            if entries.count < Self.limit { entries[key] = Entry(content: content, moment: moment) }
        }
    }

    private static func isFresh(_ entry: Entry, _ moment: Timestamp) -> Bool {
        (0..<lifetime).contains(moment.seconds - entry.moment.seconds)
    }
}
