import Casework
import Engine
import Testing

/// Hospitals write addresses of mail with capitals or without. The child is born on 28 February
/// 2026, so its first reminder leaves at 08:00 of 30 March (B+30).
@Suite("One mailbox is one address, whatever letters are capitals")
struct OneMailboxTests {
  private static let forms = ["Li.Na@Example.CN", "li.na@example.cn", "LI.NA@EXAMPLE.CN"]

  private static func birth(_ addresses: [String], _ number: Int = 1) -> String {
    let contacts = addresses.map {
      #"{"relation":"mother","channel":"email","address":"\#($0)","language":"zh-CN"}"#
    }
    return PostOffice.birth(
      "Z61000000\(number)", contacts: contacts.joined(separator: ","),
      mother: Papers.mother(number))
  }

  private static func reminded(_ post: PostOffice) -> [String] {
    post.email.lines.filter { $0.hasSuffix("pay-reminder") }
  }

  @Test("a family that gave it in three forms is told once")
  func toldOnce() async throws {
    let post = try PostOffice("2026-03-01")
    try await post.send(Self.birth(Self.forms))
    try await post.wait(until: "2026-03-30T12:00:00")
    #expect(Self.reminded(post) == ["li.na@example.cn: pay-reminder"])
  }

  @Test("who opted out under one form hears nothing under another", arguments: forms)
  func optedOut(form: String) async throws {
    let post = try PostOffice("2026-03-01")
    let id = try await post.send(Self.birth([Self.forms[0]]))
    try await post.wait(until: "2026-03-02T12:00:00")
    try await post.optOuts.stop(
      Contact(relation: nil, channel: "email", address: form, language: nil), of: id)
    try await post.wait(until: "2026-03-30T12:00:00")
    #expect(Self.reminded(post).isEmpty)
  }

  @Test("children whose messages write it differently count towards one week's reminders")
  func quota() async throws {
    let post = try PostOffice("2026-03-01", remindersPerWeek: 2)
    for (place, form) in Self.forms.enumerated() {
      try await post.send(Self.birth([form], place + 1))
    }
    try await post.wait(until: "2026-03-30T12:00:00")
    #expect(Self.reminded(post).count == 2)
  }
}
