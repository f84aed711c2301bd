import Casework
import Policies
import Testing

/// Which day chooses the version of a pack: of birth for windows, of payment for what late payment
/// brings, of service for settlement (RULES.md, 1.3).
@Suite("Axes")
struct AxisTests {
  private func policy(_ place: String, born: CivilDate, trial: Set<String> = []) throws -> Policy {
    let book = trial.isEmpty ? Packs.book : Packs.book(trial: trial)
    return try #require(book.policy(region: place, bornOn: born))
  }

  // MARK: Birth day

  /// A07 begins with 2022, the document of 2024 with 16 April.
  @Test("Shaanxi: the birth day chooses the document of the window")
  func shaanxiWindow() throws {
    let rules = try ["2021-12-31", "2022-01-01", "2024-04-15", "2024-04-16"].map { text in
      try policy("610104", born: try #require(CivilDate(text))).payWindowDays.rule
    }
    #expect(rules == ["1.1", "A07", "A07", "A01"])
  }

  /// Six calendar months from 31 December end with June; 1 January + 180: 30 days left in January,
  /// 29 in February, 31, 30, 31 make 151 by the end of May, and 29 in June.
  @Test("Guangzhou: births of 2023 have six months, births of 2024 have 180 days")
  func guangzhouWindow() throws {
    let book = Packs.book(trial: ["4401"])
    func end(_ born: CivilDate) -> CivilDate? {
      Newborn(born: born).ruling(on: born, in: "440103", by: book)?.window?.to
    }
    #expect(end(day("2023-12-31")) == day("2024-06-30"))
    #expect(end(day("2024-01-01")) == day("2024-06-29"))
    #expect(end(day("2020-12-31")) == day("2021-03-31"), "before 2021: the nation's 90 days")
    #expect(end(day("2021-01-01")) == day("2021-07-01"))
  }

  @Test("Sichuan's draft: what concerns enrolling begins with its own date")
  func sichuanDraft() throws {
    let senders = try ["2025-07-14", "2025-07-15"].map { text in
      try policy("510104", born: try #require(CivilDate(text)), trial: ["51"]).words(.senders)?.rule
    }
    #expect(senders == [nil, "J13"])
  }

  @Test("Liaoning: who takes part is said from 25 September 2024 on")
  func liaoningBegins() throws {
    let rules = try ["2024-09-24", "2024-09-25", "2025-01-01"].map { text in
      try policy("210102", born: try #require(CivilDate(text))).words(.participants)?.rule
    }
    #expect(rules == [nil, "A25", "A25"])
  }

  // MARK: Payment day

  @Test("Shaanxi: a late payment covers from the next month from 2022 on")
  func shaanxiLate() throws {
    let policy = try policy("610104", born: day("2021-09-01"))
    #expect(policy.payWindowDays.rule == "1.1", "the window stays that of the birth day")
    #expect(policy.lateCover(on: day("2021-12-31")).value == .paymentDate)
    #expect(policy.lateCover(on: day("2022-01-01")).value == .nextMonth)
  }

  /// 自2025年起. Born in 2023 and covered then; 2024 and 2025 are paid within their years.
  @Test("Liaoning: a payment of 2024 does not wait, one of 2025 waits three months")
  func liaoningWaits() {
    let child = Newborn(
      born: day("2023-03-01"),
      paid: [
        (2023, day("2023-05-30")), (2024, day("2024-12-31")), (2025, day("2025-01-01")),
      ])
    let cover = child.cover(on: day("2025-12-31"), in: "210102")
    #expect(cover[2024] == ["2024-12-31", "2024-12-31"])
    #expect(cover[2025] == ["2025-04-01", "2025-12-31"])
  }

  @Test("Guangzhou: late cover goes by the day of payment, not of birth")
  func guangzhouLate() throws {
    let policy = try policy("440103", born: day("2023-12-01"), trial: ["4401"])
    #expect(policy.lateCover(on: day("2020-12-31")).value == .paymentDate)
    #expect(policy.lateCover(on: day("2023-12-31")).value == .nextMonth)
    #expect(policy.lateCover(on: day("2024-01-01")).value == .paymentDate)
  }

  // MARK: Service day

  @Test("Shaanxi: the code settles by the document of the day of service")
  func shaanxiSettles() throws {
    let policy = try policy("610104", born: day("2024-03-01"))
    #expect(policy.codeSettlesDays(on: day("2024-04-15")).rule == "1.1")
    #expect(policy.codeSettlesDays(on: day("2024-04-16")).rule == "A02")
  }

  @Test("Liaoning: the cap holds for care from 2025 on")
  func liaoningCap() throws {
    let policy = try policy("210102", born: day("2024-11-01"))
    #expect(policy.number(.capYuan, on: day("2024-12-31")) == nil)
    #expect(policy.number(.capYuan, on: day("2025-01-01"))?.value == 400_000)
  }

  @Test("Shaanxi: orphans' premiums are paid in full from 16 April 2024 on (E01)")
  func shaanxiSubsidy() throws {
    let policy = try policy("610104", born: day("2023-03-01"))
    #expect(policy.value(.subsidyPercent, on: day("2024-04-15")) == nil)
    #expect(
      policy.value(.subsidyPercent, on: day("2024-04-16"))?.value
        == .byWord(["orphan": 100, "deFactoUnattended": 100]))
  }

  @Test("Shaanxi: a permit is asked for since 2022, by the newer document since 2024")
  func shaanxiPermit() throws {
    let policy = try policy("610104", born: day("2021-03-01"))
    let days = [day("2021-12-31"), day("2022-01-01"), day("2024-04-16")]
    #expect(days.map { policy.isOn(.permitNeeded, on: $0) } == [false, true, true])
    #expect(days.map { policy.value(.permitNeeded, on: $0)?.rule } == ["1.1", "C03", "C01"])
  }

  @Test("Sichuan's draft: the categories hold from its own date, the cap from 2025 on")
  func sichuanServices() throws {
    let policy = try policy("510104", born: day("2025-03-01"), trial: ["51"])
    #expect(policy.words(.assistedCategories, on: day("2025-07-14"))?.pack == "CN")
    #expect(policy.words(.assistedCategories, on: day("2025-07-15"))?.rule == "E05")
    #expect(policy.number(.capYuan, on: day("2024-12-31")) == nil)
    #expect(policy.number(.capYuan, on: day("2025-01-01"))?.rule == "G01")
  }

  /// Born before the second version: 28 February + 180 is 27 August, + 200 is 16 September.
  @Test("A longer settlement holds for care from its day on, also of children born before it")
  func settlementGoesByTheDayOfService() throws {
    func version(_ from: String, _ days: Int) -> String {
      """
      {"from": "\(from)", "document": "试〔\(from.prefix(4))〕1号", "status": "inForce",
       "codeSettlesDays": {"value": \(days), "rule": "A02"}}
      """
    }
    let pack = """
      {"region": "99", "name": {"zh-CN": "试验", "en": "Trial"},
       "versions": [\(version("2020-01-01", 180)), \(version("2026-08-28", 200))]}
      """
    let book = try Packs.book(adding: Array(pack.utf8))
    var child = try Child(born: "2026-02-28", place: "990101")
    try child.pays(2026, on: "2026-03-01")
    let states = try ["2026-08-27", "2026-08-28", "2026-09-16", "2026-09-17"].map { text in
      try child.ruling(asOf: text, book: book).code.state
    }
    #expect(states == [.active, .active, .active, .suspended])
    let before = try child.ruling(asOf: "2026-08-27", book: book)
    #expect(before.code.directSettlementUntil == day("2026-08-27"))
  }

  /// Every term of every pack is found on the first day of its version by its own axis, and not on
  /// the day before, but for those that an earlier version or a lower layer gives.
  @Test("Each version speaks from its first day on")
  func firstDays() throws {
    let trial = Set(Packs.book.packs.map(\.region))
    let book = Packs.book(trial: trial)
    for pack in book.packs {
      let place = pack.region == "CN" ? nil : (pack.region + "0000").prefix(6).description
      for version in pack.versions {
        let first = version.from ?? day("2000-01-01")
        let policy = try #require(book.policy(region: place, bornOn: first))
        for (term, said) in version.terms {
          #expect(policy.value(term, on: first) == said, "\(pack.region) \(first) \(term)")
        }
      }
    }
  }
}
