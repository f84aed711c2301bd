extension InsuranceOrder.Operation {
  /// Orders by which this one's aim is given up: once one of them has been given, nobody need see
  /// to this one any more, whatever became of it. Where that one fails too, it waits itself.
  private var givenUpBy: Set<Self> {
    switch self {
    case .enrol, .updateIdentity: [.terminate]
    case .requestCode: [.suspend, .terminate]
    case .suspend: [.requestCode, .terminate]
    case .terminate: [.enrol]
    }
  }

  /// Orders that show, once they are carried out, that what this one wanted is so.
  private var madeGoodBy: Set<Self> {
    switch self {
    case .enrol, .updateIdentity: [.updateIdentity]
    case .requestCode, .suspend, .terminate: []
    }
  }

  /// Whether nobody need see to an order of this kind that was not carried out, since a later one
  /// took its place.
  ///
  /// - Parameter later: all orders given for the child since, and whether they were carried out.
  package func isMoot(after later: [(operation: Self, isDone: Bool)]) -> Bool {
    later.contains { order in
      givenUpBy.contains(order.operation)
        || (order.isDone && madeGoodBy.contains(order.operation))
    }
  }
}
