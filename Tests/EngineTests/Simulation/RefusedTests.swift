import Casework
import Engine
import Testing
import Wire

/// What is refused can be listed, is corrected by a resend, and is traced afterwards.
@Suite struct RefusedTests {
  /// Refused twice and then taken: both refusals lead to the receipt, and it to them.
  @Test func aResendIsTheCorrection() async throws {
    let counter = try Counter("2026-03-10")
    let right = Papers.birth("Z610000001")
    for wrong in [
      right.replacing("\"division\":\"610104\"", with: "\"division\":\"61010\""),
      right.replacing("2026-02-28T", with: "2026-02-30T"),
    ] {
      await #expect(throws: NotTaken.self) { try await counter.take(wrong) }
      counter.clock.advance(60)
    }
    let inspector = counter.office.inspector
    let before = try await inspector.refusals(RefusalFilter(sender: "S1")).refusals
    #expect(before.map(\.messageID) == ["B-Z610000001", "B-Z610000001"])
    #expect(before.allSatisfy { !$0.isCorrected && $0.family == "birthCertificate" })
    #expect(before.map { $0.errors.map(\.path) }.first == ["/birthCertificate/birthPlace/division"])
    #expect(try await inspector.refusals(RefusalFilter(state: .corrected)).refusals.isEmpty)

    let receipt = try await counter.send(right)
    let after = try await inspector.refusals(RefusalFilter(state: .corrected)).refusals
    #expect(after.map(\.id) == before.map(\.id))
    #expect(after.allSatisfy { $0.correction?.digest == receipt.digest })
    #expect(try await inspector.refusals(RefusalFilter(state: .open)).refusals.isEmpty)
    #expect(try await inspector.refusals(before: receipt).map(\.id) == before.map(\.id))
    guard case .accepted = try await inspector.message(sender: "S1", id: receipt.id) else {
      Issue.record("a corrected message is accepted")
      return
    }
  }

  /// The bytes are kept as they came, also of what names nobody: that stands under its signer, or
  /// under nobody. A list is read in pages, and shows every refusal once.
  @Test func whatNamesNobodyIsListedUnderItsSigner() async throws {
    let counter = try Counter("2026-03-10")
    let bytes = Array("{\"header\":".utf8)
    for signer in ["S1", "S1", nil, "S2"] as [String?] {
      _ = try? await counter.office.caseworker.receive(bytes, form: .json, sender: signer)
      counter.clock.advance(1)
    }
    let inspector = counter.office.inspector
    for limit in 1...5 {
      var filter = RefusalFilter(limit: limit)
      var senders: [String] = []
      repeat {
        let (page, next) = try await inspector.refusals(filter)
        senders += page.map(\.sender)
        filter.after = next
      } while filter.after != nil
      #expect(senders.sorted() == ["", "S1", "S1", "S2"])
    }
    let own = try await inspector.refusals(RefusalFilter(sender: "S1")).refusals
    #expect(own.count == 2 && own.allSatisfy { $0.messageID == nil && $0.sender == "S1" })
    #expect(own.allSatisfy { $0.errors.map(\.code) == [.notWellFormed] })
    let id = try #require(own.first?.id)
    #expect(try await inspector.refusedBytes(id) == bytes)
  }

  /// Nobody puts a refusal into another's list: what is not well-formed stands under who signed it,
  /// whomever it names.
  @Test func aRefusalIsTheSigners() async throws {
    let counter = try Counter("2026-03-10")
    let twice = Papers.birth("Z610000001").replacing(#""sex":"2""#, with: #""sex":"2","sex":"1""#)
    _ = try? await counter.office.caseworker.receive(Array(twice.utf8), form: .json, sender: "S2")
    let inspector = counter.office.inspector
    let listed = try await inspector.refusals(RefusalFilter()).refusals
    #expect(listed.map(\.sender) == ["S2"] && listed[0].errors.map(\.code) == [.duplicateName])
    guard try await inspector.message(sender: "S1", id: "B-Z610000001") == nil else {
      Issue.record("another's refusal is told as this sender's")
      return
    }
  }

  /// A message that came and was refused has not been taken: a manifest names it as missing and
  /// says that it was refused, until its correction comes.
  @Test func aManifestSaysWhatWasRefused() async throws {
    let counter = try Counter("2026-03-10")
    let desk = ListDesk(counter)
    let right = Papers.birth("Z610000001")
    await #expect(throws: NotTaken.self) {
      try await counter.take(
        right.replacing("\"division\":\"610104\"", with: "\"division\":\"61010\""))
    }
    let manifest = Manifest(
      sender: "S1", window: try ManifestWindow(from: "2026-03-01", to: "2026-03-01"),
      ids: ["B-Z610000001", "B-Z610000002"])
    let answer = try await desk.book.take(manifest)
    #expect(answer.missing == manifest.ids)
    #expect(answer.refused == [RefusedID(id: "B-Z610000001", codes: ["format"])])
    try await counter.send(right)
    let again = try await desk.book.take(manifest)
    #expect(again.missing == ["B-Z610000002"] && again.refused.isEmpty && again.unlisted.isEmpty)
  }
}
