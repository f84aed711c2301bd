import Casework

/// Sends each of many on its own, all at once; results in the order of the deliveries.
func sendEach(
  _ deliveries: [Delivery], _ send: @escaping @Sendable (Delivery) async -> SendResult
) async -> [SendResult] {
  await withTaskGroup(of: (Int, SendResult).self) { group in
    for (index, delivery) in deliveries.enumerated() {
      group.addTask { (index, await send(delivery)) }
    }
    var results = [SendResult](
      repeating: .later(reason: "not tried", retryAfter: nil), count: deliveries.count)
    for await (index, result) in group { results[index] = result }
    return results
  }
}
