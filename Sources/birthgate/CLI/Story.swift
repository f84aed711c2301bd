import Casework
import Foundation
import Policies
import Wire

/// A story: messages, time that passes, and what must then hold (contract, section 1).
struct Story {
  enum Step {
    case send([UInt8])
    case advance(Instant)
    case expect([JSONObject.Member], of: String, why: String)
  }

  /// An expectation that did not hold.
  struct Failure {
    var step: Int
    var pointer: String
    var expected: JSONValue
    var actual: JSONValue?
    var why: String
  }

  let start: Instant
  let book: PolicyBook
  let steps: [Step]

  init(path: String) throws {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Stop.usage(Plain("无法读取 \(path)。", "Cannot read \(path)."))
    }
    let value: JSONValue
    do throws(Rejection) {
      value = try JSONValue(parsing: [UInt8](data))
    } catch {
      let first = error.errors.first
      let place = "\(path):\(first?.line ?? 1):\(first?.column ?? 1)"
      throw Stop.invalid(
        Plain(
          "\(place): \(first?.message.chinese ?? "")", "\(place): \(first?.message.english ?? "")"))
    }
    guard let start = value["start"]?.string.flatMap({ Instant(rfc3339: $0) }) else {
      throw Self.wrong("/start", "须为时刻", "an instant is needed")
    }
    self.start = start
    let trial = value["trialPacks"] ?? .null
    guard trial == .null || trial.texts?.allSatisfy(PolicyShelf.isRegion) ?? false else {
      throw Self.wrong("/trialPacks", "须为地区代码的数组", "an array of regions is needed")
    }
    book = try Self.book(value["policies"], beside: path, trial: Set(trial.texts ?? []))
    steps = try (value["steps"]?.array ?? []).enumerated().map { index, step in
      try Self.step(step, at: "/steps/\(index)")
    }
    guard !steps.isEmpty else { throw Self.wrong("/steps", "没有步骤", "there are no steps") }
  }

  // A folder named from where the story lies, or the packs themselves.
  private static func book(
    _ value: JSONValue?, beside path: String, trial: Set<String>
  ) throws -> PolicyBook {
    guard let value, value != .null else { return try Assembly.policies(nil, trial: trial) }
    if let folder = value.string {
      let base = URL(fileURLWithPath: path).deletingLastPathComponent()
      return try Assembly.policies(
        URL(fileURLWithPath: folder, relativeTo: base).path, trial: trial)
    }
    do throws(PackError) {
      return try PolicyBook.load((value.array ?? [value]).map(\.canonical), trial: trial)
    } catch {
      throw wrong("/policies", "\(error)", "\(error)")
    }
  }

  private static func step(_ step: JSONValue, at path: String) throws -> Step {
    if let message = step["send"] {
      guard message.string != nil || message.object != nil else {
        throw wrong(path + "/send", "须为报文对象或文本", "a message, as an object or as text")
      }
      return .send(message.string.map { Array($0.utf8) } ?? message.canonical)
    }
    if let text = step["advanceTo"] {
      guard let instant = text.string.flatMap({ Instant(rfc3339: $0) }) else {
        throw wrong(path + "/advanceTo", "须为时刻", "an instant is needed")
      }
      return .advance(instant)
    }
    guard let values = step["expect"]?.object, let key = step["of"]?.string,
      let why = step["why"]?.string
    else {
      throw wrong(
        path, "须为 send、advanceTo，或带 of、why 的 expect",
        "send, advanceTo, or expect with of and why")
    }
    return .expect(values.members, of: key, why: why)
  }

  private static func wrong(_ place: String, _ chinese: String, _ english: String) -> Stop {
    .invalid(Plain("故事 \(place)：\(chinese)。", "Story \(place): \(english)."))
  }

  /// What a pointer leads to; the entries of the timeline also answer without their name.
  static func look(_ pointer: String, in view: JSONValue) -> JSONValue? {
    if let found = view.at(pointer: pointer) { return found }
    let prefix = "/timeline"
    guard pointer.hasPrefix(prefix), let entries = view["timeline"]?["entries"] else { return nil }
    return entries.at(pointer: String(pointer.dropFirst(prefix.count)))
  }
}

extension Story {
  /// How a story ended.
  struct Report {
    var cases: [JSONValue]
    var failures: [Failure]

    var json: JSONValue {
      let failures = failures.map { failure in
        JSONValue.record([
          "step": .int(failure.step), "pointer": .string(failure.pointer),
          "expected": failure.expected, "actual": failure.actual, "why": .string(failure.why),
        ])
      }
      return .record(["cases": .array(cases), "failures": .array(failures)])
    }

    func lines(in language: Language) -> [String] {
      var lines: [String] = []
      for view in cases {
        let numbers = view["ruling"]?["certificates"]?.array?.compactMap { $0["number"]?.string }
        let citizen = view["ruling"]?["citizenId"]?.string
        let keys = (numbers ?? []) + [citizen].compactMap { $0 }
        lines.append("\(view["caseId"]?.string ?? "?")  \(keys.joined(separator: " "))")
        lines += (view["timeline"]?["entries"]?.array ?? []).map(Self.line)
      }
      for failure in failures { lines += Self.lines(failure, language) }
      let said =
        failures.isEmpty
        ? Plain("全部预期成立。", "Everything expected holds.")
        : Plain("\(failures.count) 处不符。", "\(failures.count) expectations do not hold.")
      return lines + [said.said(in: language)]
    }

    private static func line(_ entry: JSONValue) -> String {
      let names = ["family", "action", "audience", "occasion", "state"]
      let rest = names.compactMap { entry[$0]?.string }.joined(separator: " ")
      return "  \(entry["at"]?.string ?? "")  \(entry["kind"]?.string ?? "")  \(rest)"
    }

    private static func lines(_ failure: Failure, _ language: Language) -> [String] {
      func say(_ chinese: String, _ english: String) -> String {
        Plain(chinese, english).said(in: language)
      }
      return [
        "✗ \(say("步骤", "step")) \(failure.step) \(failure.pointer)",
        "    \(say("预期", "expected")): \(failure.expected.canonicalText)",
        "    \(say("实际", "actual")): \(failure.actual?.canonicalText ?? "—")",
        "    \(say("理由", "why")): \(failure.why)",
      ]
    }
  }
}
