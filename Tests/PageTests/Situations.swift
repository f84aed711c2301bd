import Casework
import Pages

/// The children whose pages the tests read: one for each state a ruling can express.
///
/// Every date is counted from the birth day by the rules of the contract (window B + 90, binding
/// B + 180), which is why those two numbers stand here and nowhere in the pages.
struct Situation: Sendable, CustomStringConvertible {
  var name: String
  var model: ParentPageModel
  var description: String { name }
}

func date(_ text: String) -> CivilDate {
  guard let date = CivilDate(text) else { preconditionFailure("no date: \(text)") }
  return date
}

func instant(_ text: String) -> Instant {
  guard let instant = Instant(rfc3339: text) else { preconditionFailure("no instant: \(text)") }
  return instant
}

/// A ruling for a child, filled in as far as most situations agree.
func ruling(
  born: String? = "2026-02-28", on asOf: String, payment: Ruling.PaymentState? = .unpaid,
  coverage: [Ruling.Cover] = [], code: Ruling.Code.State = .issued, citizenID: String? = nil
) -> Ruling {
  let today = date(asOf)
  let birth = born.map(date)
  let window = birth.map { Ruling.Span(from: $0, to: $0.adding(days: 90)) }
  let bind = birth?.adding(days: 180)
  var deadlines: [Ruling.Deadline] = []
  if let window, let bind, let payment {
    let pay: Ruling.Deadline.State =
      switch payment {
      case .unpaid: .open
      case .paidOnTime, .notDue: .met
      case .paidLate, .unpaidLate, .missed: .missed
      }
    let bound: Ruling.Deadline.State =
      citizenID != nil ? .met : today <= bind ? .open : .missed
    deadlines = [
      Ruling.Deadline(kind: .pay, date: window.to, state: pay),
      Ruling.Deadline(kind: .bindIdentity, date: bind, state: bound),
    ]
  }
  return Ruling(
    asOf: today, region: "610104",
    policy: [
      Ruling.PolicyLayer(
        pack: "61", document: "陕医保发〔2024〕7号", from: date("2024-04-16"), status: "inForce")
    ],
    child: Ruling.Child(name: "李一诺", sex: "2", bornOn: birth, diedOn: nil),
    certificates: [Ruling.Certificate(number: "Z610000001", status: .valid)],
    citizenID: citizenID, identity: citizenID == nil ? .certificate : .citizenId,
    window: window, payment: payment, coverage: coverage,
    code: Ruling.Code(
      state: code, directSettlementUntil: citizenID == nil ? bind : nil),
    deadlines: deadlines, tasks: [], reasons: reasons, nextReview: nil)
}

let reasons = [
  Ruling.Reason(
    rule: "A01", document: "陕医保发〔2024〕7号",
    quote: "新生儿出生后90天内按规定参保缴费，自出生之日起所发生的符合规定的医疗费用均可纳入医保报销范围",
    because: "last day 2026-05-29",
    plain: Plain(
      "出生后 90 天内缴费，医疗费从出生那天起就能报销。出生当天算第 0 天，所以最后一天是 5月29日。",
      "Pay within 90 days of birth and costs count from the day of birth. The day of birth is day "
        + "0, so the last day is 29 May.")),
  Ruling.Reason(
    rule: "A09", document: "陕医保发〔2021〕78号", quote: "待遇享受期为出生之日起至出生当年12月31日",
    because: "cover to 2026-12-31",
    plain: Plain("按时缴费，保障到当年 12月31日。", "Paid on time, cover runs to 31 December of that year.")),
  Ruling.Reason(
    rule: "A02", document: "陕医保发〔2024〕7号",
    quote: "在出生后180天内均可凭医保码在定点医疗机构直接就医结算",
    because: "settles until 2026-08-27",
    plain: Plain(
      "没落户也可以凭医保码直接结算，最晚到第 180 天（8月27日）。",
      "Without household registration the code settles until day 180, 27 August.")),
]

func cover(
  _ from: String, _ to: String, _ basis: Ruling.Cover.Basis = .onTime
) -> Ruling.Cover {
  Ruling.Cover(
    premiumYear: date(from).year, from: date(from), to: date(to), basis: basis,
    ticket: "361026030100012345", rules: ["A01", "A09"])
}

/// A drawing in the shape of a QR symbol: three finders and some modules.
let symbol: QRDrawing = {
  var path = ""
  for (x, y) in [(4, 4), (26, 4), (4, 26)] {
    path += "M\(x) \(y)h7v7h-7zM\(x + 1) \(y + 1)v5h5v-5zM\(x + 2) \(y + 2)h3v3h-3z"
  }
  var seed = 7
  for y in 4..<33 {
    for x in 4..<33 where !((x < 12 && (y < 12 || y > 24)) || (x > 24 && y < 12)) {
      seed = (seed * 1103 + 12345) % 65_537
      if seed % 2 == 0 { path += "M\(x) \(y)h1v1h-1z" }
    }
  }
  guard
    let drawing = QRDrawing(
      svg: """
        <?xml version="1.0"?>
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 37 37" shape-rendering="crispEdges">\
        <rect width="37" height="37" fill="#fff"/><path d="\(path)" fill="#000"/></svg>
        """)
  else { preconditionFailure("the drawing is refused") }
  return drawing
}()

let advice = PackAdvice(
  payPlace: PackAdvice.PayPlace(
    url: "https://pay.example.cn/premium?channel=1&kind=newborn",
    name: Plain("陕西税务缴费页", "the Shaanxi tax bureau’s payment page")),
  howToPay: [
    Plain(
      "用孩子的真实姓名和出生医学证明编号。",
      "Use the child’s real name and the number of the birth certificate."),
    Plain(
      "由监护人在户籍所在地或居住地的税务部门缴纳。",
      "A guardian pays at the tax bureau where the family is registered or lives."),
  ],
  payReminders: [30, 60, 75, 85, 89].map { date("2026-02-28").adding(days: $0) },
  contact: Plain("莲湖区医保经办窗口 029-0000 0000", "Lianhu insurance agency, 029-0000 0000"))

let timeline = [
  TimelineLine(at: instant("2026-03-02T16:20:00+08:00"), kind: "birthCertificate.issue"),
  TimelineLine(at: instant("2026-03-02T16:20:00+08:00"), kind: "code-issued"),
  TimelineLine(
    at: instant("2026-03-02T16:20:01+08:00"), kind: "certificate-received", audience: "guardian",
    state: "delivered"),
  TimelineLine(
    at: instant("2026-03-30T00:00:00+08:00"), kind: "pay-reminder", audience: "guardian",
    state: "delivered"),
  TimelineLine(
    at: instant("2026-04-29T00:00:00+08:00"), kind: "pay-reminder", audience: "guardian",
    state: "noAddress"),
  TimelineLine(
    at: instant("2026-04-30T00:00:00+08:00"), kind: "unmatched-payment", audience: "taxOffice",
    state: "queued"),
]

func model(
  _ ruling: Ruling, advice: PackAdvice = advice, timeline: [TimelineLine] = timeline
) -> ParentPageModel {
  ParentPageModel(
    ruling: ruling, codeValue: ruling.code.state == .none ? nil : "7K3M9QXT42HN5R8WA",
    qr: symbol, timeline: timeline, updatedAt: instant("2026-05-10T10:15:00+08:00"),
    advice: advice)
}
