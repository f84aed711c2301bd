import Casework
import Channels
import Foundation
import Testing

@Suite("Every notice has plain words in both languages")
struct NoticeTextTests {
  /// One date per value, each of another month, so that a text shows which it used.
  private static var full: NoticeValues {
    var values = NoticeValues()
    values.caseID = "C-1<&>"
    values.payBy = CivilDate(year: 2031, month: 5, day: 29)
    values.windowEnd = CivilDate(year: 2031, month: 5, day: 29)
    values.daysLeft = 12
    values.year = 2031
    values.coverFrom = CivilDate(year: 2031, month: 2, day: 28)
    values.coverTo = CivilDate(year: 2031, month: 12, day: 31)
    values.settleBy = CivilDate(year: 2031, month: 8, day: 27)
    values.windowFrom = CivilDate(year: 2031, month: 9, day: 1)
    values.windowTo = CivilDate(year: 2031, month: 11, day: 30)
    values.link = "https://example.test/p/x"
    return values
  }

  @Test(arguments: Notice.Kind.allCases, NoticeText.Language.allCases)
  func everyTextIsThereAndFilled(kind: Notice.Kind, language: NoticeText.Language) throws {
    for audience in Notice.Audience.allCases {
      let text = try NoticeCatalogue.builtIn.render(kind, for: audience, in: language, Self.full)
      #expect(text.title.count >= 3 && text.body.count >= 10)
      #expect(!text.title.contains("\n") && text.title.count <= 60)
      let whole = text.title + "\n" + text.body
      for mark in ["{", "}", "  ", "&lt;", "&amp;"] { #expect(!whole.contains(mark)) }
      #expect(audience == .guardian || whole.contains("C-1<&>"))
      #expect(audience != .guardian || !whole.contains("C-1"))
    }
  }

  @Test(arguments: Notice.Kind.allCases)
  func eachLanguageIsItself(kind: Notice.Kind) throws {
    for audience in [Notice.Audience.guardian, .insuranceAgency] {
      let english = try NoticeCatalogue.builtIn.render(kind, for: audience, in: .english, Self.full)
      let chinese = try NoticeCatalogue.builtIn.render(kind, for: audience, in: .chinese, Self.full)
      #expect((english.title + english.body).unicodeScalars.allSatisfy { $0.value < 0x2e80 })
      #expect(chinese.title.unicodeScalars.contains { (0x4e00...0x9fff).contains($0.value) })
      // Both name the same days and years, however they write them.
      #expect(numbers(english) == numbers(chinese), "\(kind) \(audience)")
    }
  }

  /// Days of the month, years and counts in a text; English months are words, so Chinese ones go.
  private func numbers(_ text: NoticeText) -> Set<String> {
    let whole = (text.title + "\n" + text.body).replacing(/[0-9]+月/, with: "月")
    return Set(whole.matches(of: /[0-9]+/).map { String($0.0) })
  }

  @Test(arguments: Notice.Kind.allCases, NoticeText.Language.allCases)
  func withoutItsValuesATextIsRefusedOrWholeWithoutThem(
    kind: Notice.Kind, language: NoticeText.Language
  ) {
    do {
      let text = try NoticeCatalogue.builtIn.render(
        kind, for: .guardian, in: language, NoticeValues())
      // No value was given, so no digit can be there: dates are never written into a text.
      #expect(!(text.title + text.body).contains { $0.isASCII && $0.isNumber })
    } catch .missing(let names) {
      #expect(!names.isEmpty)
    } catch {
      Issue.record("no text")
    }
  }

  @Test func numbersOfTheLawComeFromValuesOnly() throws {
    let texts = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Sources/Channels/Texts")
    for language in NoticeText.Language.allCases {
      let file = try String(
        contentsOf: texts.appending(path: "\(language.rawValue).mustache"), encoding: .utf8)
      let lines = file.split(separator: "\n").filter { !$0.hasPrefix("version ") }
      #expect(
        !lines.joined().contains { $0.isASCII && $0.isNumber },
        "a number is written into \(language)")
    }
  }

  @Test func valuesReachTheText() throws {
    let chinese = try NoticeCatalogue.builtIn.render(
      .payReminder, for: .guardian, in: .chinese, Self.full)
    // The numbers of the values, each in the words of its language.
    #expect(chinese.title == "缴费还剩 12 天")
    #expect(chinese.body.contains("2031年5月29日"))
    var values = Self.full
    values.daysLeft = 1
    let english = try NoticeCatalogue.builtIn.render(
      .payReminder, for: .guardian, in: .english, values)
    #expect(english.title == "1 day left to pay")
    #expect(english.body.contains("29 May 2031"))
  }

  /// A template that a provider keeps cannot leave a part out.
  @Test func onTheLastDayThereAreNoDaysLeft() {
    var values = Self.full
    values.daysLeft = nil
    values.isLastDay = true
    #expect(values.wordsForProviders(in: .chinese)["daysLeft"] == "0 天")
    #expect(values.wordsForProviders(in: .english)["daysLeft"] == "0 days")
    #expect(values.words(in: .chinese)["daysLeft"] == nil)
  }

  @Test func aMissingValueIsNamed() {
    var values = Self.full
    values.payBy = nil
    #expect(throws: NoticeTextError.missing(["payBy"])) {
      try NoticeCatalogue.builtIn.render(.payReminder, for: .guardian, in: .english, values)
    }
  }
}
