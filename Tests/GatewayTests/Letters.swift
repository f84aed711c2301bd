import Foundation

/// Messages for tests: one birth, and what becomes of it.
enum Letters {
  static let hospital = "H61010400001"

  /// Born 28 February 2026 in 610104, so the payment window ends on birth + 90 = 29 May 2026.
  static func birth(
    id: String = "M-1", number: String = "Z610000001", name: String = "李一诺",
    sender: String = hospital, mother: String = "E12345678"
  ) -> String {
    """
    {"header": {"id": "\(id)", "sender": "\(sender)", "sentAt": "2026-03-01T10:15:00+08:00"},
     "birthCertificate": {"action": "issue", "number": "\(number)",
      "child": {"name": "\(name)", "sex": "2", "bornAt": "2026-02-28T08:00:00+08:00"},
      "birthPlace": {"division": "610104"},
      "mother": {"name": "王芳", "idType": "passport", "idNumber": "\(mother)"},
      "issuedOn": "2026-03-01"}}
    """
  }

  /// The same content as ``birth(id:number:name:sender:mother:)``, in the other form and order.
  static let birthXML = """
    <?xml version="1.0" encoding="UTF-8"?>
    <message xmlns="urn:birthgate:message:1">
      <birthCertificate><issuedOn>2026-03-01</issuedOn><action>issue</action>
        <number>Z610000001</number>
        <child><name>李一诺</name><sex>2</sex><bornAt>2026-02-28T08:00:00+08:00</bornAt></child>
        <birthPlace><division>610104</division></birthPlace>
        <mother><name>王芳</name><idType>passport</idType><idNumber>E12345678</idNumber></mother>
      </birthCertificate>
      <header><id>M-1</id><sender>H61010400001</sender>
        <sentAt>2026-03-01T10:15:00+08:00</sentAt></header>
    </message>
    """

  static func payment(
    id: String = "P-1", ticket: String = "T6100000001",
    paidAt: String = "2026-04-01T09:00:00+08:00",
    number: String = "Z610000001"
  ) -> String {
    """
    {"header": {"id": "\(id)", "sender": "T61010400", "sentAt": "\(paidAt)"},
     "taxPayment": {"action": "pay", "ticketNumber": "\(ticket)", "premiumYear": 2026,
      "amount": "400.00", "paidAt": "\(paidAt)",
      "insured": {"name": "李一诺", "idType": "birthCertificate", "idNumber": "\(number)"},
      "taxOffice": {"code": "T61010400"}, "division": "610104"}}
    """
  }

  /// On one line, as a batch wants it.
  static func line(_ message: String) -> String { message.replacing("\n", with: " ") }
}
