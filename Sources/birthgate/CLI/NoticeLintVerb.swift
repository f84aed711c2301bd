import ArgumentParser
import Casework
import Channels
import Wire

/// Reads the texts for numbers, diagnoses, advertising, blame, holes and length.
struct NoticeLintVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lint",
    abstract: "检查文字：不带号码和诊断、不推销、不责备、不缺项、短信不超长"
      + " · Read the texts for what must not stand there, and for what must")

  @OptionGroup var place: PlaceOptions
  @OptionGroup var options: TextOptions

  func run() throws {
    let settings = try place.read()
    let faults: [TextShelf.Fault]
    do throws(TextShelf.Trouble) {
      let catalogue =
        try options.texts.map { (folder) throws(TextShelf.Trouble) in
          try TextShelf.reading(folder: folder, link: settings.sampleLink)
        } ?? settings.texts
      faults = NoticeLint(catalogue, link: settings.sampleLink ?? NoticeLint.usualLink)
        .findings.map(TextShelf.fault)
    } catch {
      faults = error.faults
    }
    if options.json {
      Output.json(.array(faults.map(Self.view)))
    } else {
      for fault in faults { Output.line(fault.plain) }
      if faults.isEmpty { Output.line(Plain("全部文字合格。", "All texts are in order.")) }
    }
    if !faults.isEmpty { throw Stop.invalid() }
  }

  private static func view(_ fault: TextShelf.Fault) -> JSONValue {
    .record([
      "file": .string(fault.file), "line": .int(fault.line), "message": .plain(fault.message),
    ])
  }
}
