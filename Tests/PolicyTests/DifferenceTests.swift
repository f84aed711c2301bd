import Casework
import Foundation
import Policies
import Testing

/// Packs are compared by what they say, not by their lines; and an attentive reader's remarks.
@Suite("Comparing packs")
struct DifferenceTests {
  private static func pack(_ region: String = "99", _ versions: String...) throws -> [PolicyPack] {
    try PolicyBook.read([
      Array(
        """
        {"region": "\(region)", "name": {"zh-CN": "试验", "en": "Trial"},
         "versions": [\(versions.joined(separator: ", "))]}
        """.utf8)
    ])
  }

  private static let old = #"""
    {"from": "2022-01-01", "document": "甲", "status": "inForce",
     "payWindowDays": {"value": 90, "rule": "X1"},
     "lateCover": {"value": "nextMonth", "rule": "X2"},
     "citations": {"X1": {"document": "甲", "quote": "九十日"}}}
    """#

  private func told(_ one: [PolicyPack], _ other: [PolicyPack]) -> [String] {
    PackDifference.between(one, other).map { difference in
      let from = difference.from?.description ?? "always"
      let what =
        switch difference.what {
        case .pack: difference.isInFirst ? "pack gone" : "pack new"
        case .document: "document"
        case .status: "status"
        case .term(let term, let one, let other):
          "\(term) \(one?.value.number.map(String.init) ?? "-")"
            + " \(other?.value.number.map(String.init) ?? "-")"
        case .citation(let rule, _, _): "quote \(rule)"
        case .examples(let one, let other): "examples \(one) \(other)"
        }
      return "\(difference.region) \(from) \(what)"
    }
  }

  @Test("A pack does not differ from itself, nor from itself in another order of lines")
  func same() throws {
    #expect(told(Packs.book.packs, Packs.book.packs.reversed()) == [])
    let turned = #"""
      {"status": "inForce", "citations": {"X1": {"quote": "九十日", "document": "甲"}},
       "lateCover": {"rule": "X2", "value": "nextMonth"},
       "payWindowDays": {"rule": "X1", "value": 90}, "document": "甲", "from": "2022-01-01"}
      """#
    #expect(told(try Self.pack("99", Self.old), try Self.pack("99", turned)) == [])
  }

  @Test("A changed number is told as one term of one version")
  func number() throws {
    let new = Self.old.replacing("90", with: "60")
    #expect(
      told(try Self.pack("99", Self.old), try Self.pack("99", new))
        == ["99 2022-01-01 payWindowDays 90 60"])
  }

  @Test("Another rule under the same number, and another sentence, are differences too")
  func sources() throws {
    let rule = Self.old.replacing(#"90, "rule": "X1""#, with: #"90, "rule": "X3""#)
    #expect(
      told(try Self.pack("99", Self.old), try Self.pack("99", rule))
        == ["99 2022-01-01 payWindowDays 90 90"])
    let quote = Self.old.replacing("九十日", with: "九十天")
    #expect(
      told(try Self.pack("99", Self.old), try Self.pack("99", quote)) == ["99 always quote X1"])
  }

  /// The new version leaves out both terms: the window, which goes by the birth day, falls back to
  /// what lies beneath; late cover, which goes by the payment day, goes on as it was said before.
  @Test("A new version is compared with the one that held on its first day")
  func version() throws {
    let newer = #"{"from": "2027-01-01", "document": "乙", "status": "draft"}"#
    #expect(
      told(try Self.pack("99", Self.old), try Self.pack("99", Self.old, newer)) == [
        "99 2027-01-01 document", "99 2027-01-01 status", "99 2027-01-01 payWindowDays 90 -",
      ])
  }

  @Test("A pack that is in one set only is named once")
  func packs() throws {
    let one = try Self.pack("99", Self.old)
    let other = try Self.pack("98", Self.old)
    #expect(told(one, other) == ["98 always pack new", "99 always pack gone"])
  }

  @Test("Shaanxi differs from the nation in late cover since 2022, Baoji only in who sends")
  func regions() throws {
    let found = Packs.book.differences("610000", nil)
    let late = found.filter { $0.term == .lateCover }
    #expect(late.map(\.from) == [day("2022-01-01")])
    #expect(late.first?.one?.value == .word("nextMonth"))
    #expect(late.first?.other?.value == .word("paymentDate"))
    let city = Packs.book.differences("610300", "610000")
    #expect(Set(city.map(\.term)) == [.senders])
    #expect(city.first?.from == day("2022-02-24"))
    #expect(Packs.book.differences("610000", "610000") == [])
    #expect(Packs.book.differences(nil, nil, on: day("2026-03-01")) == [])
  }

  @Test("On one day only what holds on that day is compared")
  func oneDay() {
    #expect(Packs.book.differences("610000", nil, on: day("2021-12-31")) == [])
    let today = Packs.book.differences("610000", nil, on: day("2026-03-01"))
    #expect(today.contains { $0.term == .payWindowDays && $0.one?.rule == "A01" })
    #expect(!today.contains { $0.one?.rule == "A07" && $0.term == .payWindowDays })
  }

  @Test("A term that nobody gives and a rule that nobody quotes are remarked")
  func audit() throws {
    let packs = Packs.book.packs + (try Self.pack("99", Self.old))
    let remarks = PolicyAudit(packs).remarks
    // X1 is quoted; X2 is not.
    #expect(remarks.contains(.unquoted(region: "99", term: .lateCover, rule: "X2")))
    #expect(!remarks.contains(.unquoted(region: "99", term: .payWindowDays, rule: "X1")))
    // No document names the holidays of a year, and no province has extended its collection.
    let silent = Set(
      remarks.compactMap { remark -> Term? in
        if case .silent(let term) = remark { term } else { nil }
      })
    #expect(silent == [.holidays, .collectionExtended])
  }
}
