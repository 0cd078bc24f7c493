import Clocks
import HTTPTransport
import PhoenixModel
import WebAddresses

/// Posts messages to web servers. It connects to an address that it has judged itself, so that a name cannot stand for
/// one address when it is judged and for another one when it is used.
struct HTTPMessageSender: MessageSending {
    let options: DeliveryOptions
    let lookup: HostLookup
    let clock: WallClock

    /// What is read of an answer that says more than yes.
    private static let longestAnswer = 16 << 10
    private static let mostAddresses = 4

    func send(_ delivery: Delivery) async -> DeliveryOutcome {
        guard let address = try? WebAddress(delivery.address), let origin = WebOrigin(address) else {
            return .refused("the address of the notification is no usable URL")
        }
        let request = request(delivery, address, origin)
        let proxied = options.proxies.proxy(for: origin) != nil
        let candidates: [String?]
        if proxied {
            // What a name means is the proxy's to find out.
            if IPNetwork.bytes(of: origin.host[...]) != nil, let reason = options.policy.refusal(of: origin.host) {
                return refused(origin, reason)
            }
            candidates = [nil]
        } else {
            let found = try? await clock.within(options.sendLimit) { try await lookup.addresses(origin.host) }
            guard let found else { return .failed("\(origin.host) could not be looked up in time") }
            guard let first = found.first else {
                return .failed("\(origin.host) cannot be found: no address is known for the host")
            }
            let allowed = found.filter { options.policy.refusal(of: $0) == nil }
            guard !allowed.isEmpty else { return refused(origin, options.policy.refusal(of: first) ?? "") }
            candidates = Array(allowed.prefix(Self.mostAddresses))
        }
        var outcome = DeliveryOutcome.failed("")
        for candidate in candidates {
            do throws(TransportError) {
                return judge(try await post(request, to: origin, at: candidate), origin, delivery)
            } catch {
                outcome = .failed("\(origin.host) \(error.message)")
                // Another address of the host may be one that a way leads to.
                guard error.kind == .notConnected else { return outcome }
            }
        }
        return outcome
    }

    private func refused(_ origin: WebOrigin, _ reason: String) -> DeliveryOutcome {
        .refused("\(origin.host) \(reason), which the server's configuration does not allow for notifications")
    }

    private func request(_ delivery: Delivery, _ address: WebAddress, _ origin: WebOrigin) -> HTTPRequest {
        let isDiscord = delivery.isForDiscord
        let content = isDiscord ? DiscordFormat.request(delivery) : WebhookFormat.request(delivery)
        var headers = content.headers
        if let userinfo = address.userinfo, let text = PercentEncoding.decoded(userinfo.utf8) {
            headers.append((name: "Authorization", value: "Basic \(Base64.encoded(Array(text.utf8)))"))
        }
        let path = address.path.isEmpty ? "/" : address.path
        let query = address.query.map { "?\($0)" } ?? ""
        return HTTPRequest(method: "POST", url: "\(origin)\(path)\(query)", headers: headers, body: content.body)
    }

    private func post(
        _ request: HTTPRequest, to origin: WebOrigin, at address: String?
    ) async throws(TransportError) -> HTTPResponse {
        var transport = TransportOptions()
        transport.connectTimeout = options.sendLimit
        transport.requestTimeout = options.sendLimit
        transport.connections = 1
        transport.caFile = options.caFile
        transport.proxies = options.proxies
        transport.address = address
        transport.longestResponse = Self.longestAnswer
        transport.readsBodyOfSuccess = false
        let limit = options.sendLimit
        do {
            return try await AsyncHTTPTransport.withTransport(to: origin, options: transport) { transport in
                try await transport.send(request, timeout: limit)
            }
        } catch let error as TransportError {
            throw error
        } catch {
            throw TransportError(kind: .notTrusted, message: "cannot be reached: \(error)")
        }
    }

    private func judge(_ response: HTTPResponse, _ origin: WebOrigin, _ delivery: Delivery) -> DeliveryOutcome {
        if response.isSuccess { return .delivered }
        if response.status == 429 || response.status == 503 {
            let message = "\(origin.host) asks to wait (\(response.status))"
            if delivery.isForDiscord, let limit = DiscordLimit(response.body) {
                return .postponed(message, wait: limit.wait, isForAll: limit.isGlobal)
            }
            if let wait = RateHeaders(response, now: clock.now()).retryAfter {
                return .postponed(message, wait: wait, isForAll: false)
            }
        }
        let isRedirect = (300..<400).contains(response.status)
        let rest = isRedirect ? ": redirects are not followed, so use the address they lead to" : ""
        return .failed("\(origin.host) answered \(response.status)\(rest)")
    }
}
