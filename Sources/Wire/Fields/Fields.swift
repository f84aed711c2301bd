package import Casework

/// A family's members after reading, by name, for the code that makes a fact of them.
package struct Fields: Sendable {
  package let object: JSONObject

  package init(_ object: JSONObject) { self.object = object }

  package func text(_ name: String) -> String? {
    if case .string(let text)? = object[name] { text } else { nil }
  }
  package func integer(_ name: String) -> Int? { object[name]?.int }
  package func date(_ name: String) -> CivilDate? { text(name).flatMap { CivilDate($0) } }
  package func instant(_ name: String) -> Instant? { text(name).flatMap { Instant(rfc3339: $0) } }

  package subscript(name: String) -> Fields? { object[name]?.object.map(Fields.init) }

  package func list(_ name: String) -> [Fields] {
    forEach(name) { $0 }
  }

  /// What is made of each object of an array.
  func forEach<Made>(_ name: String, _ make: (Fields) -> Made) -> [Made] {
    guard case .array(let items)? = object[name] else { return [] }
    var made: [Made] = []
    made.reserveCapacity(items.count)
    for case .object(let item) in items { made.append(make(Fields(item))) }
    return made
  }

  /// The texts of an array of single values.
  package func texts(_ name: String) -> [String] {
    object[name]?.array?.compactMap(\.string) ?? []
  }

  package func party(_ name: String) -> Party? {
    self[name].map { party in
      Party(
        name: party.text("name"), idType: party.text("idType"), idNumber: party.text("idNumber"),
        phone: party.text("phone"))
    }
  }

  /// Hundredths of a yuan of a money text.
  package func fen(_ name: String) -> Int64? {
    text(name).flatMap { Int64(String($0.filter { $0 != "." })) }
  }
}
