import ArgumentParser
import Casework
import Engine
import Foundation
import Policies
import StoreSQLite
import Wire

/// Lets other packs rule from now on: tells what that changes, writes down who decided and why, and
/// looks at every case again.
///
/// Ended in the middle, the same command goes on, and so does the gateway when it starts.
struct PolicyAdopt: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "adopt",
    abstract: "采用一套政策包 · Adopt a set of packs, for all cases from now on")

  @Option(help: ArgumentHelp("要采用的政策包 The packs to adopt.", valueName: "dir"))
  var policies: String?

  @Flag(help: "采用本程序自带的政策包 Adopt the packs that came with this program.")
  var builtIn = false

  @Option(help: ArgumentHelp("决定人 Who decides.", valueName: "name"))
  var by: String

  @Option(help: ArgumentHelp("核准人，须为另一人 Who approves: another person.", valueName: "name"))
  var approver: String

  @Option(help: ArgumentHelp("理由 Why.", valueName: "text"))
  var reason: String

  @Flag(help: "只看会改变什么，不改变任何东西 Tell what would change, and change nothing.")
  var dryRun = false

  @OptionGroup var place: PlaceOptions

  @Flag(help: "输出 JSON Print JSON.")
  var json = false

  func run() async throws {
    try checkPersons()
    let packs = try named()
    let settings = try place.read()
    let book: PolicyBook
    do throws(PackError) {
      book = try packs.book(trial: settings.trialPacks)
    } catch {
      throw Stop.invalid(
        Plain("不能采用，政策包有误：\(error)", "Not adopted, a policy pack is wrong: \(error)"))
    }
    let desk = try await AdoptionDesk(
      place, settings: settings, packs: packs, book: book, isDryRun: dryRun)
    let newest = try await desk.newest()
    if newest?.packs.digest == packs.digest {
      try await finish(desk, already: true)
      return
    }
    if !dryRun { try await desk.finishPending() }
    let tally = try await desk.whatIf(over: newest).run { _ in }
    if !json { tally.lines.forEach { Output.line($0) } }
    guard !dryRun else {
      say(tally, nil, Plain("试运行：什么也没有改变。", "Dry run: nothing was changed."))
      return
    }
    try await desk.adopt(
      over: newest, source: builtIn ? .builtIn : .folder, by: by, approver: approver,
      reason: reason)
    try await finish(desk, already: false, tally)
  }

  private func finish(_ desk: AdoptionDesk, already: Bool, _ tally: WhatIf.Tally? = nil)
    async throws
  {
    let isPending = try await desk.isPending()
    let progress = dryRun ? nil : try await desk.review()
    guard already else {
      let written = progress?.written ?? 0
      say(
        tally, progress,
        Plain(
          "已采用；重新看过全部个案，更新了 \(written) 个。",
          "Adopted; all cases were looked at again, \(written) were brought up to date."))
      return
    }
    say(
      nil, progress,
      isPending && !dryRun
        ? Plain("这套政策包先前已采用；现已看完其余个案。", "Adopted before; the remaining cases were looked at.")
        : Plain("这套政策包已在用，无事可做。", "These packs rule already: nothing to do."))
  }

  private func say(_ tally: WhatIf.Tally?, _ progress: AdoptionProgress?, _ text: Plain) {
    guard json else {
      Output.line(text)
      return
    }
    Output.json(
      .record([
        "adopted": .bool(progress != nil && !dryRun), "dryRun": .bool(dryRun),
        "summary": tally?.json, "written": progress.map { .int($0.written) },
        "seen": progress.map { .int($0.seen) }, "text": .plain(text),
      ]))
  }

  private func checkPersons() throws {
    let words = [by, approver, reason].map(\.trimmed)
    guard words.allSatisfy({ !$0.isEmpty }) else {
      throw Stop.usage(
        Plain(
          "--by、--approver、--reason 不能为空。", "--by, --approver and --reason may not be empty."))
    }
    guard words[0] != words[1] else {
      throw Stop.usage(
        Plain("核准人须为另一人。", "The approver must be another person than who decides."))
    }
  }

  private func named() throws -> PackSet {
    guard let policies else {
      guard builtIn else {
        throw Stop.usage(
          Plain("请给出 --policies 或 --built-in。", "Name the packs: --policies or --built-in."))
      }
      return .builtIn
    }
    guard !builtIn else {
      throw Stop.usage(
        Plain(
          "--policies 与 --built-in 只能给一个。", "Give --policies or --built-in, not both."))
    }
    return try PackSet.folder(policies)
  }
}
