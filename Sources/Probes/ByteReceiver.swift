import NIOCore

/// Hands on what a channel receives, until the channel ends or has sent more than it may.
final class ByteReceiver: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let received: AsyncThrowingStream<ByteBuffer, any Error>.Continuation
    private var left: Int

    init(_ received: AsyncThrowingStream<ByteBuffer, any Error>.Continuation, limit: Int) {
        self.received = received
        left = limit
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        left -= bytes.readableBytes
        if left >= 0 {
            received.yield(bytes)
        } else {
            received.finish(throwing: ProbeFailure.tooLong)
            context.close(promise: nil)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        received.finish()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        received.finish(throwing: error)
        context.close(promise: nil)
    }
}
