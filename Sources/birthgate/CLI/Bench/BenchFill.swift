import ArgumentParser
import Casework
import Engine
import Foundation
import Wire

/// Fills a data folder with made-up cases through the real caseworker, without HTTP: something to
/// measure `policy what-if` and `policy adopt` on.
struct BenchFill: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fill",
    abstract: "用虚构个案填充数据文件夹 · Fill a data folder with made-up cases")

  @OptionGroup var place: PlaceOptions

  @Option(help: "个案数 Cases.")
  var cases = 100_000

  /// Writers at a time, so that one commit takes many of them.
  private static let writers = 64

  func run() async throws {
    guard (1...CaseMaker.most).contains(cases) else {
      throw Stop.usage(
        Plain(
          "--cases 须为 1 至 \(CaseMaker.most)。", "--cases must be 1 to \(CaseMaker.most)."))
    }
    let logger = LineLog.logger(environment: ProcessInfo.processInfo.environment)
    let settings = try place.read()
    let premises = Premises(
      folder: place.data, storeURL: place.store, policies: nil, settings: settings)
    let office = try await Assembly(
      place: premises, settings: try SettingsBox(path: place.settings, logger: logger),
      sandbox: false, logger: logger
    ).gateway().office
    let start = ContinuousClock.now
    let count = try await fill(office)
    let parts = (ContinuousClock.now - start).components
    let seconds = Double(parts.seconds) + Double(parts.attoseconds) / 1e18
    Output.line("\(cases) cases, \(count) messages in \(Int(seconds)) s")
  }

  private func fill(_ office: Office) async throws -> Int {
    let maker = CaseMaker(today: office.today)
    let cases = cases
    let numbers = Numbers()
    var progress = ProgressLine()
    return try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<Self.writers {
        group.addTask {
          var count = 0
          while true {
            let index = numbers.next()
            guard index < cases else { return count }
            for message in maker.messages(index) {
              _ = try await office.caseworker.receive(message, form: .json, sender: nil)
              count += 1
            }
          }
        }
      }
      var count = 0
      for try await part in group {
        count += part
        progress.show(count)
      }
      progress.end()
      return count
    }
  }
}
