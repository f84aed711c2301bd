import Casework
import Pages

extension Situation {
  private init(_ name: String, _ child: Child, on day: String) {
    self.init(name: name, model: child.page(on: day))
  }

  /// Situations of the further families and of later years, as the law makes them of messages.
  static let lawful: [Situation] = ruledByPeople + further + years + notInForce

  /// Born 28 February 2026, paid on 1 April: on time, covered from birth.
  private static let onTime = Child().paid(2026, on: "2026-04-01")

  private static let ruledByPeople = [
    Situation("held", onTime.ordered(.freeze, on: "2026-05-02"), on: "2026-05-10"),
    Situation("held-unpaid", Child().ordered(.freeze, on: "2026-05-02"), on: "2026-05-10"),
    Situation(
      "held-past-180", onTime.ordered(.freeze, on: "2026-08-20"), on: "2026-09-02"),
    Situation(
      "released",
      onTime.ordered(.freeze, on: "2026-05-02").ordered(.release, on: "2026-05-08"),
      on: "2026-05-10"),
    Situation(
      "window-extended", Child().extended(.pay, to: "2026-06-30", on: "2026-05-20"),
      on: "2026-06-10"),
    Situation(
      "window-extended-over", Child().extended(.pay, to: "2026-06-30", on: "2026-05-20"),
      on: "2026-07-10"),
    Situation(
      "settlement-extended", onTime.extended(.bindIdentity, to: "2026-10-31", on: "2026-08-20"),
      on: "2026-09-10"),
    Situation(
      "conflict-sides", onTime.registered(on: "2026-05-02", bornOn: "2026-03-01", sex: "1"),
      on: "2026-05-10"),
    Situation(
      "conflict-decided",
      onTime.registered(on: "2026-05-02", bornOn: "2026-03-01").ordered(.decide, on: "2026-05-06") {
        $0.member = .bornOn
        $0.value = "2026-02-28"
      }, on: "2026-05-10"),
  ]

  private static let further = [
    Situation("helped-fully", onTime.helped(.orphan, on: "2026-05-06"), on: "2026-05-10"),
    Situation("helped-in-part", onTime.helped(.subsistence, on: "2026-05-06"), on: "2026-10-10"),
    Situation(
      "helped-somehow", onTime.helped(.subsistenceMargin, on: "2026-05-06"), on: "2026-05-10"),
    Situation(
      "help-not-counted", onTime.helped(.povertyMonitoring, on: "2026-05-06"), on: "2026-05-10"),
    Situation(
      "duplicate",
      onTime.enrolled(in: "610302", by: "residence", from: "2026-04-05", record: "R-1")
        .enrolled(in: "610104", by: "household", from: "2026-04-20", record: "R-2"),
      on: "2026-05-10"),
    Situation(
      "duplicate-open",
      onTime.enrolled(in: "610302", by: "household", from: "2026-04-05", record: "R-1")
        .enrolled(in: "440106", by: "household", from: "2026-04-20", record: "R-2"),
      on: "2026-05-10"),
    Situation(
      "parent-name", Child().paid(2026, on: "2026-04-01", byMother: true), on: "2026-05-10"),
    Situation(
      "place-review",
      onTime.registered(on: "2026-05-02", in: "610302")
        .enrolled(in: "610104", by: "residence", from: "2026-05-03"), on: "2026-05-10"),
    Situation("paid-twice", onTime.paid(2026, on: "2026-04-15"), on: "2026-05-10"),
  ]

  private static let years = [
    Situation("collection-open", onTime.registered(on: "2026-05-02"), on: "2026-10-10"),
    Situation("renew", onTime.registered(on: "2026-05-02"), on: "2026-12-10"),
    Situation("renew-last-day", onTime.registered(on: "2026-05-02"), on: "2026-12-31"),
    Situation("year-two-open", onTime.registered(on: "2026-05-02"), on: "2027-03-05"),
    Situation("year-two-closed", onTime.registered(on: "2026-05-02"), on: "2027-10-05"),
    Situation("year-three-open", onTime.registered(on: "2026-05-02"), on: "2028-02-10"),
    Situation(
      "year-three-waiting",
      onTime.registered(on: "2026-05-02").paid(2028, on: "2028-02-10"), on: "2028-02-12"),
    Situation(
      "year-three-covered",
      onTime.registered(on: "2026-05-02").paid(2028, on: "2028-02-10"), on: "2028-08-01"),
  ]

  private static let notInForce = [
    Situation("draft-law", Child(division: "510104"), on: "2026-05-10"),
    Situation("reported-law", Child(division: "140213"), on: "2026-05-10"),
    Situation(
      "second-premium-missing",
      Child(born: "2026-11-20", division: "500103").paid(2026, on: "2026-12-05"),
      on: "2026-12-20"),
    Situation(
      "first-premium-missing",
      Child(born: "2026-11-20", division: "500103").paid(2027, on: "2026-12-05"),
      on: "2026-12-20"),
    Situation(
      "second-premium-never",
      Child(born: "2026-11-20", division: "500103").paid(2026, on: "2026-12-05"),
      on: "2027-02-20"),
  ]
}
