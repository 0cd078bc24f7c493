import Clocks
import Diagnostics
import HTTPTransport
import PhoenixModel
import ServicesAPI
import WebAddresses

/// Sends calls of the API to one panel, with the key.
struct PanelConnection: Sendable {
    let address: APIAddress
    let knowledge = PanelKnowledge()
    let sender: RequestSender
    private let key: BearerToken
    private let clock: WallClock

    init(
        address: APIAddress, key: BearerToken, options: PanelClientOptions, transport: any Transport,
        clock: WallClock
    ) {
        self.address = address
        self.key = key
        self.clock = clock
        sender = RequestSender(
            baseURL: address.description,
            headers: [
                ("Accept", "application/json"), ("Authorization", key.authorization),
                ("User-Agent", "phoenix/\(options.version)"),
            ],
            timeout: options.transport.requestTimeout, transport: transport, clock: clock,
            budget: RateBudget(clock: clock), classify: Self.verdict)
    }

    /// The panel's own 503 comes before any work; a proxy's may come at any time.
    private static let verdict: ResponseVerdict.Classifier = { response, headers in
        if response.status == 503, ErrorResponse(response.body) != nil {
            return .temporary(mayBeDone: false, wait: headers.retryAfter)
        }
        return .byStatus(response, headers)
    }

    /// The response to a call that was carried out.
    /// - Throws: why it was not, or that nobody knows.
    func perform(_ call: PanelCall) async throws(PanelError) -> SentResponse {
        let sent = try await send(call)
        guard sent.isSuccess else { throw await refusal(sent, to: call).unlessDone(sent.mayBeDone, call) }
        return sent
    }

    /// The last response to a call, whatever it says. A call that may have been carried out is sent again only where
    /// doing it twice is doing it once.
    /// - Throws: when there is no response: `.unreachable`, `.rateLimited` or `.unexpectedAnswer`.
    func send(_ call: PanelCall) async throws(PanelError) -> SentResponse {
        // A panel with every addition of the API knows a create again by its Idempotency-Key.
        let knowsAgain = call.idempotencyKey != nil ? await knowledge.isComplete : false
        let request = try request(for: call, isRepeatable: call.isRepeatable || knowsAgain)
        do throws(RequestFailure) {
            return try await sender.send(request)
        } catch {
            throw PanelError(error, call: call, address: address)
        }
    }

    /// The response to one request with a body of its own, as it comes: nothing is tried again.
    func sendOnce(_ call: PanelCall, body: [UInt8]?) async throws(PanelError) -> HTTPResponse {
        do throws(RequestFailure) {
            return try await sender.sendOnce(Self.request(for: call, body: body, isRepeatable: false))
        } catch {
            throw PanelError(error, call: call, address: address)
        }
    }

    /// Why a panel did not do what it was asked, in words that say what to do.
    func refusal(_ sent: SentResponse, to call: PanelCall) async -> PanelError {
        await decoder(sent, of: call).refusal
    }

    func decoder(_ sent: SentResponse, of call: PanelCall) async -> ResponseDecoder {
        ResponseDecoder(
            response: sent.response, call: call, address: address, servesAPI: await knowledge.servesAPI,
            redact: Redaction(of: [key.reveal()] + (call.write?.secrets ?? [])))
    }

    /// The time of day here, since 1970.
    func now() -> Duration { clock.now() }

    private func request(for call: PanelCall, isRepeatable: Bool) throws(PanelError) -> HTTPCall {
        var body: [UInt8]?
        if let write = call.write {
            var bytes: [UInt8] = []
            try write.body().appendJSON(to: &bytes, sortedKeys: false)
            body = bytes
        }
        return Self.request(for: call, body: body, isRepeatable: isRepeatable)
    }

    private static func request(for call: PanelCall, body: [UInt8]?, isRepeatable: Bool) -> HTTPCall {
        var headers: [(name: String, value: String)] = []
        if body != nil { headers.append(("Content-Type", "application/json")) }
        if let etag = call.ifMatch { headers.append(("If-Match", etag)) }
        if let key = call.idempotencyKey { headers.append(("Idempotency-Key", key)) }
        return HTTPCall(
            call.route.method, call.target, headers: headers, body: body, isRepeatable: isRepeatable)
    }
}

extension ObjectWrite {
    /// The texts of its secrets.
    fileprivate var secrets: [String] {
        [fields.task, fields.notify, fields.config].flatMap { $0?.secretTexts ?? [] }
    }
}

extension Value {
    fileprivate var secretTexts: [String] {
        switch self {
        case .secret(let secret): [secret.reveal()]
        case .list(let elements): elements.flatMap(\.secretTexts)
        case .map(let map): map.flatMap(\.value.secretTexts)
        default: []
        }
    }
}
