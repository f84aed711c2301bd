import Casework
import Wire

/// Where the sandbox clock is kept between runs.
///
/// Both its distance from the real clock and where it stood are kept: it runs on while the gateway
/// is down, and does not go back where the real clock has.
enum ClockRecord {
  private static let kind = "sandboxClock"
  private static let id = "clock"

  static func clock(real: @escaping @Sendable () -> Instant, from records: Records)
    async throws(StoreError) -> SandboxClock
  {
    try await kept(real: real, in: records) ?? SandboxClock(real: real)
  }

  /// The clock as it was kept; nil where none ever was.
  static func kept(real: @escaping @Sendable () -> Instant, in records: Records)
    async throws(StoreError) -> SandboxClock?
  {
    guard let body = try await records.find(kind, id)?.body,
      let offset = body["offsetMilliseconds"]?.int,
      let stood = body["stoodAt"]?.string.flatMap({ Instant(rfc3339: $0) })
    else { return nil }
    let runsOn = real().adding(milliseconds: Int64(offset))
    return SandboxClock(real: real, start: max(runsOn, stood), offset: Int64(offset))
  }

  static func write(offset: Int64, now: Instant, in records: Records) async throws(StoreError) {
    let version = try await records.find(kind, id)?.version ?? 0
    let body = JSONValue.record([
      "offsetMilliseconds": .int(Int(offset)), "stoodAt": .instant(now),
    ])
    // Only the gateway moves its clock, and only one jump at a time.
    guard try await records.write(kind, id, over: version, body) else {
      throw .unavailable("the sandbox clock was moved by somebody else")
    }
  }
}
