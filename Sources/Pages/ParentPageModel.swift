package import Casework

/// Everything the page of one child is made from: the page is a pure function of this, a language
/// and a size.
package struct ParentPageModel: Hashable, Sendable {
  /// The ruling of the day the page is read. What the page says of the law is its `reasons`.
  package var ruling: Ruling
  /// What lies before the child on that day; nil where no birth day is known.
  package var outlook: Outlook?
  /// The code as it was allocated; nil where there is none or the reader may not see it.
  package var codeValue: String?
  package var qr: QRDrawing?
  /// What happened, in any order.
  package var timeline: [TimelineLine]
  /// The newest message or notice of the case.
  package var updatedAt: Instant
  package var advice: PackAdvice
  package var links: PageLinks
  /// Until when the symbol that is shown can be read; nil for one that does not end.
  package var codeUntil: Instant?
  /// Whether the reader has proved to know the parents' document: only then the child is named.
  package var isConfirmed = false
  /// Who looked at the child's case, newest first.
  package var looks: [LookLine] = []
  /// Whether the family is told no more than the page shows.
  package var isQuieted = false

  package init(
    ruling: Ruling, codeValue: String?, qr: QRDrawing?, timeline: [TimelineLine],
    updatedAt: Instant, advice: PackAdvice = PackAdvice(), links: PageLinks = PageLinks(),
    outlook: Outlook? = nil
  ) {
    self.ruling = ruling
    self.outlook = outlook
    self.codeValue = codeValue
    self.qr = qr
    self.timeline = timeline
    self.updatedAt = updatedAt
    self.advice = advice
    self.links = links
  }

  /// The day the page speaks of, which is the ruling's: two days could contradict each other.
  package var today: CivilDate { ruling.asOf }
}

/// One thing that happened, as far as a parent is shown it.
package struct TimelineLine: Hashable, Sendable {
  package var at: Instant
  /// `code-issued`, the kind of a notice, or for a message its family and action with a full stop
  /// between them, as `birthCertificate.issue`; for an order to the insurance platform
  /// `insurance-order` and its operation in the same way.
  package var kind: String
  /// To whom a notice goes; nil for what is no notice.
  package var audience: String?
  /// How a notice or an order stands; nil for what is neither.
  package var state: String?

  package init(at: Instant, kind: String, audience: String? = nil, state: String? = nil) {
    self.at = at
    self.kind = kind
    self.audience = audience
    self.state = state
  }
}

/// What the policy of a place adds to a ruling for parents. Each part that is missing leaves its
/// sentence out; none has a value in a template.
package struct PackAdvice: Hashable, Sendable {
  /// Where a premium can be paid. Only an `https` address becomes a link.
  package struct PayPlace: Hashable, Sendable {
    package var url: String
    package var name: Plain

    package init(url: String, name: Plain) {
      self.url = url
      self.name = name
    }
  }

  /// What paying today, after the window, would bring.
  package struct LateOffer: Hashable, Sendable {
    package var coverFrom: CivilDate
    /// The last day on which a payment still brings a day of cover.
    package var lastDay: CivilDate

    package init(coverFrom: CivilDate, lastDay: CivilDate) {
      self.coverFrom = coverFrom
      self.lastDay = lastDay
    }
  }

  /// How the premiums of two years hang together where the window runs into the next year.
  package enum Crossing: String, Sendable { case independent, bothRequired, single }

  package var crossing = Crossing.independent
  /// Names of regions by their code of two, four or six digits.
  package var places: [String: Plain] = [:]
  package var payPlace: PayPlace?
  package var howToPay: [Plain]
  package var lateOffer: LateOffer?
  /// The days on which the family is reminded of the payment: taller in the strip of days.
  package var payReminders: [CivilDate]
  /// The first day on which the family is reminded that the identity is to be bound. Without it,
  /// the first `code-expiring` notice of the timeline says so.
  package var identityRemindersFrom: CivilDate?
  /// Whom to ask, with a telephone number.
  package var contact: Plain?

  package init(
    payPlace: PayPlace? = nil, howToPay: [Plain] = [], lateOffer: LateOffer? = nil,
    payReminders: [CivilDate] = [], identityRemindersFrom: CivilDate? = nil,
    contact: Plain? = nil
  ) {
    self.payPlace = payPlace
    self.howToPay = howToPay
    self.lateOffer = lateOffer
    self.payReminders = payReminders
    self.identityRemindersFrom = identityRemindersFrom
    self.contact = contact
  }
}

/// Where the page's own addresses are.
///
/// Before the second factor a page links to itself by query alone, so that its token stands in no
/// markup; behind it `base` leads to what else there is.
package struct PageLinks: Hashable, Sendable {
  package var styleSheet: String
  package var script: String?
  /// `/p/TOKEN`; nil where the page leads nowhere.
  package var base: String?

  package init(
    styleSheet: String = "/p/style.css", script: String? = nil, base: String? = nil
  ) {
    self.styleSheet = styleSheet
    self.script = script
    self.base = base
  }
}

/// One reading of a child's case, as the family is shown it.
package struct LookLine: Hashable, Sendable {
  package var at: Instant
  package var who: Plain
  package var what: Plain
  package var count: Int

  package init(at: Instant, who: Plain, what: Plain, count: Int) {
    self.at = at
    self.who = who
    self.what = what
    self.count = count
  }
}
