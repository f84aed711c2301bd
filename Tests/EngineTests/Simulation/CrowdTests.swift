import Casework
import Engine
import Policies
import Testing

/// Births whose mother is written alike by the hundred, as "unknown" is, cost no more than others.
@Suite struct CrowdTests {
  private func birth(_ serial: Int) -> String {
    """
    {"header":{"id":"B-\(serial)","sender":"S1","sentAt":"2026-03-02T00:00:00+08:00"},\
    "birthCertificate":{"action":"issue","number":"Z61\(1_000_000 + serial)","child":{"name":"王\
    \(serial)","sex":"2","bornAt":"2026-03-01T09:00:00+08:00"},"birthPlace":{"division":"610104"},\
    "mother":{"name":"不详","idType":"other","idNumber":"不详"},"issuedOn":"2026-03-01"}}
    """
  }

  private let citizenID = Child.id(born: "20260301", serial: 2)

  private var registration: String {
    """
    {"header":{"id":"R-1","sender":"P1","sentAt":"2026-03-06T00:00:00+08:00"},\
    "householdRegistration":{"action":"register","citizenId":"\(citizenID)","name":"王1",\
    "sex":"2","bornOn":"2026-03-01","division":"610104","occurredOn":"2026-03-05","mother":{\
    "name":"不详","idType":"other","idNumber":"不详"}}}
    """
  }

  /// Up to 64 look-alikes the name tells whose a registration is; beyond, a person must.
  @Test(arguments: [3, 63, 64, 300]) func aCrowdIsNotJoined(_ count: Int) async throws {
    let counter = try Counter("2026-03-06")
    for serial in 0..<count { try await counter.send(birth(serial)) }
    try await counter.send(registration)
    try await counter.send(birth(count))
    let find = counter.office.inspector.find
    let named = try #require(try await find(.birthCertificate("Z611000001"), nil))
    #expect(named.ruling.citizenID == (count < 64 ? citizenID : nil))
    let last = try #require(
      try await find(.birthCertificate("Z61\(1_000_000 + count)"), nil))
    #expect(last.ruling.citizenID == nil && last.codeValue != nil)
    let registered = try #require(try await find(.citizenID(citizenID), nil))
    #expect(registered.codeValue != nil)
    #expect(counter.store.mostRead <= 66, "one decision read \(counter.store.mostRead) cases")
  }
}
