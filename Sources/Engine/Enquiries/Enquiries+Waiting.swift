import Casework
import Synchronization
import Wire

/// A child whose certificate is named and missing, as far as a question needs it.
struct WaitingChild {
  var caseID: CaseID
  /// When the first message came that names the certificate.
  var since: Instant
  /// Nil where something is lacking.
  var question: CertificateQuestion?
  var lacking: [String]
}

/// Finds the numbers that want to be looked at: those just noted, and once after a start those of
/// all cases that wait, page by page.
final class WaitingSearch: Sendable {
  private static let pageSize = 100

  private struct State {
    var isSearching = false
    var after: CaseID?
  }

  private let store: any CaseStore
  private let caseworker: Caseworker
  private let ledger: Ledger
  private let state = Mutex(State())

  init(store: any CaseStore, caseworker: Caseworker, ledger: Ledger) {
    self.store = store
    self.caseworker = caseworker
    self.ledger = ledger
  }

  func step() async throws(StoreError) -> [String] {
    guard let noted = caseworker.missing.drain() else {
      state.withLock { $0 = State(isSearching: true) }
      return try await page()
    }
    return noted + (try await page())
  }

  private func page() async throws(StoreError) -> [String] {
    var found: [String] = []
    // A page without any goes on to the next, so that a step with nothing to do is the end.
    while found.isEmpty {
      let place = state.withLock { $0 }
      guard place.isSearching else { return [] }
      var filter = CaseFilter(
        day: ledger.world.now().day.daysSinceEpoch, after: place.after, limit: Self.pageSize)
      filter.tasks = (TaskKinds([.unmatchedRegistration, .unmatchedPayment]), false)
      let rows = try await store.list(filter)
      for row in rows { found += try await ledger.missing(in: row.caseID, of: store) }
      let isLast = rows.count < Self.pageSize
      state.withLock { $0 = State(isSearching: !isLast, after: rows.last?.caseID) }
    }
    return found
  }
}

extension Ledger {
  func enquiryName(_ number: String) -> String {
    Hex.encode(lookUps.digest(Enquiry.recordKind, number))
  }

  func enquiry(_ row: RecordRow) throws(StoreError) -> Enquiry {
    let bytes = try sealing.openRecord(row.body, context: .record(row.kind, row.id))
    guard let enquiry = (try? JSONValue(parsing: bytes)).flatMap(Enquiry.init(json:)) else {
      throw .corrupt("an enquiry")
    }
    return enquiry
  }

  func missing(in id: CaseID, of store: any CaseStore) async throws(StoreError) -> [String] {
    let known = try await CaseFiles(store: store, ledger: self).load([id])
    let dossier = Dossier(homes: known.values.map(\.home))
    let seat = dossier.seat(of: id, asOf: world.now().day, book: book)
    return seat?.formed.missingCertificates ?? []
  }

  /// Who waits for a certificate; nil where it has come or nobody names it.
  func waiting(for number: String, in store: any CaseStore) async throws(StoreError)
    -> WaitingChild?
  {
    let key = CaseKey.certificate(number)
    let ids = try await store.keys([self.key(key)]).map(\.caseID)
    guard !ids.isEmpty else { return nil }
    let known = try await CaseFiles(store: store, ledger: self).load(ids)
    let dossier = Dossier(homes: known.values.map(\.home))
    let seat = dossier.seats(asOf: world.now().day, book: book).first {
      $0.formed.missingCertificates.contains(number)
    }
    guard let seat, let id = seat.representative ?? seat.sources.first else { return nil }
    let told = dossier.homes.flatMap(\.entries).filter { seat.formed.isTold(by: $0.message) }
    let naming = told.filter { $0.message.keys.contains(key) }
    guard let since = naming.map(\.receivedAt).min() else { return nil }
    let mothers = Self.mothers(told.map(\.message))
    let whole = mothers.lazy.compactMap { mother -> CertificateQuestion? in
      guard let id = mother.idNumber, let name = mother.name else { return nil }
      return CertificateQuestion(number: number, motherIDNumber: id, motherName: name)
    }.first
    let best = mothers.first { $0.idNumber != nil } ?? mothers.first
    let lacking =
      (best?.idNumber == nil ? ["motherIdNumber"] : [])
      + (best?.name == nil ? ["motherName"] : [])
    return WaitingChild(
      caseID: id, since: since, question: whole, lacking: whole == nil ? lacking : [])
  }

  /// The mother as registrations name her, latest first, then as the payer who says she is.
  private static func mothers(_ messages: [Message]) -> [Party] {
    let latest = messages.sorted { ($0.sentAt, $0.digest) > ($1.sentAt, $1.digest) }
    let registered = latest.compactMap { message -> Party? in
      guard case .household(let fact) = message.fact else { return nil }
      return fact.mother
    }
    let paying = latest.compactMap { message -> Party? in
      guard case .payment(let fact) = message.fact, fact.payerRelation == "mother" else {
        return nil
      }
      return fact.payer
    }
    return registered + paying
  }
}
