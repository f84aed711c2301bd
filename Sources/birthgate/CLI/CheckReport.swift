import Casework
import Foundation
import Wire

/// What `check` prints: every error with its place, equal ones of a batch once, the cure, and sums.
struct CheckReport {
  /// Of errors that are alike this many are told in full.
  private static let toldMost = 3
  /// More sorts of errors than these are counted, no more.
  private static let sortsMost = 1_000

  /// Errors that are alike: the same code at the same field with the same words.
  private struct Sort: Hashable {
    var code: Finding.Code
    var path: String
    var text: String
  }

  /// How often a sort was met, and in which messages after those that were told in full.
  private struct Tally {
    var count = 0
    var ids: [String] = []
  }

  private struct Sums {
    var messages = 0
    var invalid = 0
    var warned = 0
  }

  let isJSON: Bool
  /// Whether somebody looks on, who is shown the line that is meant.
  let isWatched = isatty(1) == 1
  private var tallies: [Sort: Tally] = [:]
  private var order: [Sort] = []
  private var codes: Set<Finding.Code> = []
  private var file = Sums()
  private var all = Sums()
  private var files = 0
  private var unread = 0
  private var lastValid: String?
  private var hasPrinted = false

  init(json: Bool) { isJSON = json }

  /// A file of messages; nil where it cannot be read, which is said and remembered.
  mutating func open(_ name: String) -> InputFile? {
    (file, tallies, order, lastValid) = (Sums(), [:], [], nil)
    let attributes = try? FileManager.default.attributesOfItem(atPath: name)
    if name != "-", attributes?[.type] as? FileAttributeType == .typeDirectory {
      refuse(Plain("\(name) 是文件夹，请写出其中的文件。", "\(name) is a folder; name the files in it."))
      return nil
    }
    do {
      return try InputFile(name)
    } catch {
      refuse((error as? Stop)?.text ?? Plain("无法读取 \(name)。", "Cannot read \(name)."))
      return nil
    }
  }

  private mutating func refuse(_ text: Plain) {
    Output.complain(text)
    unread += 1
  }

  mutating func add(_ verdict: Verdict, _ piece: BatchPiece) {
    file.messages += 1
    if !verdict.isValid { file.invalid += 1 }
    if !verdict.warnings.isEmpty { file.warned += 1 }
    guard !isJSON else {
      Output.write((hasPrinted ? "," : "[") + verdict.json.canonicalText)
      hasPrinted = true
      return
    }
    for finding in verdict.errors + verdict.warnings {
      codes.insert(finding.code)
      guard isTold(finding, of: verdict) else { continue }
      Output.line(verdict.line(finding))
      if isWatched { SourceExcerpt.lines(of: finding, in: piece).forEach(Output.line) }
    }
    if file.messages == 1, !verdict.isValid, let hint = InputHint.of(piece.bytes) {
      Output.line("  " + hint.said(in: Output.language))
    }
    lastValid = verdict.isValid ? verdict.id ?? "1" : nil
  }

  /// Counts a finding with those like it, and says whether it is still told in full.
  private mutating func isTold(_ finding: Finding, of verdict: Verdict) -> Bool {
    let path = finding.path.replacing(#/\[[0-9]+\]|/[0-9]+(?=/|$)/#, with: "")
    let sort = Sort(code: finding.code, path: path, text: finding.message.english)
    if tallies[sort] == nil {
      guard order.count < Self.sortsMost else { return false }
      order.append(sort)
    }
    var tally = tallies[sort] ?? Tally()
    tally.count += 1
    if tally.count > Self.toldMost, tally.ids.count < Self.toldMost {
      tally.ids.append(verdict.id ?? "#\(verdict.index)")
    }
    tallies[sort] = tally
    return tally.count <= Self.toldMost
  }

  /// Ends a file: what was alike, and its sums. A file without any message is an error of its own.
  mutating func close(_ name: String) {
    if file.messages == 0 {
      add(Verdict(file: name, index: 0, rejection: Self.empty), BatchPiece(whole: []))
      file.messages = 0
    }
    files += 1
    all.messages += file.messages
    all.invalid += file.invalid
    all.warned += file.warned
    guard !isJSON else { return }
    for sort in order {
      guard let tally = tallies[sort], tally.count > Self.toldMost else { continue }
      let (more, ids) = (tally.count - Self.toldMost, tally.ids)
      say(
        name,
        Plain(
          "还有 \(more) 处同样的 \(sort.code.rawValue) \(sort.path)，如报文 \(ids.joined(separator: "、"))",
          "\(more) more of \(sort.code.rawValue) \(sort.path), as in messages "
            + ids.joined(separator: ", ")))
    }
    if file.messages == 1, let id = lastValid {
      say(name, Plain("报文 \(id) 有效", "message \(id) is valid"))
    } else {
      say(name, Self.sums(file))
    }
  }

  /// Ends the whole: the cure of each code that was met, sums of several files, and the status.
  func finish() throws {
    if isJSON { Output.line(hasPrinted ? "]" : "[]") }
    if !isJSON {
      for code in Finding.Code.allCases where codes.contains(code) {
        let cure = code.remedy.cure
        Output.line(
          Plain(
            "处理 \(code.rawValue)：\(cure.chinese)", "cure of \(code.rawValue): \(cure.english)"))
      }
      if files > 1 {
        let sums = Self.sums(all)
        Output.line(
          Plain("共 \(files) 个文件：\(sums.chinese)", "\(files) files: \(sums.english)"))
      }
    }
    if unread > 0 { throw Stop(status: .wrongUsage, text: nil) }
    if all.invalid > 0 { throw Stop.invalid() }
  }

  private func say(_ name: String, _ text: Plain) {
    Output.line("\(name): \(text.said(in: Output.language))")
  }

  private static func sums(_ sums: Sums) -> Plain {
    let valid = max(sums.messages - sums.invalid, 0)
    return Plain(
      "\(sums.messages) 条报文，\(valid) 条有效，\(sums.invalid) 条有错，\(sums.warned) 条有提醒",
      "\(sums.messages) message\(sums.messages == 1 ? "" : "s"), \(valid) valid, \(sums.invalid) with errors, "
        + "\(sums.warned) with warnings")
  }

  private static let empty = Rejection(errors: [
    Finding(
      code: .notWellFormed, path: "", line: 1, column: 1,
      message: Plain(
        "文件里没有报文（空文件或只有空白）", "there is no message in this file: it is empty or blank"))
  ])
}
