import ArgumentParser
import PhoenixModel

/// A moment in the past as people write it: `2026-11-24T02:00:00Z`, `2026-11-24`, or how long ago it is, `12h`.
enum PastMoment: ExpressibleByArgument {
    case moment(Timestamp)
    /// Seconds ago.
    case age(Int64)

    init?(argument: String) {
        if let lifetime = Lifetime(argument: argument) {
            self = .age(lifetime.seconds)
        } else if let moment = Timestamp(rfc3339: argument) ?? Timestamp(rfc3339: "\(argument)T00:00:00Z") {
            self = .moment(moment)
        } else {
            return nil
        }
    }

    func moment(before now: Timestamp) -> Timestamp {
        switch self {
        case .moment(let moment): moment
        case .age(let seconds): Timestamp(seconds: now.seconds - seconds)
        }
    }
}
