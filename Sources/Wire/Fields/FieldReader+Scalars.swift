import Casework

/// Single values: text, numbers, dates, identifiers and codes.
extension FieldReader {
  mutating func scalar(_ field: Field, _ node: Node) -> JSONValue? {
    if case .integer(let range) = field.kind { return integer(field, node, in: range) }
    guard let raw = text(field, node) else { return nil }
    switch field.kind {
    case .text: return free(raw, field, node)
    case .identifier: return free(Identifier.folded(raw), field, node)
    case .pattern(let pattern): return matched(raw, pattern, field, node)
    case .certificate: return certificate(raw, field, node).map { .string($0) }
    case .citizenID: return citizenID(raw, field, node).map { .string($0) }
    case .money: return matched(raw, .money, field, node)
    case .code(let codes):
      let text = Identifier.folded(raw)
      if codes.contains(where: { $0.value == text }) { return .string(text) }
      refuse(.unknownCode, field, node, raw, Wording.unknownCode(field, codes))
    case .date:
      let text = Identifier.folded(raw)
      guard let date = CivilDate(text) else {
        refuse(.notADate, field, node, raw, Wording.notADate(field))
        return nil
      }
      if field.isPast, let sentAt, date > sentAt.day {
        refuse(.future, field, node, raw, Wording.future(field))
      }
      return .string(text)
    case .instant:
      let text = Identifier.folded(raw)
      guard let instant = Instant(rfc3339: text) else {
        refuse(.notADate, field, node, raw, Wording.notAnInstant(field))
        return nil
      }
      if field.isPast, let sentAt, instant > sentAt.adding(seconds: 300) {
        refuse(.future, field, node, raw, Wording.future(field))
      }
      return .string(text)
    case .integer, .object, .party: break
    }
    return nil
  }

  /// The trimmed text of a value, or nil where it is not given or, after a complaint, no text.
  private mutating func text(_ field: Field, _ node: Node) -> String? {
    switch node.kind {
    case .null: return nil
    case .string, .attribute: break
    case .element where !node.hasChildren: break
    default:
      if field.isIdentifier, node.kind == .integer || node.kind == .number {
        refuse(.identifierNotString, field, node, node.text, Wording.identifierNotString(field))
        return nil
      }
      guard isGiven(node) else { return nil }
      let code: Finding.Code = field.isDate ? .notADate : .format
      refuse(code, field, node, nil, Wording.textWanted(field))
      return nil
    }
    let text = Identifier.trimmed(node.text)
    return Identifier.isNullMark(text) ? nil : text
  }

  private mutating func free(_ text: String, _ field: Field, _ node: Node) -> JSONValue? {
    let hasControl = text.utf8.contains { $0 < 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }
    guard hasControl else { return .string(text) }
    refuse(.format, field, node, nil, Wording.controlCharacter(field))
    return nil
  }

  private mutating func integer(
    _ field: Field, _ node: Node, in range: ClosedRange<Int>
  ) -> JSONValue? {
    let number: Int?
    switch node.kind {
    case .null: return nil
    case .integer, .number:
      number = wholeNumber(node.text)
    case .element where !node.hasChildren:
      let text = Identifier.folded(Identifier.trimmed(node.text))
      if Identifier.isNullMark(text) { return nil }
      let digits = text.utf8.drop { $0 == UInt8(ascii: "-") && text.utf8.count > 1 }
      number = digits.allSatisfy { $0 >= 48 && $0 <= 57 } ? wholeNumber(text) : nil
    default:
      if isGiven(node) { refuse(.format, field, node, nil, Wording.integerWanted(field, range)) }
      return nil
    }
    guard let number else {
      refuse(.format, field, node, node.text, Wording.integerWanted(field, range))
      return nil
    }
    guard range.contains(number) else {
      refuse(.range, field, node, node.text, Wording.outOfRange(field, range))
      return nil
    }
    return .int(number)
  }

  // JSON has one sort of number: 1.0 is the integer 1 (JSON Schema 2020-12, section 4.2.3).
  private func wholeNumber(_ text: String) -> Int? {
    if let whole = Int(text) { return whole }
    guard text.utf8.count <= 400, let number = Double(text) else { return nil }
    if let whole = Int(exactly: number) { return whole }
    guard number.isFinite, number == number.rounded() else { return nil }
    return number < 0 ? Int.min : Int.max
  }

  private mutating func matched(
    _ raw: String, _ pattern: Pattern, _ field: Field, _ node: Node
  ) -> JSONValue? {
    var text = Identifier.folded(raw)
    if pattern.isUpperCase { text = Identifier.upperCased(text) }
    if pattern.matches(text) { return .string(text) }
    refuse(.format, field, node, raw, Wording.format(field, pattern.hint))
    return nil
  }

  mutating func certificate(_ raw: String, _ field: Field, _ node: Node) -> String? {
    guard let number = matched(raw, .certificate, field, node)?.string else { return nil }
    let province = String(number.dropFirst().prefix(2))
    guard Identifier.provinces.contains(province) else {
      refuse(.unknownCode, field, node, nil, Wording.noProvince(field))
      return nil
    }
    return number
  }

  mutating func citizenID(_ raw: String, _ field: Field, _ node: Node) -> String? {
    guard let number = matched(raw, .citizenID, field, node)?.string else { return nil }
    guard Checksums.isCitizenID(number) else {
      refuse(.checkDigit, field, node, nil, Wording.checkDigit(field))
      return nil
    }
    return number
  }

  private static let documentNumber = Field(
    "idNumber", .identifier, isPersonal: true, "证件号码", "document number")

  /// The number of a party has the form its type prescribes.
  mutating func checkParty(_ party: inout JSONObject, at node: Node) {
    guard let type = party["idType"]?.string, let number = party["idNumber"]?.string,
      type != "citizenId" || !Checksums.isCitizenID(number),
      let place = node.child("idNumber")
    else { return }
    let field = Self.documentNumber
    switch type {
    case "citizenId":
      if let normal = citizenID(number, field, place) { party["idNumber"] = .string(normal) }
    case "birthCertificate":
      if let normal = certificate(number, field, place) { party["idNumber"] = .string(normal) }
    default: break
    }
  }

  private mutating func refuse(
    _ code: Finding.Code, _ field: Field, _ node: Node, _ value: String?,
    _ message: @autoclosure () -> Plain
  ) {
    report.note(code, at: node, value: value.flatMap { field.showable($0) }, message())
  }
}

extension Field {
  var isIdentifier: Bool {
    switch kind {
    case .identifier, .pattern, .certificate, .citizenID, .code: true
    case .text, .integer, .money, .date, .instant, .object, .party: false
    }
  }

  var isDate: Bool {
    switch kind {
    case .date, .instant: true
    default: false
    }
  }

  /// A value as a problem document may show it. Columns slip, so even where no person belongs only
  /// short plain ASCII is shown, and nothing with as many digits as a number of a person has.
  func showable(_ value: String) -> String? {
    guard !isPersonal, value.utf8.count <= 32,
      value.utf8.allSatisfy({
        ($0 >= 48 && $0 <= 58) || ($0 >= 65 && $0 <= 90) || ($0 >= 97 && $0 <= 122)
          || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "_")
          || $0 == UInt8(ascii: "+")
      })
    else { return nil }
    let digits = value.utf8.count { $0 >= 48 && $0 <= 57 }
    return digits < 9 || (isDate && digits < 15 && value.utf8.contains(UInt8(ascii: "-")))
      ? value : nil
  }
}
