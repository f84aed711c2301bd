import Casework
import Engine
import Pages
import Wire

/// What is held of a child, as its family reads it.
extension Holdings {
  private typealias Row = HoldingsPage.Row

  func parts(_ settings: Settings) -> [HoldingsPage.Part] {
    [
      HoldingsPage.Part(Plain("孩子", "The child"), child),
      HoldingsPage.Part(Plain("父母", "Parents"), parentRows),
      HoldingsPage.Part(Plain("监护人", "Guardians"), view.ruling.further.guardians.flatMap(rows)),
      HoldingsPage.Part(Plain("医保码绑定", "Bound to the code"), bindings.flatMap(rows)),
      HoldingsPage.Part(Plain("通知发到哪里", "Where messages go"), addresses),
      HoldingsPage.Part(Plain("医保", "Insurance"), premiums),
      HoldingsPage.Part(
        Plain("发给医保平台的业务", "What the insurance platform was asked"), orders.flatMap(rows)),
      HoldingsPage.Part(
        Plain("您反映的情况", "What you told us"),
        reports.flatMap { rows($0, settings) }),
    ]
  }

  private var child: [Row] {
    let ruling = view.ruling
    var rows: [Row] = []
    if let name = ruling.child.name { rows.append(Row(Plain("姓名", "Name"), name)) }
    if let born = ruling.child.bornOn { rows.append(Row(Plain("出生日期", "Born on"), born)) }
    for certificate in ruling.certificates {
      rows.append(Row(Plain("出生医学证明", "Birth certificate"), certificate.number))
    }
    if let id = ruling.citizenID { rows.append(Row(Plain("身份证号", "ID number"), id)) }
    if let code = view.codeValue { rows.append(Row(Plain("医保码", "Insurance code"), code: code)) }
    if let issued {
      rows.append(Row(Plain("医保平台所发的码", "Code of the insurance platform"), issued.value))
    }
    return rows
  }

  private var parentRows: [Row] {
    people.map { title, party in
      Row(title, "\(party.name ?? "")  \(Self.tail(party.idNumber))")
    }
  }

  private func rows(_ guardian: Guardianship) -> [Row] {
    let tail = Self.tail(guardian.guardian?.number)
    let way = guardian.channel.map { Plain(bindingChannel: $0) }
    let by = Plain(
      way.map { "，\($0.chinese)办理" } ?? "", way.map { ", by way of: \($0.english)" } ?? "")
    let act = guardian.mayAct ? Plain("，可以代办", ", may act") : Plain("，不能代办", ", may not act")
    let row = Row(
      guardian.inWords, Plain("证件尾号 \(tail)，自", "document ends in \(tail), since "),
      guardian.since,
      Plain("起\(by.chinese)\(act.chinese)", "\(by.english)\(act.english)"))
    return [row] + Self.addresses(guardian.contacts)
  }

  private func rows(_ binding: Binding) -> [Row] {
    let name = binding.mother.name ?? ""
    var rows = [Row(Plain("母亲", "Mother"), "\(name)  \(Self.tail(binding.mother.idNumber))")]
    rows.append(Row(Plain("办理渠道", "By way of"), Plain(bindingChannel: binding.channel)))
    rows.append(Row(Plain("绑定", "Bound"), at: binding.since))
    if let end = binding.endedAt { rows.append(Row(Plain("解除", "Unbound"), at: end)) }
    return rows
  }

  private var addresses: [Row] {
    var rows = Self.addresses(view.contacts)
    if let quietSince {
      rows.append(Row(Plain("不再收消息", "No messages wanted"), at: quietSince))
    }
    return rows
  }

  private static func addresses(_ contacts: [Contact]) -> [Row] {
    contacts.once.map { contact in
      let channel =
        switch contact.channel {
        case "sms": Plain("手机短信", "Text message")
        case "email": Plain("电子邮件", "E-mail")
        case "wechat": Plain("微信", "WeChat")
        case "webhook": Plain("网络回调", "Webhook")
        default: Plain("联系方式", "Contact")
        }
      return Row(channel, shown(contact.address))
    }
  }

  private var premiums: [Row] {
    view.ruling.coverage.map { cover in
      Row(
        Plain("\(cover.premiumYear) 年保障", "Cover in \(cover.premiumYear)"), cover.from,
        to: cover.to)
    }
  }

  private func rows(_ order: OrderView) -> [Row] {
    let state =
      switch order.state {
      case .waiting: Plain("等待平台答复", "waiting for the platform")
      case .accepted: Plain("平台已办理", "done")
      case .refused where order.isMoot, .failed where order.isMoot:
        Plain("由后来的业务代替", "a later order took its place")
      case .refused: Plain("平台没有办理，由医保经办机构处理", "refused; the agency sees to it")
      case .failed: Plain("平台没有答复，由医保经办机构处理", "no answer; the agency sees to it")
      case .cancelled: Plain("没有发送", "not sent")
      }
    var rows = [Row(order.operation.word.asTitle, at: order.at, state)]
    for answer in order.answers {
      let word = answer.isDone ? Plain("已受理", "accepted") : Plain("没有受理", "refused")
      let message = answer.message.map { " “\(Masking.withoutNumbers($0))”" } ?? ""
      rows.append(
        Row(
          Plain("平台答复", "Its answer"),
          Plain(
            "\(word.chinese)，代码 \(answer.code)\(message)",
            "\(word.english), code \(answer.code)\(message)")))
    }
    return rows
  }

  private func rows(_ report: ParentReports.Report, _ settings: Settings) -> [Row] {
    let title =
      switch report.kind {
      case .wrong: Plain("哪里不对", "Something is wrong")
      case .phone: Plain("另一个手机号码", "Another telephone number")
      }
    let state =
      report.isOpen ? Plain("还没有处理", "not seen to yet") : Plain("已处理", "seen to")
    var rows = [Row(title, report.shownText), Row(Plain("提交", "Sent"), at: report.at, state)]
    if let person = report.resolvedBy {
      rows.append(Row(Plain("处理人", "Seen to by"), person.inWords(settings)))
    }
    if let reason = report.reason {
      rows.append(Row(Plain("处理说明", "Answer"), Masking.withoutNumbers(reason)))
    }
    return rows
  }
}

extension Guardianship {
  /// Who it is to the child.
  var inWords: Plain {
    switch relation {
    case "mother": Plain("母亲", "Mother")
    case "father": Plain("父亲", "Father")
    case "grandparent": Plain("祖辈", "Grandparent")
    case "institution": Plain("儿童福利机构", "Children’s institution")
    default: Plain("监护人", "Guardian")
    }
  }
}

extension Plain {
  /// By what way somebody was bound to a code.
  init(bindingChannel name: String) {
    switch BindingDesk.Channel(rawValue: name) {
    case .familyAccount: self.init("家庭账户", "Family account")
    case .agency: self.init("医保经办窗口", "Insurance agency")
    case nil: self.init(name, name)
    }
  }

  /// With a capital where a line begins with it.
  var asTitle: Plain {
    Plain(chinese, english.prefix(1).uppercased() + english.dropFirst())
  }
}
