import Casework
import Engine
import Testing

/// What is kept is closed to whoever has only the store, and open to whoever has the keys.
@Suite struct SealingTests {
  private let sealing = Sealing(crypto: sampleCrypto, keys: sampleKeys)
  private let place = SealContext.event(CaseID(rawValue: "c"), version: 1)

  /// Bodies that are worth compressing and some that are not.
  private let bodies: [[UInt8]] = [
    [], [7], Array("李一诺 Z610000001".utf8), Array(repeating: 65, count: 3_000),
    (0..<500).map { UInt8(truncatingIfNeeded: $0 &* 31) },
  ]

  @Test func whatWasSealedOpensUnderItsKeyOnly() throws {
    let key = sealing.makeDataKey()
    let stored = try sealing.dataKey(key.wrapped)
    for body in bodies {
      let sealed = sealing.seal(body, under: key, context: place)
      #expect(try sealing.open(sealed, under: stored, context: place) == body)
      #expect(body.count < 8 || !contains(sealed, body))
      #expect(throws: StoreError.self) {
        try sealing.open(sealed, under: sealing.makeDataKey(), context: place)
      }
      for other in [
        SealContext.event(CaseID(rawValue: "c"), version: 2),
        .event(CaseID(rawValue: "d"), version: 1), .delivery("c"), .record("event", "c"),
      ] {
        #expect(throws: StoreError.self) { try sealing.open(sealed, under: key, context: other) }
      }
    }
  }

  @Test func noChangedByteOpens() {
    let key = sealing.makeDataKey()
    let sealed = sealing.seal(Array("body body body".utf8), under: key, context: place)
    for index in sealed.indices {
      var wrong = sealed
      wrong[index] ^= 1
      #expect(throws: StoreError.self) { try sealing.open(wrong, under: key, context: place) }
    }
    for count in 0..<sealed.count {
      #expect(throws: StoreError.self) {
        try sealing.open(Array(sealed[..<count]), under: key, context: place)
      }
    }
    for index in key.wrapped.indices {
      var wrong = key.wrapped
      wrong[index] ^= 1
      #expect(throws: StoreError.self) { try sealing.dataKey(wrong) }
    }
  }

  /// Every body and every wrapped key names what opens it, so keys can be changed.
  @Test func bodiesOutliveAChangeOfKeys() throws {
    let old = sealing.makeDataKey()
    let body = sealing.seal([1, 2, 3], under: old, context: place)
    let record = sealing.sealRecord([4, 5], context: .record("token", "t"))
    let newer = Sealing(
      crypto: sampleCrypto,
      keys: KeyRing(
        current: KeyRing.Key(id: "k2", bytes: Array(repeating: 9, count: 32)),
        older: [sampleKeys.current], lookUp: sampleKeys.lookUp, linkToken: []))
    let key = try newer.dataKey(old.wrapped)
    let moved = newer.rewrapped(key)
    #expect(try newer.open(body, under: key, context: place) == [1, 2, 3])
    #expect(try newer.openRecord(record, context: .record("token", "t")) == [4, 5])
    #expect(try newer.open(body, under: newer.dataKey(moved.wrapped), context: place) == [1, 2, 3])
    // Who has only the old key cannot open what was wrapped anew.
    #expect(throws: StoreError.self) { try sealing.dataKey(moved.wrapped) }
    #expect(throws: StoreError.self) {
      try sealing.openRecord(
        newer.sealRecord([6], context: .record("token", "t")), context: .record("token", "t"))
    }
  }

  @Test func lookUpDigestsNameTheirKeyAndNothingElse() {
    let lookUps = LookUps(crypto: sampleCrypto, keys: sampleKeys)
    let digest = lookUps.digest("citizenId", "610104202602280020")
    #expect(digest.first == 1)
    #expect(digest.count == 21)
    #expect(digest == lookUps.digest("citizenId", "610104202602280020"))
    #expect(digest != lookUps.digest("citizenId", "610104202602280021"))
    #expect(digest != lookUps.digest("certificate", "610104202602280020"))
    // The kind cannot run over into the value.
    #expect(lookUps.digest("a", "bc") != lookUps.digest("ab", "c"))

    let newer = LookUps(
      crypto: sampleCrypto,
      keys: KeyRing(
        current: sampleKeys.current, lookUp: KeyRing.LookUp(id: 2, bytes: [8]),
        olderLookUps: [sampleKeys.lookUp], linkToken: []))
    let both = newer.digests("citizenId", "610104202602280020")
    #expect(both.map(\.first) == [2, 1])
    #expect(both.last == digest)
  }

  @Test func historiesAreReadWholeOrNotAtAll() throws {
    let body = EventBody(sealing: sealing)
    let id = CaseID(rawValue: "c")
    let key = sealing.makeDataKey()
    let events: [CaseEvent] = [.codeIssued(value: "A"), .joined(with: CaseID(rawValue: "d"))]
    let rows = events.enumerated().map { index, event in
      body.row(event, of: id, version: index + 1, at: Instant(milliseconds: 5), under: key)
    }
    let row = CaseRow(id: id, version: 2, formedAt: 0, wakeAt: nil, dataKey: key.wrapped)
    #expect(try body.events(History(row: row, events: rows)).events == events)
    var swapped = rows
    swapped.swapAt(0, 1)
    let renumbered = zip(rows.reversed(), 1...).map { row, version in
      EventRow(caseID: id, version: version, at: row.at, body: row.body)
    }
    for wrong in [[], [rows[0]], [rows[1]], swapped, renumbered, rows + [rows[1]]] {
      #expect(throws: StoreError.self) { try body.events(History(row: row, events: wrong)) }
    }
  }

  private func contains(_ bytes: [UInt8], _ part: [UInt8]) -> Bool {
    bytes.count >= part.count
      && (0...(bytes.count - part.count)).contains {
        bytes[$0..<($0 + part.count)].elementsEqual(part)
      }
  }
}
