import Casework

/// What people ruled, as far as the pages speak of it.
extension Ruling {
  /// The order that holds the code, where the last word was to hold it.
  var freeze: Order? {
    let words = further.orders.filter { $0.action == .freeze || $0.action == .release }
    return words.last.flatMap { $0.action == .freeze ? $0 : nil }
  }

  /// The order that moved a deadline to where it is now.
  func extended(_ kind: Deadline.Kind) -> Order? {
    further.orders.last { order in
      order.action == .extend && order.deadline == kind && order.until == deadline(kind)?.date
    }
  }

  /// What differed between sources and has been settled by a person.
  var decided: [OrderFact.Member] {
    var members: [OrderFact.Member] = []
    for order in further.orders where order.action == .decide {
      if let member = order.member, !members.contains(member) { members.append(member) }
    }
    return members
  }
}

extension ParentPageModel {
  /// A premium year in the outlook.
  func year(_ number: Int) -> Outlook.Year? {
    outlook?.years.first { $0.premiumYear == number }
  }

  /// The next year's premium, where it is being collected on this day and is not paid by others.
  var renewal: Outlook.Year? {
    guard let next = year(today.year + 1), next.state == .open, next.subsidyPercent != 100,
      let collection = next.collection, collection.from <= today, today <= collection.to
    else { return nil }
    return next
  }
}
