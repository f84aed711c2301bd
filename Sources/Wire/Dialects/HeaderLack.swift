import Casework

/// What the header of a message in a dialect does not say, and what stands for it.
struct HeaderLack {
  var id = false
  var sentAt = false
  /// The sender is not in the document; this one signed it, where anybody did.
  var sender: String??

  static let nothing = HeaderLack()

  var isAnything: Bool { id || sentAt || sender != nil }

  func lacks(_ name: String) -> Bool {
    switch name {
    case "id": id
    case "sentAt": sentAt
    default: sender != nil
    }
  }
}

extension HeaderTable {
  private static let layouts: [FieldLayout] = (0..<8).map { bits in
    let lack = HeaderLack(
      id: bits & 1 != 0, sentAt: bits & 2 != 0, sender: bits & 4 != 0 ? .some(nil) : nil)
    return FieldLayout(fields.filter { !lack.lacks($0.name) })
  }

  /// The fields of a header that a dialect has.
  static func layout(_ lack: HeaderLack) -> FieldLayout {
    layouts[(lack.id ? 1 : 0) | (lack.sentAt ? 2 : 0) | (lack.sender != nil ? 4 : 0)]
  }
}

extension MessageReader {
  /// The header of a message whose dialect has not all of it.
  func header(
    in root: Node, _ reader: inout FieldReader, _ lack: HeaderLack
  ) -> JSONObject {
    var header = JSONObject()
    if let node = root.child(HeaderTable.field.name) {
      header = reader.object(node.index, HeaderTable.layout(lack))
    }
    guard let sender = lack.sender else { return header }
    if let sender {
      header["sender"] = .string(sender)
    } else {
      reader.report.note(
        .missing, in: root, missing: ["header", "sender"],
        Plain(
          "报文没有写明发送方：由已登记的发送方签名，或用 --sender 指定",
          "the message does not say who sends it: a registered sender must sign it, or --sender"
            + " name one"))
    }
    return header
  }

  /// The latest day or instant of the past that a message states; verdicts depend on the message
  /// alone, so where it does not say when it was sent, this stands for it.
  static func latest(_ members: JSONObject, _ fields: [Field]) -> Instant? {
    var latest: Instant?
    for field in fields {
      guard let value = members[field.name] else { continue }
      let moment: Instant? =
        switch field.kind {
        case .object(let inner), .party(let inner):
          Self.latest(value.object ?? JSONObject(), inner)
        case .date where field.isPast: value.string.flatMap { CivilDate($0)?.start }
        case .instant where field.isPast: value.string.flatMap { Instant(rfc3339: $0) }
        default: nil
        }
      guard let moment else { continue }
      latest = max(latest ?? moment, moment)
    }
    return latest
  }
}
