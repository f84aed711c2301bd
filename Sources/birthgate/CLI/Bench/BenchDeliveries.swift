import ArgumentParser
import Casework
import Engine
import Foundation
import LibCrypto
import StoreSQLite
import Wire

/// Webhook deliveries of a real gateway to receivers on this machine: how many a second until all
/// are marked as delivered on disk, or, at a steady pace, how late they come while some hang.
struct BenchDeliveries: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "deliveries",
    abstract: "每秒投递数，及个别接收方不应答时的影响 · Deliveries a second, and what a hanging receiver costs")

  @Option(help: "接收方数 Receivers.")
  var receivers = 50

  @Option(help: "其中从不应答的 Of them, those that never answer.")
  var hanging = 0

  @Option(help: "投递数 Deliveries.")
  var deliveries = 50_000

  @Option(
    help: "每秒到期多少；不给则一次全部到期 How many fall due a second; all at once if not given.")
  var pace: Double?

  @Flag(help: "只当接收方，直到标准输入结束 Only be the receivers, until the input ends.")
  var sink = false

  @Flag(help: "输出 JSON Print JSON.")
  var json = false

  @Option(help: .hidden)
  var fill: String?

  @Option(help: .hidden)
  var ports: String?

  @Option(help: .hidden)
  var start: Int64?

  func validate() throws {
    guard (1...500).contains(receivers), (0..<receivers).contains(hanging),
      (1...10_000_000).contains(deliveries), pace.map({ $0 > 0 }) ?? true
    else { throw ValidationError("1 to 500 receivers, not all of them hanging") }
  }

  func run() async throws {
    if let fill { return try await DeliveryFill(self, folder: fill).run() }
    let sink = try DeliverySink(receivers: receivers, hanging: hanging)
    if self.sink { return beReceivers(sink) }
    let folder =
      NSTemporaryDirectory() + "birthgate-bench-\(ProcessInfo.processInfo.processIdentifier)"
    defer { ChildGateway.remove(folder) }
    try prepare(folder, sink.ports)
    let child = try ChildGateway(folder: folder, settings: Self.settings(folder))
    defer { child.stop() }
    let result = try await measure(sink, child, folder)
    report(result)
    if result.marked < result.expected { throw Stop.invalid() }
  }

  static func settings(_ folder: String) -> String { folder + "/settings.json" }

  /// Fills the folder in a process of its own, which lets go of it.
  private func prepare(_ folder: String, _ ports: [Int]) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data(#"{"allowPrivateWebhooks": true}"#.utf8)
      .write(to: URL(fileURLWithPath: Self.settings(folder)))
    // Long enough for the gateway to be up, on a busy machine too where lateness is measured.
    let begin = Assembly.wallClock().adding(seconds: pace == nil ? 8 : 25).milliseconds
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    process.arguments =
      [
        "bench", "deliveries", "--fill", folder, "--deliveries", String(deliveries),
        "--receivers", String(receivers), "--start", String(begin),
        "--ports", ports.map { String($0) }.joined(separator: ","),
      ] + (pace.map { ["--pace", String($0)] } ?? [])
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Stop.unavailable(Plain("无法准备数据。", "The data could not be made."))
    }
  }

  /// What a run came to.
  struct Outcome {
    var expected: Int
    var marked: Int
    var seconds: Double
    var cpu: Double?
    var arrivals: DeliverySink.Arrivals
  }

  private func measure(_ sink: DeliverySink, _ child: ChildGateway, _ folder: String)
    async throws -> Outcome
  {
    let each = deliveries / receivers
    let expected = each * (receivers - hanging)
    // The clock starts with the first arrival: what comes before is the start of the program.
    while sink.answered == 0 { try await Task.sleep(for: .milliseconds(2)) }
    let (start, before) = (ContinuousClock.now, ProcessTimes.cpuSeconds(of: child.pid))
    let limit = start + .seconds(600)
    while sink.answered < expected, ContinuousClock.now < limit {
      try await Task.sleep(for: .milliseconds(5))
    }
    let store = try SQLiteStore(path: folder + "/birthgate.sqlite", mode: .readOnly)
    var waiting = expected
    while waiting > 0, ContinuousClock.now < limit {
      let lanes = try await store.lanes()
      // A hanging receiver's lane keeps what it has.
      waiting = lanes.map(\.waiting).sorted().dropLast(hanging).reduce(0, +)
      if waiting > 0 { try await Task.sleep(for: .milliseconds(20)) }
    }
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let after = ProcessTimes.cpuSeconds(of: child.pid)
    try store.close()
    return Outcome(
      expected: expected, marked: expected - waiting, seconds: seconds,
      cpu: after.flatMap { after in before.map { after - $0 } }, arrivals: sink.total)
  }

  private func report(_ outcome: Outcome) {
    let rate = Double(outcome.marked) / outcome.seconds
    let sorted = outcome.arrivals.milliseconds.sorted()
    func quantile(_ part: Double) -> Double {
      sorted.isEmpty ? 0 : sorted[min(Int(part * Double(sorted.count)), sorted.count - 1)]
    }
    let each = outcome.cpu.map { $0 * 1e6 / Double(max(outcome.marked, 1)) }
    let twice = outcome.arrivals.requests - outcome.arrivals.ids.count
    if json {
      Output.json(
        .record([
          "deliveries": .int(outcome.marked), "seconds": .double(outcome.seconds),
          "perSecond": .double(rate), "serverCPUMicroseconds": each.map { .double($0) },
          "twice": .int(twice), "receivers": .int(receivers), "hanging": .int(hanging),
          "p50Milliseconds": pace == nil ? nil : .double(quantile(0.5)),
          "p99Milliseconds": pace == nil ? nil : .double(quantile(0.99)),
        ]))
      return
    }
    let late =
      pace == nil ? "" : ", late p50 \(Int(quantile(0.5))) ms, p99 \(Int(quantile(0.99))) ms"
    Output.line(
      "\(outcome.marked) deliveries to \(receivers - hanging) of \(receivers) receivers in "
        + "\(Int(outcome.seconds * 1000)) ms: \(Int(rate))/s\(late), "
        + "server CPU \(each.map { String(Int($0)) } ?? "?") µs each, \(twice) came twice")
  }

  private func beReceivers(_ sink: DeliverySink) {
    Output.json(.record(["ports": .array(sink.ports.map { .int($0) })]))
    while readLine() != nil {}
    let total = sink.total
    Output.json(
      .record(["requests": .int(total.requests), "deliveries": .int(total.ids.count)]))
  }
}

/// Makes a folder with deliveries in it that fall due when the gateway is up.
private struct DeliveryFill {
  let options: BenchDeliveries
  let folder: String

  private static let groupSize = 5_000

  init(_ options: BenchDeliveries, folder: String) {
    self.options = options
    self.folder = folder
  }

  func run() async throws {
    let logger = LineLog.logger(environment: [:])
    let path = BenchDeliveries.settings(folder)
    let box = try SettingsBox(path: path, logger: logger)
    let premises = Premises(
      folder: folder, storeURL: nil, policies: nil, settings: box.settings)
    let office = try await Assembly(
      place: premises, settings: box, sandbox: false, logger: logger
    ).gateway().office
    let ports = (options.ports ?? "").split(separator: ",").compactMap { Int($0) }
    var lanes: [String] = []
    for (place, port) in ports.enumerated() {
      let subscription = Subscription(
        id: "sub_\(place)", url: "http://127.0.0.1:\(port)/hook", types: ["cn.birthgate.*"],
        division: "", secret: SecureRandom.bytes(32))
      _ = try await office.mailroom.add(subscription, through: office.queue)
      lanes.append(subscription.id)
    }
    var group = ChangeGroup()
    for index in 0..<(options.deliveries / lanes.count * lanes.count) {
      group.deliveries.append(delivery(index, lane: lanes[index % lanes.count], office))
      if group.deliveries.count == Self.groupSize {
        _ = try await office.store.commit([group]) { _ in nil }
        group = ChangeGroup()
      }
    }
    _ = try await office.store.commit([group]) { _ in nil }
  }

  /// Its id begins with the instant at which it is due, for whoever takes it to see how late it is.
  private func delivery(_ index: Int, lane: String, _ office: Office) -> DeliveryRow {
    let begin = options.start ?? 0
    let due = begin + (options.pace.map { Int64(Double(index) / $0 * 1000) } ?? 0)
    let caseID = "\(due)x\(index)"
    let at = Instant(milliseconds: due)
    let event = NoticeEvent(
      id: "\(caseID)/1/0.0", kind: .codeIssued, caseID: caseID, at: at,
      occasion: "B+30", audiences: [.guardian, .hospital], division: "610104", asOf: at.day)
    return office.mailroom.row(
      event.id, CaseID(rawValue: caseID), lane: lane, channel: "webhook", at: at,
      body: event.body)
  }
}
