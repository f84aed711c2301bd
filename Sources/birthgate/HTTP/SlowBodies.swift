import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Closes connections whose request comes too slowly, so that nobody holds one for ever by sending
/// a byte now and then. Connections on which nothing comes at all are the server's own concern.
final class SlowBodies: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart

  /// The pace of the request that is coming; nothing between requests.
  private var pace: Pace?
  /// Since when more has been asked for without an answer.
  private var asked: NIODeadline?
  private var check: Scheduled<Void>?

  func handlerRemoved(context: ChannelHandlerContext) { stop() }

  func channelInactive(context: ChannelHandlerContext) {
    stop()
    context.fireChannelInactive()
  }

  func read(context: ChannelHandlerContext) {
    if asked == nil { asked = .now() }
    context.read()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    _ = judge()
    switch unwrapInboundIn(data) {
    case .head(let head):
      let isBatch = head.path?.hasPrefix("/v1/batches") == true
      begin(isBatch ? .batch : .message, context)
    case .body(let buffer): pace?.came(buffer.readableBytes)
    case .end: stop()
    }
    context.fireChannelRead(data)
  }

  private func begin(_ pace: Pace, _ context: ChannelHandlerContext) {
    stop()
    self.pace = pace
    let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
    let seconds = TimeAmount.seconds(pace.window.components.seconds)
    schedule(bound, after: seconds, on: context.eventLoop)
  }

  private func schedule(
    _ bound: NIOLoopBound<(SlowBodies, ChannelHandlerContext)>, after time: TimeAmount,
    on loop: any EventLoop
  ) {
    check = loop.scheduleTask(in: time) {
      let (handler, context) = bound.value
      guard handler.pace != nil else { return }
      if handler.judge() {
        handler.stop()
        context.close(promise: nil)
      } else {
        handler.schedule(bound, after: time, on: loop)
      }
    }
  }

  /// Adds the time since more was asked for, and says whether the sender is too slow.
  private func judge() -> Bool {
    guard let since = asked else { return false }
    let now = NIODeadline.now()
    asked = now
    return pace?.waited(.nanoseconds((now - since).nanoseconds)) ?? false
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    // What was asked for has come; until more is asked for, nobody waits.
    asked = nil
    context.fireChannelReadComplete()
  }

  private func stop() {
    check?.cancel()
    check = nil
    pace = nil
  }
}
