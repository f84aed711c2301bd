import Casework
import Policies
import Testing

/// A draft and a report rule nobody unless their region is on trial; then they say so.
@Suite("Packs that are not in force")
struct StatusTests {
  private static let regions = [
    "51", "6101", "35", "44", "4401", "1402", "50", "46", "36",
  ]

  private func division(_ region: String) -> String {
    region + String(repeating: "0", count: 6 - region.count)
  }

  @Test("The packs of one region each say how far they hold")
  func statuses() {
    let status = { (region: String) in
      Set((Packs.book.pack(region)?.versions ?? []).map(\.status))
    }
    #expect(status("51") == [.draft], "a text for comment")
    for region in Self.regions.dropFirst() { #expect(status(region) == [.reported], "\(region)") }
    for region in ["CN", "61", "6103", "21", "2105"] {
      #expect(status(region) == [.inForce], "\(region)")
    }
  }

  @Test("Without a trial the region is ruled by what is in force above it", arguments: regions)
  func rest(_ region: String) throws {
    let born = day("2026-02-28")
    let above = region == "6101" ? ["61", "CN"] : ["CN"]
    let policy = try #require(Packs.book.policy(region: division(region), bornOn: born))
    #expect(policy.layers.map(\.pack) == above)
    #expect(policy.layers.allSatisfy { $0.status == "inForce" })
    #expect(policy.citations.values.allSatisfy { $0.status == .inForce })
    for term in Term.allCases {
      #expect(policy.steps(term).allSatisfy { above.contains($0.value.pack) }, "\(term)")
    }
  }

  @Test("On trial it rules, and the ruling says what it is", arguments: regions)
  func trial(_ region: String) throws {
    let book = Packs.book(trial: [region])
    let born = day("2026-02-28")
    let ruling = try #require(
      Newborn(born: born).ruling(on: born, in: division(region), by: book))
    let layer = try #require(ruling.policy.first { $0.pack == region })
    #expect(layer.status == (region == "51" ? "draft" : "reported"))
    // Nobody else is ruled otherwise.
    for other in Self.regions where !other.hasPrefix(region) {
      let policy = book.policy(region: division(other), bornOn: born)
      #expect(policy?.layers.allSatisfy { $0.pack != other } == true, "\(other)")
    }
  }

  /// Three months of waiting stand in the draft (F01) and in no document that is in force there.
  @Test("A Sichuan child waits by the draft only on trial")
  func sichuan() {
    let child = Newborn(
      born: day("2026-02-28"),
      paid: [(2026, day("2026-05-29")), (2027, day("2027-03-05"))])
    let ruled = child.cover(on: day("2027-12-31"), in: "510104")
    #expect(ruled[2027] == ["2027-03-05", "2027-12-31"], "the nation knows no waiting")
    let tried = child.cover(on: day("2027-12-31"), in: "510104", by: Packs.book(trial: ["51"]))
    #expect(tried[2027] == ["2027-06-05", "2027-12-31"], "5 March and three months")
  }
}
