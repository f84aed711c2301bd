import Wire

extension TaxPaymentMessages {
  static let fields: [Field] = [
    Field("action", .code(actions), .always, "业务类型", "what happened"),
    Field("ticketNumber", .pattern(.ticket), .always, isPersonal: true, "缴款凭证号", "ticket number"),
    Field("line", .integer(1...2_147_483_647), normally: 1, "凭证内的行号", "line of the ticket"),
    Field(
      "originalTicketNumber", .pattern(.ticket), .when(["reverse", "refund"]), isPersonal: true,
      "原缴款凭证号", "number of the ticket reversed or refunded"),
    Field(
      "premiumYear", .integer(2000...2999), .when(["pay"]), "费款所属年度", "year the premium is for"),
    Field("amount", .money, .when(["pay", "refund"]), "金额（元）", "amount in yuan"),
    Field(
      "paidAt", .instant, .always, isPast: true, "缴费时刻；冲正、退费时为其发生时刻",
      "moment of payment, or of the reversal"),
    Field("treasuryAt", .instant, isPast: true, "入库时刻", "moment it reached the treasury"),
    Field("insured", .party(PartyTable.fields(needed: true)), .when(["pay"]), "参保人", "the insured"),
    Field("payer", .party(PartyTable.fields(needed: false) + [relation]), "缴费人", "the payer"),
    Field("source", .code(sources), "资金来源", "source of the money"),
    Field("taxOffice", .object(office), .when(["pay"]), "税务机关", "tax office"),
    Field("division", .pattern(.division), .when(["pay"]), "参保地行政区划", "division of the insurance"),
    Field("channel", .identifier, "缴费渠道", "channel of payment"),
  ]

  private static let relation = Field(
    "relation", .code(relations), isPersonal: true, "缴费人与参保人的关系", "relation to the insured")

  private static let office: [Field] = [
    Field("code", .identifier, .when(["pay"]), "税务机关代码", "code of the tax office"),
    Field("name", .text, "税务机关名称", "name of the tax office"),
  ]

  private static let actions = [
    Code("pay", "缴费", "paid"), Code("reverse", "冲正", "reversed"),
    Code("refund", "退费", "refunded"),
  ]

  private static let relations = [
    Code("self", "本人", "self"), Code("mother", "母亲", "mother"), Code("father", "父亲", "father"),
    Code("guardian", "监护人", "guardian"), Code("grandparent", "祖父母或外祖父母", "grandparent"),
    Code("sibling", "兄弟姐妹", "sibling"), Code("spouse", "配偶", "spouse"),
    Code("child", "子女", "child"), Code("other", "其他", "other"),
  ]

  private static let sources = [
    Code("self", "自缴", "own money"),
    Code("parentEmployeeAccount", "父母职工医保个人账户", "a parent's employee account"),
    Code("relativeAccount", "近亲属个人账户", "a relative's account"),
    Code("wallet", "医保钱包", "insurance wallet"), Code("assistance", "医疗救助资助", "medical assistance"),
  ]
}
