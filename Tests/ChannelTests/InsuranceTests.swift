import Casework
import Channels
import LibCrypto
import LibCurl
import Synchronization
import Testing
import Wire

@Suite("Orders reach the insurance platform once, and its answers are understood")
struct InsuranceTests {
  private let double: Counterpart
  private let kept = Kept()
  private let now = Instant(seconds: 1_790_000_000)

  /// What was recorded of answers.
  private final class Kept: Sendable {
    let answers = Mutex<[InsuranceAnswer]>([])
  }

  init() throws { double = try Counterpart("insurance_platform.py") }

  private func channel(
    keeps: InsuranceRecords.Keeping = .kept, _ change: (inout InsurancePlatform) -> Void = { _ in }
  ) -> InsuranceChannel {
    var platform = InsurancePlatform(
      url: double.url + "/fsi", institution: "H61010400001", institutionName: "雁塔区妇幼保健院",
      division: "610113", operatorID: "gateway", operatorName: "网关",
      operations: [
        "enrol": .init(infno: "P101"), "updateIdentity": .init(infno: "P102"),
        "requestCode": .init(infno: "P103"), "terminate": .init(infno: "P105"),
      ])
    platform.later = ["8001"]
    platform.allowsPrivate = true
    platform.timeoutSeconds = 100
    change(&platform)
    let (whole, kept) = (platform, kept)
    return InsuranceChannel(
      transfers: Transfers(), crypto: .test, platform: { whole },
      records: InsuranceRecords(
        refusals: { delivery in
          kept.answers.withLock { all in all.count { $0.delivery == delivery && !$0.isDone } }
        },
        keep: { answer in
          kept.answers.withLock { $0.append(answer) }
          return keeps
        }))
  }

  private func delivery(
    _ operation: InsuranceOrder.Operation = .enrol, _ number: String = "Z610000001",
    id: String = "c-1/3/o0"
  ) -> Delivery {
    var order = InsuranceOrder(
      operation, document: .init(.birthCertificate, number), reason: .born, rules: ["A03"])
    order.name = "李一诺"
    order.sex = "2"
    order.bornOn = CivilDate("2026-02-28")
    order.division = "610104"
    order.premiumYear = 2026
    if operation == .updateIdentity {
      order.former = order.document
      order.document = .init(.citizenId, "610104202602280020")
    }
    return Delivery(
      id: id, at: 1_790_000_000_000, attempt: 1, channel: "insurance", address: "insurance",
      secret: [], body: order.body(caseID: CaseID(rawValue: "c-1")))
  }

  private func send(_ delivery: Delivery, by channel: InsuranceChannel) async -> SendResult? {
    await channel.send([delivery], now: now).first
  }

  @Test("the envelope is as described, and says who the child is")
  func envelope() async throws {
    #expect(await send(delivery(), by: channel()) == .delivered)
    #expect(await send(delivery(.updateIdentity, id: "c-1/4/o0"), by: channel()) == .delivered)
    let log = try await double.log()
    #expect(log.map { $0["wrong"] } == [[], []])
    #expect(log[0]["infno"]?.string == "P101")
    #expect(
      log[0]["data"] == [
        "psn_name": "李一诺", "gend": "2", "brdy": "2026-02-28", "psn_cert_type": "99",
        "certno": "Z610000001", "insutype": "390", "psn_type": "1401", "insu_admdvs": "610104",
        "insu_year": "2026", "memo": "born",
      ])
    #expect(log[1]["data"]?["psn_cert_type"]?.string == "01")
    #expect(log[1]["data"]?["certno"]?.string == "610104202602280020")
    #expect(log[1]["data"]?["old_psn_cert_type"]?.string == "99")
    #expect(log[1]["data"]?["old_certno"]?.string == "Z610000001")
  }

  @Test("a cut line, an answer given twice and one that stays away end in one order carried out")
  func once() async throws {
    try await double.feel("cut,ok", towards: "Z610000001")
    let channel = channel()
    #expect(
      await send(delivery(), by: channel) == .later(reason: "connection cut", retryAfter: nil))
    #expect(await send(delivery().unsure, by: channel) == .delivered)
    try await double.feel("twice", towards: "Z610000002")
    #expect(await send(delivery(.enrol, "Z610000002", id: "c-2/1/o0"), by: channel) == .delivered)
    try await double.feel("stall,ok", towards: "Z610000003")
    let third = delivery(.enrol, "Z610000003", id: "c-3/1/o0")
    let impatient = self.channel { $0.timeoutSeconds = 5 }
    guard case .later = await send(third, by: impatient) else {
      Issue.record("silence is tried again")
      return
    }
    #expect(await send(third.unsure, by: channel) == .delivered)
    let numbers = try await double.log().compactMap { $0["data"]?["certno"]?.string }
    #expect(numbers == ["Z610000001", "Z610000002", "Z610000003"])
  }

  @Test("infcode as a text or a number; refused is for a person, busy for later")
  func codes() async throws {
    try await double.feel("number", towards: "Z610000004")
    #expect(await send(delivery(.enrol, "Z610000004"), by: channel()) == .delivered)
    try await double.feel("refuse", towards: "Z610000005")
    let refused = delivery(.enrol, "Z610000005", id: "c-5/1/o0")
    // Its words name the child, so the note has the code alone.
    #expect(await send(refused, by: channel()) == .never(reason: "infcode -1"))
    let last = try #require(kept.answers.withLock { $0.last })
    #expect(last.message == "李一诺已参保" && last.code == "-1" && last.caseID == "c-1")
    #expect(last.reference?.count == 30)
    try await double.feel("busy", towards: "Z610000006")
    #expect(
      await send(delivery(.enrol, "Z610000006", id: "c-6/1/o0"), by: channel())
        == .later(reason: "infcode 8001", retryAfter: nil))
    try await double.feel("empty", towards: "Z610000007")
    #expect(
      await send(delivery(.enrol, "Z610000007", id: "c-7/1/o0"), by: channel())
        == .later(reason: "no infcode in the answer", retryAfter: nil))
  }

  /// The platform knows a number and repeats what it said to it; so a refusal that a person has
  /// seen to needs another number, and a line that was cut needs the same.
  @Test("what was refused and is sent again is another transaction, once")
  func sentAgainAfterARefusal() async throws {
    try await double.feel("refuse,cut,ok", towards: "Z610000008")
    let order = delivery(.enrol, "Z610000008", id: "c-8/1/o0")
    #expect(await send(order, by: channel()) == .never(reason: "infcode -1"))
    #expect(await send(order, by: channel()) == .later(reason: "connection cut", retryAfter: nil))
    #expect(await send(order.unsure, by: channel()) == .delivered)
    let numbers = try await double.log().compactMap { $0["msgid"]?.string }
    #expect(numbers.count == 2 && Set(numbers).count == 2)
    #expect(try await double.log().allSatisfy { $0["wrong"] == [] }, "as the form of it is")
  }

  @Test("a code that another case has is no code for this one: a person has to look")
  func anothersCode() async {
    #expect(
      await send(delivery(.requestCode), by: channel(keeps: .anothersCode))
        == .never(reason: "the code it issued is another case's"))
  }

  @Test("the code that is issued is kept before the order counts as done")
  func codeIssued() async throws {
    let order = delivery(.requestCode)
    #expect(
      await send(order, by: channel(keeps: .notKept))
        == .later(reason: "the answer could not be kept", retryAfter: nil))
    #expect(await send(order, by: channel()) == .delivered)
    let answers = kept.answers.withLock { $0 }
    #expect(answers.map(\.issued) == ["EC00000001", "EC00000001"], "asked again it is the same")
    #expect(try await double.log().count == 1)
    // An answer without a code is none.
    let other = channel { $0.reference = "/output/data/elsewhere" }
    #expect(
      await send(delivery(.requestCode, id: "c-9/1/o0"), by: other)
        == .later(reason: "no code in the answer", retryAfter: nil))
  }

  @Test("the input is signed where the platform wants it")
  func signature() async throws {
    let key = SM2.PrivateKey()
    _ = await send(delivery(), by: channel { $0.signature = .sm2 { key.sign($0) } })
    _ = await send(delivery(id: "c-8/1/o0"), by: channel { $0.signature = .sm3 })
    let log = try await double.log()
    #expect(log.map { $0["signtype"]?.string } == ["SM2", "SM3"])
    #expect(log[0]["cainfo"]?.string?.count == 88, "64 bytes in base64")
    #expect(log[1]["cainfo"]?.string?.count == 64, "32 bytes in hex")
  }

  @Test("an operation that the settings do not have is for a person")
  func noOperation() async {
    #expect(
      await send(delivery(.suspend), by: channel())
        == .never(reason: "the platform has no operation suspend in the settings"))
  }

  @Test("an order's number depends on its delivery alone, and no two of many are alike")
  func messageIDs() {
    func number(_ id: String) -> String {
      var delivery = delivery()
      delivery.id = id
      return InsurancePlatform.messageID(
        of: delivery, institution: "H61010400001", sm3: { SM3.digest($0) })
    }
    #expect(number("c-1/1/o0") == number("c-1/1/o0"))
    let many = Set((0..<5_000).map { number("c-\($0)/1/o0") })
    #expect(many.count == 5_000)
    // 1,790,000,000 s after 1970 is 21 September 2026 in China.
    #expect(many.allSatisfy { $0.count == 30 && $0.hasPrefix("H6101040000120260921") })
  }
}
