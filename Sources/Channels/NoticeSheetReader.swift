import Casework

/// Reads one file of texts, line by line, and notes everything that cannot be taken.
struct NoticeSheetReader {
  private(set) var sheet: NoticeCatalogue.Sheet
  private(set) var faults: [NoticeCatalogue.Fault] = []
  private var name: (text: String, line: Int)?
  private var lines: [Substring] = []

  init(_ bytes: [UInt8], region: String, language: NoticeText.Language) {
    sheet = NoticeCatalogue.Sheet(region: region, language: language)
    let text = String(decoding: bytes, as: UTF8.self)
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    where !line.isEmpty && !line.hasPrefix("#") {
      take(line, index + 1)
    }
    close()
    if sheet.version.isEmpty {
      complain(1, "文件开头缺少 version。", "The file begins without its version.")
    }
  }

  private mutating func take(_ line: Substring, _ number: Int) {
    if line.hasPrefix("== ") {
      close()
      name = (String(line.dropFirst(3)), number)
      lines = []
    } else if name != nil {
      lines.append(line)
    } else if line.hasPrefix("version ") {
      sheet.version = String(line.dropFirst(8))
    } else if line.hasPrefix("signature ") {
      sheet.signature = String(line.dropFirst(10))
    } else {
      complain(
        number, "第一段之前只有 version 和 signature。",
        "Only version and signature stand before the first block.")
    }
  }

  private mutating func close() {
    guard let (name, line) = name else { return }
    guard Self.names.contains(name) else {
      return complain(
        line, "没有这一段：\(name)。", "There is no block \(name).")
    }
    guard sheet.blocks[name] == nil else {
      return complain(line, "\(name) 有两段。", "\(name) stands twice.")
    }
    var rest = lines[...]
    var short: Substring?
    if let first = rest.first, first.hasPrefix("sms: ") {
      short = first.dropFirst(5)
      rest = rest.dropFirst()
    }
    let title = name == NoticeCatalogue.foot ? "" : rest.popFirst() ?? ""
    guard !rest.isEmpty, name == NoticeCatalogue.foot || !title.isEmpty else {
      return complain(line, "\(name) 缺少标题或正文。", "\(name) has no title or no body.")
    }
    guard let titleTemplate = NoticeTemplate(String(title)),
      let body = NoticeTemplate(rest.joined(separator: "\n"))
    else { return complain(line, "\(name) 的括号不成对。", "The braces of \(name) do not match.") }
    let shortTemplate = short.flatMap { NoticeTemplate(String($0)) }
    guard short == nil || shortTemplate != nil else {
      return complain(line, "\(name) 的括号不成对。", "The braces of \(name) do not match.")
    }
    sheet.blocks[name] = NoticeCatalogue.Block(
      line: line, title: titleTemplate, body: body, short: shortTemplate)
  }

  private static let names = Set(
    Notice.Kind.allCases.flatMap { kind in
      NoticeText.Reader.allCases.map { "\(kind.rawValue) / \($0.rawValue)" }
    } + [NoticeCatalogue.foot, NoticeCatalogue.pageLink])

  private mutating func complain(_ line: Int, _ chinese: String, _ english: String) {
    faults.append(NoticeCatalogue.Fault(line: line, message: Plain(chinese, english)))
  }
}
