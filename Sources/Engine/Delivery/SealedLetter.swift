import Casework
import Wire

/// What a row says of a letter until it is written: to whom and about what, not the words.
struct SealedLetter: Hashable, Sendable {
  enum Receiver: Hashable, Sendable {
    /// - beside: all who are told the same by this channel, the contact itself among them, in the
    ///   order in which the family gave them: what has taken the place of a corrected address is
    ///   none of these.
    case contact(Contact, beside: [Contact])
    case office(id: String)
    /// The folder for trying out.
    case file
  }

  var kind: Letter.Kind
  var audience: Notice.Audience
  var occasion: String
  var receiver: Receiver
  /// What a machine reads, the same at each attempt; nil where words are written.
  var event: String?

  var json: JSONValue {
    var members: [String: JSONValue?] = [
      "kind": .string(kind.rawValue), "audience": .string(audience.rawValue),
      "occasion": .string(occasion), "event": event.map(JSONValue.string),
    ]
    switch receiver {
    case .contact(let contact, let beside):
      members["channel"] = contact.channel.map(JSONValue.string)
      members["address"] = contact.address.map(JSONValue.string)
      members["relation"] = contact.relation.map(JSONValue.string)
      members["language"] = contact.language.map(JSONValue.string)
      members["beside"] = .array(beside.map(Self.place))
    case .office(let id): members["office"] = .string(id)
    case .file: break
    }
    var object = JSONObject()
    for (name, value) in members.sorted(by: { $0.key < $1.key }) {
      if let value { object[name] = value }
    }
    return .object(object)
  }

  private static func place(_ contact: Contact) -> JSONValue {
    var place = JSONObject()
    place["address"] = contact.address.map(JSONValue.string)
    place["relation"] = contact.relation.map(JSONValue.string)
    return .object(place)
  }

  init(_ notice: Notice, to receiver: Receiver, event: String? = nil) {
    kind = .notice(notice.kind)
    audience = notice.audience
    occasion = notice.occasion
    self.receiver = receiver
    self.event = event
  }

  /// A link that was asked for.
  init(pageLinkTo receiver: Receiver) {
    kind = .pageLink
    audience = .guardian
    occasion = "asked"
    self.receiver = receiver
  }

  init?(json: JSONValue) {
    guard let kind = json["kind"]?.string.flatMap(Letter.Kind.init(rawValue:)),
      let audience = json["audience"]?.string.flatMap(Notice.Audience.init(rawValue:)),
      let occasion = json["occasion"]?.string
    else { return nil }
    self.kind = kind
    self.audience = audience
    self.occasion = occasion
    event = json["event"]?.string
    if let office = json["office"]?.string {
      receiver = .office(id: office)
    } else if let channel = json["channel"]?.string {
      let contact = Contact(
        relation: json["relation"]?.string, channel: channel, address: json["address"]?.string,
        language: json["language"]?.string)
      let beside = (json["beside"]?.array ?? []).map { item in
        Contact(
          relation: item["relation"]?.string, channel: channel, address: item["address"]?.string,
          language: nil)
      }
      receiver = .contact(contact, beside: beside.isEmpty ? [contact] : beside)
    } else {
      receiver = .file
    }
  }

  /// Nil where it tells of none.
  func notice(at: Instant) -> Notice? {
    guard case .notice(let kind) = kind else { return nil }
    return Notice(kind: kind, audience: audience, occasion: occasion, at: at, state: .queued)
  }
}
