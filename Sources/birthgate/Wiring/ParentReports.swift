import Casework
import Engine
import Wire

/// What parents say from their page: that something is wrong, or that their telephone number is
/// another. Each waits until a person has seen to it.
///
/// The law makes its tasks of messages alone, and what a parent writes is no message: so these
/// stand beside the tasks, in a list of their own.
struct ParentReports: Sendable {
  /// What a report is about.
  enum Kind: String, CaseIterable, Sendable { case wrong, phone }

  /// One thing a parent said.
  struct Report: Hashable, Sendable {
    var id: String
    var caseID: CaseID
    var kind: Kind
    var text: String
    var at: Instant
    var resolvedBy: Reader?
    var reason: String?

    var isOpen: Bool { resolvedBy == nil }

    var json: JSONValue {
      .record([
        "id": .string(id), "caseId": .string(caseID.rawValue), "kind": .string(kind.rawValue),
        "for": "insuranceAgency", "text": .string(text), "at": .instant(at),
        "state": .string(isOpen ? "open" : "resolved"), "resolvedBy": .text(resolvedBy?.name),
        "resolvedProof": .text(resolvedBy?.proof.rawValue), "reason": .text(reason),
      ])
    }
  }

  static let kind = "parentReport"
  /// A page that says more than this without an answer is not heard again.
  static let openMost = 5

  let records: Records
  let world: World

  /// Keeps a report; false where enough of this child wait already, under whichever of its cases.
  func add(_ kind: Kind, _ text: String, of child: CaseView) async throws(StoreError) -> Bool {
    let own = try await all(of: child)
    // The same again, as when a form is sent twice, is one report.
    if own.contains(where: { $0.isOpen && $0.kind == kind && Self.says($0, text) }) { return true }
    guard own.count(where: \.isOpen) < Self.openMost else { return false }
    let report = Report(
      id: "\(child.caseID.rawValue).\(Hex.encode(world.random(8)))", caseID: child.caseID,
      kind: kind, text: text, at: world.now())
    return try await records.write(Self.kind, report.id, Self.body(report))
  }

  /// A number that was kept as it had been typed is the same in its plain form.
  private static func says(_ report: Report, _ text: String) -> Bool {
    let plain = report.kind == .phone ? TelephoneNumber(report.text)?.text : nil
    return report.text == text || plain == text
  }

  /// Everything that was reported of a child, oldest first, under whichever of its cases.
  func all(of child: CaseView) async throws(StoreError) -> [Report] {
    var reports: [Report] = []
    for id in child.homes {
      reports += try await records.all(Self.kind, under: "\(id.rawValue).")
        .compactMap(Self.report)
    }
    return reports.sorted { ($0.at, $0.id) < ($1.at, $1.id) }
  }

  /// A page of reports by id.
  func list(after: String?, limit: Int) async throws(StoreError) -> [Report] {
    try await records.page(Self.kind, after: after, limit: limit).compactMap(Self.report)
  }

  /// The report as it then stands; nil where there is none.
  func resolve(_ id: String, by person: Reader, reason: String) async throws(StoreError)
    -> Report?
  {
    guard let entry = try await records.find(Self.kind, id), var report = Self.report(entry)
    else { return nil }
    guard report.isOpen else { return report }
    report.resolvedBy = person
    report.reason = reason
    guard try await records.write(Self.kind, id, over: entry.version, Self.body(report)) else {
      throw .unavailable("somebody else sees to the report")
    }
    return report
  }

  private static func body(_ report: Report) -> JSONValue {
    .record([
      "caseId": .string(report.caseID.rawValue), "kind": .string(report.kind.rawValue),
      "text": .string(report.text), "at": .instant(report.at),
      "resolvedBy": .text(report.resolvedBy?.name),
      "resolvedProof": .text(report.resolvedBy?.proof.rawValue), "reason": .text(report.reason),
    ])
  }

  private static func report(_ entry: Records.Entry) -> Report? {
    guard let caseID = entry.body["caseId"]?.string,
      let kind = entry.body["kind"]?.string.flatMap(Kind.init),
      let text = entry.body["text"]?.string,
      let at = entry.body["at"]?.string.flatMap({ Instant(rfc3339: $0) })
    else { return nil }
    // Of one that was resolved before its proof was written down nothing vouches for the name.
    let proof = entry.body["resolvedProof"]?.string.flatMap(Reader.Proof.init) ?? .nothing
    return Report(
      id: entry.id, caseID: CaseID(rawValue: caseID), kind: kind, text: text, at: at,
      resolvedBy: entry.body["resolvedBy"]?.string.map { Reader($0, proof) },
      reason: entry.body["reason"]?.string)
  }
}
