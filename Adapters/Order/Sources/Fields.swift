import Casework
import Wire

extension OrderMessages {
  static let fields: [Field] =
    [Field("action", .code(actions), .always, "裁定类型", "what is ordered")]
    + ChildTable.fields + [
      Field("number", .identifier, .always, "裁定文书编号", "number of the order"),
      Field("ticketNumber", .pattern(.ticket), isPersonal: true, "缴款凭证号", "ticket number"),
      Field(
        "undoes", .identifier, .when(["undo"]), "被撤销的裁定编号", "number of the order taken back"),
      Field("deadline", .code(deadlines), .when(["extend"]), "延长的期限", "which deadline is moved"),
      Field("until", .date, .when(["extend"]), "延长至（含当日）", "its new last day"),
      Field("member", .code(members), .when(["decide"]), "裁定的项目", "what is decided"),
      Field("value", .text, .when(["decide"]), isPersonal: true, "裁定的值", "the value decided"),
      Field("task", .code(tasks), .when(["dismiss"]), "结束的待办", "which task ends"),
      Field(
        "about", .identifier, isList: true, isPersonal: true, "待办所涉的号码；不填则为该类全部",
        "the keys the task is about; all of that kind where none is given"),
      Field("orderedOn", .date, .always, isPast: true, "裁定日期", "day of the order"),
      Field(
        "orderedBy", .identifier, .always, isPersonal: true, "裁定人", "the person who orders"),
      Field(
        "approvedBy", .identifier, .when(["different", "undo", "freeze", "release", "extend"]),
        isPersonal: true, "批准人，须为另一人", "the person who agrees, another one"),
      Field("reason", .text, .always, isPersonal: true, "理由", "reason"),
    ]

  private static let actions = [
    Code("link", "认定为同一人", "the two are one child"),
    Code("different", "认定为不同的人", "the two are not one child"),
    Code("undo", "撤销裁定", "an order is taken back"), Code("freeze", "冻结医保码", "the code is held"),
    Code("release", "解除冻结", "the code is let go"), Code("extend", "延长期限", "a deadline is moved"),
    Code("decide", "裁定信息冲突", "a conflict is settled"),
    Code("recordUpdated", "确认参保信息已更新", "the enrolment shows the citizen ID"),
    Code("dismiss", "结束待办", "a task ends"),
  ]

  private static let deadlines = [
    Code("pay", "缴费期", "to pay"), Code("bindIdentity", "凭出生医学证明结算期", "to bind a citizen ID"),
  ]

  private static let members = [
    Code("bornOn", "出生日期", "birth day"), Code("sex", "性别", "sex"), Code("name", "姓名", "name"),
  ]

  private static let tasks = Ruling.Task.Kind.allCases.map { kind in
    let words = words(kind)
    return Code(kind.rawValue, words.chinese, words.english)
  }

  private static func words(_ kind: Ruling.Task.Kind) -> Plain {
    switch kind {
    case .updateIdentity: Plain("更新参保信息", "move the enrolment to the citizen ID")
    case .matchRegistration: Plain("核对户口登记", "match a registration")
    case .parentNameEnrolment: Plain("以父母姓名参保", "enrolled in a parent's name")
    case .duplicatePayment: Plain("重复缴费", "paid twice")
    case .refundReview: Plain("退费审核", "review a refund")
    case .voidCertificate: Plain("出生医学证明作废", "voided certificate")
    case .missingName: Plain("尚无姓名", "no name yet")
    case .identityConflict: Plain("身份信息冲突", "conflict of identity")
    case .unmatchedPayment: Plain("缴费未匹配", "payment not matched")
    case .unmatchedRegistration: Plain("户口登记未匹配", "registration not matched")
    case .duplicateEnrolment: Plain("重复参保", "enrolled twice")
    case .investigation: Plain("调查", "investigation")
    case .placeReview: Plain("核对参保地", "review the place of enrolment")
    case .verifyCategory: Plain("核对资助类别", "verify the assisted category")
    case .assistanceReview: Plain("审核参保资助", "review the assistance")
    case .guardianReview: Plain("核对监护人", "review the guardian")
    case .checkTwins: Plain("核对双胞胎证件", "check twins' certificates")
    case .checkCertificates: Plain("核对是否重复发证", "check for two certificates of one birth")
    case .insuranceOrderFailed: Plain("医保平台未办理的业务", "what the insurance platform did not do")
    }
  }
}
