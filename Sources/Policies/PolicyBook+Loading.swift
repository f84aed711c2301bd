package import Casework
import Wire

extension PolicyBook {
  /// The packs that come with the gateway.
  package static func builtIn(trial: Set<String> = []) throws(PackError) -> PolicyBook {
    try load(files, trial: trial)
  }

  private static var files: [[UInt8]] {
    [
      PackageResources.nation_json,
      PackageResources.shaanxi_json,
      PackageResources.baoji_json,
      PackageResources.xian_json,
      PackageResources.sichuan_json,
      PackageResources.liaoning_json,
      PackageResources.benxi_json,
      PackageResources.fujian_json,
      PackageResources.guangdong_json,
      PackageResources.guangzhou_json,
      PackageResources.datong_json,
      PackageResources.chongqing_json,
      PackageResources.hainan_json,
      PackageResources.jiangxi_json,
    ]
  }

  /// Loads packs and runs their examples; a pack whose examples fail does not start.
  ///
  /// - Parameter files: pack files, each one JSON object. Where none of them is `CN`, the built-in
  ///   national pack lies beneath them.
  /// - Parameter trial: regions whose drafts and reported packs are to rule.
  package static func load(
    _ files: [[UInt8]], trial: Set<String> = [], runningExamples: Bool = true
  ) throws(PackError) -> PolicyBook {
    var packs = try read(files)
    if !packs.contains(where: { $0.region == "CN" }) {
      packs.append(try PackReader.read(try parse(PackageResources.nation_json)))
    }
    let regions = packs.map(\.region)
    if let twice = regions.first(where: { region in regions.filter { $0 == region }.count > 1 }) {
      throw PackError(pack: twice, place: "region", problem: "stands in two files")
    }
    let book = PolicyBook(packs: packs, trial: trial)
    if runningExamples {
      // A draft proves its examples too, by the rules it would bring.
      try PolicyBook(packs: packs, trial: Set(packs.map(\.region))).runExamples()
    }
    return book
  }

  /// The packs of these files as they are: nothing laid beneath, no example run.
  package static func read(_ files: [[UInt8]]) throws(PackError) -> [PolicyPack] {
    var packs: [PolicyPack] = []
    for file in files { packs.append(try PackReader.read(try parse(file))) }
    return packs
  }

  private static func parse(_ file: [UInt8]) throws(PackError) -> JSONValue {
    do {
      return try JSONValue(parsing: file)
    } catch {
      let first = error.errors.first
      throw PackError(
        pack: "?", place: "line \(first?.line ?? 1)",
        problem: first?.message.english ?? "not JSON")
    }
  }
}
