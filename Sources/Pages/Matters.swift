import Casework

/// The section “also”: what waits for somebody or has been settled, beside the state that leads.
///
/// Says who has to do something. What only offices see, such as numbers of records and orders, is
/// left out.
struct Matters {
  var model: ParentPageModel
  var lead: Lead
  var language: PageLanguage

  /// One thing, in a title and a sentence.
  struct Matter {
    /// Whose turn it is.
    enum Turn { case family, office, nobody }
    var turn: Turn
    var title: String
    var text: String
    var lines: [String] = []
  }

  var ruling: Ruling { model.ruling }
  func say(_ chinese: String, _ english: String) -> String { language.say(chinese, english) }
  func day(_ date: CivilDate) -> String { language.day(date, in: model.today.year) }

  /// What the family has to do first.
  var all: [Matter] {
    let found =
      [
        parentName, placeReview, held, duplicates, payments, assistance, guardians, twins,
        certificates, candidates, settlementExtended, decided,
      ].compactMap { $0 }
    return found.filter { $0.turn == .family } + found.filter { $0.turn != .family }
  }

  var isFamilyAsked: Bool { all.contains { $0.turn == .family } }

  var section: HTML {
    let matters = all
    guard !matters.isEmpty else { return .empty }
    let order: HTML = isFamilyAsked ? "o2" : "o3"
    return """
      <section class="card \(order)" aria-labelledby="m"><h2 id="m">\(Self.title(language))</h2>\
      <ul>\(HTML(matters.map(item)))</ul></section>
      """
  }

  static func title(_ language: PageLanguage) -> String {
    language.say("还有这些事", "Also")
  }

  private func item(_ matter: Matter) -> HTML {
    let (kind, icon, word): (HTML, Icon, String) =
      switch matter.turn {
      case .family: ("now", .clock, say("请您办", "For you to do"))
      case .office: ("waiting", .dots, say("不用您办", "Nothing for you to do"))
      case .nobody: ("done", .tick, say("已处理", "Settled"))
      }
    let lines: HTML =
      matter.lines.isEmpty
      ? .empty
      : "<ul class=\"facts\">\(HTML(matter.lines.map { "<li>\($0)</li>" }))</ul>"
    return """
      <li class="st \(kind)"><span class="dot" aria-hidden="true">\(icon.drawing)</span><div>\
      <h3>\(matter.title)</h3><p class="small"><b>\(word)</b> \(matter.text)</p>\(lines)</div></li>
      """
  }

  // MARK: For the family

  /// A12: what stands in a parent's name covers the parent.
  private var parentName: Matter? {
    guard ruling.has(.parentNameEnrolment) else { return nil }
    if case .unpaid = lead { return nil }
    return Matter(
      turn: .family,
      title: say("有一笔参保用了父母的姓名", "Something stands in a parent’s name"),
      text: say(
        "它不算孩子的保障。请联系医保经办窗口，改到孩子名下。",
        "It does not cover the child. Please ask the insurance agency to move it to the child."))
  }

  private var placeReview: Matter? {
    guard ruling.has(.placeReview) else { return nil }
    return Matter(
      turn: .family,
      title: say("参保地和户籍地不同", "Enrolled elsewhere than registered"),
      text: say(
        "还没有收到居住证信息。请把孩子或家长的居住证交参保地医保经办窗口查看；查看期间不影响看病。",
        "No residence permit has reached us. Please show the family’s permit to the insurance "
          + "agency where the child is enrolled; care is not affected meanwhile."))
  }

  // MARK: With offices

  /// A code that is held but settles nothing yet anyway: the panel speaks of something else.
  private var held: Matter? {
    guard let freeze = ruling.freeze else { return nil }
    if case .held = lead { return nil }
    return Matter(
      turn: .office, title: say("证件信息正在核对", "Papers are being looked into"),
      text: say(
        "医保经办机构从 \(day(freeze.orderedOn))起核对，其间医保码不能直接结算。缴费期限不变，保障照常计算。",
        "The insurance agency has been looking into them since \(day(freeze.orderedOn)); the code "
          + "does not settle meanwhile. Dates to pay stay, and cover is counted as usual."))
  }

  private var duplicates: Matter? {
    let rivals = ruling.further.enrolments.filter { !$0.rules.isEmpty }
    guard rivals.count > 1 else { return nil }
    let places = Places(model: model, language: language)
    let colon = say("：", ": ")
    let lines = rivals.map { describe($0.record, places) + colon + word($0.verdict) }
    let isOpen = rivals.contains { $0.verdict == .person }
    let isFine = rivals.allSatisfy { $0.verdict == .stands }
    return Matter(
      turn: isFine ? .nobody : .office,
      title: say("孩子有 \(rivals.count) 处参保", "Enrolled in \(rivals.count) places"),
      text: isFine
        ? say("入学当年可以这样，都有效。", "In the first year at a university that is allowed.")
        : isOpen
          ? say(
            "保留哪一处，由医保经办机构核定。", "The insurance agency decides which one stays.")
          : say(
            "按规定保留一处，其余由医保部门处理。", "One stays by the rules; the agency sees to the rest."),
      lines: lines)
  }

  private func describe(_ record: EnrolmentFact, _ places: Places) -> String {
    let place = places.name(record.region) ?? say("另一处", "another place")
    let scheme =
      record.scheme == .employee
      ? say("职工医保", "employee insurance") : say("居民医保", "resident insurance")
    let from = record.from ?? record.reportedOn
    return say(
      "\(place)，\(scheme)，\(day(from))起", "\(place), \(scheme), since \(day(from))")
  }

  private func word(_ verdict: Duplicates.Verdict) -> String {
    switch verdict {
    case .stands: say("保留", "stays")
    case .terminate: say("终止", "ends")
    case .suspend: say("暂停", "is paused")
    case .person: say("等待核定", "waits for a decision")
    case .ended: say("已结束", "has ended")
    }
  }

  /// Premiums that were paid twice, or bring nothing, and what becomes of the money.
  private var payments: Matter? {
    let isTwice = ruling.has(.duplicatePayment)
    guard isTwice || ruling.has(.refundReview) else { return nil }
    let verdicts = Set(model.outlook?.refunds.map(\.refund.verdict) ?? [])
    let text: String =
      if verdicts == [.allowed] {
        say("可以向医保经办窗口申请退还。", "It can be asked back at the insurance agency.")
      } else if verdicts == [.refused] {
        say("保障期已经开始，原则上不退。", "Cover has begun, so as a rule it is not given back.")
      } else {
        say("能不能退，由医保和税务部门核定。", "The offices decide whether it is given back.")
      }
    return Matter(
      turn: verdicts == [.allowed] ? .family : .office,
      title: isTwice
        ? say("同一年度缴了不止一次", "One year was paid more than once")
        : say("有一笔保费没有带来保障", "A premium brought no cover"),
      text: text)
  }

  private var assistance: Matter? {
    guard ruling.has(.verifyCategory) || ruling.has(.assistanceReview) else { return nil }
    return Matter(
      turn: .office, title: say("保费资助正在核对", "Help with the premium is being checked"),
      text: say(
        "由医保经办机构向认定部门核实。",
        "The insurance agency checks with the department that recognises it."))
  }

  private var guardians: Matter? {
    guard ruling.has(.guardianReview) else { return nil }
    return Matter(
      turn: .office, title: say("绑定的监护人较多", "More guardians than usual are bound"),
      text: say("由医保经办机构核对。", "The insurance agency looks at it."))
  }

  private var twins: Matter? {
    guard ruling.has(.checkTwins) else { return nil }
    return Matter(
      turn: .office, title: say("双胞胎的材料可能对调了", "Papers of the twins may be swapped"),
      text: say(
        "由公安户籍窗口核对，两个孩子的保障都不受影响。",
        "The household registration office checks; cover of both children is unaffected."))
  }

  private var certificates: Matter? {
    guard ruling.has(.checkCertificates) else { return nil }
    return Matter(
      turn: .office,
      title: say("可能有两份出生医学证明", "There may be two birth certificates"),
      text: say(
        "由签发医院核对，不影响已有的保障。",
        "The issuing hospital checks; existing cover is unaffected."))
  }

  private var candidates: Matter? {
    guard ruling.has(.matchRegistration) else { return nil }
    return Matter(
      turn: .office, title: say("有一条户口登记可能是孩子的", "A registration may be the child’s"),
      text: say("由公安户籍窗口核对。", "The household registration office checks."))
  }

  // MARK: Settled

  private var settlementExtended: Matter? {
    guard ruling.citizenID == nil, let until = ruling.extended(.bindIdentity)?.until,
      model.today <= until
    else { return nil }
    return Matter(
      turn: .nobody, title: say("直接结算的期限延长了", "Direct settlement was extended"),
      text: say(
        "没落户也可以刷码直接结算到 \(day(until))。",
        "Without household registration the code settles until \(day(until))."))
  }

  private var decided: Matter? {
    let members = ruling.decided.map { member in
      switch member {
      case .bornOn: say("出生日期", "the birth day")
      case .sex: say("性别", "the sex")
      case .name: say("姓名", "the name")
      }
    }
    guard !members.isEmpty, ruling.identity != .conflict else { return nil }
    let list = members.joined(separator: say("、", ", "))
    return Matter(
      turn: .nobody, title: say("材料不一致的地方已经核定", "What differed has been settled"),
      text: say(
        "已由工作人员核定\(list)，以本页显示的为准。",
        "An officer has settled \(list); what this page shows holds."))
  }
}
