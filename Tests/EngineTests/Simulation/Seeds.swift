import Casework
import Foundation
import Policies
import Testing

/// Seeds of the simulation: a thousand, fifty by fifty so that every core has some, and every one
/// that ever failed.
@Suite struct Seeds {
  static let failedOnce: [Int] = []
  /// BIRTHGATE_SEEDS says how many, where the first few are enough.
  static let count =
    ProcessInfo.processInfo.environment["BIRTHGATE_SEEDS"].flatMap(Int.init) ?? 1000

  @Test(arguments: 0..<20) func aThousandHistories(_ fifty: Int) async throws {
    let book = try PolicyBook.builtIn()
    for seed in (fifty * 50)..<(fifty * 50 + 50) where seed < Self.count {
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
