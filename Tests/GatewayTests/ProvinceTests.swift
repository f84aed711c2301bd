import Foundation
import Testing
import Wire

/// A story for each region that has a pack, and what `rule` says of it on a terminal.
@Suite("A story per province", .fewAtOnce)
struct ProvinceTests {
  private static let folder = Program.package.appendingPathComponent("Samples/provinces").path

  private static var names: [String] {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return files.filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }.sorted()
  }

  /// The region in a story's name: `04-51-sichuan`.
  private static func region(_ name: String) -> String {
    name.split(separator: "-").dropFirst().first.map(String.init) ?? ""
  }

  private static func isOnTrial(_ name: String) throws -> Bool {
    let story = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name).json"))
    return try JSONValue(parsing: [UInt8](story))["trialPacks"] != nil
  }

  @Test("Every region has its story")
  func all() {
    #expect(
      Set(Self.names.map(Self.region))
        == ["61", "6103", "21", "51", "35", "44", "50", "1402"])
  }

  @Test("Every story plays as it says", arguments: names)
  func plays(name: String) throws {
    let ending = try Program.run("play", "\(Self.folder)/\(name).json")
    #expect(ending.status == 0, "\(ending.output) \(ending.errors)")
  }

  @Test("A pack that is not in force rules no child unless it is tried", arguments: names)
  func trial(name: String) throws {
    let messages = "\(Self.folder)/\(name).ndjson"
    let region = Self.region(name)
    func layers(_ more: String...) throws -> [JSONValue] {
      let ending =
        more.isEmpty
        ? try Program.run("rule", messages, "--as-of", "2026-12-20", "--json")
        : try Program.run(
          "rule", messages, "--as-of", "2026-12-20", "--json", "--trial-pack", region)
      return ending.json?.array?.first?["policy"]?.array ?? []
    }
    let isOnTrial = try Self.isOnTrial(name)
    #expect(try layers().contains { $0["pack"] == .string(region) } != isOnTrial)
    #expect(try layers().allSatisfy { $0["status"] == "inForce" })
    let tried = try layers("trial").first { $0["pack"] == .string(region) }
    #expect(tried?["status"].map { $0 != "inForce" } == isOnTrial)
  }

  @Test("The text of a ruling fits 80 columns in both languages", arguments: names)
  func columns(name: String) throws {
    for locale in ["C", "zh_CN.UTF-8"] {
      let ending = try Program.run(
        "rule", "\(Self.folder)/\(name).ndjson", "--as-of", "2026-12-20", "--trial-pack",
        Self.region(name), locale: locale)
      #expect(ending.status == 0)
      for line in ending.output.split(separator: "\n") {
        let width = line.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x2E80 ? 2 : 1) }
        #expect(width <= 80, "\(line)")
        #expect(line.last != " ")
      }
    }
  }

  @Test("The text says the standing, the reasons with their documents, and the years ahead")
  func words() throws {
    let file = "\(Self.folder)/03-21-liaoning.ndjson"
    let english = try Program.run("rule", file, "--as-of", "2028-02-12").output
    for words in [
      "known by citizen ID; paid on time", "after 3 months of waiting", "辽医保发〔2024〕7号",
      "issued, identifies only", "serious-illness cap 400000 yuan",
    ] {
      #expect(english.contains(words), "\(words)")
    }
    let chinese = try Program.run("rule", file, "--as-of", "2028-02-12", locale: "zh_CN.UTF-8")
      .output
    for words in ["凭身份证号；按时缴费", "等待 3 个月", "已发放，只作识别", "大病限额 400000 元"] {
      #expect(chinese.contains(words), "\(words)")
    }
  }

  @Test("What rests on a draft says so in the text, on top and at the reason")
  func draft() throws {
    let file = "\(Self.folder)/04-51-sichuan.ndjson"
    let text = try Program.run("rule", file, "--as-of", "2027-03-05", "--trial-pack", "51").output
    #expect(text.contains("Beware      draft, not in force: 51"))
    #expect(text.contains("(By a draft, not in"))
    let plain = try Program.run("rule", file, "--as-of", "2027-03-05").output
    #expect(!plain.contains("draft"))
  }

  @Test("A story that names no region to try is refused")
  func wrongTrial() throws {
    let folder = try Folder()
    let story = try folder.file(
      "story.json", "{\"start\": \"2026-03-02T09:00:00+08:00\", \"trialPacks\": [\"x\"]}")
    let ending = try Program.run("play", story)
    #expect(ending.status == 1)
    #expect(ending.errors.contains("/trialPacks"))
  }
}
