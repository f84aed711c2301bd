import Testing

@testable import birthgate

@Suite("Who read a case, and what vouches for it", .fewAtOnce)
struct ReaderTests {
  @Test("What is written down of a reader names the same one again, whatever it is called")
  func kept() {
    for name in ["parent", "asker", "desk", "H61010400001", ""] {
      for reader in [Reader.sender(name), .claimed(name)] {
        #expect(Reader(reader.name, reader.proof) == reader)
        // Nobody becomes a parent or the desk by its name.
        #expect(![.link, .numbers, .machine].contains(reader.proof))
      }
    }
    for reader in [Reader.parent, .asker, .desk] {
      #expect(Reader(reader.name, reader.proof) == reader)
    }
  }

  @Test(
    "What was written down without its proof is believed no further than its route allows",
    arguments: [
      // Pages are behind a link and the second factor.
      ("parent", "getParentPage", Reader.Proof.link), ("parent", "getParentCopy", .link),
      ("asker", "findParentPage", .numbers),
      // Here a caller could call itself anything.
      ("parent", "judgeEligibility", .nothing), ("asker", "judgeEligibility", .nothing),
      ("H61010400001", "judgeEligibility", .nothing),
      // Everywhere else only a signature or nobody was written down.
      ("H61010400001", "getCase", .signature), ("desk", "getCase", .machine),
    ])
  func older(name: String, route: String, proof: Reader.Proof) {
    #expect(Reader.Proof.unwritten(name, route: route) == proof)
  }
}
