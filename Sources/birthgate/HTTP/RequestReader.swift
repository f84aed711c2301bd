import Casework
import Engine
import Wire

/// Reads the values of queries and small bodies, and gathers what is wrong with them.
struct RequestReader {
  private var faults: [Fault] = []

  var hasFaults: Bool { !faults.isEmpty }

  var count: Int { faults.count }

  /// Ends the reading: all faults at once.
  func close() throws(Problem) {
    if !faults.isEmpty { throw .invalid(faults) }
  }

  mutating func complain(
    _ code: Finding.Code, _ path: String, _ chinese: String, _ english: String
  ) {
    faults.append(Fault(code, at: path, Plain(chinese, english)))
  }

  mutating func division(_ text: String?) -> String? {
    guard let text else { return nil }
    let isDigits = text.utf8.allSatisfy { (48...57).contains($0) }
    if isDigits, [2, 4, 6].contains(text.utf8.count) { return text }
    complain(
      .format, "/division", "须为 2、4 或 6 位行政区划代码。", "Two, four or six digits of GB/T 2260.")
    return nil
  }

  mutating func state(_ text: String?) -> CaseFilter.State? {
    guard let text else { return nil }
    if let state = CaseFilter.State(rawValue: text) { return state }
    let all = CaseFilter.State.allCases.map(\.rawValue).joined(separator: " ")
    complain(.unknownCode, "/state", "只有这些：\(all)。", "There are only: \(all).")
    return nil
  }

  mutating func limit(_ text: String?, standard: Int, most: Int) -> Int {
    guard let text else { return standard }
    if let limit = Int(text), (1...most).contains(limit) { return limit }
    complain(.range, "/limit", "须为 1 至 \(most)。", "It must be 1 to \(most).")
    return standard
  }

  /// One of a closed set; nil where nothing is given.
  mutating func choice<Choice: RawRepresentable<String>>(
    _ name: String, _ text: String?, _ choices: [Choice]
  ) -> Choice? {
    guard let text else { return nil }
    if let choice = choices.first(where: { $0.rawValue == text }) { return choice }
    let all = choices.map(\.rawValue).joined(separator: " ")
    complain(.unknownCode, "/\(name)", "只有这些：\(all)。", "There are only: \(all).")
    return nil
  }

  /// A text that must be given.
  mutating func needed(_ name: String, _ body: JSONValue) -> String? {
    if let text = body.member(name)?.string, !text.isEmpty { return text }
    complain(.missing, "/\(name)", "缺少 \(name)。", "\(name) is missing.")
    return nil
  }

  /// What a person orders, out of what may be ordered here.
  mutating func action(_ body: JSONValue, among allowed: [OrderFact.Action]) -> OrderFact.Action? {
    guard let text = needed("action", body) else { return nil }
    let action = OrderFact.Action(rawValue: text)
    if let action, allowed.contains(action) { return action }
    let all = allowed.map(\.rawValue).joined(separator: " ")
    complain(
      action == nil ? .unknownCode : .notAllowed, "/action", "此处只可：\(all)。",
      "Here there are only: \(all).")
    return nil
  }

  static func day(_ text: String?, at path: String) throws(Problem) -> CivilDate? {
    guard let text else { return nil }
    guard let day = CivilDate(text) else {
      let detail = Plain("须为存在的日期 YYYY-MM-DD。", "A day of the calendar, YYYY-MM-DD.")
      throw .invalid([Fault(.notADate, at: path, detail)])
    }
    return day
  }

  static func flag(_ text: String?, at path: String) throws(Problem) -> Bool {
    guard let text, text != "false" else { return false }
    guard text == "true" else {
      let detail = Plain("须为 true 或 false。", "It must be true or false.")
      throw .invalid([Fault(.unknownCode, at: path, detail)])
    }
    return true
  }

  /// The one key by which a case is asked for, out of `birthCertificate`, `citizenId`, `code`.
  static func key(_ keys: [(String, String?)]) throws(Problem) -> CaseQuery {
    let given = keys.compactMap { name, value in value.map { (name, normalised($0)) } }
    guard given.count == 1, let (name, value) = given.first, !value.isEmpty else {
      throw .invalid([
        Fault(
          given.isEmpty ? .missing : .notAllowed, at: "",
          Plain(
            "须且只能给出 birthCertificate、citizenId、code 之一（文本）。",
            "Exactly one of birthCertificate, citizenId and code is needed, as a text."))
      ])
    }
    switch name {
    case "birthCertificate": return .birthCertificate(value)
    case "citizenId": return .citizenID(value)
    default: return .code(value)
    }
  }

  static func key(in body: JSONValue) throws(Problem) -> CaseQuery {
    let names = ["birthCertificate", "citizenId", "code"]
    let numbers = names.filter { body.member($0).map { !$0.isNull && $0.string == nil } ?? false }
    guard numbers.isEmpty else {
      throw .invalid(
        numbers.map { name in
          Fault(
            .identifierNotString, at: "/\(name)",
            Plain("标识须为文本。", "An identifier is a text."))
        })
    }
    return try key(names.map { ($0, body.member($0)?.string) })
  }

  /// Identifiers as messages have them: without blanks, upper case, full-width forms narrowed.
  static func normalised(_ text: String) -> String {
    Identifier.upperCased(Identifier.folded(Identifier.trimmed(text)))
  }
}
