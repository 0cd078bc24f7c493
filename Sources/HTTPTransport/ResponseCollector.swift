import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Synchronization

/// Collects one response where its connection is served, so that whoever waits for it is woken once, for all of it.
final class ResponseCollector: HTTPClientResponseDelegate {
    /// Ends a request whose response has a body that is not wanted.
    struct Enough: Error {
        let response: HTTPResponse
    }

    private let options: TransportOptions
    private let response = Mutex(HTTPResponse(status: 0, headers: [], body: []))

    init(_ options: TransportOptions) { self.options = options }

    func didReceiveHead(task: HTTPClient.Task<HTTPResponse>, _ head: HTTPResponseHead) -> EventLoopFuture<Void> {
        let announced = head.headers.first(name: "Content-Length").flatMap { Int($0) } ?? 0
        let isWanted = options.readsBodyOfSuccess || !(200..<300).contains(head.status.code)
        let limit = options.longestResponse
        return task.eventLoop.makeCompletedFuture {
            try response.withLock { response in
                response.status = Int(head.status.code)
                response.headers = head.headers.map { (name: $0.name, value: $0.value) }
                if !isWanted { throw Enough(response: response) }
                if announced > limit { throw NIOTooManyBytesError(maxBytes: limit) }
                response.body.reserveCapacity(max(0, announced))
            }
        }
    }

    func didReceiveBodyPart(task: HTTPClient.Task<HTTPResponse>, _ part: ByteBuffer) -> EventLoopFuture<Void> {
        let limit = options.longestResponse
        return task.eventLoop.makeCompletedFuture {
            try response.withLock { response in
                guard part.readableBytes <= limit - response.body.count else {
                    throw NIOTooManyBytesError(maxBytes: limit)
                }
                part.withUnsafeReadableBytes { response.body.append(contentsOf: $0) }
            }
        }
    }

    func didFinishRequest(task: HTTPClient.Task<HTTPResponse>) -> HTTPResponse {
        response.withLock { response in
            let whole = response
            // Whoever gets it is the only one to hold it, and may change it without a copy.
            response.body = []
            return whole
        }
    }
}
