import Casework
import Pages

extension Situation {
  private init(
    _ name: String, _ ruling: Ruling, _ change: (inout ParentPageModel) -> Void = { _ in }
  ) {
    self.name = name
    var model = PageTests.model(ruling)
    change(&model)
    self.model = model
  }

  static let all: [Situation] = paying + late + settling + others + lawful

  /// Born 2026-02-28: the window ends on 2026-05-29, which is B + 90.
  private static let paying = [
    Situation("unpaid", ruling(on: "2026-05-10")),
    Situation("unpaid-on-day-0", ruling(on: "2026-02-28")),
    Situation("unpaid-day-before", ruling(on: "2026-05-28")),
    Situation("unpaid-last-day", ruling(on: "2026-05-29")),
    Situation("unpaid-reversed", ruling(on: "2026-05-18")) {
      $0.timeline.append(
        TimelineLine(
          at: instant("2026-05-16T09:00:00+08:00"), kind: "payment-reversed",
          audience: "guardian", state: "delivered"))
    },
    Situation("unpaid-across-the-year", ruling(born: "2026-11-20", on: "2026-12-20")),
    Situation("unpaid-no-advice", ruling(on: "2026-05-10")) { $0.advice = PackAdvice() },
    Situation(
      "paid-on-time",
      ruling(
        on: "2026-05-10", payment: .paidOnTime, coverage: [cover("2026-02-28", "2026-12-31")],
        code: .active)),
    Situation(
      "paid-and-next-year",
      ruling(
        on: "2026-12-10", payment: .paidOnTime,
        coverage: [
          cover("2026-02-28", "2026-12-31"), cover("2027-01-01", "2027-12-31", .annual),
        ], code: .active, citizenID: "610104202602280020")),
    Situation(
      "cover-ended",
      ruling(
        on: "2027-02-10", payment: .paidOnTime, coverage: [cover("2026-02-28", "2026-12-31")],
        citizenID: "610104202602280020")),
  ]

  private static let late = [
    Situation("unpaid-late-next-month", ruling(on: "2026-06-13", payment: .unpaidLate)) {
      $0.advice.lateOffer = PackAdvice.LateOffer(
        coverFrom: date("2026-07-01"), lastDay: date("2026-11-30"))
    },
    Situation("unpaid-late-same-day", ruling(on: "2026-06-13", payment: .unpaidLate)) {
      $0.advice.lateOffer = PackAdvice.LateOffer(
        coverFrom: date("2026-06-13"), lastDay: date("2026-12-31"))
    },
    Situation("unpaid-late-unknown-start", ruling(on: "2026-06-13", payment: .unpaidLate)),
    Situation(
      "paid-late-ahead",
      ruling(
        on: "2026-06-20", payment: .paidLate,
        coverage: [cover("2026-07-01", "2026-12-31", .late)])),
    Situation(
      "paid-late-covered",
      ruling(
        on: "2026-07-20", payment: .paidLate, coverage: [cover("2026-07-01", "2026-12-31", .late)],
        code: .active)),
    Situation("paid-late-in-december", ruling(on: "2026-12-09", payment: .paidLate)),
    Situation("missed-in-december", ruling(on: "2026-12-09", payment: .missed)),
    Situation("missed-year-over", ruling(on: "2027-01-20", payment: .missed)),
  ]

  private static let settling = [
    Situation(
      "bind-identity",
      ruling(
        on: "2026-08-19", payment: .paidOnTime, coverage: [cover("2026-02-28", "2026-12-31")],
        code: .active)
    ) { $0.advice.identityRemindersFrom = date("2026-07-28") },
    Situation(
      "bind-identity-last-day",
      ruling(
        on: "2026-08-27", payment: .paidOnTime, coverage: [cover("2026-02-28", "2026-12-31")],
        code: .active)
    ) {
      $0.timeline.append(
        TimelineLine(
          at: instant("2026-07-28T00:00:00+08:00"), kind: "code-expiring", audience: "guardian",
          state: "delivered"))
    },
    Situation(
      "suspended",
      ruling(
        on: "2026-09-02", payment: .paidOnTime, coverage: [cover("2026-02-28", "2026-12-31")],
        code: .suspended)),
    Situation(
      "household-linked",
      changed(
        ruling(
          on: "2026-05-10", payment: .paidOnTime, coverage: [cover("2026-02-28", "2026-12-31")],
          code: .active, citizenID: "610104202602280020")
      ) {
        $0.tasks = [
          Ruling.Task(
            kind: .updateIdentity, audience: "insuranceAgency", since: date("2026-05-02"),
            rules: ["A05"], about: ["610104202602280020"])
        ]
      }
    ) {
      $0.timeline.append(
        TimelineLine(
          at: instant("2026-05-02T11:00:00+08:00"), kind: "householdRegistration.register"))
    },
  ]

  private static let others = [
    Situation("conflict", changed(ruling(on: "2026-05-10")) { $0.identity = .conflict }),
    Situation(
      "name-missing",
      changed(ruling(on: "2026-05-10")) {
        $0.identity = .placeholder
        $0.child.name = "王芳之子"
      }),
    Situation(
      "certificate-void",
      changed(ruling(on: "2026-05-10", code: .retired)) {
        $0.certificates = [Ruling.Certificate(number: "Z610000001", status: .void)]
        $0.identity = .none
      }),
    Situation(
      "certificate-replaced",
      changed(
        ruling(
          on: "2026-05-10", payment: .paidOnTime, coverage: [cover("2026-02-28", "2026-12-31")],
          code: .active)
      ) {
        $0.certificates = [
          Ruling.Certificate(number: "Z610000001", status: .replaced),
          Ruling.Certificate(number: "Z610000002", status: .valid),
        ]
      }),
    Situation(
      "household-first",
      changed(ruling(on: "2026-05-10", code: .issued, citizenID: "610104202602280020")) {
        $0.certificates = []
      }
    ) { $0.timeline = [TimelineLine(at: $0.updatedAt, kind: "householdRegistration.register")] },
    Situation(
      "payment-first",
      changed(ruling(born: nil, on: "2026-05-10", payment: nil, code: .none)) {
        $0.certificates = []
        $0.child = Ruling.Child(name: nil, sex: nil, bornOn: nil, diedOn: nil)
        $0.identity = .none
        $0.reasons = []
      }
    ) { $0.timeline = [TimelineLine(at: $0.updatedAt, kind: "taxPayment.pay")] },
    Situation(
      "birth-day-unknown", ruling(born: nil, on: "2026-05-10", payment: nil)),
    Situation(
      "after-death",
      changed(
        ruling(
          on: "2026-05-10", payment: .paidOnTime, coverage: [cover("2026-02-28", "2026-12-31")],
          code: .retired)
      ) { $0.child.diedOn = date("2026-05-01") }),
    Situation(
      "after-death-unpaid",
      changed(ruling(on: "2026-05-10", code: .retired)) { $0.child.diedOn = date("2026-05-01") }),
    Situation(
      "draft-policy",
      changed(ruling(on: "2026-05-10")) {
        $0.policy[0].status = "draft"
        $0.child.sex = "1"
      }
    ) { $0.timeline = [] },
  ]

  private static func changed(_ ruling: Ruling, _ change: (inout Ruling) -> Void) -> Ruling {
    var ruling = ruling
    change(&ruling)
    return ruling
  }
}
