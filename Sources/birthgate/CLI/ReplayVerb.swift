import ArgumentParser
import Casework
import Engine
import Foundation
import Policies
import Wire

/// Reads the stored messages of a time again and decides their cases anew, by this program and the
/// packs that rule or others; prints what would be otherwise and changes nothing.
struct ReplayVerb: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "以现在的程序重读已存报文，列出差异，不作改动"
      + " · Read stored messages again by this program, print differences, change nothing")

  @OptionGroup var place: PlaceOptions

  @Option(
    help: ArgumentHelp(
      "自此时刻起收到的报文 Messages received from this instant or day on.", valueName: "instant"))
  var from: String?

  @Option(
    help: ArgumentHelp(
      "至此时刻（含；日期则含当日）To this instant, or to the end of this day.", valueName: "instant"))
  var to: String?

  @Option(
    name: .customLong("case"),
    help: ArgumentHelp("只看一个个案 Only one case: its id or a key.", valueName: "id"))
  var caseID: String?

  @Option(
    help: ArgumentHelp("改用另一套政策包 Other packs are to rule.", valueName: "dir"))
  var policies: String?

  @Flag(help: "输出 JSON Print JSON.")
  var json = false

  func run() async throws {
    let range = try received()
    let named = try policies.map { try PackSet.folder($0) }
    let office = try await ReadingRoom(place).office()
    var other: (book: PolicyBook, occasion: String)?
    if let named {
      do throws(PackError) {
        other = (try named.book(trial: office.settings().trialPacks), named.digest)
      } catch {
        throw Stop.invalid(Plain("政策包有误：\(error)", "A policy pack is wrong: \(error)"))
      }
    }
    let settings = office.settings()
    let replay = office.caseworker.replay(
      other: other, dialect: { settings.dialects.find($0) },
      sender: { code in settings.senders?[code].map(settings.manner) ?? .canonical })
    var run = ReplayRun(replay: replay, received: range, json: json)
    if let caseID {
      let view = try await ReadingRoom.find(caseID, in: office, asOf: nil)
      try await run.one(view.caseID)
    } else {
      try await run.all()
    }
    guard run.tally.differences == 0 else { throw Stop.invalid() }
  }

  private func received() throws -> ClosedRange<Int64> {
    let first = try Self.instant(from, "--from") { $0.start.milliseconds } ?? .min
    let last =
      try Self.instant(to, "--to") { $0.adding(days: 1).start.milliseconds - 1 } ?? .max
    guard first <= last else {
      throw Stop.usage(Plain("--from 晚于 --to。", "--from is later than --to."))
    }
    return first...last
  }

  private static func instant(
    _ text: String?, _ name: String, ofDay: (CivilDate) -> Int64
  ) throws -> Int64? {
    guard let text else { return nil }
    if let instant = Instant(rfc3339: text) { return instant.milliseconds }
    if let day = CivilDate(text) { return ofDay(day) }
    throw Stop.usage(
      Plain(
        "\(name) 须为日期或带时区的时刻。", "\(name) needs a day or an instant with an offset."))
  }
}

/// One run of a replay, printed as it goes.
private struct ReplayRun {
  /// How much was read and how much differs.
  struct Tally {
    var messages = (read: 0, changed: 0)
    var refused = (read: 0, changed: 0)
    var cases = (read: 0, changed: 0)

    var differences: Int { messages.changed + refused.changed + cases.changed }

    var json: JSONValue {
      func pair(_ pair: (read: Int, changed: Int)) -> JSONValue {
        .record(["read": .int(pair.read), "changed": .int(pair.changed)])
      }
      return .record([
        "messages": pair(messages), "refused": pair(refused), "cases": pair(cases),
      ])
    }
  }

  let replay: Replay
  let received: ClosedRange<Int64>
  let json: Bool
  private(set) var tally = Tally()
  private var isFirst = true

  init(replay: Replay, received: ClosedRange<Int64>, json: Bool) {
    self.replay = replay
    self.received = received
    self.json = json
  }

  mutating func all() async throws {
    open("messages")
    var range = MessageRange(received: received)
    repeat {
      let wanted = range
      let page = try await ReadingRoom.read { () async throws(StoreError) in
        try await replay.messages(wanted)
      }
      tell(page.changes, page.count)
      range.after = page.next
    } while range.after != nil
    open("refused")
    var place: String?
    repeat {
      let last = place
      let page = try await ReadingRoom.read { () async throws(StoreError) in
        try await replay.refused(after: last, received: received)
      }
      for change in page.changes { print(change.json, change.lines) }
      tally.refused.read += page.count
      tally.refused.changed += page.changes.count
      place = page.next
    } while place != nil
    open("cases")
    var id: CaseID?
    repeat {
      let last = id
      let page = try await ReadingRoom.read { () async throws(StoreError) in
        try await replay.cases(after: last, received: received)
      }
      tell(page.changes, page.count)
      id = page.next
    } while id != nil
    close()
  }

  mutating func one(_ id: CaseID) async throws {
    open("messages")
    let messages = try await ReadingRoom.read { () async throws(StoreError) in
      try await replay.messages(of: id)
    }
    tell(messages.changes, messages.count)
    open("refused")
    open("cases")
    let cases = try await ReadingRoom.read { () async throws(StoreError) in
      try await replay.cases(of: id)
    }
    tell(cases.changes, cases.count)
    close()
  }

  private mutating func tell(_ changes: [Replay.MessageChange], _ count: Int) {
    for change in changes { print(change.json, change.lines) }
    tally.messages.read += count
    tally.messages.changed += changes.count
  }

  private mutating func tell(_ changes: [Replay.CaseChange], _ count: Int) {
    for change in changes { print(change.json, change.lines) }
    tally.cases.read += count
    tally.cases.changed += changes.count
  }

  private mutating func print(_ value: JSONValue, _ lines: [String]) {
    guard json else {
      for line in lines { Output.line(line) }
      return
    }
    Output.line((isFirst ? "" : ",") + value.canonicalText)
    isFirst = false
  }

  /// One document, written piece by piece, so that a million messages need no room.
  private mutating func open(_ name: String) {
    guard json else { return }
    Output.line((name == "messages" ? "{" : "],") + "\"\(name)\":[")
    isFirst = true
  }

  private func close() {
    guard !json else { return Output.line("],\"summary\":\(tally.json.canonicalText)}") }
    Output.line(
      Plain(
        "重读报文 \(tally.messages.read) 条，其中 \(tally.messages.changed) 条有差异；"
          + "被拒报文 \(tally.refused.read) 条，\(tally.refused.changed) 条；"
          + "个案 \(tally.cases.read) 个，\(tally.cases.changed) 个。",
        "\(tally.messages.read) messages read again, \(tally.messages.changed) differ;"
          + " \(tally.refused.read) refused ones, \(tally.refused.changed);"
          + " \(tally.cases.read) cases, \(tally.cases.changed)."))
  }
}
