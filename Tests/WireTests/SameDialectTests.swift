import Casework
import Foundation
import Testing
import Wire

/// A message is the same however it is written: in every dialect of every family, as XML and as
/// JSON, it states the fact that its canonical form states.
struct SameDialectTests {
  private static let dialects = families.flatMap(\.dialects)

  @Test(arguments: dialects.indices)
  func everyDialectSaysWhatTheCanonicalFormSays(place: Int) throws {
    let dialect = Self.dialects[place]
    let family = try #require(families.first { $0.name == dialect.family })
    let manner = Manner([dialect], sender: "H61010400001")
    for seed in 0..<200 {
      var maker = DialectMaker(seed: UInt64(seed * Self.dialects.count + place))
      let made = maker.message(dialect, family)
      let canonical = try reader.read(JSONValue.object(made.canonical).canonical)
      let xml = try reader.read(Array(made.xml.utf8), as: manner)
      let json = try reader.read(made.json.canonical, as: manner)
      #expect(xml.message.fact == canonical.message.fact, "\(dialect.name) \(made.xml)")
      #expect(json.message == xml.message)
      #expect(json.canonical == xml.canonical)
      #expect(json.family == dialect.family)
      let again = try reader.reread(canonical: xml.canonical, sentAt: xml.message.sentAt)
      #expect(again.message == xml.message)
    }
  }

  @Test func theStandardsHaveTheirTables() {
    let names = Self.dialects.map(\.name)
    #expect(Set(names).count == names.count)
    for name in ["mdeml", "hrb", "police-pinyin", "taxbizml", "collection"] {
      #expect(names.contains(name))
    }
    // The national envelope carries every family.
    #expect(families.allSatisfy { names.contains("fsi-" + $0.name.rawValue) })
  }

  @Test(arguments: dialects.indices)
  func aTableIsTheSameAfterItWasWrittenAsJSON(place: Int) throws {
    var table = Self.dialects[place].json.object ?? JSONObject()
    table["name"] = "again"
    let read = try DialectReader.read(
      JSONValue.object(table).canonical, families: families, bases: [])
    var again = read.json.object ?? JSONObject()
    again["name"] = .string(Self.dialects[place].name)
    #expect(JSONValue.object(again) == Self.dialects[place].json)
  }
}

/// The samples of dialects: each is taken in both forms and is the same message, and a broken one
/// says what stands written here.
struct DialectSampleTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../Samples/dialects").standardizedFileURL

  private func readings(_ name: String, _ suffix: String) throws -> [Result<Reading, Rejection>] {
    let dialect = try #require(families.flatMap(\.dialects).first { $0.name == name })
    let data = try Data(contentsOf: Self.folder.appendingPathComponent(name + suffix))
    return reader.readAll(Array(data), as: Manner([dialect], sender: "S1"))
  }

  @Test(
    arguments: [
      "mdeml", "hrb", "police-pinyin", "collection", "taxbizml", "fsi-vitalEvent",
    ])
  func aSampleIsTheSameInBothForms(name: String) throws {
    let xml = try readings(name, ".xml").map { try $0.get() }
    let json = try readings(name, ".json").map { try $0.get() }
    #expect(xml.map(\.message.fact) == json.map(\.message.fact))
    #expect(xml.count == (name == "taxbizml" ? 2 : 1))
    #expect((xml + json).flatMap(\.warnings) == [])
  }

  /// Nothing is wrong with an envelope whose list is empty but that there is nothing in it.
  @Test(arguments: ["\"data\": []", "\"data\": [[]]", "\"vitalEvent\": []"])
  func anEmptyListIsToldOfAsSuch(input: String) throws {
    let dialect = try #require(
      families.flatMap(\.dialects).first { $0.name == "fsi-vitalEvent" })
    let text = "{\"infno\": \"9999\", \"msgid\": \"6101\",\n \"input\": {\(input)}}"
    for manner in [Manner([dialect]), Manner(families.flatMap(\.dialects))] {
      let all = reader.readAll(Array(text.utf8), as: manner)
      #expect(all.count == 1)
      guard case .failure(let rejection)? = all.first else {
        Issue.record("nothing was read as something")
        continue
      }
      #expect(rejection.errors.map(\.code) == [.missing])
      #expect(rejection.errors.first?.path.hasPrefix("/input/") == true)
      #expect(rejection.errors.first?.line == 2)
      #expect(rejection.errors.first?.message.english.contains("empty") == true)
      #expect(rejection.errors.first?.message.chinese.contains("空") == true)
    }
  }

  @Test(arguments: [
    (
      "mdeml", "-broken.xml",
      [
        "missing /MDEML/body/data/momName", "unknownCode /MDEML/body/data/babySexCode",
        "notADate /MDEML/body/data/birthTime", "notADate /MDEML/body/data/birthTime",
        "checkDigit /MDEML/body/data/momIdCode",
      ]
    ),
    (
      "hrb", "-broken.json",
      [
        "missing /HRB01.01.020", "unknownCode /HRB01.01.003", "format /HRB01.01.007",
        "format /HRB01.01.022", "notADate /HRB01.01.032",
      ]
    ),
    (
      "police-pinyin", "-broken.json",
      [
        "missing /data/0/zxsj", "checkDigit /data/0/gmsfhm", "unknownCode /data/0/xb",
        "notADate /data/0/csrq",
      ]
    ),
    (
      "collection", "-broken.json",
      [
        "identifierNotString /input/data/0/elec_taxrpt_no", "format /input/data/0/accrym_begn",
        "format /input/data/0/psn_clct_amt", "notAllowed /input/data/0/clct_flag",
        "unknownCode /input/data/0/revs_flag",
      ]
    ),
    (
      "taxbizml", "-broken.xml",
      [
        "missing /TAXBIZML/SBFJKGRID/SBFJKGRIDLB[2]/clct_time",
        "format /TAXBIZML/SBFJKGRID/SBFJKGRIDLB[2]/dzsphm",
        "format /TAXBIZML/SBFJKGRID/SBFJKGRIDLB[2]/sjje",
      ]
    ),
    (
      "fsi-vitalEvent", "-broken.json",
      ["identifierNotString /input/data/citizenId", "notADate /input/data/diedOn"]
    ),
  ])
  func aBrokenSampleSaysWhatIsWrongWithIt(name: String, suffix: String, marks: [String]) throws {
    let findings = try readings(name, suffix).flatMap { result -> [Finding] in
      if case .failure(let rejection) = result { rejection.errors } else { [] }
    }
    #expect(findings.map { "\($0.code.rawValue) \($0.path)" } == marks)
    // What stands where: the sender's own line holds the sender's own name.
    let text = try String(
      contentsOf: Self.folder.appendingPathComponent(name + suffix), encoding: .utf8)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for finding in findings where finding.code != .missing {
      let step = String(finding.path.split(separator: "/").last ?? "")
      #expect(lines[finding.line - 1].contains(step))
    }
  }
}
