import HTTPTransport
import PanelFixtures
import PhoenixModel
import Synchronization

/// A transport whose timeout is over as soon as the proxy lets a request wait, and not before. So no test takes time,
/// and none depends on how long a busy machine takes.
final class ImpatientTransport: Transport {
    /// A request as the proxy records it.
    private struct Signature: Hashable {
        let method: String
        let target: String
        let body: Value?
    }

    private let transport: AsyncHTTPTransport
    private let proxy: FaultProxy
    private let kinds: Set<Fault.Kind>
    /// How many requests the proxy had seen before.
    private let start: Int
    /// By request: how often it was given up.
    private let timeouts = Mutex<[Signature: Int]>([:])

    /// `kinds` are the faults that are not waited for.
    init(_ transport: AsyncHTTPTransport, proxy: FaultProxy, kinds: Set<Fault.Kind>) {
        self.transport = transport
        self.proxy = proxy
        self.kinds = kinds
        start = proxy.requests.count
    }

    func send(_ request: HTTPRequest, timeout: Duration) async throws(TransportError) -> HTTPResponse {
        let signature = Signature(
            method: request.method, target: String(request.url.dropFirst(proxy.url.count)),
            body: request.body.flatMap { try? Value(json: $0) })
        let first = await withTaskGroup(of: Result<HTTPResponse, TransportError>?.self) { group in
            defer { group.cancelAll() }
            group.addTask { await self.exchange(request, timeout) }
            group.addTask { await self.hasBeenLeftWaiting(signature) ? .failure(.timedOut(after: timeout)) : nil }
            while let result = await group.next() {
                if let result { return result }
            }
            return .failure(TransportError(kind: .cancelled, message: "was no longer waited for"))
        }
        return try first.get()
    }

    private func exchange(
        _ request: HTTPRequest, _ timeout: Duration
    ) async -> Result<HTTPResponse, TransportError> {
        do throws(TransportError) {
            return .success(try await transport.send(request, timeout: timeout))
        } catch {
            return .failure(error)
        }
    }

    /// Returns true once the proxy has left such a request waiting that was not given up before; false when cancelled.
    private func hasBeenLeftWaiting(_ signature: Signature) async -> Bool {
        let timeouts = timeouts.withLock { $0[signature, default: 0] }
        let (kinds, start) = (kinds, start)
        @Sendable func isLeftWaiting(_ request: RecordedRequest) -> Bool {
            // A body that stalls belongs to an answer that the panel has given.
            kinds.contains(request.fault) && (request.fault != .stallBody || request.upstreamStatus != nil)
                && signature == Signature(method: request.method, target: request.target, body: request.body)
        }
        guard (try? await proxy.requests(when: { $0.dropFirst(start).count(where: isLeftWaiting) > timeouts })) != nil
        else {
            return false
        }
        self.timeouts.withLock { $0[signature, default: 0] += 1 }
        return true
    }
}
