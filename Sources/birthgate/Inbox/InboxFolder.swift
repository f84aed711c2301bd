import Foundation

/// A watched folder as it is on disk: which files are whole, and where things lie.
///
/// A file is whole when it was renamed into the folder or has not changed for two seconds. Names
/// that begin with a dot or end in `.part` or `.tmp` are still being written.
struct InboxFolder: Sendable {
  /// What tells one content of a file from another.
  struct Stamp: Hashable, Sendable {
    var number: UInt64
    var bytes: Int
    /// In milliseconds since 1970.
    var changedAt: Int64

    var text: String { "\(number)-\(bytes)-\(changedAt)" }
  }

  static let answersEnding = ".answers.ndjson"
  private static let progressEnding = ".progress"
  private static let quietMilliseconds: Int64 = 2_000

  /// The folder is not there or may not be read.
  struct Missing: Error {}

  let path: String
  /// Since when each file has looked as it does.
  private var seen: [String: (stamp: Stamp, at: Int64)] = [:]

  init(path: String) { self.path = path }

  func file(_ name: String) -> String { path + "/" + name }
  /// How far a file has been taken.
  func progress(_ name: String) -> String { path + "/." + name + Self.progressEnding }
  /// Its answers, until the last of them stands.
  func answersInWork(_ name: String) -> String { path + "/." + name + ".answers" }
  /// The second file of a name is answered in `NAME.2.answers.ndjson`, and so on.
  func answers(_ name: String, _ number: Int = 1) -> String {
    path + "/" + Self.numbered(name, number) + Self.answersEnding
  }

  /// The files that are whole, the oldest first.
  ///
  /// - Parameter now: milliseconds since 1970.
  mutating func wholeFiles(now: Int64) throws(Missing) -> [String] {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
      throw Missing()
    }
    tidy(names)
    var looks: [String: (stamp: Stamp, at: Int64)] = [:]
    for name in names where Self.isMessageFile(name) {
      guard let stamp = Self.stamp(of: file(name)) else { continue }
      let before = seen[name]
      looks[name] = (stamp, before?.stamp == stamp ? before?.at ?? now : now)
    }
    seen = looks
    let whole = looks.filter { _, look in
      now - min(look.at, look.stamp.changedAt) >= Self.quietMilliseconds
    }
    return whole.sorted { ($0.value.stamp.changedAt, $0.key) < ($1.value.stamp.changedAt, $1.key) }
      .map(\.key)
  }

  /// Nil for what is no plain file: a link could lead anywhere.
  static func stamp(of path: String) -> Stamp? {
    guard let found = try? FileManager.default.attributesOfItem(atPath: path),
      found[.type] as? FileAttributeType == .typeRegular,
      let number = (found[.systemFileNumber] as? NSNumber)?.uint64Value,
      let bytes = (found[.size] as? NSNumber)?.intValue,
      let date = found[.modificationDate] as? Date
    else { return nil }
    return Stamp(
      number: number, bytes: bytes, changedAt: Int64(date.timeIntervalSince1970 * 1000))
  }

  /// Puts a file that has been dealt with into a folder beside it, under a name that is free.
  ///
  /// What was dealt with is the content that the stamp tells. A file that grew meanwhile, or
  /// another that was put in its place, stays where it is and is taken next.
  ///
  /// - Parameter number: that of its answers.
  func move(
    _ name: String, _ number: Int, of stamp: Stamp, into subfolder: String
  ) throws {
    let manager = FileManager.default
    guard Self.stamp(of: file(name)) == stamp else { return }
    let target = path + "/" + subfolder
    try manager.createDirectory(
      atPath: target, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    let away = Self.freeName(name, in: target, from: number)
    try manager.moveItem(atPath: file(name), toPath: away)
    // Between the look and the move another file may have come.
    guard Self.stamp(of: away) != stamp else { return }
    try manager.moveItem(atPath: away, toPath: Self.freeName(name, in: path))
  }

  /// Which file of its name this is: so many answers and files lie there already.
  func freeNumber(_ name: String) -> Int {
    var number = 1
    while lies(name, number) { number += 1 }
    return number
  }

  private func lies(_ name: String, _ number: Int) -> Bool {
    let name = Self.numbered(name, number)
    return [name + Self.answersEnding, "done/" + name, "refused/" + name].contains {
      FileManager.default.fileExists(atPath: path + "/" + $0)
    }
  }

  /// Answers of a file that will not be taken to its end, since it is gone or another stands in its
  /// place: what was answered stays answered.
  func keepAnswers(_ name: String) throws {
    let inWork = answersInWork(name)
    guard FileManager.default.fileExists(atPath: inWork) else { return }
    let bytes = try Data(contentsOf: URL(fileURLWithPath: inWork), options: .mappedIfSafe)
    // The last line may be half a one.
    guard let end = bytes.lastIndex(of: 0x0A), let handle = FileHandle(forUpdatingAtPath: inWork)
    else { return try FileManager.default.removeItem(atPath: inWork) }
    try handle.truncate(atOffset: UInt64(end + 1))
    try handle.close()
    try FileManager.default.moveItem(atPath: inWork, toPath: answers(name, freeNumber(name)))
  }

  private static func freeName(_ name: String, in folder: String, from first: Int = 1) -> String {
    var number = first
    func path() -> String { folder + "/" + numbered(name, number) }
    while FileManager.default.fileExists(atPath: path()) { number += 1 }
    return path()
  }

  private static func numbered(_ name: String, _ number: Int) -> String {
    number == 1 ? name : "\(name).\(number)"
  }

  private static func isMessageFile(_ name: String) -> Bool {
    !name.hasPrefix(".") && !name.hasSuffix(".part") && !name.hasSuffix(".tmp")
      && !name.hasSuffix(answersEnding)
  }

  // Progress of a file that is gone was left by a crash after its last step, or by whoever took the
  // file away.
  private func tidy(_ names: [String]) {
    for name in names where name.hasPrefix(".") && name.hasSuffix(Self.progressEnding) {
      let file = String(name.dropFirst().dropLast(Self.progressEnding.count))
      guard !names.contains(file) else { continue }
      guard (try? keepAnswers(file)) != nil else { continue }
      try? FileManager.default.removeItem(atPath: progress(file))
    }
  }
}
