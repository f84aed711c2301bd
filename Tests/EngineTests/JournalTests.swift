import Casework
import Engine
import Testing

/// The journal's trees, proofs and chain, by their own rules.
@Suite struct JournalTests {
  /// Roots over the first 1 to 8 of the leaves that the reference implementations of RFC 6962 test
  /// with, computed by the RFC's recursive definition.
  @Test func treesAreThoseOfRFC6962() {
    let inputs = [
      "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
      "606162636465666768696a6b6c6d6e6f",
    ]
    let roots = [
      "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
      "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
      "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
      "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
      "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
      "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ]
    let hashed = inputs.map { sha256([0] + bytes(ofHex: $0)) }
    for (index, root) in roots.enumerated() {
      #expect(hex(Merkle(leaves: Array(hashed[...index]), digest: sha256).root) == root)
    }
  }

  @Test func everyLeafOfEveryTreeHasAProofAndOnlyItsOwn() throws {
    for count in 1...17 {
      let entry = sampleJournal.entry(
        chain: "x", height: 4, at: 5, previous: Journal.nothing, leaves: leaves(count))
      #expect(entry.proof(of: count) == nil)
      for index in 0..<count {
        let proof = try #require(entry.proof(of: index))
        #expect(proof.leaf == leaves(count)[index])
        #expect(proof.root == entry.row.root)
        #expect(sampleJournal.holds(proof))
        for step in proof.path.indices {
          var wrong = proof
          wrong.path[step].sibling[0] ^= 1
          #expect(!sampleJournal.holds(wrong))
          wrong = proof
          wrong.path[step].isLeft.toggle()
          #expect(!sampleJournal.holds(wrong))
        }
        var wrong = proof
        wrong.leaf = quickDigest(wrong.leaf)
        #expect(!sampleJournal.holds(wrong))
      }
    }
  }

  /// The bytes of the recipe in ``Journal``, put together here by hand.
  @Test func rootsFollowTheDocumentedRecipe() {
    let previous = [UInt8](repeating: 7, count: 32)
    let row = sampleJournal.entry(
      chain: "ab", height: 258, at: 1, previous: previous, leaves: leaves(2)
    ).row
    let stamp = quickDigest([2, 0, 0, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 0, 0, 0, 1, 0x61, 0x62])
    let tree = quickDigest([1] + leaves(2)[0] + leaves(2)[1])
    #expect(row.root == quickDigest([1] + quickDigest([1] + previous + stamp) + tree))

    let receipt = sampleJournal.receiptLeaf(
      sender: "H1", id: "M-1", digest: "00ff", receivedAt: Instant(seconds: 0),
      caseID: CaseID(rawValue: "c"))
    #expect(receipt == quickDigest([0] + Array("H1\nM-1\n00ff\n1970-01-01T08:00:00+08:00\nc".utf8)))
    let event = EventRow(caseID: CaseID(rawValue: "c"), version: 3, at: 0, body: [9, 8])
    #expect(
      sampleJournal.eventLeaf(event) == quickDigest([0, 0x63, 10, 0, 0, 0, 0, 0, 0, 0, 3, 9, 8]))
  }

  @Test func aProofLeadsOnToTheNextSignedEntry() async throws {
    let store = MemoryStore()
    for row in sampleChain(40) { try await store.keep(row) }
    let place = JournalPlace(chain: "x", height: 3, index: 1)
    let alone = try #require(try await sampleJournal.proof(of: place, in: store))
    #expect(alone.height == 3 && alone.signature == nil)
    #expect(sampleJournal.holds(alone))

    try await store.sign("x", height: 39, signature: [5], key: "k")
    let grown = try #require(try await sampleJournal.proof(of: place, in: store))
    #expect(grown.height == 39 && grown.signature == [5] && grown.key == "k")
    #expect(grown.root == sampleChain(40)[38].root)
    #expect(grown.leaf == alone.leaf && Array(grown.path.prefix(alone.path.count)) == alone.path)
    #expect(sampleJournal.holds(grown))

    try await store.sign("x", height: 3, signature: [6], key: "k")
    let own = try #require(try await sampleJournal.proof(of: place, in: store))
    #expect(own.height == 3 && own.signature == [6] && own.path == alone.path)
    let none = JournalPlace(chain: "x", height: 41, index: 0)
    #expect(try await sampleJournal.proof(of: none, in: store) == nil)
  }

  @Test func aChainIsWhole() {
    #expect(sampleJournal.fault(in: sampleChain(9)) == nil)
    let chain = sampleChain(9)
    #expect(sampleJournal.fault(in: Array(chain[4...]), after: chain[3]) == nil)
  }

  @Test func everyChangeOfAnEntryIsSeen() throws {
    let chain = sampleChain(5)
    let changes: [(inout JournalRow) -> Void] = [
      { $0.at += 1 }, { $0.previous[3] ^= 1 }, { $0.root[0] ^= 1 }, { $0.leaves[0] ^= 1 },
      { $0.leaves.removeLast(32) }, { $0.leaves += $0.leaves }, { $0.leaves = [] },
      { $0.leaves.removeLast() }, { $0.height += 1 }, { $0.chain = "y" },
    ]
    for place in chain.indices {
      for (number, change) in changes.enumerated() {
        var wrong = chain
        change(&wrong[place])
        #expect(sampleJournal.fault(in: wrong) != nil, "change \(number) of entry \(place)")
      }
    }
    // Whoever makes the root fit again breaks the link of the next entry.
    var forged = chain
    forged[2] =
      sampleJournal.entry(
        chain: "x", height: 3, at: 30, previous: chain[1].root, leaves: leaves(3, salt: 99)
      ).row
    #expect(sampleJournal.fault(in: forged) == .changed(chain: "x", height: 4))
  }

  @Test func whatIsMissingOrOutOfOrderIsSeen() {
    for place in 0..<4 {
      var cut = sampleChain(5)
      cut.remove(at: place)
      let found = sampleJournal.fault(in: cut)
      #expect(found == .order(chain: "x", expected: place + 1, found: place + 2))
      var swapped = sampleChain(5)
      swapped.swapAt(place, place + 1)
      #expect(sampleJournal.fault(in: swapped) != nil)
    }
  }

  @Test func aLeafThatIsNotWhatIsStoredIsSeen() {
    let found = sampleJournal.fault(in: sampleChain(4)) { height, index in
      height == 3 && index == 1 ? quickDigest([1]) : leaves(height, salt: height)[index]
    }
    #expect(found == .leaf(chain: "x", height: 3, index: 1))
  }

  @Test func chainsOfManyRunsAreOne() async throws {
    let store = MemoryStore()
    let first = sampleChain(70, chain: "b")
    let second = sampleChain(3, chain: "a", after: first[69].root)
    for row in first + second { try await store.keep(row) }
    #expect(try await sampleJournal.fault(in: store) == nil)
    #expect(try await sampleJournal.fault(in: store, known: [first[69], second[2]]) == nil)

    let shorter = MemoryStore()
    for row in first.dropLast() + second { try await shorter.keep(row) }
    #expect(try await sampleJournal.fault(in: shorter) == .origin(chain: "a"))
    let cut = MemoryStore()
    for row in first + second.dropLast() { try await cut.keep(row) }
    #expect(try await sampleJournal.fault(in: cut, known: [second[2]]) == .end(chain: "a"))
  }

  @Test func theHeadIsSignedAndOldChainsAreAdopted() async throws {
    let store = MemoryStore()
    for row in sampleChain(3) + sampleChain(2, chain: "y") { try await store.keep(row) }
    let signer = JournalSigner(store: store, chain: "x") { ($0 + [1], "k") }
    #expect(try await signer.step())
    #expect(try await !signer.step())
    let head = try await store.journalHead("x")
    #expect(head?.signature == (head?.root ?? []) + [1] && head?.key == "k")
    #expect(try await store.journal("x", from: 1, limit: 2).allSatisfy { $0.signature == nil })
    #expect(try await store.journalHead("y")?.signature == nil)
    try await signer.adopt()
    #expect(try await store.journalHead("y")?.key == "k")
  }
}
