import Casework
import Testing

@Suite("An order that was not carried out waits until something takes its place")
struct OrderEndTests {
  private typealias Operation = InsuranceOrder.Operation

  private func isMoot(_ operation: Operation, _ later: (Operation, Bool)...) -> Bool {
    operation.isMoot(after: later.map { (operation: $0.0, isDone: $0.1) })
  }

  @Test("alone it waits, whatever it is", arguments: Operation.allCases)
  func alone(operation: InsuranceOrder.Operation) {
    #expect(!operation.isMoot(after: []))
  }

  @Test("once the record is to end, nobody enrols, moves or codes it any more")
  func terminated() {
    for operation in [Operation.enrol, .updateIdentity, .requestCode, .suspend] {
      // The termination has only been given: where it fails too, it waits itself.
      #expect(isMoot(operation, (.terminate, false)), "\(operation)")
    }
    #expect(isMoot(.terminate, (.enrol, false)), "the child is wanted there again")
  }

  @Test("an identity that was moved shows that there is a record; one that was only asked for, not")
  func moved() {
    #expect(!isMoot(.enrol, (.updateIdentity, false)))
    #expect(isMoot(.enrol, (.updateIdentity, true)))
    #expect(!isMoot(.updateIdentity, (.updateIdentity, false)))
    #expect(isMoot(.updateIdentity, (.updateIdentity, false), (.updateIdentity, true)))
    #expect(!isMoot(.enrol, (.requestCode, true)), "a code says nothing of the record's document")
  }

  @Test("a code that was to rest and one that was to be issued take each other's place")
  func code() {
    #expect(isMoot(.requestCode, (.suspend, false)))
    #expect(isMoot(.suspend, (.requestCode, false)))
    #expect(!isMoot(.requestCode, (.updateIdentity, true)))
    #expect(!isMoot(.suspend, (.updateIdentity, true)))
  }
}
