import ArgumentParser
import Casework
import Engine
import Policies
import Wire

/// Lists the open cases whose ruling would change if other packs ruled, and how.
///
/// What "open" means is said at ``WhatIf``. Only reads, beside a running gateway or without one; a
/// case that changes meanwhile is shown as it was when its page was read.
struct PolicyWhatIf: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "what-if",
    abstract: "换用另一套政策包，哪些在办个案会变 · Which open cases other packs would change, and how")

  @Option(
    help: ArgumentHelp(
      "另一套政策包；不给则为现用的 The other packs; those that rule if none.", valueName: "dir"))
  var policies: String?

  @Option(
    help: ArgumentHelp(
      "试用该地区的征求意见稿或未核实的政策包 Lets a region's drafts and reported packs rule.",
      valueName: "region"))
  var trialPack: [String] = []

  @OptionGroup var place: PlaceOptions

  @Option(help: ArgumentHelp("裁定日 The day to rule for.", valueName: "date"))
  var asOf: String?

  @Flag(help: "理由的措辞也算 Count the wording of reasons too.")
  var wording = false

  @Flag(help: "输出 JSON Print JSON.")
  var json = false

  func run() async throws {
    guard policies != nil || !trialPack.isEmpty else {
      throw Stop.usage(
        Plain(
          "请给出 --policies 或 --trial-pack。", "Name other packs: --policies or --trial-pack."))
    }
    let named = try policies.map { try PackSet.folder($0) }
    let day = try CaseShow.day(asOf)
    let office = try await ReadingRoom(place).office()
    let packs = named ?? office.packs?.packs ?? .builtIn
    let trial = office.settings().trialPacks.union(trialPack)
    let book: PolicyBook
    do throws(PackError) {
      book = try packs.book(trial: trial)
    } catch {
      throw Stop.invalid(Plain("政策包有误：\(error)", "A policy pack is wrong: \(error)"))
    }
    for region in trialPack where book.pack(region) == nil {
      throw PolicyOptions.noPack(region)
    }
    let ruled = day ?? office.today
    let whatIf = WhatIf(
      survey: office.caseworker.survey(after: book, day: ruled, cores: WhatIf.cores),
      withWording: wording)
    if json { try await printJSON(whatIf, on: ruled) } else { try await printText(whatIf) }
  }

  private func printText(_ whatIf: WhatIf) async throws {
    let tally = try await whatIf.run { found in
      if found.isOpen { found.lines.forEach { Output.line($0) } }
    }
    tally.lines.forEach { Output.line($0) }
  }

  /// One document, written case by case, so that a hundred thousand of them need no room.
  private func printJSON(_ whatIf: WhatIf, on day: CivilDate) async throws {
    Output.line("{\"asOf\":\"\(day)\",\"cases\":[")
    var isFirst = true
    let tally = try await whatIf.run { found in
      guard found.isOpen else { return }
      Output.line((isFirst ? "" : ",") + found.json.canonicalText)
      isFirst = false
    }
    Output.line("],\"summary\":\(tally.json.canonicalText)}")
  }
}
