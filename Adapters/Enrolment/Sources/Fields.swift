import Wire

extension EnrolmentMessages {
  private static let reported: Field.Need = .when(["report"])

  static let fields: [Field] =
    [Field("action", .code(actions), .always, "业务类型", "what happened")]
    + ChildTable.fields + record + benefits + [
      Field("reportedOn", .date, .always, isPast: true, "报告日期", "day of the report")
    ]

  private static let record: [Field] = [
    Field(
      "recordNumber", .identifier, .always, isPersonal: true, "参保登记记录编号",
      "number of the record"),
    Field(
      "standsUnder", .party(PartyTable.fields(needed: true)), reported, "登记所用的姓名和证件",
      "name and document the record carries"),
    Field("scheme", .code(schemes), reported, "险种", "scheme"),
    Field("status", .code(statuses), reported, "参保状态", "status of the record"),
    Field("group", .code(groups), isPersonal: true, "参保人员类别", "group the insured belongs to"),
    Field("region", .pattern(.division), reported, "参保地行政区划", "division of the insurance"),
    Field("from", .date, reported, "参保起日", "first day of the enrolment"),
    Field("to", .date, "参保止日", "last day of the enrolment"),
    Field("basis", .code(bases), isPersonal: true, "参保地依据", "by what place it was enrolled"),
  ]

  private static let benefits: [Field] = [
    Field("premiumYear", .integer(2000...2999), "费款所属年度", "year the premium is for"),
    Field(
      "continuousMonths", .integer(0...1200), isPersonal: true, "职工医保连续参保月数",
      "months of employee insurance without a gap"),
    Field(
      "fundPaid", .money, isPersonal: true, "该年度基金支付金额（元），0.00 表示未报销",
      "what the fund paid in that year, in yuan; 0.00 means no claim"),
    Field(
      "bonusUsed", .code(Code.yesOrNo), isPersonal: true, normally: "no",
      "该年度大病保险是否使用了奖励额度", "whether a serious-illness payment in that year used the bonus"),
  ]

  private static let actions = [
    Code("report", "报告", "reported"), Code("withdraw", "撤回", "withdrawn"),
  ]

  private static let schemes = [
    Code("resident", "城乡居民医保", "residents' insurance"),
    Code("employee", "职工医保", "employees' insurance"),
  ]

  private static let statuses = [
    Code("normal", "正常参保", "in force"), Code("suspended", "暂停参保", "suspended"),
    Code("terminated", "终止参保", "terminated"),
  ]

  private static let groups = [
    Code("newborn", "新生儿", "newborn"), Code("student", "在校学生", "student"),
    Code("graduate", "毕业生", "graduate"), Code("flexible", "灵活就业人员", "flexible worker"),
    Code("employee", "在职职工", "employee"), Code("other", "其他", "other"),
  ]

  private static let bases = [
    Code("household", "户籍地", "household registration"), Code("residence", "居住地", "residence"),
    Code("school", "学籍地", "school"), Code("work", "就业地", "work"),
  ]
}
