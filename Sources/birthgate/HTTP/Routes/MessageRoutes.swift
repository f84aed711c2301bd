import Casework
import Engine
import HTTPTypes
import Hummingbird
import Wire

/// Messages one at a time: taken, checked, asked after.
struct MessageRoutes: Sendable {
  let office: Office

  var routes: [Route] {
    [
      Route(.post, "/v1/messages", caller: .sender, takes: .message, Self.post) {
        exchange async throws(Problem) in try await receive(exchange)
      },
      Route(.post, "/v1/messages/check", caller: .sender, takes: .message, Self.check) {
        exchange async throws(Problem) in try verdict(exchange)
      },
      Route(.get, "/v1/messages/{sender}/{id}", Self.get) {
        exchange async throws(Problem) in try await fate(exchange)
      },
    ]
  }

  private func receive(_ exchange: Exchange) async throws(Problem) -> Response {
    let taken = try await Admission(office: office).take(
      exchange.body, exchange.form, as: exchange.manner, from: exchange.sender)
    switch taken {
    case .accepted(let receipt):
      let place = "/v1/messages/\(receipt.sender)/\(receipt.id)"
      return .json(receipt.json, status: .created, headers: [.location: place])
    case .repeated(let receipt):
      return .json(receipt.json)
    }
  }

  private func verdict(_ exchange: Exchange) throws(Problem) -> Response {
    let reading = try Admission(office: office).check(
      exchange.body, exchange.form, as: exchange.manner, from: exchange.sender)
    let warnings = reading.warnings.map { Fault($0).json }
    return .json(.record(["valid": .bool(true), "warnings": .array(warnings)]))
  }

  private func fate(_ exchange: Exchange) async throws(Problem) -> Response {
    let sender = exchange.parameter("sender")
    let id = exchange.parameter("id")
    if let signer = exchange.sender, signer.code != sender {
      throw .forbidden(
        Plain("只能查询自己发送的报文。", "A sender may ask only after its own messages."))
    }
    let found = try await stored { () async throws(StoreError) in
      try await office.inspector.message(sender: sender, id: id)
    }
    switch found {
    case nil:
      throw .notFound(
        Plain("没有收到过这条报文。", "No message has come under this sender and id."))
    case .accepted(let receipt)?:
      let before = try await stored { () async throws(StoreError) in
        try await office.inspector.refusals(before: receipt)
      }
      let fate = JSONValue.record([
        "verdict": .string("accepted"), "receipt": receipt.json,
        "caseId": .string(receipt.caseID.rawValue),
      ])
      return .json(
        before.isEmpty ? fate : fate.with("refusedBefore", .array(before.map(\.brief))))
    case .rejected(let rejection)?:
      return .json(
        .record([
          "verdict": .string("rejected"), "problem": Problem.rejected(rejection).json,
          "caseId": nil,
        ]))
    }
  }
}

extension MessageRoutes {
  /// How the message is written, where the sender's settings do not say.
  static let manners = [
    Route.Description.Parameter(
      "dialect",
      "the dialect it is written in; a registered sender may name only its own"),
    Route.Description.Parameter(
      "charset", "the encoding of what declares none: UTF-8, GB18030 or UTF-16"),
    Route.Description.Parameter(
      "sender", "who sends, where the dialect does not say and no senders are registered"),
  ]

  private static let post = Route.Description(
    operation: "postMessage", tag: "messages",
    summary: "Takes one message; answers when it is durably stored",
    query: manners,
    answers: [
      .json(201, "Stored", "Receipt"), .json(200, "The same content had come before", "Receipt"),
    ],
    problems: [400, 401, 403, 409, 413, 415, 422])
  private static let check = Route.Description(
    operation: "checkMessage", tag: "messages",
    summary: "Reads one message and stores nothing",
    query: manners,
    answers: [.json(200, "The message is valid", "Verdict")],
    problems: [400, 401, 403, 413, 415, 422])
  private static let get = Route.Description(
    operation: "getMessage", tag: "messages", summary: "How a message was taken",
    answers: [.json(200, "Accepted or rejected", "MessageFate")], problems: [401, 403, 404])
}

/// Runs a reading of the store for a route; whatever keeps the store away is a 503.
func stored<Value: Sendable>(
  _ body: () async throws(StoreError) -> Value
) async throws(Problem) -> Value {
  do throws(StoreError) {
    return try await body()
  } catch {
    throw .unavailable
  }
}
