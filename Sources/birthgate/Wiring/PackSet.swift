import Casework
import Engine
import Foundation
import LibCrypto
import Policies
import Wire

/// A whole set of policy packs as files: what a gateway rules by, can keep, and can compare.
///
/// The national pack is always among them, so that a set says the same under every program.
struct PackSet: Sendable {
  /// One pack file.
  struct File: Sendable {
    var region: String
    var bytes: [UInt8]
    /// SM3 of the bytes, in hex.
    var digest: String
  }

  /// By region.
  let files: [File]
  /// SM3 of `region SP digest LF` of each file: names of files do not count, their bytes do.
  let digest: String

  init(_ contents: [[UInt8]]) {
    files = contents.map { bytes in
      File(region: Self.region(of: bytes), bytes: bytes, digest: Self.sm3(bytes))
    }.sorted { ($0.region, $0.digest) < ($1.region, $1.digest) }
    digest = Self.sm3(Array(files.map { "\($0.region) \($0.digest)\n" }.joined().utf8))
  }

  /// The packs that came with this program.
  static let builtIn = PackSet(PolicyBook.builtInFiles)

  /// The packs of a folder, with the national one of this program where the folder has none.
  static func folder(_ path: String) throws -> PackSet {
    var contents: [[UInt8]]
    do {
      let names = try FileManager.default.contentsOfDirectory(atPath: path)
        .filter { $0.hasSuffix(".json") }.sorted()
      contents = try names.map { name in
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: path + "/" + name)))
      }
    } catch {
      throw Stop.usage(
        Plain("无法读取政策包文件夹。", "Cannot read the folder of policy packs."))
    }
    guard !contents.isEmpty else {
      throw Stop.usage(
        Plain("文件夹 \(path) 中没有政策包。", "There is no policy pack in the folder \(path)."))
    }
    if !contents.contains(where: { region(of: $0) == "CN" }) {
      contents += builtIn.files.filter { $0.region == "CN" }.map(\.bytes)
    }
    return PackSet(contents)
  }

  /// - Parameter trial: regions whose drafts and reported packs are to rule.
  func book(trial: Set<String>, runningExamples: Bool = true) throws(PackError) -> PolicyBook {
    try PolicyBook.load(files.map(\.bytes), trial: trial, runningExamples: runningExamples)
  }

  /// The set whole, for keeping.
  var json: JSONValue {
    .array(files.map { .string(Data($0.bytes).base64EncodedString()) })
  }

  init?(json: JSONValue?) {
    guard let array = json?.array else { return nil }
    let contents = array.compactMap { $0.string.flatMap { Data(base64Encoded: $0) } }
    guard contents.count == array.count, !contents.isEmpty else { return nil }
    self.init(contents.map { [UInt8]($0) })
  }

  /// Which packs there are, without their bytes.
  var view: JSONValue {
    .array(files.map { .record(["pack": .string($0.region), "sm3": .string($0.digest)]) })
  }

  private static func region(of bytes: [UInt8]) -> String {
    (try? JSONValue(parsing: bytes))?["region"]?.string ?? "?"
  }

  private static func sm3(_ bytes: [UInt8]) -> String {
    Hex.encode(SM3.digest(bytes))
  }
}
