import Casework
import Testing

/// Lists find cases by the kinds of their tasks as one number: a kind without a bit of its own
/// would stand in no list, or in another's.
@Suite struct TaskKindTests {
  private let kinds = Ruling.Task.Kind.allCases

  @Test func aListOfOneKindFindsThatKindAndNoOther() {
    for kind in kinds {
      let found = kinds.filter { !TaskKinds($0).isDisjoint(with: TaskKinds(kind)) }
      #expect(found == [kind])
      #expect(!TaskKinds(kind).isDisjoint(with: .unknown))
    }
  }

  @Test func aCaseWithAllKindsIsFoundByEach() {
    let all = TaskKinds(kinds)
    for kind in kinds {
      #expect(!all.isDisjoint(with: TaskKinds(kind)))
      #expect(TaskKinds(kinds.filter { $0 != kind }).isDisjoint(with: TaskKinds(kind)))
    }
  }
}
