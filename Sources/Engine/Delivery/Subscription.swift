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

/// Bytes as lower-case hexadecimal digits.
package enum Hex {
  package static func encode(_ bytes: some Sequence<UInt8>) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(2 * bytes.underestimatedCount)
    for byte in bytes {
      text.append(digit(byte >> 4))
      text.append(digit(byte & 15))
    }
    return String(decoding: text, as: UTF8.self)
  }

  private static func digit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
  }

  package static func decode(_ text: String) -> [UInt8]? {
    let digits = Array(text.utf8)
    guard digits.count % 2 == 0 else { return nil }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: digits.count, by: 2) {
      guard let high = value(digits[index]), let low = value(digits[index + 1]) else { return nil }
      bytes.append(high << 4 | low)
    }
    return bytes
  }

  private static func value(_ digit: UInt8) -> UInt8? {
    switch digit {
    case 48...57: digit - 48
    case 97...102: digit - 87
    case 65...70: digit - 55
    default: nil
    }
  }
}
