import Casework
import HTTPTypes
import NIOCore
import NIOHTTPTypes
import Wire

/// Gives the answer to bytes that are no HTTP request a problem document.
///
/// Such a request never becomes one, so the server below answers it by itself, with an empty 400;
/// no route answers so, and by that it is known here.
final class BrokenRequests: ChannelOutboundHandler, RemovableChannelHandler {
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  private static let content: [UInt8] = {
    var problem = Problem.notWellFormed()
    problem.title = "The request is no HTTP"
    problem.detail = .init(
      "收到的不是正确的 HTTP/1.1 请求。", "What was received is no well-formed HTTP/1.1 request.")
    problem.faults = []
    return problem.json.canonical
  }()

  func write(
    context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?
  ) {
    guard case .head(var head) = unwrapOutboundIn(data), head.status == .badRequest,
      head.headerFields[.contentLength] == "0"
    else {
      context.write(data, promise: promise)
      return
    }
    head.headerFields[.contentLength] = String(Self.content.count)
    head.headerFields[.contentType] = "application/problem+json"
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    context.write(wrapOutboundOut(.body(ByteBuffer(bytes: Self.content))), promise: promise)
  }
}
