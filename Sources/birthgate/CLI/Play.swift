import ArgumentParser
import Casework
import Engine
import Foundation
import Policies
import Wire

/// Runs a story in memory and prints the timeline; fails where an expectation does not hold.
struct Play: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "在内存中演一个故事并核对预期 · Run a story in memory and check what it expects")

  @Argument(help: ArgumentHelp("故事 A story.", valueName: "story"))
  var story: String

  @Flag(help: "输出 JSON Print JSON.")
  var json = false

  func run() async throws {
    let story = try Story(path: story)
    var stage = Stage(story)
    for (index, step) in story.steps.enumerated() { try await stage.play(step, index: index) }
    let report = try await stage.report()
    if json {
      Output.json(report.json)
    } else {
      report.lines(in: Output.language).forEach(Output.line)
    }
    if !stage.failures.isEmpty { throw Stop.invalid() }
  }
}

/// The stage of a story: an office in memory and the clock that the story moves.
struct Stage {
  private let office: Office
  private let jump: ClockJump
  /// What each certificate, citizen ID and ticket led to.
  private var cases: [String: CaseID] = [:]
  private var order: [CaseID] = []
  private(set) var failures: [Story.Failure] = []

  init(_ story: Story) {
    let start = story.start
    // The story's clock moves where the story moves it and nowhere else.
    let clock = SandboxClock(real: { start }, start: start)
    office = Assembly.inMemory(clock: clock, book: story.book)
    jump = Assembly.jump(clock, office)
  }

  mutating func play(_ step: Story.Step, index: Int) async throws {
    switch step {
    case .send(let bytes): await send(bytes, index)
    case .advance(let instant): try await advance(to: instant, index)
    case .expect(let values, let key, let why):
      try await expect(values, of: key, why: why, index)
    }
  }

  private mutating func send(_ bytes: [UInt8], _ index: Int) async {
    do throws(NotTaken) {
      let taken = try await office.caseworker.receive(bytes, form: .detect, sender: nil)
      let receipt =
        switch taken {
        case .accepted(let receipt), .repeated(let receipt): receipt
        }
      let reading = try? office.caseworker.check(bytes, form: .detect)
      for key in reading?.message.keys ?? [] { cases[key.text] = receipt.caseID }
      if !order.contains(receipt.caseID) { order.append(receipt.caseID) }
    } catch {
      let problem = Problem(error).json
      failures.append(
        Story.Failure(
          step: index, pointer: "", expected: .string("accepted"), actual: problem,
          why: "send"))
    }
  }

  private mutating func advance(to instant: Instant, _ index: Int) async throws {
    do throws(ClockJump.Trouble) {
      try await jump.advance(to: instant)
    } catch {
      switch error {
      case .backwards(let now):
        throw Stop.invalid(
          Plain(
            "第 \(index) 步：时钟不能倒退，现在是 \(now.rfc3339)。",
            "Step \(index): the clock never goes back; it is \(now.rfc3339)."))
      case .store(let error):
        throw Stop.unavailable(Plain("内存存储出错：\(error)", "The store failed: \(error)"))
      }
    }
  }

  private mutating func expect(
    _ values: [JSONObject.Member], of key: String, why: String, _ index: Int
  ) async throws {
    let seen = try await view(of: cases[key])
    for value in values {
      let actual = Story.look(value.name, in: seen)
      guard actual ?? .null != value.value else { continue }
      failures.append(
        Story.Failure(
          step: index, pointer: value.name, expected: value.value, actual: actual, why: why))
    }
  }

  /// `{"ruling", "timeline", "outlook"}` of a case; null where there is none.
  private func view(of id: CaseID?) async throws -> JSONValue {
    do throws(StoreError) {
      guard let id, let view = try await office.inspector.foresee(.id(id), asOf: nil)
      else { return .null }
      let entries = try await office.inspector.timeline(id) ?? []
      return .record([
        "ruling": view.json["ruling"], "timeline": entries.json,
        "outlook": view.outlook?.json,
        "caseId": .string(view.caseID.rawValue),
      ])
    } catch {
      throw Stop.unavailable(Plain("内存存储出错：\(error)", "The store failed: \(error)"))
    }
  }

  func report() async throws -> Story.Report {
    var views: [JSONValue] = []
    for id in order {
      let view = try await view(of: id)
      // Cases that have been joined answer with the same one.
      if !views.contains(where: { $0["caseId"] == view["caseId"] }) { views.append(view) }
    }
    return Story.Report(cases: views, failures: failures)
  }
}
