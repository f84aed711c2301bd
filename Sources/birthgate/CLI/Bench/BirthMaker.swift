/// Makes births that differ in everything that joins cases: number, message id, mother.
struct BirthMaker: Sendable {
  private let run: String

  /// - Parameter run: keeps the message ids of two runs against one gateway apart.
  init(run: String) { self.run = run }

  /// How many births differ before they repeat: 7 digits and 26 letters.
  static let most = 260_000_000

  func json(_ index: Int) -> [UInt8] {
    let mother = Self.citizenID(index)
    let text = """
      {"header":{"id":"\(run)-\(index)","sender":"H61010400001",\
      "sentAt":"2026-03-02T09:00:00+08:00"},"birthCertificate":{"action":"issue",\
      "number":"\(Self.number(index))","child":{"name":"王小宝","sex":"\(index % 2 + 1)",\
      "bornAt":"2026-02-28T06:40:00+08:00","gestationWeeks":39,"weightGrams":3250,\
      "lengthCm":50,"plurality":1,"birthOrder":1},"birthPlace":{"division":"610104",\
      "facilityCode":"H61010400001","facilityName":"莲湖区妇幼保健院"},"mother":{"name":"李静",\
      "idType":"citizenId","idNumber":"\(mother)","ethnicity":"01","phone":"13800000101"},\
      "issuer":{"code":"H61010400001","name":"莲湖区妇幼保健院"},"issuedOn":"2026-03-02"}}
      """
    return Array(text.utf8)
  }

  func xml(_ index: Int) -> [UInt8] {
    let mother = Self.citizenID(index)
    let text = """
      <message xmlns="urn:birthgate:message:1"><header><id>\(run)-\(index)</id>\
      <sender>H61010400001</sender><sentAt>2026-03-02T09:00:00+08:00</sentAt></header>\
      <birthCertificate><action>issue</action><number>\(Self.number(index))</number><child>\
      <name>王小宝</name><sex>\(index % 2 + 1)</sex><bornAt>2026-02-28T06:40:00+08:00</bornAt>\
      <gestationWeeks>39</gestationWeeks><weightGrams>3250</weightGrams><lengthCm>50</lengthCm>\
      <plurality>1</plurality><birthOrder>1</birthOrder></child><birthPlace>\
      <division>610104</division><facilityCode>H61010400001</facilityCode>\
      <facilityName>莲湖区妇幼保健院</facilityName></birthPlace><mother><name>李静</name>\
      <idType>citizenId</idType><idNumber>\(mother)</idNumber><ethnicity>01</ethnicity>\
      <phone>13800000101</phone></mother><issuer><code>H61010400001</code>\
      <name>莲湖区妇幼保健院</name></issuer><issuedOn>2026-03-02</issuedOn></birthCertificate>\
      </message>
      """
    return Array(text.utf8)
  }

  static func number(_ index: Int) -> String {
    let letter = Character(UnicodeScalar(UInt8(65 + index / 10_000_000 % 26)))
    let digits = String(index % 10_000_000)
    return "\(letter)61" + String(repeating: "0", count: 7 - digits.count) + digits
  }

  /// Valid by GB 11643, one for each of the first seven million.
  static func citizenID(_ index: Int) -> String {
    let year = 1970 + index / (12 * 28 * 1000) % 30
    let month = index / (28 * 1000) % 12 + 1
    let day = index / 1000 % 28 + 1
    let order = index % 1000
    let body =
      "610104\(year)\(two(month))\(two(day))" + (order < 10 ? "00" : order < 100 ? "0" : "")
      + "\(order)"
    return checked(body)
  }

  /// Seventeen digits with their check character (GB 11643).
  static func checked(_ body: String) -> String {
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    let sum = zip(body.utf8, weights).reduce(0) { $0 + Int($1.0 - 48) * $1.1 }
    return body + String(Array("10X98765432")[sum % 11])
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
