package import Clocks
import Diagnostics
package import HTTPTransport
package import PhoenixModel
package import WebAddresses

/// The Client API of one panel, which Pterodactyl, Pelican and PhoenixPanel share, with one key.
///
/// Every call waits for its place in the account's rate limit. Reads, and writes that may be repeated, are tried again
/// when the panel cannot be reached; others only when it is known that nothing was done.
package struct ClientAPI: Sendable {
    package let address: APIAddress
    private let key: BearerToken
    private let clock: WallClock
    private let sender: RequestSender
    /// A sender for one call that the panel counts by a limit of its own. What its response tells of that limit must not
    /// be taken for the account's.
    private let separateSender: @Sendable () -> RequestSender

    /// Runs `body` with the API of a panel, and closes the connections to it afterwards, however it ends.
    /// - Throws: `ClientAPIError` `.invalidOptions` when the options cannot be used; what `body` throws.
    package static func withClientAPI<Result>(
        at address: APIAddress, key: BearerToken, options: ClientAPIOptions, clock: WallClock = .system,
        _ body: (ClientAPI) async throws -> Result
    ) async throws -> Result {
        do {
            return try await AsyncHTTPTransport.withTransport(to: address.origin, options: options.transport) {
                transport in
                try await body(
                    ClientAPI(address: address, key: key, options: options, transport: transport, clock: clock))
            }
        } catch let error as TransportOptionError {
            throw ClientAPIError.invalidOptions(error.message, help: error.help)
        }
    }

    package init(
        address: APIAddress, key: BearerToken, options: ClientAPIOptions, transport: any Transport,
        clock: WallClock
    ) {
        self.address = address
        self.key = key
        self.clock = clock
        // Neither cookies nor Origin nor Referer: panels take a request with them for one of a browser.
        let headers = [
            (name: "Accept", value: "application/json"), (name: "Authorization", value: key.authorization),
            (name: "User-Agent", value: "phoenix/\(options.version)"),
        ]
        separateSender = {
            RequestSender(
                baseURL: address.description, headers: headers, timeout: options.transport.requestTimeout,
                transport: transport, clock: clock, budget: RateBudget(clock: clock), classify: ClientAnswer.verdict)
        }
        sender = separateSender()
    }

    /// Requests a minute that the panel allows the owner of the key, once it has said so.
    package var accountLimit: Int? {
        get async { await sender.budget.limit }
    }

    /// A budget of calls that the panel may count by a limit of their own.
    package func separateBudget() -> RateBudget { RateBudget(clock: clock) }

    /// The body of a response to a call that was carried out; nil without a body. `budget` is of the calls that the
    /// panel may count by a limit of their own beside the account's.
    @discardableResult
    func perform(_ call: ClientCall, within budget: RateBudget? = nil) async throws(ClientAPIError) -> Value? {
        let sent: SentResponse
        do throws(RequestFailure) {
            sent = try await (call.hasOwnLimit ? separateSender() : sender).send(call.request, within: budget)
        } catch {
            throw ClientAPIError(error, call: call, address: address)
        }
        let redact = Redaction(of: [key.reveal()] + call.secrets)
        let answer = ClientAnswer(sent.response, redacted: redact)
        if case .done(let value) = answer { return value }
        throw ClientAPIError(
            answer, sent: sent, call: call, address: address, isApplicationKey: key.isApplicationKey, redacted: redact)
    }
}

extension ClientAPI {
    /// What panel it is by the beginning of the key, which others than Pelican do not have.
    var keyFamily: PanelFamily? { key.reveal().hasPrefix("pacc_") ? .pelican : nil }
}

extension BearerToken {
    /// The prefixes of Pterodactyl and PhoenixPanel, and of Pelican.
    fileprivate var isApplicationKey: Bool {
        let text = reveal()
        return text.hasPrefix("ptla_") || text.hasPrefix("papp_")
    }
}
