import Casework
import Policies
import Testing

/// What is said where, for births, payments and services of one day.
struct Saying: CustomTestStringConvertible, Sendable {
  var place: String
  var on: CivilDate
  var term: Term
  var value: TermValue
  var rule: String
  var assumed = false

  var testDescription: String { "\(place) \(on) \(term.rawValue)" }

  /// What the nation assumes, in Beijing, which has no pack of its own.
  static func nation(_ term: Term, _ value: TermValue) -> Saying {
    Saying(
      place: "110101", on: day("2026-03-01"), term: term, value: value, rule: "1.1", assumed: true)
  }

  static func said(
    _ place: String, _ term: Term, _ value: TermValue, _ rule: String, assumed: Bool = false,
    on: CivilDate = day("2026-03-01")
  ) -> Saying {
    Saying(place: place, on: on, term: term, value: value, rule: rule, assumed: assumed)
  }
}

/// The numbers, switches and lists of the packs, against the words of their documents.
@Suite("What the packs say")
struct NumberTests {
  private func hold(_ saying: Saying, _ book: PolicyBook = Packs.book) throws {
    let policy = try #require(book.policy(region: saying.place, bornOn: saying.on))
    let said = try #require(policy.value(saying.term, on: saying.on))
    #expect(said.value == saying.value)
    #expect(said.rule == saying.rule && said.assumed == saying.assumed)
  }

  @Test(
    "Where the documents are silent, the nation's pack says what it assumes",
    arguments: [
      Saying.nation(.payWindowDays, .number(90)), Saying.nation(.codeSettlesDays, .number(180)),
      Saying.nation(.lateCover, .word("paymentDate")),
      Saying.nation(.codeWarningDays, .numbers([150, 170, 180])),
      Saying.nation(.dayCount, .word("excludeBirthDay")), Saying.nation(.holidayRoll, .flag(false)),
      Saying.nation(.windowTest, .word("payment")),
      Saying.nation(.paymentInstant, .word("charged")),
      Saying.nation(.birthYearPremium, .word("payable")),
      Saying.nation(.crossYear, .word("independent")),
      Saying.nation(.placeholderHolds, .flag(false)),
      Saying.nation(.bindingTest, .word("registration")),
      Saying.nation(.treatFirst, .flag(false)), Saying.nation(.settleBasis, .word("admission")),
      Saying.nation(.maxBindings, .number(2)),
      Saying.nation(.codeChannels, .words(["familyAccount", "agency"])),
      Saying.nation(.collectionFrom, .monthDay(month: 9, day: 1)),
      Saying.nation(.collectionTo, .monthDay(month: 12, day: 31)),
      Saying.nation(.newbornAgeDays, .number(90)), Saying.nation(.subsidyStarts, .word("nextYear")),
      Saying.nation(.permitNeeded, .flag(false)), Saying.nation(.keepEmployeeMonths, .number(12)),
      Saying.nation(.refundAfterStart, .word("nobody")),
      Saying.nation(.studentLateCover, .word("paymentDate")),
      Saying.nation(.graduateCoverTo, .monthDay(month: 12, day: 31)),
      Saying.nation(
        .paymentSources, .words(["self", "parentEmployeeAccount", "relativeAccount", "assistance"])),
      Saying.nation(
        .assistedCategories, .words(AssistanceFact.Category.allCases.map(\.rawValue))),
      Saying.nation(
        .payerRelations,
        .words([
          "self", "mother", "father", "guardian", "grandparent", "sibling", "spouse", "child",
          "other",
        ])),
      Saying.nation(
        .duplicateOrder, .words(["freshman", "employee", "flexible", "student", "resident"])),
      Saying.nation(
        .refundReasons,
        .words(["duplicatePayment", "joinedEmployee", "otherPoolResident", "enlisted"])),
      Saying.nation(
        .categorySources,
        .wordsByWord([
          "extremePoverty": ["civilAffairs"], "orphan": ["civilAffairs"],
          "deFactoUnattended": ["civilAffairs"], "subsistence": ["civilAffairs"],
          "subsistenceMargin": ["civilAffairs"],
          "povertyMonitoring": ["ruralRevitalisation", "agricultureRural"],
        ])),
    ])
  func assumed(_ saying: Saying) throws { try hold(saying) }

  @Test(
    "The nation's explanation and the reminders",
    arguments: [
      // 鼓励地方探索凭出生医学证明办理新生儿保险
      Saying.said("110101", .certificateEnrols, .flag(true), "A23"),
      // 在其常住地和学籍地参保, beside the household
      Saying.said("110101", .enrolmentPlaces, .words(["household", "residence", "school"]), "C02"),
      // 参保率超过95% … 80%以上的新生儿实现出生当年参保
      Saying.said("110101", .coveragePercent, .number(95), "B03"),
      Saying.said("110101", .sameYearPercent, .number(80), "B03"),
      Saying.said("110101", .updateAfterDays, .number(30), "A05", assumed: true),
      Saying.said("110101", .reminderDays, .numbers([30, 60, 75, 85, 89]), "L03", assumed: true),
      Saying.said("110101", .grassrootsDays, .numbers([75]), "L05", assumed: true),
    ])
  func nation(_ saying: Saying) throws { try hold(saying) }

  private static let old = day("2023-03-01")
  private static let ten = [
    "医保", "教育", "公安", "民政", "财政", "人社", "卫生健康", "税务", "乡村振兴", "残联",
  ]

  @Test(
    "Shaanxi by 陕医保发〔2021〕78号 and 陕医保发〔2024〕7号",
    arguments: [
      // 新生儿出生90天内 … 缴纳: the payment is measured
      Saying.said("610104", .payWindowDays, .number(90), "A07", on: old),
      Saying.said("610104", .windowTest, .word("payment"), "A07", on: old),
      // 出生后90天内按规定参保缴费
      Saying.said("610104", .payWindowDays, .number(90), "A01"),
      Saying.said("610104", .windowTest, .word("payment"), "A07"),
      // 缴费的次月起
      Saying.said("610104", .lateCover, .word("nextMonth"), "A11"),
      // 180天内
      Saying.said("610104", .codeSettlesDays, .number(180), "A02"),
      Saying.said("610104", .certificateEnrols, .flag(true), "A03"),
      // 亲情账户或经办机构
      Saying.said("610104", .codeChannels, .words(["familyAccount", "agency"]), "A04"),
      Saying.said("610104", .updateAfterDays, .number(30), "A05", assumed: true),
      // 9 月 1 日至 12 月 31 日
      Saying.said("610104", .collectionFrom, .monthDay(month: 9, day: 1), "D01", on: old),
      Saying.said("610104", .collectionTo, .monthDay(month: 12, day: 31), "D01", on: old),
      Saying.said("610104", .collectionFrom, .monthDay(month: 9, day: 1), "D01"),
      Saying.said("610104", .collectionTo, .monthDay(month: 12, day: 31), "D01"),
      // 特困人员、孤儿、事实无人抚养儿童、低保对象、… 易返贫致贫人口
      Saying.said(
        "610104", .assistedCategories,
        .words([
          "extremePoverty", "orphan", "deFactoUnattended", "subsistence", "povertyMonitoring",
        ]),
        "E03"),
      // 孤儿（含事实无人抚养儿童）全额资助
      Saying.said(
        "610104", .subsidyPercent, .byWord(["orphan": 100, "deFactoUnattended": 100]), "E01"),
      // 下一年度再予以资助
      Saying.said("610104", .subsidyStarts, .word("nextYear"), "D17"),
      // 民政部门承担 … 认定识别; 乡村振兴部门认定识别 …
      Saying.said(
        "610104", .categorySources,
        .wordsByWord([
          "extremePoverty": ["civilAffairs"], "orphan": ["civilAffairs"],
          "deFactoUnattended": ["civilAffairs"], "subsistence": ["civilAffairs"],
          "povertyMonitoring": ["ruralRevitalisation"],
        ]), "E07"),
      // 户籍所在地或居住地; 学籍地学校
      Saying.said(
        "610104", .enrolmentPlaces, .words(["household", "residence", "school"]), "A07", on: old),
      // 在常住地、学籍地参保
      Saying.said("610104", .enrolmentPlaces, .words(["household", "residence", "school"]), "C01"),
      Saying.said("610104", .permitNeeded, .flag(true), "C03", on: old),
      Saying.said("610104", .permitNeeded, .flag(true), "C01"),
      Saying.said(
        "610104", .duplicateOrder,
        .words(["freshman", "employee", "flexible", "student", "resident"]), "H04"),
      // 一年以上（含一年）
      Saying.said("610104", .keepEmployeeMonths, .number(12), "H06"),
      // 重复缴费、参加职工医保或其他统筹区居民医保、大学生参军
      Saying.said(
        "610104", .refundReasons,
        .words(["duplicatePayment", "joinedEmployee", "otherPoolResident", "enlisted"]), "I01"),
      Saying.said("610104", .refundAfterStart, .word("assisted"), "I03"),
      // 自缴费完成之日起
      Saying.said("610104", .studentLateCover, .word("paymentDate"), "N01"),
      // 延续到当年度 12 月 31 日
      Saying.said("610104", .graduateCoverTo, .monthDay(month: 12, day: 31), "N02", on: old),
      Saying.said("610104", .graduateCoverTo, .monthDay(month: 12, day: 31), "N02"),
      // 医保、教育、公安、民政、财政、人社、卫生健康、税务、乡村振兴、残联
      Saying.said("610104", .senders, .words(ten), "J01", on: old),
      Saying.said("610104", .senders, .words(ten), "J01"),
      // 医保部门积极协同卫健、公安等部门
      Saying.said("610104", .participants, .words(["医保", "卫健", "公安"]), "A22"),
      // 职工医保个人账户用于子女参加居民医保
      Saying.said(
        "610104", .paymentSources, .words(["self", "parentEmployeeAccount", "assistance"]), "D10"),
      // 80%以上新生儿在出生当年; 95%以上
      Saying.said("610104", .sameYearPercent, .number(80), "B01"),
      Saying.said("610104", .coveragePercent, .number(95), "B02"),
    ])
  func shaanxi(_ saying: Saying) throws { try hold(saying) }

  private static let autumn = day("2024-11-01")

  @Test(
    "Liaoning by 辽医保发〔2024〕7号",
    arguments: [autumn, day("2026-03-01")].flatMap { on in
      [
        // 出生医学证明、户口登记、医保参保、社会保障卡申领
        Saying.said(
          "210102", .bundleItems, .words(["出生医学证明", "户口登记", "医保参保", "社会保障卡申领"]), "A16",
          on: on),
        Saying.said("210102", .certificateEnrols, .flag(true), "A16", assumed: true, on: on),
        // 公安、卫生健康、医保、人力资源社会保障部门
        Saying.said(
          "210102", .participants, .words(["公安", "卫生健康", "医保", "人力资源社会保障"]), "A25", on: on),
        // 在常住地; 在常住地、就业地: no school place
        Saying.said(
          "210102", .enrolmentPlaces, .words(["household", "residence", "work"]), "C06", on: on),
        Saying.said("210102", .permitNeeded, .flag(true), "C07", on: on),
        // 孤儿（含事实无人抚养儿童）、… 低保边缘
        Saying.said(
          "210102", .assistedCategories,
          .words(AssistanceFact.Category.allCases.map(\.rawValue)), "E06", on: on),
        Saying.said("210102", .enrolmentChannels, .words(["网办", "现场办", "代办"]), "K06", on: on),
        // 配偶、父母、子女、兄弟姐妹、祖父母、外祖父母
        Saying.said(
          "210102", .payerRelations,
          .words(["spouse", "mother", "father", "child", "sibling", "grandparent"]), "D12", on: on),
        Saying.said(
          "210102", .paymentSources,
          .words(["self", "parentEmployeeAccount", "relativeAccount", "assistance"]), "D12", on: on),
      ]
    })
  func liaoning(_ saying: Saying) throws { try hold(saying) }

  @Test(
    "Waiting and caps in Liaoning and in Sichuan's draft",
    arguments: [
      // 3 个月; 1 个月; 1 个月; 4年及以上 … 不少于 6 个月; 自2025年起
      ("waitingMonths", 3, 3), ("waitingPerMissedYear", 1, 1), ("waitingRepairPerYear", 1, 1),
      ("waitingFloorYears", 4, 4), ("waitingFloorMonths", 6, 6), ("waitingCountsFrom", 2025, 2025),
      // 40万元 and 30万元; 4000元; 满4年; 20%
      ("capYuan", 400_000, 300_000), ("capBonusYuan", 4000, 4000),
      ("capBonusAfterYears", 4, 4), ("capZeroClaimYuan", 4000, 4000), ("capBonusPercent", 20, 20),
    ])
  func waitingAndCaps(_ name: String, _ liaoning: Int, _ sichuan: Int) throws {
    let term = try #require(Term(rawValue: name))
    let book = Packs.book(trial: ["51"])
    let today = day("2026-03-01")
    for (place, number) in [("210102", liaoning), ("510104", sichuan)] {
      let policy = try #require(book.policy(region: place, bornOn: today))
      #expect(policy.number(term, on: today)?.value == number, "\(place)")
    }
  }

  @Test("Sichuan's draft lowers the cap for gaps and keeps what was earned; Liaoning does neither")
  func penalties() throws {
    let today = day("2026-03-01")
    let book = Packs.book(trial: ["51"])
    let sichuan = try #require(book.policy(region: "510104", bornOn: today))
    // 每断保1年,降低 … 4000元, 不超过 … 20%
    #expect(sichuan.number(.capPenaltyYuan, on: today)?.value == 4000)
    #expect(sichuan.number(.capPenaltyPercent, on: today)?.value == 20)
    // 前期积累的连续参保奖励额度保留
    #expect(sichuan.isOn(.capKeepsBonus, on: today))
    #expect(sichuan.value(.capExemptsAssisted, on: today) == nil)
    let liaoning = try #require(book.policy(region: "210102", bornOn: today))
    #expect(liaoning.number(.capPenaltyYuan, on: today) == nil)
    #expect(liaoning.value(.capKeepsBonus, on: today)?.value == .flag(false))
    #expect(liaoning.value(.capKeepsBonus, on: today)?.assumed == true)
    // 除享受医疗救助资助参保政策的困难群体外
    #expect(liaoning.isOn(.capExemptsAssisted, on: today))
  }

  @Test(
    "Sichuan's draft on enrolling",
    arguments: [
      // 支持新生儿凭出生医学证明参保
      Saying.said("510104", .certificateEnrols, .flag(true), "A15"),
      // 就读地或常住地; 就业地
      Saying.said(
        "510104", .enrolmentPlaces, .words(["household", "residence", "school", "work"]), "C05"),
      // 取消 … 户籍限制
      Saying.said("510104", .permitNeeded, .flag(false), "C04"),
      // 特困人员、孤儿、最低生活保障对象、… 防止返贫监测对象
      Saying.said(
        "510104", .assistedCategories,
        .words(["extremePoverty", "orphan", "subsistence", "povertyMonitoring"]), "E05"),
      // 民政、农业农村部门
      Saying.said(
        "510104", .categorySources,
        .wordsByWord(
          Dictionary(
            uniqueKeysWithValues: ["extremePoverty", "orphan", "subsistence", "povertyMonitoring"]
              .map { ($0, ["civilAffairs", "agricultureRural"]) })), "E09"),
      Saying.said(
        "510104", .senders,
        .words(["卫生健康", "公安", "民政", "农业农村", "人力资源社会保障", "税务"]), "J13"),
      // 定点医疗机构、商业银行、商业保险机构
      Saying.said("510104", .enrolmentChannels, .words(["定点医疗机构", "商业银行", "商业保险机构"]), "A26"),
      Saying.said(
        "510104", .paymentSources,
        .words(["self", "parentEmployeeAccount", "relativeAccount", "wallet", "assistance"]), "D11"),
    ])
  func sichuan(_ saying: Saying) throws { try hold(saying, Packs.book(trial: ["51"])) }
}
