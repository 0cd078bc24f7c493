import Glibc
import PhoenixModel
import Testing

@testable import PanelClient

@Suite("Why there is no answer")
struct TransportErrorTests {
    private let call = PanelCall.get(id: "1")

    private func error(_ error: TransportError) throws -> PanelError {
        PanelError(error, call: call, address: try PanelAddress("https://panel.example.com"))
    }

    @Test func `is told in plain words, with the URL`() throws {
        let messages: [(TransportError, String)] = [
            (.system(ECONNREFUSED, proxy: nil), "refused the connection"),
            (.system(EHOSTUNREACH, proxy: nil), "is out of reach: the network has no way there"),
            (.system(ECONNRESET, proxy: nil), "closed the connection before it had answered"),
            (.connectTimedOut(after: .seconds(10), proxy: nil), "did not take the connection within 10 s"),
            (.timedOut(after: .milliseconds(1_500)), "did not answer within 1.5 s"),
        ]
        for (failure, message) in messages {
            #expect(try error(failure).message == "https://panel.example.com \(message)")
            #expect(try error(failure).code == .unreachable)
        }
    }

    @Test func `is told of the proxy where that is what cannot be reached`() throws {
        let proxy = try Proxy("http://me:secret@proxy:3128", variable: "https_proxy")
        let message = try error(.system(ECONNREFUSED, proxy: proxy)).message
        #expect(message == "https://panel.example.com is out of reach: its proxy proxy:3128 refused the connection")
    }

    @Test func `is told by the dates of a certificate`() {
        let validity = CertificateValidity(start: Timestamp(seconds: 1_000), end: Timestamp(seconds: 2_000))
        let messages: [(Int64, String)] = [
            (999, "has a TLS certificate that is not valid before 1970-01-01T00:16:40Z"),
            (1_500, "has a TLS certificate of an authority that this system does not know"),
            (2_001, "has a TLS certificate that expired at 1970-01-01T00:33:20Z"),
        ]
        for (now, message) in messages {
            let error = TransportError.untrusted(validity, now: Timestamp(seconds: now))
            #expect(error.message == message)
            #expect(!error.mayHaveArrived)
        }
        #expect(TransportError.untrusted(nil, now: Timestamp(seconds: 0)).message.hasSuffix("or has expired"))
    }
}
