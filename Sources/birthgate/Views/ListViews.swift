import Casework
import Engine
import Wire

extension ManifestBook.Answer {
  /// The contract's two members, and of what is missing what came and was refused.
  var json: JSONValue {
    .record([
      "missing": .texts(missing), "unlisted": .texts(unlisted),
      "refused": .array(refused.map(\.json)),
    ])
  }
}

extension RefusedID {
  var json: JSONValue { .record(["id": .string(id), "codes": .texts(codes)]) }
}

extension ManifestView {
  var json: JSONValue {
    .record([
      "id": .string(id), "sender": .string(sender), "from": .string(window.from),
      "to": .string(window.to), "receivedAt": .instant(receivedAt), "listed": .int(listed),
      "state": .string(isOpen ? "open" : "closed"), "missing": .texts(remaining),
      "missingAtFirst": .int(missing.count), "unlisted": .texts(unlisted),
      "unlistedCount": .int(unlistedCount), "refused": .array(refused.map(\.json)),
      "asked": .int(asked), "askedAt": askedAt.map(JSONValue.instant),
    ])
  }
}

extension OverdueManifest {
  var json: JSONValue {
    .record([
      "sender": .string(sender), "day": .day(day), "since": .instant(since), "asked": .int(asked),
    ])
  }
}

extension Refusal {
  /// When, what and why, without what came of it.
  var brief: JSONValue {
    .record([
      "refusal": .string(id), "receivedAt": .instant(receivedAt), "sender": .string(sender),
      "id": .text(messageID), "family": .text(family),
      "errors": .array(
        errors.map { error in
          .record([
            "code": .string(error.code.rawValue), "path": .string(error.path),
            "line": .int(error.line), "column": .int(error.column),
          ])
        }),
    ])
  }

  var json: JSONValue {
    brief.with("state", .string(isCorrected ? "corrected" : "open"))
      .with("receipt", correction?.json ?? .null)
  }
}

extension ReconciliationView {
  /// Counts and sums, which name no ticket.
  var summary: JSONValue {
    let counts = Reconciliation.Difference.allCases.compactMap { what in
      self.counts[what].map { JSONObject.Member(what.rawValue, .int($0)) }
    }
    return .record([
      "id": .string(id), "sender": .string(sender), "day": .day(day),
      "receivedAt": .instant(receivedAt), "agrees": .bool(findingsCount == 0),
      "totals": .array(totals.map(\.json)), "differing": .int(findingsCount),
      "counts": .object(JSONObject(counts)),
    ])
  }

  /// With the tickets: for their sender alone.
  var json: JSONValue { summary.with("differences", .array(findings.map(\.json))) }
}

extension Reconciliation.Total {
  fileprivate var json: JSONValue {
    .record([
      "office": .text(group.office), "premiumYear": group.premiumYear.map(JSONValue.int),
      "action": .string(group.action.rawValue), "theirs": theirs.json, "ours": ours.json,
    ])
  }
}

extension Reconciliation.Sum {
  fileprivate var json: JSONValue {
    .record(["count": .int(count), "sum": .string(Yuan.text(fen))])
  }
}

extension Reconciliation.Finding {
  fileprivate var json: JSONValue {
    .record([
      "ticketNumber": .string(key.number), "line": .int(key.line),
      "what": .texts(what.map(\.rawValue)), "theirs": theirs?.json, "ours": ours?.json,
      "message": .text(messageID), "codes": .texts(codes),
    ])
  }
}

extension Ticket {
  fileprivate var json: JSONValue {
    .record([
      "action": .string(action.rawValue), "amount": amountFen.map { .string(Yuan.text($0)) },
      "premiumYear": premiumYear.map(JSONValue.int), "office": .text(office),
    ])
  }
}

/// Money as the contract writes it.
enum Yuan {
  static func text(_ fen: Int64) -> String {
    let cents = fen % 100
    return "\(fen / 100)." + (cents < 10 ? "0" : "") + "\(cents)"
  }

  /// Hundredths of `400.00`; nil for what is no amount.
  static func fen(_ text: String) -> Int64? {
    let parts = text.utf8.split(separator: 0x2E, omittingEmptySubsequences: false)
    guard parts.count == 2, (1...9).contains(parts[0].count), parts[1].count == 2,
      text.utf8.allSatisfy({ (48...57).contains($0) || $0 == 0x2E })
    else { return nil }
    return Int64(text.filter { $0 != "." })
  }
}
