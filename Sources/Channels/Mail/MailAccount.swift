package import LibCurl

/// The relay that takes our letters, and in whose name they go.
package struct MailAccount: Sendable {
  /// Whom a letter is from.
  package struct Sender: Hashable, Sendable {
    package var address: String
    package var name: String?

    package init(address: String, name: String?) {
      self.address = address
      self.name = name
    }

    var domain: String { address.split(separator: "@").last.map(String.init) ?? "localhost" }
  }

  package var host: String
  package var port: Int
  package var security: Mail.Security
  package var login: (user: String, password: String)?
  package var from: Sender
  /// The name we greet with; the sender's domain unless said.
  package var hello: String?
  package var timeoutSeconds = 30.0

  package init(host: String, port: Int, security: Mail.Security, from: Sender) {
    self.host = host
    self.port = port
    self.security = security
    self.from = from
  }

  /// Whether a text is an address that SMTP without extensions can carry: one `@`, ASCII, nothing
  /// that would end a command or a header.
  package static func isAddress(_ text: String) -> Bool {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, parts[1].utf8.count > 2, text.utf8.count <= 254
    else { return false }
    let local = parts[0].utf8.allSatisfy { byte in
      (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
        || "!#$%&'*+-/=?^_`{|}~.".utf8.contains(byte)
    }
    return local && isHost(String(parts[1]))
  }

  /// Whether a text is a name of the domain system or an IPv4 address.
  package static func isHost(_ text: String) -> Bool {
    let labels = text.split(separator: ".", omittingEmptySubsequences: false)
    return text.utf8.count <= 253
      && labels.allSatisfy { label in
        (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
          && label.utf8.allSatisfy {
            (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 45
          }
      }
  }
}
