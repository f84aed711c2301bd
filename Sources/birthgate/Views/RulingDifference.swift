import Casework
import Wire

/// In what two rulings on one child differ, member by member.
struct RulingDifference: Sendable {
  /// A member that is another; a nil side has no such member.
  struct Change: Sendable {
    /// A JSON Pointer into the later ruling, or into the earlier where the member is gone.
    var pointer: String
    /// The pointer with `*` for places in lists, for counting.
    var member: String
    var before: JSONValue?
    var after: JSONValue?

    var json: JSONValue {
      var view = JSONValue.record(["pointer": .string(pointer)])
      if let before { view = view.with("before", before) }
      if let after { view = view.with("after", after) }
      return view
    }
  }

  let changes: [Change]

  /// - Parameter withWording: whether what reasons say counts, beside which rules and documents
  ///   they name.
  init(_ before: Ruling, _ after: Ruling, withWording: Bool) {
    // Most rulings are equal, and to see that needs no JSON.
    guard Self.counting(before, withWording) != Self.counting(after, withWording) else {
      changes = []
      return
    }
    changes = Self.changes(before.json(), after.json(), at: "", as: "").filter { change in
      withWording || !Self.isWording(change.member)
    }
  }

  private static func isWording(_ member: String) -> Bool {
    ["quote", "because", "plain"].contains { member.hasPrefix("/reasons/*/" + $0) }
  }

  private static func counting(_ ruling: Ruling, _ withWording: Bool) -> Ruling {
    guard !withWording else { return ruling }
    var ruling = ruling
    for index in ruling.reasons.indices {
      ruling.reasons[index].quote = ""
      ruling.reasons[index].because = ""
      ruling.reasons[index].plain = Plain("", "")
    }
    return ruling
  }

  /// In what two JSON values differ; a pointer leads into the later one.
  static func changes(
    _ before: JSONValue?, _ after: JSONValue?, at pointer: String, as member: String
  ) -> [Change] {
    guard before != after else { return [] }
    if let old = before?.object, let new = after?.object {
      return members(old, new, at: pointer, as: member)
    }
    if let old = before?.array, let new = after?.array {
      return elements(old, new, at: pointer, as: member)
    }
    return [Change(pointer: pointer, member: member, before: before, after: after)]
  }

  private static func members(
    _ before: JSONObject, _ after: JSONObject, at pointer: String, as member: String
  ) -> [Change] {
    let gone = before.members.map(\.name).filter { after[$0] == nil }
    return (after.members.map(\.name) + gone).flatMap { name in
      let step = "/" + escaped(name)
      return changes(before[name], after[name], at: pointer + step, as: member + step)
    }
  }

  /// RFC 6901, section 3; hardly any name needs it, and to look is cheaper than to replace.
  private static func escaped(_ name: String) -> String {
    guard name.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) else {
      return name
    }
    return name.replacing("~", with: "~0").replacing("/", with: "~1")
  }

  /// Elements are paired by what they are about, so that one more reason is one change.
  private static func elements(
    _ before: [JSONValue], _ after: [JSONValue], at pointer: String, as member: String
  ) -> [Change] {
    var rest = Array(before.enumerated())
    var found: [Change] = []
    let inner = member + "/*"
    func take(_ isIt: (JSONValue) -> Bool) -> JSONValue? {
      rest.firstIndex { isIt($0.element) }.map { rest.remove(at: $0).element }
    }
    // Equal ones first, so that they are not taken for what another has become.
    let isKept = after.map { value in take { $0 == value } != nil }
    for (index, value) in after.enumerated() where !isKept[index] {
      let old = take { name(of: $0) == name(of: value) }
      found += changes(old, value, at: "\(pointer)/\(index)", as: inner)
    }
    for (index, value) in rest {
      found.append(
        Change(pointer: "\(pointer)/\(index)", member: inner, before: value, after: nil))
    }
    return found
  }

  /// What an element of a ruling's lists is about.
  private static func name(of element: JSONValue) -> [JSONValue?] {
    guard element.object != nil else { return [element] }
    return ["pack", "number", "premiumYear", "kind", "about", "rule", "category", "record"].map {
      element[$0]
    }
  }
}

extension Ruling {
  /// Whether something can still change by itself or waits for a person: there is a next review, a
  /// deadline is open or a task waits.
  var isOpen: Bool {
    nextReview != nil || deadlines.contains { $0.state == .open } || !tasks.isEmpty
  }
}
