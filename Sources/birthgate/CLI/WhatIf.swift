import Casework
import Engine
import Foundation
import Wire

/// Rules every case by two sets of packs and tells in which open ones they differ.
///
/// A case is open where something can still change by itself or waits for a person: there is a next
/// review, an open deadline or a task, by either set. Closed cases whose ruling would change are
/// counted, not listed.
struct WhatIf: Sendable {
  /// One case whose ruling would change.
  struct Case: Sendable {
    var caseID: CaseID
    var region: String?
    var isOpen: Bool
    var changes: [RulingDifference.Change]

    var json: JSONValue {
      .record([
        "caseId": .string(caseID.rawValue), "region": .text(region),
        "changes": .array(changes.map(\.json)),
      ])
    }

    var lines: [String] {
      ["\(caseID.rawValue)  \(region ?? "—")"]
        + changes.map { change in
          "  \(change.pointer)  \(Self.said(change.before)) → \(Self.said(change.after))"
        }
    }

    private static func said(_ value: JSONValue?) -> String {
      value.map { $0.string ?? $0.canonicalText } ?? "—"
    }
  }

  /// How many cases would change, and in what.
  struct Tally: Sendable {
    var children = 0
    var changed = 0
    var closed = 0
    var regions: [String: Int] = [:]
    var members: [String: Int] = [:]

    mutating func add(_ found: Case) {
      guard found.isOpen else {
        closed += 1
        return
      }
      changed += 1
      regions[found.region ?? "", default: 0] += 1
      for member in Set(found.changes.map(\.member)) { members[member, default: 0] += 1 }
    }

    var json: JSONValue {
      .record([
        "children": .int(children), "changed": .int(changed), "closedChanged": .int(closed),
        "regions": Self.table(regions), "members": Self.table(members),
      ])
    }

    var lines: [Plain] {
      [
        Plain(
          "共 \(children) 个孩子；\(changed) 个在办个案的裁定会改变，另有 \(closed) 个已办结个案。",
          "\(children) children; the ruling of \(changed) open cases would change, and of"
            + " \(closed) closed ones.")
      ] + Self.lines(regions) + Self.lines(members)
    }

    private static func table(_ counts: [String: Int]) -> JSONValue {
      counts.sorted { $0.key < $1.key }.reduce(.record([:])) { $0.with($1.key, .int($1.value)) }
    }

    private static func lines(_ counts: [String: Int]) -> [Plain] {
      counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { name, count in
        let said = "  \(count)  \(name.isEmpty ? "—" : name)"
        return Plain(said, said)
      }
    }
  }

  let survey: Survey
  var withWording = false

  /// Goes through all cases and hands over those that would change, in the order of their ids.
  func run(_ tell: (Case) -> Void) async throws -> Tally {
    var tally = Tally()
    var last: CaseID?
    var progress = ProgressLine()
    let withWording = withWording
    repeat {
      let after = last
      let page = try await ReadingRoom.read { () async throws(StoreError) in
        try await survey.page(after: after) { child -> Case? in
          Self.judge(child, withWording)
        }
      }
      tally.children += page.children
      for found in page.findings {
        tally.add(found)
        tell(found)
      }
      progress.show(tally.children)
      last = page.last
    } while last != nil
    progress.end()
    return tally
  }

  private static func judge(_ child: Survey.Child, _ withWording: Bool) -> Case? {
    let (before, after) = (child.before.ruling, child.after.ruling)
    let changes = RulingDifference(before, after, withWording: withWording).changes
    guard !changes.isEmpty else { return nil }
    return Case(
      caseID: child.caseID, region: after.region, isOpen: before.isOpen || after.isOpen,
      changes: changes)
  }

  static var cores: Int { ProcessInfo.processInfo.activeProcessorCount }
}

/// A count on standard error, where that is a terminal.
struct ProgressLine {
  private let isShown = isatty(2) == 1
  private var shown = 0

  mutating func show(_ count: Int) {
    guard isShown else { return }
    shown = count
    try? FileHandle.standardError.write(contentsOf: Data("\r\(count)".utf8))
  }

  func end() {
    guard shown > 0 else { return }
    try? FileHandle.standardError.write(contentsOf: Data("\r          \r".utf8))
  }
}
