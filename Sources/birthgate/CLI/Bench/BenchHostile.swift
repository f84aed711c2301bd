import ArgumentParser
import Casework
import Foundation
import Wire

/// Reads bodies of 1 MiB made to cost much, one after the other: what each took of the processor
/// and of memory, and whether that is within the bounds.
struct BenchHostile: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hostile",
    abstract: "恶意报文的代价 · What hostile messages cost")

  @Option(help: "每条报文最多用时（毫秒） Most milliseconds of the processor for each.")
  var milliseconds = 50.0

  @Option(help: "每条报文最多用内存（MiB） Most MiB of memory for each.")
  var mebibytes = 16.0

  @Option(help: "只读名称含此字的 Only those whose name contains this.")
  var only: String?

  @Flag(help: "输出 JSON Print JSON.")
  var json = false

  @Option(help: .hidden)
  var growth: String?

  func run() throws {
    let bodies = HostileBody.all.filter { only.map($0.name.contains) ?? true }
    if let growth {
      guard let body = HostileBody.all.first(where: { $0.name == growth }) else { return }
      return Output.line(String(Self.growth(of: body)))
    }
    var excess = 0
    if !json {
      Output.line(
        Self.row("case", "bytes", "ms", "cut ms", "MiB", "first finding", "verdict"))
    }
    for body in bodies {
      let cost = Self.cost(of: body)
      let isBounded = cost.reading <= milliseconds && cost.mebibytes <= mebibytes
      if !isBounded { excess += 1 }
      if json {
        Output.json(cost.json(of: body, isBounded: isBounded))
      } else {
        Output.line(
          Self.row(
            body.name, String(body.bytes().count), Self.shown(cost.reading),
            Self.shown(cost.cutting), Self.shown(cost.mebibytes), cost.finding,
            isBounded ? "within" : "BEYOND"))
      }
    }
    Output.complain("\(bodies.count) bodies, \(excess) beyond the bounds")
    if excess > 0 { Output.end(.invalid) }
  }

  /// What one body took.
  private struct Cost {
    /// Milliseconds of the processor, the best of three.
    var reading: Double
    /// The same for cutting it as a batch, without reading the pieces.
    var cutting: Double
    var mebibytes: Double
    var finding: String

    func json(of body: HostileBody, isBounded: Bool) -> JSONValue {
      .record([
        "case": .string(body.name), "bytes": .int(body.bytes().count),
        "milliseconds": .double(reading), "cutMilliseconds": .double(cutting),
        "mebibytes": .double(mebibytes), "finding": .string(finding), "within": .bool(isBounded),
      ])
    }
  }

  private static func cost(of body: HostileBody) -> Cost {
    let reader = Families.reader
    let bytes = body.bytes()
    var finding = ""
    let reading = bestOfThree { finding = read(bytes, body, reader) }
    let cutting = bestOfThree {
      var batch = BatchReader()
      _ = batch.feed(bytes)
      _ = batch.finish()
    }
    return Cost(
      reading: reading, cutting: cutting,
      mebibytes: Double(growthInAnotherProcess(of: body)) / 1_048_576, finding: finding)
  }

  private static func read(
    _ bytes: [UInt8], _ body: HostileBody, _ reader: MessageReader
  ) -> String {
    do throws(Rejection) {
      _ = try reader.read(bytes, as: Manner(charset: body.charset))
      return "none"
    } catch {
      let count = error.errors.count
      let first = error.errors.first?.code.rawValue ?? "none"
      return count > 1 ? "\(first) and \(count - 1) more" : first
    }
  }

  private static func bestOfThree(_ work: () -> Void) -> Double {
    var best = Double.infinity
    for _ in 0..<3 {
      let start = ProcessTimes.milliseconds
      work()
      best = min(best, ProcessTimes.milliseconds - start)
    }
    return best
  }

  /// How much the peak of a fresh process rises over what it held when the body lay ready. The
  /// allocator is told to give back at once what is freed, so that nothing hides in it.
  private static func growthInAnotherProcess(of body: HostileBody) -> Int {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    process.arguments = ["bench", "hostile", "--growth", body.name]
    var environment = ProcessInfo.processInfo.environment
    environment["MALLOC_MMAP_THRESHOLD_"] = "65536"
    environment["MALLOC_TRIM_THRESHOLD_"] = "65536"
    process.environment = environment
    let output = Pipe()
    process.standardOutput = output
    guard (try? process.run()) != nil else { return 0 }
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Int(String(decoding: data, as: UTF8.self).prefix { $0.isNumber }) ?? Int.max
  }

  private static func growth(of body: HostileBody) -> Int {
    let reader = Families.reader
    for text in ["<message xmlns='urn:birthgate:message:1'/>", "{}"] {
      _ = read(Array(text.utf8), body, reader)
    }
    let bytes = body.bytes()
    ProcessTimes.forgetPeak()
    guard let before = ProcessTimes.peakBytes() else { return Int.max }
    _ = read(bytes, body, reader)
    // Where nothing new was needed, what was held may even have been given back.
    return max(0, (ProcessTimes.peakBytes() ?? Int.max) - before)
  }

  private static func shown(_ number: Double) -> String {
    String(Double(Int(number * 10)) / 10)
  }

  private static func row(_ cells: String...) -> String {
    let widths = [34, 8, 7, 7, 6, 30, 0]
    return zip(cells, widths).map { cell, width in
      cell + String(repeating: " ", count: max(0, width - cell.count))
    }.joined(separator: " ")
  }
}
