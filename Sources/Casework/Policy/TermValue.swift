/// What a pack says under a term.
package enum TermValue: Hashable, Sendable {
  case number(Int)
  case numbers([Int])
  case flag(Bool)
  case word(String)
  case words([String])
  case monthDay(month: Int, day: Int)
  case days([CivilDate])
  case byYear([Int: Int])
  case dayByYear([Int: CivilDate])
  case byWord([String: Int])
  case wordsByWord([String: [String]])

  package var number: Int? {
    if case .number(let value) = self { value } else { nil }
  }
  package var numbers: [Int]? {
    if case .numbers(let value) = self { value } else { nil }
  }
  package var word: String? {
    if case .word(let value) = self { value } else { nil }
  }
  package var words: [String]? {
    if case .words(let value) = self { value } else { nil }
  }
  package var lateCover: LateCover? { word.flatMap(LateCover.init) }
}
