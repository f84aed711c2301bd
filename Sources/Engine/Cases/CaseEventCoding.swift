package import Casework

/// The bytes of events, as they are compressed and sealed: format 1.
///
/// A line `KIND 1`, then the fields in the order of their names, each `name length:bytes` and a
/// line feed; the length counts bytes in decimal. `noticed` has one field `notice` for each notice,
/// whose bytes are such fields again. The canonical message is thus kept byte for byte, whatever it
/// holds, a reader needs no escapes, and a person can read it. Instants are decimal seconds, a
/// point and nine digits. Not JSON, because this is on every read of every case: it reads in a
/// fraction of the time of a JSON object that carries JSON text in a string. A reader passes over
/// fields that it does not know; a kind or a format that it does not know is an error.
///
/// What was written stays readable: `Tests/EngineTests/Histories` holds old bodies.
package enum CaseEventCoding {
  package static func encode(_ event: CaseEvent) -> [UInt8] {
    var writer = EventFieldWriter()
    switch event {
    case .recorded(let message):
      writer.reserve(message.canonical.count + 400)
      writer.head("recorded")
      writer.put("canonical", message.canonical)
      writer.put("digest", message.digest)
      writer.put("family", message.family)
      writer.put("id", message.id)
      writer.put("receivedAt", text(of: message.receivedAt))
      writer.put("sender", message.sender)
      writer.put("sentAt", text(of: message.sentAt))
    case .codeIssued(let value):
      writer.head("codeIssued")
      writer.put("value", value)
    case .noticed(let notices):
      writer.head("noticed")
      for notice in notices { writer.put("notice", encode(notice)) }
    case .joined(let other):
      writer.head("joined")
      writer.put("with", other.rawValue)
    }
    return writer.bytes
  }

  private static func encode(_ notice: Notice) -> [UInt8] {
    var writer = EventFieldWriter()
    writer.put("at", text(of: notice.at))
    writer.put("audience", notice.audience.rawValue)
    writer.put("kind", notice.kind.rawValue)
    writer.put("occasion", notice.occasion)
    writer.put("state", notice.state.rawValue)
    return writer.bytes
  }

  /// - Throws: ``StoreError/corrupt(_:)`` for bytes that ``encode(_:)`` has not made.
  package static func decode(_ bytes: [UInt8]) throws(StoreError) -> CaseEvent {
    var reader = EventFieldReader(bytes[...])
    guard let head = reader.line(), let event = event(head, &reader) else {
      throw .corrupt("an event is not of a known format")
    }
    return event
  }

  private static func event(_ head: String, _ reader: inout EventFieldReader) -> CaseEvent? {
    guard let fields = reader.fields() else { return nil }
    switch head {
    case "recorded 1": return recorded(fields)
    case "codeIssued 1": return fields.text("value").map { .codeIssued(value: $0) }
    case "noticed 1":
      let notices = fields.all("notice").map(notice)
      let whole = notices.compactMap { $0 }
      return whole.count == notices.count ? .noticed(whole) : nil
    case "joined 1": return fields.text("with").map { .joined(with: CaseID(rawValue: $0)) }
    default: return nil
    }
  }

  private static func recorded(_ fields: EventFields) -> CaseEvent? {
    guard let sender = fields.text("sender"), let id = fields.text("id"),
      let sentAt = fields.instant("sentAt"), let receivedAt = fields.instant("receivedAt"),
      let digest = fields.text("digest"), let family = fields.text("family"),
      let canonical = fields.first("canonical")
    else { return nil }
    return .recorded(
      CaseEvent.Recorded(
        sender: sender, id: id, sentAt: sentAt, receivedAt: receivedAt, digest: digest,
        family: family, canonical: Array(canonical)))
  }

  private static func notice(_ bytes: ArraySlice<UInt8>) -> Notice? {
    var reader = EventFieldReader(bytes)
    guard let fields = reader.fields(), let at = fields.instant("at"),
      let audience = fields.text("audience").flatMap(Notice.Audience.init(rawValue:)),
      let kind = fields.text("kind").flatMap(Notice.Kind.init(rawValue:)),
      let occasion = fields.text("occasion"),
      let state = fields.text("state").flatMap(Notice.State.init(rawValue:))
    else { return nil }
    return Notice(kind: kind, audience: audience, occasion: occasion, at: at, state: state)
  }

  static func text(of instant: Instant) -> String {
    let digits = String(instant.nanoseconds)
    return "\(instant.seconds).\(String(repeating: "0", count: 9 - digits.utf8.count))\(digits)"
  }
}

extension EventFields {
  fileprivate func instant(_ name: String) -> Instant? {
    guard let text = text(name) else { return nil }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[1].utf8.count == 9, let seconds = Int64(parts[0]),
      let nanoseconds = Int32(parts[1]), nanoseconds >= 0
    else { return nil }
    return Instant(seconds: seconds, nanoseconds: nanoseconds)
  }
}
