import Casework
import Foundation
import Wire

/// The dialects that senders may write in, by name: those built in and an operator's own.
struct DialectShelf: Sendable {
  private let dialects: [Dialect]

  static let builtIn = DialectShelf(dialects: Families.all.flatMap(\.dialects))

  /// Why a table was not taken.
  struct Trouble: Error {
    var file: String
    var faults: [Finding]

    init(file: String, faults: [Finding]) {
      self.file = file
      self.faults = faults
    }

    init(nothingAt path: String, _ message: Plain) {
      self.init(
        file: path,
        faults: [Finding(code: .missing, path: "", line: 1, column: 1, message: message)])
    }

    /// `FILE:LINE:COLUMN: CODE PATH: what is wrong`, one a line.
    var plain: Plain {
      func lines(_ language: (Plain) -> String) -> String {
        faults.map { fault in
          "\(file):\(fault.line):\(fault.column): \(fault.code.rawValue) \(fault.path): "
            + language(fault.message)
        }.joined(separator: "\n")
      }
      return Plain(lines(\.chinese), lines(\.english))
    }
  }

  /// The one that came last.
  var last: Dialect? { dialects.last }

  /// In the order of families and files.
  var names: String { dialects.map(\.name).joined(separator: " ") }

  func find(_ name: String) -> Dialect? { dialects.first { $0.name == name } }

  /// What is said of a name under which there is none.
  func lack(of name: String) -> Plain {
    Plain("没有方言 \(name)；已有：\(names)", "There is no dialect \(name); there are: \(names)")
  }

  /// The tables of a family.
  func dialects(of family: FamilyName) -> [Dialect] { dialects.filter { $0.family == family } }

  /// With a table of one file more.
  func adding(file: String) throws(Trouble) -> DialectShelf {
    guard let data = FileManager.default.contents(atPath: file) else {
      throw Trouble(nothingAt: file, Plain("文件无法读取。", "The file cannot be read."))
    }
    do throws(Rejection) {
      let dialect = try DialectReader.read(
        [UInt8](data), families: Families.all, bases: dialects)
      return DialectShelf(dialects: dialects + [dialect])
    } catch {
      throw Trouble(file: file, faults: error.errors)
    }
  }

  /// The tables of a folder, in the order of their names; one may extend those before it.
  static func reading(folder: String) throws(Trouble) -> DialectShelf {
    guard FileManager.default.fileExists(atPath: folder) else {
      throw Trouble(nothingAt: folder, Plain("没有这个文件夹。", "There is no such folder."))
    }
    var shelf = builtIn
    for file in files(folder) { shelf = try shelf.adding(file: file) }
    return shelf
  }

  static func files(_ folder: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(".json") && !$0.hasPrefix(".") }.sorted()
      .map { folder + "/" + $0 }
  }
}

extension Charset {
  /// What is said of a name under which there is none.
  static var lack: Plain {
    let known = allCases.map(\.rawValue).joined(separator: " ")
    return Plain("编码只有：\(known)", "The encodings are: \(known)")
  }
}
