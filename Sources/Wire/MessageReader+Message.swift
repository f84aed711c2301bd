import Casework

/// From a document to a message: root, header, family, canonical form.
extension MessageReader {
  /// What the tables and rules make of a message, before it has canonical bytes.
  struct Judged {
    var canonical: JSONObject
    var sender: String
    var id: String
    var sentAt: Instant
    var fact: Fact
    var family: FamilyName
    var warnings: [Finding]
  }

  /// - Parameter lack: what the header of a message in a dialect does not say.
  func judge(
    _ document: Document, _ report: Report, sentAt known: Instant?, lack: HeaderLack = .nothing
  ) throws(Rejection) -> Judged {
    try document.withView { view throws(Rejection) in
      var reader = FieldReader(view: view, report: report)
      return try judge(&reader, sentAt: known, lack: lack)
    }
  }

  private func judge(
    _ reader: inout FieldReader, sentAt known: Instant?, lack: HeaderLack
  ) throws(Rejection) -> Judged {
    let root = reader.document.root
    guard Self.isMessage(root, &reader.report) else {
      throw Rejection(errors: reader.report.errors)
    }
    var header = self.header(in: root, &reader, isStored: known != nil, lack)
    var sentAt = known ?? header["sentAt"]?.string.flatMap { Instant(rfc3339: $0) }
    reader.sentAt = sentAt
    reader.refuseStrayText(in: root.index)
    var canonical = JSONObject()
    header["sentAt"] = nil
    if !header.isEmpty, !lack.id { canonical.append("header", .object(header)) }
    var unknown: [Node] = []
    let chosen = family(in: root.index, &reader, &unknown)
    var fact: Fact?
    var division: String?
    if let (number, index) = chosen {
      let members = reader.family(
        index, families[number].table.layout, families[number].table.checks)
      canonical.append(families[number].name.rawValue, .object(members))
      division = Self.division(members)
      if reader.report.errors.isEmpty { fact = families[number].fact(Fields(members)) }
      if lack.sentAt { sentAt = Self.latest(members, families[number].table.fields) }
    }
    reader.keep(unknown, in: &canonical)
    if lack.id {
      let name = Hex.encode(digest(JSONValue.object(canonical).canonical)).prefix(40)
      header["id"] = .string("D" + name)
      canonical.append("header", .object(header))
    }
    reader.report.sort()
    let sender = header["sender"]?.string
    let id = header["id"]?.string
    let family = chosen.map { families[$0.family].name }
    guard reader.report.errors.isEmpty, let fact, let family, let sender, let id, let sentAt
    else {
      throw Rejection(
        errors: reader.report.errors, sender: sender, id: id, family: family,
        division: division)
    }
    return Judged(
      canonical: canonical, sender: sender, id: id, sentAt: sentAt, fact: fact, family: family,
      warnings: reader.report.warnings)
  }

  /// The last part of reading: canonical bytes and their digest.
  func conclude(_ judged: Judged) -> Reading {
    let bytes = JSONValue.object(judged.canonical).canonical
    let message = Message(
      sender: judged.sender, id: judged.id, sentAt: judged.sentAt,
      digest: Hex.encode(digest(bytes)), fact: judged.fact)
    return Reading(
      message: message, family: judged.family, canonical: bytes, warnings: judged.warnings)
  }

  private static func isMessage(_ root: Node, _ report: inout Report) -> Bool {
    guard root.document.form == .xml else {
      if root.kind == .object { return true }
      report.note(
        .format, at: root,
        Plain("报文应为 JSON 对象 {\"header\": …}", "a message is a JSON object {\"header\": …}"))
      return false
    }
    if !root.isExpectedThroughout { noteNamespaces(root, &report) }
    if root.name == "message" { return true }
    report.note(
      .notAllowed, at: root,
      Plain(
        "根元素应为 <message xmlns=\"\(XMLReader.namespace)\">",
        "the root element must be <message xmlns=\"\(XMLReader.namespace)\">"))
    return false
  }

  // An element out of place usually takes its children with it; the first is enough to mend it.
  private static func noteNamespaces(_ node: Node, _ report: inout Report) {
    guard node.isExpected else {
      report.note(
        .namespace, at: node,
        Plain(
          "元素不在命名空间 \(XMLReader.namespace) 内；请在根元素写明 xmlns",
          "this element is not in the namespace \(XMLReader.namespace); declare it on the root"))
      return
    }
    for child in node.children where child.kind == .element { noteNamespaces(child, &report) }
  }

  private func header(
    in root: Node, _ reader: inout FieldReader, isStored: Bool, _ lack: HeaderLack
  ) -> JSONObject {
    if lack.isAnything { return header(in: root, &reader, lack) }
    let field = HeaderTable.field
    let layout = isStored ? HeaderTable.storedLayout : HeaderTable.layout
    guard let index = reader.view.child(of: root.index, named: field.name),
      reader.view.isGiven(index)
    else {
      reader.report.note(
        .missing, in: root, missing: field.name, Wording.missing(field, action: nil))
      return JSONObject()
    }
    guard reader.view.isContainer(index) else {
      reader.report.note(.format, at: reader.node(index), Wording.objectWanted(field))
      return JSONObject()
    }
    return reader.object(index, layout)
  }

  /// The one family of a message and where it stands; a second header or family is refused, the
  /// rest is unknown.
  private func family(
    in root: Int, _ reader: inout FieldReader, _ unknown: inout [Node]
  ) -> (family: Int, index: Int)? {
    var chosen: (family: Int, index: Int)?
    var hadHeader = false
    var child = root + 1
    while child < Int(reader.view[root].end) {
      let cell = reader.view[child]
      let name = reader.view.name(of: cell)
      switch members.withView({ $0.position(of: name, from: 0) }) {
      case 0?:
        if hadHeader {
          reader.report.note(
            .notAllowed, at: reader.node(child), Wording.repeated(HeaderTable.field))
        }
        hadHeader = true
      case let position?:
        guard reader.view.isGiven(child) else { break }
        if chosen == nil {
          chosen = (position - 1, child)
        } else {
          reader.report.note(
            .notAllowed, at: reader.node(child),
            Plain("一条报文只能有一类业务内容", "one message holds one family"))
        }
      case nil: unknown.append(reader.node(child))
      }
      child = Int(cell.end)
    }
    if chosen == nil {
      let names = families.map(\.name.rawValue).joined(separator: " ")
      reader.report.note(
        .missing, in: reader.node(root), missing: families.first?.name.rawValue ?? "message",
        Plain("缺少业务内容，应为其中之一：\(names)", "no family is given; one of these is needed: \(names)"))
    }
    return chosen
  }

  private static func division(_ members: JSONObject) -> String? {
    if let own = members["division"]?.string { return own }
    guard case .object(let place)? = members["birthPlace"] else { return nil }
    return place["division"]?.string
  }
}

extension FieldReader {
  /// Reads a family's members and applies its rules over several of them.
  mutating func family(
    _ index: Int, _ layout: FieldLayout, _ checks: [FieldTable.Check]
  ) -> JSONObject {
    guard view.isContainer(index) else {
      report.note(
        .format, at: node(index),
        Plain("业务内容应含有下级字段", "a family must hold members, not a single value"))
      return JSONObject()
    }
    let members = object(index, layout)
    guard !checks.isEmpty else { return members }
    let view = view
    var inspection = Inspection(family: members, action: action) { name in
      view.holdsGiven(index, named: name)
    }
    for check in checks { check.run(&inspection) }
    for complaint in inspection.complaints { note(complaint, in: node(index)) }
    return members
  }

  private mutating func note(_ complaint: Inspection.Complaint, in family: Node) {
    var node = family
    for name in complaint.path {
      guard let child = node.child(name) else {
        report.note(complaint.code, in: node, missing: name, complaint.message)
        return
      }
      node = child
    }
    report.note(complaint.code, at: node, complaint.message)
  }
}

/// The header of every message.
enum HeaderTable {
  static let field = Field("header", .object(fields), .always, "报文头", "message header")

  static let fields: [Field] =
    stored + [
      Field("sentAt", .instant, .always, "发送时间，带时区", "when it was sent, with offset")
    ]

  static let layout = FieldLayout(fields)
  static let storedLayout = FieldLayout(stored)

  /// Canonical messages are kept without `sentAt`.
  static let stored: [Field] = [
    Field(
      "id", .pattern(.messageID), .always, "报文编号，在发送方内唯一",
      "message id, unique per sender"),
    Field(
      "sender", .pattern(.messageID), .always, "发送方代码，须已登记", "code of a registered sender"),
  ]
}
