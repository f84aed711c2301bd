import Casework

extension Caseworker {
  /// Decides about a new message and commits; nil where another writer came first.
  func record(_ reading: Reading, raw: Raw, key: KeyDigest, names: Names)
    async throws(StoreError) -> Receipt?
  {
    let message = reading.message
    let now = ledger.world.now()
    let rows = try await store.keys(names.lookUps)
    let others = names.rivals(rows)
    let rivals = others.isEmpty ? [] : try await store.keys(others)
    let known = try await files.load(
      names.holders(rows), met: names.lookAlikes(rows, rivals: rivals))
    let landing = names.landing(rows, known) ?? ledger.mintCase()
    let arrival = Arrival(
      entry: Home.Entry(message: message, receivedAt: now), landing: landing,
      meets: known.keys.filter { $0 != landing && rows.map(\.caseID).contains($0) }.sorted())
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
    try await orders?.add(decision, to: &group)
    try await mailroom.carryOptOuts(decision, known: known, to: &group)
    group.keys =
      names.newRows(rows, landing: landing, draw: ledger.draw) + group.keys
    let body = MessageBody(
      sender: message.sender, id: message.id, digest: message.digest, receivedAt: now,
      caseID: decision.answering ?? landing, warnings: reading.warnings,
      ticket: DatedTicket(message.fact), manner: raw.manner, raw: raw.bytes)
    group.message = MessageRow(
      key: key, caseID: landing, at: now.milliseconds,
      sender: ledger.sender(message.sender), sentAt: message.sentAt.milliseconds,
      body: ledger.sealing.seal(
        body.bytes, under: writer.dataKey(landing), context: .message(landing, key: key)))
    group.leaves.insert(leaf(body), at: 0)
    guard case .committed(let committed) = try await queue.submit(group),
      let proof = committed?.proof
    else { return nil }
    missing.note(message, decision, metOthers: !known.isEmpty)
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
