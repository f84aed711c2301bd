import Casework

/// The words of the field list for types and needs.
extension Schema {
  static func type(of field: Field) -> Plain {
    let plain: Plain =
      switch field.kind {
      case .text: Plain("文本", "text")
      case .identifier: Plain("标识（字符串）", "identifier (string)")
      case .pattern(let pattern): pattern.hint
      case .certificate: Pattern.certificate.hint
      case .citizenID: Pattern.citizenID.hint
      case .money: Pattern.money.hint
      case .date: Plain("日期 YYYY-MM-DD", "date YYYY-MM-DD")
      case .instant: Plain("带时区的时刻（RFC 3339）", "instant with offset (RFC 3339)")
      case .integer(let range):
        Plain(
          "\(range.lowerBound) 至 \(range.upperBound) 的整数",
          "integer of \(range.lowerBound) to \(range.upperBound)")
      case .code(let codes):
        Plain(
          codes.map { "\($0.value) \($0.meaning.chinese)" }.joined(separator: "、"),
          codes.map { "\($0.value) \($0.meaning.english)" }.joined(separator: ", "))
      case .object, .party: Plain("对象", "object")
      }
    return field.isList
      ? Plain("数组：\(plain.chinese)", "array of: \(plain.english)") : plain
  }

  static func need(of field: Field) -> Plain {
    switch field.need {
    case .optional: Plain("选填", "optional")
    case .always: Plain("必填（上级给出时）", "needed (where its parent is given)")
    case .when(let actions):
      Plain(
        "action 为 \(actions.joined(separator: "、")) 时必填",
        "needed where action is \(actions.joined(separator: ", "))")
    }
  }
}
