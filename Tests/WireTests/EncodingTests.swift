import Casework
import Foundation
import Testing
import Wire

/// Bytes in other encodings: read where something names the encoding and the bytes bear it out, and
/// refused at the first place that shows otherwise, with the encoding they look like.
struct EncodingTests {
  /// A message for a name, in JSON or XML without declaration.
  static func text(_ name: String, _ form: Document.Form) -> String {
    form == .xml
      ? "<message xmlns=\"urn:birthgate:message:1\"><header><id>A</id><sender>S</sender>"
        + "<sentAt>2026-03-01T10:15:00+08:00</sentAt></header><vitalEvent><action>death</action>"
        + "<birthCertificateNumber>Z610000001</birthCertificateNumber><name>\(name)</name>"
        + "<diedOn>2026-03-01</diedOn></vitalEvent></message>"
      : "{\"header\":{\"id\":\"A\",\"sender\":\"S\",\"sentAt\":\"2026-03-01T10:15:00+08:00\"},"
        + "\"vitalEvent\":{\"action\":\"death\",\"birthCertificateNumber\":\"Z610000001\","
        + "\"name\":\"\(name)\",\"diedOn\":\"2026-03-01\"}}"
  }

  static func declared(_ encoding: String, _ name: String = "李一诺") -> String {
    "<?xml version=\"1.0\" encoding=\"\(encoding)\"?>" + text(name, .xml)
  }

  /// 李一诺 in GB 2312, and so in GBK and GB 18030 (GB/T 2312-1980, rows 32, 50 and 37).
  static let nameInGB: [UInt8] = [0xC0, 0xEE, 0xD2, 0xBB, 0xC5, 0xB5]

  /// The text with what stands between two `~` replaced by bytes.
  static func splice(_ text: String, _ bytes: [UInt8]) -> [UInt8] {
    let parts = text.split(separator: "~", omittingEmptySubsequences: false)
    return Array(parts[0].utf8) + bytes + parts.dropFirst().flatMap { Array($0.utf8) }
  }

  static func sixteen(_ text: String, isLittle: Bool, mark: Bool) -> [UInt8] {
    ((mark ? [0xFEFF] : []) + Array(text.utf16)).flatMap { unit -> [UInt8] in
      let bytes = [UInt8(unit & 0xFF), UInt8(unit >> 8)]
      return isLittle ? bytes : bytes.reversed()
    }
  }

  private func canonical(_ bytes: [UInt8], _ charset: Charset? = nil) throws -> [UInt8] {
    try reader.read(bytes, as: Manner(charset: charset)).canonical
  }

  private func refusal(_ bytes: [UInt8], _ charset: Charset? = nil) -> Finding? {
    do throws(Rejection) {
      _ = try reader.read(bytes, as: Manner(charset: charset))
      return nil
    } catch {
      #expect(error.errors.count == 1)
      return error.errors.first
    }
  }

  /// Compatibility characters are what a registrar may have meant in a name; in a number they are a
  /// way of typing.
  @Test(arguments: [Document.Form.xml, .json])
  func namesAreKeptAsWrittenAndNumbersFolded(_ form: Document.Form) throws {
    let name = "王Ａ１①Ⅻ·\u{FA0E}\u{E000}"
    let bytes = Self.text(name, form).replacing("Z610000001", with: "Ｚ６１００００００１")
    let text = String(decoding: try canonical(Array(bytes.utf8)), as: UTF8.self)
    #expect(text.contains("\"name\":\"\(name)\""))
    #expect(text.contains("\"birthCertificateNumber\":\"Z610000001\""))
  }

  @Test func theSameMessageInEveryEncodingIsTheSame() throws {
    let plain = try canonical(Array(Self.text("李一诺", .xml).utf8))
    let xml = Self.text("~", .xml)
    let json = Self.text("~", .json)
    for encoding in ["GB18030", "GBK", "GB2312", "gb18030", "CP936"] {
      let bytes = Self.splice(Self.declared(encoding, "~"), Self.nameInGB)
      #expect(try canonical(bytes) == plain, "\(encoding)")
      // A declaration stands above settings.
      #expect(try canonical(bytes, .utf16) == plain, "\(encoding)")
    }
    #expect(try canonical(Self.splice(xml, Self.nameInGB), .gb18030) == plain)
    #expect(try canonical(Self.splice(json, Self.nameInGB), .gb18030) == plain)
    for isLittle in [true, false] {
      for mark in [true, false] {
        let ordered = isLittle ? "UTF-16LE" : "UTF-16BE"
        for encoding in ["UTF-16", ordered] {
          let bytes = Self.sixteen(Self.declared(encoding), isLittle: isLittle, mark: mark)
          #expect(try canonical(bytes) == plain, "\(encoding) \(mark)")
        }
        for form in [Document.Form.xml, .json] {
          let text = Self.text("李一诺", form)
          let bytes = Self.sixteen(text, isLittle: isLittle, mark: mark)
          #expect(try canonical(bytes, .utf16) == plain)
        }
      }
    }
    // What settings name may come; UTF-8 always may.
    for charset in Charset.allCases {
      for form in [Document.Form.xml, .json] {
        let bytes = Array(Self.text("李一诺", form).utf8)
        #expect(try canonical(bytes, charset) == plain)
        #expect(try canonical(UTF8.mark + bytes, charset) == plain)
      }
      #expect(try canonical(Array(Self.declared("utf-8").utf8), charset) == plain)
    }
  }

  @Test func jsonIsInAnotherEncodingOnlyBySettings() {
    let gb = Self.splice(Self.text("~", .json), Self.nameInGB)
    // The first byte that is no UTF-8: after `"name":"`, which begins where the text says.
    let before = Self.text("~", .json).prefix { $0 != "~" }.count
    for charset in [nil, Charset.utf8, .utf16] {
      let found = refusal(gb, charset)
      #expect(found.map { marks([$0]) } == ["encoding  1:\(before + 1)"])
      #expect(found?.message.english.contains("look like GBK") == true)
      #expect(found?.message.chinese.contains("看起来是 GBK") == true)
    }
    for isLittle in [true, false] {
      for mark in [true, false] {
        let wide = Self.sixteen(Self.text("李", .json), isLittle: isLittle, mark: mark)
        for charset in [nil, Charset.utf8, .gb18030] {
          let found = refusal(wide, charset)
          #expect(found.map { marks([$0]) } == ["encoding  1:1"])
          #expect(found?.message.english.contains("UTF-16") == true)
        }
      }
    }
  }

  @Test func aDeclarationTheBytesDoNotBearOutIsNamed() throws {
    let head = Self.declared("GB18030", "~").prefix { $0 != "~" }.count
    let place = Self.declared("X", "").prefix { $0 != "X" }.count + 1
    let cases: [(bytes: [UInt8], column: Int, looksLike: String)] = [
      // UTF-8 declared as GBK: the first character beyond ASCII shows it.
      (Array(Self.declared("GB18030").utf8), head + 1, "UTF-8"),
      // GBK declared as UTF-8, or not at all: the first byte that is no UTF-8.
      (Self.splice(Self.declared("UTF-8", "~"), Self.nameInGB), head - 2 + 1, "GBK"),
      (
        Self.splice(Self.text("~", .xml), Self.nameInGB),
        Self.text("~", .xml).prefix { $0 != "~" }.count + 1, "GBK"
      ),
      // A character of four bytes, U+20000, is GB 18030 and no GBK.
      (
        Self.splice(Self.declared("UTF-8", "~"), [0x95, 0x32, 0x82, 0x36]), head - 2 + 1, "GB18030"
      ),
      (
        Self.splice(Self.declared("US-ASCII", "~"), Self.nameInGB),
        Self.declared("US-ASCII", "~").prefix { $0 != "~" }.count + 1, "GBK"
      ),
      // Declared as of two bytes and of one, and the other way round: the declaration itself.
      (Array(Self.declared("UTF-16").utf8), place, "UTF-8"),
      (Self.sixteen(Self.declared("UTF-8"), isLittle: true, mark: true), place, "UTF-16"),
      (Self.sixteen(Self.declared("GBK"), isLittle: false, mark: false), place, "UTF-16"),
      (Self.sixteen(Self.declared("UTF-16BE"), isLittle: true, mark: true), place, "UTF-16"),
      (UTF8.mark + Array(Self.declared("GBK").utf8), place, "UTF-8"),
      (Self.sixteen(Self.text("李", .xml), isLittle: true, mark: true), 1, "UTF-16"),
    ]
    for (bytes, column, looksLike) in cases {
      let found = try #require(refusal(bytes))
      #expect(marks([found]) == ["encoding / 1:\(column)"], "\(looksLike)")
      #expect(found.message.english.contains(looksLike), "\(found.message.english)")
      #expect(found.message.chinese.contains(looksLike), "\(found.message.chinese)")
    }
    for encoding in ["Big5", "ISO-8859-1", "UTF-32", "KLINGON", ""] {
      let found = refusal(Array(Self.declared(encoding).utf8))
      #expect(found.map { marks([$0]) } == ["encoding / 1:\(place)"], "\(encoding)")
    }
    for mark: [UInt8] in [
      [0, 0, 0xFE, 0xFF], [0xFF, 0xFE, 0, 0], [0, 0, 0, 0x3C], [0x3C, 0, 0, 0],
    ] {
      #expect(refusal(mark)?.message.english.contains("UTF-32") == true)
    }
  }

  @Test func charactersCutInTheMiddleAreRefusedWhereTheyBegin() throws {
    // Each is cut within its last character; characters before it count as one column each.
    let head = Self.declared("GB18030", "~").prefix { $0 != "~" }.count
    let beginning = Array(Self.declared("GB18030", "").utf8.prefix(head))
    for (rest, whole): ([UInt8], Int) in [
      ([0xC0], 0), (Array(Self.nameInGB.dropLast()), 2), ([0x95, 0x32], 0),
      ([0x95, 0x32, 0x82], 0),
      ([0xC0, 0xEE, 0x80], 1), ([0xC0, 0xEE, 0xFF], 1), ([0xC0, 0x20], 0),
      // The first code after U+FFFF, and the first after U+10FFFF, mean nothing.
      ([0xC0, 0xEE, 0x84, 0x31, 0xA5, 0x30], 1), ([0xE3, 0x32, 0x9A, 0x36], 0),
    ] {
      let found = try #require(refusal(beginning + rest))
      #expect(marks([found]) == ["encoding / 1:\(head + whole + 1)"], "\(rest)")
    }
    let wide = Self.sixteen(Self.declared("UTF-16", "~"), isLittle: true, mark: true)
    let start = 2 + 2 * Self.declared("UTF-16", "~").prefix { $0 != "~" }.count
    for rest: [UInt8] in [[0x4E], [0x00, 0xD8], [0x00, 0xD8, 0x41, 0x00], [0x00, 0xDC]] {
      let found = try #require(refusal(Array(wide[..<start]) + rest))
      #expect(marks([found]) == ["encoding / 1:\((start - 2) / 2 + 1)"], "\(rest)")
    }
    for rest: [UInt8] in [
      [0xE6, 0x9D], [0xF0, 0xA0, 0x80], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xFF],
    ] {
      let found = try #require(refusal(beginning.map { $0 } + [0x80] + rest))
      #expect(found.code == .encoding)
    }
  }

  @Test func everyCharacterOfTheStandardIsReadAsItSays() throws {
    let python = "/usr/bin/python3"
    guard FileManager.default.isExecutableFile(atPath: python) else {
      print("skipped: python3 is not installed")
      #expect(ProcessInfo.processInfo.environment["CI"] == nil, "CI must have it")
      return
    }
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("gb18030-\(ProcessInfo.processInfo.processIdentifier)")
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: python)
    process.arguments = [
      URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("gb18030.py").path, file.path,
    ]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    let codes = [UInt8](try Data(contentsOf: file))
    var expected: [UInt8] = []
    var count = 0
    for value in UInt32(0)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value), let bytes = UTF8.encode(scalar) else { continue }
      expected.append(contentsOf: bytes)
      count += 1
    }
    // All code points but the 2,048 surrogates.
    #expect(count == 0x110000 - 0x800)
    let read = GB18030.decode(codes[...])
    #expect(read.read == codes.count)
    // Not the arrays in the expectation: to show how megabytes differ would take hours.
    let firstOther = zip(read.text, expected).enumerated().first { $0.element.0 != $0.element.1 }
    #expect(firstOther?.offset == nil)
    #expect(read.text.count == expected.count)
  }

  @Test func whatTheEditionsDisagreeAboutIsReadByTheThird() {
    // GB 18030-2022: the code, and the character it has there.
    let codes: [(bytes: [UInt8], scalar: UInt32)] = [
      ([0xA6, 0xD9], 0xFE10), ([0xA6, 0xDA], 0xFE12), ([0xA6, 0xDB], 0xFE11),
      ([0xA6, 0xF3], 0xFE19), ([0x84, 0x31, 0x82, 0x36], 0xE78D), ([0xA8, 0xBC], 0x1E3F),
      ([0x81, 0x35, 0xF4, 0x37], 0xE7C7), ([0xFE, 0x59], 0x9FB4), ([0xFE, 0xA0], 0x9FBB),
      ([0x82, 0x35, 0x90, 0x37], 0xE81E), ([0xFE, 0x51], 0xE816),
      ([0x95, 0x32, 0x90, 0x31], 0x20087), ([0xFE, 0x91], 0xE855),
      ([0x96, 0x35, 0xB6, 0x30], 0x241FE), ([0xAA, 0xA1], 0xE000), ([0xA2, 0xE3], 0x20AC),
    ]
    for (bytes, scalar) in codes {
      let expected = Unicode.Scalar(scalar).map { Array(String(Character($0)).utf8) }
      #expect(GB18030.decode(bytes[...]).text == expected, "\(bytes)")
    }
  }

  @Test func rareCharactersAreKept() throws {
    // One of each: extension A to H, private use of each plane, an ideograph of compatibility, a
    // combining mark after its letter, a full-width letter, a half-width kana, a ligature.
    let name =
      "\u{3400}\u{20000}\u{2A700}\u{2B740}\u{2B820}\u{2CEB0}\u{30000}\u{31350}"
      + "\u{E000}\u{E816}\u{F8FF}\u{F0000}\u{10FFFD}\u{F900}e\u{301}Ａｶﬁ①㈱"
    for form in [Document.Form.xml, .json] {
      let bytes = Array(Self.text(name, form).utf8)
      for encoded in [bytes, Self.sixteen(Self.text(name, form), isLittle: true, mark: true)] {
        let read = try canonical(encoded, .utf16)
        #expect(
          try JSONValue(parsing: read)["vitalEvent"]?["name"]?.string.map { Array($0.utf8) }
            == Array(name.utf8))
      }
    }
    // U+20000 and U+E000, U+E816 of private use, in GB 18030.
    let codes: [UInt8] = [0x95, 0x32, 0x82, 0x36, 0xAA, 0xA1, 0xFE, 0x51]
    let read = try canonical(Self.splice(Self.text("~", .json), codes), .gb18030)
    #expect(
      try JSONValue(parsing: read)["vitalEvent"]?["name"]?.string
        == "\u{20000}\u{E000}\u{E816}")
  }
}

extension UTF8 {
  /// Its byte order mark.
  static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
}
