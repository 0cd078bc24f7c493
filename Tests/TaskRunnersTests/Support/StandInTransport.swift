import ClientPanelFixtures
import HTTPTransport
import PanelFixtures
import TransportFixtures

/// Brings requests to a stand-in panel without a network in between.
struct StandInTransport: Transport {
    let panel: StandInPanel

    func send(_ request: HTTPRequest, timeout: Duration) async throws(TransportError) -> HTTPResponse {
        if Task.isCancelled { throw TransportError(kind: .cancelled, message: "was no longer waited for") }
        let arrived = ProxiedRequest(
            request.method, request.target, headers: HeaderList(request.headers), body: request.body ?? [])
        switch panel.reply(to: arrived) {
        case .answer(let answer):
            return HTTPResponse(status: answer.status, headers: answer.headers.fields, body: answer.body)
        case .silence, .stalled: throw .late
        case .close, .reset, .truncated: throw .reset
        }
    }
}
