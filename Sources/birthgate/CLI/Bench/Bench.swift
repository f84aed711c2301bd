import ArgumentParser

/// Measures the gateway on this machine.
struct Bench: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "测速 · Measure the gateway",
    subcommands: [
      BenchBirths.self, BenchRule.self, BenchRead.self, BenchFill.self, BenchHostile.self,
      BenchDeliveries.self,
    ],
    defaultSubcommand: BenchBirths.self)
}
