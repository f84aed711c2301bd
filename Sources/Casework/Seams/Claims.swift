/// Which deliveries a courier takes next.
///
/// Of those that are due, the earliest of each lane; never one behind another of the same case and
/// lane that is still queued.
package struct Claim: Hashable, Sendable {
  /// How many at most, of all lanes together.
  package var limit: Int
  /// How many of one lane, where `rooms` says nothing else.
  package var perLane: Int
  /// Lanes of which another number may be taken, none perhaps, since some of theirs are under way.
  package var rooms: [String: Int]
  /// Lanes that are taken to be away: only what has failed exactly once may be taken of them, since
  /// the first retry is promised within seconds.
  package var held: Set<String>
  /// Milliseconds; what is due by then.
  package var due: Int64
  /// Milliseconds; the end of the lease, at which others may take what was not settled.
  package var until: Int64

  package init(
    limit: Int, perLane: Int = 1, rooms: [String: Int] = [:], held: Set<String> = [], due: Int64,
    until: Int64
  ) {
    self.limit = limit
    self.perLane = perLane
    self.rooms = rooms
    self.held = held
    self.due = due
    self.until = until
  }

  /// How many may be taken of a lane.
  package func room(of lane: String) -> Int { max(0, rooms[lane] ?? perLane) }

  /// Whether a delivery of a held lane may be taken all the same.
  package func passes(_ row: DeliveryRow) -> Bool {
    !held.contains(row.lane) || (row.attempt == 1 && row.settled == 1)
  }
}

/// A page of the deliveries that failed for good, in the order in which they were written.
package struct FailedQuery: Hashable, Sendable {
  /// Nil for all.
  package var lane: String?
  /// The place after which the page begins.
  package var after: Int64?
  package var limit: Int

  package init(lane: String? = nil, after: Int64? = nil, limit: Int) {
    self.lane = lane
    self.after = after
    self.limit = limit
  }
}

/// A delivery with its place in the order of writing.
package struct PlacedDelivery: Hashable, Sendable {
  package var place: Int64
  package var row: DeliveryRow

  package init(place: Int64, row: DeliveryRow) {
    self.place = place
    self.row = row
  }
}

/// How much waits in one lane.
package struct LaneCount: Hashable, Sendable {
  package var lane: String
  /// Queued or awaiting a receipt.
  package var waiting: Int
  /// Milliseconds; the earliest at which any of it is or was due.
  package var earliestDue: Int64?
  /// Failed for good.
  package var failed: Int

  package init(lane: String, waiting: Int = 0, earliestDue: Int64? = nil, failed: Int = 0) {
    self.lane = lane
    self.waiting = waiting
    self.earliestDue = earliestDue
    self.failed = failed
  }
}
