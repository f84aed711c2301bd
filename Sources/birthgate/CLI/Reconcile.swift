import ArgumentParser
import Casework
import Engine
import Foundation
import Wire

/// Compares a tax bureau's tickets of a day with what its messages said.
struct Reconcile: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reconcile",
    abstract: "税务按日对账 · Compare a tax bureau's tickets of a day with its messages",
    discussion: """
      文件为 NDJSON（每行一张凭证）或 CSV（首行列名）；当日确无缴款的，为 JSON 对象，\
      tickets 为 []。
      The file is NDJSON, a ticket a line, or CSV with a line of names: \
      ticketNumber,line,action,amount,premiumYear,office; of a day on which nothing was paid a \
      JSON object whose tickets are [].
      """)

  @Argument(help: ArgumentHelp("当日的缴款凭证 The day's tickets.", valueName: "file"))
  var file: String

  @Option(help: ArgumentHelp("缴费日 The day they were paid on.", valueName: "date"))
  var day: String

  @OptionGroup var gateway: GatewayOptions

  @OptionGroup var place: PlaceOptions

  @Flag(help: "输出 JSON Print JSON.")
  var json = false

  func validate() throws {
    guard gateway.sender != nil else {
      throw ValidationError("须以 --sender 写明谁的凭证 --sender says whose tickets they are")
    }
  }

  func run() async throws {
    let sender = gateway.sender ?? ""
    guard let data = FileManager.default.contents(atPath: file) else {
      throw Stop.usage(Plain("无法读取文件 \(file)。", "Cannot read the file \(file)."))
    }
    var name = sender.utf8.map { "%" + Hex.encode([$0]) }.joined()
    name = "/v1/reconciliations?sender=\(name)&day=\(day.filter { $0 != "&" && $0 != " " })"
    let bytes = [UInt8](data)
    let answer = try await ListPosting(place: place, gateway: gateway).post(
      name, bytes, type: Self.type(of: bytes), from: sender)
    if json { Output.json(answer) } else { Self.tell(answer) }
    if answer["agrees"]?.bool != true { throw Stop.invalid() }
  }

  /// One object with `tickets`, tickets line by line, or a table.
  private static func type(of bytes: [UInt8]) -> String {
    guard bytes.first(where: { $0 > 0x20 }) == UInt8(ascii: "{") else { return "text/csv" }
    let whole = try? JSONValue.reading(bytes, scale: Exchange.listScale)
    return whole?.member("tickets") == nil ? "application/x-ndjson" : "application/json"
  }

  private static func tell(_ answer: JSONValue) {
    if answer["totals"]?.array?.isEmpty == true {
      Output.line(
        Plain("双方当日均无凭证。", "Neither side has a ticket of that day."))
    }
    for total in answer["totals"]?.array ?? [] {
      func sum(_ side: String) -> String {
        "\(total[side]?["count"]?.int ?? 0) / \(total[side]?["sum"]?.string ?? "")"
      }
      let year = total["premiumYear"]?.int.map { String($0) } ?? "-"
      let group = [total["office"]?.string ?? "-", year, total["action"]?.string ?? ""]
        .joined(separator: "  ")
      Output.line(
        Plain(
          "\(group)  税务 \(sum("theirs"))  网关 \(sum("ours"))",
          "\(group)  theirs \(sum("theirs"))  ours \(sum("ours"))"))
    }
    for difference in answer["differences"]?.array ?? [] {
      let what = difference["what"]?.texts ?? []
      Output.line(
        "\(difference["ticketNumber"]?.string ?? "")  \(difference["line"]?.int ?? 1)  "
          + what.joined(separator: " ") + "  \(difference["message"]?.string ?? "")")
    }
  }
}
