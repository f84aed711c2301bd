import Casework
import Engine
import Policies
import Testing
import Wire

/// The engine on a memory store with a clock that a test moves: what happens at one counter.
struct Counter {
  let clock: Simulation.Clock
  let memory = MemoryStore()
  let store: FaultyStore
  let ledger: Ledger
  let office: Simulation.Office

  /// Opens at noon of a day.
  ///
  /// - Parameter terms: what the county of ``Papers`` says otherwise than its province.
  init(_ day: String, isSlow: Bool = false, terms: [Term: TermValue] = [:]) throws {
    let clock = Simulation.Clock(try #require(CivilDate(day)).start.adding(seconds: 12 * 3600))
    self.clock = clock
    store = FaultyStore(memory, isSlow: isSlow)
    ledger = Ledger(
      reader: MessageReader(families: everyFamily, digest: sampleCrypto.digest),
      book: try Self.book(terms), crypto: sampleCrypto, keys: sampleKeys,
      world: World(now: { clock.now }, random: sampleRandom))
    office = Simulation.open(store, ledger, FaultyChannel(), chain: "0")
  }

  private static func book(_ terms: [Term: TermValue]) throws -> PolicyBook {
    let book = try PolicyBook.builtIn()
    guard !terms.isEmpty else { return book }
    var version = PolicyPack.Version(from: nil, document: "试行", status: .inForce)
    for (term, value) in terms {
      version.terms[term] = Policy.Sourced(value, rule: "A03", pack: "610104")
    }
    let county = PolicyPack(
      region: "610104", name: Plain("莲湖区", "Lianhu"), versions: [version])
    return PolicyBook(packs: book.packs + [county])
  }

  func take(_ text: String) async throws(NotTaken) -> Taken {
    try await office.caseworker.receive(Array(text.utf8), form: .json, sender: nil)
  }

  @discardableResult
  func send(_ text: String) async throws -> Receipt {
    switch try await take(text) {
    case .accepted(let receipt), .repeated(let receipt): receipt
    }
  }

  /// Lets the clock run to noon of a day, through every instant at which a case wants to be looked
  /// at, and gives the days of those.
  @discardableResult
  func wait(until day: String) async throws -> [String] {
    let end = try #require(CivilDate(day)).start.adding(seconds: 12 * 3600)
    var woken: [String] = []
    while let wake = try await store.nextWake(), wake <= end.milliseconds {
      clock.advance(to: Instant(milliseconds: wake))
      woken.append("\(clock.now.day)")
      // A case that stays due would be looked at for ever.
      try #require(woken.count < 100, "\(woken)")
      _ = try await office.docket.step()
    }
    clock.advance(to: end)
    return woken
  }

  func view(_ query: CaseQuery, asOf day: String? = nil) async throws -> CaseView {
    try #require(try await office.inspector.find(query, asOf: day.flatMap { CivilDate($0) }))
  }

  /// A case's notices of one kind to the family or, where it gets none, to whoever gets them first:
  /// `day occasion`.
  func told(_ kind: Notice.Kind, of id: CaseID) async throws -> [String] {
    let lines = try #require(try await office.inspector.timeline(id)).filter {
      $0.kind == kind.rawValue
    }
    return lines.filter { $0.audience == lines.first?.audience }.map {
      "\($0.at.day) \($0.occasion ?? "")"
    }
  }
}

/// Messages as senders write them, about girls born on one day.
enum Papers {
  static let born = "2026-02-28"
  static let mother = mother(1)

  static func mother(_ number: Int) -> String { Child.id(born: "19950101", serial: number) }
  /// An even serial number is a girl's.
  static func citizen(_ number: Int) -> String {
    Child.id(born: "20260228", serial: number * 2)
  }

  private static func message(_ id: String, _ day: String, _ family: String, _ body: String)
    -> String
  {
    """
    {"header":{"id":"\(id)","sender":"S1","sentAt":"\(day)T09:00:00+08:00"},"\(family)":{\(body)}}
    """
  }

  static func birth(
    _ number: String, name: String = "李一诺", mother: String = mother, sentOn: String = "2026-03-01",
    plus: String = ""
  ) -> String {
    message(
      "B-\(number)", sentOn, "birthCertificate",
      """
      "action":"issue","number":"\(number)","child":{"name":"\(name)","sex":"2",\
      "bornAt":"\(born)T08:00:00+08:00"},"birthPlace":{"division":"610104"},\
      "mother":{"name":"刘芳","idType":"citizenId","idNumber":"\(mother)"},\
      "issuedOn":"\(born)"\(plus)
      """)
  }

  static func register(
    _ citizenID: String, name: String = "李一诺", mother: String? = mother, on day: String,
    certificate: String? = nil
  ) -> String {
    let parent = mother.map {
      #","mother":{"name":"刘芳","idType":"citizenId","idNumber":"\#($0)"}"#
    }
    return message(
      "H-\(citizenID)-\(day)", day, "householdRegistration",
      """
      "action":"register","citizenId":"\(citizenID)","name":"\(name)","sex":"2",\
      "bornOn":"\(born)","division":"610104","occurredOn":"\(day)"\(parent ?? "")\
      \(certificate.map { #","birthCertificateNumber":"\#($0)""# } ?? "")
      """)
  }

  static func pay(
    _ ticket: String, for type: String = "birthCertificate", _ number: String, on day: String
  ) -> String {
    message(
      ticket, day, "taxPayment",
      """
      "action":"pay","ticketNumber":"\(ticket)","premiumYear":2026,"amount":"400.00",\
      "paidAt":"\(day)T08:00:00+08:00","insured":{"name":"李","idType":"\(type)",\
      "idNumber":"\(number)"},"taxOffice":{"code":"16101040000"},"division":"610104"
      """)
  }
}

// MARK: - What people rule

extension Papers {
  /// An order of one person, agreed to by another.
  static func order(
    _ number: String, _ action: String, certificate: String? = nil, citizen: String? = nil,
    ticket: String? = nil, on day: String, plus: String = ""
  ) -> String {
    let named = [
      ("birthCertificateNumber", certificate), ("citizenId", citizen), ("ticketNumber", ticket),
    ].compactMap { name, key in key.map { #","\#(name)":"\#($0)""# } }.joined()
    return message(
      number, day, "order",
      """
      "action":"\(action)","number":"\(number)","orderedOn":"\(day)","orderedBy":"甲",\
      "approvedBy":"乙","reason":"核对"\(named)\(plus)
      """)
  }

  /// A citizen ID that the police correct to another.
  static func correct(_ former: String, to citizenID: String, on day: String) -> String {
    message(
      "K-\(citizenID)", day, "householdRegistration",
      """
      "action":"correct","citizenId":"\(citizenID)","formerCitizenId":"\(former)",\
      "occurredOn":"\(day)"
      """)
  }

  static func replace(_ old: String, by number: String, on day: String) -> String {
    message(
      "B-\(number)", day, "birthCertificate",
      """
      "action":"replace","number":"\(number)","replaces":"\(old)","reason":"更名",\
      "child":{"name":"李一诺","sex":"2","bornAt":"\(born)T08:00:00+08:00"},\
      "birthPlace":{"division":"610104"},"mother":{"name":"刘芳","idType":"citizenId",\
      "idNumber":"\(mother)"},"issuedOn":"\(day)"
      """)
  }

  static func reverse(_ ticket: String, on day: String) -> String {
    message(
      "R\(ticket)", day, "taxPayment",
      """
      "action":"reverse","ticketNumber":"R\(ticket)","originalTicketNumber":"\(ticket)",\
      "paidAt":"\(day)T08:00:00+08:00"
      """)
  }

  static func death(_ certificate: String, on day: String) -> String {
    message(
      "D-\(certificate)", day, "vitalEvent",
      #""action":"death","birthCertificateNumber":"\#(certificate)","diedOn":"\#(day)""#)
  }
}
