import Casework
import Testing
import Wire

/// The published forms say everything the tables say.
struct SchemaTests {
  @Test(arguments: families.indices)
  func everyFieldIsExplainedInBothLanguages(family index: Int) {
    let family = families[index]
    let rows = Schema.rows(of: family)
    #expect(Set(rows.map(\.path)).count == rows.count)
    for row in rows {
      for words in [row.type, row.needed, row.meaning] + row.beyond.map(\.words) {
        #expect(
          words.chinese.unicodeScalars.contains { $0.value > 0x2E80 } || row.path.hasSuffix("Type"))
        #expect(
          !words.english.isEmpty && words.english.unicodeScalars.allSatisfy { $0.value < 0x2E80 })
      }
      let leaf = row.path.split(separator: ".").last.map { $0.replacing("[]", with: "") } ?? ""
      #expect(Schema.xsd(of: family).contains("name=\"\(leaf)\""))
      #expect(Schema.fields(of: family).contains("\n\(row.path)\n"))
    }
  }

  @Test func identifiersAreTheContractsStrings() {
    let rows = Schema.rows(of: families[0])
    func isIdentifier(_ path: String) -> Bool? { rows.first { $0.path == path }?.isIdentifier }
    for path in [
      "number", "action", "birthPlace.division", "mother.idNumber", "child.sex", "issuer.code",
    ] {
      #expect(isIdentifier("birthCertificate." + path) == true, "\(path)")
    }
    for path in ["revision", "child.name", "child.weightGrams", "issuedOn"] {
      #expect(isIdentifier("birthCertificate." + path) == false, "\(path)")
    }
  }

  @Test func beyondSchemaNamesWhatNoSchemaCanSay() {
    func codes(_ family: Int, _ path: String) -> [Finding.Code] {
      Schema.rows(of: families[family]).first { $0.path == path }?.beyond.map(\.code) ?? []
    }
    #expect(codes(1, "householdRegistration.citizenId").contains(.checkDigit))
    #expect(codes(0, "birthCertificate.child.bornAt").contains(.future))
    #expect(codes(0, "birthCertificate.mother.idNumber").contains(.checkDigit))
    #expect(codes(3, "vitalEvent.birthCertificateNumber").contains(.missing))
    #expect(codes(2, "taxPayment.amount") == [.missing])
  }
}
