package import Casework

/// By what an operator lets people be written to.
package struct LetterTerms: Sendable {
  package var window = SendWindow.usual
  /// Reminders to one address in seven days; facts and corrections are not counted.
  package var remindersPerWeek = 3
  package var offices: [OfficeReceiver] = []
  /// The channels there are. Whoever can be reached by none of them has no address.
  package var channels: Set<String> = []

  package init() {}
}

/// An office that is told what concerns children of its place.
package struct OfficeReceiver: Hashable, Sendable {
  package var id: String
  package var audience: Notice.Audience
  /// Division prefixes; empty for all.
  package var divisions: [String]
  /// Codes of a hospital's facilities: it is told only of children born or certified there. Empty
  /// for all.
  package var facilities: [String] = []
  /// `push`, `email`, `webhook` or `file`.
  package var channel: String
  /// Where, as the channel has it: an e-mail address, a URL, the name of a system pushed to.
  package var address: String
  /// What a webhook is signed with.
  package var secret: [UInt8] = []
  /// Of letters: `zh-CN` or `en`.
  package var language: String?
  /// Whether it is told a child's new identity itself, and not only that there is one.
  package var wantsDetails = false

  package init(
    id: String, audience: Notice.Audience, divisions: [String], channel: String, address: String
  ) {
    self.id = id
    self.audience = audience
    self.divisions = divisions
    self.channel = channel
    self.address = address
  }

  /// Who may be told it: whoever keeps the child's account, by a push into a system of its own.
  package static func maySeeDetails(_ audience: Notice.Audience, channel: String) -> Bool {
    channel == "push" && (audience == .taxOffice || audience == .insuranceAgency)
  }

  /// What it is told of this notice beside the event.
  func details(of notice: Notice, _ formed: FormedCase) -> IdentityChange? {
    guard wantsDetails, Self.maySeeDetails(audience, channel: channel),
      notice.kind == .updateIdentity
    else { return nil }
    return IdentityChange(of: formed)
  }

  /// Whether a notice to this audience about this child is for it.
  func wants(_ audience: Notice.Audience, about formed: FormedCase) -> Bool {
    guard audience == self.audience else { return false }
    let region = formed.ruling.region ?? ""
    return (divisions.isEmpty || divisions.contains { region.hasPrefix($0) })
      && (facilities.isEmpty || !Set(facilities).isDisjoint(with: formed.causes.facilities))
  }
}
