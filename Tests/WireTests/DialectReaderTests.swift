import Casework
import Testing
import Wire

/// An operator's own tables: what they add, and what is said of those that are wrong.
struct DialectReaderTests {
  private static let bases = families.flatMap(\.dialects)

  private func table(_ text: String) throws(Rejection) -> Dialect {
    try DialectReader.read(Array(text.utf8), families: families, bases: Self.bases)
  }

  private func faults(_ text: String) -> [String] {
    do throws(Rejection) {
      _ = try table(text)
      return []
    } catch {
      return marks(error.errors)
    }
  }

  @Test func aTableMayExtendAnotherByPathsAndCodes() throws {
    // In this office a reason of cancelling has a field of its own, and the mother too.
    let own = try table(
      """
      {"name": "xa-police", "extends": "police-pinyin", "title": "西安",
       "columns": [
         {"field": "reason", "from": "zxyy", "as": {"code": {"1": "death", "2": "emigration"}}},
         {"field": "sex", "as": {"code": {"M": "1"}}},
         {"field": "mother.name", "from": ["mqxm"]}, {"field": "mother.idNumber", "from": "mqsfz"},
         {"field": "mother.idType", "as": {"fixed": "citizenId"}}],
       "known": ["bz"], "marks": ["NULL"]}
      """)
    let record = """
      <row><gmsfhm>610104202601010010</gmsfhm><XM>李一诺</XM><xb>M</xb><zxsj>20260601</zxsj>
      <zxyy>2</zxyy><mqxm>王芳</mqxm><mqsfz>110105199003150025</mqsfz><bz>无</bz><hh>NULL</hh></row>
      """
    let reading = try reader.read(Array(record.utf8), as: Manner([own], sender: "P1"))
    guard case .household(let fact) = reading.message.fact else {
      Issue.record("no household fact")
      return
    }
    #expect(fact.action == .cancel)
    #expect(fact.reason == .emigration)
    #expect(fact.sex == "1")
    #expect(fact.mother?.idType == "citizenId")
    #expect(reading.warnings.map(\.code) == [])
  }

  @Test func theSameCodeMayMeanDifferentDocumentsInTwoOffices() throws {
    func kind(_ code: String) throws -> String? {
      let own = try table(
        """
        {"name": "own", "extends": "hrb",
         "columns": [{"field": "mother.idType", "as": {"code": {"117": "\(code)"}}}]}
        """)
      let record = """
        <data><HRB01.01.001>Z610000001</HRB01.01.001><HRB01.01.002>李一诺</HRB01.01.002>
        <HRB01.01.003>2</HRB01.01.003><HRB01.01.004>2026-02-28 10:15</HRB01.01.004>
        <HRB01.01.007>610104</HRB01.01.007><HRB01.01.020>王芳</HRB01.01.020>
        <HRB01.01.023>117</HRB01.01.023><HRB01.01.024>X610000009</HRB01.01.024>
        <HRB01.01.032>2026-03-01</HRB01.01.032></data>
        """
      let reading = try reader.read(Array(record.utf8), as: Manner([own], sender: "H1"))
      guard case .certificate(let fact) = reading.message.fact else { return nil }
      return fact.mother?.idType
    }
    #expect(try kind("birthCertificate") == "birthCertificate")
    #expect(try kind("hkMacaoPermit") == "hkMacaoPermit")
  }

  @Test func everythingThatIsWrongWithATableIsSaidWithItsPlace() {
    #expect(faults("{") == ["notWellFormed  1:2"])
    #expect(faults(#"{"family": "vitalEvent"}"#) == ["missing /name 1:1"])
    let wrong = """
      {"name": "mdeml", "family": "vitalEvent", "charset": "EBCDIC", "colums": [],
       "columns": [{"field": "diedOn", "from": "d", "as": "date"},
         {"field": "bornOn", "from": "d"}, {"field": "name"}],
       "frame": {"ignoresCase": "yes"}}
      """
    #expect(
      faults(wrong) == [
        "notAllowed /name 1:10", "unknownCode /charset 1:54", "notAllowed /colums 1:74",
        "unknownCode /columns/0/as 2:53", "unknownCode /columns/1/field 3:14",
        "missing /columns/2/from 3:38", "format /frame/ignoresCase 4:27",
      ])
    #expect(
      faults(#"{"name": "x", "extends": "nothing", "family": "vitalEvent"}"#)
        == ["unknownCode /extends 1:26"])
  }
}
