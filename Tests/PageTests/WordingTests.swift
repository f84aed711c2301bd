import Casework
import Foundation
import Pages
import Testing

/// What the leading panel says in each state; the days are counted here by hand from the birth day.
@Suite struct WordingTests {
  private func page(_ name: String, _ language: PageLanguage = .zhCN) -> String {
    guard let situation = Situation.all.first(where: { $0.name == name }) else {
      Issue.record("no situation \(name)")
      return ""
    }
    return withoutClauses(ParentPage.render(situation.model, language: language))
  }

  /// The page as it is read: where a line may break is no part of a sentence.
  private func withoutClauses(_ page: String) -> String {
    let open = "<span class=\"clause\">"
    return page.components(separatedBy: open).enumerated().map { index, piece in
      guard index > 0, let end = piece.range(of: "</span>") else { return piece }
      return piece.replacingCharacters(in: end, with: "")
    }.joined().replacingOccurrences(of: "\u{A0}", with: " ")
  }

  /// Born 28 February: 31 March is day 31, 30 April day 61, 29 May day 90, a Friday. On 10 May, day
  /// 71, there are 19 days left.
  @Test func unpaidSaysTheDateAndTheCount() {
    let chinese = page("unpaid")
    #expect(chinese.contains("最晚 5月29日（周五）缴费，从出生那天起就有医保。"))
    #expect(chinese.contains("<span>还有</span> <strong>19</strong> <span>天</span>"))
    #expect(chinese.contains("90 天中的第 71 天，还剩 19 天"))
    #expect(chinese.contains("<title>还有 19 天 · 出生一件事</title>"))
    let english = page("unpaid", .en)
    #expect(english.contains("Pay by Friday 29 May and cover starts on the day of birth."))
    #expect(english.contains("<strong>19</strong> <span>days left</span>"))
    #expect(english.contains("Day 71 of 90, 19 days left"))
  }

  @Test func theLastDaysAreCountedAndTheLastIsNamed() {
    #expect(page("unpaid-day-before").contains("<span>只剩</span> <strong>1</strong>"))
    #expect(page("unpaid-day-before", .en).contains("<strong>1</strong> <span>day left</span>"))
    #expect(page("unpaid-last-day").contains("今天是最后一天"))
    #expect(page("unpaid-last-day").contains("5月29日（周五）24:00 前缴费"))
    #expect(page("unpaid-last-day", .en).contains("Today is the last day"))
    for language in PageLanguage.allCases {
      let words = Markup(page("unpaid-last-day", language)).texts.map(\.text).joined(
        separator: " | ")
      #expect(!words.contains("还有 0 天") && !words.contains(" 0 days"))
    }
  }

  /// Born 20 November 2026 + 90 days: 30 November is day 10, 31 December 41, 31 January 72,
  /// 18 February 2027 day 90.
  @Test func aWindowAcrossTheYearSaysThatThereAreTwoPremiums() {
    let chinese = page("unpaid-across-the-year")
    #expect(chinese.contains("最晚 2027年2月18日（周四）缴费"))
    #expect(chinese.contains("2026 年和 2027 年各是一份保费"))
    #expect(page("unpaid-across-the-year", .en).contains("2026 and 2027 are separate premiums"))
  }

  @Test func coverIsSaidWithBothItsEnds() {
    #expect(page("paid-on-time").contains("从出生那天（2月28日）到 12月31日"))
    #expect(page("paid-on-time").contains("现在不用办别的。"))
    #expect(page("paid-late-covered").contains("7月1日之前的费用不能报销。"))
    #expect(page("paid-late-ahead").contains("还有 11 天，7月1日（周三）开始，到 12月31日为止。"))
    #expect(page("cover-ended").contains("还没有收到 2027 年的缴费"))
  }

  @Test func lateStatesSayWhatStillHelps() {
    #expect(page("unpaid-late-next-month").contains("现在补缴，7月1日起有医保"))
    #expect(page("unpaid-late-next-month").contains("90 天的期限已在 5月29日（周五）结束。"))
    #expect(page("unpaid-late-next-month").contains("最晚 11月30日（周一），还有 170 天。"))
    #expect(page("unpaid-late-same-day").contains("哪天缴费，哪天起有医保"))
    #expect(page("missed-in-december").contains("请改缴 2027 年的保费，2027年1月1日起有医保。"))
    #expect(page("missed-in-december").contains(">缴 2027 年保费<"))
    #expect(page("paid-late-in-december").contains("2026 年的保费收到了，但没有保障期"))
    #expect(page("missed-year-over").contains("2026 年没有参保"))
  }

  /// Day 180 of 28 February is 27 August: 31 May is day 92, 30 June 122, 31 July 153,
  /// 27 August 180.
  @Test func bindingCountsToItsDay() {
    let page = page("bind-identity")
    #expect(page.contains("<strong>8</strong>"))
    #expect(page.contains("8月27日（周四）之后，没落户就不能刷码直接结算。"))
    #expect(self.page("bind-identity-last-day").contains("今天是最后一天"))
    #expect(self.page("suspended").contains("医保还在，只是暂时不能刷码结算"))
    #expect(self.page("suspended").contains("8月27日（周四）为止，已过 6 天"))
  }

  @Test func whatIsNotKnownIsSaidSo() {
    #expect(page("payment-first").contains("还没有收到出生医学证明"))
    #expect(page("birth-day-unknown").contains("还没有收到出生日期"))
    #expect(page("household-first").contains("还没有收到"))
    #expect(page("conflict").contains("两份材料对不上，正在核对"))
    #expect(page("conflict").contains("缴费期限不变：5月29日（周五），还有 19 天。"))
    #expect(page("name-missing").contains("给宝宝起好名字，才能参保"))
    #expect(page("certificate-void").contains("这份出生医学证明已作废，正在核对"))
    #expect(page("certificate-replaced").contains("旧证明作废"))
  }

  @Test(arguments: PageLanguage.allCases) func afterADeathThereIsSilence(language: PageLanguage) {
    for name in ["after-death", "after-death-unpaid"] {
      let page = page(name, language)
      let classes = Markup(page).values("class").flatMap { $0.split(separator: " ") }
      let loud: Set<Substring> = [
        "btn", "tag", "ticks", "cov", "qr", "big", "st", "tl", "k-act", "k-ok", "k-miss", "how",
      ]
      #expect(loud.isDisjoint(with: classes))
      for word in ["还有", "days left", "第 71 天", "day 71", "最后一天", "last day", "7K3M"] {
        #expect(!page.contains(word), "\(word)")
      }
      #expect(page.contains("<title>\(language == .en ? "Birthgate" : "出生一件事")</title>"))
    }
    let claim =
      language == .en
      ? "Costs of care from 28 February 2026 to 1 May 2026 can be claimed."
      : "2026年2月28日至2026年5月1日的医疗费用可以申请报销。"
    #expect(page("after-death", language).contains(claim))
    #expect(
      !page("after-death-unpaid", language).contains(language == .en ? "can be claimed" : "可以申请报销。")
    )
  }

  /// The order of the design: what is further up leads, whatever else holds.
  @Test func oneStateLeads() {
    guard var model = Situation.all.first(where: { $0.name == "suspended" })?.model else { return }
    func word() -> String { ParentPage.render(model, language: .en) }
    #expect(word().contains("only settling by code is paused"))
    model.ruling.identity = .placeholder
    #expect(word().contains("A name is needed before enrolment"))
    model.ruling.certificates = [Ruling.Certificate(number: "Z610000001", status: .void)]
    #expect(word().contains("This birth certificate was voided"))
    model.ruling.identity = .conflict
    #expect(word().contains("Two records differ"))
    model.ruling.child.diedOn = date("2026-08-30")
    #expect(word().contains("we are sorry for your loss"))
  }

  @Test func thePayButtonNamesWhereItLeads() {
    let page = page("unpaid")
    #expect(page.contains("href=\"https://pay.example.cn/premium?channel=1&amp;kind=newborn\""))
    #expect(page.contains("rel=\"noreferrer noopener\">去缴费<span class=\"to\">到：陕西税务缴费页<"))
    guard var model = Situation.all.first(where: { $0.name == "unpaid" })?.model else { return }
    model.advice.payPlace?.url = "javascript:alert(1)"
    let refused = ParentPage.render(model, language: .zhCN)
    #expect(!refused.contains("javascript"))
    #expect(refused.contains("href=\"#how\""))
  }

  @Test func languageAndSizeAreLinkedByQueryAlone() {
    let page = page("unpaid")
    #expect(page.contains("href=\"?lang=en\" lang=\"en\" hreflang=\"en\">English</a>"))
    #expect(page.contains("href=\"?lang=zh-CN&amp;size=large\">大字</a>"))
    guard let model = Situation.all.first?.model else { return }
    let large = ParentPage.render(model, language: .en, large: true)
    #expect(large.contains("<html lang=\"en\" class=\"large\">"))
    #expect(large.contains("href=\"?lang=zh-CN&amp;size=large\""))
    #expect(large.contains("href=\"?lang=en&amp;size=normal\""))
  }
}
