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

  @Option(
    help: ArgumentHelp(
      "试用该地区的征求意见稿或未核实的政策包 Let a region's drafts and reports rule too.",
      valueName: "region"))
  var trialPack: [String] = []

  @Flag(help: "输出 JSON Print JSON.")
  var json = false

  func shelf() throws -> PolicyShelf {
    let book = try Assembly.policies(policies)
    let trial = Set(trialPack)
    for region in trial.sorted() where book.pack(region) == nil { throw Self.noPack(region) }
    return PolicyShelf(book: PolicyBook(packs: book.packs, trial: book.trial.union(trial)))
  }

  func day() throws -> CivilDate { try givenDay() ?? Assembly.wallClock().day }

  func givenDay() throws -> CivilDate? {
    guard let bornOn else { return nil }
    guard let day = CivilDate(bornOn) else {
      throw Stop.usage(
        Plain("--born-on 须为日期 YYYY-MM-DD。", "--born-on needs a day, YYYY-MM-DD."))
    }
    return day
  }

  static func noPack(_ region: String) -> Stop {
    .usage(Plain("没有 \(region) 的政策包。", "There is no pack of \(region)."))
  }

  static func noRegion(_ name: String) -> Stop {
    .usage(
      Plain(
        "\(name) 不是地区：须为 CN 或 2、4、6 位区划代码。",
        "\(name) is no region: CN, or 2, 4 or 6 digits of GB/T 2260."))
  }
}
