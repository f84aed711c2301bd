import Casework
import Policies
import Testing

/// The calculations inside the packs, each a ruling of one child with the reason in words.
@Suite("Examples of the packs")
struct ExampleTests {
  @Test(
    "Every example holds, a draft's by its own rules",
    arguments: [
      "CN", "61", "6103", "6101", "21", "2105", "51", "35", "44", "4401", "1402", "50", "46", "36",
    ])
  func hold(_ region: String) throws {
    let book = Packs.book(trial: Set(Packs.book.packs.map(\.region)))
    let pack = try #require(book.pack(region))
    for contradiction in book.contradictions(in: pack) { Issue.record("\(contradiction)") }
    #expect(pack.versions.contains { !$0.examples.isEmpty })
  }
}
