import ArgumentParser
import Casework
import Policies
import Wire

/// Reads all packs, runs their examples and says what an attentive reader would remark.
struct PolicyCheck: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "检查政策包并运行算例 · Check the packs and run the examples that they bring")

  @OptionGroup var options: PolicyOptions

  func run() throws {
    let shelf: PolicyShelf
    do {
      shelf = try options.shelf()
    } catch let stop as Stop {
      // A pack that contradicts itself is what this verb looks for, no slip of its caller.
      throw Stop.invalid(stop.text)
    }
    let packs = shelf.book.packs
    let remarks = PolicyAudit(packs).remarks
    let examples = packs.map(Self.examples).reduce(0, +)
    guard !options.json else {
      Output.json(
        .record([
          "packs": .int(packs.count), "examples": .int(examples),
          "each": .array(packs.map(Self.view)), "warnings": .array(remarks.map(Self.view)),
        ]))
      return
    }
    for pack in packs { Output.line(Self.line(pack)) }
    for remark in remarks { Output.complain(Self.said(remark)) }
    Output.line(
      Plain(
        "\(packs.count) 个政策包、\(examples) 个算例，全部相符。",
        "\(packs.count) packs, \(examples) examples: all hold."))
  }

  private static func examples(_ pack: PolicyPack) -> Int {
    pack.versions.map(\.examples.count).reduce(0, +)
  }

  private static func view(_ pack: PolicyPack) -> JSONValue {
    .record([
      "pack": .string(pack.region), "name": .plain(pack.name),
      "versions": .int(pack.versions.count),
      "terms": .int(Set(pack.versions.flatMap(\.terms.keys)).count),
      "examples": .int(examples(pack)),
      "status": .texts(pack.versions.map(\.status.rawValue)),
    ])
  }

  private static func line(_ pack: PolicyPack) -> Plain {
    let count = examples(pack)
    let terms = Set(pack.versions.flatMap(\.terms.keys)).count
    let isInForce = pack.versions.contains { $0.status == .inForce }
    let resting = Set(pack.versions.map(\.status)).subtracting([.inForce])
      .map { TermWord.said($0.rawValue) }.sorted { $0.english < $1.english }
    let mark =
      resting.isEmpty
      ? Plain("", "")
      : Plain(
        "［\(resting.map(\.chinese).joined(separator: "、"))\(isInForce ? "" : "，不生效")］",
        " [\(resting.map(\.english).joined(separator: ", "))\(isInForce ? "" : "; does not rule")]")
    return Plain(
      "\(pack.region) \(pack.name.chinese)：\(terms) 项、\(count) 个算例\(mark.chinese)",
      "\(pack.region) \(pack.name.english): \(terms) terms, \(count) examples\(mark.english)")
  }

  private static func said(_ remark: PolicyAudit.Remark) -> Plain {
    switch remark {
    case .silent(let term):
      Plain(
        "注意：没有任何政策包规定“\(term.title.chinese)”（\(term.rawValue)）。",
        "Note: no pack says anything of \(term.rawValue) (\(term.title.english)).")
    case .unquoted(let region, let term, let rule):
      Plain(
        "注意：\(region) 的 \(term.rawValue) 依据 \(rule)，但没有其引文。",
        "Note: \(region) takes \(term.rawValue) from \(rule) and quotes it nowhere.")
    }
  }

  private static func view(_ remark: PolicyAudit.Remark) -> JSONValue {
    switch remark {
    case .silent(let term):
      .record([
        "kind": "silent", "name": .string(term.rawValue), "message": .plain(said(remark)),
      ])
    case .unquoted(let region, let term, let rule):
      .record([
        "kind": "unquoted", "pack": .string(region), "name": .string(term.rawValue),
        "rule": .string(rule), "message": .plain(said(remark)),
      ])
    }
  }
}
