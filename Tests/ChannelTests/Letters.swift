import Casework

extension Letter {
  /// A reminder as a parent gets it.
  static let reminder = Letter(
    kind: .notice(.payReminder), language: "zh-CN", title: "还有 7 天缴费",
    body: "李＊的居民医保费还没有缴。\n最后一天是 5 月 29 日。", short: "李＊的医保费请于 5 月 29 日前缴纳。",
    version: "1", values: ["child": "李＊", "date": "2026-05-29"],
    link: "https://birth.example.org/p/abc")
}

extension Delivery {
  /// A letter on its first way.
  static func letter(
    _ channel: String, to address: String, id: String = "c-1/3/0.0", _ letter: Letter = .reminder
  ) -> Delivery {
    var delivery = Delivery(
      id: id, at: 1_790_000_000_000, attempt: 1, channel: channel, address: address, secret: [],
      body: [])
    delivery.letter = letter
    return delivery
  }

  /// The same at its next attempt, after an end that nobody knows.
  var unsure: Delivery {
    var next = self
    next.attempt += 1
    next.isUnsure = true
    return next
  }

  /// The same where this provider may have taken it; an empty name where nobody knows which.
  func tried(_ provider: String) -> Delivery {
    var next = self
    next.tried = provider
    return next
  }

  /// The same after it was asked about in vain.
  var askedBefore: Delivery {
    var next = unsure
    next.attempt += 1
    next.isAskedBefore = true
    return next
  }

  /// The same when it is asked what became of it.
  func taken(_ receipt: String) -> Delivery {
    var next = self
    next.attempt += 1
    next.receipt = receipt
    return next
  }
}
