import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1

/// Watches over one connection: gives requests a time to arrive in and responses a time to be taken in, tells clients
/// that wait for it to go on, and answers what is not HTTP as the API documents errors.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// Answers what never became a request, given what is wrong and the client's address.
    typealias Refusal = @Sendable (_ detail: String, _ address: String) -> (head: HTTPResponse, body: ByteBuffer)

    private let requestTime: TimeAmount
    private let idleTime: TimeAmount
    private let responseTime: TimeAmount
    private let refusal: Refusal
    private let gate = RequestGate()
    /// When what is waited for must have come; nil while nothing is.
    private var readDeadline: NIODeadline?
    /// When the client must have taken the response that is being written; nil while none is.
    private var writeDeadline: NIODeadline?
    /// Goes off at the deadline or before it. One that is early looks and goes on: a connection that is busy moves its
    /// deadline twice with each request, and a timer for each would cost more than all else here.
    private var timer: (moment: NIODeadline, scheduled: Scheduled<Void>)?
    /// Requests whose responses the client has not taken in full.
    private var openCount = 0
    /// The head of the newest request has come, its end has not.
    private var isReading = false
    /// Bytes have come of what may become a head.
    private var isHeadBegun = false
    private var hasBegunResponse = false
    /// The response to the newest request is the last.
    private var isLast = false

    /// - Parameters:
    ///   - requestTime: how long a request may take to arrive.
    ///   - idleTime: how long a connection may be kept without a request.
    ///   - responseTime: how long a client may take to read a response.
    ///   - refusal: gives the answer to what is no request.
    init(requestTime: TimeAmount, idleTime: TimeAmount, responseTime: TimeAmount, refusal: @escaping Refusal) {
        self.requestTime = requestTime
        self.idleTime = idleTime
        self.responseTime = responseTime
        self.refusal = refusal
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let pipeline = context.pipeline.syncOperations
        do {
            let parser = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
            try pipeline.addHandler(gate, position: .before(parser))
            let codec = try pipeline.handler(type: HTTP1ToHTTPServerCodec.self)
            try pipeline.addHandler(RequestRules(gate), position: .before(codec))
        } catch {
            context.fireErrorCaught(error)
        }
        if context.channel.isActive { wait(idleTime, context) }
    }

    func handlerRemoved(context: ChannelHandlerContext) { stopWaiting() }

    func channelActive(context: ChannelHandlerContext) {
        wait(idleTime, context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        stopWaiting()
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard event is RequestGate.BytesArrived else { return context.fireUserInboundEventTriggered(event) }
        guard !isReading, !isHeadBegun else { return }
        isHeadBegun = true
        if openCount == 0 { wait(requestTime, context) }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            isHeadBegun = false
            isReading = true
            isLast = head.headerFields[.connection]?.lowercased() == "close"
            // Not among the parts of an earlier answer; a client that gets none goes on after a while.
            if openCount == 0, head.headerFields[.expect]?.lowercased() == "100-continue" { tellToContinue(context) }
            openCount += 1
            wait(requestTime, context)
        case .end:
            isReading = false
            if openCount == 0 { wait(idleTime, context) } else { readDeadline = nil }
        case .body: break
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(var head):
            hasBegunResponse = true
            writeDeadline = context.eventLoop.now + responseTime
            setTimer(context)
            if isLast { head.headerFields[.connection] = "close" }
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .body: context.write(data, promise: promise)
        case .end:
            let written = promise ?? context.eventLoop.makePromise()
            written.futureResult.assumeIsolated().whenSuccess { self.responseEnded(context) }
            context.write(data, promise: written)
        }
    }

    /// The client, or the buffers on the way to it, have all of a response.
    private func responseEnded(_ context: ChannelHandlerContext) {
        hasBegunResponse = false
        writeDeadline = nil
        openCount -= 1
        if openCount == 0, !isReading { wait(isHeadBegun ? requestTime : idleTime, context) }
        gate.responseEnded()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard canAnswer else { return context.fireErrorCaught(error) }
        switch error {
        case is HTTPParserError:
            refuse("the request is not valid HTTP, or its header is too large", context)
        case let refusal as RequestRules.Refusal: refuse(refusal.detail, context)
        default: context.fireErrorCaught(error)
        }
    }

    /// Whether nothing but an error about the request that is being read is due: not where it has its answer already.
    private var canAnswer: Bool { isReading ? openCount == 1 && !hasBegunResponse : openCount == 0 }

    private func tellToContinue(_ context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(.head(HTTPResponse(status: .continue))), promise: nil)
    }

    /// Gives what comes next so much time.
    private func wait(_ time: TimeAmount, _ context: ChannelHandlerContext) {
        readDeadline = context.eventLoop.now + time
        setTimer(context)
    }

    private func stopWaiting() {
        readDeadline = nil
        writeDeadline = nil
        timer?.scheduled.cancel()
        timer = nil
    }

    private func setTimer(_ context: ChannelHandlerContext) {
        guard let moment = [readDeadline, writeDeadline].compactMap(\.self).min() else { return }
        if let timer, timer.moment <= moment { return }
        timer?.scheduled.cancel()
        let loop = context.eventLoop
        let bound = NIOLoopBound((self, context), eventLoop: loop)
        let scheduled = loop.scheduleTask(deadline: moment) {
            let (handler, context) = bound.value
            handler.lookAtTime(context)
        }
        timer = (moment, scheduled)
    }

    private func lookAtTime(_ context: ChannelHandlerContext) {
        timer = nil
        let now = context.eventLoop.now
        if let writeDeadline, writeDeadline <= now {
            stopWaiting()
            // What is left of the response cannot be taken back.
            return context.close(promise: nil)
        }
        if let readDeadline, readDeadline <= now {
            self.readDeadline = nil
            timeIsUp(context)
        }
        setTimer(context)
    }

    private func timeIsUp(_ context: ChannelHandlerContext) {
        guard isHeadBegun || isReading, canAnswer else { return context.close(promise: nil) }
        refuse("the request did not arrive in time", context)
    }

    private func refuse(_ detail: String, _ context: ChannelHandlerContext) {
        stopWaiting()
        let answer = refusal(detail, context.remoteAddress?.ipAddress ?? "-")
        context.write(wrapOutboundOut(.head(answer.head)), promise: nil)
        context.write(wrapOutboundOut(.body(answer.body)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        context.close(promise: nil)
    }
}
