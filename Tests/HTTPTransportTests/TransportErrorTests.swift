import Glibc
import HTTPTransport
import Testing

@Suite("Why there is no response")
struct TransportErrorTests {
    @Test("is told in plain words")
    func isToldInPlainWords() {
        let messages: [(TransportError, String)] = [
            (.system(ECONNREFUSED), "refused the connection"),
            (.system(EHOSTUNREACH), "cannot be reached: there is no route to it"),
            (.system(ECONNRESET), "closed the connection before it responded"),
            (.timedOut(after: .milliseconds(1_500)), "did not respond within 1.5 s"),
        ]
        for (error, message) in messages { #expect(error.message == message) }
    }

    @Test("is told of the proxy where that is what cannot be reached")
    func isToldOfTheProxyWhereThatIsWhatCannotBeReached() throws {
        let proxy = try Proxy("http://me:secret@proxy:3128", variable: "https_proxy")
        let message = TransportError.system(ECONNREFUSED, proxy: proxy).message
        #expect(message == "cannot be reached: its proxy proxy:3128 refused the connection")
    }

    @Test("is told by the dates of a certificate")
    func isToldByTheDatesOfACertificate() {
        let validity = CertificateValidity(start: 1_000, end: 2_000)
        let messages: [(Int64, String)] = [
            (999, "has a TLS certificate that is not valid before 1970-01-01T00:16:40Z"),
            (1_500, "has a TLS certificate from an authority that this system does not trust"),
            (2_001, "has a TLS certificate that expired at 1970-01-01T00:33:20Z"),
        ]
        for (now, message) in messages {
            let error = TransportError.untrusted(validity, now: now)
            #expect(error.message == message)
            #expect(!error.mayHaveArrived)
        }
        #expect(TransportError.untrusted(nil, now: 0).message.hasSuffix("or has expired"))
    }
}
