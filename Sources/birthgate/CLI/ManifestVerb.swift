import ArgumentParser
import Casework
import Engine
import Foundation
import Wire

/// Senders' lists of what they sent: read from the data folder, or sent in a sender's name.
struct ManifestVerb: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "manifest", abstract: "清单：发了什么、缺什么 · Lists of what was sent, and what is missing",
    subcommands: [ManifestList.self, ManifestShow.self, ManifestSend.self])
}

/// Lists manifests and the daily ones that have not come.
struct ManifestList: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "列出清单和逾期未报的清单 · List manifests and overdue ones")

  @OptionGroup var place: PlaceOptions

  @Option(help: "发送方 A sender.")
  var sender: String?

  @Option(help: "状态 A state: open closed.")
  var state: String?

  @Flag(help: "输出 JSON Print JSON.")
  var json = false

  func run() async throws {
    var reader = RequestReader()
    var filter = ManifestFilter(sender: sender, limit: 100)
    filter.state = reader.choice("state", state, ManifestFilter.State.allCases)
    try reader.closeForVerb()
    let manifests = try await ReadingRoom(place).office().manifests
    var all: [JSONValue] = []
    repeat {
      let wanted = filter
      let (page, next) = try await ReadingRoom.read { () async throws(StoreError) in
        try await manifests.list(wanted)
      }
      for view in page {
        if json { all.append(view.json) } else { Output.line(view.brief) }
      }
      filter.after = next
    } while filter.after != nil
    let overdue = try await ReadingRoom.read { () async throws(StoreError) in
      try await manifests.overdue(of: sender)
    }
    guard !json else {
      Output.json(
        .record(["manifests": .array(all), "overdue": .array(overdue.map(\.json))]))
      return
    }
    for missed in overdue {
      Output.line(
        Plain(
          "逾期  \(missed.sender)  \(missed.day)  已催 \(missed.asked) 次",
          "overdue  \(missed.sender)  \(missed.day)  asked \(missed.asked) times"))
    }
  }
}

/// Shows one manifest with what is missing.
struct ManifestShow: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "查看一份清单 · Show a manifest with what is missing")

  @Argument(help: "清单编号 The id of a manifest.")
  var id: String

  @OptionGroup var place: PlaceOptions

  @Flag(help: "输出 JSON Print JSON.")
  var json = false

  func run() async throws {
    let manifests = try await ReadingRoom(place).office().manifests
    let found = try await ReadingRoom.read { () async throws(StoreError) in
      try await manifests.find(id)
    }
    guard let found else {
      throw Stop.invalid(Plain("没有这份清单。", "There is no such manifest."))
    }
    guard !json else { return Output.json(found.json) }
    Output.line(found.brief)
    let refused = Dictionary(
      found.refused.map { ($0.id, $0.codes.joined(separator: " ")) }, uniquingKeysWith: { $1 })
    for id in found.remaining {
      Output.line(
        Plain(
          "  缺  \(id)" + (refused[id].map { "  曾被拒收：\($0)" } ?? ""),
          "  missing  \(id)" + (refused[id].map { "  refused: \($0)" } ?? "")))
    }
    for id in found.unlisted { Output.line(Plain("  未列  \(id)", "  unlisted  \(id)")) }
  }
}

/// Sends a manifest to a gateway and prints what does not agree.
struct ManifestSend: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "send",
    abstract: "发送清单，打印缺失和未列的报文 · Send a manifest and print what does not agree")

  @Argument(
    help: ArgumentHelp(
      "JSON 清单 A manifest in JSON: sender, from, to, ids.", valueName: "file"))
  var file: String

  @OptionGroup var gateway: GatewayOptions

  @OptionGroup var place: PlaceOptions

  @Flag(help: "输出 JSON Print JSON.")
  var json = false

  func run() async throws {
    guard let data = FileManager.default.contents(atPath: file),
      let body = try? JSONValue.reading([UInt8](data), scale: Exchange.listScale),
      let sender = body["sender"]?.string
    else {
      throw Stop.usage(
        Plain("文件须为一份 JSON 清单。", "The file must be a manifest in JSON."))
    }
    let answer = try await ListPosting(place: place, gateway: gateway).post(
      "/v1/manifests", [UInt8](data), type: "application/json", from: sender)
    guard !json else { return Output.json(answer) }
    for id in answer["missing"]?.texts ?? [] {
      Output.line(Plain("缺  \(id)", "missing  \(id)"))
    }
    for id in answer["unlisted"]?.texts ?? [] {
      Output.line(Plain("未列  \(id)", "unlisted  \(id)"))
    }
  }
}

extension ManifestView {
  /// One line of a list.
  fileprivate var brief: Plain {
    Plain(
      "\(id)  \(sender)  \(window.from) – \(window.to)  列 \(listed)  缺 \(remaining.count)  "
        + "未列 \(unlistedCount)  已催 \(asked) 次",
      "\(id)  \(sender)  \(window.from) – \(window.to)  listed \(listed)  missing "
        + "\(remaining.count)  unlisted \(unlistedCount)  asked \(asked) times")
  }
}

extension RequestReader {
  /// Ends the reading of a verb's options: what is wrong is wrong usage.
  func closeForVerb() throws {
    do throws(Problem) {
      try close()
    } catch {
      let texts = error.faults.map(\.message)
      throw Stop.usage(
        Plain(
          texts.map(\.chinese).joined(separator: "\n"),
          texts.map(\.english).joined(separator: "\n")))
    }
  }
}
