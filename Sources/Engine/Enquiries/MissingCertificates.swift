import Casework
import Synchronization

/// Certificate numbers that a message has just had to do with and that ought to be looked at: a
/// certificate is named that has not come, or one has come to a case that waited.
///
/// Only a note in memory: what a crash takes from it is found again when the gateway starts, since
/// all waiting cases are looked through then.
final class MissingCertificates: Sendable {
  /// So many numbers at most: who noted more must look through all cases instead.
  private static let most = 20_000

  private struct State {
    var isOpen = false
    var isFull = false
    var numbers: Set<String> = []
  }

  private let state = Mutex(State())

  /// What has been noted since it was asked last; nil where all waiting cases must be looked at,
  /// because nothing had been noted so far or too much.
  func drain() -> [String]? {
    state.withLock { state in
      defer { state = State(isOpen: true) }
      return state.isOpen && !state.isFull ? state.numbers.sorted() : nil
    }
  }

  /// Nobody asks any more, so nothing needs to be noted.
  func close() { state.withLock { $0 = State() } }

  func note(_ message: Message, _ decision: Decision, metOthers: Bool) {
    guard state.withLock({ $0.isOpen }) else { return }
    let numbers: [String]
    if case .certificate(let fact) = message.fact {
      numbers = metOthers ? [fact.number] : []
    } else {
      let seat = decision.seats.first { $0.formed.isTold(by: message) }
      numbers = seat?.formed.missingCertificates ?? []
    }
    guard !numbers.isEmpty else { return }
    state.withLock { state in
      state.numbers.formUnion(numbers)
      if state.numbers.count > Self.most {
        state.numbers = []
        state.isFull = true
      }
    }
  }
}

extension FormedCase {
  /// Certificates that are named and have not come, where that is what a task waits for.
  var missingCertificates: [String] {
    let isWaiting = ruling.tasks.contains {
      $0.kind == .unmatchedRegistration || $0.kind == .unmatchedPayment
    }
    guard isWaiting else { return [] }
    let come = Set(ruling.certificates.map(\.number))
    return keys.compactMap { key in
      if case .certificate(let number) = key, !come.contains(number) { number } else { nil }
    }.sorted()
  }
}
