import Casework
import Engine
import HTTPTypes
import Hummingbird
import Wire

/// Senders' lists of what they sent, held against what arrived.
struct ManifestRoutes: Sendable {
  let office: Office

  var routes: [Route] {
    [
      Route(
        .post, "/v1/manifests", caller: .sender, takes: .object(schema: "Manifest"), Self.post
      ) { exchange async throws(Problem) in try await take(exchange) },
      Route(.get, "/v1/manifests", Self.list) { exchange async throws(Problem) in
        try await list(exchange)
      },
      Route(.get, "/v1/manifests/{id}", Self.get) { exchange async throws(Problem) in
        try await show(exchange)
      },
    ]
  }

  private func take(_ exchange: Exchange) async throws(Problem) -> Response {
    let manifest = try ManifestRequest.read(
      try exchange.object(scale: Exchange.listScale))
    _ = try exchange.own(manifest.sender)
    let answer = try await stored { () async throws(StoreError) in
      try await office.manifests.take(manifest)
    }
    return .json(answer.json)
  }

  private func list(_ exchange: Exchange) async throws(Problem) -> Response {
    let query = exchange.query
    var reader = RequestReader()
    var filter = ManifestFilter(limit: reader.limit(query["limit"], standard: 20, most: 100))
    filter.state = reader.choice("state", query["state"], ManifestFilter.State.allCases)
    filter.after = reader.after(query["after"], .sender)
    try reader.close()
    filter.sender = try exchange.own(query["sender"])
    let wanted = filter
    let (found, overdue) = try await stored { () async throws(StoreError) in
      (
        try await office.manifests.list(wanted),
        try await office.manifests.overdue(of: wanted.sender)
      )
    }
    return .json(
      .record([
        "manifests": .array(found.manifests.map(\.json)),
        "overdue": .array(overdue.map(\.json)), "next": .text(found.next),
      ]))
  }

  private func show(_ exchange: Exchange) async throws(Problem) -> Response {
    let id = exchange.parameter("id")
    let found = try await stored { () async throws(StoreError) in
      try await office.manifests.find(id)
    }
    guard let found else {
      throw .notFound(Plain("没有这份清单。", "There is no such manifest."))
    }
    _ = try exchange.own(found.sender)
    return .json(found.json)
  }
}

extension ManifestRoutes {
  private static let post = Route.Description(
    operation: "postManifest", tag: "lists",
    summary: "A sender's list of a time: what never arrived, what arrived unlisted",
    answers: [.json(200, "What does not agree", "ManifestAnswer")],
    problems: [400, 401, 403, 413, 415, 422])
  private static let list = Route.Description(
    operation: "listManifests", tag: "lists",
    summary: "Manifests as they stand now, and daily ones that have not come",
    query: [
      .init("sender", "A sender; one who signs sees only its own"),
      .init(
        "state", "open while something is missing",
        choices: ManifestFilter.State.allCases.map(\.rawValue)),
      .init("after", "The `next` of the page before"), .init("limit", "1 to 100, normally 20"),
    ],
    answers: [.json(200, "Manifests", "ManifestList")], problems: [401, 403, 422])
  private static let get = Route.Description(
    operation: "getManifest", tag: "lists", summary: "One manifest as it stands now",
    answers: [.json(200, "The manifest", "ManifestState")], problems: [401, 403, 404])
}

extension Exchange {
  /// Whose things are asked for: of one who signs only its own.
  func own(_ named: String?) throws(Problem) -> String? {
    guard let sender else { return named }
    if let named, named != sender.code {
      throw .forbidden(
        Plain("只能查询自己的清单和报文。", "A sender may ask only after what is its own."))
    }
    return sender.code
  }
}

/// Reads a manifest out of a small body.
enum ManifestRequest {
  static func read(_ body: JSONValue) throws(Problem) -> Manifest {
    var reader = RequestReader()
    let sender = reader.needed("sender", body)
    let window = window(body, &reader)
    let ids = ids(body, &reader)
    try reader.close()
    guard let sender, let window else { throw .notWellFormed() }
    return Manifest(sender: sender, window: window, ids: ids)
  }

  private static func window(_ body: JSONValue, _ reader: inout RequestReader) -> ManifestWindow? {
    guard let from = reader.needed("from", body), let to = reader.needed("to", body) else {
      return nil
    }
    do throws(ManifestWindow.Trouble) {
      return try ManifestWindow(from: from, to: to)
    } catch {
      switch error {
      case .format:
        reader.complain(
          .notADate, "/from", "from 与 to 须同为日期 YYYY-MM-DD，或同为带时区的时刻。",
          "from and to are both days, YYYY-MM-DD, or both instants with an offset.")
      case .order:
        reader.complain(
          .range, "/to", "to 须在 from 之后；日期可相同。",
          "to comes after from; as days they may be the same.")
      case .tooLong:
        reader.complain(
          .range, "/to", "一份清单最多 \(ManifestWindow.daysMaximum) 天。",
          "A manifest is of \(ManifestWindow.daysMaximum) days at most.")
      }
      return nil
    }
  }

  private static func ids(_ body: JSONValue, _ reader: inout RequestReader) -> [String] {
    guard let member = body.member("ids"), !member.isNull else {
      reader.complain(.missing, "/ids", "缺少 ids，没有报文时写 []。", "ids is missing; of none, write [].")
      return []
    }
    guard let items = member.array else {
      reader.complain(.format, "/ids", "须为数组。", "An array is needed.")
      return []
    }
    var ids: [String] = []
    ids.reserveCapacity(items.count)
    for (place, item) in items.enumerated() {
      if let id = item.string, Pattern.messageID.matches(id) {
        ids.append(id)
      } else if reader.count < Bound.faults {
        reader.complain(
          item.string == nil ? .identifierNotString : .format, "/ids/\(place)",
          "须为报文编号：1 至 64 个字符，只用 A–Z a–z 0–9 . _ : -。",
          "The id of a message is needed: 1 to 64 of A–Z a–z 0–9 . _ : -.")
      }
    }
    return ids
  }
}

/// How much one answer complains of.
enum Bound {
  static let faults = 100
}
