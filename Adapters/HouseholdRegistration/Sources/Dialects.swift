import Casework
import Wire

extension HouseholdRegistrationMessages {
  /// The person record of registration offices (STANDARDS 2.2): initials of the Chinese names, in
  /// upper, lower or mixed case.
  ///
  /// A record that was cancelled carries the day of it (`zxsj`); any other one is a registration.
  /// Of a cancelled person who died the record has the day of death; other reasons have no field
  /// that is known, so a sender's own table names it.
  static let policePinyin = Dialect(
    name: "police-pinyin",
    title: Plain("公安人口信息（拼音字段）", "police person record (pinyin initials)"),
    family: FamilyName(rawValue: "householdRegistration"),
    frame: Dialect.Frame(
      records: ["", "data", "body/data", "**/row", "**/record", "**/data"], ignoresCase: true),
    columns: [
      Dialect.Column("action", "zxsj", as: .fixed("cancel")),
      Dialect.Column("action", as: .fixed("register")),
      Dialect.Column("citizenId", "gmsfhm", "zjhm"),
      Dialect.Column("name", "xm"),
      Dialect.Column("formerName", "cym"),
      Dialect.Column("sex", "xbdm", "xb", as: .code(CodeMaps.sexes)),
      Dialect.Column("bornOn", "csrq", as: .day),
      Dialect.Column("householdNumber", "hh"),
      Dialect.Column("relationToHead", "yhzgxdm", as: .code(CodeMaps.relations)),
      Dialect.Column("division", "hjdSssxqdm"),
      Dialect.Column("address", "hjdXz"),
      Dialect.Column("station.code", "hjdSsgajgdm", "pcszzjgdm"),
      Dialect.Column("occurredOn", "zxsj", "jlsj", as: .day),
      Dialect.Column("reason", "swrq", as: .fixed("death")),
    ],
    known: [
      "mz", "mzdm", "csdssxdm", "csdxz", "hkxzfldm", "hyzk", "zy", "czrkbs", "gjdm", "jzdz",
      "hz_xm", "swrq",
    ])
}
