import BirthCertificateMessages
import Casework
import Testing
import Wire

/// Names are told apart by a few words made of their bytes; names that are not the same must never
/// pass for it.
struct NameTests {
  /// RFC 8259, section 4, as the contract has it: a name that stands in its object before is
  /// refused, and no other. So there is one finding for each member more than there are names.
  @Test(arguments: 0..<20)
  func everyNameThatStandsTwiceIsRefusedAndNoOther(seed: Int) throws {
    var dice = Dice(UInt64(seed))
    // Alike at both ends, of like lengths, and one name written in two ways.
    let names = (0..<40).map { number in
      switch number % 4 {
      case 0: "stay\(number)"
      case 1: "abcdefghij\(10 + number)klmnopqrst"
      case 2: String(repeating: "婴", count: number / 4)
      default: "\(number)"
      }
    }
    for _ in 0..<60 {
      // A long object is judged in another way than a short one; both are made.
      let chosen = (0..<Int.random(in: 0..<50, using: &dice)).map { _ in
        names[Int.random(in: 0..<names.count, using: &dice)]
      }
      let members = chosen.map { name in
        let first = name.utf8.first ?? 0
        let isEscaped = first < 0x80 && first > 0 && Bool.random(using: &dice)
        let digits = String(first, radix: 16)
        return "\"\(isEscaped ? "\\u00\(digits)" + name.dropFirst() : name)\":{\"a\":[{\"a\":1}]}"
      }
      let found = errors("{\"x\":{\(members.joined(separator: ","))}}")
      #expect(found.count { $0.code == .duplicateName } == chosen.count - Set(chosen).count)
    }
  }

  /// A member that is called like a field but for one byte is no field: it is warned of and kept.
  @Test func aNameButForOneByteIsAnother() throws {
    let fields = BirthCertificateMessages.family.table.fields.map(\.name)
    var others: [String] = []
    for name in fields {
      for place in name.utf8.indices {
        var bytes = Array(name.utf8)
        bytes[name.utf8.distance(from: name.utf8.startIndex, to: place)] = UInt8(ascii: "Q")
        others.append(String(decoding: bytes, as: UTF8.self))
      }
    }
    let more = others.map { "\"\($0)\":\"x\"" }.joined(separator: ",")
    let reading = try read(certificate(more: more))
    let unknown = reading.warnings.filter { $0.code == .unknownField }.map(\.path)
    #expect(Set(unknown) == Set(others.map { "/birthCertificate/" + $0 }))
  }

  /// A code is the whole of a code: one that is alike at both ends is unknown.
  @Test func aCodeButForOneByteIsAnother() throws {
    func mother(_ type: String) -> String {
      "\"mother\":{\"name\":\"王静\",\"idType\":\"\(type)\",\"idNumber\":\"X1234567\"}"
    }
    _ = try read(certificate(more: mother("foreignPermanentResident")))
    // As long, with the same eight bytes at both ends.
    let found = errors(certificate(more: mother("foreignPermanenTResident")))
    #expect(found.map(\.code) == [.unknownCode])
  }

  /// Bytes that are no UTF-8 are the first thing to say of a text, whatever else is wrong with it
  /// and wherever they stand.
  @Test(arguments: ["{\"a\" 1,\"#\":2}", "{\"#\":1,}", "[\"\\n#\"]", "{\"a\":\"王#\"}", "[1,2]#"])
  func noTextComesBeforeAllElse(template: String) throws {
    // The first byte of a character of three, alone.
    let bytes = template.utf8.flatMap { $0 == UInt8(ascii: "#") ? [0xE7] : [$0] }
    let found = errors(bytes, .json)
    #expect(found.map(\.code) == [.encoding])
    let before = template.prefix { $0 != "#" }
    #expect(found.first?.column == before.count + 1)
  }

  private func certificate(more: String) -> String {
    """
    {"header":{"id":"A","sender":"S","sentAt":"2026-03-02T10:15:00+08:00"},\
    "birthCertificate":{"action":"void","number":"Z610000001","reason":"x",\
    "birthPlace":{"division":"610104"},"issuedOn":"2026-03-02",\(more)}}
    """
  }
}
