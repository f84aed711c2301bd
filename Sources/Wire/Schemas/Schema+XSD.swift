import Casework

extension Schema {
  /// The XML Schema 1.0 of a whole `<message>` with that family.
  package static func xsd(of family: MessageFamily) -> String {
    var writer = XSDWriter()
    writer.line("<?xml version=\"1.0\" encoding=\"UTF-8\"?>")
    writer.open(
      "xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\""
        + " targetNamespace=\"\(XMLReader.namespace)\" xmlns=\"\(XMLReader.namespace)\""
        + " elementFormDefault=\"qualified\"")
    writer.annotation(
      Plain(
        "\(family.title.chinese)：报文的规范形式，字段按此顺序；读取时不限顺序",
        "\(family.title.english): the canonical form in this order; readers take any order"))
    writer.open("xs:element name=\"message\"")
    writer.members(message(family))
    writer.close("xs:element")
    writer.close("xs:schema")
    return writer.text
  }
}

/// Lays out an XSD line by line.
private struct XSDWriter {
  private(set) var text = ""
  private var depth = 0

  mutating func line(_ content: String) {
    text += String(repeating: "  ", count: depth) + content + "\n"
  }

  mutating func open(_ tag: String) {
    line("<\(tag)>")
    depth += 1
  }

  mutating func close(_ name: String) {
    depth -= 1
    line("</\(name)>")
  }

  mutating func annotation(_ words: Plain) {
    open("xs:annotation")
    line("<xs:documentation xml:lang=\"zh-CN\">\(escaped(words.chinese))</xs:documentation>")
    line("<xs:documentation xml:lang=\"en\">\(escaped(words.english))</xs:documentation>")
    close("xs:annotation")
  }

  mutating func members(_ fields: [Field]) {
    open("xs:complexType")
    open("xs:sequence")
    for field in fields { element(field) }
    close("xs:sequence")
    close("xs:complexType")
  }

  private mutating func element(_ field: Field) {
    let least = field.need == .always ? "" : " minOccurs=\"0\""
    let most = field.isList ? " maxOccurs=\"unbounded\"" : ""
    open("xs:element name=\"\(field.name)\"\(least)\(most)")
    annotation(field.meaning)
    switch field.kind {
    case .object(let fields), .party(let fields): members(fields)
    default: simple(field.kind)
    }
    close("xs:element")
  }

  private mutating func simple(_ kind: Field.Kind) {
    open("xs:simpleType")
    switch kind {
    case .text, .identifier:
      restriction("xs:string", pattern: SchemaPattern.text(any: SchemaPattern.xsdAny))
    case .pattern(let pattern): restriction("xs:string", pattern: pattern.expression)
    case .certificate: restriction("xs:string", pattern: SchemaPattern.certificate)
    case .citizenID: restriction("xs:string", pattern: Pattern.citizenID.expression)
    case .money: restriction("xs:string", pattern: Pattern.money.expression)
    case .date: restriction("xs:date", pattern: SchemaPattern.date)
    case .instant: restriction("xs:dateTime", pattern: SchemaPattern.instant)
    case .code(let codes):
      open("xs:restriction base=\"xs:string\"")
      for code in codes {
        open("xs:enumeration value=\"\(escaped(code.value))\"")
        annotation(code.meaning)
        close("xs:enumeration")
      }
      close("xs:restriction")
    case .integer(let range):
      open("xs:restriction base=\"xs:integer\"")
      line("<xs:minInclusive value=\"\(range.lowerBound)\"/>")
      line("<xs:maxInclusive value=\"\(range.upperBound)\"/>")
      line("<xs:pattern value=\"(0|[1-9][0-9]{0,17})\"/>")
      close("xs:restriction")
    case .object, .party: break
    }
    close("xs:simpleType")
  }

  private mutating func restriction(_ base: String, pattern: String) {
    open("xs:restriction base=\"\(base)\"")
    line("<xs:pattern value=\"\(escaped(pattern))\"/>")
    close("xs:restriction")
  }

  private func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case "\"": result += "&quot;"
      default: result.append(character)
      }
    }
  }
}
