package import Casework
package import Wire

/// The envelope of the insurance service platform: signed by SM2, its data sealed by SM4
/// (STANDARDS 5.1). Peers differ in small things, so all of them are a profile.
///
/// The same id and secret give one key for ever, and ECB shows equal blocks: it hides the data from
/// those who pass it on, and is no protection in place of TLS.
package struct InsuranceEnvelope: Sendable {
  /// What of the data is signed.
  package enum Canonicaliser: String, CaseIterable, Sendable {
    /// Sorted, without empty members, numbers and truths as texts.
    case cleaned
    /// The data's JSON as it stands.
    case plain
  }

  package var appID: String
  package var appSecret: String
  /// How the peer calls the id: `appId` or `appCode`.
  package var idName = "appId"
  package var version = "1.0.0"
  package var canonicaliser = Canonicaliser.cleaned
  /// Whether the data is sealed.
  package var seals = true
  package var chaining = ChannelCrypto.Chaining.ecb
  /// The key of SM4 where the peer gave one of its own; else it is made from id and secret.
  package var ownKey: [UInt8]?
  package var hexUpperCase = true
  package var escapesNonASCII = false
  /// SM2 with SM3 under the usual signer id: r ‖ s.
  package var sign: @Sendable ([UInt8]) -> [UInt8]
  /// Checks the peer's answers; nil where its key is not known.
  package var verify: (@Sendable (_ signature: [UInt8], _ message: [UInt8]) -> Bool)?

  package init(
    appID: String, appSecret: String, sign: @escaping @Sendable ([UInt8]) -> [UInt8],
    verify: (@Sendable ([UInt8], [UInt8]) -> Bool)? = nil
  ) {
    self.appID = appID
    self.appSecret = appSecret
    self.sign = sign
    self.verify = verify
  }

  /// The envelope around some data.
  package func wrap(_ data: JSONValue, at now: Instant, _ crypto: ChannelCrypto) -> JSONValue {
    var envelope = JSONObject([
      .init(idName, .string(appID)), .init("version", .string(version)),
      .init("signType", "SM2"), .init("timestamp", .string(String(now.milliseconds))),
      .init("data", data),
    ])
    if seals { envelope.append("encType", "SM4") }
    let signature = sign(Array(signedText(of: envelope).utf8))
    envelope.append("signData", .string(base64(signature)))
    if seals {
      envelope["data"] = nil
      envelope.append("encData", .string(sealed(data, crypto)))
    }
    return .object(envelope)
  }

  /// What is signed: members by name, `key=value` joined by `&`, the secret last.
  package func signedText(of envelope: JSONObject) -> String {
    let unsigned: Set = ["signData", "encData", "extra"]
    var pairs: [String] = []
    for member in envelope.sorted where !unsigned.contains(member.name) && member.value != .null {
      let value =
        member.name == "data" && canonicaliser == .cleaned
        ? Self.cleaned(member.value) : member.value
      pairs.append("\(member.name)=\(Template.plain(value))")
    }
    return pairs.joined(separator: "&") + "&key=\(appSecret)"
  }

  private static func cleaned(_ value: JSONValue) -> JSONValue {
    guard case .object(let object) = value else { return value }
    var cleaned = JSONObject()
    for member in object.members {
      switch member.value {
      case .null, .string(""), .array([]): continue
      case .int(let number): cleaned.append(member.name, .string(String(number)))
      case .bool(let truth): cleaned.append(member.name, .string(truth ? "true" : "false"))
      case .double: cleaned.append(member.name, .string(member.value.canonicalText))
      case .string, .array, .object: cleaned.append(member.name, member.value)
      }
    }
    return .object(cleaned)
  }

  /// The first sixteen characters of the secret sealed under the id, as the platform has it.
  package func key(_ crypto: ChannelCrypto) -> [UInt8] {
    if let ownKey { return ownKey }
    var seed = Array(appID.utf8.prefix(16))
    seed += [UInt8](repeating: 0, count: 16 - seed.count)
    let sealed = crypto.sealSM4(seed, Array(appSecret.utf8), .ecb)
    return Array(Hex.encode(sealed, upperCase: true).utf8.prefix(16))
  }

  package func sealed(_ data: JSONValue, _ crypto: ChannelCrypto) -> String {
    let text = escapesNonASCII ? Self.escaped(data.canonicalText) : data.canonicalText
    return Hex.encode(
      crypto.sealSM4(key(crypto), Array(text.utf8), chaining), upperCase: hexUpperCase)
  }

  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for unit in text.utf16 {
      if unit < 128, let scalar = Unicode.Scalar(unit) {
        escaped.unicodeScalars.append(scalar)
      } else {
        escaped += "\\u" + Hex.encode([UInt8(unit >> 8), UInt8(unit & 255)])
      }
    }
    return escaped
  }

  /// An answer with its data opened; nil where its signature or its seal does not hold.
  package func unwrap(_ answer: JSONValue, _ crypto: ChannelCrypto) -> JSONValue? {
    guard var envelope = answer.object else { return nil }
    if let sealed = envelope["encData"]?.string, !sealed.isEmpty {
      guard let bytes = Hex.decode(sealed),
        let plain = crypto.openSM4(key(crypto), bytes, chaining),
        let data = try? JSONValue(parsing: plain)
      else { return nil }
      envelope["data"] = data
    }
    if let verify {
      guard let signature = envelope["signData"]?.string.flatMap(unbase64),
        verify(signature, Array(signedText(of: envelope).utf8))
      else { return nil }
    }
    return .object(envelope)
  }
}
