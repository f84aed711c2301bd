import Casework
import Logging
import ServiceLifecycle

/// Does one kind of background work, step after step, until the gateway stops.
struct Rounds: Service {
  let name: String
  let gate: Gate
  let pause: Duration
  let logger: Logger
  /// Returns how much it did; none lets the rounds pause.
  let step: @Sendable () async throws -> Int

  func run() async throws {
    while !Task.isShuttingDownGracefully, !Task.isCancelled {
      // A step that has begun is finished, whatever stops the gateway; only the pause is cut short.
      guard await once() == 0 else { continue }
      await cancelWhenGracefulShutdown { try? await Task.sleep(for: pause) }
    }
  }

  private func once() async -> Int {
    do {
      return try await gate.pass { try await step() }
    } catch {
      logger.error("round failed, will try again", metadata: ["round": "\(name)"])
      try? await Task.sleep(for: .seconds(1))
      return 0
    }
  }
}
