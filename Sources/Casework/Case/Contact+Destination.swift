extension Contact {
  /// The address in the one form in which it is compared and written to: a telephone number may be
  /// written in many, and is one telephone; no mail server tells capitals from small letters. What
  /// is neither stands as it was given.
  package var destination: String? {
    guard let address else { return nil }
    return switch channel {
    case "sms": TelephoneNumber(address)?.text ?? address
    case "email": address.lowercased()
    default: address
    }
  }

  /// The same with its address in that form.
  package var plain: Contact {
    var contact = self
    contact.address = destination
    return contact
  }

  /// Whether a message to the one reaches who reads the other.
  package func isSamePlace(as other: Contact) -> Bool {
    channel == other.channel && destination == other.destination
  }
}

extension Array where Element == Contact {
  /// Each place once, as it was first given, in the plain form.
  package var once: [Contact] {
    var seen: Set<[String?]> = []
    return map(\.plain).filter { seen.insert([$0.channel, $0.address]).inserted }
  }
}
