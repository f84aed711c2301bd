import Wire

extension VitalEventMessages {
  static let fields: [Field] =
    [Field("action", .code(actions), .always, "业务类型", "what happened")]
    + ChildTable.fields + [
      Field("name", .text, isPersonal: true, "姓名", "name"),
      Field("diedOn", .date, .always, isPersonal: true, isPast: true, "死亡日期", "day of death"),
      Field("reporter", .object(reporter), "报告机构", "who reports it"),
    ]

  private static let actions = [
    Code("death", "死亡", "died"), Code("withdraw", "撤回", "withdrawn"),
  ]

  private static let reporter: [Field] = [
    Field("code", .identifier, "报告机构代码", "code of the reporting office"),
    Field("name", .text, "报告机构名称", "name of the reporting office"),
  ]
}
