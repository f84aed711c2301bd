import Foundation
import Testing
import Wire

/// `check` as the tool of a hospital's vendor: whatever is wrong with a file, it says what and how
/// to mend it, and its status is to be relied on.
@Suite("check, for vendors", .fewAtOnce)
struct CheckVerbTests {
  private let folder: Folder

  init() throws { folder = try Folder() }

  private func check(_ name: String, _ text: String, locale: String = "C") throws -> Program.Ending
  {
    try Program.run("check", try folder.file(name, text), locale: locale)
  }

  @Test("A file without any message is an error, not a success", arguments: ["", " \n\t\n"])
  func nothing(text: String) throws {
    let ending = try check("nothing.json", text)
    #expect(ending.status == 1)
    #expect(ending.output.contains("there is no message in this file"))
    let json = try Program.run("check", folder.path + "/nothing.json", "--json")
    #expect(json.status == 1)
    #expect(json.json?.array?.first?["errors"]?.array?.first?["code"] == "notWellFormed")
  }

  /// What vendors choose by mistake, and a word of the hint that must tell them so.
  @Test(
    "A wrong file is named for what it seems to be",
    arguments: [
      ("PK\u{3}\u{4}xxxx", "ZIP"), ("%PDF-1.7", "PDF"),
      ("<!DOCTYPE html><html><body>502 Bad Gateway</body></html>", "web page"),
      ("id,name\n1,x\n", "table (CSV)"), ("[{\"header\":{}},{}]", "one message a line"),
      ("{'header': {}}", "double quotes"),
      ("<x:Envelope xmlns:x='urn:a'><a/></x:Envelope>", "SOAP"),
      ("<MDEML templateVersion=\"1.0\"><body/></MDEML>", "root element is MDEML"),
    ])
  func hints(text: String, word: String) throws {
    let ending = try check("wrong", text)
    #expect(ending.status == 1)
    #expect(ending.output.contains(word), "\(ending.output)")
  }

  @Test("A folder or a missing file is wrong usage, and the other files are read all the same")
  func unreadable() throws {
    let good = try folder.file("good.json", Letters.birth())
    let ending = try Program.run("check", folder.path, good, folder.path + "/none.json")
    #expect(ending.status == 2)
    #expect(ending.errors.contains("is a folder") && ending.errors.contains("none.json"))
    #expect(ending.output.contains("message M-1 is valid"))
  }

  /// 300 messages, of which every third has a sex that no list has: 100 alike, told three times.
  @Test("Equal errors of a batch are told three times and then counted; the sums are right")
  func grouping() throws {
    let lines = (0..<300).map { index in
      let message = Letters.line(Letters.birth(id: "B-\(index)"))
      return index % 3 == 0 ? message.replacing("\"2\"", with: "\"男\"") : message
    }
    let ending = try check("batch.ndjson", lines.joined(separator: "\n"))
    #expect(ending.status == 1)
    let output = ending.output.split(separator: "\n")
    #expect(output.count { $0.contains("error unknownCode") } == 3)
    // The first three are B-0, B-3 and B-6; those named after them are the next three.
    #expect(
      output.contains { $0.contains("97 more of unknownCode") && $0.hasSuffix("B-9, B-12, B-15") })
    #expect(
      output.contains { $0.hasSuffix("300 messages, 200 valid, 100 with errors, 0 with warnings") })
    #expect(output.count { $0.hasPrefix("cure of unknownCode:") } == 1)
    // No line for each message that is sound.
    #expect(output.count < 10)
    let chinese = try Program.run(
      "check", folder.path + "/batch.ndjson", locale: "zh_CN.UTF-8")
    #expect(chinese.output.contains("300 条报文，200 条有效，100 条有错"))
    #expect(chinese.output.contains("处理 unknownCode："))
    // For machines nothing is left out.
    let json = try Program.run("check", folder.path + "/batch.ndjson", "--json")
    #expect(json.json?.array?.count == 300)
    #expect(json.json?.array?.count { $0["valid"] == false } == 100)
    #expect(json.output.split(separator: "\n").count == 1)
  }

  @Test("One bad record of a batch does not hide those after it")
  func oneBad() throws {
    let lines = [
      Letters.line(Letters.birth()), "{\"header\": {\"id\":}}",
      Letters.line(Letters.birth(id: "M-2")).replacing("\"2\"", with: "\"x\""),
    ]
    let ending = try check("batch.ndjson", lines.joined(separator: "\n"))
    #expect(ending.output.contains(":2:18: error notWellFormed"))
    #expect(ending.output.contains(":3:"))
    #expect(ending.output.contains("3 messages, 1 valid, 2 with errors"))
  }

  /// In a terminal the line is shown with a caret below the place, also under Chinese, which takes
  /// two columns a character, and also far to the right.
  @Test("On a terminal the place is marked in the line that is meant")
  func caret() throws {
    let text = Letters.birth().replacing("\"2\"", with: "\"7\"")
    let file = try folder.file("wrong.json", text)
    let shown = try onTerminal(file)
    let lines = shown.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let mark = try #require(lines.firstIndex { $0.contains("^") && !$0.contains("\"") })
    let before = lines[mark].prefix { $0 != "^" }.count
    #expect(lines[mark - 1].contains("\"sex\": \"7\""))
    // Columns before the value: one for an ASCII character, two for a Chinese one.
    let start = try #require(lines[mark - 1].firstRange(of: "\"7\""))
    let columns = lines[mark - 1][..<start.lowerBound].reduce(0) {
      $0 + ($1.isASCII || $1 == "…" ? 1 : 2)
    }
    #expect(before == columns)
    // What moves a cursor is not handed on.
    let evil = try folder.file("evil.json", text.replacing("李一诺", with: "\u{1B}[2J李\u{202E}诺"))
    #expect(try !onTerminal(evil).unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{202E}" })
    // Not for a file that the output goes to.
    #expect(try !Program.run("check", file).output.contains("^"))
  }

  private func onTerminal(_ file: String) throws -> String {
    let script = """
      import os, pty
      os.environ['LC_ALL'] = 'C'
      pty.spawn(['\(Program.url.path)', 'check', '\(file)'])
      """
    return try Python.run(script).replacing("\r\n", with: "\n")
  }
}
