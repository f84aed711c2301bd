import Casework

/// Finding a page again without its link, by what a family has on paper.
///
/// The page that follows is one for everybody: whether there is such a child, whether the two fit,
/// whether anything was sent, is told to nobody but the addresses on record.
extension FormPage {
  package static let findPath = "/p/find"
  /// What the fields of the form are called.
  package enum FindField: String, Sendable { case birthCertificate, documentNumber }

  /// - Parameters:
  ///   - certificate: what had been typed; the document's number is never shown again.
  ///   - faultAt: what cannot be right as it is, whoever is known.
  package static func find(
    token: String, certificate: String = "", faultAt: FindField? = nil
  ) -> FormPage {
    var page = FormPage(
      Plain("找回孩子的页面", "Find your child’s page"),
      [
        Plain(
          "链接找不到了？填下面两项。两项对得上，我们就把新链接发到登记的手机或邮箱。",
          "Lost the link? Fill in these two. If they fit together, a new link goes to the phone or "
            + "address that is on record.")
      ])
    var number = Field(
      FindField.documentNumber.rawValue, .number,
      Plain("母亲证件号码（完整）", "Number of the mother’s document, in full"),
      hint: Plain(
        "身份证号码；没有身份证的，填登记时用的证件。",
        "Her ID number; without one, the document that was registered."))
    number.more = [
      Plain("没有登记母亲？", "No mother registered?"),
      Plain(
        "填父亲的；也没有的，填其他监护人的；都没有的，再填一次孩子的证明编号。",
        "Use the father’s; without one, another guardian’s; where nobody is registered, the "
          + "number of the child’s certificate once more."),
    ]
    page.fields = [
      Field(
        FindField.birthCertificate.rawValue, .number,
        Plain("出生医学证明编号", "Number of the birth certificate"),
        hint: Plain("一个字母和九位数字。", "One letter and nine digits."), value: certificate),
      number,
    ]
    page.button = Plain("发送链接", "Send the link")
    page.action = findPath
    page.hidden = [Hidden("form", token)]
    page.after = [
      Plain(
        "本页不显示孩子的任何信息。一份证明一小时最多填五次，一天最多发三次。",
        "Nothing of a child is shown here. Five tries an hour for one certificate; at most three "
          + "messages a day.")
    ]
    switch faultAt {
    case .birthCertificate:
      page.fault = Plain(
        "证明编号是一个字母和九位数字，请再看一遍。",
        "The certificate’s number is one letter and nine digits. Please check it.")
    case .documentNumber:
      page.fault = Plain("请填完整的证件号码。", "Please enter the whole number of the document.")
    case nil: break
    }
    page.faultAt = faultAt?.rawValue
    return page
  }

  /// What everybody is told who has asked.
  package static let asked: FormPage = {
    var page = FormPage(
      Plain("请看手机或邮箱", "Look at your phone or mail"),
      [
        Plain(
          "如果两项对得上，新链接已经发出，一般几分钟内到。",
          "If the two fit together, a new link is on its way. It usually takes a few minutes."),
        Plain(
          "没有收到？先核对两项，再填一次。",
          "Nothing came? Check the two and try once more."),
        Plain(
          "还是没有，多半是登记的号码换了，或者没有登记。请到签发证明的医院或户口登记机关更正联系方式。",
          "If still nothing comes, the number on record is probably an old one, or there is none. "
            + "Ask the hospital that issued the certificate, or the registration office, to "
            + "correct it."),
      ])
    page.after = [
      Plain(
        "为保护孩子，无论对不对得上，本页都一样。以前的链接仍然有效。",
        "To protect children this page is the same whether the two fit or not. Links you already "
          + "have still work.")
    ]
    page.ways = [Way(findPath, Plain("再填一次", "Try once more"))]
    return page
  }()
}
