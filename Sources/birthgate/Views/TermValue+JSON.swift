import Casework
import Wire

extension TermValue {
  /// As a pack file writes it.
  var json: JSONValue {
    switch self {
    case .number(let value): .int(value)
    case .numbers(let values): .array(values.map(JSONValue.int))
    case .flag(let value): .bool(value)
    case .word(let value): .string(value)
    case .words(let values): .texts(values)
    case .monthDay(let month, let day): .string("\(Self.two(month))-\(Self.two(day))")
    case .days(let days): .array(days.map { .string($0.description) })
    case .byYear(let table): .table(table.map { (String($0), .int($1)) })
    case .dayByYear(let table): .table(table.map { (String($0), .string($1.description)) })
    case .byWord(let table): .table(table.map { ($0, .int($1)) })
    case .wordsByWord(let table): .table(table.map { ($0, .texts($1)) })
    }
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
}

extension JSONValue {
  fileprivate static func table(_ members: [(String, JSONValue)]) -> JSONValue {
    members.sorted { $0.0 < $1.0 }.reduce(.record([:])) { $0.with($1.0, $1.1) }
  }
}
