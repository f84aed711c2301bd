import Casework
import Engine
import Wire

/// Lets a message in: may this sender send it, and does the caseworker take it?
struct Admission: Sendable {
  let office: Office

  /// Takes a message, or says why not, in the contract's order: 400, 403, 422, 409, 503.
  func take(_ bytes: [UInt8], _ form: MessageForm, from sender: Sender?) async throws(Problem)
    -> Taken
  {
    if let sender { try mayComeFrom(sender, bytes, form) }
    do throws(NotTaken) {
      let taken = try await office.caseworker.receive(bytes, form: form, sender: sender?.code)
      count(taken)
      return taken
    } catch {
      count(error)
      throw Problem(error)
    }
  }

  /// Reads a message and stores nothing.
  func check(_ bytes: [UInt8], _ form: MessageForm, from sender: Sender?) throws(Problem)
    -> Reading
  {
    if let sender { try mayComeFrom(sender, bytes, form) }
    do throws(Rejection) {
      return try office.caseworker.check(bytes, form: form)
    } catch {
      throw .rejected(error)
    }
  }

  // What is not well-formed is left to the caseworker, who keeps it as evidence.
  private func mayComeFrom(_ sender: Sender, _ bytes: [UInt8], _ form: MessageForm)
    throws(Problem)
  {
    let reading: Reading
    do throws(Rejection) {
      reading = try office.caseworker.check(bytes, form: form)
    } catch {
      guard error.status != 400 else { return }
      return try mayComeFrom(
        sender, named: error.sender, family: error.family, division: error.division)
    }
    try mayComeFrom(
      sender, named: reading.message.sender, family: reading.family,
      division: reading.message.fact.division)
  }

  // Of a message with wrong fields counts what could be read: 403 comes before 422.
  private func mayComeFrom(
    _ sender: Sender, named: String?, family: FamilyName?, division: String?
  ) throws(Problem) {
    if let named, named != sender.code { throw .forbidden(Self.otherSender) }
    if let family, !sender.families.isEmpty, !sender.families.contains(family.rawValue) {
      throw .forbidden(
        Plain("该发送方无权发送此类报文。", "This sender may not send this family of messages."))
    }
    guard let division, !sender.divisions.isEmpty else { return }
    guard sender.divisions.contains(where: { division.hasPrefix($0) }) else {
      throw .forbidden(
        Plain("该发送方无权发送此地区的报文。", "This sender may not send for this division."))
    }
  }

  private func count(_ taken: Taken) {
    switch taken {
    case .accepted(let receipt):
      office.metrics.message(family: receipt.family?.rawValue, verdict: "accepted")
    case .repeated(let receipt):
      office.metrics.message(family: receipt.family?.rawValue, verdict: "repeated")
    }
  }

  private func count(_ refusal: NotTaken) {
    let verdict =
      switch refusal {
      case .rejected: "rejected"
      case .otherContent: "otherContent"
      case .store: "unavailable"
      }
    office.metrics.message(family: nil, verdict: verdict)
  }

  private static let otherSender = Plain(
    "报文头中的 sender 不是签名的发送方。",
    "The sender in the header is not the sender who signed.")
}

extension Fact {
  /// The division a message concerns, where it names one.
  fileprivate var division: String? {
    switch self {
    case .certificate(let fact): fact.birthDivision
    case .household(let fact): fact.division
    case .payment(let fact): fact.division
    case .assistance(let fact): fact.division
    case .enrolment(let fact): fact.region
    case .residence(let fact): fact.division
    case .death, .guardian, .order: nil
    }
  }
}
