import Casework
import Foundation
import Testing
import Wire

/// A SOAP envelope is opened before anything else: what is in it is the message, whatever the
/// parameter is called.
struct SOAPTests {
  private static let message = #"""
    <message xmlns="urn:birthgate:message:1"><header><id>M-1</id><sender>H1</sender>
    <sentAt>2026-06-01T08:00:00+08:00</sentAt></header><vitalEvent><action>death</action>
    <citizenId>610104202601010010</citizenId><diedOn>2026-05-30</diedOn></vitalEvent></message>
    """#

  private func envelope(_ version: SOAPEnvelope.Version, _ body: String) -> [UInt8] {
    Array(
      """
      <?xml version="1.0" encoding="utf-8"?>
      <s:Envelope xmlns:s="\(version.rawValue)"><s:Header/>
      <s:Body>\(body)</s:Body></s:Envelope>
      """.utf8)
  }

  @Test(arguments: SOAPEnvelope.Version.allCases)
  func theMessageIsFoundWhateverItsParameterIsCalled(version: SOAPEnvelope.Version) throws {
    let base64 = Data(Self.message.utf8).base64EncodedString()
    let wrapped = base64.enumerated().map { ($0 % 76 == 75 ? "\n" : "") + String($1) }.joined()
    let escaped = Self.message.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
    for parameter in [base64, wrapped, escaped, "<![CDATA[\(Self.message)]]>", Self.message] {
      let body = "<w:getIt xmlns:w='urn:w'><user>abcd</user><any>\(parameter)</any></w:getIt>"
      let opened = try SOAPEnvelope.open(envelope(version, body))
      #expect(opened.version == version)
      #expect(opened.operation == "getIt")
      #expect(try reader.read(opened.document).message.id == "M-1")
    }
  }

  @Test func placesOfElementsAreThoseOfTheEnvelope() throws {
    let wrong = Self.message.replacing("2026-05-30", with: "2026-13-30")
    let whole = envelope(.soap11, "<op>名字<doc>\(wrong)</doc></op>")
    let opened = try SOAPEnvelope.open(whole)
    let found = try #require(errors(opened.document).first)
    // Where the element's tag stands in the envelope, counted by hand over its lines.
    let lines = String(decoding: whole, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false)
    let line = try #require(lines.firstIndex { $0.contains("<diedOn>") })
    let before = lines[line].prefix(
      upTo: try #require(lines[line].firstRange(of: "<diedOn>")).lowerBound)
    #expect(found.line == line + 1)
    #expect(found.column == before.unicodeScalars.count + 1)
    #expect(found.path == "/message/vitalEvent/diedOn")
  }

  @Test func prefixesDeclaredAroundADocumentHoldInIt() throws {
    let inner = Self.message.replacing(
      "<message xmlns=\"urn:birthgate:message:1\">", with: "<message>")
    let body = "<op xmlns='urn:birthgate:message:1'>\(inner)</op>"
    let opened = try SOAPEnvelope.open(envelope(.soap12, body))
    #expect(try reader.read(opened.document).message.id == "M-1")
  }

  @Test(arguments: [
    ("<a/>", Finding.Code.notAllowed), ("<s:Envelope/>", .notWellFormed),
    ("<Envelope xmlns='\(SOAPEnvelope.Version.soap11.rawValue)'/>", .missing),
    (
      "<Envelope xmlns='\(SOAPEnvelope.Version.soap12.rawValue)'><Body><a>b</a></Body></Envelope>",
      .missing
    ),
  ])
  func whatIsNoEnvelopeIsRefused(text: String, code: Finding.Code) {
    #expect(throws: Rejection.self) { try SOAPEnvelope.open(Array(text.utf8)) }
    do throws(Rejection) {
      _ = try SOAPEnvelope.open(Array(text.utf8))
    } catch {
      #expect(error.errors.map(\.code) == [code])
    }
  }
}
