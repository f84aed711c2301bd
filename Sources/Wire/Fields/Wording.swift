import Casework

/// The words of findings, in both languages: what is wrong and what belongs there instead.
enum Wording {
  private static func name(_ field: Field) -> Plain {
    Plain("\(field.name)（\(field.meaning.chinese)）", "\(field.name) (\(field.meaning.english))")
  }

  private static func about(_ field: Field, _ chinese: String, _ english: String) -> Plain {
    let name = name(field)
    return Plain("\(name.chinese)\(chinese)", "\(name.english) \(english)")
  }

  static func missing(_ field: Field, action: String?) -> Plain {
    if case .when = field.need, let action {
      return about(field, "缺失：action 为 \(action) 时必填", "is missing: action \(action) needs it")
    }
    return about(field, "缺失：必填", "is missing: it is needed")
  }

  static func repeated(_ field: Field) -> Plain {
    about(field, "只能出现一次", "may stand once only")
  }

  static func arrayWanted(_ field: Field) -> Plain {
    about(field, "应为数组，即使只有一项", "must be an array, even of one item")
  }

  static func objectWanted(_ field: Field) -> Plain {
    about(field, "应含有下级字段，而不是单个值", "must hold members, not a single value")
  }

  static func textWanted(_ field: Field) -> Plain {
    about(field, "应为字符串", "must be a string")
  }

  static func identifierNotString(_ field: Field) -> Plain {
    about(
      field, "是标识或代码，必须写成带引号的字符串（数字会丢失前导 0）",
      "is an identifier or code and must be a string in quotes (a number loses leading zeros)")
  }

  static func controlCharacter(_ field: Field) -> Plain {
    about(field, "含有控制字符", "holds a control character")
  }

  static func integerWanted(_ field: Field, _ range: ClosedRange<Int>) -> Plain {
    about(
      field, "应为 \(range.lowerBound) 至 \(range.upperBound) 的整数，不带引号",
      "must be an integer of \(range.lowerBound) to \(range.upperBound), without quotes")
  }

  static func outOfRange(_ field: Field, _ range: ClosedRange<Int>) -> Plain {
    about(
      field, "超出范围 \(range.lowerBound) 至 \(range.upperBound)",
      "lies outside \(range.lowerBound) to \(range.upperBound)")
  }

  static func format(_ field: Field, _ hint: Plain) -> Plain {
    about(field, "格式不对，应为\(hint.chinese)", "has the wrong form: it is \(hint.english)")
  }

  static func unknownCode(_ field: Field, _ codes: [Code]) -> Plain {
    let list = codes.map(\.value).joined(separator: " ")
    let chinese = codes.map { "\($0.value) \($0.meaning.chinese)" }.joined(separator: "、")
    return about(field, "的代码未知，可用：\(chinese)", "has an unknown code; known are: \(list)")
  }

  static func notADate(_ field: Field) -> Plain {
    about(
      field, "应为真实存在的日期，格式 YYYY-MM-DD", "must be a day of the calendar as YYYY-MM-DD")
  }

  static func notAnInstant(_ field: Field) -> Plain {
    about(
      field, "应为带时区的时刻，如 2026-03-01T10:15:00+08:00（RFC 3339）",
      "must be an instant with offset, such as 2026-03-01T10:15:00+08:00 (RFC 3339)")
  }

  static func future(_ field: Field) -> Plain {
    about(
      field, "晚于报文的发送时间 sentAt；请核对两处时间", "lies after the message's sentAt; check both")
  }

  static func noProvince(_ field: Field) -> Plain {
    about(
      field, "的第 1–2 位数字不是省级行政区划代码（GB/T 2260），如陕西为 61",
      "does not begin its digits with a province of GB/T 2260, such as 61 for Shaanxi")
  }

  static func checkDigit(_ field: Field) -> Plain {
    about(
      field, "的校验码或出生日期不对（GB 11643），请核对是否抄错",
      "has a wrong check digit or birth day (GB 11643); look for a typing error")
  }

  static let strayText = Plain("子元素之间不应有文字", "there is text between the child elements")

  static func unknown(_ name: String) -> Plain {
    Plain(
      "未知字段，已原样留存但不处理；请核对拼写和层级",
      "no such field is known here; it is kept but not used. Check spelling and nesting")
  }
}
