import PhoenixModel

/// What Discord says when it wants to be left alone.
struct DiscordLimit: Sendable, Hashable {
    let wait: Duration
    /// Whether it means everything that comes from here.
    let isGlobal: Bool

    /// nil for a body that says nothing of it.
    init?(_ body: [UInt8]) {
        guard let value = try? Value(json: body), case .map(let map) = value else { return nil }
        switch map["retry_after"] {
        case .number(let seconds)? where seconds >= 0 && seconds < 1e9: wait = .seconds(seconds)
        case .integer(let seconds)? where (0..<1_000_000_000).contains(seconds): wait = .seconds(seconds)
        default: return nil
        }
        isGlobal = map["global"] == .bool(true)
    }
}
