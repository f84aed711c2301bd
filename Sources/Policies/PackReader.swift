import Casework
import Wire

/// Why a pack is not taken: where in it, and what is wrong.
package struct PackError: Error, Hashable, Sendable, CustomStringConvertible {
  package var pack: String
  package var place: String
  package var problem: String

  package var description: String { "pack \(pack), \(place): \(problem)" }
}

/// Reads one policy pack. Unknown names are refused: a misspelt number must not pass for silence.
struct PackReader {
  let region: String

  static func read(_ json: JSONValue) throws(PackError) -> PolicyPack {
    let region = json["region"]?.string ?? "?"
    let reader = PackReader(region: region)
    try reader.allow(json, ["region", "name", "versions"], at: "")
    guard region == "CN" || (region.allSatisfy(\.isNumber) && [2, 4, 6].contains(region.count))
    else { throw reader.fail("region", "neither CN nor 2, 4 or 6 digits") }
    guard let chinese = json["name"]?["zh-CN"]?.string, let english = json["name"]?["en"]?.string
    else { throw reader.fail("name", "needs zh-CN and en") }
    var versions: [PolicyPack.Version] = []
    for (index, entry) in (json["versions"]?.array ?? []).enumerated() {
      versions.append(try reader.version(entry, at: "versions/\(index)"))
    }
    guard !versions.isEmpty else { throw reader.fail("versions", "none") }
    for (earlier, later) in zip(versions, versions.dropFirst()) {
      guard let from = later.from, earlier.from.map({ $0 < from }) ?? true else {
        throw reader.fail("versions", "not in the order of their first days")
      }
    }
    return PolicyPack(region: region, name: Plain(chinese, english), versions: versions)
  }

  func fail(_ place: String, _ problem: String) -> PackError {
    PackError(pack: region, place: place, problem: problem)
  }

  func allow(_ json: JSONValue, _ names: Set<String>, at place: String) throws(PackError) {
    guard let object = json.object else { throw fail(place, "not an object") }
    for member in object.members where !names.contains(member.name) {
      throw fail("\(place)/\(member.name)", "unknown name")
    }
  }

  private func version(_ json: JSONValue, at place: String) throws(PackError)
    -> PolicyPack.Version
  {
    try allow(
      json,
      Set(["from", "document", "status", "citations", "examples"])
        .union(Term.allCases.map(\.rawValue)), at: place)
    guard let document = json["document"]?.string else { throw fail(place, "no document") }
    guard let status = json["status"]?.string.flatMap(PolicyPack.Status.init) else {
      throw fail("\(place)/status", "none of inForce, draft, reported")
    }
    var version = PolicyPack.Version(
      from: try date(json["from"], at: "\(place)/from"), document: document, status: status)
    for term in Term.allCases {
      version.terms[term] = try sourced(json, term.rawValue, at: place) { value in
        TermValue(value, shape: term.shape)
      }
      version.notes[term] = try note(json, term.rawValue, at: place)
    }
    for member in json["citations"]?.object?.members ?? [] {
      guard let document = member.value["document"]?.string,
        let quote = member.value["quote"]?.string
      else { throw fail("\(place)/citations/\(member.name)", "needs document and quote") }
      version.citations[member.name] = Policy.Citation(
        document: document, quote: quote, status: status)
    }
    for (index, entry) in (json["examples"]?.array ?? []).enumerated() {
      version.examples.append(try example(entry, at: "\(place)/examples/\(index)"))
    }
    return version
  }

  func date(_ json: JSONValue?, at place: String) throws(PackError) -> CivilDate? {
    guard let json, json != .null else { return nil }
    guard let date = json.string.flatMap({ CivilDate($0) }) else {
      throw fail(place, "not a date")
    }
    return date
  }

  private func note(_ json: JSONValue, _ name: String, at place: String) throws(PackError)
    -> Plain?
  {
    guard let note = json[name]?["note"] else { return nil }
    guard let chinese = note["zh-CN"]?.string, let english = note["en"]?.string else {
      throw fail("\(place)/\(name)/note", "needs zh-CN and en")
    }
    return Plain(chinese, english)
  }

  private func sourced<Value: Hashable & Sendable>(
    _ json: JSONValue, _ name: String, at place: String, read: (JSONValue) -> Value?
  ) throws(PackError) -> Policy.Sourced<Value>? {
    guard let entry = json[name] else { return nil }
    let place = "\(place)/\(name)"
    try allow(entry, ["value", "rule", "assumed", "note"], at: place)
    guard let value = entry["value"].flatMap(read) else {
      throw fail(place, "the value is missing or none of those known")
    }
    guard let rule = entry["rule"]?.string else { throw fail(place, "no rule") }
    return Policy.Sourced(
      value, rule: rule, pack: region, assumed: entry["assumed"]?.bool ?? false)
  }
}
