import Logging
import PhoenixModel
import ServiceLifecycle

/// Warns from two weeks before the server's certificate ends, at the start and once a day.
struct CertificateWatch: Service {
    let file: String
    /// When the first certificate of the chain ends.
    let expiry: Timestamp
    let logger: Logger
    let now: @Sendable () -> Timestamp

    static let noticeTime: Int64 = 14 * 86_400

    func run() async {
        await cancelWhenGracefulShutdown {
            repeat { warn() } while (try? await Task.sleep(for: .seconds(86_400))) != nil
        }
    }

    func warn() {
        let now = now()
        guard expiry.seconds - now.seconds <= Self.noticeTime else { return }
        logger.warning(
            expiry <= now
                ? "the TLS certificate has expired: clients refuse it; renew it and restart"
                : "the TLS certificate expires soon: renew it and restart",
            metadata: ["expires": .stringConvertible(expiry), "file": .string(file)])
    }
}
