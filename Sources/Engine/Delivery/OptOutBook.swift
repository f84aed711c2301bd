package import Casework
import Wire

/// Who asked not to be written to about a child, as one record a case.
///
/// What was decided stays in the timeline and on the page: opting out ends the writing, not the
/// record of what the family was to be told.
package struct OptOutBook: Sendable {
  static let kind = "optOut"
  private static let attempts = 8

  let store: any CaseStore
  let ledger: Ledger
  private let queue: CommitQueue
  private let records: SealedRecords

  package init(store: any CaseStore, queue: CommitQueue, ledger: Ledger) {
    self.store = store
    self.queue = queue
    self.ledger = ledger
    records = SealedRecords(kind: Self.kind, store: store, sealing: ledger.sealing)
  }

  /// Stops letters about a child to one address, or all letters where none is given.
  package func stop(_ contact: Contact? = nil, of caseID: CaseID) async throws(StoreError) {
    let now = ledger.world.now().rfc3339
    for home in try await homes(of: caseID) {
      try await change(home) { stopped in stopped[Self.name(contact, in: ledger)] = now }
    }
  }

  /// Lets letters about a child go out again. Resuming without an address resumes all of them.
  package func resume(_ contact: Contact? = nil, of caseID: CaseID) async throws(StoreError) {
    for home in try await homes(of: caseID) {
      try await change(home) { stopped in
        guard let contact else { return stopped = [:] }
        for name in ledger.addresses(contact) { stopped[Hex.encode(name)] = nil }
      }
    }
  }

  /// Since when no letters about a child go to this address; nil where they do.
  package func stopped(_ contact: Contact?, of caseID: CaseID) async throws(StoreError) -> Instant?
  {
    try await Self.stopped(
      contact.map { ledger.addresses($0) } ?? [], of: caseID, in: records, ledger)
  }

  /// - Parameter names: all by which the address is known.
  static func stopped(
    _ names: [KeyDigest], of caseID: CaseID, in records: SealedRecords, _ ledger: Ledger
  ) async throws(StoreError) -> Instant? {
    guard let entry = try await records.find(caseID.rawValue) else { return nil }
    let stopped = times(entry.body)
    let since = stopped[all] ?? names.lazy.compactMap { stopped[Hex.encode($0)] }.first
    return since.flatMap { Instant(rfc3339: $0) }
  }

  private func change(
    _ caseID: CaseID, _ edit: (inout [String: String]) -> Void
  ) async throws(StoreError) {
    for _ in 0..<Self.attempts {
      let old = try await records.find(caseID.rawValue)
      var stopped = old.map { Self.times($0.body) } ?? [:]
      edit(&stopped)
      // Who has stopped nothing has no record: readers need only look whether there is one.
      if stopped.isEmpty {
        if old != nil { try await records.delete(caseID.rawValue) }
        return
      }
      var group = ChangeGroup()
      group.records = [Self.row(caseID, version: old?.version ?? 0, stopped, in: records)]
      if case .committed = try await queue.submit(group) { return }
    }
    throw .unavailable("too many writers about one child's letters")
  }

  static func row(
    _ caseID: CaseID, version: Int, _ stopped: [String: String], in records: SealedRecords
  ) -> RecordRow {
    var object = JSONObject()
    for (name, at) in stopped.sorted(by: { $0.key < $1.key }) { object[name] = .string(at) }
    return records.row(
      caseID.rawValue, version: version,
      ["caseId": .string(caseID.rawValue), "stopped": .object(object)])
  }

  static func times(_ body: JSONValue) -> [String: String] {
    var times: [String: String] = [:]
    for member in body["stopped"]?.object?.members ?? [] {
      times[member.name] = member.value.string
    }
    return times
  }

  /// A keyed digest of the address, so that not even the opened record shows it.
  private static func name(_ contact: Contact?, in ledger: Ledger) -> String {
    contact.map { Hex.encode(ledger.address($0)) } ?? all
  }

  /// Where no address is named.
  private static let all = "all"
}

extension Ledger {
  /// The digest under which a person's address is known, however it is written.
  func address(_ contact: Contact) -> KeyDigest { digest(contact.plain) }

  /// That digest first, then those under which records of before telephone numbers had one form
  /// may know it: by each way in which it is written here.
  func addresses(_ contact: Contact, alsoIn contacts: [Contact] = []) -> [KeyDigest] {
    let written = [contact] + contacts.filter { $0.isSamePlace(as: contact) }
    var names = [address(contact)]
    for name in written.map(digest) where !names.contains(name) { names.append(name) }
    return names
  }

  private func digest(_ contact: Contact) -> KeyDigest {
    lookUps.digest("contact", "\(contact.channel ?? "")\n\(contact.address ?? "")")
  }
}
