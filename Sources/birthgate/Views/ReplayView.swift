import Casework
import Engine
import Wire

extension Replay.MessageChange {
  /// As `replay` prints it; what has not changed is left out.
  var json: JSONValue {
    var view = JSONValue.record([
      "sender": .string(sender), "id": .string(id), "receivedAt": .instant(receivedAt),
      "caseId": .string(caseID.rawValue),
    ])
    if !errors.isEmpty { view = view.with("errors", .array(errors.map { Fault($0).json })) }
    if let digest {
      view = view.with(
        "digest", .record(["before": .string(digest.before), "now": .string(digest.now)]))
    }
    if canonical != nil { view = view.with("members", .array(members.map(\.json))) }
    if let warnings {
      view = view.with(
        "warnings", .record(["before": .texts(warnings.before), "now": .texts(warnings.now)]))
    }
    if saysOtherwise { view = view.with("fact", .string("other")) }
    return view
  }

  var lines: [String] {
    ["\(sender) \(id)  \(receivedAt.rfc3339)  \(caseID.rawValue)"]
      + errors.map { "  refused  \($0.code.rawValue) \($0.path)" }
      + members.map(\.line)
      + (warnings.map { ["  warnings  \(listed($0.before)) → \(listed($0.now))"] } ?? [])
      + (saysOtherwise ? ["  fact  other"] : [])
  }

  private func listed(_ names: [String]) -> String {
    names.isEmpty ? "—" : names.joined(separator: ", ")
  }

  private var members: [RulingDifference.Change] {
    guard let canonical else { return [] }
    return RulingDifference.changes(
      try? JSONValue(parsing: canonical.before), try? JSONValue(parsing: canonical.now), at: "",
      as: "")
  }
}

extension Replay.RefusedChange {
  var json: JSONValue {
    .record([
      "sender": .string(sender), "id": .text(id), "receivedAt": .instant(receivedAt),
      "before": .texts(Self.names(before)),
      "now": now.isEmpty ? .string("accepted") : .texts(Self.names(now)),
    ])
  }

  var lines: [String] {
    let after = now.isEmpty ? "accepted" : Self.names(now).joined(separator: ", ")
    return [
      "\(sender) \(id ?? "—")  \(receivedAt.rfc3339)",
      "  refused  \(Self.names(before).joined(separator: ", ")) → \(after)",
    ]
  }

  private static func names(_ findings: [Finding]) -> [String] {
    findings.map { "\($0.code.rawValue) \($0.path)" }
  }
}

extension Replay.CaseChange {
  var json: JSONValue {
    var view = JSONValue.record(["caseId": .string(caseID.rawValue)])
    if !acts.isEmpty { view = view.with("acts", .array(acts.map(\.json))) }
    if let wake {
      view = view.with(
        "wakeAt",
        .record(["before": .text(wake.before?.rfc3339), "now": .text(wake.now?.rfc3339)]))
    }
    if !listed.isEmpty {
      view = view.with(
        "listed",
        .array(
          listed.map { member, before, now in
            .record(["member": .string(member), "before": .string(before), "now": .string(now)])
          }))
    }
    if rulings != nil { view = view.with("ruling", .array(changes.map(\.json))) }
    return view
  }

  var lines: [String] {
    var lines = [caseID.rawValue] + acts.map { "  + \($0.line)" }
    if let wake {
      lines.append("  wakeAt  \(wake.before?.rfc3339 ?? "—") → \(wake.now?.rfc3339 ?? "—")")
    }
    lines += listed.map { "  \($0.member)  \($0.before) → \($0.now)" }
    return lines + changes.map(\.line)
  }

  private var changes: [RulingDifference.Change] {
    rulings.map { RulingDifference($0.before, $0.now, withWording: true).changes } ?? []
  }
}

extension Replay.Act {
  fileprivate var json: JSONValue {
    switch self {
    case .codeIssued: .record(["act": .string("codeIssued")])
    case .joined: .record(["act": .string("joined")])
    case .recorded: .record(["act": .string("recorded")])
    case .notice(let kind, let audience, let occasion):
      .record([
        "act": .string("notice"), "kind": .string(kind.rawValue),
        "audience": .string(audience.rawValue), "occasion": .string(occasion),
      ])
    }
  }

  fileprivate var line: String {
    switch self {
    case .codeIssued: "code-issued"
    case .joined: "joined"
    case .recorded: "recorded"
    case .notice(let kind, let audience, let occasion):
      "\(kind.rawValue) \(audience.rawValue) \(occasion)"
    }
  }
}

extension RulingDifference.Change {
  fileprivate var line: String {
    func said(_ value: JSONValue?) -> String {
      value.map { $0.string ?? $0.canonicalText } ?? "—"
    }
    return "  \(pointer)  \(said(before)) → \(said(after))"
  }
}
