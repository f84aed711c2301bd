import Casework
import Wire

extension ManifestView {
  /// The record's body, before it is sealed; what can be found out anew is left out.
  var json: JSONValue {
    var object: JSONObject = [
      "sender": .string(sender), "from": .string(window.from), "to": .string(window.to),
      "receivedAt": .string(receivedAt.rfc3339), "listed": .int(listed),
      "missing": .array(missing.map(JSONValue.string)),
      "remaining": .array(remaining.map(JSONValue.string)),
      "unlisted": .array(unlisted.map(JSONValue.string)), "unlistedCount": .int(unlistedCount),
      "asked": .int(asked),
    ]
    if let askedAt { object["askedAt"] = .string(askedAt.rfc3339) }
    return .object(object)
  }

  init(id: String, json: JSONValue) throws(StoreError) {
    func texts(_ name: String) -> [String]? { json[name]?.array?.compactMap(\.string) }
    guard let sender = json["sender"]?.string, let from = json["from"]?.string,
      let to = json["to"]?.string, let window = try? ManifestWindow(from: from, to: to),
      let receivedAt = json["receivedAt"]?.string.flatMap(Instant.init(rfc3339:)),
      let listed = json["listed"]?.int, let missing = texts("missing"),
      let remaining = texts("remaining"), let unlisted = texts("unlisted")
    else { throw .corrupt("a manifest") }
    self.init(
      id: id, sender: sender, window: window, receivedAt: receivedAt, listed: listed,
      missing: missing, remaining: remaining, unlisted: unlisted,
      unlistedCount: json["unlistedCount"]?.int ?? unlisted.count)
    asked = json["asked"]?.int ?? 0
    askedAt = json["askedAt"]?.string.flatMap(Instant.init(rfc3339:))
  }
}

/// What a sender is told when something of it is missing: a CloudEvents 1.0 body, the same bytes
/// at every attempt.
enum MissingEvent {
  /// More ids than a receiver can be expected to take at once are counted, not named.
  static let idsMaximum = 1_000
  /// What its types end in.
  static let kinds = [missing, overdue]
  private static let missing = "missing"
  private static let overdue = "manifest-overdue"

  /// Messages of a manifest that have not come.
  static func messages(_ manifest: ManifestView, id: String, at: Instant) -> [UInt8] {
    let named = manifest.remaining.prefix(idsMaximum)
    var data: JSONObject = [
      "sender": .string(manifest.sender), "from": .string(manifest.window.from),
      "to": .string(manifest.window.to), "missing": .array(named.map(JSONValue.string)),
    ]
    if named.count < manifest.remaining.count {
      data["more"] = .int(manifest.remaining.count - named.count)
    }
    return body("cn.birthgate.message.\(missing)", id: id, about: manifest.id, at: at, data)
  }

  /// The manifest of a day itself.
  static func manifest(_ overdue: OverdueManifest, id: String, about: String, at: Instant)
    -> [UInt8]
  {
    body(
      "cn.birthgate.message.\(Self.overdue)", id: id, about: about, at: at,
      ["sender": .string(overdue.sender), "day": .string(overdue.day.description)])
  }

  private static func body(
    _ type: String, id: String, about subject: String, at: Instant, _ data: JSONObject
  ) -> [UInt8] {
    let event: JSONValue = [
      "specversion": "1.0", "id": .string(id), "source": "urn:birthgate", "type": .string(type),
      "subject": .string(subject), "time": .string(at.rfc3339),
      "datacontenttype": "application/json", "data": .object(data),
    ]
    return event.canonical
  }
}
