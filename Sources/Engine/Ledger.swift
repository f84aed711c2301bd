package import Casework
package import Wire

/// The engine's parts that have no state of their own: what reads, rules, seals and names.
package struct Ledger: Sendable {
  package var reader: MessageReader
  package var book: PolicyBook
  package var sealing: Sealing
  package var lookUps: LookUps
  package var events: EventBody
  package var journal: Journal
  package var world: World

  package init(
    reader: MessageReader, book: PolicyBook, crypto: Crypto, keys: KeyRing, world: World
  ) {
    self.reader = reader
    self.book = book
    sealing = Sealing(crypto: crypto, keys: keys)
    lookUps = LookUps(crypto: crypto, keys: keys)
    events = EventBody(sealing: sealing)
    journal = Journal(digest: crypto.digest)
    self.world = world
  }

  /// The digest under which a message is stored: its idempotency key.
  func messageKey(sender: String, id: String) -> KeyDigest {
    lookUps.digest("message", sender + "\n" + id)
  }

  /// The digest under which a sender's messages are listed.
  func sender(_ code: String) -> KeyDigest { lookUps.digest("sender", code) }

  func key(_ key: CaseKey) -> KeyDigest {
    switch key {
    case .certificate(let number): lookUps.digest("certificate", number)
    case .citizenID(let number): citizen(number)
    case .ticket(let number, let line): lookUps.digest("ticket", "\(number)\n\(line)")
    }
  }

  func citizen(_ number: String) -> KeyDigest { lookUps.digest("citizen", number) }

  /// Under which births are found by a parent's document and payments by the insured's (rule A12).
  func document(_ kind: String, _ document: IdentityDocument) -> KeyDigest {
    lookUps.digest(kind, document.type + "\n" + document.number)
  }

  func code(_ value: String) -> KeyDigest { lookUps.digest("code", value) }

  /// A number that nobody else draws.
  func draw() -> Int {
    world.random(8).reduce(0) { $0 << 8 | Int($1) } & Int.max
  }

  /// A new case's name: 128 random bits.
  func mintCase() -> CaseID { CaseID(rawValue: Hex.encode(world.random(16))) }

  /// A new medical-insurance code (医保码): 19 random characters and the ISO 7064 MOD 37,36 check
  /// character. Nothing about the child is in it.
  func issueCode() -> String {
    let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    var body = ""
    while body.count < 19 {
      // Bytes from 252 on would favour the first characters.
      for byte in world.random(32) where byte < 252 && body.count < 19 {
        body.append(alphabet[Int(byte) % 36])
      }
    }
    return body + String(Checksums.mod37_36(body) ?? "0")
  }
}
