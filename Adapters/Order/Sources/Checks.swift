import Casework
import Wire

/// What an order must name, who must agree to it, and what it may decide.
extension OrderMessages {
  private static let keys = ["birthCertificateNumber", "citizenId", "ticketNumber"]

  static let named = FieldTable.Check(
    "birthCertificateNumber", .missing,
    Plain(
      "与 citizenId、ticketNumber 至少填写一项；action 为 link、different 时至少两项",
      "it, citizenId or ticketNumber must be given, two of them where action is link, different")
  ) { message in
    guard !keys.contains(where: message.isGiven) else { return }
    message.complain(
      .missing, at: "birthCertificateNumber",
      chinese: "出生医学证明编号、公民身份号码 citizenId、缴款凭证号 ticketNumber 至少填写一项",
      english: "birthCertificateNumber, citizenId or ticketNumber is needed to name the child")
  }

  /// An order about whether two are one names both, each by a key of its own sort.
  static let pair = FieldTable.Check(
    "citizenId", .missing,
    Plain(
      "action 为 link、different 时，已填 birthCertificateNumber 的，它与 ticketNumber 至少再填一项",
      "where action is link, different: it or ticketNumber, beside birthCertificateNumber")
  ) { message in
    guard message.action == "link" || message.action == "different",
      keys.count(where: message.isGiven) == 1
    else { return }
    let chinese = "action 为 link、different 时须填写三种号码中的两种，以指明是哪两份记录"
    let english = "link and different name two records: two of the three keys are needed"
    if message.isGiven("birthCertificateNumber") {
      message.complain(.missing, at: "citizenId", chinese: chinese, english: english)
    } else {
      message.complain(.missing, at: "birthCertificateNumber", chinese: chinese, english: english)
    }
  }

  /// Two persons, however their names are typed.
  static let approver = FieldTable.Check(
    "approvedBy", .notAllowed,
    Plain("不得与 orderedBy 为同一人", "it is not the person of orderedBy")
  ) { message in
    guard let first = message.text("orderedBy"), let second = message.text("approvedBy"),
      plain(first) == plain(second)
    else { return }
    message.complain(
      .notAllowed, at: "approvedBy",
      chinese: "批准人 approvedBy 与裁定人 orderedBy 相同；须由另一人批准",
      english: "approvedBy is orderedBy; another person must agree")
  }

  private static func plain(_ name: String) -> String {
    Identifier.upperCased(name.filter { !$0.isWhitespace })
  }

  static let decided = [
    FieldTable.Check(
      "value", .notADate,
      Plain("member 为 bornOn 时为真实存在的日期", "where member is bornOn it is a day of the calendar")
    ) { message in
      guard message.text("member") == OrderFact.Member.bornOn.rawValue,
        let value = message.text("value"), CivilDate(Identifier.folded(value)) == nil
      else { return }
      message.complain(
        .notADate, at: "value",
        chinese: "裁定的出生日期应为真实存在的日期，格式 YYYY-MM-DD",
        english: "the birth day decided must be a day of the calendar as YYYY-MM-DD")
    },
    FieldTable.Check(
      "value", .unknownCode,
      Plain("member 为 sex 时为 GB/T 2261.1 的代码", "where member is sex it is a code of GB/T 2261.1")
    ) { message in
      guard message.text("member") == OrderFact.Member.sex.rawValue,
        let value = message.text("value"),
        !PartyTable.sexes.contains(where: { $0.value == Identifier.folded(value) })
      else { return }
      message.complain(
        .unknownCode, at: "value",
        chinese: "裁定的性别应为 GB/T 2261.1 的代码：0 未知、1 男、2 女、9 未说明",
        english: "the sex decided must be a code of GB/T 2261.1: 0, 1, 2 or 9")
    },
  ]
}
