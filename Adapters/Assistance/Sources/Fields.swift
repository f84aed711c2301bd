import Wire

extension AssistanceMessages {
  static let fields: [Field] =
    [Field("action", .code(actions), .always, "业务类型", "what happened")]
    + ChildTable.fields + [
      Field(
        "category", .code(categories), .always, isPersonal: true, "资助参保对象类别",
        "category of those whose premium is paid for them"),
      Field(
        "household", .code(households), isPersonal: true, "防止返贫监测户类型",
        "kind of a household monitored against poverty"),
      Field("department", .code(departments), .always, "认定部门", "department that recognises"),
      Field("departmentName", .text, "认定部门名称", "name of the department"),
      Field("division", .pattern(.division), "认定地行政区划", "division of the recognition"),
      Field(
        "occurredOn", .date, .always, isPast: true, "认定或退出日期",
        "day of the recognition, or of its end"),
      Field("validUntil", .date, "认定有效期止", "last day of the recognition"),
      Field("name", .text, isPersonal: true, "姓名", "name"),
    ]

  private static let actions = [
    Code("recognise", "认定", "recognised"), Code("withdraw", "退出", "withdrawn"),
  ]

  private static let categories = [
    Code("extremePoverty", "特困人员", "in extreme poverty"), Code("orphan", "孤儿", "orphan"),
    Code("deFactoUnattended", "事实无人抚养儿童", "in fact without anybody's care"),
    Code("subsistence", "最低生活保障对象", "on subsistence allowance"),
    Code("subsistenceMargin", "最低生活保障边缘家庭成员", "on the margin of subsistence allowance"),
    Code("povertyMonitoring", "防止返贫监测对象", "monitored against return to poverty"),
  ]

  private static let households = [
    Code("unstable", "脱贫不稳定户", "out of poverty, not stably"),
    Code("marginal", "边缘易致贫户", "on the margin of poverty"),
    Code("suddenHardship", "突发严重困难户", "in sudden severe hardship"),
  ]

  private static let departments = [
    Code("civilAffairs", "民政部门", "civil affairs"),
    Code("ruralRevitalisation", "乡村振兴部门", "rural revitalisation"),
    Code("agricultureRural", "农业农村部门", "agriculture and rural affairs"),
    Code("disabledFederation", "残疾人联合会", "disabled persons' federation"),
    Code("other", "其他", "other"),
  ]
}
