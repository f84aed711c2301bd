import Casework
import Foundation
import Testing
import Wire

/// A dialect made up here: one table, and everything works. Nothing else in the tree knows of it.
private let village = Dialect(
  name: "village", title: Plain("村卫生室", "village clinic"),
  family: FamilyName(rawValue: "vitalEvent"),
  frame: Dialect.Frame(
    roots: ["DEATHS"], records: ["list/item"], id: ["no"], sender: ["/clinic/code"],
    sentAt: ["/when"]),
  columns: [
    Dialect.Column("action", "kind", as: .code(["1": "death", "撤": "withdraw"])),
    Dialect.Column("citizenId", "person/id"), Dialect.Column("name", "person/name"),
    Dialect.Column("diedOn", "day", "date", as: .day),
    Dialect.Column("revision", "edition", as: .count),
    Dialect.Column("reporter.code", "/clinic/code"),
  ],
  known: ["person/age"], marks: ["不详"])

private let manner = Manner([village])

private func found(_ text: String, as manner: Manner = manner) -> [Finding] {
  do throws(Rejection) {
    return try reader.read(Array(text.utf8), as: manner).warnings
  } catch {
    return error.errors
  }
}

struct DialectTests {
  static let xml = """
    <DEATHS><clinic><code>V9</code></clinic><when>20260601 080000</when><list>
    <item><no>7</no><kind>1</kind><person><id>610104202601010010</id><name>李一诺</name>
    <age>0</age></person><day>2026年5月30日</day></item></list></DEATHS>
    """

  static let json = """
    {"DEATHS": {"clinic": {"code": "V9"}, "when": 20260601080000, "list": {"item": [
      {"no": "7", "kind": 1, "person": {"id": "610104202601010010", "name": "李一诺", "age": "0"},
       "day": "2026年5月30日"}]}}}
    """

  static let canonical = """
    {"header": {"id": "7", "sender": "V9", "sentAt": "2026-06-01T08:00:00+08:00"},
     "vitalEvent": {"action": "death", "citizenId": "610104202601010010", "name": "李一诺",
     "diedOn": "2026-05-30", "reporter": {"code": "V9"}}}
    """

  @Test(arguments: [xml, json])
  func aDialectIsTheSameMessageAsTheCanonicalForm(text: String) throws {
    let here = try reader.read(Array(text.utf8), as: manner)
    let there = try reader.read(Array(Self.canonical.utf8), as: manner)
    #expect(here.message.fact == there.message.fact)
    #expect(here.message.id == "7" && here.message.sender == "V9")
    #expect(here.message.sentAt == there.message.sentAt)
    #expect(here.warnings == [])
    // What is stored reads again as the same fact, with what the table knows and does not use.
    let again = try reader.reread(canonical: here.canonical, sentAt: here.message.sentAt)
    #expect(again.message == here.message)
    let stored = try JSONValue(parsing: here.canonical)
    #expect(stored.at(pointer: "/source/person/age")?.string == "0")
    #expect(stored.at(pointer: "/source/person/id") == nil)
  }

  @Test func errorsStandAtTheSendersOwnPlaces() throws {
    let xml = Self.xml.replacing(">1<", with: ">8<").replacing("5月30日", with: "5月32日")
      .replacing("610104202601010010", with: "610104202601010011")
    #expect(
      marks(found(xml)) == [
        "unknownCode /DEATHS/list/item/kind 2:17", "checkDigit /DEATHS/list/item/person/id 2:39",
        "notADate /DEATHS/list/item/day 3:22",
      ])
    let json = Self.json.replacing("\"kind\": 1", with: "\"kind\": 8")
    #expect(marks(found(json)) == ["unknownCode /DEATHS/list/item/0/kind 2:23"])
    let hint = try #require(found(json).first).message
    #expect(hint.english.contains("village reads here: 1 撤"))
  }

  @Test func whatIsMissingIsNamedWhereTheDialectWouldHaveIt() {
    let xml = Self.xml.replacing("<day>2026年5月30日</day>", with: "").replacing(
      "<kind>1</kind>", with: "<kind>不详</kind>")
    #expect(
      marks(found(xml)) == [
        "missing /DEATHS/list/item/kind 2:1", "missing /DEATHS/list/item/day 2:1",
      ])
    let json = Self.json.replacing("\"day\": \"2026年5月30日\"", with: "\"day\": \"——\"")
    #expect(marks(found(json)) == ["missing /DEATHS/list/item/0/day 2:3"])
  }

  @Test func whatNoColumnNamesIsKeptAndWarnedOf() throws {
    let text = Self.xml.replacing("<no>", with: "<room a='1'>三</room><no>")
      .replacing("<when>", with: "<seal/><when>").replacing("<day>", with: "<day t='x'>")
    let reading = try reader.read(Array(text.utf8), as: manner)
    #expect(
      marks(reading.warnings).sorted() == [
        "unknownField /DEATHS/list/item/day/@t 3:22", "unknownField /DEATHS/list/item/room 2:7",
        "unknownField /DEATHS/seal 1:41",
      ])
    let stored = try JSONValue(parsing: reading.canonical)
    #expect(stored.at(pointer: "/source/room/#text")?.string == "三")
    #expect(stored.at(pointer: "/source/room/@a")?.string == "1")
    #expect(stored.at(pointer: "/source/day@t")?.string == "x")
  }

  @Test func recordsStandOrFallAlone() throws {
    let item = Self.xml.firstRange(of: "<item>").map { String(Self.xml[$0.lowerBound...]) } ?? ""
    let second = item.replacing("</list></DEATHS>", with: "").replacing(">7<", with: ">8<")
    let third = second.replacing(">8<", with: ">9<").replacing("2026年5月30日", with: "2026-02-30")
    let text = Self.xml.replacing("</list>", with: second + third + "</list>")
    let all = reader.readAll(Array(text.utf8), as: manner)
    #expect(all.count == 3)
    #expect(try all[0].get().message.id == "7" && all[1].get().message.id == "8")
    #expect(throws: Rejection.self) { try all[2].get() }
    guard case .failure(let rejection) = all[2] else { return }
    #expect(rejection.errors.map(\.path) == ["/DEATHS/list/item[3]/day"])
    // Each record is kept with its frame and reads alone as it read among the others.
    for place in 0..<2 {
      let reading = try all[place].get()
      let alone = try reader.read(try #require(reading.alone), as: manner)
      #expect(alone.message == reading.message)
      #expect(alone.canonical == reading.canonical)
    }
    // One message is one record: the second is refused where it stands.
    #expect(found(text).map(\.code) == [.notAllowed])
    #expect(found(text).map(\.path) == ["/DEATHS/list/item[2]"])
    #expect(found(text).first?.message.english.contains("/v1/batches") == true)
  }

  @Test func aMessageWithoutANameIsNamedByItsContent() throws {
    let text = Self.xml.replacing("<no>7</no>", with: "").replacing(
      "<when>20260601 080000</when>", with: "")
    let first = try reader.read(Array(text.utf8), as: manner)
    #expect(first.message.id.hasPrefix("D"))
    // The latest thing of the past that it states is the death.
    #expect(first.message.sentAt == CivilDate("2026-05-30")?.start)
    let other = text.replacing("<kind>", with: "<!-- again --><kind>")
    #expect(try reader.read(Array(other.utf8), as: manner).message == first.message)
    let corrected = text.replacing("30日", with: "29日")
    #expect(try reader.read(Array(corrected.utf8), as: manner).message.id != first.message.id)
  }

  @Test func whoSignedStandsForASenderThatIsNotNamed() throws {
    let text = Self.xml.replacing("<clinic><code>V9</code></clinic>", with: "")
    #expect(marks(found(text)) == ["missing /DEATHS/clinic/code 1:1"])
    let signed = Manner([village], sender: "H1")
    #expect(try reader.read(Array(text.utf8), as: signed).message.sender == "H1")
  }

  @Test func whatIsNeitherCanonicalNorTheDialectIsRefused() {
    #expect(marks(found("<OTHER/>")) == ["notAllowed /OTHER 1:1"])
    #expect(marks(found("{\"a\": 1}")) == ["notAllowed  1:1"])
    let stray = Self.xml.replacing("<item>", with: "<item>三")
    #expect(marks(found(stray)) == ["format /DEATHS/list/item 2:1"])
    #expect(marks(found("<DEATHS/>")) == ["missing /DEATHS/list/item 1:1"])
  }
}
