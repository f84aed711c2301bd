import Casework
import Foundation

/// A gateway of this very program in a process of its own, on a folder that goes with it.
final class ChildGateway {
  private let process = Process()
  private let folder: String
  let url: String

  var pid: Int32 { process.processIdentifier }

  /// - Parameters:
  ///   - folder: nil for a new one.
  ///   - settings: a settings file.
  init(folder: String? = nil, settings: String? = nil) throws {
    self.folder =
      folder
      ?? NSTemporaryDirectory() + "birthgate-bench-\(ProcessInfo.processInfo.processIdentifier)"
    process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    process.arguments =
      ["serve", "--data", self.folder, "--listen", "127.0.0.1:0"]
      + (settings.map { ["--settings", $0] } ?? [])
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    do {
      try process.run()
    } catch {
      throw Stop.unavailable(Plain("无法启动网关。", "Cannot start a gateway."))
    }
    var line = ""
    while !line.hasSuffix("\n"), let byte = try output.fileHandleForReading.read(upToCount: 1),
      !byte.isEmpty
    {
      line += String(decoding: byte, as: UTF8.self)
    }
    let prefix = "listening on "
    guard line.hasPrefix(prefix) else {
      throw Stop.unavailable(Plain("网关没有启动。", "The gateway did not start."))
    }
    url = line.dropFirst(prefix.count).trimmed
  }

  func stop() {
    process.terminate()
    process.waitUntilExit()
    Self.remove(folder)
  }

  static func remove(_ folder: String) {
    try? FileManager.default.removeItem(atPath: folder)
    try? FileManager.default.removeItem(atPath: folder + ".key")
  }
}

/// What Linux says of a process under `/proc`.
enum ProcessTimes {
  /// User and system time together, from fields 14 and 15 of `stat` (proc(5)), in ticks of 10 ms.
  static func cpuSeconds(of pid: Int32) -> Double? {
    guard let text = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
      let end = text.lastIndex(of: ")")
    else { return nil }
    let fields = text[text.index(after: end)...].split(separator: " ")
    guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12])
    else { return nil }
    return (user + system) / 100
  }

  /// The most memory this process has held, in bytes.
  static func peakBytes() -> Int? {
    let text = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = text?.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return line?.split(separator: " ").compactMap { Int($0) }.first.map { $0 * 1024 }
  }

  /// Lets the peak begin anew at what this process holds now (proc(5), `clear_refs`).
  static func forgetPeak() {
    let file = FileHandle(forWritingAtPath: "/proc/self/clear_refs")
    try? file?.write(contentsOf: Data("5".utf8))
  }

  /// What this process has had of the processor so far.
  static var milliseconds: Double { Double(clock()) * 1000 / Double(CLOCKS_PER_SEC) }
}
