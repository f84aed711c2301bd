import Casework
import Foundation
import Testing
import Wire

/// JSON as RFC 8259 has it, with the two points where we are stricter: names once, whole
/// characters.
struct JSONTests {
  @Test func conformsToJSONTestSuite() throws {
    guard let folder = conformance?.appendingPathComponent("json-parsing") else {
      print("skipped: no conformance data")
      return
    }
    // RFC 8259 leaves repeated names to the reader; ours refuses them.
    let stricter: Set = ["y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json"]
    var count = 0
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    where name.hasSuffix(".json") {
      let bytes = [UInt8](try Data(contentsOf: folder.appendingPathComponent(name)))
      count += 1
      let error: Finding?
      do throws(Rejection) {
        _ = try JSONValue(parsing: bytes)
        error = nil
      } catch let rejection {
        error = rejection.errors.first
        #expect(rejection.status == 400, "\(name)")
      }
      if name.hasPrefix("y_"), !stricter.contains(name) { #expect(error == nil, "\(name)") }
      if name.hasPrefix("n_") || stricter.contains(name) {
        #expect(error != nil, "\(name)")
        #expect((error?.line ?? 0) >= 1 && (error?.column ?? 0) >= 1, "\(name)")
      }
    }
    #expect(count >= 300)
  }

  @Test(arguments: [
    ("", "notWellFormed  1:1"), ("[1,]", "notWellFormed  1:3"),
    ("{\"a\":1,}", "notWellFormed  1:7"),
    ("{\"家\":1 \"b\":2}", "notWellFormed  1:8"), ("{\n \"a\": tru }", "notWellFormed  2:10"),
    ("\"\\ud83d\"", "encoding  1:2"), ("\"\\udc00\"", "encoding  1:2"),
    ("[1] []", "notWellFormed  1:5"),
    ("\"a\u{0}\"", "notWellFormed  1:3"), ("{\"a\":", "notWellFormed  1:6"),
    ("01", "notWellFormed  1:2"),
  ])
  func refusesWithPlace(_ text: String, _ mark: String) {
    #expect(marks(errors(Array(text.utf8), .json)) == [mark])
  }

  @Test func refusesBytesThatAreNotUTF8() {
    #expect(
      marks(errors(Array("{\"a\":\"".utf8) + [0xC0, 0xEE] + Array("\"}".utf8))) == ["encoding  1:7"]
    )
    #expect(marks(errors([0x22, 0xED, 0xA0, 0x80, 0x22], .json)) == ["encoding  1:2"])
  }

  @Test func countsDepthAndValues() {
    let deep = String(repeating: "[", count: 33) + String(repeating: "]", count: 33)
    #expect(marks(errors(deep)) == ["tooDeep  1:33"])
    let full = "[" + Array(repeating: "1", count: 19_999).joined(separator: ",") + "]"
    #expect(marks(errors(full)) == ["format  1:1"])
    let more = "[" + Array(repeating: "1", count: 20_000).joined(separator: ",") + "]"
    #expect(marks(errors(more)) == ["tooManyParts  1:40000"])
  }

  @Test func allDuplicatesAreNamed() {
    let found = errors(#"{"header":{"id":"A","i\u0064":"B"},"x":1,"x":2}"#)
    let doubles = marks(found.filter { $0.code == .duplicateName })
    // {"header":{ is 11 characters, "id":"A", 9, "i\u0064": 10; the value follows them.
    #expect(doubles == ["duplicateName /header/id 1:31", "duplicateName /x 1:46"])
  }

  @Test func pointsIntoValues() throws {
    let value = try JSONValue(parsing: Array(#"{"a":[{"b/c":1},2],"~":null,"":3}"#.utf8))
    #expect(value.at(pointer: "") == value)
    #expect(value.at(pointer: "/a/0/b~1c") == 1)
    #expect(value.at(pointer: "/~0") == .null)
    #expect(value.at(pointer: "/") == 3)
    #expect(value.at(pointer: "/a/01") == nil)
    #expect(value.at(pointer: "/a/2") == nil)
    #expect(value.at(pointer: "a") == nil)
  }
}

/// RFC 8785, byte for byte.
struct CanonicalJSONTests {
  @Test func conformsToItsAuthorsData() throws {
    guard let folder = conformance?.appendingPathComponent("jcs") else {
      print("skipped: no conformance data")
      return
    }
    var count = 0
    let inputs = folder.appendingPathComponent("input")
    for name in try FileManager.default.contentsOfDirectory(atPath: inputs.path) {
      let input = [UInt8](try Data(contentsOf: inputs.appendingPathComponent(name)))
      let output = [UInt8](
        try Data(contentsOf: folder.appendingPathComponent("output").appendingPathComponent(name)))
      #expect(try JSONValue(parsing: input).canonical == output, "\(name)")
      count += 1
    }
    #expect(count >= 5)
  }

  // UTF-16 order: a surrogate (U+10000 and above) comes before U+E000 to U+FFFF.
  @Test func sortsNamesByCodeUnits() {
    let names = [
      "", "a", "ab", "b", "é", "\u{D7FF}", "\u{10000}", "\u{1F600}", "\u{E000}", "\u{FFFD}",
    ]
    #expect(names == names.sorted { $0.utf16.lexicographicallyPrecedes($1.utf16) })
    let object = JSONObject(names.reversed().map { JSONObject.Member($0, 1) })
    #expect(object.sorted.map(\.name) == names)
  }

  // RFC 8785, appendix B.
  @Test(
    arguments: [
      (0x0000_0000_0000_0000, "0"), (0x8000_0000_0000_0000, "0"), (0x0000_0000_0000_0001, "5e-324"),
      (0x7fef_ffff_ffff_ffff, "1.7976931348623157e+308"),
      (0x4340_0000_0000_0000, "9007199254740992"),
      (0x4430_0000_0000_0000, "295147905179352830000"),
      (0x44b5_2d02_c7e1_4af5, "9.999999999999997e+22"),
      (0x44b5_2d02_c7e1_4af6, "1e+23"), (0x444b_1ae4_d6e2_ef4e, "999999999999999700000"),
      (0x444b_1ae4_d6e2_ef50, "1e+21"), (0x3eb0_c6f7_a0b5_ed8c, "9.999999999999997e-7"),
      (0x3eb0_c6f7_a0b5_ed8d, "0.000001"), (0x41b3_de43_5555_5553, "333333333.3333332"),
      (0xbecb_f647_612f_3696, "-0.0000033333333333333333"),
      (0x4314_3ff3_c1cb_0959, "1424953923781206.2"),
    ] as [(UInt64, String)])
  func writesNumbersAsECMAScript(bits: UInt64, text: String) {
    #expect(JSONValue.double(Double(bitPattern: bits)).canonicalText == text)
  }
}
