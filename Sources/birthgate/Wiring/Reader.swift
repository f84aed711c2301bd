/// Who read a case, as far as anything vouches for it.
///
/// A name that a caller gives of itself is kept apart from every other, whatever it says: so nobody
/// is written down as a parent or as an office by calling itself so.
enum Reader: Hashable, Sendable {
  /// Whoever has a link and the second factor.
  case parent
  /// Who is no reader, but had a link sent: by the numbers of a certificate and a document.
  case asker
  /// A registered sender, by its signature.
  case sender(String)
  /// Whoever calls on the machine itself without a signature, and gives no name.
  case desk
  /// The name that an unsigned caller gave.
  case claimed(String)

  /// What vouches for a reader, as it is written down.
  enum Proof: String, Sendable { case link, numbers, signature, machine, nothing = "none" }

  init(_ name: String, _ proof: Proof) {
    switch proof {
    case .link: self = .parent
    case .numbers: self = .asker
    case .signature: self = .sender(name)
    case .machine: self = .desk
    case .nothing: self = .claimed(name)
    }
  }

  var proof: Proof {
    switch self {
    case .parent: .link
    case .asker: .numbers
    case .sender: .signature
    case .desk: .machine
    case .claimed: .nothing
    }
  }

  /// What it is called in records and files.
  var name: String {
    switch self {
    case .parent: "parent"
    case .asker: "asker"
    case .desk: OrderDraft.desk
    case .sender(let code), .claimed(let code): code
    }
  }
}

extension Reader.Proof {
  /// What vouched for a reading that was written down before its proof was: the route tells, but
  /// where a caller could name itself nothing does.
  static func unwritten(_ name: String, route: String) -> Self {
    if route == "findParentPage" { return .numbers }
    if route.hasPrefix("getParent") { return .link }
    if name == OrderDraft.desk { return .machine }
    return route == "judgeEligibility" ? .nothing : .signature
  }
}
