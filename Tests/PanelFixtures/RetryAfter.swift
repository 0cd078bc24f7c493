package import PhoenixModel

/// What a refusal says about when to come again.
package enum RetryAfter: Sendable, Hashable {
    case seconds(Int)
    case date(Timestamp)
    case absent

    /// The `Retry-After` header, where there is one.
    var headers: HeaderList {
        switch self {
        case .seconds(let seconds): ["Retry-After": String(seconds)]
        case .date(let date): ["Retry-After": Self.httpDate(date)]
        case .absent: [:]
        }
    }

    /// `Tue, 24 Nov 2026 02:00:00 GMT` (RFC 9110, section 5.6.7).
    private static func httpDate(_ date: Timestamp) -> String {
        let text = date.description
        let parts = text.prefix(10).split(separator: "-")
        // Monday is 0, because 1970-01-01 was a Thursday.
        let day = (date.seconds - (date.seconds % 86_400 + 86_400) % 86_400) / 86_400
        let weekday = weekdays[Int(((day + 3) % 7 + 7) % 7)]
        let month = months[(Int(parts[1]) ?? 1) - 1]
        return "\(weekday), \(parts[2]) \(month) \(parts[0]) \(text.dropFirst(11).prefix(8)) GMT"
    }

    private static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
