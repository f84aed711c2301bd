package import Casework
import Wire

extension Mailroom {
  /// What the rows of one decision have in common.
  private struct Post {
    var caseID: CaseID
    var formed: FormedCase
    var terms: LetterTerms
    /// When letters to people may leave first.
    var opening: Instant
  }

  /// Sets each notice's state by whether somebody can be told, and makes the deliveries.
  ///
  /// - Parameter version: of the event that keeps the notices; with the case it makes the ids.
  func address(
    _ notices: [Notice], of caseID: CaseID, _ formed: FormedCase, version: Int,
    to subscriptions: [Subscription]
  ) -> (notices: [Notice], deliveries: [DeliveryRow]) {
    let terms = terms()
    let post = Post(
      caseID: caseID, formed: formed, terms: terms,
      opening: terms.window.next(from: ledger.world.now()))
    var addressed = notices
    var deliveries: [DeliveryRow] = []
    for (group, members) in Self.groups(notices).enumerated() {
      guard let first = members.first.map({ notices[$0] }), first.state == .queued else { continue }
      let prefix = "\(caseID.rawValue)/\(version)/\(group)"
      let told = events(first, members.map { notices[$0].audience }, prefix, post, subscriptions)
      deliveries += told
      for member in members {
        let letters =
          contactRows(notices[member], "\(prefix).c\(member)", post)
          + officeRows(notices[member], "\(prefix).o\(member)", post)
          + fileRows(notices[member], "\(prefix).f\(member)", post)
        deliveries += letters
        if told.isEmpty, letters.isEmpty { addressed[member].state = .noAddress }
      }
    }
    return (addressed, deliveries)
  }

  /// One event for each subscriber, whatever the audiences.
  private func events(
    _ notice: Notice, _ audiences: [Notice.Audience], _ prefix: String, _ post: Post,
    _ subscriptions: [Subscription]
  ) -> [DeliveryRow] {
    subscriptions.filter {
      $0.wants(notice.kind.eventType, division: post.formed.ruling.region)
    }
    .enumerated().map { ordinal, receiver in
      let id = "\(prefix).\(ordinal)"
      return row(
        id, post.caseID, lane: receiver.id, channel: "webhook", at: notice.at,
        body: event(id, notice, audiences, post).body)
    }
  }

  private func event(
    _ id: String, _ notice: Notice, _ audiences: [Notice.Audience], _ post: Post
  ) -> NoticeEvent {
    NoticeEvent(
      id: id, kind: notice.kind, caseID: post.caseID.rawValue, at: notice.at,
      occasion: notice.occasion, audiences: audiences, division: post.formed.ruling.region,
      asOf: post.formed.ruling.asOf)
  }

  /// A letter for each address the family gave, as far as there is a channel to it.
  private func contactRows(_ notice: Notice, _ prefix: String, _ post: Post) -> [DeliveryRow] {
    guard notice.audience == .guardian, writer != nil else { return [] }
    let places = Self.places(post.formed.causes.contacts, by: post.terms.channels)
    let reachable = places.map(\.contact)
    return places.map { number, contact in
      let id = "\(prefix).\(number)"
      let isMachine = contact.channel == "webhook"
      let text = isMachine ? event(id, notice, [.guardian], post).text : nil
      let letter = SealedLetter(
        notice, to: .contact(contact, beside: Self.beside(contact, of: reachable)), event: text)
      return self.letter(
        id, post, letter, lane: lane(contact), channel: contact.channel ?? "", at: notice.at)
    }
  }

  private func officeRows(_ notice: Notice, _ prefix: String, _ post: Post) -> [DeliveryRow] {
    post.terms.offices.filter {
      $0.wants(notice.audience, about: post.formed) && post.terms.channels.contains($0.channel)
    }
    .enumerated().compactMap { index, office in
      let id = "\(prefix).\(index)"
      let isMachine = office.channel != "email"
      guard isMachine || writer != nil else { return nil }
      var event = event(id, notice, [notice.audience], post)
      event.identity = office.details(of: notice, post.formed)
      return letter(
        id, post,
        SealedLetter(notice, to: .office(id: office.id), event: isMachine ? event.text : nil),
        lane: "office:\(office.id)", channel: office.channel, at: notice.at, isAtOnce: true)
    }
  }

  private func fileRows(_ notice: Notice, _ id: String, _ post: Post) -> [DeliveryRow] {
    guard writer != nil, post.terms.channels.contains("file") else { return [] }
    return [
      letter(
        id, post, SealedLetter(notice, to: .file), lane: "file", channel: "file", at: notice.at,
        isAtOnce: notice.audience != .guardian)
    ]
  }

  /// - Parameter isAtOnce: where offices read it, at any hour.
  private func letter(
    _ id: String, _ post: Post, _ letter: SealedLetter, lane: String, channel: String,
    at: Instant, isAtOnce: Bool = false
  ) -> DeliveryRow {
    var row = row(
      id, post.caseID, lane: lane, channel: channel, isLetter: true, at: at,
      body: letter.json.canonical)
    guard !isAtOnce, post.opening.milliseconds > at.milliseconds else { return row }
    row.dueAt = post.opening.milliseconds
    hold(until: post.opening)
    return row
  }

  /// A link for each address of a family that people read. Each channel has a lane beside its own
  /// for these: what somebody waits for stands behind no reminder that waits for the morning.
  func linkRows(_ prefix: String, of caseID: CaseID, to contacts: [Contact]) -> [DeliveryRow] {
    guard writer != nil else { return [] }
    let reachable = Self.reachable(contacts, by: terms().channels)
    return reachable.filter { $0.channel != "webhook" }.enumerated().map { index, contact in
      let channel = contact.channel ?? ""
      let letter = SealedLetter(
        pageLinkTo: .contact(contact, beside: Self.beside(contact, of: reachable)))
      return row(
        "\(prefix)/\(index)", caseID, lane: "\(channel):asked",
        channel: channel, isLetter: true, at: ledger.world.now(), body: letter.json.canonical)
    }
  }

  /// The addresses of a family, each once and in its plain form.
  static func reachable(_ contacts: [Contact], by channels: Set<String>) -> [Contact] {
    places(contacts, by: channels).map(\.contact)
  }

  /// The same with their numbers, of which ids are made: they count every way of writing, so that
  /// no id depends on which of them are one telephone.
  private static func places(_ contacts: [Contact], by channels: Set<String>)
    -> [(number: Int, contact: Contact)]
  {
    var written: Set<[String]> = []
    let reachable = contacts.filter { contact in
      guard let channel = contact.channel, let address = contact.address, !address.isEmpty else {
        return false
      }
      return channels.contains(channel) && written.insert([channel, address]).inserted
    }
    var seen: Set<[String?]> = []
    return reachable.enumerated().compactMap { number, contact in
      seen.insert([contact.channel, contact.destination]).inserted
        ? (number, contact.plain) : nil
    }
  }

  /// Those of a family who are told by the same channel.
  private static func beside(_ contact: Contact, of reachable: [Contact]) -> [Contact] {
    reachable.filter { $0.channel == contact.channel }
  }

  /// Who hangs holds up itself alone: a family's webhook has a lane by its host, which a keyed
  /// digest hides; the other channels have one provider behind them.
  private func lane(_ contact: Contact) -> String {
    let channel = contact.channel ?? ""
    guard channel == "webhook" else { return channel }
    let host = (contact.address ?? "").split(separator: "/").prefix(2).joined(separator: "/")
    return "webhook:" + Hex.encode(ledger.lookUps.digest("host", host))
  }

  /// Notices of one kind and occasion, whatever the audience, are one event.
  static func groups(_ notices: [Notice]) -> [[Int]] {
    var order: [String] = []
    var members: [String: [Int]] = [:]
    for (index, notice) in notices.enumerated() {
      let name = notice.kind.rawValue + "/" + notice.occasion
      if members[name] == nil { order.append(name) }
      members[name, default: []].append(index)
    }
    return order.compactMap { members[$0] }
  }

  package func row(
    _ id: String, _ caseID: CaseID, lane: String, channel: String, isLetter: Bool = false,
    at: Instant, body: [UInt8]
  ) -> DeliveryRow {
    let content = RowContent(channel: channel, isLetter: isLetter, at: at, body: body)
    return DeliveryRow(
      id: id, caseID: caseID, lane: lane, dueAt: at.milliseconds, attempt: 0, state: .queued,
      body: ledger.sealed(content, of: id))
  }
}

extension NoticeEvent {
  fileprivate var text: String { String(decoding: body, as: UTF8.self) }
}
