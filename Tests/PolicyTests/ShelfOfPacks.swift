import Casework
import Foundation
import Policies
import Testing

/// The packs as these tests read them: from the folder that `BIRTHGATE_PACKS` names, else from the
/// sources. So a changed number is tried without building anything.
///
/// The examples inside the packs are not run here: a test has to find the wrong number by itself.
enum Packs {
  /// What rules real cases.
  static let book = book(trial: [])

  /// - Parameter trial: regions whose drafts and reports rule too.
  static func book(trial: Set<String>) -> PolicyBook {
    do {
      return try PolicyBook.load(files(), trial: trial, runningExamples: false)
    } catch {
      preconditionFailure("the packs in \(folder.path) do not load: \(error)")
    }
  }

  /// The root of the checkout.
  static var root: URL {
    var folder = URL(fileURLWithPath: #filePath)
    for _ in 0..<3 { folder.deleteLastPathComponent() }
    return folder
  }

  static var folder: URL {
    ProcessInfo.processInfo.environment["BIRTHGATE_PACKS"].map { URL(fileURLWithPath: $0) }
      ?? root.appendingPathComponent("Sources/Policies/Packs")
  }

  static func files() throws -> [[UInt8]] {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    return try names.filter { $0.hasSuffix(".json") }.sorted().map { name in
      [UInt8](try Data(contentsOf: folder.appendingPathComponent(name)))
    }
  }

  /// A file beside the checkout in `shared`; nil, saying so, where that is not there.
  static func shared(_ path: String) -> Data? {
    let file = root.appendingPathComponent("../shared/" + path).standardizedFileURL
    guard let data = try? Data(contentsOf: file) else {
      print("skipped: shared/\(path) is not beside this checkout")
      return nil
    }
    return data
  }
}
