import Casework
import Foundation

/// Shows on standard error how far a file has been sent: a bar that stays on its line where that is
/// a terminal, else a line every few seconds.
struct ProgressView {
  private static let lineSeconds = 5.0
  private static let barSeconds = 0.2
  private static let barCells = 24

  private let bytes: Int?
  private let isTerminal: Bool
  private let start = ContinuousClock.now
  private var shownAt: ContinuousClock.Instant
  private var isOnLine = false

  /// - Parameter bytes: of the whole file, where that is known.
  init(bytes: Int?) {
    self.bytes = bytes
    isTerminal = isatty(FileHandle.standardError.fileDescriptor) == 1
    shownAt = start
  }

  var seconds: Double { Self.seconds(ContinuousClock.now - start) }

  mutating func show(_ state: SendingState, bytesDone: Int, since first: Int) {
    let since = Self.seconds(ContinuousClock.now - shownAt)
    guard since >= (isTerminal ? Self.barSeconds : Self.lineSeconds) else { return }
    shownAt = ContinuousClock.now
    let text = Self.text(
      state, bytesDone: bytesDone, of: bytes, seconds: seconds, first: first,
      cells: isTerminal ? Self.barCells : 0
    ).said(in: Output.language)
    guard isTerminal else { return Output.complain(text) }
    Self.write("\r\u{1B}[K" + text)
    isOnLine = true
  }

  /// Takes the bar away, so that other lines can be written.
  mutating func clear() {
    guard isOnLine else { return }
    Self.write("\r\u{1B}[K")
    isOnLine = false
  }

  /// What is shown: how much of the file, how fast, how it went, how long it will take.
  ///
  /// - Parameter first: messages that an earlier run had sent; they took no time in this one.
  static func text(
    _ state: SendingState, bytesDone: Int, of bytes: Int?, seconds: Double, first: Int, cells: Int
  ) -> Plain {
    let rate = seconds > 0 ? Double(state.done - first) / seconds : 0
    let part = bytes.map { $0 > 0 ? min(1, Double(bytesDone) / Double($0)) : 1 }
    var bar = ""
    if let part, cells > 0 {
      let full = Int(part * Double(cells))
      bar = "[" + String(repeating: "#", count: full)
      bar += String(repeating: ".", count: cells - full) + "] "
    }
    let size = bytes.map { "\(mebibytes(bytesDone))/\(mebibytes($0)) MiB" }
    let percent = part.map { " \(Int($0 * 100))%" } ?? ""
    let amount = bar + (size ?? "\(mebibytes(bytesDone)) MiB") + percent
    let left = part.flatMap { $0 > 0 ? Int(seconds * (1 - $0) / $0) : nil }.map(clock) ?? "–"
    return Plain(
      "\(amount) \(Int(rate)) 条/秒，接收 \(state.accepted)，重复 \(state.repeated)，"
        + "拒绝 \(state.refused)，剩余 \(left)",
      "\(amount) \(Int(rate)) messages/s, accepted \(state.accepted), repeated \(state.repeated),"
        + " refused \(state.refused), time left \(left)")
  }

  private static func mebibytes(_ bytes: Int) -> String {
    let tenths = bytes * 10 / (1 << 20)
    return "\(tenths / 10).\(tenths % 10)"
  }

  private static func clock(_ seconds: Int) -> String {
    let rest = seconds % 60
    return "\(seconds / 60):" + (rest < 10 ? "0" : "") + "\(rest)"
  }

  private static func seconds(_ duration: Duration) -> Double {
    let parts = duration.components
    return Double(parts.seconds) + Double(parts.attoseconds) / 1e18
  }

  private static func write(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }
}
