import ArgumentParser
import Casework
import Wire

/// Reads messages and prints every error with its place; disk and network stay untouched.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "检查报文，打印每个错误及其位置 · Check messages, print every error with its place")

  @Argument(
    help: ArgumentHelp(
      "报文或批次，- 为标准输入 Messages or batches; - for standard input.",
      valueName: "file"))
  var files: [String]

  @Flag(help: "输出 JSON Print JSON.")
  var json = false

  func run() throws {
    let reader = Families.reader
    var views: [JSONValue] = []
    var invalid = 0
    for name in files {
      let file = try InputFile(name)
      var index = 0
      try file.forEachPiece { piece in
        let verdict = Verdict(file: name, index: index, piece, file.form, reader)
        index += 1
        if !verdict.isValid { invalid += 1 }
        if json { views.append(verdict.json) } else { verdict.lines.forEach(Output.line) }
      }
    }
    if json { Output.json(.array(views)) }
    if invalid > 0 { throw Stop.invalid() }
  }
}

/// What the reader says of one message of a file.
struct Verdict {
  let file: String
  let index: Int
  let id: String?
  let errors: [Finding]
  let warnings: [Finding]

  init(
    file: String, index: Int, _ piece: BatchPiece, _ form: MessageForm, _ reader: MessageReader
  ) {
    self.file = file
    self.index = index
    do throws(Rejection) {
      let reading = try reader.read(piece, form)
      (id, errors, warnings) = (reading.message.id, [], reading.warnings)
    } catch {
      (id, errors, warnings) = (error.id, error.errors, [])
    }
  }

  init(file: String, index: Int, rejection: Rejection) {
    self.file = file
    self.index = index
    (id, errors, warnings) = (rejection.id, rejection.errors, [])
  }

  var isValid: Bool { errors.isEmpty }

  var json: JSONValue {
    .record([
      "file": .string(file), "index": .int(index), "id": .text(id), "valid": .bool(isValid),
      "errors": .array(errors.map { Fault($0).json }),
      "warnings": .array(warnings.map { Fault($0).json }),
    ])
  }

  /// `FILE:LINE:COLUMN: error CODE PATH: what is wrong`, as compilers have it.
  var lines: [String] {
    let language = Output.language
    let told =
      errors.map { ($0, Plain("错误", "error")) }
      + warnings.map { ($0, Plain("警告", "warning")) }
    let lines = told.map { finding, kind in
      "\(file):\(finding.line):\(finding.column): \(kind.said(in: language)) "
        + "\(finding.code.rawValue) \(finding.path): \(finding.message.said(in: language))"
    }
    guard isValid else { return lines }
    let name = id ?? "\(index)"
    return lines
      + ["\(file): \(Plain("报文 \(name) 有效", "message \(name) is valid").said(in: language))"]
  }
}
