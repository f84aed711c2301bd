import Casework
import HTTPTypes
import Hummingbird
import Wire

/// The sandbox clock, which only a gateway with `--sandbox` has.
struct SandboxRoutes: Sendable {
  let jump: ClockJump

  var routes: [Route] {
    [
      Route(
        .post, "/v1/sandbox/clock", takes: .object(schema: "ClockAdvance"), Self.post
      ) { exchange async throws(Problem) in try await advance(exchange) }
    ]
  }

  private func advance(_ exchange: Exchange) async throws(Problem) -> Response {
    let text = try exchange.object()["advanceTo"]?.string
    guard let target = text.flatMap({ Instant(rfc3339: $0) }) else {
      throw .invalid([
        Fault(
          text == nil ? .missing : .notADate, at: "/advanceTo",
          Plain("须为带时区的时刻（RFC 3339）。", "An RFC 3339 instant with an offset is needed."))
      ])
    }
    do throws(ClockJump.Trouble) {
      try await jump.advance(to: target)
    } catch {
      switch error {
      case .store: throw .unavailable
      case .backwards(let now):
        throw .invalid([
          Fault(
            .range, at: "/advanceTo",
            Plain(
              "时钟不能倒退，现在是 \(now.rfc3339)。",
              "The clock never goes back; it is \(now.rfc3339)."))
        ])
      }
    }
    return .json(.record(["now": .instant(jump.clock.now())]))
  }

  private static let post = Route.Description(
    operation: "advanceClock", tag: "sandbox",
    summary: "Moves the clock; answers when everything due until then has happened",
    answers: [.json(200, "Where the clock stands", "Clock")], problems: [400, 413, 415, 422])
}
