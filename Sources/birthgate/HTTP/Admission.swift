import Casework
import Engine
import Wire

/// Lets a message in: may this sender send it, and does the caseworker take it?
struct Admission: Sendable {
  let office: Office

  /// Takes a message, or says why not, in the contract's order: 400, 403, 422, 409, 503.
  func take(
    _ bytes: [UInt8], _ form: MessageForm, as manner: Manner = .canonical, from sender: Sender?
  ) async throws(Problem) -> Taken {
    let reading: Reading
    do throws(Rejection) {
      reading = try office.caseworker.check(bytes, form: form, as: manner)
    } catch {
      return try await refuse(error, of: bytes, from: sender)
    }
    return try await take(reading, raw: bytes, as: manner, from: sender)
  }

  /// Takes each message of a document that a dialect lets hold several.
  func takeAll(
    _ bytes: [UInt8], _ form: MessageForm, as manner: Manner, from sender: Sender?
  ) async -> [Result<Taken, Problem>] {
    var fates: [Result<Taken, Problem>] = []
    for read in office.caseworker.checkAll(bytes, form: form, as: manner) {
      do throws(Problem) {
        switch read {
        case .success(let reading):
          fates.append(
            .success(try await take(reading, raw: bytes, as: manner, from: sender)))
        case .failure(let rejection):
          fates.append(.success(try await refuse(rejection, of: bytes, from: sender)))
        }
      } catch {
        fates.append(.failure(error))
      }
    }
    return fates
  }

  /// Reads a message and stores nothing.
  func check(
    _ bytes: [UInt8], _ form: MessageForm, as manner: Manner = .canonical, from sender: Sender?
  ) throws(Problem) -> Reading {
    let reading: Reading
    do throws(Rejection) {
      reading = try office.caseworker.check(bytes, form: form, as: manner)
    } catch {
      if let sender { try mayComeFrom(sender, error) }
      throw .rejected(error)
    }
    if let sender { try mayComeFrom(sender, reading) }
    return reading
  }

  /// Takes a message that has been read.
  func take(
    _ reading: Reading, raw bytes: [UInt8], as manner: Manner, from sender: Sender?
  ) async throws(Problem) -> Taken {
    if let sender { try mayComeFrom(sender, reading) }
    do throws(NotTaken) {
      let taken = try await office.caseworker.take(reading, raw: bytes, as: manner)
      count(taken)
      return taken
    } catch {
      count(error)
      throw Problem(error)
    }
  }

  /// Keeps a message that could not be read, as evidence, and says why not; it always throws.
  func refuse(_ rejection: Rejection, of bytes: [UInt8], from sender: Sender?)
    async throws(Problem) -> Taken
  {
    if let sender { try mayComeFrom(sender, rejection) }
    await office.caseworker.refuse(rejection, of: bytes, from: sender?.code)
    count(.rejected(rejection))
    throw .rejected(rejection)
  }

  private func mayComeFrom(_ sender: Sender, _ reading: Reading) throws(Problem) {
    try mayComeFrom(
      sender, named: reading.message.sender, family: reading.family,
      division: reading.message.fact.division)
  }

  // What is not well-formed is kept as evidence, whoever it may be from.
  private func mayComeFrom(_ sender: Sender, _ rejection: Rejection) throws(Problem) {
    guard rejection.status != 400 else { return }
    try mayComeFrom(
      sender, named: rejection.sender, family: rejection.family, division: rejection.division)
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
