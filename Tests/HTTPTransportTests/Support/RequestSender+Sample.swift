import ClockFixtures
import Clocks
import HTTPTransport
import Testing
import TransportFixtures
import WebAddresses

extension HTTPCall {
    static let sample = HTTPCall("GET", "/x", isRepeatable: true)
    static let create = HTTPCall("POST", "/x", body: Array("{}".utf8), isRepeatable: false)
}

extension RequestSender {
    /// A sender whose responses come from a script.
    convenience init(
        _ transport: ScriptedTransport, clock: WallClock,
        classify: @escaping ResponseVerdict.Classifier = ResponseVerdict.byStatus
    ) {
        self.init(
            baseURL: "https://panel.example.com", headers: [], timeout: .seconds(30), transport: transport,
            clock: clock, budget: RateBudget(clock: clock), classify: classify)
    }
}

/// Runs `body` with a sender over real sockets, whose waits between tries take no time.
func withSender<Result>(
    _ url: String, _ change: (inout TransportOptions) throws -> Void = { _ in },
    _ body: (RequestSender) async throws -> Result
) async throws -> Result {
    var options = TransportOptions()
    try change(&options)
    let origin = try #require(WebOrigin(try WebAddress(url)))
    return try await AsyncHTTPTransport.withTransport(to: origin, options: options) { transport in
        let clock = ManualTime().clock()
        return try await body(
            RequestSender(
                baseURL: url, headers: [("User-Agent", "phoenix/1.2.3")], timeout: options.requestTimeout,
                transport: transport, clock: clock, budget: RateBudget(clock: clock)))
    }
}

/// The error that a call throws; nil when it throws none.
func failure<Result>(_ call: () async throws(RequestFailure) -> Result) async -> RequestFailure? {
    do throws(RequestFailure) {
        _ = try await call()
        return nil
    } catch {
        return error
    }
}

extension RequestFailure {
    var transportError: TransportError? {
        guard case .transport(let error) = cause else { return nil }
        return error
    }
}
