import Casework
import Testing

/// Code and settlement (rules K01–K10).
@Suite("Rules K: the code") struct RulesKTests {
  @Test("K01: one code from enrolling to settling: first it identifies, with cover it settles")
  func k01IdentifiesThenSettles() throws {
    var child = try Child(born: "2026-02-28")
    #expect(try child.ruling(asOf: "2026-03-01").code.state == .issued)
    try child.pays(2026, on: "2026-03-02")
    #expect(try child.ruling(asOf: "2026-03-01").code.state == .issued)
    #expect(try child.ruling(asOf: "2026-03-02").code.state == .active)
  }

  @Test("K03: nobody has to ask for the code; the guardian is told of it when it is issued")
  func k03IssuedWithoutBeingAsked() throws {
    let run = try NoticeRun(Child(born: "2026-02-28"), from: "2026-03-02", until: "2026-03-02")
    #expect(run.days(.codeIssued, .guardian) == [try date("2026-03-02")])
    #expect(run.audiences(.codeIssued) == [.guardian])
  }

  @Test("K06: Liaoning enrols online, at the counter and by an agent")
  func k06ThreeWays() throws {
    for born in ["2024-10-01", "2026-03-01"] {
      let ways = try #require(Packs.policy("210102", bornOn: born).words(.enrolmentChannels))
      #expect(Set(ways.value) == ["网办", "现场办", "代办"] && ways.rule == "K06")
    }
  }

  @Test("K07: in Sichuan's draft the insurance wallet may pay")
  func k07Wallet() throws {
    let sources = try Packs.policy("510104", trial: ["51"]).words(.paymentSources)
    #expect(sources?.value.contains("wallet") == true)
    #expect(try Packs.policy("510104").words(.paymentSources)?.value.contains("wallet") == false)
  }

  @Test("K10: in Liaoning the wallet across provinces is still being explored: it does not pay yet")
  func k10NoWalletInLiaoning() throws {
    let sources = try #require(Packs.policy("210102").words(.paymentSources))
    #expect(!sources.value.contains("wallet") && sources.pack == "21")
  }
}
