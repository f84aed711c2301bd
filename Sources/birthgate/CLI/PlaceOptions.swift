import ArgumentParser
import Casework
import Foundation

/// The options by which verbs find the data: the same for all of them.
struct PlaceOptions: ParsableArguments {
  @Option(help: "数据文件夹 The data folder.")
  var data = "./birthgate-data"

  @Option(
    help: ArgumentHelp(
      "存储地址，默认为数据文件夹内的 SQLite The store; SQLite in the data folder.",
      valueName: "url"))
  var store: String?

  @Option(help: ArgumentHelp("设置文件 The settings file.", valueName: "file"))
  var settings: String?

  func read() throws -> Settings {
    guard let settings else { return .standard }
    guard let content = FileManager.default.contents(atPath: settings) else {
      throw Stop.usage(Plain("无法读取设置文件。", "Cannot read the settings file."))
    }
    do throws(SettingsReader.Trouble) {
      return try SettingsReader.read([UInt8](content))
    } catch {
      throw Stop.usage(error.plain)
    }
  }
}

extension SettingsReader.Trouble {
  /// All faults, one a line.
  var plain: Plain {
    let chinese = faults.map { "  \($0.code) \($0.path) \($0.message.chinese)" }
    let english = faults.map { "  \($0.code) \($0.path) \($0.message.english)" }
    return Plain(
      "设置文件有误：\n" + chinese.joined(separator: "\n"),
      "The settings are wrong:\n" + english.joined(separator: "\n"))
  }
}
