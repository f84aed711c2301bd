import Casework
import Wire

extension TermValue {
  /// What stands under a term in a pack; nil where it is not of the term's shape.
  init?(_ json: JSONValue, shape: Term.Shape) {
    switch shape {
    case .number(let range):
      guard let value = json.int, range.contains(value) else { return nil }
      self = .number(value)
    case .numbers(let range):
      guard let values = json.all(\.int), values.allSatisfy(range.contains) else { return nil }
      self = .numbers(values.sorted())
    case .flag:
      guard let value = json.bool else { return nil }
      self = .flag(value)
    case .choice(let choices):
      guard let value = json.string, choices.contains(value) else { return nil }
      self = .word(value)
    case .choices(let choices):
      guard let values = json.all(\.string), values.allSatisfy(choices.contains) else { return nil }
      self = .words(values)
    case .words:
      guard let values = json.all(\.string) else { return nil }
      self = .words(values)
    case .monthDay:
      guard let text = json.string, let day = CivilDate("2000-" + text) else { return nil }
      self = .monthDay(month: day.month, day: day.day)
    case .days:
      guard let values = json.all({ $0.string.flatMap { CivilDate($0) } }) else { return nil }
      self = .days(values.sorted())
    case .byYear(let range):
      guard let table = json.table(key: Self.year, value: \.int),
        table.values.allSatisfy(range.contains)
      else { return nil }
      self = .byYear(table)
    case .dayByYear:
      guard let table = json.table(key: Self.year, value: { $0.string.flatMap { CivilDate($0) } })
      else { return nil }
      self = .dayByYear(table)
    case .byWord(let words, let range):
      guard let table = json.table(key: { words.contains($0) ? $0 : nil }, value: \.int),
        table.values.allSatisfy(range.contains)
      else { return nil }
      self = .byWord(table)
    case .wordsByWord(let words, let others):
      guard
        let table = json.table(
          key: { words.contains($0) ? $0 : nil }, value: { $0.all(\.string) }),
        table.values.joined().allSatisfy(others.contains)
      else { return nil }
      self = .wordsByWord(table)
    }
  }

  private static func year(_ text: String) -> Int? {
    Int(text).flatMap { (2000...2999).contains($0) ? $0 : nil }
  }
}

extension JSONValue {
  /// An array of which every element can be read.
  fileprivate func all<Value>(_ read: (JSONValue) -> Value?) -> [Value]? {
    guard let array else { return nil }
    let values = array.compactMap(read)
    return values.count == array.count ? values : nil
  }

  /// An object of which every member can be read.
  fileprivate func table<Key: Hashable, Value>(
    key: (String) -> Key?, value: (JSONValue) -> Value?
  ) -> [Key: Value]? {
    guard let object else { return nil }
    var table: [Key: Value] = [:]
    for member in object.members {
      guard let key = key(member.name), let value = value(member.value) else { return nil }
      table[key] = value
    }
    return table
  }
}
