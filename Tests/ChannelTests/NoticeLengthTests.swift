import Casework
import Channels
import Testing

/// Text messages: one line that fits, with the sender's signature before it and the link behind it.
@Suite("Every notice fits a text message")
struct NoticeLengthTests {
  /// GSM 03.40: 140 octets are 70 UTF-16 units; a part of several loses 6 octets to its header,
  /// 67 units are left.
  @Test(
    "a text of so many units is so many messages",
    arguments: [(1, 1), (70, 1), (71, 2), (134, 2), (135, 3), (201, 3), (202, 4)])
  func segments(units: Int, parts: Int) {
    #expect(TextMessage.segments(String(repeating: "字", count: units)) == parts)
  }

  @Test("a character outside the basic plane counts twice")
  func wideCharacters() {
    #expect(TextMessage.segments(String(repeating: "𠀀", count: 35)) == 1)
    #expect(TextMessage.segments(String(repeating: "𠀀", count: 36)) == 2)
  }

  @Test(
    "with its longest values a notice takes two at most, to every reader, in both languages",
    arguments: Notice.Kind.allCases, NoticeText.Language.allCases)
  func length(kind: Notice.Kind, language: NoticeText.Language) throws {
    for audience in Notice.Audience.allCases {
      var values = NoticeValues.longest(link: NoticeLint.usualLink)
      for isLastDay in [true, false] {
        values.isLastDay = isLastDay
        let text = try NoticeCatalogue.builtIn.render(kind, for: audience, in: language, values)
        #expect(TextMessage.segments(text.short) <= 2, "\(text.short)")
        #expect(!text.short.contains("\n") && !text.short.contains("{"))
        #expect(text.short.hasPrefix("【"))
        #expect(text.short.hasSuffix(NoticeLint.usualLink) == (audience == .guardian))
        #expect(text.body.contains(NoticeLint.usualLink) == (audience == .guardian))
        #expect(text.version.wholeMatch(of: /[0-9]{4}-[0-9]{2}-[0-9]{2}/) != nil)
      }
    }
  }

  @Test("so does the letter that brings a link alone", arguments: NoticeText.Language.allCases)
  func pageLink(language: NoticeText.Language) throws {
    let text = try NoticeCatalogue.builtIn.renderPageLink(NoticeLint.usualLink, in: language)
    #expect(TextMessage.segments(text.short) <= 2, "\(text.short)")
    #expect(text.short.hasPrefix("【") && text.short.hasSuffix(NoticeLint.usualLink))
    #expect(text.body.contains(NoticeLint.usualLink) && !text.short.contains("\n"))
    #expect(!(text.title + text.body + text.short).contains("{"))
    // It may have to be read on the worst day there is: it congratulates nobody and counts nothing.
    let numbers = (text.title + text.body).replacing(NoticeLint.usualLink, with: "")
    #expect(!numbers.contains { $0.isASCII && $0.isNumber })
  }

  /// PAGES, section 4: the reminder as a parent gets it, in one message without its link.
  @Test("dates of this year leave the year out, others do not")
  func shortDates() throws {
    var values = NoticeValues()
    values.today = CivilDate(year: 2026, month: 5, day: 25)
    values.payBy = CivilDate(year: 2026, month: 5, day: 29)
    values.daysLeft = 4
    values.name = "李＊"
    let text = try NoticeCatalogue.builtIn.render(
      .payReminder, for: .guardian, in: .chinese, values)
    #expect(text.short == "【出生一件事】李＊的医保最晚5月29日缴，还有4天，从出生起保障。")
    #expect(TextMessage.segments(text.short) == 1)
    #expect(text.body.contains("2026年5月29日"))
    values.payBy = CivilDate(year: 2027, month: 1, day: 3)
    let later = try NoticeCatalogue.builtIn.render(
      .payReminder, for: .guardian, in: .english, values)
    #expect(later.short.contains("3 Jan 2027"))
  }

  @Test("on the last day no count of none is named", arguments: NoticeText.Language.allCases)
  func lastDay(language: NoticeText.Language) throws {
    var values = NoticeValues()
    values.payBy = CivilDate(year: 2026, month: 5, day: 29)
    values.settleBy = values.payBy
    values.isLastDay = true
    for kind in [Notice.Kind.payReminder, .codeExpiring] {
      let text = try NoticeCatalogue.builtIn.render(kind, for: .guardian, in: language, values)
      #expect(text.title.contains(language == .chinese ? "今天" : "oday"), "\(text.title)")
      for none in ["0 天", "0天", "0 day"] { #expect(!(text.title + text.short).contains(none)) }
    }
  }
}
