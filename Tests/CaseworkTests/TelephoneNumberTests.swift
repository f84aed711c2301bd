import Casework
import Testing

/// One telephone is one number, however somebody wrote it down.
@Suite struct TelephoneNumberTests {
  @Test(
    "a mobile number of the mainland is its eleven digits, with the country's code or without",
    arguments: [
      "13800138000", " 138 0013 8000 ", "138-0013-8000", "138.0013.8000", "+8613800138000",
      "+86 138 0013 8000", "(+86) 138-0013-8000", "0086138 00138000", "0086-13800138000",
      "8613800138000", "86 138 0013 8000", "013800138000", "+86 (0)138 0013 8000",
      "１３８００１３８０００", "＋８６　１３８－００１３－８０００", "（+86）13800138000",
      // As telephones copy it: between marks of direction.
      "\u{202D}+86 138 0013 8000\u{202C}", "138\u{2011}0013\u{2011}8000",
    ])
  func mainland(written: String) {
    #expect(TelephoneNumber(written)?.text == "13800138000", "\(written)")
  }

  /// 13 to 19 are mobile numbers (电信网编号计划), 10 to 12 services: nothing is taken from those.
  @Test func onlyMobileNumbersLoseTheCode() {
    for second in 3...9 {
      #expect(TelephoneNumber("+861\(second)000000000")?.text == "1\(second)000000000")
    }
    for second in 0...2 {
      #expect(TelephoneNumber("+861\(second)000000000")?.text == "+861\(second)000000000")
    }
    // A digit too many or too few is another number.
    #expect(TelephoneNumber("+8613800138001")?.text == "13800138001")
    #expect(TelephoneNumber("+86138001380001")?.text == "+86138001380001")
    #expect(TelephoneNumber("+861380013800")?.text == "+861380013800")
    // A line in Xi'an, as it is dialled there and from abroad.
    #expect(TelephoneNumber("029-8765 4321")?.text == "02987654321")
    #expect(TelephoneNumber("+86 29 8765 4321")?.text == "+862987654321")
  }

  @Test func abroadTheCodeOfTheCountryStays() {
    for written in ["+852 9123 4567", "00852 9123-4567", "＋852 91234567", "+852(9123)4567"] {
      #expect(TelephoneNumber(written)?.text == "+85291234567", "\(written)")
    }
    // In North America, not in China: the digits are those of a mobile number of the mainland.
    #expect(TelephoneNumber("+1 380 013 8000")?.text == "+13800138000")
    #expect(TelephoneNumber("001 380 013 8000")?.text == "+13800138000")
    #expect(TelephoneNumber("+8613800138000") != TelephoneNumber("+13800138000"))
  }

  @Test func whatIsNoNumberIsNone() {
    for written in [
      "", "+", "call me", "13800138000 ext 5", "138+00138000", "++8613800138000", "12",
      "+0123456789", "1234567890123456", "a@b.example",
    ] {
      #expect(TelephoneNumber(written) == nil, "\(written)")
    }
  }

  @Test func onlyTextMessagesGoToTelephones() {
    func contact(_ channel: String, _ address: String) -> Contact {
      Contact(relation: nil, channel: channel, address: address, language: nil)
    }
    #expect(contact("sms", "+86 138 0013 8000").destination == "13800138000")
    #expect(contact("sms", "no number").destination == "no number")
    #expect(contact("wechat", "0086 1").destination == "0086 1")
    let two = [contact("sms", "+8613800138000"), contact("sms", "13800138000")]
    #expect(two[0].isSamePlace(as: two[1]))
    #expect(two.once == [contact("sms", "13800138000")])
    #expect(!contact("wechat", "13800138000").isSamePlace(as: two[1]))
  }
}
