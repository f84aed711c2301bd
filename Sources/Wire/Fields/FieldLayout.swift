import LibBytes

/// The fields of one object laid out for reading: names as keys, kinds without payloads, and the
/// order in which canonical JSON writes them.
///
/// Made once from a table. What a field is in full stays in ``Field``, which the reader asks as
/// soon as a value is not simply right.
final class FieldLayout: Sendable {
  /// What the quick way needs of a field, without references to count.
  struct Entry: Sendable {
    /// A kind without what belongs to it.
    enum Sort: UInt8, Sendable {
      case text, identifier, pattern, certificate, citizenID, code, integer, date, instant
      case object, party
    }

    var key: NameKey
    var sort: Sort
    var isList: Bool
    var isPast: Bool
    var isOptional: Bool
    var isAction: Bool
    var hasDefault: Bool
    /// Of an integer.
    var range: ClosedRange<Int> = 0...0
    /// Where its runs or codes stand in the layout.
    var part = 0..<0

    var isObject: Bool { sort == .object || sort == .party }
  }

  /// A run of a pattern, as the set of its bytes.
  struct Run: Sendable {
    var low: UInt64
    var high: UInt64
    var count: ClosedRange<Int>

    func contains(_ byte: UInt8) -> Bool {
      let half = byte < 64 ? low : byte < 128 ? high : 0
      return half >> UInt64(byte & 63) & 1 == 1
    }
  }

  let fields: [Field]
  let names: [String]
  let entries: [Entry]
  let runs: [Run]
  let codes: [String]
  let codeKeys: [NameKey]
  let members: [FieldLayout?]
  /// Positions in the order of RFC 8785.
  let order: [Int]

  init(_ fields: [Field]) {
    self.fields = fields
    names = fields.map(\.name)
    var runs: [Run] = []
    var codes: [String] = []
    var members: [FieldLayout?] = []
    entries = fields.enumerated().map { position, field in
      var entry = Entry(
        key: field.nameBytes.withBytes { NameKey($0) },
        sort: field.sort, isList: field.isList, isPast: field.isPast,
        isOptional: field.need == .optional,
        isAction: position == 0 && field.name == "action", hasDefault: field.normally != nil)
      var inner: FieldLayout?
      switch field.kind {
      case .integer(let range): entry.range = range
      case .code(let all):
        entry.part = codes.count..<codes.count + all.count
        codes += all.map(\.value)
      case .object(let fields), .party(let fields): inner = FieldLayout(fields)
      default:
        let own = field.pattern?.runs ?? []
        entry.part = runs.count..<runs.count + own.count
        runs += own.map(Run.init)
      }
      members.append(inner)
      return entry
    }
    self.runs = runs
    self.codes = codes
    codeKeys = codes.map { Array($0.utf8).withBytes { NameKey($0) } }
    self.members = members
    let names = names
    order = names.indices.sorted { JSONObject.precedes(names[$0], names[$1]) }
  }
}

extension FieldLayout.Run {
  init(_ run: Pattern.Run) {
    low = 0
    high = 0
    count = run.count
    for byte in UInt8(0)..<128 where run.letters.contains(byte) {
      if byte < 64 { low |= 1 << UInt64(byte) } else { high |= 1 << UInt64(byte - 64) }
    }
  }
}

extension Field {
  fileprivate var sort: FieldLayout.Entry.Sort {
    switch kind {
    case .text: .text
    case .identifier: .identifier
    case .pattern, .money: .pattern
    case .certificate: .certificate
    case .citizenID: .citizenID
    case .code: .code
    case .integer: .integer
    case .date: .date
    case .instant: .instant
    case .object: .object
    case .party: .party
    }
  }

  fileprivate var pattern: Pattern? {
    switch kind {
    case .pattern(let pattern): pattern
    case .money: .money
    case .certificate: .certificate
    case .citizenID: .citizenID
    default: nil
    }
  }
}
