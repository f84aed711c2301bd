import Foundation
import Testing
import Wire

/// How much of the machine's memory a gateway holds.
@Suite("Memory", .fewAtOnce)
struct MemoryTests {
  /// A figure of `/proc/PID/status` (proc(5)), in KiB.
  private func kibibytes(_ name: String, of gateway: RunningGateway) throws -> Int {
    let status = try String(contentsOfFile: "/proc/\(gateway.pid)/status", encoding: .utf8)
    let line = status.split(separator: "\n").first { $0.hasPrefix("\(name):") }
    return try #require(line?.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }.first)
  }

  @Test("Of the program only what is in use stays in memory once the gateway listens")
  func programPages() async throws {
    let gateway = try RunningGateway()
    let held = try kibibytes("RssFile", of: gateway)
    // The start held at least this much: the most there ever was, without all memory of its own.
    let start = try kibibytes("VmHWM", of: gateway) - kibibytes("RssAnon", of: gateway)
    #expect(held < start * 3 / 4)
    // And it works as before: what was given back is as it was.
    let lines = (0..<200).map { index in
      Letters.line(
        Letters.birth(
          id: "R-\(index)", number: "R\(610_000_000 + index)", mother: "R\(index)"))
    }
    let answer = try await gateway.post(
      "/v1/batches", lines.joined(separator: "\n"), type: "application/x-ndjson")
    #expect(answer.lines.map { $0["status"]?.string } == Array(repeating: "accepted", count: 200))
    #expect(gateway.stop() == 0)
  }
}
