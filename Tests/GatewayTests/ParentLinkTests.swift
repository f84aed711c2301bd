import Casework
import Engine
import LibCrypto
import Testing

@testable import birthgate

@Suite("Parents' links in letters", .fewAtOnce)
struct ParentLinkTests {
  @Test("a link that was revoked stays so, though the letter that brought it is written again")
  func revokedForGood() async throws {
    let links = ParentLinks(
      records: Assembly.records(MemoryStore(), KeyFile.fresh()),
      world: World(now: { Instant(seconds: 1_780_000_000) }, random: SecureRandom.bytes),
      digest: { SM3.digest($0) }, settings: { .standard }, listening: { "http://127.0.0.1" })
    let id = CaseID(rawValue: "case")
    let link = try await links.link(for: id, delivery: "case/1/0.c0.0")
    let token = String(link.url.suffix(32))
    #expect(try await links.find(token)?.caseID == id)
    #expect(try await links.revoke(link.id, of: id))
    let again = try await links.link(for: id, delivery: "case/1/0.c0.0")
    #expect(again.url == link.url, "a retry carries the same link")
    #expect(try await links.find(token) == nil)
    #expect(try await !links.revoke(link.id, of: id), "it is revoked once")
  }
}
