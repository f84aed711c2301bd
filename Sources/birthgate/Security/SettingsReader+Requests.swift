import Casework
import Foundation
import LibCrypto
import Wire

/// What the settings say of the lists a sender owes, and of asking it for what is missing.
extension SettingsReader {
  mutating func owesDailyManifest(_ value: JSONValue, at path: String) -> Bool {
    guard let word = text(value, "manifests", at: path) else { return false }
    if word != "daily" {
      complain(.unknownCode, path + "/manifests", "只有 daily。", "There is only daily.")
    }
    return word == "daily"
  }

  /// Where a sender is asked for what is missing. Unless a secret of its own is given, such a
  /// request is signed with the sender's shared key; what either signs can never be taken for the
  /// other, since the bytes and the digest differ.
  mutating func requests(_ value: JSONValue, _ keys: [SenderKey], at path: String)
    -> (url: String, secret: [UInt8])?
  {
    let secret = text(value, "requestsSecret", at: path)
    guard let url = text(value, "requests", at: path) else { return nil }
    // Whether it may stand on a private address is judged at every delivery.
    if let fault = ReceiverURL.fault(of: url, privateAllowed: true) {
      complain(fault.code, path + "/requests", fault.text.chinese, fault.text.english)
      return nil
    }
    if let secret {
      let base64 = secret.hasPrefix("whsec_") ? String(secret.dropFirst(6)) : secret
      if let bytes = Data(base64Encoded: base64), bytes.count >= 16 { return (url, [UInt8](bytes)) }
      complain(
        .format, path + "/requestsSecret", "须为不少于 16 字节的 base64，可带 whsec_ 前缀。",
        "Base64 of at least 16 bytes is needed, with or without whsec_ before it.")
      return nil
    }
    for case .hmacSM3(let shared) in keys.map(\.material) { return (url, shared) }
    complain(
      .missing, path + "/requestsSecret", "该发送方没有共享密钥，须给出 requestsSecret。",
      "This sender shares no key, so requestsSecret is needed.")
    return nil
  }
}
