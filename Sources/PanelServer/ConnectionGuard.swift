import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes

/// Watches over one connection: gives requests a time to arrive in, and answers what is no HTTP as the API documents
/// errors.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// Answers what never became a request, given what is wrong and the client's address.
    typealias Refusal = @Sendable (_ detail: String, _ address: String) -> (head: HTTPResponse, body: ByteBuffer)

    private let requestTime: TimeAmount
    private let idleTime: TimeAmount
    private let refusal: Refusal
    /// When what is waited for must have come; nil while nothing is.
    private var deadline: NIODeadline?
    /// Goes off at the deadline or before it. One that is early looks and goes on: a connection that is busy moves its
    /// deadline twice with each request, and a timer for each would cost more than all else here.
    private var timer: (moment: NIODeadline, scheduled: Scheduled<Void>)?
    /// Requests whose answers are not written to their end.
    private var openCount = 0
    /// The head of the newest request has come, its end has not.
    private var isReading = false
    private var hasBegunAnswer = false
    private var isFirst = true

    /// - Parameters:
    ///   - requestTime: how long a request may take to arrive.
    ///   - idleTime: how long a connection may be kept without a request.
    ///   - refusal: gives the answer to what is no request.
    init(requestTime: TimeAmount, idleTime: TimeAmount, refusal: @escaping Refusal) {
        self.requestTime = requestTime
        self.idleTime = idleTime
        self.refusal = refusal
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { wait(requestTime, context) }
    }

    func handlerRemoved(context: ChannelHandlerContext) { stopWaiting() }

    func channelActive(context: ChannelHandlerContext) {
        wait(requestTime, context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        stopWaiting()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            isFirst = false
            isReading = true
            openCount += 1
            wait(requestTime, context)
        case .end:
            isReading = false
            deadline = nil
        case .body: break
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head:
            hasBegunAnswer = true
            context.write(data, promise: promise)
        case .body: context.write(data, promise: promise)
        case .end:
            hasBegunAnswer = false
            openCount -= 1
            context.write(data, promise: promise)
            if openCount == 0, !isReading { wait(idleTime, context) }
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard error is HTTPParserError, canAnswer else { return context.fireErrorCaught(error) }
        refuse("the request is no HTTP that this server understands, or its header is too large", context)
    }

    /// Whether nothing but an error about the request that is being read is due.
    private var canAnswer: Bool { openCount == 0 || (openCount == 1 && isReading && !hasBegunAnswer) }

    /// Gives what comes next so much time.
    private func wait(_ time: TimeAmount, _ context: ChannelHandlerContext) {
        let deadline = context.eventLoop.now + time
        self.deadline = deadline
        if let timer, timer.moment <= deadline { return }
        timer?.scheduled.cancel()
        setTimer(deadline, context)
    }

    private func stopWaiting() {
        deadline = nil
        timer?.scheduled.cancel()
        timer = nil
    }

    private func setTimer(_ moment: NIODeadline, _ context: ChannelHandlerContext) {
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
        guard let deadline else { return }
        if context.eventLoop.now < deadline { return setTimer(deadline, context) }
        self.deadline = nil
        timeIsUp(context)
    }

    private func timeIsUp(_ context: ChannelHandlerContext) {
        guard isFirst || isReading, canAnswer else { return context.close(promise: nil) }
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
