import Casework
import Channels
import Testing

/// What must never stand in a text, and what must. Each bad text differs from a good one in one
/// thing, so that a remark can only be about that.
@Suite("The lint of notices")
struct NoticeLintTests {
  @Test("the program's own texts are in order")
  func builtIn() {
    #expect(NoticeLint(.builtIn).findings.map(\.message.english) == [])
  }

  private func remarks(
    _ language: NoticeText.Language, sms: String, title: String, body: String,
    block: String = "pay-reminder / guardian"
  ) throws -> [String] {
    let file = "version 1\n== \(block)\nsms: \(sms)\n\(title)\n\(body)\n"
    let catalogue = try NoticeCatalogue.builtIn.adding(
      Array(file.utf8), region: "61", language: language)
    return NoticeLint(catalogue).findings.filter { $0.region == "61" }.map(\.message.english)
  }

  private static let good = "最晚 {{payBy}} 缴费，还有 {{daysLeft}}。"

  @Test("a good text of a region passes")
  func good() throws {
    let sms = "{{child}}最晚{{payBy}}缴。"
    #expect(try remarks(.chinese, sms: sms, title: "缴费", body: Self.good) == [])
    #expect(
      try remarks(
        .english, sms: "Pay by {{payBy}}.", title: "Pay", body: "By {{payBy}}, {{daysLeft}} left.")
        == [])
  }

  @Test(
    "numbers, diagnoses, advertising, blame and what swindlers ask for",
    arguments: [
      "身份证 610104202602280020", "证明 Z610000001", "诊断：黄疸", "也请了解商业保险", "现在缴费有优惠",
      "您逾期了", "请回复验证码", "后果自负", "详见 http://example.com",
    ])
  func chinese(bad: String) throws {
    #expect(try remarks(.chinese, sms: "缴{{payBy}}", title: "缴费", body: Self.good + bad).count == 1)
    #expect(
      try remarks(.chinese, sms: "缴{{payBy}}" + bad, title: "缴费", body: Self.good).count == 1)
  }

  @Test(
    "the same in English",
    arguments: [
      "ID 110101199003070011", "Diagnosis: jaundice", "Ask an insurer about more",
      "With a discount", "You failed to pay", "Send us your password", "This is overdue",
    ])
  func english(bad: String) throws {
    let body = "By {{payBy}}, {{daysLeft}} left. " + bad
    #expect(try remarks(.english, sms: "By {{payBy}}", title: "Pay", body: body).count == 1)
  }

  @Test("a hot line is no number of a person")
  func hotLine() throws {
    let body = Self.good + "可拨打 12393。"
    #expect(try remarks(.chinese, sms: "缴{{payBy}}", title: "缴费", body: body) == [])
  }

  @Test("only values there are, and for each reader its own")
  func unknownValues() throws {
    let sms = "缴{{payBy}}"
    for value in ["idNumber", "motherName", "caseId"] {
      let body = Self.good + "{{\(value)}}"
      #expect(
        try remarks(.chinese, sms: sms, title: "缴费", body: body)
          == ["There is no value \(value)."])
    }
    let office = try remarks(
      .chinese, sms: "个案 {{caseId}}", title: "缴费", body: "个案 {{caseId}}：{{child}}",
      block: "pay-reminder / office")
    #expect(office == ["There is no value child."])
  }

  @Test("what a notice is sent for must stand in it")
  func neededValues() throws {
    #expect(
      try remarks(.chinese, sms: "缴费", title: "缴费", body: "还有 {{daysLeft}}。")
        == ["{{payBy}} is missing."])
    #expect(
      try remarks(
        .chinese, sms: "请缴", title: "缴费", body: "个案 {{caseId}}", block: "covered / office")
        == ["{{caseId}} is missing."])
  }

  @Test("the letter with a link alone has its link and no other value")
  func pageLink() throws {
    let block = "page-link / guardian"
    #expect(
      try remarks(.chinese, sms: "您要的链接。", title: "链接", body: "{{link}}", block: block) == [])
    #expect(
      try remarks(.chinese, sms: "您要的链接。", title: "链接", body: "请看页面。", block: block)
        == ["{{link}} is missing."])
    for value in ["child", "payBy", "caseId"] {
      #expect(
        try remarks(
          .chinese, sms: "您要的链接。", title: "链接", body: "{{link}}{{\(value)}}", block: block)
          == ["There is no value \(value)."])
    }
  }

  /// Signature 7, “查看：” 3 and the link of 61 units leave 134 − 71 = 63 for the line.
  @Test("a line that would take a third message")
  func tooLong() throws {
    let fits = String(repeating: "字", count: 63)
    #expect(try remarks(.chinese, sms: fits, title: "缴费", body: Self.good) == [])
    #expect(
      try remarks(.chinese, sms: fits + "字", title: "缴费", body: Self.good)
        == ["The text message takes up to 135 units; 134 is the most."])
    // Of two sections that exclude each other only one is shown.
    let both = "{{#coverFrom}}\(fits){{/coverFrom}}{{^coverFrom}}\(fits){{/coverFrom}}"
    #expect(try remarks(.chinese, sms: both, title: "缴费", body: Self.good) == [])
  }

  @Test("a text in the other language")
  func otherLanguage() throws {
    #expect(
      try remarks(
        .english, sms: "By {{payBy}}", title: "缴费", body: "By {{payBy}}, {{daysLeft}} left."
      ).count == 1)
  }

  @Test(
    "a file that cannot be read says where",
    arguments: [
      ("== pay-reminder / guardian\n缴费\n正文\n", 1), ("version 1\n词\n", 2),
      ("version 1\n== pay-later / guardian\n缴费\n正文\n", 2),
      ("version 1\n== covered / office\n缴费\n", 2),
      ("version 1\n== covered / office\n缴费\n{{#year}}年\n", 2),
      ("version 1\n== covered / office\n甲\n乙\n== covered / office\n甲\n乙\n", 5),
      ("version 1\n== covered / office\n甲\n{{{year}}}\n", 2),
      ("version 1\n== covered / office\n甲\n{{> year}}\n", 2),
    ])
  func faults(file: String, line: Int) {
    do throws(NoticeSheetTrouble) {
      _ = try NoticeCatalogue.builtIn.adding(Array(file.utf8), region: "61", language: .chinese)
      Issue.record("it was taken")
    } catch {
      #expect(error.faults.map(\.line) == [line])
    }
  }

  @Test("a region's text takes the place of the program's, there and nowhere else")
  func overlay() throws {
    let file =
      "version 7\nsignature 【陕西】\n== covered / guardian\nsms: {{child}}有\n有了\n{{year}} {{coverFrom}} {{coverTo}}\n"
    let catalogue = try NoticeCatalogue.builtIn.adding(
      Array(file.utf8), region: "6101", language: .chinese)
    let values = NoticeValues.longest(link: "l")
    let here = try catalogue.render(
      .covered, for: .guardian, in: .chinese, values, region: "610104")
    #expect(here.title == "有了" && here.version == "6101 7" && here.short.hasPrefix("【陕西】孩子有"))
    let there = try catalogue.render(
      .covered, for: .guardian, in: .chinese, values, region: "610302")
    let nowhere = try NoticeCatalogue.builtIn.render(
      .covered, for: .guardian, in: .chinese, values)
    #expect(there == nowhere)
    // Kinds that the region leaves alone keep their words and get its signature.
    let other = try catalogue.render(
      .correction, for: .guardian, in: .chinese, values, region: "610104")
    #expect(other.short.hasPrefix("【陕西】更正") && other.version != "6101 7")
  }
}
