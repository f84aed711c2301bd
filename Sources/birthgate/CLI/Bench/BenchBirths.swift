import ArgumentParser
import Casework
import Engine
import Foundation
import LibCrypto
import Synchronization
import Wire

/// Durable births a second over HTTP: keep-alive connections, each sending birth after birth.
struct BenchBirths: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "births",
    abstract: "每秒持久保存的出生报文 · Durable births a second over HTTP")

  @Option(
    help: ArgumentHelp(
      "网关地址；不给则临时启动一个 The gateway; one is started for the run if none is named.",
      valueName: "url"))
  var to: String?

  @Option(help: "连接数 Connections.")
  var connections = 64

  @Option(help: "秒数 Seconds.")
  var seconds = 10.0

  @Flag(help: "发送 XML Send XML instead of JSON.")
  var xml = false

  @Flag(help: "输出 JSON Print JSON.")
  var json = false

  func validate() throws {
    guard (1...1000).contains(connections), seconds > 0 else {
      throw ValidationError("1 to 1000 connections, and more than 0 seconds")
    }
  }

  func run() async throws {
    let child = to == nil ? try ChildGateway() : nil
    defer { child?.stop() }
    guard let url = to ?? child?.url, let target = URLComponents(string: url),
      let host = target.host, let port = target.port
    else {
      throw Stop.usage(Plain("--to 须为 http://HOST:PORT。", "--to is http://HOST:PORT."))
    }
    let maker = BirthMaker(run: Hex.encode(SecureRandom.bytes(6)))
    // A warm-up keeps the first connections and page faults out of the figures.
    let numbers = Numbers()
    _ = try load(host, port, maker, numbers, for: min(1, seconds / 4))
    let before = child.flatMap { ProcessTimes.cpuSeconds(of: $0.pid) }
    let result = try load(host, port, maker, numbers, for: seconds)
    let after = child.flatMap { ProcessTimes.cpuSeconds(of: $0.pid) }
    report(result, cpu: after.flatMap { after in before.map { after - $0 } })
    if result.failures > 0 { throw Stop.invalid() }
  }

  private func load(
    _ host: String, _ port: Int, _ maker: BirthMaker, _ numbers: Numbers, for seconds: Double
  ) throws -> LoadResult {
    let isXML = xml
    let body: @Sendable (Int) -> [UInt8] = { isXML ? maker.xml($0) : maker.json($0) }
    let generator = LoadGenerator(
      host: host, port: port, type: xml ? "application/xml" : "application/json",
      connections: connections, seconds: seconds, body: { body(numbers.next()) })
    return try generator.run()
  }

  private func report(_ result: LoadResult, cpu: Double?) {
    let count = result.microseconds.count
    let rate = Double(count) / result.seconds
    let sorted = result.microseconds.sorted()
    func quantile(_ part: Double) -> Double {
      guard let last = sorted.last else { return 0 }
      let place = Int(part * Double(sorted.count))
      return Double(place < sorted.count ? sorted[place] : last) / 1000
    }
    let each = cpu.map { count == 0 ? 0 : $0 * 1e6 / Double(count) }
    if json {
      let form = xml ? "xml" : "json"
      let view = JSONValue.record([
        "births": .int(count), "failures": .int(result.failures),
        "seconds": .double(result.seconds), "perSecond": .double(rate),
        "p50Milliseconds": .double(quantile(0.5)), "p99Milliseconds": .double(quantile(0.99)),
        "serverCPUMicroseconds": each.map { JSONValue.double($0) },
        "connections": .int(connections), "form": .string(form),
      ])
      Output.json(view)
      return
    }
    let said = each.map { ", server CPU \(Int($0)) µs/birth" } ?? ""
    Output.line(
      "\(count) births in \(result.seconds.formatted(.number.precision(.fractionLength(2)))) s: "
        + "\(Int(rate))/s, p50 \(quantile(0.5)) ms, p99 \(quantile(0.99)) ms\(said), "
        + "\(result.failures) failed")
  }
}

/// Hands out numbers, each once.
final class Numbers: Sendable {
  private let last = Atomic(0)
  func next() -> Int { last.add(1, ordering: .relaxed).oldValue }
}
