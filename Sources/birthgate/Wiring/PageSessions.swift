import Casework
import Engine
import LibCrypto
import Wire

/// What a parent holds after the second factor: half an hour on one link, proved by a keyed digest
/// in a cookie. Nothing of it is kept here, so it ends by itself, and with its link.
struct PageSessions: Sendable {
  /// A session that has been proved, or one just opened.
  struct Session: Hashable, Sendable {
    var link: String
    var endsAt: Instant
    /// Sixteen random bytes, the same for as long as the session is prolonged.
    var nonce: String

    /// As the cookie carries it, but for the digest.
    fileprivate var plain: String { "\(endsAt.seconds).\(nonce)" }
  }

  static let seconds: Int64 = 1_800
  /// A session that is used after so long is prolonged.
  static let freshSeconds: Int64 = 300
  static let cookie = "birthgate"

  let digest: @Sendable ([UInt8]) -> [UInt8]
  let world: World

  func open(_ link: String) -> Session {
    Session(link: link, endsAt: end, nonce: Hex.encode(world.random(16)))
  }

  /// The session a request proves for this link.
  func session(_ cookies: String?, of link: String) -> Session? {
    for cookie in (cookies ?? "").split(separator: ";") {
      let parts = cookie.trimmed.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, parts[0] == Self.cookie else { continue }
      if let session = read(parts[1], of: link) { return session }
    }
    return nil
  }

  /// The same session for another half hour, where a good part of it has gone; else nil.
  func prolonged(_ session: Session) -> Session? {
    let left = session.endsAt.seconds - world.now().seconds
    guard left <= Self.seconds - Self.freshSeconds else { return nil }
    return Session(link: session.link, endsAt: end, nonce: session.nonce)
  }

  func isOver(_ session: Session) -> Bool { world.now() >= session.endsAt }

  /// What a `Set-Cookie` says.
  ///
  /// - Parameter path: of the page, so that no other page is sent it.
  func cookie(_ session: Session, path: String, isSecure: Bool) -> String {
    "\(Self.cookie)=\(session.plain).\(seal(session)); Max-Age=\(Self.seconds); Path=\(path); "
      + "HttpOnly; SameSite=Lax" + (isSecure ? "; Secure" : "")
  }

  /// Takes the cookie back.
  func ending(path: String, isSecure: Bool) -> String {
    "\(Self.cookie)=; Max-Age=0; Path=\(path); HttpOnly; SameSite=Lax"
      + (isSecure ? "; Secure" : "")
  }

  /// What a form of this session carries, so that no other site can have it sent.
  func formToken(_ session: Session) -> String {
    let text = "page form\n\(session.link)\n\(session.nonce)"
    return Hex.encode(Array(digest(Array(text.utf8)).prefix(16)))
  }

  func isForm(_ token: String?, of session: Session) -> Bool {
    equalInConstantTime(Array((token ?? "").utf8), Array(formToken(session).utf8))
  }

  private var end: Instant { Instant(seconds: world.now().seconds + Self.seconds) }

  private func read(_ text: String, of link: String) -> Session? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3, let seconds = Int64(parts[0]), parts[1].utf8.count == 32 else {
      return nil
    }
    let session = Session(link: link, endsAt: Instant(seconds: seconds), nonce: parts[1])
    // The digest comes first: of a cookie that is not ours nothing else is looked at.
    guard equalInConstantTime(Array(parts[2].utf8), Array(seal(session).utf8)), !isOver(session)
    else { return nil }
    return session
  }

  private func seal(_ session: Session) -> String {
    Hex.encode(digest(Array("page session\n\(session.link)\n\(session.plain)".utf8)))
  }
}
