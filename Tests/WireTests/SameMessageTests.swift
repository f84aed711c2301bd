import Casework
import Testing
import Wire

/// The same content in either form is the same message (contract, "Messages").
struct SameMessageTests {
  @Test(arguments: families.indices)
  func xmlAndJSONAgree(family index: Int) throws {
    let family = families[index]
    for seed in 0..<500 {
      var maker = MessageMaker(seed: UInt64(seed * families.count + index))
      let message = maker.message(family)
      let json = try reader.read(JSONValue.object(message).canonical)
      let xml = try reader.read(Array(XMLMaker.document(message).utf8))
      #expect(json.canonical == xml.canonical)
      #expect(json.message == xml.message)
      #expect(json.family == family.name)
      // All given members but sentAt are in it, and no others: the message was canonical already.
      var header = try #require(message["header"]?.object)
      header["sentAt"] = nil
      var expected = message
      expected["header"] = .object(header)
      let text = String(decoding: json.canonical, as: UTF8.self)
      #expect(text == JSONValue.object(expected).canonicalText)
      // What is stored reads as the same fact.
      let again = try reader.reread(canonical: json.canonical, sentAt: json.message.sentAt)
      #expect(again.message == json.message)
      #expect(again.canonical == json.canonical)
    }
  }

  @Test func membersOrderSpacesMarksDefaultsAndSentAtDoNotCount() throws {
    let plain = try read(
      #"{"header":{"id":"A","sender":"S","sentAt":"2026-03-01T10:15:00+08:00"},"taxPayment":{"action":"reverse","ticketNumber":"T00001","originalTicketNumber":"T00000","paidAt":"2026-03-01T10:00:00+08:00"}}"#
    )
    let other = try read(
      #"""
      {"taxPayment": {"line": 1, "paidAt":" 2026-03-01T10:00:00+08:00 ", "amount": "/", "channel": null,
        "payer": {"name": "——", "nationality": "ＣＨＮ"}, "source": "", "originalTicketNumber":"Ｔ00000",
        "ticketNumber":"T00001", "action":"reverse"},
       "header":{"sentAt":"2026-03-01T10:16:00+08:00","sender":"S","id":"A"}}
      """#)
    #expect(plain.canonical == other.canonical)
    #expect(plain.message.digest == other.message.digest)
    #expect(plain.message.fact == other.message.fact)
    #expect(plain.message.sentAt != other.message.sentAt)
  }

  @Test func unknownMembersCount() throws {
    let xml = try read(
      """
      <message xmlns="urn:birthgate:message:1"><header><id>A</id><sender>S</sender>\
      <sentAt>2026-03-01T10:15:00+08:00</sentAt><x/></header><vitalEvent><action>death</action>\
      <citizenId>\(Self.citizenID)</citizenId><diedOn>2026-03-01</diedOn>\
      <note>a</note><note> b </note><more k="v"><deep>1</deep><none> </none></more></vitalEvent></message>
      """)
    let json = try read(
      """
      {"header":{"id":"A","sender":"S","sentAt":"2026-03-01T10:15:00+08:00"},"vitalEvent":{\
      "action":"death","citizenId":"\(Self.citizenID)","diedOn":"2026-03-01",\
      "note":["a","b",null],"more":{"@k":"v","deep":"1"}}}
      """)
    #expect(json.canonical == xml.canonical)
    #expect(json.warnings.map(\.code) == [.unknownField, .unknownField])
    #expect(
      json.warnings.map(\.path) == ["/vitalEvent/note", "/vitalEvent/more"])
    #expect(
      xml.warnings.map(\.path) == [
        "/message/header/x", "/message/vitalEvent/note[1]", "/message/vitalEvent/note[2]",
        "/message/vitalEvent/more",
      ])
  }

  @Test func whatWasTakenCanBeReadAgain() throws {
    // As deep and as many as XML may be, repeated on every level: canonical JSON has arrays there.
    let deep = (0..<28).reduce("<z>1</z>") { inner, _ in "<a>\(inner)</a><a>1</a>" }
    let many = String(repeating: "<b>1</b>", count: 19_800)
    let reading = try read(
      """
      <message xmlns="urn:birthgate:message:1"><header><id>A</id><sender>S</sender>\
      <sentAt>2026-03-01T10:15:00+08:00</sentAt></header><vitalEvent><action>death</action>\
      <citizenId>\(Self.citizenID)</citizenId><diedOn>2026-03-01</diedOn>\(deep)\(many)\
      <n>12345678901234567890</n></vitalEvent></message>
      """)
    let again = try reader.reread(canonical: reading.canonical, sentAt: reading.message.sentAt)
    #expect(again.message == reading.message)
    let numbers = try read(
      #"{"header":{"id":"A","sender":"S","sentAt":"2026-03-01T10:15:00+08:00","n":[-0,1e2,9007199254740993,12345678901234567890,0.1e-6,true]},"vitalEvent":{"action":"death","citizenId":"\#(Self.citizenID)","diedOn":"2026-03-01"}}"#
    )
    let stored = try reader.reread(canonical: numbers.canonical, sentAt: numbers.message.sentAt)
    #expect(stored.message == numbers.message)
    #expect(stored.canonical == numbers.canonical)
  }

  static let citizenID =
    "0123456789X".map { "61010420260228002" + String($0) }.first { Checksums.isCitizenID($0) } ?? ""
}
