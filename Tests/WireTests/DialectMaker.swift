import Casework
import Wire

/// Writes canonical messages as a dialect has them: the inverse of its table, which the product
/// never needs.
struct DialectMaker {
  /// A message in a dialect, and what it says in the canonical form.
  struct Made {
    var canonical: JSONObject
    var xml: String
    var json: JSONValue
  }

  private var maker: MessageMaker
  private var dice: Dice
  private var said = JSONObject()
  private var record = JSONObject()

  init(seed: UInt64) {
    maker = MessageMaker(seed: seed)
    dice = Dice(seed &+ 1)
  }

  mutating func message(_ dialect: Dialect, _ family: MessageFamily) -> Made {
    let whole = maker.message(family, action: dialect.frame.isCarrier ? nil : action(of: dialect))
    let members = whole[family.name.rawValue]?.object ?? JSONObject()
    let header = whole["header"]?.object ?? JSONObject()
    if dialect.frame.isCarrier { return carried(members, header, family) }
    said = JSONObject()
    record = JSONObject()
    let seen = Set(
      dialect.columns.filter { if case .fixed = $0.writing { true } else { false } }
        .flatMap(\.sources))
    for column in dialect.columns { write(column, of: members, besides: seen) }
    for column in dialect.columns { infer(column) }
    let canonical: JSONObject = [
      "header": .object(header), family.name.rawValue: .object(said),
    ]
    let steps = Self.steps(to: dialect)
    let record = record
    let root = dialect.frame.roots.first
    let framed = steps.reversed().reduce(JSONValue.object(record)) { inner, step in
      .object(JSONObject([JSONObject.Member(step, inner)]))
    }
    let xml = XMLMaker.element(root ?? "row", framed)
    let json = root.map { .object(JSONObject([JSONObject.Member($0, framed)])) } ?? framed
    return Made(canonical: canonical, xml: xml, json: json)
  }

  private func carried(
    _ members: JSONObject, _ header: JSONObject, _ family: MessageFamily
  ) -> Made {
    let envelope: JSONObject = [
      "msgid": header["id"] ?? .null, "fixmedins_code": header["sender"] ?? .null,
      "inf_time": "2026-06-01 08:00:00", "input": ["data": .object(members)],
    ]
    return Made(
      canonical: ["header": .object(header), family.name.rawValue: .object(members)],
      xml: "<request>" + XMLMaker.members(envelope) + "</request>", json: .object(envelope))
  }

  /// What the table makes of every message without a word to the contrary.
  private func action(of dialect: Dialect) -> String? {
    for column in dialect.columns where column.field == "action" && column.sources.isEmpty {
      if case .fixed(let value) = column.writing { return value }
    }
    return nil
  }

  private static func steps(to dialect: Dialect) -> [String] {
    (dialect.frame.records.first ?? "").split(separator: "/").map {
      $0 == "**" ? "grid" : String($0).replacing("*", with: "X")
    }
  }

  /// Writes a member down where the table looks for it, unless it is there already.
  private mutating func write(
    _ column: Dialect.Column, of members: JSONObject, besides seen: Set<String>
  ) {
    let path = column.field.split(separator: ".").map(String.init)
    let sources = column.sources.filter { !seen.contains($0) }
    guard Self.at(path[...], in: said) == nil, let value = Self.at(path[...], in: members),
      !sources.isEmpty
    else { return }
    let source = dice.one(of: sources)
    guard record[source] == nil, let raw = raw(value, column.writing) else { return }
    record.append(source, raw)
    Self.put(value, at: path[...], in: &said)
  }

  /// A value as a system might write it; nil where its way has no words for it.
  private mutating func raw(_ value: JSONValue, _ writing: Dialect.Writing) -> JSONValue? {
    let text = value.string ?? value.int.map(String.init) ?? ""
    switch writing {
    case .text: return .string(text)
    case .code(let map):
      let keys = map.filter { $0.value == text }.keys.sorted()
      return keys.isEmpty ? nil : .string(dice.one(of: keys))
    case .day: return .string(day(text))
    case .instant, .dayOrInstant: return .string(moment(text))
    case .year: return .string(text + dice.one(of: ["", "01", "-01-01", "年"]))
    case .amount:
      let short = text.hasSuffix(".00") ? String(text.dropLast(3)) : text
      return .string(dice.one(of: [text, short, text + "0"]))
    case .count: return .string(text + dice.one(of: ["", ".0", ".00"]))
    case .fixed, .part, .documentKind: return nil
    }
  }

  private mutating func day(_ text: String) -> String {
    let parts = text.split(separator: "-")
    let short = parts.map { $0.drop { $0 == "0" } }
    return dice.one(of: [
      text, parts.joined(), parts.joined(separator: "/"),
      "\(parts[0])年\(short[1])月\(short[2])日",
    ])
  }

  // In China's time an offset may be left out.
  private mutating func moment(_ text: String) -> String {
    guard text.hasSuffix("+08:00"), dice.flip(0.8) else { return text }
    let clock = String(text.dropFirst(11).dropLast(6))
    return day(String(text.prefix(10))) + dice.one(of: [" ", "T"]) + clock
  }

  /// What the table says without a field of its own.
  private mutating func infer(_ column: Dialect.Column) {
    let path = column.field.split(separator: ".").map(String.init)
    guard Self.at(path[...], in: said) == nil else { return }
    let source = column.sources.first { record[$0] != nil }
    let raw = source.flatMap { record[$0]?.string }
    switch column.writing {
    case .fixed(let value) where column.sources.isEmpty:
      let parent = path.dropLast()
      guard parent.isEmpty || Self.at(parent, in: said) != nil else { return }
      Self.put(.string(value), at: path[...], in: &said)
    case .part(let from, let count, let then):
      guard let raw else { return }
      Self.put(.string(raw.dropFirst(from).prefix(count) + then), at: path[...], in: &said)
    case .documentKind:
      // Eighteen characters are a citizen ID, a letter and nine digits a birth certificate.
      guard let raw else { return }
      let isCertificate =
        raw.count == 10 && raw.first?.isLetter == true
        && raw.dropFirst().allSatisfy(\.isNumber)
      let kind = raw.count == 18 ? "citizenId" : isCertificate ? "birthCertificate" : "other"
      Self.put(.string(kind), at: path[...], in: &said)
    case .day:
      // The day of an instant that another column reads, in China.
      guard source != nil, let born = Self.at(["child", "bornAt"], in: said)?.string,
        let moment = Instant(rfc3339: born)
      else { return }
      Self.put(.string(moment.day.description), at: path[...], in: &said)
    default: return
    }
  }

  private static func at(_ path: ArraySlice<String>, in object: JSONObject) -> JSONValue? {
    path.reduce(JSONValue?.some(.object(object))) { $0?[$1] }
  }

  private static func put(
    _ value: JSONValue, at path: ArraySlice<String>, in object: inout JSONObject
  ) {
    guard let name = path.first else { return }
    if path.count == 1 {
      object[name] = value
    } else {
      var inner = object[name]?.object ?? JSONObject()
      put(value, at: path.dropFirst(), in: &inner)
      object[name] = .object(inner)
    }
  }
}
