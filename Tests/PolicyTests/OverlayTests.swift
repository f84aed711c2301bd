import Casework
import Policies
import Testing

/// A city's pack lies over its province's, both over the nation's; what a layer leaves unsaid the
/// next one says.
@Suite("Overlays")
struct OverlayTests {
  @Test("Baoji over Shaanxi over the nation")
  func baoji() throws {
    let policy = try #require(Packs.book.policy(region: "610302", bornOn: day("2026-02-28")))
    #expect(policy.layers.map(\.pack) == ["6103", "61", "CN"])
    #expect(policy.layers.map(\.document).first == "宝医保发〔2022〕14号")
    #expect(policy.payWindowDays.pack == "61" && policy.payWindowDays.rule == "A01")
    #expect(policy.lateCover(on: day("2026-06-01")).value == .nextMonth)
    let senders = try #require(policy.words(.senders))
    #expect(senders.pack == "6103" && senders.rule == "M03")
    #expect(senders.value.count == 10, "ten bureaus are addressed: 医保 … 残联")
    #expect(policy.number(.maxBindings)?.pack == "CN")
  }

  @Test("The city's letter of 24 February 2022 adds its layer from that day on")
  func baojiBegins() throws {
    let last = try #require(Packs.book.policy(region: "610302", bornOn: day("2022-02-23")))
    let first = try #require(Packs.book.policy(region: "610302", bornOn: day("2022-02-24")))
    #expect(last.layers.map(\.pack) == ["61", "CN"])
    #expect(first.layers.map(\.pack) == ["6103", "61", "CN"])
  }

  @Test("Benxi over Liaoning over the nation")
  func benxi() throws {
    let policy = try #require(Packs.book.policy(region: "210502", bornOn: day("2026-02-28")))
    #expect(policy.layers.map(\.pack) == ["2105", "21", "CN"])
    #expect(policy.layers.map(\.document).first == "本医保发〔2024〕12号")
    #expect(policy.number(.waitingMonths)?.pack == "21")
    let senders = try #require(policy.words(.senders))
    #expect(senders.rule == "M02" && senders.value.count == 11, "eleven bureaus signed")
    let before = try #require(Packs.book.policy(region: "210502", bornOn: day("2024-09-24")))
    #expect(before.layers.map(\.pack) == ["CN"], "the day before the province's document")
    let first = try #require(Packs.book.policy(region: "210502", bornOn: day("2024-09-25")))
    #expect(first.layers.map(\.pack) == ["2105", "21", "CN"])
  }

  @Test("A county without a pack of its own is ruled by the nearest above it")
  func nearest() throws {
    for (place, packs) in [
      ("610104", ["61", "CN"]), ("210102", ["21", "CN"]), ("110101", ["CN"]), ("510104", ["CN"]),
    ] {
      let policy = try #require(Packs.book.policy(region: place, bornOn: day("2026-02-28")))
      #expect(policy.layers.map(\.pack) == packs, "\(place)")
    }
  }

  @Test("On trial Guangzhou lies over Guangdong, each with its own")
  func guangzhou() throws {
    let book = Packs.book(trial: ["44", "4401"])
    let policy = try #require(book.policy(region: "440103", bornOn: day("2026-02-28")))
    #expect(policy.layers.map(\.pack) == ["4401", "44", "CN"])
    #expect(policy.words(.enrolmentPlaces)?.pack == "44")
    #expect(policy.payWindowDays.pack == "4401")
  }
}
