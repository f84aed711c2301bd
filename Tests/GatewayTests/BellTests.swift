import Casework
import Testing

@testable import birthgate

@Suite("Waiting for a case to change", .fewAtOnce)
struct BellTests {
  private let id = CaseID(rawValue: "c-1")

  @Test("Whoever waits for a case is woken by it alone, once for several changes at once")
  func rings() async throws {
    let bell = Bell()
    let listener = try #require(bell.listen(to: [id]))
    bell.ring([CaseID(rawValue: "c-2")])
    bell.ring([id])
    bell.ring([id])
    listener.continuation.finish()
    var heard: [Bell.Signal] = []
    for await signal in listener.signals { heard.append(signal) }
    #expect(heard == [.changed])
    bell.leave(listener)
    bell.leave(listener)
    #expect(bell.listening == 0)
  }

  @Test("A page of joined cases hears of each of them, and counts as one that listens")
  func joined() async throws {
    let bell = Bell()
    let other = CaseID(rawValue: "c-2")
    let listener = try #require(bell.listen(to: [id, other]))
    #expect(bell.listening == 1)
    bell.ring([other])
    listener.continuation.finish()
    var heard = 0
    for await _ in listener.signals { heard += 1 }
    #expect(heard == 1)
    bell.leave(listener)
    #expect(bell.listening == 0)
  }

  @Test("No more listen than there is room for, of one case and of all, and room comes back")
  func bounds() throws {
    let bell = Bell()
    var listeners: [Bell.Listener] = []
    for _ in 0..<Bell.mostOfOne { listeners.append(try #require(bell.listen(to: [id]))) }
    #expect(bell.listen(to: [id]) == nil)
    for number in bell.listening..<Bell.most {
      listeners.append(try #require(bell.listen(to: [CaseID(rawValue: "d-\(number)")])))
    }
    #expect(bell.listen(to: [CaseID(rawValue: "e")]) == nil)
    bell.leave(listeners[0])
    #expect(bell.listen(to: [id]) != nil)
  }
}
