import ArgumentParser
import Casework
import Foundation
import Policies
import Wire

/// Shows in what two regions, or two sets of packs, differ.
struct PolicyDiff: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "两地区或两套政策包的差别 · In what two regions or two sets of packs differ",
    discussion: """
      每一方为地区（CN 或 2、4、6 位区划代码）、政策包文件或文件夹。
      Each side is a region (CN, or 2, 4 or 6 digits), a file of a pack or a folder of packs. Where
      one side is files, a region means its pack among those in force.
      """)

  @Argument(help: "甲 One side.")
  var one: String

  @Argument(help: "乙 The other side.")
  var other: String

  @OptionGroup var options: PolicyOptions

  func run() throws {
    let differences = try differences()
    guard !options.json else {
      Output.json(.array(differences))
      return
    }
    for difference in differences { Output.line(Self.text(difference)) }
    if differences.isEmpty { Output.line(Plain("没有差别。", "No difference.")) }
  }

  private func differences() throws -> [JSONValue] {
    let shelf = try options.shelf()
    let sides = [one, other]
    if sides.allSatisfy(PolicyShelf.isRegion) {
      return shelf.difference(one, other, on: try options.givenDay()) ?? []
    }
    var packs = try sides.map { try Self.packs($0, shelf) }
    for (index, side) in sides.enumerated() where PolicyShelf.isRegion(side) {
      packs[1 - index].removeAll { $0.region != side }
    }
    return PolicyShelf.difference(packs[0], packs[1])
  }

  private static func packs(_ side: String, _ shelf: PolicyShelf) throws -> [PolicyPack] {
    if PolicyShelf.isRegion(side) {
      guard let pack = shelf.book.pack(side) else { throw PolicyOptions.noPack(side) }
      return [pack]
    }
    do {
      return try PolicyBook.read(try files(side))
    } catch let error as PackError {
      throw Stop.invalid(Plain("政策包有误：\(error)", "A policy pack is wrong: \(error)"))
    } catch {
      throw Stop.usage(
        Plain(
          "\(side) 既不是地区，也不是政策包文件或文件夹。",
          "\(side) is no region, and no file or folder of packs."))
    }
  }

  private static func files(_ path: String) throws -> [[UInt8]] {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
      return [[UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))]
    }
    return try names.filter { $0.hasSuffix(".json") }.sorted()
      .map { [UInt8](try Data(contentsOf: URL(fileURLWithPath: path + "/" + $0))) }
  }

  private static func text(_ difference: JSONValue) -> String {
    let name = difference["name"]?.string ?? ""
    let title = difference["title"]?[Output.language.rawValue]?.string ?? name
    let pack = difference["pack"]?.string.map { "\($0)  " } ?? ""
    let from = difference["from"]?.string.map { " (\($0))" } ?? ""
    return "\(pack)\(title)\(from)\n  - \(side(difference["a"]))\n  + \(side(difference["b"]))"
  }

  private static func side(_ value: JSONValue?) -> String {
    guard let value, value != .null else { return "—" }
    if value["value"] != nil { return PolicyLine.source(value) }
    if let quote = value["quote"]?.string {
      return "\(value["document"]?.string ?? "") “\(quote)”"
    }
    return PolicyLine.said(value)
  }
}
