import Casework
import Foundation
import Wire

/// Sends one file, part after part, and keeps how far it came.
struct FileSending {
  struct Options {
    var client: GatewayClient
    var manner: Manner
    var resumes: Bool
    var statePath: String?
    var batch: Int
    var patienceSeconds: Double
    var asJSON: Bool
  }

  private static let partBytesMax = 4 << 20
  /// After so many the terminal is told no more of what was refused; the list has all.
  private static let complaintsMax = 20

  private let name: String
  private let options: Options
  private let file: InputFile
  private let statePath: String?
  private var state: SendingState
  private var progress: ProgressView
  private var refusals: RefusalFile?
  private var complaints = 0
  /// What an earlier run had sent.
  private var first: Int

  init(_ name: String, _ options: Options) throws {
    self.name = name
    self.options = options
    let isFile = name != "-"
    statePath = isFile ? options.statePath ?? name + ".submit-state" : nil
    var state = SendingState(path: statePath)
    state.resume()
    if state.wasFound, !options.resumes {
      Output.complain(
        Plain(
          "\(name) 上次没有发完；现从头再发，--resume 可从停下处继续。",
          "\(name) was not sent to its end; it is sent from its beginning now, --resume goes on."))
      state = SendingState(path: statePath)
    }
    file = try InputFile(name, as: options.manner)
    self.state = state
    first = state.done
    progress = ProgressView(bytes: file.bytes)
    refusals = isFile ? RefusalFile(beside: name, keeping: state.refusedBytes) : nil
  }

  /// - Returns: how many messages were refused, in earlier runs too.
  mutating func run() async throws -> Int {
    let isTalkative = isatty(FileHandle.standardError.fileDescriptor) == 0
    var sender = PartSender(
      client: options.client,
      query: Self.query(options.manner),
      patienceSeconds: options.patienceSeconds,
      onWait: { seconds in
        guard isTalkative || seconds >= 1 else { return }
        Output.complain(
          Plain(
            "网关不可用，\(seconds) 秒后再试。",
            "The gateway is not available; trying again in \(seconds) s."))
      })
    do {
      try await send(try pieces(), by: &sender)
    } catch let trouble as PartSender.GaveUp {
      throw end(trouble.reason)
    } catch let stop as Stop {
      progress.clear()
      // A gateway that was there before is worth coming back to.
      if stop.status == .unavailable, state.done > 0, let text = stop.text { throw end(text) }
      throw stop
    }
    finish()
    return state.refused
  }

  /// The messages that are still to be sent: those after the last that is settled, where what
  /// stands before them is what was sent, else all.
  private mutating func pieces() throws -> InputFile.Pieces {
    var pieces = file.pieces
    guard first > 0 else { return pieces }
    var passed = 0
    var trace = SendingState.Trace()
    while passed < first, let piece = try pieces.next() {
      trace.add(piece.bytes)
      passed += 1
    }
    if passed == first, trace == state.sent { return pieces }
    Output.complain(
      Plain(
        "\(name) 已不是上次所发的内容；现从头再发。",
        "\(name) is no longer what was sent of it; it is sent from its beginning now."))
    state = SendingState(path: statePath)
    first = 0
    refusals = RefusalFile(beside: name, keeping: 0)
    return try InputFile(name, as: options.manner).pieces
  }

  private mutating func send(
    _ pieces: InputFile.Pieces, by sender: inout PartSender
  ) async throws {
    var pieces = pieces
    var part: Part?
    // Of the pieces up to the last of the part.
    var trace = state.sent
    while let piece = try pieces.next() {
      if let open = part, !takes(open, piece) {
        try await send(open, by: &sender, trace, isLast: false, pieces.bytesRead)
        part = nil
      }
      if part == nil {
        part = Part(piece, charset: options.manner.charset)
      } else {
        part?.add(piece)
      }
      if statePath != nil { trace.add(piece.bytes) }
    }
    guard let part else { return }
    try await send(part, by: &sender, trace, isLast: true, pieces.bytesRead)
  }

  /// What the gateway cannot know of how the file is written. Pieces of UTF-16 are UTF-8 already.
  private static func query(_ manner: Manner) -> String {
    var pairs: [String] = []
    if let dialect = manner.dialects.first {
      pairs.append("dialect=\(dialect.name)")
      if let sender = manner.sender { pairs.append("sender=\(sender)") }
    }
    if manner.charset == .gb18030 { pairs.append("charset=\(Charset.gb18030.rawValue)") }
    return pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&")
  }

  private func takes(_ part: Part, _ piece: BatchReader.Piece) -> Bool {
    part.members.count < options.batch && part.bytes < Self.partBytesMax && part.takes(piece)
  }

  /// - Parameters:
  ///   - trace: of all messages up to the last of the part.
  ///   - isLast: whether the file ends with it.
  private mutating func send(
    _ part: Part, by sender: inout PartSender, _ trace: SendingState.Trace, isLast: Bool,
    _ bytesRead: Int
  ) async throws {
    let settled = try await sender.send(part)
    state.count(settled)
    state.done = (part.members.last?.index ?? state.done) + 1
    state.sent = trace
    show(settled, isOnly: isLast && state.done == 1)
    if !isLast {
      state.refusedBytes = refusals?.bytes ?? 0
      state.write()
    }
    progress.show(state, bytesDone: bytesRead, since: first)
  }

  private mutating func show(_ settled: [Settled], isOnly: Bool) {
    if !isOnly {
      let refused = settled.filter { $0.status == .rejected }.map { $0.json(name) }
      refusals?.append(refused)
    }
    progress.clear()
    var results: [String] = []
    for one in settled {
      if options.asJSON {
        results.append(one.json(name).canonicalText)
      } else if one.status != .rejected {
        results += one.lines(name)
      } else if complaints < Self.complaintsMax || refusals == nil {
        complaints += 1
        one.lines(name).forEach(Output.complain)
      }
    }
    if !results.isEmpty { Output.line(results.joined(separator: "\n")) }
  }

  private mutating func end(_ reason: Plain) -> Stop {
    progress.clear()
    state.refusedBytes = refusals?.bytes ?? 0
    state.write()
    let chinese = "已处理 \(state.done) 条；网关恢复后用 --resume 继续：birthgate submit --resume \(name)"
    let english =
      "\(state.done) messages are settled; once the gateway is back go on with --resume: "
      + "birthgate submit --resume \(name)"
    return .unavailable(
      Plain(reason.chinese + "\n" + chinese, reason.english + "\n" + english))
  }

  private mutating func finish() {
    progress.clear()
    state.remove()
    guard state.done > 1 else { return }
    let seconds = progress.seconds
    let rate = seconds > 0 ? Int(Double(state.done - first) / seconds) : 0
    let list = state.refused > 0 ? refusals?.path : nil
    Output.complain(
      Plain(
        "\(name)：共 \(state.done) 条，接收 \(state.accepted)，重复 \(state.repeated)，"
          + "拒绝 \(state.refused)，\(rate) 条/秒" + (list.map { "；被拒绝的见 \($0)" } ?? ""),
        "\(name): \(state.done) messages, accepted \(state.accepted), repeated \(state.repeated), "
          + "refused \(state.refused), \(rate) a second"
          + (list.map { "; the refused ones are in \($0)" } ?? "")))
  }
}
