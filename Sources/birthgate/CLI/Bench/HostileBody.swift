import Wire

/// A body of the largest size that is made to cost much.
struct HostileBody: Sendable {
  var name: String
  /// What the sender's settings say of texts that declare no encoding.
  var charset: Charset?
  var bytes: @Sendable () -> [UInt8]

  private static let size = 1 << 20

  init(_ name: String, charset: Charset? = nil, _ bytes: @escaping @Sendable () -> [UInt8]) {
    self.name = name
    self.charset = charset
    self.bytes = bytes
  }

  /// `head`, then `middle` as often as it fits, then `tail`.
  init(
    _ name: String, charset: Charset? = nil, _ head: String = "", times middle: String,
    _ tail: String = "", most: Int = .max
  ) {
    self.init(name, charset: charset) {
      var bytes = Array(head.utf8)
      bytes.reserveCapacity(Self.size)
      let (unit, end) = (Array(middle.utf8), Array(tail.utf8))
      let count = min(most, (Self.size - bytes.count - end.count) / max(1, unit.count))
      for _ in 0..<count { bytes += unit }
      return bytes + end
    }
  }

  /// The same with a middle that is another each time.
  init(
    _ name: String, _ head: String, numbered middle: @escaping @Sendable (Int) -> String,
    _ tail: String = "", most: Int = .max
  ) {
    self.init(name) {
      var bytes = Array(head.utf8)
      bytes.reserveCapacity(Self.size)
      var count = 0
      while count < most {
        let unit = Array(middle(count).utf8)
        guard bytes.count + unit.count + tail.utf8.count <= Self.size else { break }
        bytes += unit
        count += 1
      }
      return bytes + Array(tail.utf8)
    }
  }

  /// The same of bytes that are no UTF-8.
  init(_ name: String, charset: Charset? = nil, _ head: String, timesBytes unit: [UInt8]) {
    self.init(name, charset: charset) {
      var bytes = Array(head.utf8)
      bytes.reserveCapacity(Self.size)
      while bytes.count + unit.count <= Self.size { bytes += unit }
      return bytes
    }
  }

  private static let root = "<message xmlns='urn:birthgate:message:1'>"
  /// As many values as a message may have, nearly.
  private static let parts = 19_900

  static let all = json + xml + encodings
}

extension HostileBody {
  private static let json = [
    HostileBody("json open arrays", times: "["),
    HostileBody("json open objects", times: "{\"a\":"),
    HostileBody("json many items", "[", times: "1,", "1]"),
    HostileBody("json as many items as allowed", "[", times: "1,", "1]", most: parts),
    HostileBody("json one name again and again", "{", times: "\"a\":1,", "\"b\":1}", most: parts),
    HostileBody(
      "json one known name again and again", "{\"birthCertificate\":{",
      times: "\"bornAt\":\"x\",", "\"b\":1}}", most: parts),
    HostileBody(
      "json many names", "{\"taxPayment\":{", numbered: { "\"m\($0)\":1," }, "\"z\":1}}",
      most: parts),
    HostileBody(
      "json long texts under many names", "{\"taxPayment\":{",
      numbered: { "\"m\($0)\":\"\(String(repeating: "李", count: 13))\"," }, "\"z\":1}}",
      most: parts),
    HostileBody(
      "json objects in an array", "{\"birthCertificate\":{\"contacts\":[",
      times: "{\"channel\":\"x\"},", "{}]}}", most: parts / 2),
    HostileBody(
      "json 100,000 wrong values", "{\"birthCertificate\":{\"contacts\":[", times: "1,", "1]}}",
      most: 100_000),
    HostileBody(
      "json as many wrong values as allowed", "{\"birthCertificate\":{\"contacts\":[",
      times: "1,", "1]}}", most: parts),
    HostileBody("json long number", "{\"taxPayment\":{\"line\":", times: "9", "}}"),
    HostileBody("json long fraction", "{\"taxPayment\":{\"line\":0.", times: "9", "}}"),
    HostileBody("json long exponent", "{\"x\":1e", times: "9", "}"),
    HostileBody(
      "json many unknown numbers", "{\"x\":[", times: "1e300000000000000000000,", "1]}",
      most: parts),
    HostileBody("json long amount", "{\"taxPayment\":{\"amount\":\"", times: "9", "\"}}"),
    HostileBody("json long name", "{\"", times: "a", "\":1}"),
    HostileBody("json escapes", "{\"x\":\"", times: "\\u4e00", "\"}"),
    HostileBody("json escaped pairs", "{\"x\":\"", times: "\\ud840\\udc00", "\"}"),
    HostileBody("json lone surrogate at the end", "{\"x\":\"", times: "\\u4e00", "\\ud800\"}"),
    HostileBody(
      "json full-width digits", "{\"birthCertificate\":{\"number\":\"", times: "９", "\"}}"),
    HostileBody("json null marks", "{\"x\":[", times: "\"——\",", "1]}", most: parts),
    HostileBody("json NUL", times: "\u{0}"), HostileBody("json spaces", times: " "),
    HostileBody("json line feeds", times: "\n", "x"),
    HostileBody("json unfinished text", "{\"x\":\"", times: "李"),
    HostileBody("json backslashes", "{\"x\":\"", times: "\\\\"),
    HostileBody("json quotes", times: "\""),
  ]

  private static let xml = [
    HostileBody(
      "xml entity bomb", "<!DOCTYPE a [<!ENTITY b 'b'>",
      numbered: { "<!ENTITY e\($0) '&e\($0 - 1);&e\($0 - 1);'>" }, "]><a>&e9;</a>"),
    HostileBody(
      "xml quadratic blow-up",
      "<!DOCTYPE a [<!ENTITY b '\(String(repeating: "b", count: 50_000))'>]><a>",
      times: "&b;", "</a>"),
    HostileBody("xml undeclared entities", root, times: "&b;", "</message>"),
    HostileBody("xml character references", root + "<x>", times: "&#20000;", "</x></message>"),
    HostileBody("xml escaped ampersands", root + "<x>", times: "&amp;", "</x></message>"),
    HostileBody("xml empty elements", root, times: "<a/>", "</message>"),
    HostileBody("xml open elements", root, times: "<a>"),
    HostileBody("xml only <", times: "<"), HostileBody("xml only &", root, times: "&"),
    HostileBody(
      "xml attributes of one tag", "<message xmlns='urn:birthgate:message:1' ",
      numbered: { "a\($0)='' " }, "/>"),
    HostileBody(
      "xml 1,990 attributes in each tag", root,
      numbered: { tag in "<x " + (0..<1990).map { "a\($0)='\(tag)' " }.joined() + "/>" },
      "</message>", most: 9),
    HostileBody(
      "xml one attribute again and again", "<message ", times: "a='' ", "/>"),
    HostileBody(
      "xml declarations of one tag", "<message xmlns='urn:birthgate:message:1' ",
      numbered: { "xmlns:a\($0)='b' " }, "/>"),
    HostileBody(
      "xml 490 declarations, many names",
      "<message xmlns='urn:birthgate:message:1' "
        + (0..<490).map { "xmlns:a\($0)='b' " }.joined() + ">",
      numbered: { _ in "<a489:b/>" }, "</message>", most: parts - 500),
    HostileBody(
      "xml a prefix for each element", root, numbered: { "<a\($0):b xmlns:a\($0)='c'/>" },
      "</message>"),
    HostileBody("xml comments", root, times: "<!---->", "</message>"),
    HostileBody("xml instructions", root, numbered: { "<?p\($0)?>" }, "</message>"),
    HostileBody("xml long instruction", root + "<?p ", times: "?", "?></message>"),
    HostileBody("xml long comment", root + "<!-- ", times: "- ", "--></message>"),
    HostileBody("xml CDATA sections", root + "<x>", times: "<![CDATA[a]]>", "</x></message>"),
    HostileBody("xml brackets in CDATA", root + "<x><![CDATA[", times: "]", "]]></x></message>"),
    HostileBody(
      "xml one field again and again", root + "<taxPayment>", times: "<line>1</line>",
      "</taxPayment></message>", most: parts),
    HostileBody(
      "xml many names", root + "<taxPayment>", numbered: { "<a\($0)>1</a\($0)>" },
      "</taxPayment></message>", most: parts),
    HostileBody(
      "xml long texts", root + "<taxPayment>",
      numbered: { "<a\($0)>\(String(repeating: "李", count: 11))</a\($0)>" },
      "</taxPayment></message>", most: parts),
    HostileBody("xml text between elements", root, times: "x<a/>", "</message>", most: parts),
    HostileBody(
      "xml text after each child", root + "<x>",
      numbered: { _ in
        "<a/>" + String(repeating: "y", count: 40)
      }, "</x></message>", most: parts),
    HostileBody(
      "xml deep again and again", root,
      times: String(repeating: "<a>", count: 29) + String(repeating: "</a>", count: 29),
      "</message>", most: parts / 30),
    HostileBody(
      "xml deep with siblings", root,
      times: String(repeating: "<a>", count: 29) + String(repeating: "</a><b/>", count: 29),
      "</message>", most: parts / 60),
    HostileBody("xml wrong namespace", "<message>", times: "<a/>", "</message>", most: parts),
    HostileBody("xml long name", "<", times: "a", "/>"),
    HostileBody("xml long prefix", "<", times: "a", ":b/>"),
    HostileBody("xml unfinished attribute", root + "<a b='", times: "x"),
    HostileBody("xml line feeds in an attribute", root + "<a b='", times: "\n", "'/></message>"),
    HostileBody("xml carriage returns", root + "<x>", times: "\r\n", "</x></message>"),
    HostileBody("xml spaces", root, times: " ", "</message>"),
    HostileBody("xml NUL", root, times: "\u{0}", "</message>"),
    HostileBody("xml long declaration", "<?xml version='1.0' ", times: " ", "?><a/>"),
  ]

  private static let encodings = [
    HostileBody("bytes 80", "{\"x\":\"", timesBytes: [0x80]),
    HostileBody("bytes of GBK", "{\"x\":\"", timesBytes: [0xC0, 0xEE]),
    HostileBody("bytes of GBK in XML", root, timesBytes: [0xC0, 0xEE]),
    HostileBody("bytes of UTF-8 cut", "{\"x\":\"", timesBytes: [0xE6, 0x9D, 0x8E, 0xE6]),
    HostileBody("bytes of overlong UTF-8", "{\"x\":\"", timesBytes: [0xC0, 0x80]),
    HostileBody(
      "GB18030 exceptions", charset: .gb18030, "{\"x\":\"", timesBytes: [0xFE, 0x51]),
    HostileBody(
      "GB18030 exceptions in turn", charset: .gb18030, "{\"x\":\"",
      timesBytes: [0xFE, 0x51, 0xC0, 0xEE]),
    HostileBody(
      "GB18030 of four bytes", charset: .gb18030, "{\"x\":\"",
      timesBytes: [0x95, 0x32, 0x82, 0x36]),
    HostileBody(
      "GB18030 that means nothing", charset: .gb18030, "{\"x\":\"",
      timesBytes: [0xFE, 0x39, 0xFE, 0x39]),
    HostileBody(
      "GB18030 declared, UTF-8 sent", "<?xml version='1.0' encoding='GB18030'?>" + root,
      times: "李"),
    HostileBody("UTF-16 of one unit", charset: .utf16, "", timesBytes: [0x7B, 0]),
    HostileBody("UTF-16 of ideographs", charset: .utf16, "[\u{0}", timesBytes: [0x00, 0x4E]),
    HostileBody(
      "UTF-16 half pairs", charset: .utf16, "[\u{0}", timesBytes: [0x40, 0xD8, 0x41, 0]),
    HostileBody("UTF-32", "", timesBytes: [0x3C, 0, 0, 0]),
  ]
}
