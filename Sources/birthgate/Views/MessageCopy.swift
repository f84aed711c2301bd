import Casework
import Engine
import Pages
import Wire

/// One message as the family of its child is shown it: each field under its name in words, and of
/// other people's numbers the last four, and as little of their addresses.
struct MessageCopy: Sendable {
  private let message: HeldMessage
  private let family: MessageFamily?
  /// The numbers of this child, which stand whole.
  private let own: Set<String>
  /// What the message says, with numbers shortened.
  private let content: JSONObject

  init(_ message: HeldMessage, _ family: MessageFamily?, own: Set<String>) {
    self.message = message
    self.family = family
    self.own = own
    var content = JSONObject()
    for member in message.content.object?.members ?? [] where member.name != "header" {
      let known = member.name == message.family ? family?.table.fields : nil
      let field = known.map { Field(member.name, .object($0), "", "") }
      content[member.name] = Self.shortened(member.value, field, in: nil, own)
    }
    self.content = content
  }

  var json: JSONValue {
    .record([
      "receivedAt": .instant(message.receivedAt), "sender": .string(message.sender),
      "id": .string(message.id), "family": .string(message.family), "content": .object(content),
    ])
  }

  // MARK: - What is shown of a value

  private static func shortened(
    _ value: JSONValue, _ field: Field?, in parent: Field?, _ own: Set<String>
  ) -> JSONValue {
    switch value {
    case .null, .bool, .double: return value
    case .int(let number):
      // A number where no field is known may be anybody's telephone.
      return field == nil ? .string(Masking.withoutNumbers(String(number))) : value
    case .string(let text): return .string(shortened(text, field, in: parent, own))
    case .array(let items): return .array(items.map { shortened($0, field, in: parent, own) })
    case .object(let object):
      var copy = JSONObject()
      for member in object.members {
        let inner = field?.kind.members.first { $0.name == member.name }
        copy[member.name] = shortened(member.value, inner, in: field, own)
      }
      return .object(copy)
    }
  }

  private static func shortened(
    _ text: String, _ field: Field?, in parent: Field?, _ own: Set<String>
  ) -> String {
    guard let field else { return Masking.withoutNumbers(text) }
    if own.contains(text) { return text }
    if case .party = parent?.kind, ["idNumber", "phone"].contains(field.name) {
      return Holdings.tail(text)
    }
    if parent?.name == "contacts", field.name == "address" { return Holdings.shown(text) }
    switch field.kind {
    case .certificate, .citizenID: return Holdings.tail(text)
    // What an order is about may be another child's.
    case .identifier where field.name == "about": return Holdings.tail(text)
    case .text: return Masking.withoutNumbers(text)
    case .identifier, .pattern, .code, .integer, .money, .date, .instant, .object, .party:
      return text
    }
  }
}

// MARK: - In words

extension MessageCopy {
  private typealias Row = HoldingsPage.Row

  var part: HoldingsPage.Part {
    var rows = [
      Row(Plain("收到", "Received"), at: message.receivedAt),
      Row(Plain("发送方", "From"), message.sender), Row(Plain("报文编号", "Its number"), message.id),
    ]
    let fields = family?.table.fields ?? []
    let body = content[message.family]?.object ?? JSONObject()
    rows += Self.rows(body, fields, under: nil)
    for member in content.members where member.name != message.family {
      rows += Self.rows(member.value, nil, Plain(member.name, member.name))
    }
    return HoldingsPage.Part(title, on: message.receivedAt.day, rows)
  }

  private var title: Plain {
    let name = family?.title ?? Plain(message.family, message.family)
    let codes = family?.table.fields.first { $0.name == "action" }?.kind.codes ?? []
    let action = content[message.family]?["action"]?.string
    guard let word = codes.first(where: { $0.value == action })?.meaning else { return name }
    return Plain("\(name.chinese)：\(word.chinese)", "\(name.english): \(word.english)")
  }

  /// In the order of the table, then what the table does not know.
  private static func rows(_ object: JSONObject, _ fields: [Field], under label: Plain?) -> [Row] {
    func joined(_ own: Plain) -> Plain {
      guard let label else { return own.asTitle }
      return Plain("\(label.chinese) · \(own.chinese)", "\(label.english) · \(own.english)")
    }
    let known = fields.flatMap { field in
      object[field.name].map { rows($0, field, joined(field.meaning.withoutRemark)) } ?? []
    }
    let names = Set(fields.map(\.name))
    let others = object.members.filter { !names.contains($0.name) }.flatMap { member in
      rows(member.value, nil, joined(Plain(member.name, member.name)))
    }
    return known + others
  }

  private static func rows(_ value: JSONValue, _ field: Field?, _ label: Plain) -> [Row] {
    switch value {
    case .null: return []
    case .bool(let flag): return [Row(label, flag ? Plain("是", "yes") : Plain("否", "no"))]
    case .int(let number): return [Row(label, String(number))]
    case .double(let number): return [Row(label, String(number))]
    case .string(let text): return [row(text, field, label)]
    case .object(let object): return rows(object, field?.kind.members ?? [], under: label)
    case .array(let items):
      guard items.count > 1 else { return items.flatMap { rows($0, field, label) } }
      return items.enumerated().flatMap { place, item in
        rows(
          item, field, Plain("\(label.chinese) \(place + 1)", "\(label.english) \(place + 1)"))
      }
    }
  }

  private static func row(_ text: String, _ field: Field?, _ label: Plain) -> Row {
    switch field?.kind {
    case .code(let codes):
      if let code = codes.first(where: { $0.value == text }) { return Row(label, code.meaning) }
    case .date: if let day = CivilDate(text) { return Row(label, day) }
    case .instant: if let moment = Instant(rfc3339: text) { return Row(label, at: moment) }
    default: break
    }
    return Row(label, text)
  }
}

extension Plain {
  /// What a field is, without what the list of fields says of it for those who fill it in.
  fileprivate var withoutRemark: Plain {
    Plain(
      String(chinese.prefix { $0 != "；" }), String(english.prefix { $0 != ";" }))
  }
}

extension Field.Kind {
  /// The fields within one that has any.
  fileprivate var members: [Field] {
    switch self {
    case .object(let fields), .party(let fields): fields
    case .text, .identifier, .pattern, .certificate, .citizenID, .code, .integer, .money, .date,
      .instant:
      []
    }
  }

  fileprivate var codes: [Code] {
    if case .code(let codes) = self { codes } else { [] }
  }
}
