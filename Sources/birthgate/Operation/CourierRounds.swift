import Casework
import Engine
import Logging
import ServiceLifecycle

/// Lets the courier run until the gateway stops, and finish what is then under way.
struct CourierRounds: Service {
  let courier: Courier
  let logger: Logger

  func run() async throws {
    await withGracefulShutdownHandler {
      await courier.run { _ in
        logger.error("the store failed, will try again", metadata: ["round": "courier"])
      }
    } onGracefulShutdown: {
      courier.stop()
    }
  }
}
