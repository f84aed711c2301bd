/// Which of several enrolments of one child stands (重复参保, rules H01–H14).
///
/// Only records of status normal whose periods overlap are duplicates (H01). The pack names the
/// questions and their order; the first that leaves one record decides. What none decides is for a
/// person.
package struct Duplicates: Hashable, Sendable {
  package enum Verdict: String, Sendable {
    case stands, terminate, suspend
    /// No question decides: a person must.
    case person
    /// Not normal any more, or withdrawn.
    case ended
  }

  package struct Judged: Hashable, Sendable {
    package var record: EnrolmentFact
    package var verdict: Verdict
    package var rules: [String]
    /// Premium years whose public subsidy must be taken back (H10, H11).
    package var clawback: [Int] = []
  }

  package private(set) var judged: [Judged] = []

  package var areThere: Bool { judged.contains { !$0.rules.isEmpty } }

  /// - Parameters:
  ///   - records: of one child, in its own name.
  ///   - policy: of the child's region.
  ///   - day: by which day's rules.
  package init(_ records: [EnrolmentFact], policy: Policy, on day: CivilDate) {
    let normal = records.filter { $0.action == .report && $0.status == .normal }
    let rivals = normal.filter { one in
      normal.contains { $0.recordNumber != one.recordNumber && one.overlaps($0) }
    }
    let decision = rivals.isEmpty ? nil : Self.decide(rivals, policy: policy, on: day)
    for record in records where record.action == .report {
      let isRival = rivals.contains { $0.recordNumber == record.recordNumber }
      guard isRival, let decision else {
        judged.append(
          Judged(
            record: record, verdict: record.status == .normal ? .stands : .ended, rules: []))
        continue
      }
      var entry = Judged(record: record, verdict: decision.verdict(record), rules: decision.rules)
      if entry.verdict == .terminate, record.scheme == .resident {
        entry.clawback = record.yearsShared(with: rivals)
        entry.rules.append("H10")
      }
      judged.append(entry)
    }
  }

  private struct Decision {
    /// The record that stands; nil where a person must say, or all stand.
    var kept: String?
    var others: Verdict
    var rules: [String]

    func verdict(_ record: EnrolmentFact) -> Verdict {
      record.recordNumber == kept ? .stands : others
    }
  }

  private static func decide(_ rivals: [EnrolmentFact], policy: Policy, on day: CivilDate)
    -> Decision
  {
    let questions = policy.words(.duplicateOrder, on: day)?.value ?? []
    for question in questions {
      let decision: Decision? =
        switch question {
        case "freshman": freshman(rivals)
        case "employee": employee(rivals, policy: policy, on: day)
        case "flexible": flexible(rivals)
        case "student": only(rivals, by: "school", rule: "H05")
        case "resident": only(rivals, by: "residence", rule: "H04")
        default: nil
        }
      if let decision { return decision }
    }
    return Decision(kept: nil, others: .person, rules: ["H02"])
  }

  /// H09: who goes to university is insured at home and at school in the first year.
  private static func freshman(_ rivals: [EnrolmentFact]) -> Decision? {
    guard rivals.count == 2, rivals.allSatisfy({ $0.scheme == .resident }),
      let student = rivals.first(where: { $0.group == .student && $0.basis == "school" }),
      let home = rivals.first(where: { $0.recordNumber != student.recordNumber }),
      let begins = student.from, let first = home.from, first < begins,
      home.to?.year == begins.year
    else { return nil }
    return Decision(kept: nil, others: .stands, rules: ["H09"])
  }

  /// H03: of employee records that of the work place; H06: across schemes the employee record, if
  /// it has lasted.
  private static func employee(_ rivals: [EnrolmentFact], policy: Policy, on day: CivilDate)
    -> Decision?
  {
    let employed = rivals.filter { $0.scheme == .employee && $0.group != .flexible }
    if employed.count == rivals.count { return only(rivals, by: "work", rule: "H03") }
    guard let months = policy.number(.keepEmployeeMonths, on: day)?.value, employed.count == 1,
      let held = employed[0].continuousMonths, held >= months
    else { return nil }
    return Decision(kept: employed[0].recordNumber, others: .terminate, rules: ["H06", "H07"])
  }

  /// H08: of a flexible worker's records the one joined last is enjoyed, the earlier is suspended
  /// (part 3, section 5 of the document) and goes on when the other has ended (H15).
  private static func flexible(_ rivals: [EnrolmentFact]) -> Decision? {
    guard rivals.contains(where: { $0.scheme == .employee && $0.group == .flexible }),
      let last = rivals.max(by: { ($0.begins, $0.recordNumber) < ($1.begins, $1.recordNumber) })
    else { return nil }
    return Decision(kept: last.recordNumber, others: .suspend, rules: ["H08"])
  }

  /// The one record that was made by a certain kind of place.
  private static func only(_ rivals: [EnrolmentFact], by basis: String, rule: String) -> Decision? {
    let scheme: EnrolmentFact.Scheme = basis == "work" ? .employee : .resident
    guard rivals.allSatisfy({ $0.scheme == scheme }) else { return nil }
    let found = rivals.filter { $0.basis == basis }
    guard found.count == 1 else { return nil }
    return Decision(kept: found[0].recordNumber, others: .terminate, rules: [rule, "H07"])
  }
}

extension EnrolmentFact {
  /// Whether the record's period holds a day.
  func runs(on day: CivilDate) -> Bool { begins <= day && to.map { day <= $0 } ?? true }

  fileprivate var begins: CivilDate { from ?? reportedOn }

  fileprivate func overlaps(_ other: EnrolmentFact) -> Bool {
    let isBefore = to.map { $0 < other.begins } ?? false
    let isAfter = other.to.map { $0 < begins } ?? false
    return !isBefore && !isAfter
  }

  /// The premium years in which this record and another of them ran together.
  fileprivate func yearsShared(with rivals: [EnrolmentFact]) -> [Int] {
    var years: Set<Int> = []
    for rival in rivals where rival.recordNumber != recordNumber && overlaps(rival) {
      let first = max(begins, rival.begins).year
      let last = [to?.year, rival.to?.year].compactMap { $0 }.min() ?? first
      years.formUnion(first...max(first, last))
    }
    return years.sorted()
  }
}
