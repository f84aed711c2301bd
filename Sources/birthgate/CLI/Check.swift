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

  @Option(
    help: ArgumentHelp(
      "按方言检查：内置方言的名称，或一个方言文件 Read a dialect: the name of one built in, or a file.",
      valueName: "name|file.json"))
  var dialect: [String] = []

  @Option(
    help: ArgumentHelp(
      "方言报文不写发送方时的发送方 Who sends, where a dialect does not say.", valueName: "code"))
  var sender: String?

  @Option(
    help: ArgumentHelp(
      "未声明时的编码 The encoding of what declares none: UTF-8, GB18030, UTF-16.",
      valueName: "name"))
  var charset: String?

  @Flag(help: "输出 JSON Print JSON.")
  var json = false

  func run() throws {
    let reader = Families.reader
    let manner = try DialectShelf.manner(dialect, charset: charset, sender: sender)
    var report = CheckReport(json: json)
    for name in files {
      // A document that can be read as a whole is: its paths then count its records.
      let size = InputFile.bytes(of: name) ?? 0
      let frame = size > Gateway.bodyBytesMax ? manner : .canonical
      guard let file = report.open(name, as: frame) else { continue }
      var index = 0
      try file.forEachPiece { piece in
        for result in reader.readAll(piece, file.form, as: manner) {
          report.add(Verdict(file: name, index: index, result), piece)
          index += 1
        }
      }
      report.close(name)
    }
    try report.finish()
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

  init(file: String, index: Int, _ result: Result<Reading, Rejection>) {
    self.file = file
    self.index = index
    switch result {
    case .success(let reading): (id, errors, warnings) = (reading.message.id, [], reading.warnings)
    case .failure(let rejection): (id, errors, warnings) = (rejection.id, rejection.errors, [])
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

  var lines: [String] { (errors + warnings).map { line($0) } }

  /// `FILE:LINE:COLUMN: error CODE PATH: what is wrong`, as compilers have it.
  func line(_ finding: Finding) -> String {
    let language = Output.language
    let kind = finding.code.status == nil ? Plain("警告", "warning") : Plain("错误", "error")
    return "\(file):\(finding.line):\(finding.column): \(kind.said(in: language)) "
      + "\(finding.code.rawValue) \(finding.path): \(finding.message.said(in: language))"
  }
}

extension MessageReader {
  /// Every message of a piece: one, but for dialects that repeat their records.
  func readAll(
    _ piece: BatchPiece, _ form: MessageForm, as manner: Manner
  ) -> [Result<Reading, Rejection>] {
    guard !manner.dialects.isEmpty, !piece.isTooLong, piece.bytes.count <= Gateway.bodyBytesMax
    else {
      return [Result { () throws(Rejection) in try read(piece, form, as: manner) }]
    }
    return readAll(piece.bytes, form: form, as: manner, from: piece.place)
      .map { $0.through(piece.steps) }
  }
}

extension DialectShelf {
  /// What the options of a verb say about how a sender writes: names, or files that hold a table.
  static func manner(
    _ names: [String], charset: String? = nil, sender: String? = nil
  ) throws -> Manner {
    var shelf = builtIn
    var dialects: [Dialect] = []
    for name in names {
      if name.hasSuffix(".json") {
        do throws(Trouble) {
          shelf = try shelf.adding(file: name)
        } catch {
          throw Stop.usage(error.plain)
        }
        if let last = shelf.last { dialects.append(last) }
      } else if let dialect = shelf.find(name) {
        dialects.append(dialect)
      } else {
        throw Stop.usage(shelf.lack(of: name))
      }
    }
    let encoding = charset.flatMap { Charset(name: $0) }
    if let charset, encoding == nil {
      throw Stop.usage(
        Plain("不认识编码 \(charset)。", "The encoding \(charset) is not one of those read."))
    }
    return Manner(dialects, charset: encoding, sender: sender)
  }
}
