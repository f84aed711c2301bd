import Casework
import Engine
import HTTPTypes
import Hummingbird
import Wire

/// What did not arrive and why, sending it again, and how each lane is doing.
struct DeliveryRoutes: Sendable {
  let office: Office

  var routes: [Route] {
    [
      Route(.get, "/v1/dead-letters", Self.list) { exchange async throws(Problem) in
        try await list(exchange)
      },
      Route(
        .post, "/v1/dead-letters/resend",
        takes: .object(schema: "DeadLetterFilter", optional: true), Self.resendAll
      ) { exchange async throws(Problem) in try await resendAll(exchange) },
      Route(.post, "/v1/dead-letters/{id}/resend", Self.resend) {
        exchange async throws(Problem) in try await resend(exchange)
      },
      Route(.get, "/v1/deliveries/lanes", Self.lanes) { _ async throws(Problem) in
        try await lanes()
      },
    ]
  }

  private func list(_ exchange: Exchange) async throws(Problem) -> Response {
    let query = exchange.query
    var reader = RequestReader()
    var filter = reader.deadLetters { query[$0] }
    filter.limit = reader.limit(query["limit"], standard: 100, most: 500)
    filter.after = reader.after(query["after"], .number)
    try reader.close()
    let wanted = filter
    let (letters, next) = try await stored { () async throws(StoreError) in
      try await office.deadLetters.list(wanted)
    }
    return .json(
      .record(["deadLetters": .array(letters.map(\.json)), "next": .text(next)]))
  }

  private func resend(_ exchange: Exchange) async throws(Problem) -> Response {
    let id = exchange.parameter("id")
    let isQueued = try await stored { () async throws(StoreError) in
      try await office.deadLetters.resend(id)
    }
    guard isQueued else {
      throw .notFound(Plain("没有这条失败的投递。", "No such delivery has failed."))
    }
    return .json(.record(["count": .int(1)]))
  }

  private func resendAll(_ exchange: Exchange) async throws(Problem) -> Response {
    let body = exchange.body.isEmpty ? JSONValue.record([:]) : try exchange.object()
    var reader = RequestReader()
    // A name that is not one of these would send everything again.
    for name in body.memberNames where !RequestReader.deadLetterNames.contains(name) {
      reader.complain(.unknownField, "/\(name)", "没有这个条件。", "There is no such condition.")
    }
    let filter = reader.deadLetters { body.member($0)?.string }
    for name in RequestReader.deadLetterNames {
      guard let member = body.member(name), !member.isNull, member.string == nil else { continue }
      reader.complain(.format, "/\(name)", "须为文本。", "A text is needed.")
    }
    try reader.close()
    let count = try await stored { () async throws(StoreError) in
      try await office.deadLetters.resend(filter)
    }
    return .json(.record(["count": .int(count)]))
  }

  private func lanes() async throws(Problem) -> Response {
    let lanes = try await stored { () async throws(StoreError) in try await office.lanes() }
    return .json(.record(["lanes": .array(lanes.map(\.json))]))
  }
}

extension DeliveryRoutes {
  private static let list = Route.Description(
    operation: "listDeadLetters", tag: "deliveries",
    summary: "Deliveries that failed for good, and why",
    query: [
      .init("lane", "Whom it was for, as the lanes are called"),
      .init(
        "kind", "The kind of the notice, or what was ordered or asked for",
        choices: DeadLetter.kinds),
      .init("from", "Decided at this instant or day, or later"),
      .init("to", "Decided before this instant or day"),
      .init("after", "The `next` of the page before"), .init("limit", "1 to 500, normally 100"),
    ],
    answers: [.json(200, "What failed, without what it said", "DeadLetterList")],
    problems: [422])
  private static let resend = Route.Description(
    operation: "resendDeadLetter", tag: "deliveries",
    summary: "Queues one failed delivery anew, under its id",
    answers: [.json(200, "It is queued", "ResendCount")], problems: [404])
  private static let resendAll = Route.Description(
    operation: "resendDeadLetters", tag: "deliveries",
    summary: "Queues all failed deliveries anew that a filter shows",
    answers: [.json(200, "How many are queued", "ResendCount")],
    problems: [400, 413, 415, 422])
  private static let lanes = Route.Description(
    operation: "listLanes", tag: "deliveries",
    summary: "What waits for each receiver, and whether it answers",
    answers: [.json(200, "The lanes", "LaneList")])
}

extension RequestReader {
  static let deadLetterNames: Set = ["lane", "kind", "from", "to"]

  /// Which dead letters are meant.
  mutating func deadLetters(_ value: (String) -> String?) -> DeadLetterFilter {
    var filter = DeadLetterFilter(lane: value("lane"), kind: kind(value("kind")))
    filter.from = instant("from", value("from"))
    filter.to = instant("to", value("to"))
    return filter
  }

  private mutating func kind(_ text: String?) -> String? {
    guard let text, !DeadLetter.kinds.contains(text) else { return text }
    let all = DeadLetter.kinds.joined(separator: " ")
    complain(
      .unknownCode, "/kind", "没有种类 \(text)；有：\(all)",
      "There is no kind \(text); there are: \(all)")
    return nil
  }

  /// An instant, or the first of a day in China.
  private mutating func instant(_ name: String, _ text: String?) -> Instant? {
    guard let text else { return nil }
    if let instant = Instant(rfc3339: text) ?? CivilDate(text)?.start { return instant }
    complain(
      .notADate, "/\(name)", "须为日期或带时区的时刻。",
      "A date or an instant with an offset is needed.")
    return nil
  }
}
