import ArgumentParser
import Casework
import Channels
import Foundation

/// The words of notices: shown before anybody gets them, and read for what must not stand there.
struct NoticeVerb: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "notice", abstract: "通知的文字 · The words of notices",
    subcommands: [NoticePreview.self, NoticeLintVerb.self])
}

/// Where the notice verbs find texts.
struct TextOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "自己的文字的文件夹；默认用设置里的 texts A folder of texts of one's own; by default that of"
        + " the settings.", valueName: "dir"))
  var texts: String?

  @Flag(help: "输出 JSON Print JSON.")
  var json = false

  func catalogue(_ settings: Settings) throws -> NoticeCatalogue {
    guard let texts else { return settings.texts }
    do throws(TextShelf.Trouble) {
      return try TextShelf.reading(folder: texts, link: settings.sampleLink)
    } catch {
      throw Stop.invalid(error.plain)
    }
  }
}

extension TextShelf.Trouble {
  /// All faults, one a line.
  var plain: Plain {
    Plain(
      faults.map(\.plain.chinese).joined(separator: "\n"),
      faults.map(\.plain.english).joined(separator: "\n"))
  }
}
