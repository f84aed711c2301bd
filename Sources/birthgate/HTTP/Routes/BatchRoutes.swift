import Casework
import Engine
import HTTPTypes
import Hummingbird
import LibSystem
import NIOCore
import Wire

/// Batches: read as a stream, answered as a stream, in bounded memory.
struct BatchRoutes: Sendable {
  let office: Office

  var routes: [Route] {
    [
      Route(.post, "/v1/batches", caller: .sender, takes: .batch, Self.post) {
        exchange async throws(Problem) in
        try answer(exchange, from: Self.first(exchange.query["from"]))
      }
    ]
  }

  private static func first(_ text: String?) throws(Problem) -> Int {
    guard let text else { return 0 }
    if let first = Int(text), first >= 0 { return first }
    throw .invalid([
      Fault(.format, at: "/from", Plain("须为不小于 0 的整数。", "An integer, 0 or more."))
    ])
  }

  private func answer(_ exchange: Exchange, from first: Int) -> Response {
    let intake = BatchIntake(
      office: office, form: exchange.form, manner: exchange.manner, sender: exchange.sender)
    let source = BodySource(exchange: exchange, first: first)
    let body = ResponseBody { writer in
      let spool = AnswerSpool()
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
          let index = LineIndex(first)
          do {
            try await intake.run(source.cut) { lines, _ in
              try await spool.append(await index.answer(lines))
            }
          } catch {
            await spool.finish()
            throw error
          }
          await spool.finish()
        }
        do {
          while let answers = try await spool.next() {
            try await writer.write(ByteBuffer(bytes: answers))
          }
        } catch {
          await spool.abandon()
          throw error
        }
        try await group.waitForAll()
      }
      try await writer.finish(nil)
    }
    return Response(
      status: .ok,
      headers: [.contentType: "application/x-ndjson", .cacheControl: "no-store"], body: body)
  }

  private static let post = Route.Description(
    operation: "postBatch", tag: "messages",
    summary: "Takes many messages; one line of the answer for each, in order",
    query: MessageRoutes.manners + [
      .init(
        "from",
        "Messages before this index (from 0) are passed over: they are neither judged nor answered."
          + " For going on with an upload that broke off.",
        pattern: "^[0-9]+$")
    ],
    answers: [.other(200, "NDJSON, one BatchLine a message", "application/x-ndjson")],
    problems: [400, 401, 403, 413, 415, 422])
}

/// Numbers the lines of an answer, in the order in which they are written.
actor LineIndex {
  private var next: Int

  init(_ first: Int) { next = first }

  func answer(_ lines: [BatchLine]) -> [UInt8] {
    var answer: [UInt8] = []
    for line in lines {
      answer += line.json(next).canonical
      answer.append(UInt8(ascii: "\n"))
      next += 1
    }
    return answer
  }
}

/// The body of a batch, from the connection or from the file it waited in, cut into messages.
private struct BodySource: Sendable {
  /// A connection that broke in the middle of a body: what came last is a part of a message, which
  /// nobody sent.
  struct Broken: Error {}

  let exchange: Exchange
  let first: Int

  @Sendable @concurrent
  func cut(into queue: PieceQueue) async throws {
    var reader = BatchReader(as: exchange.manner)
    if let file = exchange.file {
      var offset: UInt64 = 0
      while offset < file.bytes {
        let chunk = try file.file.read(at: offset, upTo: 1 << 16)
        guard !chunk.isEmpty else { throw Broken() }
        offset += UInt64(chunk.count)
        try await append(reader.feed(chunk), to: queue)
      }
    } else {
      let declared = exchange.request.headers[.contentLength].flatMap { Int($0) }
      var count = 0
      for try await buffer in exchange.request.body {
        count += buffer.readableBytes
        try await append(reader.feed(Array(buffer.readableBytesView)), to: queue)
      }
      if let declared, count < declared { throw Broken() }
    }
    try await append(reader.finish(), to: queue)
  }

  private func append(_ pieces: [BatchReader.Piece], to queue: PieceQueue) async throws {
    for piece in pieces where piece.index >= first { try await queue.append(BatchPiece(piece)) }
  }
}
