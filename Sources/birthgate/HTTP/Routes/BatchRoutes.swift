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
    let body = ResponseBody { writer in
      var wave = Wave(office: office, form: form, sender: sender)
      var reader = BatchReader()
      if let collected {
        for piece in reader.feed(collected) { try await wave.add(BatchPiece(piece), &writer) }
      } else {
        for try await buffer in exchange.request.body {
          for piece in reader.feed(Array(buffer.readableBytesView)) {
            try await wave.add(BatchPiece(piece), &writer)
          }
          // What has come so far is answered before more is awaited: a sender may wait for it.
          try await wave.flush(&writer)
        }
      }
      for piece in reader.finish() { try await wave.add(BatchPiece(piece), &writer) }
      try await wave.flush(&writer)
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
  private var pieces: [BatchPiece] = []
  private var ids: Set<[UInt8]> = []
  private var index = 0

  init(office: Office, form: MessageForm, sender: Sender?) {
    self.office = office
    self.form = form
    self.sender = sender
  }

  @concurrent
  mutating func add(_ piece: BatchPiece, _ writer: inout any ResponseBodyWriter) async throws {
    let id = MessageIDScan.find(in: piece.bytes)
    let isNew = id.map { !ids.contains($0) } ?? pieces.isEmpty
    if !isNew || pieces.count == BatchRoutes.waveMessagesMax { try await flush(&writer) }
    pieces.append(piece)
    guard let id else {
      try await flush(&writer)
      return
    }
    ids.insert(id)
  }

  @concurrent
  mutating func flush(_ writer: inout any ResponseBodyWriter) async throws {
    guard !pieces.isEmpty else { return }
    let lines = await taken()
    var buffer = ByteBuffer()
    for line in lines {
      buffer.writeBytes(line.with("index", .int(index)).canonical)
      buffer.writeInteger(UInt8(ascii: "\n"))
      index += 1
    }
    pieces.removeAll(keepingCapacity: true)
    ids.removeAll(keepingCapacity: true)
    try await writer.write(buffer)
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
