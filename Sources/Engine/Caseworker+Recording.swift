import Casework

extension Caseworker {
  /// Decides about a new message and commits; nil where another writer came first.
  func record(_ reading: Reading, raw: [UInt8], key: KeyDigest) async throws(StoreError)
    -> Receipt?
  {
    let message = reading.message
    let now = ledger.world.now()
    let names = Names(of: message, in: ledger)
    let rows = try await store.keys(names.all)
    let known = try await files.load(Set(names.meeting(rows)))
    let landing = names.landing(rows, known) ?? ledger.mintCase()
    let arrival = Arrival(
      entry: Home.Entry(message: message, receivedAt: now), landing: landing,
      meets: names.meeting(rows).filter { $0 != landing })
    let decision = decide(
      Dossier(homes: known.values.map(\.home)), arrival: arrival, now: now, book: ledger.book,
      mint: ledger.mintCase, issue: ledger.issueCode)
    var writer = ChangeWriter(
      ledger: ledger, mailroom: mailroom, known: known,
      subscriptions: try await mailroom.subscriptions())
    writer.arrived = CaseEvent.Recorded(
      sender: message.sender, id: message.id, sentAt: message.sentAt, receivedAt: now,
      digest: message.digest, family: reading.family.rawValue, canonical: reading.canonical)
    var group = try writer.group(decision)
    group.keys = names.newRows(rows, landing: landing) + group.keys
    let body = MessageBody(
      sender: message.sender, id: message.id, digest: message.digest, receivedAt: now,
      caseID: decision.answering ?? landing, warnings: reading.warnings, raw: raw)
    group.message = MessageRow(
      key: key, caseID: landing, at: now.milliseconds,
      body: ledger.sealing.seal(
        body.bytes, under: writer.dataKey(landing), context: .message(landing, key: key)))
    group.leaves.insert(leaf(body), at: 0)
    guard case .committed(let committed) = try await queue.submit(group),
      let proof = committed?.proof
    else { return nil }
    return receipt(body, proof: proof, family: reading.family)
  }

  private func leaf(_ body: MessageBody) -> [UInt8] {
    ledger.journal.receiptLeaf(
      sender: body.sender, id: body.id, digest: body.digest, receivedAt: body.receivedAt,
      caseID: body.caseID)
  }

  private func receipt(_ body: MessageBody, proof: Proof, family: FamilyName?) -> Receipt {
    var receipt = Receipt(
      sender: body.sender, id: body.id, digest: body.digest, receivedAt: body.receivedAt,
      caseID: body.caseID, warnings: body.warnings, proof: proof)
    receipt.family = family
    return receipt
  }

  /// The receipt of a stored message, with what its proof has grown to, and the message's digest.
  func receipt(of row: MessageRow) async throws(StoreError) -> (digest: String, Receipt) {
    guard let history = try await store.histories(of: [row.caseID]).first, let place = row.place
    else { throw .corrupt("a message without its case") }
    let dataKey = try ledger.sealing.dataKey(history.row.dataKey)
    let body = try MessageBody(
      parsing: ledger.sealing.open(
        row.body, under: dataKey, context: .message(row.caseID, key: row.key)))
    guard let proof = try await ledger.journal.proof(of: place, in: store) else {
      throw .corrupt("a message without its journal entry")
    }
    return (body.digest, receipt(body, proof: proof, family: nil))
  }
}

/// The keys one message is stored and found under.
private struct Names {
  /// What the message names its child by.
  let own: [KeyDigest]
  /// What its child could be matched by, with others who share it.
  let shared: [KeyDigest]
  /// Under which parents' births and payments in parents' names find each other.
  let parents: [KeyDigest]
  /// Citizen IDs of the parents a birth names: whoever paid under one of them.
  let payers: [KeyDigest]
  /// True for a payment, which looks for births by the parents' key.
  let looksForBirths: Bool

  init(of message: Message, in ledger: Ledger) {
    var seen: Set<KeyDigest> = []
    own = message.keys.map(ledger.key).filter { seen.insert($0).inserted }
    shared = [message.matchKey].compactMap { $0.map(ledger.match) }
    let insured = message.insuredID
    parents = (insured.map { [$0] } ?? Array(Set(message.parentIDs)).sorted()).map(ledger.parent)
    payers = Array(Set(message.parentIDs)).sorted().map(ledger.citizen)
    looksForBirths = insured != nil
  }

  var all: [KeyDigest] { own + shared + parents + payers }

  /// Cases this message has to do with.
  func meeting(_ rows: [KeyRow]) -> [CaseID] {
    let digests = Set(own + shared + payers + (looksForBirths ? parents : []))
    return Set(rows.filter { digests.contains($0.digest) }.map(\.caseID)).sorted()
  }

  /// The oldest case that holds one of the message's own keys.
  func landing(_ rows: [KeyRow], _ known: [CaseID: CaseFile]) -> CaseID? {
    let holders = rows.filter { own.contains($0.digest) }.compactMap { known[$0.caseID]?.home }
    return holders.min(by: Home.isOlder)?.id
  }

  /// A row for each key under which the case is not found yet. The ordinal is the count of those
  /// that were there, so that two who come at once collide.
  func newRows(_ rows: [KeyRow], landing: CaseID) -> [KeyRow] {
    (own + shared + parents).compactMap { digest in
      let holders = rows.filter { $0.digest == digest }
      guard !holders.contains(where: { $0.caseID == landing }) else { return nil }
      return KeyRow(digest: digest, ordinal: holders.count, caseID: landing)
    }
  }
}
