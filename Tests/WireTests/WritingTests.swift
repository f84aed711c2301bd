import Casework
import Testing
import Wire

/// The ways in which a dialect may write a value, and what each comes to.
struct WritingTests {
  /// A dialect of one column, over the field that has the kind in question.
  private func written(
    _ raw: JSONValue, _ field: String, _ writing: Dialect.Writing
  ) -> JSONValue? {
    var columns = [
      Dialect.Column(field, "v", as: writing),
      Dialect.Column("action", as: .fixed("pay")), Dialect.Column("ticketNumber", "t"),
      Dialect.Column("premiumYear", "y", as: .count), Dialect.Column("amount", "m"),
      Dialect.Column("paidAt", "p"), Dialect.Column("treasuryAt", "r"),
      Dialect.Column("insured.name", "n"), Dialect.Column("insured.idType", as: .fixed("other")),
      Dialect.Column("insured.idNumber", "i"), Dialect.Column("taxOffice.code", "o"),
      Dialect.Column("division", "d"),
    ]
    columns.removeAll { $0.field == field && $0.sources != ["v"] }
    let dialect = Dialect(
      name: "made-up", title: Plain("", ""), family: FamilyName(rawValue: "taxPayment"),
      columns: columns)
    let record: JSONValue = [
      "v": raw, "t": "T1234567", "y": 2026, "m": "400.00", "p": "2026-03-01T10:15:00+08:00",
      "n": "李一诺", "i": field == "insured.idType" ? raw : "X1", "o": "1", "d": "610104",
    ]
    guard
      let reading = try? reader.read(record.canonical, as: Manner([dialect], sender: "S1")),
      let stored = try? JSONValue(parsing: reading.canonical)
    else { return nil }
    let path = field.split(separator: ".").joined(separator: "/")
    return stored.at(pointer: "/taxPayment/" + path)
  }

  @Test(arguments: ["2026-03-01", "20260301", "2026/03/01", "2026/3/1", "2026年3月1日", "2026年03月01日"])
  func daysComeInFourShapesWithOrWithoutATime(day: String) {
    // Without an offset a time is +08:00, so the moment is the same however it is written.
    for time in [" 10:15:00", "T10:15:00", " 101500", "T10:15:00+08:00", " 10:15", " 10时15分00秒"] {
      #expect(
        written(.string(day + time), "paidAt", .instant) == "2026-03-01T10:15:00+08:00", "\(time)")
      #expect(written(.string(day + time), "premiumYear", .year) == 2026)
    }
    #expect(written(.string(day), "paidAt", .instant) == nil)
    #expect(written(.string(day), "paidAt", .dayOrInstant) == "2026-03-01T00:00:00+08:00")
  }

  @Test func fourteenDigitsAreADayAndATime() {
    #expect(written("20260301101500", "paidAt", .instant) == "2026-03-01T10:15:00+08:00")
    #expect(written(.int(20_260_301_101_500), "paidAt", .instant) == "2026-03-01T10:15:00+08:00")
    #expect(written("20260301101500250", "paidAt", .instant) == "2026-03-01T10:15:00.250+08:00")
    #expect(written("２０２６０３０１１０１５００", "paidAt", .instant) == "2026-03-01T10:15:00+08:00")
    #expect(written("2026-03-01T02:15:00Z", "paidAt", .instant) == "2026-03-01T02:15:00Z")
  }

  @Test func thirteenDigitsAreMilliseconds() {
    // 2026-03-01T10:15:00+08:00 is 02:15 UTC on day 20,513 since 1970: so many days of 86,400 s,
    // and 8,100 s.
    let milliseconds = (20_513 * 86_400 + 8_100) * 1000
    for raw in [JSONValue.int(milliseconds), .string(String(milliseconds))] {
      #expect(written(raw, "paidAt", .instant) == "2026-03-01T10:15:00+08:00")
      #expect(written(raw, "premiumYear", .year) == 2026)
    }
    // The day is that of China: a quarter to one in the morning there is still yesterday in UTC.
    let early = (20_513 * 86_400 - 26_100) * 1000
    #expect(written(.int(early), "paidAt", .day) == nil)
    #expect(written(.int(early), "paidAt", .dayOrInstant) == "2026-03-01T00:45:00+08:00")
    // One digit less or more is no such number, and a day with a time neither.
    #expect(written(.int(milliseconds / 10), "paidAt", .instant) == nil)
    #expect(written(.int(milliseconds * 10), "paidAt", .instant) == nil)
  }

  @Test(arguments: [
    "2026-02-30 10:15", "20261301101500", "2026-3-1 10:15", "26-03-01 10:15", "2026-03-01 24:00",
    "2026-03-01 10:60", "2026-03-01 10:15 下午", "2026年3月1 10:15", "01/03/2026 10:15",
  ])
  func whatIsNoDayIsRefused(text: String) {
    #expect(written(.string(text), "paidAt", .dayOrInstant) == nil)
  }

  @Test(arguments: [
    ("400", "400.00"), ("400.0", "400.00"), ("400.00", "400.00"), ("400.5", "400.50"),
    ("400.5000", "400.50"), ("0", "0.00"), ("４００", "400.00"),
  ])
  func amountsHaveTwoDecimals(text: String, amount: String) {
    #expect(written(.string(text), "amount", .amount) == .string(amount))
  }

  @Test(arguments: ["400.505", "1,200.00", "-400", "四百", "400.", ".5"])
  func whatIsNoAmountIsRefused(text: String) {
    #expect(written(.string(text), "amount", .amount) == nil)
  }

  @Test func anAmountMayBeANumber() {
    #expect(written(.double(400.5), "amount", .amount) == "400.50")
    #expect(written(.int(400), "amount", .amount) == "400.00")
  }

  @Test(arguments: ["2026", "202601", "2026-01", "2026年", "2026-01-01", "20260101", "2026年度"])
  func aYearIsWhatThePeriodBeginsWith(text: String) {
    #expect(written(.string(text), "premiumYear", .year) == 2026)
  }

  @Test func aWholeNumberIsTakenOfDecimals() {
    #expect(written("2026.0", "premiumYear", .count) == 2026)
    #expect(written("2026.75", "premiumYear", .count) == 2026)
    #expect(written("some", "premiumYear", .count) == nil)
  }

  @Test func aPartOfAValueMayStandForAField() {
    // Characters 1 and 2 of a certificate number are its province.
    #expect(
      written("Z610000001", "division", .part(from: 1, count: 2, then: "0000")) == "610000")
    #expect(written("Z6", "division", .part(from: 1, count: 2, then: "0000")) == nil)
  }

  @Test(arguments: [
    ("Z610000001", "birthCertificate"), ("z610000001", "birthCertificate"), ("E1234567", "other"),
  ])
  func aNumberTellsItsKindOfDocument(number: String, kind: String) {
    #expect(written(.string(number), "insured.idType", .documentKind) == .string(kind))
  }

  @Test func nameCodesAndNumbersMeanTheSameSexAndPeople() {
    #expect(["1", "男", "男性"].map { CodeMaps.sexes[$0] } == ["1", "1", "1"])
    // 56 peoples by number, by number without its zero, by name with and without 族.
    #expect(Set(CodeMaps.ethnicities.values).count == 58)
    #expect(["1", "01", "汉", "汉族"].allSatisfy { CodeMaps.ethnicities[$0] == "01" })
    #expect(["56", "基诺族"].allSatisfy { CodeMaps.ethnicities[$0] == "56" })
    #expect(CodeMaps.ethnicities["57"] == "97" && CodeMaps.ethnicities["58"] == "98")
    // Of older systems' "changed" sexes nobody can say what is meant.
    #expect(CodeMaps.sexes["5"] == nil && CodeMaps.sexes["6"] == nil)
    #expect(CodeMaps.holderDocuments["117"] == nil)
  }
}
