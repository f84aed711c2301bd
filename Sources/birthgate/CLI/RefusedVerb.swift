import ArgumentParser
import Casework
import Engine
import Foundation
import Wire

/// Messages that were refused, read from the data folder.
struct RefusedVerb: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "refused", abstract: "被拒收的报文 · Messages that were refused",
    subcommands: [RefusedList.self, RefusedShow.self])
}

/// Lists refusals and what came of them.
struct RefusedList: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "列出拒收记录及其结果 · List refusals and what came of them")

  @OptionGroup var place: PlaceOptions

  @Option(help: "发送方 A sender.")
  var sender: String?

  @Option(help: "状态 A state: open corrected.")
  var state: String?

  @Flag(help: "输出 JSON Print JSON.")
  var json = false

  func run() async throws {
    var reader = RequestReader()
    var filter = RefusalFilter(sender: sender, limit: 500)
    filter.state = reader.choice("state", state, RefusalFilter.State.allCases)
    try reader.closeForVerb()
    let inspector = try await ReadingRoom(place).office().inspector
    var all: [JSONValue] = []
    repeat {
      let wanted = filter
      let (page, next) = try await ReadingRoom.read { () async throws(StoreError) in
        try await inspector.refusals(wanted)
      }
      for refusal in page {
        if json { all.append(refusal.json) } else { Output.line(refusal.line) }
      }
      filter.after = next
    } while filter.after != nil
    if json { Output.json(.array(all)) }
  }
}

/// Shows one refusal with its errors, or the bytes that came.
struct RefusedShow: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "查看一次拒收 · Show a refusal with its errors")

  @Argument(help: "拒收记录编号 The id of a refusal.")
  var id: String

  @OptionGroup var place: PlaceOptions

  @Flag(
    help: "按原样输出收到的字节（含个人信息）The bytes as they came, which hold personal data.")
  var raw = false

  @Flag(help: "输出 JSON Print JSON.")
  var json = false

  func run() async throws {
    let inspector = try await ReadingRoom(place).office().inspector
    let found = try await ReadingRoom.read { () async throws(StoreError) in
      (try await inspector.refusal(id), raw ? try await inspector.refusedBytes(id) : nil)
    }
    guard let refusal = found.0 else {
      throw Stop.invalid(Plain("没有这次拒收。", "There is no such refusal."))
    }
    guard !raw else {
      try FileHandle.standardOutput.write(contentsOf: Data(found.1 ?? []))
      return
    }
    guard !json else { return Output.json(refusal.json) }
    Output.line(refusal.line)
    for error in refusal.errors {
      Output.line(
        "  \(error.code.rawValue)  \(error.path)  \(error.line):\(error.column)  "
          + error.message.said(in: Output.language))
    }
    if let receipt = refusal.correction {
      Output.line(
        Plain(
          "  已更正：\(receipt.receivedAt.rfc3339)，个案 \(receipt.caseID.rawValue)",
          "  corrected at \(receipt.receivedAt.rfc3339), case \(receipt.caseID.rawValue)"))
    }
  }
}

extension Refusal {
  /// One line of a list.
  fileprivate var line: String {
    let state = isCorrected ? "corrected" : "open"
    let codes = Rejection(errors: errors).codes.joined(separator: " ")
    return [id, receivedAt.rfc3339, sender, messageID ?? "-", family ?? "-", state, codes]
      .joined(separator: "  ")
  }
}
