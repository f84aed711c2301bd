import Casework
import Engine
import Wire

/// Binds guardians to a child's code (rule A04) by the three fields a family account asks for: the
/// certificate's number, the mother's name, and her ID number.
///
/// A binding is a message of the family `guardian`, handed in like any other, so that it is
/// receipted, audited, shown in the timeline and taken back by another; a record beside it says
/// which message it was. What is wrong of the three is told to nobody, and after five wrong sets a
/// code is not tried for an hour.
struct BindingDesk: Sendable {
  /// How it comes that somebody is bound, as messages name it.
  enum Channel: String, Sendable { case familyAccount, agency }

  /// The three fields, as they were given.
  struct Fields: Sendable {
    var certificate: String
    var name: String
    var number: String
  }

  static let kind = "binding"
  /// Of one guardian, which bindings stand.
  static let guardianKind = "guardianBindings"
  private static let attempts = 5

  let office: Office

  private var tries: Tries {
    Tries(kind: "bindingTries", records: office.records, world: office.world)
  }

  func bind(
    _ fields: Fields, _ channel: Channel, to view: CaseView, by sender: Sender?
  ) async throws(Problem) -> (binding: Binding, isNew: Bool) {
    let mother = try await proved(fields, of: view)
    let known = try await bindings(of: view)
    let person = person(mother)
    if let bound = known.first(where: { $0.person == person && $0.endedAt == nil }) {
      return (bound, false)
    }
    try check(known, most: office.settings().bindingsPerChild, Self.childIsFull)
    let held = try await held(by: person)
    try check(held, most: office.settings().bindingsPerGuardian, Self.guardianIsFull)
    let binding = Binding(
      id: number(of: person, in: view.caseID, among: known), caseID: view.caseID, person: person,
      mother: mother, channel: channel.rawValue,
      certificate: RequestReader.normalised(fields.certificate), since: office.world.now())
    try await tell(binding, .appoint, by: sender)
    try await keep(binding, over: 0)
    try await list(binding)
    return (binding, true)
  }

  /// Ends the binding of the mother whom the three fields name; where she is not bound, nothing is
  /// left to do.
  func unbind(_ fields: Fields, from view: CaseView, by sender: Sender?) async throws(Problem) {
    try await end(
      bindingsOf: person(try await proved(fields, of: view)), in: bindings(of: view), by: sender)
  }

  /// Ends a binding, and with it whatever else binds the same person to this child: of two cases
  /// that were joined each may have its own.
  func unbind(_ id: String, from view: CaseView, by sender: Sender?) async throws(Problem) {
    let known = try await bindings(of: view)
    guard let binding = known.first(where: { $0.id == id }) else {
      throw .notFound(Plain("没有这项绑定。", "There is no such binding."))
    }
    guard binding.endedAt == nil else { return }
    try await end(bindingsOf: binding.person, in: known, by: sender)
  }

  private func end(
    bindingsOf person: String, in known: [Binding], by sender: Sender?
  ) async throws(Problem) {
    for standing in known where standing.person == person && standing.endedAt == nil {
      let entry = try await stored { () async throws(StoreError) in
        try await office.records.find(Self.kind, Self.name(standing))
      }
      guard let entry, var binding = Binding(entry.body), binding.endedAt == nil else { continue }
      try await tell(binding, .revoke, by: sender)
      binding.endedAt = office.world.now()
      try await keep(binding, over: entry.version)
      try await list(binding)
    }
  }

  /// All bindings of a child, those that ended too, under whichever of its cases they were made;
  /// oldest first.
  func bindings(of view: CaseView) async throws(Problem) -> [Binding] {
    let known = try await stored { () async throws(StoreError) in
      var known: [Binding] = []
      for id in view.homes {
        known += try await office.records.all(Self.kind, under: "\(id.rawValue)/")
          .compactMap { Binding($0.body) }
      }
      return known
    }
    return known.sorted { ($0.since, $0.id) < ($1.since, $1.id) }
  }

  /// The name of the next binding: the same after a crash, so that the same request hands in the
  /// same message and goes on from there. A case that has left a join has had numbers of more
  /// bindings than it knows of now, and none is given twice.
  private func number(of person: String, in id: CaseID, among known: [Binding]) -> String {
    func number(_ count: Int) -> String {
      let text = "binding\n\(id.rawValue)\n\(person)\n\(count)"
      return Hex.encode(Array(office.linkDigest(Array(text.utf8)).prefix(12)))
    }
    let taken = Set(known.map(\.id))
    var count = known.count
    while taken.contains(number(count)) { count += 1 }
    return number(count)
  }

  // MARK: - The three fields

  /// The mother whom the three fields name, or how often that was asked already.
  private func proved(_ fields: Fields, of view: CaseView) async throws(Problem) -> Party {
    let id = view.caseID.rawValue
    try await spend(id)
    guard let mother = Self.mother(fields, of: view) else { throw Self.wrongFields }
    _ = try await stored { () async throws(StoreError) in try await tries.clear(id) }
    return mother
  }

  private func spend(_ id: String) async throws(Problem) {
    let verdict = try await stored { () async throws(StoreError) in try await tries.spend(id) }
    guard case .locked(let until) = verdict else { return }
    let seconds = max(1, until.seconds - office.world.now().seconds)
    throw .tooMany(retryAfterSeconds: Int(seconds))
  }

  /// The mother whom all three fields name; nil where any of them does not fit.
  private static func mother(_ fields: Fields, of view: CaseView) -> Party? {
    guard let mother = view.parents.mother, let name = mother.name, let number = mother.idNumber
    else { return nil }
    let certificate = RequestReader.normalised(fields.certificate)
    let fits = [
      view.ruling.certificates.contains { $0.number == certificate && $0.status != .void },
      plain(name) == plain(fields.name),
      RequestReader.normalised(number) == RequestReader.normalised(fields.number),
    ]
    return fits.allSatisfy { $0 } ? mother : nil
  }

  /// However a name is typed: full-width letters and blanks are nobody's name.
  private static func plain(_ name: String) -> String {
    Identifier.upperCased(Identifier.folded(name).filter { !$0.isWhitespace && $0 != "·" })
  }

  /// One person, whatever children are bound.
  private func person(_ party: Party) -> String {
    let text = "guardian\n\(party.idType ?? "")\n\(RequestReader.normalised(party.idNumber ?? ""))"
    return Hex.encode(Array(office.linkDigest(Array(text.utf8)).prefix(16)))
  }

  private func check(_ bindings: [Binding], most: Int, _ problem: Problem) throws(Problem) {
    guard bindings.count(where: { $0.endedAt == nil }) < most else { throw problem }
  }

  private static let wrongFields = Problem.invalid([
    Fault(
      .notAllowed, at: "",
      Plain(
        "三项信息与登记的不一致（不指出是哪一项）。请核对出生医学证明编号、母亲姓名、母亲证件号码。",
        "The three do not fit what is registered; which of them is not told. Check the "
          + "certificate's number, the mother's name and her ID number."))
  ])

  private static let childIsFull = Problem.conflicting(
    Plain(
      "这个孩子的绑定人数已满，请先解除一位。", "As many guardians as may be are bound: unbind one first."))

  private static let guardianIsFull = Problem.conflicting(
    Plain(
      "这位监护人绑定的孩子已满，请先解除一位。",
      "This guardian is bound to as many children as may be: unbind one first."))
}

/// What a binding leaves behind.
extension BindingDesk {
  /// Hands in the message that binds or unbinds.
  private func tell(
    _ binding: Binding, _ action: GuardianFact.Action, by sender: Sender?
  ) async throws(Problem) {
    let now = office.world.now()
    let code = sender?.code ?? OrderDraft.desk
    var guardian = JSONObject([
      JSONObject.Member("action", .string(action.rawValue)),
      JSONObject.Member("birthCertificateNumber", .string(binding.certificate)),
      JSONObject.Member(
        "guardian",
        .record([
          "name": .text(binding.mother.name), "idType": .text(binding.mother.idType),
          "idNumber": .text(binding.mother.idNumber),
        ])),
    ])
    if action == .appoint { guardian["relation"] = "mother" }
    guardian["channel"] = .string(binding.channel)
    guardian["occurredOn"] = .day((action == .appoint ? binding.since : now).day)
    let message = JSONValue.record([
      "header": .record([
        "id": .string("B-\(binding.id)\(action == .appoint ? "" : "-end")"),
        "sender": .string(code), "sentAt": .instant(now),
      ]),
      "guardian": .object(guardian),
    ])
    _ = try await Admission(office: office).take(message.canonical, .json, from: sender)
  }

  private static func name(_ binding: Binding) -> String {
    "\(binding.caseID.rawValue)/\(binding.id)"
  }

  private func keep(_ binding: Binding, over version: Int) async throws(Problem) {
    let isWritten = try await stored { () async throws(StoreError) in
      try await office.records.write(
        Self.kind, Self.name(binding), over: version, binding.body)
    }
    guard isWritten else {
      throw .conflicting(
        Plain("刚刚有人办理了同一件事，请再试一次。", "Somebody has just done the same: try again."))
    }
  }

  /// What one guardian holds, over all children.
  private func held(by person: String) async throws(Problem) -> [Binding] {
    try await stored { () async throws(StoreError) in
      var bindings: [Binding] = []
      let names = try await office.records.find(Self.guardianKind, person)?.body["bindings"]
      for name in names?.texts ?? [] {
        if let entry = try await office.records.find(Self.kind, name),
          let binding = Binding(entry.body)
        {
          bindings.append(binding)
        }
      }
      return bindings
    }
  }

  /// Notes under its guardian that a binding stands, or no longer.
  private func list(_ binding: Binding) async throws(Problem) {
    let name = Self.name(binding)
    for _ in 0..<Self.attempts {
      let isWritten = try await stored { () async throws(StoreError) in
        let entry = try await office.records.find(Self.guardianKind, binding.person)
        var names = (entry?.body["bindings"]?.texts ?? []).filter { $0 != name }
        if binding.endedAt == nil { names.append(name) }
        return try await office.records.write(
          Self.guardianKind, binding.person, over: entry?.version ?? 0,
          .record(["bindings": .texts(names)]))
      }
      if isWritten { return }
    }
    throw .unavailable
  }
}

/// A guardian bound to a child's code.
struct Binding: Hashable, Sendable {
  var id: String
  var caseID: CaseID
  /// Keyed digest of the document: who it is, whatever children are bound.
  var person: String
  var mother: Party
  var channel: String
  var certificate: String
  var since: Instant
  var endedAt: Instant?

  /// As the contract answers it: nothing that was not known to whoever asked.
  var json: JSONValue {
    .record([
      "id": .string(id), "caseId": .string(caseID.rawValue), "relation": "mother",
      "channel": .string(channel), "since": .instant(since),
    ])
  }

  /// As it is kept, sealed.
  var body: JSONValue {
    .record([
      "id": .string(id), "caseId": .string(caseID.rawValue), "person": .string(person),
      "name": .text(mother.name), "idType": .text(mother.idType),
      "idNumber": .text(mother.idNumber), "channel": .string(channel),
      "certificate": .string(certificate), "since": .instant(since),
      "endedAt": .text(endedAt?.rfc3339),
    ])
  }
}

extension Binding {
  init?(_ body: JSONValue) {
    guard let id = body["id"]?.string, let caseID = body["caseId"]?.string,
      let person = body["person"]?.string, let channel = body["channel"]?.string,
      let certificate = body["certificate"]?.string,
      let since = body["since"]?.string.flatMap({ Instant(rfc3339: $0) })
    else { return nil }
    self.init(
      id: id, caseID: CaseID(rawValue: caseID), person: person,
      mother: Party(
        name: body["name"]?.string, idType: body["idType"]?.string,
        idNumber: body["idNumber"]?.string),
      channel: channel, certificate: certificate, since: since,
      endedAt: body["endedAt"]?.string.flatMap { Instant(rfc3339: $0) })
  }
}
