import Casework
import Engine
import Foundation
import HTTPTypes
import Hummingbird
import LibCrypto
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
      Route(
        .post, "/v1/subscriptions/{id}/rotate",
        takes: .object(schema: "RotationRequest", optional: true), Self.rotate
      ) { exchange async throws(Problem) in try await rotate(exchange) },
      Route(.delete, "/v1/subscriptions/{id}", Self.delete) {
        exchange async throws(Problem) in try await end(exchange)
      },
      Route(.get, "/v1/webhooks/keys", Self.keys) { _ async throws(Problem) in familyKeys() },
    ]
  }

  private func subscribe(_ exchange: Exchange) async throws(Problem) -> Response {
    let request = try SubscriptionRequest(
      try exchange.object(), privateReceivers: allowsPrivateReceivers(),
      networks: office.settings().receiverNetworks)
    let id = "sub_" + Hex.encode(office.world.random(12))
    let secret = office.world.random(32)
    var subscription = Subscription(
      id: id, url: request.url, types: request.types, division: request.division ?? "",
      secret: secret)
    subscription.isPublicKey = request.isPublicKey
    let new = subscription
    let written = try await stored { () async throws(StoreError) in
      try await office.mailroom.add(new, through: office.queue)
    }
    guard written else { throw .unavailable }
    return .json(Self.shown(new), status: .created)
  }

  /// With what the receiver checks signatures by: a secret, or the public half of our key.
  private static func shown(_ subscription: Subscription) -> JSONValue {
    guard subscription.isPublicKey else {
      let text = "whsec_" + Data(subscription.secret).base64EncodedString()
      return subscription.shown.with("secret", .string(text))
    }
    return subscription.shown.with("publicKey", Self.publicKey(subscription.secret))
  }

  private static func publicKey(_ seed: [UInt8]) -> JSONValue {
    let key = Ed25519.PrivateKey(seed: seed).publicKey
    return .string("whpk_" + Data(key).base64EncodedString())
  }

  /// By what a family's webhook is checked: nobody could have told it a secret.
  private func familyKeys() -> Response {
    .json(
      .record([
        "keys": .array(
          office.mailroom.familySeeds.map { seed in
            .record(["algorithm": "ed25519", "publicKey": Self.publicKey(seed)])
          })
      ]), headers: [.cacheControl: "public, max-age=3600"])
  }

  private func rotate(_ exchange: Exchange) async throws(Problem) -> Response {
    let body = exchange.body.isEmpty ? [:] : try exchange.object()
    let hours = try Self.graceHours(body)
    let id = exchange.parameter("id")
    let now = office.world.now()
    let secret = office.world.random(32)
    // Whoever changes it at the same time is not overwritten unseen.
    for _ in 0..<3 {
      let changed = try await stored { () async throws(StoreError) -> Subscription?? in
        guard let old = try await office.mailroom.subscriptions().first(where: { $0.id == id })
        else { return .some(nil) }
        let new = old.rotated(
          to: secret, at: now, until: now.adding(seconds: Int64(hours) * 3600))
        return try await office.mailroom.replace(new, from: old, through: office.queue)
          ? .some(new) : .none
      }
      guard let answer = changed else { continue }
      guard let subscription = answer else {
        throw .notFound(Plain("没有这个订阅。", "There is no such subscription."))
      }
      return .json(Self.shown(subscription).with("graceHours", .int(hours)))
    }
    throw .unavailable
  }

  private static func graceHours(_ body: JSONValue) throws(Problem) -> Int {
    guard let given = body["graceHours"], !given.isNull else { return 24 }
    if let hours = given.int, (0...168).contains(hours) { return hours }
    throw .invalid([
      Fault(.range, at: "/graceHours", Plain("须为 0 至 168 的整数。", "An integer, 0 to 168."))
    ])
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
  private static let keys = Route.Description(
    operation: "listWebhookKeys", tag: "subscriptions",
    summary: "The public keys by which the webhooks of families are checked (v1a)",
    answers: [.json(200, "The keys, the newest first", "WebhookKeys")])
  private static let post = Route.Description(
    operation: "subscribe", tag: "subscriptions",
    summary: "Registers a webhook receiver; the secret is shown this once",
    answers: [.json(201, "The subscription with its secret", "NewSubscription")],
    problems: [400, 413, 415, 422])
  private static let rotate = Route.Description(
    operation: "rotateSecret", tag: "subscriptions",
    summary: "A new secret; the one before signs as well for graceHours (24 unless said)",
    answers: [.json(200, "The subscription with its new secret, shown this once", "Rotated")],
    problems: [400, 404, 413, 415, 422])
  private static let list = Route.Description(
    operation: "listSubscriptions", tag: "subscriptions", summary: "The receivers",
    answers: [.json(200, "The receivers, without secrets", "SubscriptionList")])
  private static let delete = Route.Description(
    operation: "unsubscribe", tag: "subscriptions", summary: "Ends a subscription",
    answers: [.empty(204, "Ended")], problems: [404])
}
