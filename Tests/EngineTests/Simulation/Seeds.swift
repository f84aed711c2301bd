import Casework
import Foundation
import Policies
import Testing

/// Seeds of the simulation: a thousand by the dozen, and every one that ever failed.
@Suite struct Seeds {
  static let failedOnce: [Int] = []
  /// BIRTHGATE_SEEDS says how many, where the first few are enough.
  static let count = ProcessInfo.processInfo.environment["BIRTHGATE_SEEDS"].flatMap(Int.init)

  @Test func aThousandHistories() async throws {
    let book = try PolicyBook.builtIn()
    for seed in 0..<max(1, Self.count ?? 1000) {
      var simulation = Simulation(seed: seed, book: book)
      try await simulation.run()
      #expect(!simulation.receipts.isEmpty)
    }
  }

  @Test(arguments: failedOnce) func aSeedThatFailedOnce(_ seed: Int) async throws {
    var simulation = Simulation(seed: seed, book: try PolicyBook.builtIn())
    try await simulation.run()
  }
}
