import ArgumentParser
import Casework
import Wire

/// Lists the packs; with `--data`, those that the gateway of that data rules by, and how they came
/// to rule.
struct PolicyListing: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "列出政策包及文件，给出 --data 时含采用记录 · List the packs, with --data their adoptions")

  @OptionGroup var options: PolicyOptions

  @Option(help: "数据文件夹 The data folder, for the adoptions.")
  var data: String?

  @Option(help: ArgumentHelp("存储地址 The store.", valueName: "url"))
  var store: String?

  @Option(help: ArgumentHelp("设置文件 The settings file.", valueName: "file"))
  var settings: String?

  func run() async throws {
    guard let data else {
      listPacks(try options.shelf().list)
      return
    }
    var place = PlaceOptions()
    place.data = data
    place.store = store
    place.settings = settings
    let office = try await ReadingRoom(place).office()
    let records = AdoptionRecords(records: office.records)
    let history = try await ReadingRoom.read { () async throws(StoreError) in
      var all: [(adoption: Adoption, progress: AdoptionProgress?)] = []
      for adoption in try await records.history() {
        all.append((adoption, try await records.progress(of: adoption)))
      }
      return all
    }
    guard !options.json else {
      Output.json(
        .record([
          "packs": .array(office.policies.list),
          "adoptions": .array(history.map(Self.view)),
          "waiting": .bool(office.packs?.isWaiting ?? false),
          "named": .bool(office.packs?.isGuest ?? false),
        ]))
      return
    }
    office.policies.list.map(Self.title).forEach(Output.line)
    for entry in history {
      Output.line(Self.line(entry.adoption))
      if entry.progress?.isDone == false {
        Output.line(
          Plain(
            "  个案尚未全部重新看过：再次采用或启动网关即继续。",
            "  not all cases have been looked at again: adopt once more or start the gateway."))
      }
    }
    if let packs = office.packs { Self.remarks(packs).forEach { Output.line($0) } }
  }

  /// The packs with their versions, where no gateway is asked.
  private func listPacks(_ packs: [JSONValue]) {
    guard !options.json else {
      Output.json(.array(packs))
      return
    }
    for pack in packs {
      Output.line(Self.title(pack))
      for version in pack["versions"]?.array ?? [] {
        let from = version["from"]?.string ?? "—"
        let status = TermWord.said(version["status"]?.string ?? "").said(in: Output.language)
        Output.line("  \(from)  \(version["document"]?.string ?? "")  \(status)")
      }
    }
  }

  private static func title(_ pack: JSONValue) -> String {
    let name = pack["name"]?[Output.language.rawValue]?.string ?? ""
    return "\(pack["pack"]?.string ?? "")  \(name)"
  }

  /// An adoption with how far its review has come; nothing where there was nothing to review.
  private static func view(_ adoption: Adoption, _ progress: AdoptionProgress?) -> JSONValue {
    let review = progress.map { progress in
      JSONValue.record([
        "seen": .int(progress.seen), "written": .int(progress.written),
        "done": .bool(progress.isDone),
      ])
    }
    return adoption.fullView.with("review", review ?? .null)
  }

  private static func line(_ adoption: Adoption) -> Plain {
    let head = "\(adoption.number)  \(adoption.from.rfc3339)  SM3 \(adoption.packs.digest)"
    guard let by = adoption.by, let approver = adoption.approver, let reason = adoption.reason
    else { return Plain(head + "  首次启动", head + "  at the first start") }
    return Plain(
      head + "  决定 \(by)  核准 \(approver)  \(reason)",
      head + "  by \(by), approved by \(approver): \(reason)")
  }

  private static func remarks(_ packs: RulingPacks) -> [Plain] {
    if packs.isGuest {
      return [
        Plain(
          "现用的是 --policies 指定的政策包，尚未采用。", "Packs named with --policies rule; they are not adopted.")
      ]
    }
    guard packs.isWaiting else { return [] }
    return [
      Plain(
        "本程序自带另一套政策包，待决定是否采用。", "This program brings other packs, which wait to be adopted.")
    ]
  }
}
