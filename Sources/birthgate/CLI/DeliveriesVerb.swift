import ArgumentParser
import Casework
import Engine
import Foundation
import Wire

/// What did not arrive: read from the data folder, and sent again.
struct DeliveriesVerb: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "deliveries", abstract: "投递：未送达的及重发 · What did not arrive, and sending it again",
    subcommands: [DeliveriesList.self, DeliveriesResend.self])
}

/// Which dead letters a verb means.
struct DeadLetterOptions: ParsableArguments {
  @Option(help: "接收方 A lane, as lists name it.")
  var lane: String?

  @Option(help: "告知种类 The kind of a notice.")
  var kind: String?

  @Option(help: ArgumentHelp("自此时刻或日期起 Decided then or later.", valueName: "time"))
  var from: String?

  @Option(help: ArgumentHelp("早于此时刻或日期 Decided before.", valueName: "time"))
  var to: String?

  var members: [(name: String, value: String)] {
    [("lane", lane), ("kind", kind), ("from", from), ("to", to)].compactMap { name, value in
      value.map { (name, $0) }
    }
  }

  func filter() throws -> DeadLetterFilter {
    var reader = RequestReader()
    let members = members
    let filter = reader.deadLetters { name in members.first { $0.name == name }?.value }
    try reader.closeForVerb()
    return filter
  }
}

/// Lists what failed for good, and why.
struct DeliveriesList: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "列出未送达的及原因 · List what failed for good, and why")

  @OptionGroup var place: PlaceOptions
  @OptionGroup var which: DeadLetterOptions

  @Flag(help: "列出各接收方积压多少 List how much waits for each receiver instead.")
  var lanes = false

  @Flag(help: "输出 JSON Print JSON.")
  var json = false

  func run() async throws {
    var filter = try which.filter()
    filter.limit = 500
    let office = try await ReadingRoom(place).office()
    if lanes { return try await listLanes(office) }
    var all: [JSONValue] = []
    repeat {
      let wanted = filter
      let (page, next) = try await ReadingRoom.read { () async throws(StoreError) in
        try await office.deadLetters.list(wanted)
      }
      for letter in page {
        if json { all.append(letter.json) } else { Output.line(letter.line) }
      }
      filter.after = next
    } while filter.after != nil
    if json { Output.json(.array(all)) }
  }

  private func listLanes(_ office: Office) async throws {
    let views = try await ReadingRoom.read { () async throws(StoreError) in
      try await office.lanes()
    }
    if json { return Output.json(.array(views.map(\.json))) }
    for view in views {
      Output.line(
        Plain(
          "\(view.count.lane)  待送 \(view.count.waiting)  未送达 \(view.count.failed)",
          "\(view.count.lane)  waiting \(view.count.waiting)  failed \(view.count.failed)"))
    }
  }
}

/// Queues what failed anew: through the running gateway, or in the data folder where none runs.
struct DeliveriesResend: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resend", abstract: "重发未送达的 · Send again what failed")

  @Argument(help: "投递编号 Ids of deliveries; none for all that the options show.")
  var ids: [String] = []

  @OptionGroup var place: PlaceOptions
  @OptionGroup var which: DeadLetterOptions

  @Flag(help: "不给编号和条件时，确认重发全部 Without ids and conditions: all of them.")
  var all = false

  @Flag(help: "输出 JSON Print JSON.")
  var json = false

  func run() async throws {
    let filter = try which.filter()
    guard ids.isEmpty || which.members.isEmpty, ids.isEmpty || !all else {
      throw Stop.usage(
        Plain("编号和条件不能同时给出。", "Name deliveries or conditions, not both."))
    }
    guard !ids.isEmpty || !which.members.isEmpty || all else {
      throw Stop.usage(
        Plain("请给出编号或条件，或用 --all。", "Name deliveries or conditions, or say --all."))
    }
    let room = ReadingRoom(place)
    let count =
      if let gateway = try room.gateway() { try await ask(gateway) } else {
        try await resend(filter, in: room)
      }
    if json { return Output.json(.record(["count": .int(count)])) }
    Output.line(Plain("重新排队 \(count) 条。", "\(count) queued again."))
    if count < ids.count { throw Stop.invalid() }
  }

  private func resend(_ filter: DeadLetterFilter, in room: ReadingRoom) async throws -> Int {
    let letters = try await room.writingOffice().deadLetters
    let ids = ids
    return try await ReadingRoom.read { () async throws(StoreError) in
      guard !ids.isEmpty else { return try await letters.resend(filter) }
      var count = 0
      for id in ids where try await letters.resend(id) { count += 1 }
      return count
    }
  }

  private func ask(_ gateway: String) async throws -> Int {
    let client = GatewayClient(base: gateway)
    guard !ids.isEmpty else {
      let members = which.members.map { JSONObject.Member($0.name, .string($0.value)) }
      let answer = try await client.post(
        "/v1/dead-letters/resend", JSONValue.object(JSONObject(members)).canonical,
        type: "application/json")
      guard answer.status == 200, let count = answer.body["count"]?.int else {
        throw Stop.invalid(
          Plain("网关答复 \(answer.status)。", "The gateway answered \(answer.status)."))
      }
      return count
    }
    var count = 0
    for id in ids {
      let path = id.replacing("%", with: "%25").replacing("/", with: "%2F")
      let answer = try await client.post(
        "/v1/dead-letters/\(path)/resend", [], type: "application/json")
      if answer.status == 200 { count += 1 }
    }
    return count
  }
}

extension DeadLetter {
  fileprivate var line: String {
    let words = note.map { NoteWords.plain($0).said(in: Output.language) } ?? "-"
    return [id, at?.rfc3339 ?? "-", lane, kind ?? "-", String(attempts), words]
      .joined(separator: "  ")
  }
}
