package import Casework

/// The hours of the day in China in which people are written to.
package struct SendWindow: Hashable, Sendable {
  /// Minutes from midnight; letters leave from the first on and before the second.
  package let opens: Int
  package let closes: Int

  package static let usual = SendWindow(opens: 8 * 60, closes: 21 * 60)

  /// - Precondition: it opens before it closes, within one day.
  private init(opens: Int, closes: Int) {
    self.opens = opens
    self.closes = closes
  }

  /// Nil where it does not open before it closes, or not within one day.
  package init?(from opens: Int, to closes: Int) {
    guard (0..<24 * 60).contains(opens), (1...24 * 60).contains(closes), opens < closes else {
      return nil
    }
    self.init(opens: opens, closes: closes)
  }

  /// The moment itself while the window is open, else the next at which it opens.
  package func next(from moment: Instant) -> Instant {
    let minute = (moment.milliseconds - moment.day.start.milliseconds) / 60_000
    if minute < opens { return opening(of: moment.day) }
    return minute < closes ? moment : opening(of: moment.day.adding(days: 1))
  }

  private func opening(of day: CivilDate) -> Instant {
    day.start.adding(seconds: Int64(opens) * 60)
  }
}
