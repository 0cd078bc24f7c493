import Logging
import PhoenixModel
import PhoenixTestSupport
import Synchronization
import Testing

@testable import PanelServer

@Suite("The end of the server's certificate")
struct CertificateWatchTests {
    private static let expiry = Timestamp(seconds: 100 * 86_400)

    private final class Lines: Sendable {
        let all = Mutex<[String]>([])
    }

    private func warnings(secondsBefore: Int64) -> [String] {
        let lines = Lines()
        let logger = Logger(label: "phoenix") { label in
            RecordingLogHandler(label: label) { line in lines.all.withLock { $0.append(line) } }
        }
        let now = Timestamp(seconds: Self.expiry.seconds - secondsBefore)
        CertificateWatch(file: "cert.pem", expiry: Self.expiry, logger: logger, now: { now }).warn()
        return lines.all.withLock { $0 }
    }

    @Test("is warned of in the last two weeks, and from then on")
    func warning() throws {
        #expect(warnings(secondsBefore: CertificateWatch.noticeTime + 1).isEmpty)
        let soon = try #require(warnings(secondsBefore: CertificateWatch.noticeTime).first)
        #expect(soon.contains("expires soon"))
        #expect(soon.contains("expires=1970-04-11T00:00:00Z file=cert.pem"))
        #expect(warnings(secondsBefore: 0).first?.contains("has expired") == true)
        #expect(warnings(secondsBefore: -1).count == 1)
    }
}
