import Foundation
import Synchronization
import Testing

@testable import StoreSQLite

/// The threads on which a store reads and writes.
@Suite("Worker threads") struct WorkerThreadTests {
  private final class Notes: Sendable {
    let places = Mutex<[Int]>([])
    let threads = Mutex<Set<ObjectIdentifier>>([])
  }

  @Test("However much is asked at once, it runs on one thread, in the order it was asked")
  func inOrder() async {
    let worker = WorkerThread("worker")
    let notes = Notes()
    await withCheckedContinuation { continuation in
      for place in 0..<1_000 {
        worker.submit {
          notes.places.withLock { $0.append(place) }
          notes.threads.withLock { _ = $0.insert(ObjectIdentifier(Thread.current)) }
        }
      }
      worker.submit { continuation.resume() }
    }
    #expect(notes.places.withLock { $0 } == Array(0..<1_000))
    #expect(notes.threads.withLock { $0.count } == 1)
  }

  @Test("What was asked before its owner went is done all the same")
  func lastWork() async {
    await withCheckedContinuation { continuation in
      let worker = WorkerThread("worker")
      worker.submit { Thread.sleep(forTimeInterval: 0.01) }
      worker.submit { continuation.resume() }
    }
  }
}
