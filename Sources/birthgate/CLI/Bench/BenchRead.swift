import ArgumentParser
import Casework
import Foundation
import Wire

/// Reads the messages of files over and over on one core, through the gateway's own reader: what a
/// message costs in processor time, and which part of it goes where.
struct BenchRead: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "read", abstract: "读取报文的速度 · Rate of reading messages")

  @Argument(
    help: ArgumentHelp(
      "报文或批次，- 为标准输入 Messages or batches; - for standard input.",
      valueName: "file"))
  var files: [String]

  @Option(help: "完整读取所用的秒数 Seconds of whole reading.")
  var seconds = 2.0

  @Flag(help: "输出 JSON Print JSON.")
  var json = false

  func validate() throws {
    guard seconds > 0, seconds <= 3600 else {
      throw ValidationError("--seconds: 0–3600")
    }
  }

  func run() throws {
    let reader = Families.reader
    var pieces: [[UInt8]] = []
    for file in files { try InputFile(file).forEachPiece { pieces.append($0.bytes) } }
    guard !pieces.isEmpty else {
      throw Stop.usage(Plain("文件中没有报文。", "There is no message in the files."))
    }
    // Once before, so that nothing is measured that happens once, and nothing that is refused.
    for piece in pieces { _ = try Self.read(piece, reader, upTo: .read) }
    var costs: [MessageReader.Stage: Cost] = [:]
    for stage in MessageReader.Stage.allCases {
      // The parts only divide what is measured for the whole.
      let share = stage == .read ? seconds : seconds / 4
      costs[stage] = try Self.measure(pieces, reader, upTo: stage, for: share)
    }
    guard let parse = costs[.parse], let judge = costs[.judge], let whole = costs[.read]
    else { return }
    let bytes = pieces.reduce(0) { $0 + $1.count }
    report(
      whole: whole, bytesEach: Double(bytes) / Double(pieces.count),
      parts: [
        ("parse", parse.microseconds), ("judge", judge.microseconds - parse.microseconds),
        ("conclude", whole.microseconds - judge.microseconds),
      ])
  }

  /// Messages read and the processor time they took.
  struct Cost {
    var messages = 0
    var seconds = 0.0

    var microseconds: Double { seconds / Double(messages) * 1e6 }
  }

  private static func read(
    _ bytes: [UInt8], _ reader: MessageReader, upTo stage: MessageReader.Stage
  ) throws -> Int {
    do throws(Rejection) {
      return try reader.read(bytes, upTo: stage)
    } catch {
      throw Stop.invalid(
        Plain(
          "有报文未通过检查；请先用 birthgate check 检查。",
          "A message is refused; see birthgate check."))
    }
  }

  private static func measure(
    _ pieces: [[UInt8]], _ reader: MessageReader, upTo stage: MessageReader.Stage,
    for seconds: Double
  ) throws -> Cost {
    var cost = Cost()
    let start = ProcessTimes.milliseconds
    repeat {
      for piece in pieces { _ = try read(piece, reader, upTo: stage) }
      cost.messages += pieces.count
      cost.seconds = (ProcessTimes.milliseconds - start) / 1000
    } while cost.seconds < seconds
    return cost
  }

  private func report(whole: Cost, bytesEach: Double, parts: [(name: String, us: Double)]) {
    let rate = 1e6 / whole.microseconds
    if json {
      let stages = parts.map { JSONObject.Member($0.name, .double($0.us)) }
      Output.json(
        .record([
          "messages": .int(whole.messages), "cpuSeconds": .double(whole.seconds),
          "bytesEach": .double(bytesEach), "perSecond": .double(rate),
          "microseconds": .double(whole.microseconds),
          "megabytesPerSecond": .double(rate * bytesEach / 1e6),
          "stages": .object(JSONObject(stages)),
        ]))
      return
    }
    func short(_ number: Double) -> String { String(format: "%.1f", number) }
    Output.line(
      "\(whole.messages) messages of \(Int(bytesEach)) bytes: \(Int(rate))/s, "
        + "\(short(whole.microseconds)) µs each, \(short(rate * bytesEach / 1e6)) MB/s, "
        + "\(short(whole.seconds)) s of processor time")
    let list = parts.map { "\($0.name) \(short($0.us))" }
    Output.line(list.joined(separator: ", ") + " µs")
  }
}
