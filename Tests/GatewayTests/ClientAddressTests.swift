import Casework
import Foundation
import Testing

@testable import birthgate

@Suite("Telling one stranger from another", .fewAtOnce)
struct ClientAddressTests {
  private static let start = Assembly.wallClock()

  private func buckets(places: Int = 4_096) -> Buckets {
    Buckets(places: places, perSecond: 0.2, burst: 20)
  }

  private func client(_ forwarded: String?, proxies: Int = 1) -> ClientAddress {
    ClientAddress(forwarded: forwarded, proxies: proxies)
  }

  @Test("Whom our own proxy saw counts; what stands before it anybody may have written")
  func forwarded() {
    let seen = client("198.51.100.7")
    #expect(client("203.0.113.1, 198.51.100.7") == seen)
    #expect(client("198.51.100.7, 203.0.113.1") != seen)
    #expect(client(" 198.51.100.7 ,10.0.0.1", proxies: 2) == seen)
    #expect(client("203.0.113.1,198.51.100.7,10.0.0.1", proxies: 2) == seen)
    #expect(client("198.51.100.7:4711") == seen && client("[::ffff:198.51.100.7]:4711") == seen)
    #expect(client("::ffff:198.51.100.7") == seen)
    // 64 bits are one household; the 64th tells two apart.
    #expect(client("2001:db8:0:1::1") == client("[2001:db8:0:1:ffff::2]:443"))
    #expect(client("2001:db8:0:1::1") != client("2001:db8:0:2::1"))
    // Without an address all are one, and one proxy too few says nothing.
    let nobody = client(nil)
    for text in ["", "unknown", "198.51.100.7,", "198.51.100.300", "_x"] {
      #expect(client(text) == nobody, "\(text)")
    }
    #expect(client("198.51.100.7", proxies: 2) == nobody && nobody != seen)
  }

  @Test("Twenty at once, then one in five seconds, for each of any number of clients")
  func rate() {
    let (one, other) = (client("198.51.100.7"), client("203.0.113.1"))
    // Two may share a place by chance, once in so many: of three pairs one does not.
    let apart = (0..<3).map { _ in buckets() }.map { buckets -> Bool in
      let taken = (0..<25).map { _ in buckets.take(for: one, now: Self.start) }
      #expect(taken == Array(repeating: true, count: 20) + Array(repeating: false, count: 5))
      #expect(!buckets.take(for: one, now: Self.start.adding(milliseconds: 4_999)))
      #expect(buckets.take(for: one, now: Self.start.adding(milliseconds: 5_000)))
      #expect(!buckets.take(for: one, now: Self.start.adding(milliseconds: 5_001)))
      return buckets.take(for: other, now: Self.start.adding(milliseconds: 5_001))
    }
    #expect(apart.contains(true))
  }

  @Test("However many come, there are no more buckets than there were")
  func bounded() {
    let buckets = buckets(places: 8)
    let taken = (0..<1_000).count { number in
      buckets.take(for: client("10.0.\(number / 256).\(number % 256)"), now: Self.start)
    }
    // Eight buckets of twenty, of which so many clients leave none out.
    #expect(taken == 8 * 20)
  }

  @Test("One stranger leaves the form to the others, and learns nothing by being too early")
  func find() async throws {
    let folder = try Folder()
    let settings = try folder.file("settings.json", "{\"trustedProxies\": 1}")
    let gateway = try RunningGateway("--settings", settings, in: folder)
    _ = try await gateway.post("/v1/messages", Letters.birth())
    let finder = try await Finder(gateway)
    func flood(_ certificate: String, _ number: String, _ address: String) throws -> [String] {
      let script = """
        import concurrent.futures, http.client
        body = "form=\(finder.token)&birthCertificate=\(certificate)&documentNumber=\(number)"
        def one(number):
            line = http.client.HTTPConnection("127.0.0.1", \(gateway.port), timeout=120)
            line.request("POST", "/p/find", body, {
                "Content-Type": "application/x-www-form-urlencoded", "Cookie": "\(finder.cookie)",
                "X-Forwarded-For": "192.0.2.%d, \(address)" % number})
            answer = line.getresponse()
            page = answer.read()
            return "%d/%s/%d" % (answer.status, answer.headers["retry-after"], len(page))
        with concurrent.futures.ThreadPoolExecutor(60) as pool:
            print(*pool.map(one, range(60)))
        """
      return try Python.run(script).split { $0.isWhitespace }.map(String.init)
    }
    let told = try flood("Z610000001", "E12345678", "198.51.100.7")
    let late = Set(told.filter { $0.hasPrefix("429/60/") })
    #expect(told.count { $0.hasPrefix("303/") } >= 20 && late.count == 1, "\(Set(told))")
    // Somebody else is heard: of the bucket of all the stranger took no more than its own.
    let other = try await finder.ask(
      "Z610000001", "E12345678",
      headers: [(name: "X-Forwarded-For", value: "203.0.113.1")])
    #expect(other.status == 303)
    // For numbers that name no child the answer is the same to the byte.
    let nothing = try flood("Z610000009", "E00000000", "198.51.100.8")
    #expect(Set(nothing.filter { $0.hasPrefix("429") }) == late)
  }
}
