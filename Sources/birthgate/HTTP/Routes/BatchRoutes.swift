import Casework
import Engine
import HTTPTypes
import Hummingbird
import NIOCore
import Wire

/// Batches: read as a stream, answered as a stream, in bounded memory.
struct BatchRoutes: Sendable {
  /// A signature covers the whole body, so a signed batch has to be here before its first message
  /// is taken.
  static let signedBatchBytesMax = 16 << 20
  /// So many messages are under way at once; one durable transaction can then take them together.
  static let waveMessagesMax = 64

  let office: Office

  var routes: [Route] {
    [
      Route(.post, "/v1/batches", caller: .sender, takes: .batch, Self.post) {
        exchange async throws(Problem) in answer(exchange)
      }
    ]
  }

  private func answer(_ exchange: Exchange) -> Response {
    let form = exchange.form
    let sender = exchange.sender
    let collected = sender == nil ? nil : exchange.body
    let office = office
    let body = ResponseBody { writer in
      let spool = AnswerSpool()
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
          var wave = Wave(office: office, form: form, sender: sender, spool: spool)
          do {
            try await wave.take(collected, of: exchange.request)
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
    answers: [.other(200, "NDJSON, one BatchLine a message", "application/x-ndjson")],
    problems: [401, 413, 415])
}

/// Messages of a batch that are taken at the same time.
///
/// Two that may be the same message never share a wave: the earlier one is then always the one
/// that is accepted.
private struct Wave {
  let office: Office
  let form: MessageForm
  let sender: Sender?
  let spool: AnswerSpool
  private var pieces: [BatchPiece] = []
  private var ids: Set<[UInt8]> = []
  private var index = 0

  init(office: Office, form: MessageForm, sender: Sender?, spool: AnswerSpool) {
    self.office = office
    self.form = form
    self.sender = sender
    self.spool = spool
  }

  /// Takes a whole batch: a body that is here already, or one that is still coming.
  mutating func take(_ collected: [UInt8]?, of request: Request) async throws {
    var reader = BatchReader()
    if let collected {
      for piece in reader.feed(collected) { try await add(BatchPiece(piece)) }
    } else {
      for try await buffer in request.body {
        for piece in reader.feed(Array(buffer.readableBytesView)) {
          try await add(BatchPiece(piece))
        }
        // What has come so far is answered before more is awaited: a sender may wait for it.
        try await flush()
      }
    }
    for piece in reader.finish() { try await add(BatchPiece(piece)) }
    try await flush()
  }

  @concurrent
  private mutating func add(_ piece: BatchPiece) async throws {
    let id = MessageIDScan.find(in: piece.bytes)
    let isNew = id.map { !ids.contains($0) } ?? pieces.isEmpty
    if !isNew || pieces.count == BatchRoutes.waveMessagesMax { try await flush() }
    pieces.append(piece)
    guard let id else {
      try await flush()
      return
    }
    ids.insert(id)
  }

  @concurrent
  private mutating func flush() async throws {
    guard !pieces.isEmpty else { return }
    let lines = await taken()
    var answers: [UInt8] = []
    for line in lines {
      answers += line.with("index", .int(index)).canonical
      answers.append(UInt8(ascii: "\n"))
      index += 1
    }
    pieces.removeAll(keepingCapacity: true)
    ids.removeAll(keepingCapacity: true)
    try await spool.append(answers)
  }

  private func taken() async -> [JSONValue] {
    let pieces = pieces
    return await withTaskGroup(of: (Int, JSONValue).self) { group in
      for (place, piece) in pieces.enumerated() {
        group.addTask { (place, await line(piece)) }
      }
      var lines = Array(repeating: JSONValue.null, count: pieces.count)
      for await (place, line) in group { lines[place] = line }
      return lines
    }
  }

  private func line(_ piece: BatchPiece) async -> JSONValue {
    let admission = Admission(office: office)
    do throws(Problem) {
      guard !piece.isTooLong else { throw .tooLarge(Gateway.bodyBytesMax) }
      switch try await admission.take(piece.bytes, form, from: sender) {
      case .accepted(let receipt): return Self.line(receipt, "accepted")
      case .repeated(let receipt): return Self.line(receipt, "repeated")
      }
    } catch {
      return .record([
        "id": .text(MessageIDScan.text(in: piece.bytes)), "status": .string("rejected"),
        "problem": error.json,
      ])
    }
  }

  private static func line(_ receipt: Receipt, _ status: String) -> JSONValue {
    .record(["id": .string(receipt.id), "status": .string(status), "receipt": receipt.json])
  }
}
