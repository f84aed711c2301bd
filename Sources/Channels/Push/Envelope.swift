package import Casework
import Wire

/// How an office's system wants to be spoken to: what stands around the event, or in the headers
/// before it.
package enum Envelope: Sendable {
  /// The event alone, for peers that trust the line.
  case bare
  case insurance(InsuranceEnvelope)
  case sharing(SharingHeaders)
  case tif(TIFHeaders)
}

/// The headers of the national and provincial sharing platforms (STANDARDS 5.2). They sign who asks
/// for what and when; the body is not covered.
package struct SharingHeaders: Hashable, Sendable {
  package var sid: String
  package var rid: String
  /// Empty where it is given out by the platform.
  package var secret: String
  package var refresh: SecretRefresh?
  /// `gjzwfwpt` or `gjgxjhpt`, by platform.
  package var prefix = "gjzwfwpt"

  package init(sid: String, rid: String, secret: String) {
    self.sid = sid
    self.rid = rid
    self.secret = secret
  }

  package func headers(
    at now: Instant, hmacSHA256: ChannelCrypto.Keyed
  ) -> [(name: String, value: String)] {
    let time = String(now.milliseconds)
    let code = hmacSHA256(Array(secret.utf8), Array((sid + rid + time).utf8))
    return [
      ("\(prefix)_sid", sid), ("\(prefix)_rid", rid), ("\(prefix)_rtime", time),
      ("\(prefix)_sign", base64(code)),
    ]
  }
}

/// The headers of a TIF gateway (STANDARDS 5.3): SHA-256 over time, token, nonce and time again.
package struct TIFHeaders: Hashable, Sendable {
  package var paasID: String
  package var token: String

  package init(paasID: String, token: String) {
    self.paasID = paasID
    self.token = token
  }

  package func headers(
    at now: Instant, nonce: String, sha256: ([UInt8]) -> [UInt8]
  ) -> [(name: String, value: String)] {
    let time = String(now.seconds)
    return [
      ("x-tif-paasid", paasID), ("x-tif-timestamp", time), ("x-tif-nonce", nonce),
      ("x-tif-signature", Hex.encode(sha256(Array((time + token + nonce + time).utf8)))),
    ]
  }
}
