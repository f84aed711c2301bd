import Casework
import Wire

extension BirthCertificateMessages {
  /// The health commission's query service (STANDARDS 2.1): what it answers about a certificate.
  ///
  /// It says neither where nor when the certificate was issued. The province of the number stands
  /// for the place, the day of birth, before which nothing was issued, for the day.
  static let mdeml = Dialect(
    name: "mdeml", title: Plain("出生医学证明查询接口（MDEML）", "certificate query service (MDEML)"),
    family: FamilyName(rawValue: "birthCertificate"),
    frame: Dialect.Frame(
      roots: ["MDEML"], records: ["body/data", "data"],
      known: [
        "@templateVersion", "requestinfo/requestDate", "requestinfo/requestOrgCode",
        "requestinfo/requestOrgName", "resultinfo/message",
      ]),
    columns: [
      Dialect.Column("action", as: .fixed("issue")),
      Dialect.Column("number", "birthCode"),
      Dialect.Column("child.name", "babyName"),
      Dialect.Column("child.sex", "babySexCode", "babySex", as: .code(CodeMaps.sexes)),
      Dialect.Column("child.bornAt", "birthTime", as: .dayOrInstant),
      Dialect.Column(
        "birthPlace.division", "birthCode", as: .part(from: 1, count: 2, then: "0000")),
      Dialect.Column("mother.name", "momName"),
      Dialect.Column("mother.idType", "momIdCode", as: .documentKind),
      Dialect.Column("mother.idNumber", "momIdCode"),
      Dialect.Column("father.name", "dadName"),
      Dialect.Column("father.idType", "dadIdCode", as: .documentKind),
      Dialect.Column("father.idNumber", "dadIdCode"),
      Dialect.Column("issuedOn", "birthTime", as: .day),
    ],
    known: ["birthArea"],
    demands: [
      Dialect.Demand(
        "/resultinfo/success", values: ["0"], "查询须成功", "the query must have been answered")
    ])

  /// The 33 elements of the certificate's data set (HRB01.01, WS 376.1), by number or by name.
  static let hrb = Dialect(
    name: "hrb",
    title: Plain("出生医学证明基本数据集（HRB01.01）", "certificate data set (HRB01.01)"),
    family: FamilyName(rawValue: "birthCertificate"),
    frame: Dialect.Frame(
      records: ["", "data", "body/data", "**/data"],
      id: ["id", "/header/id"], sender: ["sender", "/header/sender"],
      sentAt: ["sentAt", "/header/sentAt"]),
    columns: [
      Dialect.Column("action", as: .fixed("issue")),
      element(1, "number", "出生医学证明编号"),
      element(2, "child.name", "新生儿姓名"),
      element(3, "child.sex", "新生儿性别代码", as: .code(CodeMaps.sexes)),
      element(4, "child.bornAt", "新生儿出生日期时间", as: .dayOrInstant),
      element(7, "birthPlace.division", "行政区划代码"),
      element(16, "child.healthCode", "新生儿健康状况代码"),
      element(17, "child.gestationWeeks", "出生孕周", as: .count),
      element(18, "child.lengthCm", "出生身长", as: .count),
      element(19, "child.weightGrams", "出生体重", as: .count),
    ] + parent("mother", "母亲", from: 20) + parent("father", "父亲", from: 25) + [
      element(31, "birthPlace.facilityName", "助产机构名称"),
      element(32, "issuedOn", "签发日期", as: .day),
      element(33, "issuer.name", "签证机构名称", "签发机构名称"),
    ],
    known: [
      (5, "出生地"), (6, "地址类别代码"), (8, "地址-省"), (9, "地址-市"), (10, "地址-县"),
      (11, "地址-乡"), (12, "地址-村"), (13, "地址-门牌号码"), (14, "邮政编码"), (15, "出生地点类别代码"),
      (30, "助产人员姓名"),
    ].flatMap { [elementNumber($0.0), $0.1] })

  private static func parent(
    _ field: String, _ name: String, from number: Int
  ) -> [Dialect.Column] {
    [
      element(number, field + ".name", name + "姓名"),
      element(
        number + 1, field + ".nationality", name + "国籍代码", as: .code(CodeMaps.nationalities)),
      element(
        number + 2, field + ".ethnicity", name + "民族代码", as: .code(CodeMaps.ethnicities)),
      element(
        number + 3, field + ".idType", name + "身份证件-类别代码", name + "身份证件类别代码",
        as: .code(CodeMaps.holderDocuments.merging(["01": "citizenId", "99": "other"]) { $1 })),
      element(number + 4, field + ".idNumber", name + "身份证件-号码", name + "身份证件号码"),
    ]
  }

  /// `HRB01.01.004` or one of its names.
  private static func element(
    _ number: Int, _ field: String, _ names: String..., as writing: Dialect.Writing = .text
  ) -> Dialect.Column {
    Dialect.Column(field, from: [elementNumber(number)] + names, as: writing)
  }

  private static func elementNumber(_ number: Int) -> String {
    "HRB01.01.0" + (number < 10 ? "0" : "") + String(number)
  }
}
