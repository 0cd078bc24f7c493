package import Clocks
import Synchronization

/// Sends calls to one server: within its rate limit, and again where that helps and is safe.
package final class RequestSender: Sendable {
    package let budget: RateBudget
    private let baseURL: String
    private let headers: [(name: String, value: String)]
    private let transport: any Transport
    private let timeout: Duration
    private let clock: WallClock
    private let classify: ResponseVerdict.Classifier
    private let policy = RetryPolicy()
    /// Whether anything has ever come back.
    private let hasResponded = Atomic(false)

    /// The targets of calls are written behind the base URL, and the headers go with every request. The timeout is for one
    /// attempt. A budget is shared by all senders whose requests the server counts together.
    package init(
        baseURL: String, headers: [(name: String, value: String)], timeout: Duration, transport: any Transport,
        clock: WallClock, budget: RateBudget,
        classify: @escaping ResponseVerdict.Classifier = ResponseVerdict.byStatus
    ) {
        self.baseURL = baseURL
        self.headers = headers
        self.timeout = timeout
        self.transport = transport
        self.clock = clock
        self.budget = budget
        self.classify = classify
    }

    /// The last response to a call, whatever it says.
    ///
    /// `own` is the budget of calls that the server may count by a limit of their own, beside the one of all calls:
    /// what a response tells of a limit that is not that of all is learnt there.
    package func send(
        _ call: HTTPCall, within own: RateBudget? = nil
    ) async throws(RequestFailure) -> SentResponse {
        let request = request(for: call)
        var attempt = 1
        var waited = Duration.zero
        var mayBeDone = false
        while true {
            do throws(RequestFailure.Cause) {
                try await own?.take()
                try await budget.take()
            } catch {
                throw RequestFailure(cause: error, mayBeDone: mayBeDone)
            }
            let failure: AttemptFailure
            var refuser = budget
            do throws(TransportError) {
                let (response, rate, counter) = try await exchange(request, own)
                refuser = counter
                guard let found = AttemptFailure(response, classify(response, rate)) else {
                    return SentResponse(response: response, mayBeDone: mayBeDone)
                }
                failure = found
            } catch {
                failure = AttemptFailure(error)
            }
            mayBeDone = mayBeDone || failure.mayBeDone
            let wait = wait(after: failure, attempt)
            if failure.isRateLimit { await refuser.pause(for: wait) }
            guard attempt < attempts(after: failure, of: call), waited + wait <= policy.maximumWait else {
                do throws(RequestFailure.Cause) {
                    return SentResponse(response: try lastResponse(failure, wait), mayBeDone: mayBeDone)
                } catch {
                    throw RequestFailure(cause: error, mayBeDone: mayBeDone)
                }
            }
            do { try await clock.sleep(wait) } catch { throw RequestFailure(cause: .cancelled, mayBeDone: mayBeDone) }
            waited += wait
            attempt += 1
        }
    }

    /// The response to one request, as it comes: nothing is tried again.
    package func sendOnce(_ call: HTTPCall) async throws(RequestFailure) -> HTTPResponse {
        do throws(RequestFailure.Cause) {
            try await budget.take()
        } catch {
            throw RequestFailure(cause: error, mayBeDone: false)
        }
        do throws(TransportError) {
            return try await exchange(request(for: call), nil).response
        } catch {
            throw RequestFailure(cause: RequestFailure.Cause(error), mayBeDone: error.mayHaveArrived)
        }
    }

    /// The response, and the budget that it speaks of.
    private func exchange(
        _ request: HTTPRequest, _ own: RateBudget?
    ) async throws(TransportError) -> (response: HTTPResponse, rate: RateHeaders, counter: RateBudget) {
        let response = try await transport.send(request, timeout: timeout)
        hasResponded.store(true, ordering: .relaxed)
        let rate = RateHeaders(response, now: clock.now())
        var counter = budget
        if let own, let limit = rate.limit, limit != (await budget.limit) { counter = own }
        await counter.learn(rate)
        return (response, rate, counter)
    }

    private func request(for call: HTTPCall) -> HTTPRequest {
        HTTPRequest(method: call.method, url: baseURL + call.target, headers: headers + call.headers, body: call.body)
    }

    private func wait(after failure: AttemptFailure, _ attempt: Int) -> Duration {
        failure.askedWait.map { policy.wait(asked: $0, random: clock.random()) }
            ?? policy.wait(afterAttempt: attempt, random: clock.random())
    }

    private func attempts(after failure: AttemptFailure, of call: HTTPCall) -> Int {
        guard failure.isTemporary else { return 1 }
        if failure.mayBeDone, !call.isRepeatable { return 1 }
        if failure.hasNoConnection, !hasResponded.load(ordering: .relaxed) { return policy.maximumHopelessAttempts }
        return failure.isTimeout ? policy.maximumHopelessAttempts : policy.maximumAttempts
    }

    /// What is left to say when a call is not tried again.
    private func lastResponse(_ failure: AttemptFailure, _ wait: Duration) throws(RequestFailure.Cause) -> HTTPResponse
    {
        switch failure.cause {
        case .response(let response):
            if failure.isRateLimit, failure.askedWait != nil { throw .rateLimited(until: clock.now() + wait) }
            return response
        case .transport(let error): throw RequestFailure.Cause(error)
        }
    }
}

extension RequestFailure.Cause {
    fileprivate init(_ error: TransportError) { self = error.kind == .cancelled ? .cancelled : .transport(error) }
}
