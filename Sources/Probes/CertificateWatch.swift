import Clocks
import HTTPTransport
import Synchronization
import WebAddresses

/// Knows until when the certificates of servers are valid. It looks once an hour: a look is a connection of its own,
/// which some servers log as a failed handshake.
final class CertificateWatch: Sendable {
    private struct Look {
        let time: Duration
        let validity: CertificateValidity?
    }

    private let clock: WallClock
    private let looks = Mutex<[WebOrigin: Look]>([:])

    private static let patience: Duration = .seconds(3_600)
    private static let mostOrigins = 1_000

    init(clock: WallClock) { self.clock = clock }

    /// Seconds since 1970 when the certificate of a server ends; nil where there is none, or none can be had.
    func end(of origin: WebOrigin, timeout: Duration) async -> Int64? {
        guard origin.scheme == .https else { return nil }
        let now = clock.now()
        if let look = looks.withLock({ $0[origin] }), now >= look.time, now - look.time < Self.patience {
            return look.validity?.end
        }
        let validity = await CertificateValidity.presented(at: origin, timeout)
        looks.withLock { looks in
            if looks.count >= Self.mostOrigins { looks.removeAll() }
            looks[origin] = Look(time: now, validity: validity)
        }
        return validity?.end
    }
}
