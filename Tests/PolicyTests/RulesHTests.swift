import Casework
import Testing

/// Which of several enrolments stands (rules H01–H19). All records are of one child and, but where
/// said, of the resident scheme, normal and open-ended.
@Suite("Rules H: duplicates") struct RulesHTests {
  private static let asOf = "2026-06-01"

  private func child() throws -> Child {
    var child = try Child(born: "2026-02-28")
    try child.pays(2026, on: "2026-03-01")
    return child
  }

  /// Two records: what the law says of each.
  private func verdicts(
    _ one: (inout EnrolmentFact) -> Void, _ two: (inout EnrolmentFact) -> Void
  ) throws -> [Duplicates.Verdict?] {
    var child = try child()
    try child.isEnrolled("E1", from: "2026-03-01", change: one)
    try child.isEnrolled("E2", from: "2026-04-01", change: two)
    let found = try child.verdicts(Self.asOf)
    return [found["E1"], found["E2"]]
  }

  private func basis(_ basis: String) -> (inout EnrolmentFact) -> Void { { $0.basis = basis } }

  @Test("H01: two normal records at one time; one after the other, or one ended, are none")
  func h01TwoNormalRecords() throws {
    var child = try child()
    try child.isEnrolled("E1", from: "2026-03-01", to: "2026-04-01", basis: "household")
    try child.isEnrolled("E2", from: "2026-04-01", basis: "residence")
    #expect(try child.tasks(Self.asOf).contains(.duplicateEnrolment), "one day in common")
    var apart = try self.child()
    try apart.isEnrolled("E1", from: "2026-03-01", to: "2026-03-31", basis: "household")
    try apart.isEnrolled("E2", from: "2026-04-01", basis: "residence")
    #expect(try !apart.tasks(Self.asOf).contains(.duplicateEnrolment))
    #expect(try verdicts(basis("household")) { $0.status = .terminated } == [.stands, .ended])
    #expect(try verdicts(basis("household")) { $0.status = .suspended } == [.stands, .ended])
  }

  @Test("H02: duplicates are not allowed: what no rule decides waits for a person")
  func h02NotAllowed() throws {
    #expect(try verdicts(basis("household"), basis("household")) == [.person, .person])
    var child = try child()
    try child.isEnrolled("E1", from: "2026-03-01", basis: "household")
    try child.isEnrolled("E2", from: "2026-04-01", basis: "household")
    let task = try child.task(.duplicateEnrolment, asOf: Self.asOf)
    #expect(task.rules.contains("H02") && task.audience == "insuranceAgency")
    #expect(Set(task.about) == ["E1", "E2"])
  }

  @Test("H03: of two employee records that of the work place stands")
  func h03WorkPlace() throws {
    func employed(_ basis: String?) -> (inout EnrolmentFact) -> Void {
      {
        $0.scheme = .employee
        $0.basis = basis
      }
    }
    #expect(try verdicts(employed("household"), employed("work")) == [.terminate, .stands])
  }

  @Test("H04: of two resident records that of the residence stands")
  func h04Residence() throws {
    #expect(try verdicts(basis("household"), basis("residence")) == [.terminate, .stands])
    #expect(try verdicts(basis("residence"), basis("household")) == [.stands, .terminate])
    let order = try Packs.policy("610104").words(.duplicateOrder, on: date(Self.asOf))
    #expect(order?.rule == "H04")
  }

  @Test("H05: of a student's records that of the school stands, before the residence")
  func h05School() throws {
    #expect(try verdicts(basis("residence"), basis("school")) == [.terminate, .stands])
  }

  @Test(
    "H06: after a year of employee insurance that record stands, in either version of Shaanxi",
    arguments: ["2023", "2026"])
  func h06AYearOfEmployment(_ year: String) throws {
    func stands(months: Int) throws -> Duplicates.Verdict? {
      var child = try Child(born: "\(year)-02-28")
      try child.isEnrolled("E1", from: "\(year)-03-01", basis: "residence")
      try child.isEnrolled("E2", from: "\(year)-04-01", basis: "work") {
        $0.scheme = .employee
        $0.continuousMonths = months
      }
      return try child.verdicts("\(year)-06-01")["E2"]
    }
    #expect(try stands(months: 12) == .stands, "a year, itself included")
    #expect(try stands(months: 11) == .person)
    let months = try Packs.policy("610104", bornOn: "\(year)-02-28")
      .number(.keepEmployeeMonths, on: date("\(year)-06-01"))
    #expect(months?.value == 12 && months?.rule == "H06")
  }

  @Test("H07: what does not stand is ended, not suspended")
  func h07OthersEnd() throws {
    #expect(
      try verdicts(basis("household")) {
        $0.scheme = .employee
        $0.continuousMonths = 24
      } == [.terminate, .stands])
  }

  /// A flexible worker's employee record.
  private func flexible(_ fact: inout EnrolmentFact) {
    fact.scheme = .employee
    fact.group = .flexible
  }

  @Test(
    "H08: who works flexibly enjoys the insurance joined last; the other rests, it does not end")
  func h08FlexibleWorkers() throws {
    #expect(try verdicts(basis("residence"), flexible) == [.suspend, .stands])
    #expect(try verdicts(flexible, basis("residence")) == [.suspend, .stands])
  }

  @Test("H15: when the short work is over the resident insurance goes on")
  func h15ResidentInsuranceResumes() throws {
    var child = try child()
    try child.isEnrolled("E1", from: "2026-03-01", basis: "residence")
    try child.isEnrolled("E2", from: "2026-04-01", change: flexible)
    #expect(try child.verdicts("2026-04-30") == ["E1": .suspend, "E2": .stands])
    try child.isEnrolled("E2", from: "2026-05-01") { fact in
      flexible(&fact)
      fact.status = .terminated
      fact.revision = 2
    }
    #expect(try child.verdicts("2026-05-01") == ["E1": .stands, "E2": .ended])
  }

  @Test("H09: in the year of going to college home and school both stand")
  func h09FreshmansYear() throws {
    func verdicts(homeUntil end: String) throws -> [Duplicates.Verdict?] {
      var child = try child()
      try child.isEnrolled("E1", from: "2026-03-01", to: end, basis: "household")
      try child.isEnrolled("E2", from: "2026-04-01", basis: "school") { $0.group = .student }
      let found = try child.verdicts(Self.asOf)
      return [found["E1"], found["E2"]]
    }
    #expect(try verdicts(homeUntil: "2026-12-31") == [.stands, .stands])
    #expect(try verdicts(homeUntil: "2027-12-31") == [.terminate, .stands], "beyond that year")
  }

  @Test("H09: where both stand the reason says so, and of none that it ends")
  func h09SaysThatBothStand() throws {
    var child = try child()
    try child.isEnrolled("E1", from: "2026-03-01", to: "2026-12-31", basis: "household")
    try child.isEnrolled("E2", from: "2026-04-01", basis: "school") { $0.group = .student }
    let ruling = try child.ruling(asOf: Self.asOf)
    let reason = try #require(ruling.reasons.first { $0.rule == "H09" })
    #expect(reason.plain.chinese.contains("都有效") && !reason.plain.chinese.contains("终止"))
    #expect(reason.plain.english.contains("all stand"))
  }

  @Test("H10: the state's share is taken back for the years in which both ran")
  func h10Clawback() throws {
    var child = try child()
    try child.isEnrolled("E1", from: "2026-03-01", to: "2027-12-31", basis: "household")
    try child.isEnrolled("E2", from: "2026-04-01", to: "2027-12-31", basis: "residence")
    let judged = try child.ruling(asOf: Self.asOf).further.enrolments
    #expect(judged.first { $0.record.recordNumber == "E1" }?.clawback == [2026, 2027])
    #expect(judged.first { $0.record.recordNumber == "E1" }?.rules.contains("H10") == true)
    #expect(judged.first { $0.record.recordNumber == "E2" }?.clawback == [])
  }

  @Test("H18: a new record is checked on the day it is reported")
  func h18CheckedWhenNew() throws {
    var child = try child()
    try child.isEnrolled("E1", from: "2026-03-01", basis: "household")
    try child.isEnrolled("E2", from: "2026-04-01", basis: "residence")
    #expect(try !child.tasks("2026-03-31").contains(.duplicateEnrolment))
    let task = try child.task(.duplicateEnrolment, asOf: "2026-04-01")
    #expect(task.about == ["E1"])
  }

  @Test("H19: old duplicates are found whenever they are reported, and go when one is ended")
  func h19OldOnesToo() throws {
    var child = try child()
    try child.isEnrolled("E1", from: "2026-03-01", basis: "household") { fact in
      fact.reportedOn = CivilDate.startOfYear(2026).adding(days: 149)
    }
    try child.isEnrolled("E2", from: "2026-03-01", basis: "residence")
    // 1 January + 149 days is 30 May: 31 + 28 + 31 + 30 days to the end of April, and 29.
    #expect(try !child.tasks("2026-05-29").contains(.duplicateEnrolment))
    #expect(try child.tasks("2026-05-30").contains(.duplicateEnrolment))
    try child.isEnrolled("E1", from: "2026-03-01", basis: "household") { fact in
      fact.status = .terminated
      fact.revision = 2
      fact.reportedOn = CivilDate.startOfYear(2026).adding(days: 151)
    }
    #expect(try !child.tasks("2026-06-01").contains(.duplicateEnrolment))
  }
}
