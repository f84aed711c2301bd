import Casework

/// The section “so far”: what arrived and what the family was told, newest first.
struct History {
  var model: ParentPageModel
  var language: PageLanguage
  /// With what went to offices and what was not sent: for the copy of all that is held.
  var isWhole = false

  private func say(_ chinese: String, _ english: String) -> String {
    language.say(chinese, english)
  }

  /// How the kinds of orders to the insurance platform begin.
  static let order = "insurance-order"
  /// The newest lines stand open, the others in a `details`.
  private static let openLines = 6

  var section: HTML {
    let lines = model.timeline.filter { isWhole || isShown($0) }
      .sorted { ($1.at, $1.kind) < ($0.at, $0.kind) }
    let title = say("到目前为止", "So far")
    let body: HTML =
      if lines.isEmpty {
        """
        <p class="small">\(say("还没有收到消息。医院签发出生医学证明后，这里会显示。", """
          No messages yet. They show here once the hospital has issued the birth certificate.
          """))</p>
        """
      } else {
        "\(list(lines.prefix(Self.openLines)))\(rest(lines.dropFirst(Self.openLines)))"
      }
    return """
      <section class="card o6" aria-labelledby="t"><h2 id="t">\(title)</h2>\(body)</section>
      """
  }

  private func rest(_ lines: ArraySlice<TimelineLine>) -> HTML {
    guard !lines.isEmpty else { return .empty }
    return """
      <details><summary>\(say("更早的 \(lines.count) 条", "\(lines.count) earlier"))</summary>\
      \(list(lines))</details>
      """
  }

  private func list(_ lines: ArraySlice<TimelineLine>) -> HTML {
    "<ol class=\"tl\">\(HTML(lines.map(line)))</ol>"
  }

  private func line(_ line: TimelineLine) -> HTML {
    var details = [language.clock(line.at)]
    if isWhole, let reader = line.audience.flatMap(Notice.Audience.init(rawValue:)) {
      details.append(word(reader))
    }
    if let state = line.state.flatMap(Notice.State.init(rawValue:)) {
      details.append(line.kind.hasPrefix(Self.order) ? ending(state) : word(state, line))
    }
    let detail = details.joined(separator: " · ")
    let day = line.at.day
    return """
      <li><time datetime="\(day.description)">\(language.day(day, in: model.today.year))\
      </time><div><p>\(what(line))</p><p class="small">\(detail)</p></div></li>
      """
  }

  /// What went to offices is theirs to read, and what was never sent has not happened.
  private func isShown(_ line: TimelineLine) -> Bool {
    if let audience = line.audience, audience != Notice.Audience.guardian.rawValue { return false }
    // The record of a child that has died is ended in silence.
    if line.kind.hasPrefix(Self.order), model.ruling.child.diedOn != nil { return false }
    switch line.state.flatMap(Notice.State.init(rawValue:)) {
    case .cancelled, .superseded: return false
    case .queued, .delivered, .failed, .noAddress, nil: return true
    }
  }

  private func word(_ state: Notice.State, _ line: TimelineLine) -> String {
    let isFamilys = line.audience == nil || line.audience == Notice.Audience.guardian.rawValue
    return switch state {
    case .queued: say("等待发送", "waiting to be sent")
    case .delivered: say("已送达", "delivered")
    case .failed: say("没有送达", "not delivered")
    case .noAddress where isFamilys: say("没有可用的联系方式", "no contact that it could be sent to")
    case .noAddress: say("没有接收方", "nobody to send it to")
    case .cancelled: say("没有发送", "not sent")
    case .superseded: say("由后来的通知代替", "a later notice took its place")
    }
  }

  /// How an order to the insurance platform stands.
  private func ending(_ state: Notice.State) -> String {
    switch state {
    case .queued, .noAddress: say("等待平台答复", "waiting for the platform")
    case .delivered: say("平台已办理", "done")
    case .failed:
      say("还没有办成，由医保经办机构处理", "not done yet; the insurance agency sees to it")
    case .cancelled: say("没有发送", "not sent")
    case .superseded: say("由后来的业务代替", "a later order took its place")
    }
  }

  private func word(_ audience: Notice.Audience) -> String {
    switch audience {
    case .guardian: say("发给家长", "to the family")
    case .hospital: say("发给医院", "to the hospital")
    case .registrationOffice: say("发给公安户籍部门", "to the registration office")
    case .insuranceAgency: say("发给医保经办机构", "to the insurance agency")
    case .taxOffice: say("发给税务部门", "to the tax bureau")
    case .grassroots: say("发给村（社区）", "to the village or community")
    }
  }

  private func what(_ line: TimelineLine) -> String {
    if let notice = Notice.Kind(rawValue: line.kind) {
      return reminder(notice, on: line.at.day) ?? told(notice)
    }
    let parts = line.kind.split(separator: ".", maxSplits: 1).map(String.init)
    return arrived(parts.first ?? "", parts.count > 1 ? parts[1] : "")
  }

  /// A reminder is known by the day of life it was decided for.
  private func reminder(_ kind: Notice.Kind, on day: CivilDate) -> String? {
    guard kind == .payReminder || kind == .codeExpiring, let born = model.ruling.child.bornOn,
      born <= day
    else { return nil }
    let number = day.days(since: born)
    return say("第 \(number) 天：\(told(kind))", "Day \(number): \(told(kind).lowercased())")
  }

  private func arrived(_ family: String, _ action: String) -> String {
    switch (family, action) {
    case ("birthCertificate", "issue"): say("收到出生医学证明", "Birth certificate received")
    case ("birthCertificate", "replace"), ("birthCertificate", "reissue"):
      say("收到换发的出生医学证明", "Replaced birth certificate received")
    case ("birthCertificate", "correct"):
      say("收到出生医学证明的更正", "Correction of the birth certificate received")
    case ("birthCertificate", "void"):
      say("收到出生医学证明作废的消息", "Birth certificate voided")
    case ("householdRegistration", "register"):
      say("收到户口登记", "Household registration received")
    case ("householdRegistration", "cancel"):
      say("收到户口注销的消息", "Household record cancelled")
    case ("householdRegistration", _):
      say("收到户口变更的消息", "Change of the household record received")
    case ("taxPayment", "pay"): say("收到缴费", "Payment received")
    case ("taxPayment", "reverse"), ("taxPayment", "refund"):
      say("收到退回缴费的消息", "Payment reversed or refunded")
    case ("vitalEvent", "withdraw"):
      say("收到更正：之前的消息撤回", "Correction: an earlier message was withdrawn")
    case ("assistance", "recognise"):
      say("收到保费资助的认定", "Help with the premium was granted")
    case ("assistance", "withdraw"):
      say("收到保费资助取消的消息", "Help with the premium has ended")
    case ("enrolment", "report"):
      say("收到医保平台的参保记录", "Record of enrolment received")
    case ("enrolment", "withdraw"):
      say("医保平台撤回一条参保记录", "A record of enrolment was withdrawn")
    case ("residence", "issue"), ("residence", "renew"):
      say("收到居住证或学籍信息", "Residence permit or school record received")
    case ("residence", "cancel"):
      say("收到居住证或学籍注销的消息", "Residence permit or school record cancelled")
    case ("guardian", "appoint"): say("绑定了一位监护人", "A guardian was bound")
    case ("guardian", "revoke"): say("解除了一位监护人", "A guardian was unbound")
    case ("order", let action): ordered(action)
    case (Self.order, let operation): asked(operation)
    case ("joined", _): say("两份档案合为一份", "Two files became one")
    default: say("收到一条消息", "Message received")
    }
  }

  /// What was asked of the insurance platform, in words.
  private func asked(_ operation: String) -> String {
    switch InsuranceOrder.Operation(rawValue: operation) {
    case .enrol: say("请医保平台办理参保登记", "Asked the insurance platform to enrol the child")
    case .updateIdentity:
      say("请医保平台变更证件信息", "Asked the insurance platform to change the document")
    case .requestCode: say("请医保平台发码", "Asked the insurance platform to issue a code")
    case .suspend: say("请医保平台停用医保码", "Asked the insurance platform to let the code rest")
    case .terminate: say("请医保平台终止参保", "Asked the insurance platform to end the record")
    case nil: say("请医保平台办理一项业务", "Asked something of the insurance platform")
    }
  }

  /// What an officer ruled, in words; why is for offices to read.
  private func ordered(_ action: String) -> String {
    switch OrderFact.Action(rawValue: action) {
    case .link: say("工作人员核定：材料属于同一个孩子", "An officer ruled: the papers are one child’s")
    case .different:
      say("工作人员核定：材料不是同一个孩子的", "An officer ruled: the papers are not one child’s")
    case .undo: say("之前的一项核定已撤销", "An earlier decision was taken back")
    case .freeze: say("开始核对证件信息", "Papers began to be looked into")
    case .release: say("证件信息核对完毕", "Papers have been looked into")
    case .extend: say("期限延长了", "A last day was moved")
    case .decide: say("材料不一致的地方已核定", "What differed was settled")
    case .recordUpdated: say("参保信息已更新为身份证号", "The enrolment now carries the ID number")
    case .dismiss: say("一件待办已处理", "An open matter was settled")
    case nil: say("收到一条消息", "Message received")
    }
  }

  private func told(_ kind: Notice.Kind) -> String {
    switch kind {
    case .certificateReceived: say("通知：收到出生医学证明", "Notice: birth certificate received")
    case .enrolAndPay: say("通知：可以参保缴费了", "Notice: enrolment and payment are open")
    case .payReminder: say("缴费提醒", "Reminder to pay")
    case .payWindowMissed: say("通知：缴费期限已过", "Notice: the payment window has ended")
    case .covered: say("通知：已有医保", "Notice: covered")
    case .coveredLate: say("通知：补缴后有医保", "Notice: covered after late payment")
    case .noCoverThisYear: say("通知：今年没有保障", "Notice: no cover this year")
    case .codeIssued: say("发放医保码", "Insurance code issued")
    case .householdLinked: say("通知：户口登记已关联", "Notice: household registration linked")
    case .updateIdentity: say("通知：更新参保信息", "Notice: move the enrolment to the ID number")
    case .codeExpiring: say("落户提醒", "Reminder to register")
    case .codeSuspended: say("通知：暂停刷码结算", "Notice: settling by code paused")
    case .codeResumed: say("通知：恢复刷码结算", "Notice: settling by code resumed")
    case .duplicateEnrolment: say("通知：有两处参保", "Notice: enrolled in two places")
    case .identityConflict: say("通知：材料对不上，正在核对", "Notice: records differ, being checked")
    case .paymentReversed: say("通知：缴费被退回", "Notice: payment reversed")
    case .nextYearWindow: say("通知：下一年可以缴费了", "Notice: payment for next year is open")
    case .correction: say("更正通知", "Correction")
    case .unmatchedPayment: say("通知：缴费还没有对上", "Notice: payment not matched yet")
    case .unmatchedRegistration:
      say("通知：户口登记还没有对上", "Notice: registration not matched yet")
    case .missingName: say("通知：还没有名字", "Notice: name still missing")
    }
  }
}
