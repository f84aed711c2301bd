import Casework
import Engine
import HTTPTypes
import Hummingbird
import NIOCore
import Pages
import ServiceLifecycle

/// Live updates by server-sent events: that something has changed, never what.
extension PageRoutes {
  /// How often a line that is quiet says that it stands.
  private static let heartbeat = Duration.seconds(15)
  private static let end = "event: end\ndata: end\n\n"
  private static let full = "event: full\ndata: full\n\n"

  func events(_ exchange: Exchange) async -> Response {
    let token = exchange.parameter("token")
    guard let link = try? await door.links.find(token),
      let session = door.sessions.session(exchange.request.headers[.cookie], of: link.id),
      exchange.request.method == .get
    else {
      // 204 tells a browser not to ask again.
      return Response(status: .noContent, headers: PageAnswer.guarded([:]))
    }
    let view = try? await office.inspector.find(.id(link.caseID), asOf: nil)
    let ids = Set([link.caseID, view?.caseID].compactMap { $0 })
    var headers = PageAnswer.guarded([.contentType: "text/event-stream; charset=utf-8"])
    headers[.cacheControl] = "no-store"
    let body = ResponseBody { writer in
      guard let listener = office.bell.listen(to: ids) else {
        // Too many listen: this page is told to stop asking, which ends nothing else.
        try await writer.write(ByteBuffer(string: Self.full))
        return try await writer.finish(nil)
      }
      defer { office.bell.leave(listener) }
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
          while !Task.isCancelled {
            try await Task.sleep(for: Self.heartbeat)
            listener.continuation.yield(.quiet)
          }
        }
        group.addTask {
          try await gracefulShutdown()
          listener.continuation.finish()
        }
        try await writer.write(ByteBuffer(string: "retry: 10000\n\n"))
        for await signal in listener.signals {
          let text = await text(signal, token, session)
          try await writer.write(ByteBuffer(string: text))
          if text == Self.end { break }
        }
        group.cancelAll()
      }
      try await writer.finish(nil)
    }
    return Response(status: .ok, headers: headers, body: body)
  }

  /// A session that has ended or a link that was switched off hears nothing more.
  private func text(
    _ signal: Bell.Signal, _ token: String, _ session: PageSessions.Session
  ) async -> String {
    guard !door.sessions.isOver(session),
      let link = try? await door.links.find(token), link.id == session.link
    else { return Self.end }
    return signal == .changed ? "event: changed\ndata: changed\n\n" : ": quiet\n\n"
  }
}
