import PhoenixModel
import ServicesAPI

/// Sends calls to one panel: with the key, within the rate limit, and again where that helps and is safe.
struct PanelConnection: Sendable {
    let address: PanelAddress
    let knowledge: PanelKnowledge
    let budget: RateBudget
    private let key: APIKey
    private let transport: any HTTPTransport
    private let userAgent: String
    private let timeout: Duration
    private let time: ClientTime
    private let policy = RetryPolicy()

    init(
        address: PanelAddress, key: APIKey, options: PanelClientOptions, transport: any HTTPTransport, time: ClientTime
    ) {
        self.address = address
        self.key = key
        self.transport = transport
        self.time = time
        userAgent = "phoenix/\(options.version)"
        timeout = options.requestTimeout
        knowledge = PanelKnowledge()
        budget = RateBudget(time: time)
    }

    /// The answer to a call that was carried out.
    /// - Throws: why it was not, or that nobody knows.
    func perform(_ call: PanelCall) async throws(PanelError) -> PanelAnswer {
        let answer = try await send(call)
        guard answer.isSuccess else {
            throw Self.failure(await refusal(answer, to: call), of: call, isRepeated: answer.isRepeated)
        }
        return answer
    }

    /// Why a panel did not do what it was asked, in words that say what to do.
    func refusal(_ answer: PanelAnswer, to call: PanelCall) async -> PanelError {
        await reading(answer, of: call).refusal
    }

    func reading(_ answer: PanelAnswer, of call: PanelCall) async -> AnswerReading {
        AnswerReading(
            answer: answer.answer, call: call, address: address, servesAPI: await knowledge.servesAPI,
            mask: SecretMask(key: key.secret, write: call.write))
    }

    /// The last answer to a call, whatever it says. A call that may have been carried out is sent again only where
    /// doing it twice is doing it once.
    /// - Throws: when there is no answer: `.unreachable`, `.rateLimited` or `.unexpectedAnswer`.
    func send(_ call: PanelCall) async throws(PanelError) -> PanelAnswer {
        let request = try request(for: call)
        var attempt = 1
        var waited = Duration.zero
        var isRepeated = false
        while true {
            do throws(PanelError) {
                try await budget.take()
            } catch {
                throw Self.failure(error, of: call, isRepeated: isRepeated)
            }
            let failure: AttemptFailure
            do throws(TransportError) {
                let answer = try await transport.send(request, timeout: timeout)
                await knowledge.noteAnswer()
                let headers = RateHeaders(answer, now: time.now())
                await budget.learn(headers)
                guard let found = AttemptFailure(answer, headers) else {
                    return PanelAnswer(answer: answer, isRepeated: isRepeated)
                }
                failure = found
            } catch {
                failure = AttemptFailure(error)
            }
            isRepeated = isRepeated || failure.mayBeDone
            let wait = wait(after: failure, attempt)
            guard attempt < (await attempts(after: failure, of: call)), waited + wait <= policy.maximumWait else {
                return PanelAnswer(
                    answer: try finalAnswer(failure, of: call, isRepeated: isRepeated, wait), isRepeated: isRepeated)
            }
            if failure.isRateLimit { await budget.pause(for: wait) }
            do { try await time.sleep(wait) } catch { throw .cancelled }
            waited += wait
            attempt += 1
        }
    }

    /// One request that is no call of the API, and its answer as it comes: nothing is tried again.
    func probe(_ route: APIRoute, _ target: String, body: [UInt8]?) async throws(PanelError) -> HTTPAnswer {
        try await budget.take()
        var headers = headers
        if body != nil { headers.append(("Content-Type", "application/json")) }
        let request = HTTPRequest(method: route.method, url: address.url(target), headers: headers, body: body)
        do throws(TransportError) {
            let answer = try await transport.send(request, timeout: timeout)
            await budget.learn(RateHeaders(answer, now: time.now()))
            return answer
        } catch {
            throw PanelError(error, call: .list(target: target), address: address)
        }
    }

    /// The time of day here, since 1970.
    func now() -> Duration { time.now() }

    private var headers: [(name: String, value: String)] {
        [("Accept", "application/json"), ("Authorization", key.authorization), ("User-Agent", userAgent)]
    }

    /// The error of a call. Where an earlier try of a create may have been carried out, that comes before all else.
    private static func failure(_ error: PanelError, of call: PanelCall, isRepeated: Bool) -> PanelError {
        guard isRepeated, call.route == .createScheduledTask, error.code != .conflict else { return error }
        return PanelError(.unreachable, error.message, help: error.help)
    }

    private func request(for call: PanelCall) throws(PanelError) -> HTTPRequest {
        var headers = headers
        var body: [UInt8]?
        if let write = call.write {
            var bytes: [UInt8] = []
            try write.body().appendJSON(to: &bytes, sortedKeys: false)
            body = bytes
            headers.append(("Content-Type", "application/json"))
        }
        if let etag = call.ifMatch { headers.append(("If-Match", etag)) }
        if let key = call.idempotencyKey { headers.append(("Idempotency-Key", key)) }
        return HTTPRequest(method: call.route.method, url: address.url(call.target), headers: headers, body: body)
    }

    private func wait(after failure: AttemptFailure, _ attempt: Int) -> Duration {
        failure.retryAfter.map { policy.wait(asked: $0, random: time.random()) }
            ?? policy.wait(afterAttempt: attempt, random: time.random())
    }

    private func attempts(after failure: AttemptFailure, of call: PanelCall) async -> Int {
        guard failure.isTemporary else { return 1 }
        if failure.mayBeDone, call.route == .createScheduledTask, !(await knowledge.isComplete) { return 1 }
        if failure.hasNoConnection, !(await knowledge.hasAnswered) { return policy.maximumHopelessAttempts }
        return failure.isTimeout ? policy.maximumHopelessAttempts : policy.maximumAttempts
    }

    /// What is left to say when a call is not tried again.
    private func finalAnswer(
        _ failure: AttemptFailure, of call: PanelCall, isRepeated: Bool, _ wait: Duration
    ) throws(PanelError) -> HTTPAnswer {
        switch failure.cause {
        case .answer(let answer):
            if failure.isRateLimit, failure.retryAfter != nil {
                throw Self.failure(.rateLimited(until: time.now() + wait), of: call, isRepeated: isRepeated)
            }
            return answer
        case .transport(let error):
            throw PanelError(error, call: call, address: address)
        }
    }
}
