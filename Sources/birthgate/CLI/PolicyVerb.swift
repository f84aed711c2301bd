import ArgumentParser
import Casework
import Wire

/// The policy packs: what there is, what holds where, what differs, whether they are sound.
struct PolicyVerb: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "policy", abstract: "政策包 · The policy packs",
    subcommands: [
      PolicyListing.self, PolicyShow.self, PolicyDiff.self, PolicyCheck.self, PolicyWhatIf.self,
      PolicyAdopt.self,
    ])
}

/// The options all policy verbs share.
struct PolicyOptions: ParsableArguments {
  @Option(help: ArgumentHelp("政策包文件夹 A folder of policy packs.", valueName: "dir"))
  var policies: String?

  @Option(
    help: ArgumentHelp(
      "为此日出生的孩子 For children born on this day; today if none.", valueName: "date"))
  var bornOn: String?

  @Flag(help: "输出 JSON Print JSON.")
  var json = false

  func shelf() throws -> PolicyShelf { PolicyShelf(book: try Assembly.policies(policies)) }

  func day() throws -> CivilDate {
    guard let bornOn else { return Assembly.wallClock().day }
    guard let day = CivilDate(bornOn) else {
      throw Stop.usage(
        Plain("--born-on 须为日期 YYYY-MM-DD。", "--born-on needs a day, YYYY-MM-DD."))
    }
    return day
  }

  static func noRegion(_ name: String) -> Stop {
    .usage(
      Plain(
        "\(name) 不是地区：须为 CN 或 2、4、6 位区划代码。",
        "\(name) is no region: CN, or 2, 4 or 6 digits of GB/T 2260."))
  }
}

/// Lists the packs with their documents.
struct PolicyList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "列出政策包及文件 · List the packs with their documents")

  @OptionGroup var options: PolicyOptions

  func run() throws {
    let packs = try options.shelf().list
    guard !options.json else {
      Output.json(.array(packs))
      return
    }
    for pack in packs {
      let name = pack["name"]?[Output.language.rawValue]?.string ?? ""
      Output.line("\(pack["pack"]?.string ?? "")  \(name)")
      for version in pack["versions"]?.array ?? [] {
        let from = version["from"]?.string ?? "—"
        let status = version["status"]?.string ?? ""
        Output.line("  \(from)  \(version["document"]?.string ?? "")  \(status)")
      }
    }
  }
}

/// Shows what holds in a region and which pack says so.
struct PolicyShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "某地区的规则及出处 · What holds in a region, and which pack says so")

  @Argument(help: "地区 A region.")
  var region: String

  @OptionGroup var options: PolicyOptions

  func run() throws {
    guard let view = try options.shelf().show(region, on: try options.day()) else {
      throw PolicyOptions.noRegion(region)
    }
    guard !options.json else {
      Output.json(view)
      return
    }
    (view["values"]?.array ?? []).forEach { Output.line(Self.line($0)) }
  }

  static func line(_ value: JSONValue) -> String {
    let name = value["name"]?.string ?? ""
    let shown = value["value"].map { $0.string ?? $0.canonicalText } ?? ""
    let from = value["from"]?.string.map { " (\($0))" } ?? ""
    let assumed = value["assumed"]?.bool == true ? "  assumed 推定" : ""
    let rule = value["rule"]?.string ?? ""
    return "\(name)\(from) = \(shown)  [\(value["pack"]?.string ?? "") \(rule)]\(assumed)"
  }
}

/// Shows in what two regions differ.
struct PolicyDiff: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "两地区的差别 · In what two regions differ")

  @Argument(help: "甲地区 One region.")
  var one: String

  @Argument(help: "乙地区 The other region.")
  var other: String

  @OptionGroup var options: PolicyOptions

  func run() throws {
    for region in [one, other] where !PolicyShelf.isRegion(region) {
      throw PolicyOptions.noRegion(region)
    }
    let differences =
      try options.shelf().difference(one, other, on: try options.day()) ?? []
    guard !options.json else {
      Output.json(.array(differences))
      return
    }
    for difference in differences {
      Output.line("\(one): \(Self.line(difference["a"]))")
      Output.line("\(other): \(Self.line(difference["b"]))")
    }
  }

  private static func line(_ value: JSONValue?) -> String {
    guard let value, value != .null else { return "—" }
    return PolicyShow.line(value)
  }
}

/// Runs the examples of all packs.
struct PolicyCheck: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "运行政策包自带的算例 · Run the examples that the packs bring")

  @OptionGroup var options: PolicyOptions

  func run() throws {
    let shelf: PolicyShelf
    do {
      shelf = try options.shelf()
    } catch let stop as Stop {
      // A pack that contradicts itself is what this verb looks for, no slip of its caller.
      throw Stop.invalid(stop.text)
    }
    let examples = shelf.book.packs.flatMap(\.versions).map(\.examples.count).reduce(0, +)
    let packs = shelf.book.packs.count
    guard !options.json else {
      Output.json(.record(["packs": .int(packs), "examples": .int(examples)]))
      return
    }
    Output.line(
      Plain(
        "\(packs) 个政策包、\(examples) 个算例，全部相符。",
        "\(packs) packs, \(examples) examples: all hold."))
  }
}
