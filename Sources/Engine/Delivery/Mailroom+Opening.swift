package import Casework
import Wire

extension Mailroom {
  /// What a queued row is to become, now that its turn has come.
  ///
  /// Events are what they were when they were decided. A letter is ruled on once more, for a count
  /// of days, an address or the very reason for it may have changed while it waited.
  package func open(_ row: DeliveryRow) async throws(StoreError) -> Opened {
    let content = try ledger.content(of: row)
    var delivery = Delivery(
      id: row.id, at: content.at.milliseconds, attempt: row.attempt, channel: content.channel,
      address: row.lane, secret: [], body: content.body)
    if content.isLetter {
      guard let letter = content.letter else { throw .corrupt("letter \(row.id)") }
      if row.state == .sent { return .delivery(try await question(about: letter, delivery, row)) }
      let opened = try await open(letter, delivery, row)
      guard row.isUnsure, case .contact = letter.receiver, letter.event == nil,
        case .cancelled = opened
      else { return opened }
      // An earlier attempt may have told it: whoever can say is asked before it is called back.
      delivery = try await question(about: letter, delivery, row)
      delivery.isOver = true
      return .delivery(delivery)
    }
    guard content.channel == "webhook" else { return .delivery(delivery) }
    guard let receiver = try await subscriptions().first(where: { $0.id == row.lane }) else {
      return .cancelled(note: "the subscription has ended")
    }
    delivery.address = receiver.url
    delivery.secret = receiver.secret
    delivery.keys = receiver.keys(at: ledger.world.now())
    return .delivery(delivery)
  }

  private func open(
    _ letter: SealedLetter, _ blank: Delivery, _ row: DeliveryRow
  ) async throws(StoreError) -> Opened {
    let (terms, now) = (terms(), ledger.world.now())
    guard let notice = letter.notice(at: Instant(milliseconds: blank.at)) else {
      return try await openLink(letter, blank, row, terms)
    }
    var delivery = blank
    delivery.body = Array((letter.event ?? "").utf8)
    var language: String?
    if case .office(let id) = letter.receiver {
      guard let office = terms.offices.first(where: { $0.id == id }) else {
        return .cancelled(note: "the office is no longer in the settings")
      }
      delivery.address = office.address
      delivery.secret = office.secret
      language = office.language
      // What a machine reads does not change between attempts, nor by what came after it.
      if let event = letter.event {
        let note = try await objection(toPush: event, of: notice, row, on: now.day)
        return note.map { .cancelled(note: $0) } ?? .delivery(delivery)
      }
    }
    let opening = terms.window.next(from: now)
    if letter.audience == .guardian, opening > now {
      hold(until: opening)
      return .postponed(until: opening, note: "outside the hours for letters")
    }
    guard let child = try await child(row.caseID, on: now.day) else {
      return .cancelled(note: "no child is found for the case any more")
    }
    if let note = objection(to: notice, child) { return .cancelled(note: note) }
    if try await hasNothingToCorrect(notice, letter.receiver, child, row, terms) {
      return .cancelled(note: "nothing that proves wrong had been sent")
    }
    if case .contact = letter.receiver {
      guard let current = Self.current(letter.receiver, child.seat.formed, terms) else {
        return .cancelled(note: "the address is no longer given")
      }
      if let note = try await refusal(of: current, notice, child, row.id, terms) {
        return .cancelled(note: note)
      }
      delivery.address = current.address ?? ""
      language = current.language
      if letter.event != nil {
        delivery.keys = familySeeds.map { .ed25519(seed: $0) }
        return .delivery(delivery)
      }
    }
    return try await write(notice, language: language, delivery, child, row)
  }

  /// What a provider took is on its way or there: whatever has changed since, it is not called back
  /// and not written anew, and the provider is asked at any hour what became of it. No words are
  /// needed for that.
  private func question(
    about letter: SealedLetter, _ blank: Delivery, _ row: DeliveryRow
  ) async throws(StoreError) -> Delivery {
    var delivery = blank
    delivery.body = []
    var language: String?
    if case .contact(let contact, _) = letter.receiver {
      let child = try await child(row.caseID, on: ledger.world.now().day)
      let current = child.flatMap { Self.current(letter.receiver, $0.seat.formed, terms()) }
      delivery.address = (current ?? contact).destination ?? ""
      language = (current ?? contact).language
    }
    delivery.letter = Letter(
      kind: letter.kind, language: language ?? "", title: "", body: "", short: "", version: "")
    return delivery
  }

  /// A link that somebody has just asked for waits for no hour and counts towards no quota; who
  /// wants no letters gets it all the same, and so does the family of a child that has died.
  private func openLink(
    _ letter: SealedLetter, _ blank: Delivery, _ row: DeliveryRow, _ terms: LetterTerms
  ) async throws(StoreError) -> Opened {
    let now = ledger.world.now()
    guard now.milliseconds - blank.at < LinkRequests.staleMilliseconds else {
      return .cancelled(note: "asked for too long ago to be an answer")
    }
    guard let writer, case .contact = letter.receiver else {
      return .cancelled(note: "nothing writes letters here")
    }
    guard let child = try await child(row.caseID, on: now.day) else {
      return .cancelled(note: "no child is found for the case any more")
    }
    let formed = child.seat.formed
    guard let current = Self.current(letter.receiver, formed, terms) else {
      return .cancelled(note: "the address is no longer given")
    }
    var delivery = blank
    delivery.body = []
    delivery.address = current.address ?? ""
    let home = child.seat.representative ?? row.caseID
    guard let link = try await writer.link(home, row.id),
      let letter = writer.pageLink(link, current.language, formed.ruling.region)
    else { return .cancelled(note: "its text lacks a value") }
    delivery.letter = letter
    return .delivery(delivery)
  }

  /// A child as it stands on the day of sending.
  struct Addressee {
    var dossier: Dossier
    var seat: Dossier.Seat
    var notices: [Notice]
  }

  private func child(_ id: CaseID, on day: CivilDate) async throws(StoreError) -> Addressee? {
    let known = try await CaseFiles(store: store, ledger: ledger).load([id])
    let dossier = Dossier(homes: known.values.map(\.home))
    return dossier.seat(of: id, asOf: day, book: ledger.book, withOutlook: true).map {
      Addressee(dossier: dossier, seat: $0, notices: dossier.notices(of: $0))
    }
  }

  /// Why a notice must not be told any more, whoever reads it.
  private func objection(to notice: Notice, _ child: Addressee) -> String? {
    if let withdrawal = child.seat.formed.withdrawal(of: notice) { return withdrawal.note }
    return notice.isOvertaken(in: child.notices) ? Withdrawal.overtaken.note : nil
  }

  /// Why an office's system is not told after all. Two things are called back even from a machine:
  /// nobody is sent to visit a family whose child has died, and a number is told as the child's to
  /// nobody once it is not.
  private func objection(
    toPush event: String, of notice: Notice, _ row: DeliveryRow, on day: CivilDate
  ) async throws(StoreError) -> String? {
    let tellsIdentity = (try? JSONValue(parsing: Array(event.utf8)))?["data"]?["identity"] != nil
    guard notice.isForFamily || tellsIdentity else { return nil }
    guard let formed = try await child(row.caseID, on: day)?.seat.formed else {
      return "no child is found for the case any more"
    }
    if notice.isForFamily { return formed.ruling.child.diedOn.map { _ in Withdrawal.death.note } }
    guard formed.ruling.citizenID != nil, formed.causes.certificate != nil else {
      return Withdrawal.settled.note
    }
    return formed.causes.identity == notice.occasion ? nil : Withdrawal.overtaken.note
  }

  /// Who was told nothing wrong has nothing to correct: what waits is written as things are now,
  /// and so is what could not leave before the correction was decided. Whoever was told nothing
  /// because the child was taken for dead is told that it is not so.
  private func hasNothingToCorrect(
    _ notice: Notice, _ receiver: SealedLetter.Receiver, _ child: Addressee, _ row: DeliveryRow,
    _ terms: LetterTerms
  ) async throws(StoreError) -> Bool {
    guard notice.kind == .correction, notice.audience == .guardian else { return false }
    let formed = child.seat.formed
    let mine = Self.current(receiver, formed, terms)?.address
    for other in try await store.deliveries(of: tellers(of: child, before: notice).sorted()) {
      let isSpared = other.state == .cancelled && other.note == Withdrawal.death.note
      guard other.lane == row.lane, other.id != row.id,
        isSpared || [.delivered, .sent, .failed].contains(other.state)
      else { continue }
      let content = try ledger.content(of: other)
      let isBefore =
        other.decision != row.decision && terms.window.next(from: content.at) < notice.at
      // All text messages are one lane: whose it was stands in the letter alone.
      guard isSpared || isBefore,
        Self.current(content.letter?.receiver, formed, terms)?.address == mine
      else { continue }
      return false
    }
    return true
  }

  /// Why nothing is written to this address.
  private func refusal(
    of contact: Contact, _ notice: Notice, _ child: Addressee, _ id: String, _ terms: LetterTerms
  ) async throws(StoreError) -> String? {
    let names = ledger.addresses(contact, alsoIn: child.seat.formed.causes.contacts)
    for home in child.seat.homes {
      let since = try await OptOutBook.stopped(names, of: home, in: optOuts, ledger)
      if since != nil { return "the family asked for no letters" }
    }
    guard notice.isReminder else { return nil }
    let admits = try await ReminderBook(store: store, ledger: ledger).admits(
      id, to: names, most: terms.remindersPerWeek)
    return admits ? nil : "enough reminders to this address in seven days"
  }

  /// The address as the family gives it now: the same, or the one that has taken its place. That
  /// is one of the same person to which the notice was not addressed anyhow, the first for the
  /// first that is gone: nobody is told twice, and nobody is left out.
  static func current(
    _ receiver: SealedLetter.Receiver?, _ formed: FormedCase, _ terms: LetterTerms
  ) -> Contact? {
    guard case .contact(let written, let alsoTold) = receiver else { return nil }
    // Rows of before numbers had one form may be several for one telephone: the first tells it.
    if let first = alsoTold.first(where: { $0.isSamePlace(as: written) }),
      first.address != written.address
    {
      return nil
    }
    let (contact, beside) = (written.plain, alsoTold.once)
    let all = reachable(formed.causes.contacts, by: terms.channels)
      .filter { $0.channel == contact.channel }
    if let same = all.first(where: { $0.address == contact.address }) { return same }
    let addresses = Set(all.map(\.address))
    let gone = beside.filter {
      $0.relation == contact.relation && !addresses.contains($0.address)
    }
    let known = Set(beside.map(\.address))
    let new = all.filter { $0.relation == contact.relation && !known.contains($0.address) }
    guard let place = gone.firstIndex(where: { $0.address == contact.address }),
      new.indices.contains(place)
    else { return nil }
    return new[place]
  }

  private func write(
    _ notice: Notice, language: String?, _ blank: Delivery, _ child: Addressee, _ row: DeliveryRow
  ) async throws(StoreError) -> Opened {
    guard let writer else { return .cancelled(note: "nothing writes letters here") }
    var delivery = blank
    var values = NoticeValues(notice, of: row.caseID, child.seat.formed)
    // Other channels pass through more hands than the operator's own.
    if delivery.channel != "sms" && delivery.channel != "email" { values.name = nil }
    if notice.audience != .guardian { values.name = nil }
    if notice.audience == .guardian, delivery.channel != "file" {
      let home = child.seat.representative ?? row.caseID
      values.link = try await writer.link(home, row.id)
    }
    let draft = LetterDraft(
      id: row.id, caseID: row.caseID, notice: notice, channel: delivery.channel,
      language: language, region: child.seat.formed.ruling.region, values: values)
    if delivery.channel == "file" {
      delivery.body = writer.line(draft)
      return .delivery(delivery)
    }
    guard let letter = writer.write(draft) else {
      return .cancelled(note: "its text lacks a value")
    }
    delivery.letter = letter
    return .delivery(delivery)
  }
}

extension DeliveryRow {
  /// The case and the version of it that the id begins with: what was decided at once has the same.
  fileprivate var decision: Substring {
    let parts = id.split(separator: "/", maxSplits: 2)
    return parts.count < 3 ? id[...] : id[..<parts[1].endIndex]
  }
}
