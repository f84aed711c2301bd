package import Casework

extension Schema {
  /// One line of the field list.
  package struct Row: Hashable, Sendable {
    /// A rule that a schema language does not express.
    package struct Beyond: Hashable, Sendable {
      package enum Language: String, Sendable { case xsd, jsonSchema }

      package var languages: [Language]
      /// The code of the finding, so that tools can tell which refusals to expect.
      package var code: Finding.Code
      package var words: Plain
    }

    /// `birthCertificate.contacts[].channel`.
    package var path: String
    package var type: Plain
    package var needed: Plain
    package var meaning: Plain
    package var isIdentifier: Bool
    package var beyond: [Beyond]
  }

  /// The field list of a family, in canonical order.
  package static func rows(of family: MessageFamily) -> [Row] {
    var rows: [Row] = []
    for field in message(family) { append(field, under: "", to: &rows) }
    for check in family.table.checks {
      let path = "\(family.name.rawValue).\(check.field)"
      guard let index = rows.firstIndex(where: { $0.path == path }) else { continue }
      rows[index].beyond.append(
        Row.Beyond(languages: [.xsd, .jsonSchema], code: check.code, words: check.remark))
    }
    return rows
  }

  /// The field list as text in both languages, one field a paragraph.
  package static func fields(of family: MessageFamily) -> String {
    var text = "\(family.name.rawValue): \(family.title.chinese) / \(family.title.english)\n"
    for row in rows(of: family) {
      text += "\n\(row.path)\n"
      text += "  \(row.meaning.chinese) / \(row.meaning.english)\n"
      text += "  \(row.type.chinese) / \(row.type.english)\n"
      text += "  \(row.needed.chinese) / \(row.needed.english)\n"
      for rule in row.beyond {
        let scope = rule.languages.map(\.rawValue).joined(separator: ", ")
        text += "  beyond schema (\(scope)): \(rule.code.rawValue): "
        text += "\(rule.words.chinese) / \(rule.words.english)\n"
      }
    }
    return text
  }

  /// The field list as JSON.
  package static func fieldsJSON(of family: MessageFamily) -> JSONValue {
    .array(
      rows(of: family).map { row in
        [
          "path": .string(row.path), "type": words(row.type), "needed": words(row.needed),
          "meaning": words(row.meaning), "identifier": .bool(row.isIdentifier),
          "beyondSchema": .array(
            row.beyond.map { rule in
              [
                "languages": .array(rule.languages.map { .string($0.rawValue) }),
                "code": .string(rule.code.rawValue), "rule": words(rule.words),
              ]
            }),
        ]
      })
  }

  private static func words(_ plain: Plain) -> JSONValue {
    ["zh-CN": .string(plain.chinese), "en": .string(plain.english)]
  }

  private static func append(_ field: Field, under parent: String, to rows: inout [Row]) {
    let path = (parent.isEmpty ? "" : parent + ".") + field.name + (field.isList ? "[]" : "")
    rows.append(
      Row(
        path: path, type: type(of: field), needed: need(of: field), meaning: field.meaning,
        isIdentifier: field.isIdentifier, beyond: beyond(field)))
    switch field.kind {
    case .object(let fields): for each in fields { append(each, under: path, to: &rows) }
    case .party(let fields):
      for each in fields { append(each, under: path, to: &rows) }
      guard let index = rows.firstIndex(where: { $0.path == path + ".idNumber" }) else { return }
      rows[index].beyond += partyRules
    default: break
    }
  }

  private static let both: [Row.Beyond.Language] = [.xsd, .jsonSchema]

  private static let partyRules = [
    Row.Beyond(
      languages: both, code: .format,
      words: Plain(
        "idType 为 citizenId、birthCertificate 时须符合该号码的格式",
        "with idType citizenId or birthCertificate it has the form of that number")),
    Row.Beyond(
      languages: both, code: .checkDigit,
      words: Plain("idType 为 citizenId 时校验码须正确", "with idType citizenId its check digit is right")),
    Row.Beyond(
      languages: both, code: .unknownCode,
      words: Plain(
        "idType 为 birthCertificate 时第 1–2 位为省份",
        "with idType birthCertificate digits 1–2 are a province")),
  ]

  private static func beyond(_ field: Field) -> [Row.Beyond] {
    var rules: [Row.Beyond] = []
    if case .when = field.need {
      rules.append(
        Row.Beyond(languages: [.xsd], code: .missing, words: need(of: field)))
    }
    if case .citizenID = field.kind {
      rules.append(
        Row.Beyond(
          languages: both, code: .checkDigit,
          words: Plain(
            "校验码和其中的出生日期须正确（GB 11643）", "its check digit and birth day are right (GB 11643)")))
    }
    if field.isDate {
      rules.append(
        Row.Beyond(
          languages: [.jsonSchema], code: .notADate,
          words: Plain("须为历法中存在的日期", "it is a day of the calendar")))
    }
    if field.isPast {
      rules.append(
        Row.Beyond(
          languages: both, code: .future,
          words: Plain("不得晚于 sentAt（时刻允许 5 分钟）", "it is not after sentAt (instants: by 5 minutes)"))
      )
    }
    return rules
  }
}
