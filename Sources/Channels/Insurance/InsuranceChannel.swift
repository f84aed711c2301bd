package import Casework
package import LibCurl
import Wire

/// Carries orders to the insurance platform: enrol, update identity, request the code, suspend,
/// terminate.
///
/// An order has one number for ever, by which the platform knows a repeat; so what may have arrived
/// is sent again, and an answer that was lost is given once more. What it has refused and a person
/// sends again is another transaction: under the old number it would only refuse once more.
package struct InsuranceChannel: Channel {
  package let name = "insurance"

  private let transfers: Transfers
  private let platform: @Sendable () -> InsurancePlatform?
  private let crypto: ChannelCrypto
  private let records: InsuranceRecords

  package init(
    transfers: Transfers, crypto: ChannelCrypto,
    platform: @escaping @Sendable () -> InsurancePlatform?, records: InsuranceRecords
  ) {
    self.transfers = transfers
    self.crypto = crypto
    self.platform = platform
    self.records = records
  }

  package func send(_ deliveries: [Delivery], now: Instant) async -> [SendResult] {
    let platform = platform()
    return await sendEach(deliveries) { delivery in
      guard let platform else {
        return .later(reason: "no insurance platform in the settings", retryAfter: nil)
      }
      guard let order = (try? JSONValue(parsing: delivery.body))?.object,
        let word = order["operation"]?.string
      else { return .never(reason: "body is no order") }
      guard let operation = platform.operations[word] else {
        return .never(reason: "the platform has no operation \(word) in the settings")
      }
      return await send(delivery, order, word, operation, platform, now)
    }
  }

  private func send(
    _ delivery: Delivery, _ order: JSONObject, _ word: String,
    _ operation: InsurancePlatform.Operation, _ platform: InsurancePlatform, _ now: Instant
  ) async -> SendResult {
    let input: JSONValue
    do throws(Template.Trouble) {
      input = try operation.input.filled(Self.values(order, platform))
    } catch {
      return .never(reason: "nothing fills {{\(error.hole)}}")
    }
    guard let round = await records.refusals(delivery.id) else {
      return .later(reason: "the store was away", retryAfter: nil)
    }
    let number = InsurancePlatform.messageID(
      of: delivery, round: round, institution: platform.institution, sm3: crypto.sm3)
    let body = envelope(number, operation.infno, Self.given(input), platform, now)
    let request = Request(
      "POST", platform.url, headers: [("content-type", "application/json; charset=utf-8")],
      body: body.canonical, timeoutSeconds: platform.timeoutSeconds,
      connectTimeoutSeconds: min(5, platform.timeoutSeconds), replyBytesMax: 256 << 10,
      addresses: platform.allowsPrivate ? .any : .publicOnly)
    switch await transfers.perform(request) {
    case .failure(.malformedRequest): return .never(reason: "malformed address")
    case .failure(let error): return .later(reason: error.words, retryAfter: nil)
    case .success(let reply):
      guard (200..<300).contains(reply.status) else {
        return .later(reason: "HTTP \(reply.status)", retryAfter: reply.pauseSeconds(now: now))
      }
      return await result(reply.json, delivery, order, word, platform)
    }
  }

  private func result(
    _ answer: JSONValue?, _ delivery: Delivery, _ order: JSONObject, _ word: String,
    _ platform: InsurancePlatform
  ) async -> SendResult {
    guard let answer, let code = answer["infcode"].flatMap(AnswerRule.word) else {
      return .later(reason: "no infcode in the answer", retryAfter: nil)
    }
    let isDone = platform.done.contains(code)
    let said = "infcode \(AnswerRule.short(code))"
    guard isDone || !platform.later.contains(code) else {
      return .later(reason: said, retryAfter: nil)
    }
    var kept = InsuranceAnswer(
      delivery: delivery.id, operation: word, caseID: order["caseId"]?.string ?? "", code: code,
      isDone: isDone)
    kept.reference = answer["inf_refmsgid"].flatMap(AnswerRule.word)
    kept.message = answer["err_msg"]?.string.flatMap { $0.isEmpty ? nil : $0 }
    if word == "requestCode", isDone {
      kept.issued = answer.at(pointer: platform.reference).flatMap(AnswerRule.word)
      guard kept.issued != nil else {
        return .later(reason: "no code in the answer", retryAfter: nil)
      }
    }
    // Asked again under the same number, the platform answers the same: nothing is lost.
    switch await records.keep(kept) {
    case .kept: return isDone ? .delivered : .never(reason: said)
    case .notKept: return .later(reason: "the answer could not be kept", retryAfter: nil)
    case .anothersCode: return .never(reason: "the code it issued is another case's")
    }
  }

  // MARK: The envelope

  private func envelope(
    _ id: String, _ infno: String, _ input: JSONValue, _ platform: InsurancePlatform,
    _ now: Instant
  ) -> JSONValue {
    let time = now.rfc3339.prefix(19).map { $0 == "T" ? " " : String($0) }.joined()
    var object: JSONObject = [
      "infno": .string(infno), "msgid": .string(id),
      "mdtrtarea_admvs": .string(platform.division), "insuplc_admdvs": .string(platform.division),
      "recer_sys_code": .string(platform.receiver), "dev_no": "", "dev_safe_info": "",
      "cainfo": "", "signtype": .string(platform.signature.name ?? ""),
      "infver": .string(platform.version), "opter_type": "1",
      "opter": .string(platform.operatorID), "opter_name": .string(platform.operatorName),
      "inf_time": .string(time), "fixmedins_code": .string(platform.institution),
      "fixmedins_name": .string(platform.institutionName), "sign_no": "", "input": input,
    ]
    switch platform.signature {
    case .none: break
    case .sm2(let sign): object["cainfo"] = .string(base64(sign(input.canonical)))
    case .sm3: object["cainfo"] = .string(Hex.encode(crypto.sm3(input.canonical)))
    }
    return .object(object)
  }

  private static func values(_ order: JSONObject, _ platform: InsurancePlatform) -> JSONObject {
    var values = JSONObject()
    for name in InsurancePlatform.holes.sorted() {
      var value = order[name] ?? ""
      if name == "idType" || name == "formerIdType", let word = value.string {
        value = .string(platform.documentTypes[word] ?? word)
      }
      if case .int(let number) = value { value = .string(String(number)) }
      values.append(name, value == .null ? "" : value)
    }
    return values
  }

  /// What an order has nothing to say of is left out.
  private static func given(_ input: JSONValue) -> JSONValue {
    guard case .object(let object) = input else { return input }
    return .object(
      JSONObject(
        object.members.filter { $0.value != .string("") }
          .map { .init($0.name, given($0.value)) }))
  }
}
