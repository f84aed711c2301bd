import Casework
import Testing

@Suite("The insurance platform is told what it does not know yet, once")
struct OrderPlanTests {
  private let certificate = InsuranceOrder.Document(.birthCertificate, "Z610000001")
  private let citizen = InsuranceOrder.Document(.citizenId, "610104202602280020")

  private func ruling(
    _ state: Ruling.Code.State, citizenID: String? = nil, certificate: String? = "Z610000001",
    identity: Ruling.Identity = .certificate, diedOn: CivilDate? = nil
  ) -> Ruling {
    Ruling(
      asOf: CivilDate(year: 2026, month: 4, day: 10) ?? CivilDate(daysSinceEpoch: 0),
      region: "610104", policy: [],
      child: .init(name: "李一诺", sex: "2", bornOn: CivilDate("2026-02-28"), diedOn: diedOn),
      certificates: certificate.map { [.init(number: $0, status: .valid)] } ?? [],
      citizenID: citizenID, identity: identity, coverage: [], code: .init(state: state),
      deadlines: [], tasks: [], reasons: [])
  }

  private var bound: Ruling { ruling(.active, citizenID: citizen.number, identity: .citizenId) }

  /// Decides one ruling after another, each order counting as given, and tells the operations.
  private func story(_ rulings: Ruling...) -> [[InsuranceOrder]] {
    var ordered: [InsuranceOrder] = []
    return rulings.map { ruling in
      let next = OrderPlan(ordered: ordered).orders(for: ruling)
      ordered += next
      return next
    }
  }

  private func operations(_ story: [[InsuranceOrder]]) -> [[InsuranceOrder.Operation]] {
    story.map { $0.map(\.operation) }
  }

  @Test("a certificate enrols the child and asks for its code; decided again it orders nothing")
  func once() throws {
    let story = story(ruling(.issued), ruling(.issued), ruling(.active))
    #expect(operations(story) == [[.enrol, .requestCode], [], []])
    let enrol = try #require(story[0].first)
    #expect(enrol.document == certificate && enrol.premiumYear == 2026)
    #expect(enrol.name == "李一诺" && enrol.division == "610104" && enrol.rules == ["A03"])
  }

  @Test("without a code nothing is ordered")
  func nothing() {
    #expect(operations(story(ruling(.none, certificate: nil))) == [[]])
    #expect(operations(story(ruling(.retired))) == [[]], "what never was there needs no end")
  }

  @Test("the citizen ID takes the certificate's place, and a correction the wrong one's")
  func updated() throws {
    let other = ruling(.active, citizenID: "610104202602280039", identity: .citizenId)
    let story = story(ruling(.issued), bound, other, ruling(.issued))
    #expect(
      operations(story) == [
        [.enrol, .requestCode], [.updateIdentity], [.updateIdentity], [.updateIdentity],
      ])
    let update = try #require(story[1].first)
    #expect(update.former == certificate && update.document == citizen)
    #expect(story[2].first?.former == citizen)
    #expect(story[3].first?.document == certificate, "a link undone is undone there too")
  }

  @Test("who registers before the certificate comes is enrolled by citizen ID alone")
  func registeredFirst() {
    let story = story(bound)
    #expect(operations(story) == [[.enrol, .requestCode]])
    #expect(story[0].allSatisfy { $0.document == citizen })
  }

  @Test("while birth days contradict each other no number is changed")
  func conflict() {
    let conflict = ruling(.active, citizenID: citizen.number, identity: .conflict)
    #expect(operations(story(ruling(.issued), conflict)) == [[.enrol, .requestCode], []])
    #expect(
      operations(story(ruling(.issued), conflict, bound)).last == [.updateIdentity])
  }

  @Test("past B+180 the code rests; bound, it is asked for again under the new number; once each")
  func suspended() {
    let story = story(
      ruling(.active), ruling(.suspended), ruling(.suspended), bound, bound)
    #expect(
      operations(story) == [
        [.enrol, .requestCode], [.suspend], [], [.updateIdentity, .requestCode], [],
      ])
    #expect(story[1].first?.reason == .unbound)
    #expect(story[3].allSatisfy { $0.document == citizen })
  }

  @Test("a child first heard of when its code rests is enrolled, and no code is asked for")
  func late() {
    #expect(
      operations(story(ruling(.suspended), bound)) == [[.enrol], [.updateIdentity, .requestCode]])
  }

  @Test("death and withdrawal end the record, and a mistake begins it anew")
  func ended() {
    let dead = ruling(.retired, diedOn: CivilDate("2026-04-01"))
    let story = story(ruling(.issued), dead, dead, ruling(.issued))
    #expect(
      operations(story) == [
        [.enrol, .requestCode], [.terminate], [], [.enrol, .requestCode],
      ])
    #expect(story[1].first?.reason == .died)
    #expect(self.story(ruling(.issued), ruling(.retired))[1].first?.reason == .withdrawn)
  }

  @Test("a case that another answers for leaves, if it ever was there")
  func left() {
    let given = story(ruling(.issued)).flatMap(\.self)
    let leaving = OrderPlan(ordered: given).ordersToLeave()
    #expect(leaving.map(\.operation) == [.terminate])
    #expect(leaving.first?.document == certificate && leaving.first?.reason == .joined)
    #expect(OrderPlan(ordered: given + leaving).ordersToLeave().isEmpty)
    #expect(OrderPlan().ordersToLeave().isEmpty)
  }

  @Test("the same order is the same bytes, and a name cannot break them")
  func body() {
    var order = InsuranceOrder(.enrol, document: certificate, reason: .born, rules: ["A03"])
    order.name = "a\"b\\\n"
    let text = String(decoding: order.body(caseID: CaseID(rawValue: "c-1")), as: UTF8.self)
    #expect(
      text
        == #"{"caseId":"c-1","idNumber":"Z610000001","idType":"birthCertificate","name":"a\"b\\\u000a","operation":"enrol","reason":"born","rules":"A03"}"#
    )
  }
}
