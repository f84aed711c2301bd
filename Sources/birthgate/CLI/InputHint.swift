import Casework
import Wire

/// Says what a file seems to be that holds no message of ours, since "not well-formed" helps nobody
/// who has chosen the wrong file.
enum InputHint {
  static func of(_ bytes: [UInt8]) -> Plain? {
    let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    let text = String(decoding: bytes.dropFirst(hasMark ? 3 : 0).prefix(1024), as: UTF8.self)
    let start = text.trimmed
    return byBytes(bytes) ?? (start.hasPrefix("<") ? byRoot(start) : byText(start))
  }

  private static func byBytes(_ bytes: [UInt8]) -> Plain? {
    if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
      return Plain(
        "看起来是 ZIP 压缩包或 Office 文档，请先取出其中的 JSON 或 XML。",
        "This looks like a ZIP archive or an Office document; take the JSON or XML out of it.")
    }
    if bytes.starts(with: [0x1F, 0x8B]) {
      return Plain("看起来是 gzip 压缩文件，请先解压。", "This looks compressed by gzip; unpack it first.")
    }
    if bytes.starts(with: "%PDF".utf8) {
      return Plain("看起来是 PDF，不是报文。", "This looks like a PDF, not a message.")
    }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      return Plain(
        "看起来是 UTF-16（记事本的“Unicode”），请另存为 UTF-8。",
        "This looks like UTF-16, which Notepad calls Unicode; save it as UTF-8.")
    }
    return nil
  }

  /// Of an XML document that is no canonical message.
  private static func byRoot(_ start: String) -> Plain? {
    let lower = start.lowercased()
    if lower.hasPrefix("<!doctype html") || lower.hasPrefix("<html") {
      return Plain(
        "看起来是网页，常见的是代理或网关的出错页。",
        "This looks like a web page, often an error page of a proxy.")
    }
    guard let root = rootName(start), root != "message", root != "messages" else { return nil }
    if root == "Envelope" {
      return Plain(
        "看起来是 SOAP 信封：请发往 /v1/soap，或只取其中的报文。",
        "This looks like a SOAP envelope: send it to /v1/soap, or check what is in it.")
    }
    return Plain(
      "根元素是 \(root)，不是规范报文；若是登记过的方言，须按该方言检查。",
      "The root element is \(root), so this is no canonical message; where it is a dialect, it has"
        + " to be checked as that dialect.")
  }

  private static func rootName(_ start: String) -> String? {
    let match = start.firstMatch(
      of: #/<(?:[A-Za-z_][^\s:<>\/!?]*:)?([A-Za-z_][^\s:<>\/!?]*)[\s>\/]/#)
    return match.map { String($0.output.1) }
  }

  private static func byText(_ start: String) -> Plain? {
    if start.hasPrefix("[") {
      return Plain(
        "看起来是 JSON 数组：批次请每行一条报文（NDJSON），不要方括号和行尾逗号。",
        "This looks like a JSON array: write a batch as one message a line (NDJSON), without brackets"
          + " and commas between.")
    }
    if start.hasPrefix("{'") || start.hasPrefix("{ '") {
      return Plain(
        "看起来用了单引号：JSON 只用双引号。", "This has single quotes; JSON has double quotes only.")
    }
    guard let line = start.split(whereSeparator: \.isNewline).first, !start.hasPrefix("{") else {
      return nil
    }
    let marks = line.count { $0 == "," || $0 == ";" || $0 == "\t" }
    guard marks > 0 else { return nil }
    return Plain(
      "看起来是表格（CSV），请转换为 JSON 或 XML 报文。",
      "This looks like a table (CSV); make JSON or XML messages of it.")
  }
}
