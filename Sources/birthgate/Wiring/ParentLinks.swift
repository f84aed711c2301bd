import Casework
import Engine
import LibCrypto
import Wire

/// Parents' links: 128 random bits each, kept only as a keyed digest, so that whoever reads the
/// store can open no page.
struct ParentLinks: Sendable {
  /// A link as it is handed out, once.
  struct Link: Sendable {
    var id: String
    var url: String
    var expiresAt: Instant

    init(id: String, url: String, expiresAt: Instant) {
      self.id = id
      self.url = url
      self.expiresAt = expiresAt
    }

    /// As a gateway answered it.
    init?(_ json: JSONValue) {
      guard let id = json["id"]?.string, let url = json["url"]?.string,
        let end = json["expiresAt"]?.string.flatMap({ Instant(rfc3339: $0) })
      else { return nil }
      self.init(id: id, url: url, expiresAt: end)
    }

    var json: JSONValue {
      .record([
        "id": .string(id), "url": .string(url), "expiresAt": .instant(expiresAt),
      ])
    }
  }

  static let kind = "parentLink"
  private static let attempts = 5

  let records: Records
  let world: World
  let digest: @Sendable ([UInt8]) -> [UInt8]
  let settings: @Sendable () -> Settings
  /// Where the gateway listens, for links where the settings name no other address.
  let listening: @Sendable () -> String

  /// A link lasts 400 days unless the settings say otherwise: the year of the birth-year premium,
  /// and the weeks into the next in which a late question still comes.
  func make(for caseID: CaseID) async throws(StoreError) -> Link {
    let token = Hex.encode(world.random(16))
    let id = recordID(token)
    let settings = settings()
    let end = world.now().adding(seconds: Int64(settings.parentLinkDays) * 86_400)
    let body = JSONValue.record([
      "caseId": .string(caseID.rawValue), "expiresAt": .instant(end),
    ])
    guard try await records.write(Self.kind, id, body) else {
      throw .corrupt("a random token came twice")
    }
    let base = settings.publicURL ?? listening()
    return Link(id: id, url: "\(base)/p/\(token)", expiresAt: end)
  }

  /// The link of one letter: made when it is first written, and the same whenever it is written
  /// again, since its token is a keyed digest of the delivery's id. The store holds neither.
  func link(for caseID: CaseID, delivery: String) async throws(StoreError) -> Link {
    // No token begins so: the digest of one is never the token of another.
    let token = Hex.encode(digest(Array("letter\n\(delivery)".utf8)).prefix(16))
    let id = recordID(token)
    let settings = settings()
    let url = "\(settings.publicURL ?? listening())/p/\(token)"
    if let old = try await records.find(Self.kind, id) {
      let end = old.body["expiresAt"]?.string.flatMap { Instant(rfc3339: $0) }
      return Link(id: id, url: url, expiresAt: end ?? world.now())
    }
    let end = world.now().adding(seconds: Int64(settings.parentLinkDays) * 86_400)
    // Another courier may write it at the same moment; either way it is there.
    _ = try await records.write(
      Self.kind, id,
      .record(["caseId": .string(caseID.rawValue), "expiresAt": .instant(end)]))
    return Link(id: id, url: url, expiresAt: end)
  }

  /// A link that opens a page.
  struct Known: Hashable, Sendable {
    var id: String
    var caseID: CaseID
  }

  /// What a token opens; nil where it is unknown, revoked or past its end.
  func find(_ token: String) async throws(StoreError) -> Known? {
    let id = recordID(token)
    guard token.utf8.count == 32, Hex.decode(token) != nil,
      let entry = try await records.find(Self.kind, id),
      let caseID = entry.body["caseId"]?.string,
      let end = entry.body["expiresAt"]?.string.flatMap({ Instant(rfc3339: $0) }),
      entry.body["revokedAt"] == nil, world.now() < end
    else { return nil }
    return Known(id: id, caseID: CaseID(rawValue: caseID))
  }

  /// Whether there was such a link of this case; it then opens nothing. That it was revoked is
  /// kept, for a letter that is written once more makes its link again where there is none.
  func revoke(_ id: String, of caseID: CaseID) async throws(StoreError) -> Bool {
    for _ in 0..<Self.attempts {
      guard let entry = try await records.find(Self.kind, id), entry.body["revokedAt"] == nil,
        entry.body["caseId"]?.string == caseID.rawValue
      else { return false }
      let body = entry.body.with("revokedAt", .instant(world.now()))
      if try await records.write(Self.kind, id, over: entry.version, body) { return true }
    }
    throw .unavailable("somebody else changes the link")
  }

  private func recordID(_ token: String) -> String { Hex.encode(digest(Array(token.utf8))) }
}
