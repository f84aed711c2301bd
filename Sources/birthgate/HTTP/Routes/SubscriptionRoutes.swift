import Casework
import Engine
import Foundation
import HTTPTypes
import Hummingbird
import Wire

/// Webhook receivers: who is told of which events.
struct SubscriptionRoutes: Sendable {
  let office: Office
  let allowsPrivateReceivers: @Sendable () -> Bool

  var routes: [Route] {
    [
      Route(
        .post, "/v1/subscriptions", takes: .object(schema: "SubscriptionRequest"), Self.post
      ) { exchange async throws(Problem) in try await subscribe(exchange) },
      Route(.get, "/v1/subscriptions", Self.list) { _ async throws(Problem) in
        try await list()
      },
      Route(.delete, "/v1/subscriptions/{id}", Self.delete) {
        exchange async throws(Problem) in try await end(exchange)
      },
    ]
  }

  private func subscribe(_ exchange: Exchange) async throws(Problem) -> Response {
    let request = try SubscriptionRequest(
      try exchange.object(), privateReceivers: allowsPrivateReceivers(),
      networks: office.settings().receiverNetworks)
    let id = "sub_" + Hex.encode(office.world.random(12))
    let secret = office.world.random(32)
    let subscription = Subscription(
      id: id, url: request.url, types: request.types, division: request.division ?? "",
      secret: secret)
    let written = try await stored { () async throws(StoreError) in
      try await office.mailroom.add(subscription, through: office.queue)
    }
    guard written else { throw .unavailable }
    let text = "whsec_" + Data(secret).base64EncodedString()
    return .json(subscription.shown.with("secret", .string(text)), status: .created)
  }

  private func list() async throws(Problem) -> Response {
    let all = try await stored { () async throws(StoreError) in
      try await office.mailroom.subscriptions()
    }
    return .json(.record(["subscriptions": .array(all.map(\.shown))]))
  }

  private func end(_ exchange: Exchange) async throws(Problem) -> Response {
    let id = exchange.parameter("id")
    let found = try await stored { () async throws(StoreError) in
      let known = try await office.mailroom.subscriptions().contains { $0.id == id }
      if known { try await office.mailroom.remove(id) }
      return known
    }
    guard found else {
      throw .notFound(Plain("没有这个订阅。", "There is no such subscription."))
    }
    return .noContent
  }
}

extension SubscriptionRoutes {
  private static let post = Route.Description(
    operation: "subscribe", tag: "subscriptions",
    summary: "Registers a webhook receiver; the secret is shown this once",
    answers: [.json(201, "The subscription with its secret", "NewSubscription")],
    problems: [400, 413, 415, 422])
  private static let list = Route.Description(
    operation: "listSubscriptions", tag: "subscriptions", summary: "The receivers",
    answers: [.json(200, "The receivers, without secrets", "SubscriptionList")])
  private static let delete = Route.Description(
    operation: "unsubscribe", tag: "subscriptions", summary: "Ends a subscription",
    answers: [.empty(204, "Ended")], problems: [404])
}
