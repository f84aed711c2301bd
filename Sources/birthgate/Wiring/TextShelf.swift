import Casework
import Channels
import Foundation

/// Reads an operator's own texts of notices: one file a region and language, laid over the
/// program's.
enum TextShelf {
  /// What is wrong with a file of texts, and on which line of it.
  struct Fault: Error, Sendable {
    var file: String
    var line: Int
    var message: Plain

    var plain: Plain {
      Plain(
        "\(file):\(line): \(message.chinese)", "\(file):\(line): \(message.english)")
    }
  }

  /// Why a folder of texts was not taken.
  struct Trouble: Error {
    var faults: [Fault]
  }

  /// The texts of a folder over those of the program, and everything that is wrong with them at
  /// once.
  ///
  /// - Parameter link: a link as long as they are here.
  static func reading(folder: String, link: String? = nil) throws(Trouble) -> NoticeCatalogue {
    guard FileManager.default.fileExists(atPath: folder) else {
      throw Trouble(faults: [
        Fault(file: folder, line: 1, message: Plain("没有这个文件夹。", "There is no such folder."))
      ])
    }
    var catalogue = NoticeCatalogue.builtIn
    var faults: [Fault] = []
    for file in files(folder) {
      do throws(Trouble) {
        catalogue = try adding(file, to: catalogue)
      } catch {
        faults += error.faults
      }
    }
    let lint = NoticeLint(catalogue, link: link ?? NoticeLint.usualLink)
    faults += lint.findings.filter { !$0.region.isEmpty }.map(fault)
    guard faults.isEmpty else { throw Trouble(faults: faults) }
    return catalogue
  }

  /// What the lint remarked, with its file.
  static func fault(_ finding: NoticeLint.Finding) -> Fault {
    let language = finding.language.rawValue
    let file = [finding.region, language, "mustache"].filter { !$0.isEmpty }
    return Fault(
      file: file.joined(separator: "."), line: finding.line,
      message: Plain(
        "\(finding.block)：\(finding.message.chinese)",
        "\(finding.block): \(finding.message.english)"))
  }

  static func files(_ folder: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(".mustache") && !$0.hasPrefix(".") }.sorted()
      .map { folder + "/" + $0 }
  }

  /// `61.zh-CN.mustache`: the region and the language.
  private static func adding(_ path: String, to catalogue: NoticeCatalogue) throws(Trouble)
    -> NoticeCatalogue
  {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    let parts = file.split(separator: ".")
    guard parts.count == 3, PolicyShelf.isRegion(String(parts[0])), parts[0] != "CN",
      let language = NoticeText.Language(rawValue: String(parts[1])),
      let data = FileManager.default.contents(atPath: path)
    else {
      throw Trouble(faults: [
        Fault(
          file: file, line: 1,
          message: Plain(
            "文件名须为 地区.语言.mustache，如 61.zh-CN.mustache。",
            "Files are named REGION.LANGUAGE.mustache, as 61.zh-CN.mustache."))
      ])
    }
    do throws(NoticeSheetTrouble) {
      return try catalogue.adding([UInt8](data), region: String(parts[0]), language: language)
    } catch {
      throw Trouble(
        faults: error.faults.map { Fault(file: file, line: $0.line, message: $0.message) })
    }
  }
}
