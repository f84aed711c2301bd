import Casework
import Wire

/// Makes valid canonical messages of any family from its field table.
struct MessageMaker {
  var dice: Dice
  private(set) var action = ""
  private var wanted: String?

  init(seed: UInt64) { dice = Dice(seed) }

  /// Header and family in table order.
  ///
  /// - Parameter wanted: the action, or nil for any.
  mutating func message(_ family: MessageFamily, action wanted: String? = nil) -> JSONObject {
    self.wanted = wanted
    var members = object(family.table.fields)
    keepRules(of: family, &members)
    return [
      "header": [
        "id": .string("M-\(dice.next() % 1_000_000)"), "sender": "H61010400001",
        "sentAt": "2026-06-01T08:00:00+08:00",
      ],
      family.name.rawValue: .object(members),
    ]
  }

  private mutating func object(_ fields: [Field]) -> JSONObject {
    var result = JSONObject()
    for field in fields {
      if field.name == "action", case .code(let codes) = field.kind {
        action = wanted ?? dice.one(of: codes).value
        result.append("action", .string(action))
        continue
      }
      let isNeeded =
        switch field.need {
        case .always: true
        case .when(let actions): actions.contains(action)
        case .optional: false
        }
      guard isNeeded || dice.flip(), let value = value(field) else { continue }
      result.append(field.name, value)
    }
    return result
  }

  private mutating func value(_ field: Field) -> JSONValue? {
    guard field.isList else { return single(field) }
    let items = (0..<Int.random(in: 1...3, using: &dice)).compactMap { _ in single(field) }
    return items.isEmpty ? nil : .array(items)
  }

  private mutating func single(_ field: Field) -> JSONValue? {
    let value: JSONValue
    switch field.kind {
    case .object(let fields):
      let members = object(fields)
      return members.isEmpty ? nil : .object(members)
    case .party(let fields):
      var members = object(fields)
      if members["idNumber"] != nil, let type = members["idType"]?.string {
        if type == "citizenId" { members["idNumber"] = .string(citizenID()) }
        if type == "birthCertificate" { members["idNumber"] = .string(certificate()) }
      }
      return members.isEmpty ? nil : .object(members)
    case .text: value = .string(text())
    case .identifier: value = .string("X\(dice.next() % 100_000)")
    case .pattern(let pattern): value = .string(matching(pattern))
    case .certificate: value = .string(certificate())
    case .citizenID: value = .string(citizenID())
    case .money: value = .string(matching(.money))
    case .code(let codes): value = .string(dice.one(of: codes).value)
    case .integer(let range): value = .int(Int.random(in: range, using: &dice))
    case .date: value = .string(day())
    case .instant:
      value = .string(
        day() + "T0\(dice.next() % 10):15:0\(dice.next() % 10)"
          + dice.one(of: ["Z", "+08:00", ".250+08:00"]))
    }
    return value == field.normally ? nil : value
  }

  mutating func day() -> String {
    CivilDate(daysSinceEpoch: 20_454 + Int(dice.next() % 140)).description
  }

  mutating func text() -> String {
    dice.one(of: [
      "李一诺", "𠮷野家", "O'Neil & <Söhne>", "㐂", "a\tb", "\"引号\" \\ 反斜杠", "e\u{301}", "\u{1F476}",
      "——李",
      "王小明", "-x-", "长安区 一号",
    ])
  }

  mutating func certificate() -> String {
    let letter = Character(Unicode.Scalar(UInt8(65 + dice.next() % 26)))
    let province = dice.one(of: Identifier.provinces.sorted())
    return "\(letter)\(province)" + digits(7)
  }

  mutating func citizenID() -> String {
    let body = "610104" + day().filter { $0 != "-" } + digits(3)
    return "0123456789X".map { body + String($0) }.first { Checksums.isCitizenID($0) } ?? body
  }

  private mutating func digits(_ count: Int) -> String {
    String((0..<count).map { _ in dice.one(of: Array("0123456789")) })
  }

  mutating func matching(_ pattern: Pattern) -> String {
    let alphabet = (0x2D...0x7A).map { Character(Unicode.Scalar(UInt8($0))) }
    // Patterns of ours are runs of ASCII; guessing one character at a time against the whole is
    // slow but owes nothing to the pattern's own matcher beyond its verdict.
    switch pattern.expression {
    case "[0-9]{6}": return "610104"
    case "[0-9]{2}": return digits(2)
    case "[A-Z]{3}": return dice.one(of: ["USA", "FRA", "JPN", "CHN"])
    case "[0-9A-Za-z]{6,30}": return "T" + digits(Int.random(in: 5...29, using: &dice))
    case "[0-9]{1,9}\\.[0-9]{2}": return "\(dice.next() % 1_000_000).\(digits(2))"
    default: return String(dice.one(of: alphabet))
    }
  }
}

/// Writes messages as XML: the one thing the product never has to do.
enum XMLMaker {
  static func document(_ message: JSONObject) -> String {
    "<message xmlns=\"urn:birthgate:message:1\">" + members(message) + "</message>"
  }

  static func members(_ object: JSONObject) -> String {
    object.members.map { member in
      if case .array(let items) = member.value {
        return items.map { element(member.name, $0) }.joined()
      }
      return element(member.name, member.value)
    }.joined()
  }

  static func element(_ name: String, _ value: JSONValue) -> String {
    let content: String =
      switch value {
      case .object(let object): members(object)
      case .string(let text): escaped(text)
      case .int(let number): String(number)
      case .bool(let truth): String(truth)
      case .double(let number): String(number)
      case .array(let items): items.map { element("item", $0) }.joined()
      case .null: ""
      }
    return "<\(name)>\(content)</\(name)>"
  }

  static func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      default: result.append(character)
      }
    }
  }
}
