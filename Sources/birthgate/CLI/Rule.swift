import ArgumentParser
import Casework
import Wire

/// Forms the cases of messages and prints the ruling of each: no server, no disk.
struct Rule: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "由报文形成个案并打印裁定 · Form cases from messages and print the ruling of each")

  @Argument(
    help: ArgumentHelp(
      "报文或批次，- 为标准输入 Messages or batches; - for standard input.",
      valueName: "file"))
  var files: [String]

  @Option(help: ArgumentHelp("裁定日 The day to rule for.", valueName: "date"))
  var asOf: String

  @Option(help: ArgumentHelp("行政区划，2、4 或 6 位 A division, 2, 4 or 6 digits.", valueName: "division"))
  var place: String?

  @Option(help: ArgumentHelp("政策包文件夹 A folder of policy packs.", valueName: "dir"))
  var policies: String?

  @OptionGroup var trial: TrialPacks

  @Flag(
    help: "附上展望：以后各年度、断保的代价、退费 Add the outlook: years to come, what missing one costs, refunds.")
  var outlook = false

  @Flag(help: "输出 JSON Print JSON.")
  var json = false

  func run() throws {
    guard let day = CivilDate(asOf) else {
      throw Stop.usage(
        Plain("--as-of 须为日期 YYYY-MM-DD。", "--as-of needs a day, YYYY-MM-DD."))
    }
    if let place, place == "CN" || !PolicyShelf.isRegion(place) {
      throw Stop.usage(
        Plain(
          "--place 须为 2、4 或 6 位行政区划代码。", "--place needs 2, 4 or 6 digits of GB/T 2260."))
    }
    let book = try Assembly.policies(policies, trial: trial.regions)
    var pile = MessagePile()
    for name in files { try pile.add(try InputFile(name)) }
    let formed = Law.rule(
      pile.messages, asOf: day, place: place, book: book, withOutlook: outlook || !json)
    if json {
      Output.json(
        .array(
          formed.map { formed in
            let ruling = formed.ruling.json()
            return outlook ? ruling.with("outlook", formed.outlook?.json ?? .null) : ruling
          }))
    } else {
      let texts = formed.map { RulingText($0).text(in: Output.language) }
      if !texts.isEmpty { Output.line(texts.joined(separator: "\n\n")) }
    }
    if pile.invalid > 0 { throw Stop.invalid() }
  }
}

/// Which regions' drafts and reported packs are to rule.
struct TrialPacks: ParsableArguments {
  @Option(
    name: .customLong("trial-pack"),
    help: ArgumentHelp(
      "试用该地区的征求意见稿或未核实的政策包，可重复 Let the draft or reported pack of a region rule; may be repeated.",
      valueName: "region"))
  var names: [String] = []

  var regions: Set<String> { Set(names) }
}

/// The messages of many files, one of each key; what cannot be read is told on standard error.
struct MessagePile {
  private let reader = Families.reader
  private(set) var messages: [Message] = []
  private(set) var invalid = 0

  mutating func add(_ file: InputFile) throws {
    var index = 0
    try file.forEachPiece { piece in
      defer { index += 1 }
      do throws(Rejection) {
        messages.append(try reader.read(piece, file.form).message)
      } catch {
        invalid += 1
        Verdict(file: file.name, index: index, rejection: error).lines.forEach { line in
          Output.complain(line)
        }
      }
    }
  }
}
