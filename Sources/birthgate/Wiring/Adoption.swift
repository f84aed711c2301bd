import Casework
import Engine
import Foundation
import LibCrypto
import Wire

/// That a set of packs rules from an instant on, by whose decision and why. Kept for good.
struct Adoption: Sendable {
  /// Where the packs came from.
  enum Source: String, Sendable { case builtIn, folder }

  /// From 1, without gaps.
  var number: Int
  var from: Instant
  /// Nil where nobody decided: the gateway wrote down what it found at its first start.
  var by: String?
  var approver: String?
  var reason: String?
  var source: Source
  var packs: PackSet
  /// Of the packs that came with the program at that time: a later program that brings others
  /// leaves a decision waiting.
  var builtIn: String

  /// SM3 of the record: names the adoption in notices.
  var digest: String { Hex.encode(SM3.digest(json.canonical)) }

  /// As it is kept.
  var json: JSONValue {
    .record([
      "number": .int(number), "from": .instant(from), "by": .text(by),
      "approver": .text(approver), "reason": .text(reason), "source": .string(source.rawValue),
      "files": packs.json, "builtIn": .string(builtIn),
    ])
  }

  init(
    number: Int, from: Instant, by: String? = nil, approver: String? = nil, reason: String? = nil,
    source: Source, packs: PackSet
  ) {
    self.number = number
    self.from = from
    self.by = by
    self.approver = approver
    self.reason = reason
    self.source = source
    self.packs = packs
    builtIn = PackSet.builtIn.digest
  }

  init?(json: JSONValue) {
    guard let number = json["number"]?.int,
      let from = json["from"]?.string.flatMap({ Instant(rfc3339: $0) }),
      let source = json["source"]?.string.flatMap(Source.init),
      let packs = PackSet(json: json["files"]), let builtIn = json["builtIn"]?.string
    else { return nil }
    self.init(
      number: number, from: from, by: json["by"]?.string, approver: json["approver"]?.string,
      reason: json["reason"]?.string, source: source, packs: packs)
    self.builtIn = builtIn
  }

  /// What everybody may see: which packs, since when. Who decided stays with the operators.
  var publicView: JSONValue {
    .record([
      "number": .int(number), "from": .instant(from), "source": .string(source.rawValue),
      "sm3": .string(packs.digest), "packs": packs.view,
    ])
  }

  /// With who decided and why, for the operators.
  var fullView: JSONValue {
    publicView.with("by", .text(by)).with("approver", .text(approver))
      .with("reason", .text(reason))
  }
}

/// How far the cases have been looked at again after an adoption, so that a second run goes on
/// where the first was ended.
struct AdoptionProgress: Sendable {
  var number: Int
  /// The last case that was looked at.
  var after: CaseID?
  /// Cases that were written, of those looked at.
  var written = 0
  var seen = 0
  var isDone = false

  var json: JSONValue {
    .record([
      "number": .int(number), "after": .text(after?.rawValue), "written": .int(written),
      "seen": .int(seen), "done": .bool(isDone),
    ])
  }

  init(number: Int) { self.number = number }

  init?(json: JSONValue) {
    guard let number = json["number"]?.int, let written = json["written"]?.int,
      let seen = json["seen"]?.int, let isDone = json["done"]?.bool
    else { return nil }
    self.number = number
    after = json["after"]?.string.map { CaseID(rawValue: $0) }
    self.written = written
    self.seen = seen
    self.isDone = isDone
  }
}
