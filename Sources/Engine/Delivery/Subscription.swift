package import Casework
package import Wire

/// Somebody who wants to be told by webhook.
package struct Subscription: Hashable, Sendable {
  package var id: String
  package var url: String
  /// Event types, a final `*` matching any rest.
  package var types: [String]
  /// Division prefix, empty for all.
  package var division: String
  /// The signing secret's bytes; of `v1a` the seed of the key.
  package var secret: [UInt8]
  /// Whether it is signed for with a key whose public half the receiver has (`v1a`).
  package var isPublicKey = false
  /// Secrets that were changed and still sign for a while.
  package var former: [Former] = []

  /// A secret of before, and when it stops.
  package struct Former: Hashable, Sendable {
    package var secret: [UInt8]
    package var isPublicKey: Bool
    /// Milliseconds.
    package var until: Int64

    package init(secret: [UInt8], isPublicKey: Bool, until: Int64) {
      self.secret = secret
      self.isPublicKey = isPublicKey
      self.until = until
    }
  }

  package init(id: String, url: String, types: [String], division: String, secret: [UInt8]) {
    self.id = id
    self.url = url
    self.types = types
    self.division = division
    self.secret = secret
  }

  /// Whether an event of this type about a child of this division is for this receiver.
  package func wants(_ type: String, division place: String?) -> Bool {
    guard division.isEmpty || place?.hasPrefix(division) == true else { return false }
    return types.contains { pattern in
      pattern.hasSuffix("*") ? type.hasPrefix(pattern.dropLast()) : type == pattern
    }
  }

  /// What an event is signed with at this time, the newest first.
  package func keys(at now: Instant) -> [SigningKey] {
    func key(_ secret: [UInt8], _ isPublicKey: Bool) -> SigningKey {
      isPublicKey ? .ed25519(seed: secret) : .shared(secret)
    }
    return [key(secret, isPublicKey)]
      + former.filter { $0.until > now.milliseconds }.map { key($0.secret, $0.isPublicKey) }
  }

  /// The same with another secret; the present one signs until then as well. The one before it
  /// stops at once where this is the third: a header has room for few.
  package func rotated(to secret: [UInt8], at now: Instant, until: Instant) -> Subscription {
    var next = self
    let mine = Former(
      secret: self.secret, isPublicKey: isPublicKey, until: until.milliseconds)
    let kept = ([mine] + former).filter { $0.until > now.milliseconds }
    next.former = Array(kept.prefix(2))
    next.secret = secret
    return next
  }

  /// The record's body, before it is sealed.
  package var json: JSONValue {
    [
      "url": .string(url), "types": .array(types.map(JSONValue.string)),
      "division": .string(division), "secret": .string(Hex.encode(secret)),
      "publicKey": .bool(isPublicKey),
      "former": .array(
        former.map {
          [
            "secret": .string(Hex.encode($0.secret)), "publicKey": .bool($0.isPublicKey),
            "until": .int(Int($0.until)),
          ]
        }),
    ]
  }

  package init?(id: String, json: JSONValue) {
    guard let url = json["url"]?.string, let types = json["types"]?.array?.compactMap(\.string),
      let secret = json["secret"]?.string.flatMap(Hex.decode)
    else { return nil }
    self.init(
      id: id, url: url, types: types, division: json["division"]?.string ?? "", secret: secret)
    // Records of before secrets could be changed have neither.
    isPublicKey = json["publicKey"]?.bool ?? false
    former = (json["former"]?.array ?? []).compactMap { item in
      guard let secret = item["secret"]?.string.flatMap(Hex.decode), let until = item["until"]?.int
      else { return nil }
      return Former(
        secret: secret, isPublicKey: item["publicKey"]?.bool ?? false, until: Int64(until))
    }
  }
}
