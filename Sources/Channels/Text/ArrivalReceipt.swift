package import Wire

/// What a provider tells later of a message it took.
package struct ArrivalReceipt: Hashable, Sendable {
  /// The delivery's id, where the provider gives it back.
  package var ours: String?
  /// The provider's own id, with the provider's name before it as ``SendResult/sent(receipt:)`` has
  /// it.
  package var theirs: String?
  package var outcome: OutcomeRule.Outcome
}

/// How a provider sends receipts to us.
package struct ReceiptRule: Hashable, Sendable {
  /// How the caller proves that it is the provider.
  package enum Proof: Hashable, Sendable {
    /// The secret itself, in a header of this name.
    case header(String, secret: [UInt8])
    /// HMAC-SHA-256 over the body, in hex or base64, in a header of this name.
    case hmacSHA256(String, secret: [UInt8])
  }

  package var proof: Proof
  /// Where the list of receipts stands; empty for the whole body, which may also be one alone.
  package var list = ""
  /// Where in one of them our id and theirs stand.
  package var ours: String?
  package var theirs: String?
  package var outcome: OutcomeRule
  /// What the provider wants to hear in return.
  package var reply: JSONValue = [:]

  package init(proof: Proof, outcome: OutcomeRule) {
    self.proof = proof
    self.outcome = outcome
  }

  /// The name of the header that bears the proof, in lower case.
  package var header: String {
    switch proof {
    case .header(let name, _), .hmacSHA256(let name, _): name.lowercased()
    }
  }

  /// Whether the header's value proves the caller, compared without telling where it differs.
  package func isProved(
    by value: String, body: [UInt8], hmacSHA256: ChannelCrypto.Keyed,
    equal: ([UInt8], [UInt8]) -> Bool
  ) -> Bool {
    switch proof {
    case .header(_, let secret): return equal(Array(value.utf8), secret)
    case .hmacSHA256(_, let secret):
      let code = hmacSHA256(secret, body)
      let given = value.hasPrefix("sha256=") ? String(value.dropFirst(7)) : value
      return equal(Array(given.lowercased().utf8), Array(Hex.encode(code).utf8))
        || equal(Array(given.utf8), Array(base64(code).utf8))
    }
  }

  /// The receipts of a body, JSON or a form; nil where it is neither.
  package func receipts(in body: [UInt8], from provider: String) -> [ArrivalReceipt]? {
    guard let value = (try? JSONValue(parsing: body)) ?? Self.form(body),
      let found = value.at(pointer: list)
    else { return nil }
    return (found.array ?? [found]).map { item in
      func text(_ pointer: String?) -> String? {
        pointer.flatMap { item.at(pointer: $0) }.flatMap(AnswerRule.word)
      }
      return ArrivalReceipt(
        ours: text(ours),
        // An empty one would be that of every text that was taken without a name.
        theirs: text(theirs).flatMap { $0.isEmpty ? nil : "\(provider):\($0)" },
        outcome: outcome.outcome(in: item))
    }
  }

  private static func form(_ body: [UInt8]) -> JSONValue? {
    var object = JSONObject()
    for pair in body.split(separator: UInt8(ascii: "&")) {
      let parts = pair.split(
        separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, let name = decoded(parts[0]), let value = decoded(parts[1]) else {
        return nil
      }
      object.append(name, .string(value))
    }
    return object.isEmpty ? nil : .object(object)
  }

  private static func decoded(_ bytes: ArraySlice<UInt8>) -> String? {
    var out: [UInt8] = []
    var rest = bytes
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%") {
        let digits = String(decoding: rest.prefix(2), as: UTF8.self)
        guard digits.utf8.count == 2, let value = Hex.decode(digits)?.first else { return nil }
        out.append(value)
        rest = rest.dropFirst(2)
      } else {
        out.append(byte == UInt8(ascii: "+") ? 32 : byte)
      }
    }
    return String(validating: out, as: UTF8.self)
  }
}
