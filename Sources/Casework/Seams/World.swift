/// All that the gateway takes from outside time and chance, so that a test can be both.
package struct World: Sendable {
  package var now: @Sendable () -> Instant
  /// Random bytes, of the count asked for.
  package var random: @Sendable (Int) -> [UInt8]

  package init(
    now: @escaping @Sendable () -> Instant, random: @escaping @Sendable (Int) -> [UInt8]
  ) {
    self.now = now
    self.random = random
  }
}
