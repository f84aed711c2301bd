import Casework
import Engine
import HTTPTypes
import Hummingbird
import LibCrypto
import Pages
import Wire

/// The second factor.
///
/// The last four of the mother's document are printed on what a mother has at hand and stand in no
/// message and on no slip, so that a link that went astray opens nothing. Where no mother is known
/// it is the father's, else another guardian's. Of a foundling nobody's document is known: whoever
/// cares for the child holds its own papers, so the last four of a valid certificate open the
/// link, and where the police registered it without one, those of its ID number. The question is
/// the same for all, and the lock makes eleven thousand answers take three months.
extension PageRoutes {
  func question(_ exchange: Exchange) async -> Response {
    await door.guarded(exchange) { (visit) async throws(StoreError) in
      try await door.question(visit)
    }
  }

  func answer(_ exchange: Exchange) async -> Response {
    await door.guarded(exchange) { (visit) async throws(StoreError) in
      guard door.isFromHere(exchange) else {
        return PageAnswer.page(FormPage.strange(back: visit.base), visit.look, .forbidden)
      }
      let result = await EvenTime.answer { await judged(visit) }
      return try result.get()
    }
  }

  private func judged(_ visit: PageDoor.Visit) async -> Result<Response, StoreError> {
    do throws(StoreError) {
      return .success(try await judge(visit))
    } catch {
      return .failure(error)
    }
  }

  private func judge(_ visit: PageDoor.Visit) async throws(StoreError) -> Response {
    let left: Int
    switch try await door.tries.spend(visit.link.id) {
    case .locked(let until): return door.locked(visit, until)
    case .mayTry(let number): left = number
    }
    let view = try await office.inspector.find(.id(visit.link.caseID), asOf: nil)
    guard Self.opens(visit.fields["last4"] ?? "", view) else {
      guard left > 0 else {
        return door.locked(visit, office.world.now().adding(seconds: Tries.lockSeconds))
      }
      let page = FormPage.enter(action: visit.base + "/enter", triesLeft: left)
      return PageAnswer.page(page, visit.look, .forbidden)
    }
    try await door.tries.clear(visit.link.id)
    let session = door.sessions.open(visit.link.id)
    return PageAnswer.go(to: visit.base, [.setCookie: door.cookie(session, visit)])
  }

  /// Whether these are the four that are asked for. All are compared, whichever is right.
  static func opens(_ typed: String, _ view: CaseView?) -> Bool {
    let typed = Array(RequestReader.normalised(typed).utf8)
    guard let view else { return false }
    var isRight = false
    for answer in view.secondFactors where equalInConstantTime(Array(answer.utf8), typed) {
      isRight = true
    }
    return isRight
  }
}

extension CaseView {
  /// The numbers of the documents that prove who somebody is to this child.
  var secondDocuments: [String] {
    let numbers: [[String?]] = [
      [parents.mother?.idNumber], [parents.father?.idNumber],
      ruling.further.guardians.map { $0.guardian?.number },
      ruling.certificates.filter { $0.status == .valid }.map(\.number), [ruling.citizenID],
    ]
    return numbers.lazy.map { $0.compactMap { $0 }.filter { $0.utf8.count >= 4 } }
      .first { !$0.isEmpty } ?? []
  }

  /// The answers that open the page of this child: the last four of a document.
  var secondFactors: Set<String> {
    Set(secondDocuments.map { RequestReader.normalised(String($0.suffix(4))) })
  }
}
