import Casework

/// How sendings end: what is written to a row, and what it says of the row's lane.
struct DeliveryEnd {
  var row: DeliveryRow
  var lane: LaneBook.Ending
}

/// The rules of it, at one instant.
struct DeliveryRules {
  let backoff: Backoff
  let now: Instant

  /// - Parameter chance: a random byte, for the jitter of the next attempt.
  func end(_ row: DeliveryRow, _ delivery: Delivery, _ result: SendResult, chance: UInt8)
    -> DeliveryEnd
  {
    let age = now.milliseconds - delivery.at
    switch result {
    case .delivered:
      return DeliveryEnd(row: ended(row, .delivered, note: nil), lane: .answered)
    case .never(let reason):
      return DeliveryEnd(row: ended(row, .failed, note: reason), lane: .answered)
    case .sent(let receipt):
      return DeliveryEnd(row: taken(row, receipt, age: age), lane: .answered)
    case .unknown(let reason):
      // Who cannot be asked about an earlier attempt is not away for that.
      return DeliveryEnd(
        row: unknown(row, delivery, reason, age: age, chance: chance),
        lane: delivery.isUnsure || row.state == .sent
          ? .notTried : .away(note: reason, pause: nil))
    case .later(let reason, let retryAfter):
      var row = row
      row.receipt = nil
      if backoff.givesUp(attempt: row.attempt, ageMilliseconds: age) {
        row = ended(row, .failed, note: "given up: \(reason)")
      } else {
        row.state = .queued
        row.settled = row.attempt
        row.note = reason
        row.dueAt = now.milliseconds + wait(row, retryAfter, chance)
      }
      return DeliveryEnd(row: row, lane: .away(note: reason, pause: retryAfter))
    }
  }

  func cancelled(_ row: DeliveryRow, note: String) -> DeliveryEnd {
    DeliveryEnd(row: ended(row, .cancelled, note: note), lane: .notTried)
  }

  func failed(_ row: DeliveryRow, note: String) -> DeliveryEnd {
    DeliveryEnd(row: ended(row, .failed, note: note), lane: .notTried)
  }

  /// Nothing was sent, so nobody knows more of an earlier attempt than before.
  func postponed(_ row: DeliveryRow, until: Instant, note: String) -> DeliveryEnd {
    var row = row
    if !row.isUnsure { row.settled = row.attempt }
    row.dueAt = until.milliseconds
    row.note = note
    return DeliveryEnd(row: row, lane: .notTried)
  }

  /// The store could not say what the row is about.
  func unopened(_ row: DeliveryRow, chance: UInt8) -> DeliveryEnd {
    postponed(
      row, until: Instant(milliseconds: now.milliseconds + wait(row, nil, chance)),
      note: "the store was away")
  }

  private func ended(_ row: DeliveryRow, _ state: DeliveryRow.State, note: String?)
    -> DeliveryRow
  {
    var row = row
    row.dueAt = nil
    row.state = state
    row.settled = row.attempt
    row.note = note
    return row
  }

  private func taken(_ row: DeliveryRow, _ receipt: String, age: Int64) -> DeliveryRow {
    let isAsked = row.state == .sent
    if isAsked, backoff.stopsAsking(attempt: row.attempt, ageMilliseconds: age) {
      return ended(row, .failed, note: "taken by the provider, and no receipt came")
    }
    var row = row
    row.state = .sent
    row.settled = row.attempt
    row.receipt = receipt
    row.note = "taken by the provider, receipt awaited"
    row.dueAt = now.milliseconds + backoff.askMilliseconds(asks: isAsked ? row.attempt : 1)
    return row
  }

  private func unknown(
    _ row: DeliveryRow, _ delivery: Delivery, _ reason: String, age: Int64, chance: UInt8
  ) -> DeliveryRow {
    let note = "not known whether it arrived: \(reason)"
    if backoff.stopsAsking(attempt: row.attempt, ageMilliseconds: age) {
      return ended(row, .failed, note: note)
    }
    // Of a letter a provider may know only when it has read all that was before it.
    let asks =
      row.state == .sent
      ? row.attempt : delivery.letter == nil ? nil : row.attempt - row.settled
    var row = row
    row.note = note
    row.dueAt =
      now.milliseconds
      + (asks.map(backoff.askMilliseconds) ?? wait(row, nil, chance))
    return row
  }

  private func wait(_ row: DeliveryRow, _ retryAfter: Int?, _ chance: UInt8) -> Int64 {
    backoff.waitMilliseconds(attempt: row.attempt, retryAfter: retryAfter, chance: chance)
  }
}

extension DeliveryRow {
  /// Of a claimed row: whether an attempt before this one may have arrived though nobody knows.
  var isUnsure: Bool { attempt - settled > 1 }

  /// Whether an attempt since then has asked in vain what became of it.
  var isAskedBefore: Bool { attempt - settled > 2 }
}
