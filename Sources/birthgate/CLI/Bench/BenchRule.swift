import ArgumentParser
import Casework
import Foundation
import Wire

/// Reads and rules many messages in memory: the rate, and the most memory it took.
struct BenchRule: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rule", abstract: "裁定的速度和内存 · Rate and memory of ruling")

  @Option(help: "报文数 Messages.")
  var messages = 100_000

  @Flag(help: "输出 JSON Print JSON.")
  var json = false

  func run() throws {
    guard messages > 0, let day = CivilDate("2026-06-30") else {
      throw Stop.usage(Plain("--messages 须为正数。", "--messages must be positive."))
    }
    let maker = BirthMaker(run: "R")
    let reader = Families.reader
    let book = try Assembly.policies(nil)
    let start = ContinuousClock.now
    var read: [Message] = []
    read.reserveCapacity(messages)
    for index in 0..<messages {
      // Every other message pays for the birth before it.
      let bytes = index % 2 == 0 ? maker.json(index) : Self.payment(index)
      do throws(Rejection) {
        read.append(try reader.read(bytes, form: .json).message)
      } catch {
        throw Stop.invalid(Plain("测试报文有误。", "A message of the benchmark is wrong."))
      }
    }
    let ruling = ContinuousClock.now
    let formed = Law.rule(read, asOf: day, book: book)
    let end = ContinuousClock.now
    report(cases: formed.count, reading: ruling - start, ruling: end - ruling)
  }

  private func report(cases: Int, reading: Duration, ruling: Duration) {
    func seconds(_ duration: Duration) -> Double {
      Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
    }
    let rate = Double(messages) / (seconds(reading) + seconds(ruling))
    let peak = ProcessTimes.peakBytes() ?? 0
    if json {
      Output.json(
        .record([
          "messages": .int(messages), "cases": .int(cases), "perSecond": .double(rate),
          "readingSeconds": .double(seconds(reading)), "rulingSeconds": .double(seconds(ruling)),
          "peakBytes": .int(peak),
        ]))
      return
    }
    Output.line(
      "\(messages) messages, \(cases) cases: \(Int(rate))/s (reading \(seconds(reading)) s, "
        + "ruling \(seconds(ruling)) s), peak \(peak >> 20) MiB")
  }

  private static func payment(_ index: Int) -> [UInt8] {
    let text = """
      {"header":{"id":"P-\(index)","sender":"T61010400","sentAt":"2026-04-01T09:00:00+08:00"},\
      "taxPayment":{"action":"pay","ticketNumber":"T\(1_000_000 + index)","premiumYear":2026,\
      "amount":"400.00","paidAt":"2026-04-01T08:00:00+08:00","insured":{"name":"王小宝",\
      "idType":"birthCertificate","idNumber":"\(BirthMaker.number(index - 1))"},\
      "taxOffice":{"code":"T61010400"},"division":"610104"}}
      """
    return Array(text.utf8)
  }
}
