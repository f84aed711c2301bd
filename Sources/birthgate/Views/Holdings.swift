import Casework
import Engine
import Pages
import Wire

/// Everything that is held of a child, gathered for its family (Personal Information Protection
/// Law, article 45): what was received and what was concluded from it, who may act, what the family
/// said and what was done about it, and who looked.
///
/// In words and as a file for machines it is the same. The child's own numbers stand whole; of
/// other people's numbers and addresses there are the last four, as on the page, since whoever has
/// the link and four characters need not be the person they belong to.
struct Holdings: Sendable {
  var view: CaseView
  var received: HeldMessages
  /// Of the family account and the agency, those that ended too.
  var bindings: [Binding]
  var reports: [ParentReports.Report]
  /// To the insurance platform.
  var orders: [OrderView]
  /// What the insurance platform calls the code it issued.
  var issued: IssuedCode?
  /// Since when the family wants no letters.
  var quietSince: Instant?
  var timeline: [TimelineEntry]
  var looks: [AccessBook.Look]

  /// More readings than this of one child are no copy that anybody reads; the latest are shown.
  static let looksMost = 10_000

  static func gather(_ view: CaseView, in office: Office) async throws(StoreError) -> Self {
    let id = view.caseID
    let bindings: [Binding]
    do throws(Problem) {
      bindings = try await BindingDesk(office: office).bindings(of: view)
    } catch {
      throw .unavailable("bindings")
    }
    let reports = ParentReports(records: office.records, world: office.world)
    var issued: IssuedCode?
    var quiet: [Instant] = []
    for home in view.homes {
      if issued == nil || home == id {
        issued = try await office.inspector.issuedCode(of: home) ?? issued
      }
      if let since = try await office.optOuts.stopped(nil, of: home) { quiet.append(since) }
    }
    return Holdings(
      view: view, received: try await office.inspector.held(of: id) ?? HeldMessages(),
      bindings: bindings, reports: try await reports.all(of: view),
      orders: try await office.inspector.orders(of: id) ?? [], issued: issued,
      quietSince: quiet.min(), timeline: try await office.inspector.timeline(id) ?? [],
      looks: try await office.access.looks(at: view, most: looksMost))
  }

  /// The last four of a number or an address.
  static func tail(_ text: String?) -> String {
    guard let text, !text.isEmpty else { return "" }
    return "＊\(text.suffix(4))"
  }

  /// As much of an address as tells its owner which it is: of a mailbox the first letter and the
  /// server, of all others the last four.
  static func shown(_ address: String?) -> String {
    guard let address, let at = address.lastIndex(of: "@"), at > address.startIndex else {
      return tail(address)
    }
    return "\(address.prefix(1))＊\(address[at...])"
  }

  var messages: [MessageCopy] {
    received.messages.map { message in
      MessageCopy(
        message, Families.all.first { $0.name.rawValue == message.family },
        own: received.ownNumbers)
    }
  }
}

extension Holdings {
  /// The file for machines.
  func json(madeAt now: Instant, _ settings: Settings) -> JSONValue {
    .record([
      "format": "birthgate-copy/1", "madeAt": .instant(now),
      "case": view.json, "timeline": .array(timeline.map(\.json)),
      "parents": parents, "contacts": Self.contacts(view.contacts),
      "guardians": .array(view.ruling.further.guardians.map(\.copied)),
      "bindings": .array(bindings.map(\.copied)), "reports": .array(reports.map(\.copied)),
      "insurance": issued?.json ?? .null, "orders": .array(orders.map(\.copied)),
      "messages": .array(messages.map(\.json)), "noLettersSince": .text(quietSince?.rfc3339),
      "looks": .array(
        looks.map { look in
          look.json.with("whoText", .plain(look.who.inWords(settings)))
            .with("routeText", .plain(look.routeInWords))
        }),
    ])
  }

  private var parents: JSONValue {
    .array(
      people.map { title, party in
        .record([
          "role": .string(title.english), "name": .text(party.name),
          "idType": .text(party.idType), "idNumberEnds": .string(Self.tail(party.idNumber)),
        ])
      })
  }

  var people: [(Plain, Party)] {
    var people: [(Plain, Party)] = []
    if let mother = view.parents.mother { people.append((Plain("母亲", "Mother"), mother)) }
    if let father = view.parents.father { people.append((Plain("父亲", "Father"), father)) }
    return people
  }

  fileprivate static func contacts(_ contacts: [Contact]) -> JSONValue {
    .array(
      contacts.once.map { contact in
        .record([
          "channel": .text(contact.channel), "addressShown": .string(shown(contact.address)),
          "relation": .text(contact.relation), "language": .text(contact.language),
        ])
      })
  }
}

extension Guardianship {
  fileprivate var copied: JSONValue {
    .record([
      "relation": .text(relation), "idType": .text(guardian?.type),
      "idNumberEnds": .string(Holdings.tail(guardian?.number)), "channel": .text(channel),
      "mayAct": .bool(mayAct), "since": .day(since), "contacts": Holdings.contacts(contacts),
    ])
  }
}

extension Binding {
  fileprivate var copied: JSONValue {
    .record([
      "id": .string(id), "relation": "mother", "name": .text(mother.name),
      "idType": .text(mother.idType), "idNumberEnds": .string(Holdings.tail(mother.idNumber)),
      "channel": .string(channel), "birthCertificate": .string(certificate),
      "since": .instant(since), "endedAt": .text(endedAt?.rfc3339),
    ])
  }
}

extension ParentReports.Report {
  /// A telephone number by its end, like every other; long numbers in a sentence as well.
  var shownText: String {
    kind == .phone ? Holdings.tail(text) : Masking.withoutNumbers(text)
  }

  fileprivate var copied: JSONValue {
    .record([
      "id": .string(id), "kind": .string(kind.rawValue), "text": .string(shownText),
      "at": .instant(at), "state": .string(isOpen ? "open" : "resolved"),
      "resolvedBy": .text(resolvedBy?.name), "resolvedProof": .text(resolvedBy?.proof.rawValue),
      "reason": .text(reason.map(Masking.withoutNumbers)),
    ])
  }
}

extension OrderView {
  /// Its document is the child's own; the platform's words may hold anybody's number.
  fileprivate var copied: JSONValue {
    let said = answers.map { answer in
      var answer = answer
      answer.message = answer.message.map(Masking.withoutNumbers)
      return answer
    }
    var order = self
    order.answers = said
    return order.json
  }
}
