import Casework
import Engine
import Synchronization
import Testing
import Wire

@Suite("What the insurance platform does not carry out waits for a person of the agency")
struct InsuranceTaskTests {
  private let number = "Z610000001"

  @Test("a refused order is a task, with the platform's words; the ruling knows nothing of it")
  func refused() async throws {
    let agency = try Agency("2026-03-01")
    agency.platform.feel(.refuses, about: .enrol)
    agency.platform.feel(.issues("EC1"), about: .requestCode)
    let id = try await agency.send(Papers.birth(number))
    let tasks = try await agency.tasks()
    let task = try #require(tasks.first)
    #expect(tasks.count == 1 && task.isOpen && task.caseID == id)
    #expect(task.task.kind == .insuranceOrderFailed && task.task.audience == "insuranceAgency")
    #expect(task.task.since == CivilDate("2026-03-01") && task.task.rules == ["A03"])
    let order = try #require(task.order)
    #expect(order.operation == .enrol && order.state == .refused)
    #expect(order.document == .init(.birthCertificate, number))
    #expect(order.answers.map(\.code) == ["-1"])
    #expect(order.answers.first?.message == "李一诺已参保")
    // Words that name the child are in no note.
    #expect(order.note == "infcode -1")
    #expect(try await agency.inspector.task(task.id) == task)
    let ruling = try #require(try await agency.inspector.find(.id(id), asOf: nil)).ruling
    #expect(ruling.tasks.isEmpty)
    let other = try Agency("2026-03-01")
    let twin = try await other.send(Papers.birth(number))
    #expect(try await other.inspector.find(.id(twin), asOf: nil)?.ruling == ruling)
    #expect(try await other.tasks().isEmpty)
  }

  @Test("the task ends when the order is sent again and carried out, and not before")
  func sentAgain() async throws {
    let agency = try Agency("2026-03-01")
    agency.platform.feel(.refuses, about: .enrol)
    let id = try await agency.send(Papers.birth(number))
    let order = try #require(try await agency.tasks().first?.order)
    let found = try await agency.deadLetters.list(DeadLetterFilter(kind: "enrol")).letters
    #expect(found.map(\.id) == [order.id], "it is found by what it asks for")
    #expect(try await agency.deadLetters.resend(order.id))
    try await agency.work()
    #expect(try await agency.failed() == [.enrol], "refused once more")
    agency.platform.feel(.carriesOut, about: .enrol)
    #expect(try await agency.deadLetters.resend(order.id))
    try await agency.work()
    #expect(try await agency.tasks().isEmpty)
    #expect(try await agency.tasks(resolved: true).isEmpty, "nobody ruled about it")
    let orders = try #require(try await agency.inspector.orders(of: id))
    #expect(orders.map(\.operation) == [.enrol, .requestCode])
    #expect(orders.map(\.state) == [.accepted, .accepted])
    #expect(orders[0].answers.map(\.code) == ["-1", "-1", "0"])
  }

  @Test("the task ends when a later order takes its place; what that one leaves waits in its stead")
  func replaced() async throws {
    let agency = try Agency("2026-03-01")
    for operation in InsuranceOrder.Operation.allCases {
      agency.platform.feel(.refuses, about: operation)
    }
    let id = try await agency.send(Papers.birth(number))
    #expect(try await agency.failed() == [.enrol, .requestCode])
    // Retired from the day after.
    try await agency.send(Papers.death(number, on: "2026-02-28"))
    #expect(try await agency.failed() == [.terminate])
    let orders = try #require(try await agency.inspector.orders(of: id))
    #expect(orders.map(\.isMoot) == [true, true, false])
    // Who sends everything again enrols nobody whose record is to end.
    for operation in InsuranceOrder.Operation.allCases {
      agency.platform.feel(.carriesOut, about: operation)
    }
    #expect(try await agency.deadLetters.resend(DeadLetterFilter(lane: "insurance")) == 3)
    try await agency.work()
    let after = try #require(try await agency.inspector.orders(of: id))
    #expect(after.map(\.state) == [.cancelled, .cancelled, .accepted])
    #expect(agency.platform.operations == ["enrol", "requestCode", "terminate", "terminate"])
    #expect(try await agency.tasks().isEmpty)
  }

  @Test("an order that waits in its first turn goes out, though one is given that will undo it")
  func firstTurn() async throws {
    let agency = try Agency("2026-03-01")
    let number = number
    agency.platform.isAway.withLock { $0 = true }
    try await agency.send(Papers.birth(number))
    try await agency.send(Papers.death(number, on: "2026-02-28"))
    agency.platform.isAway.withLock { $0 = false }
    agency.counter.clock.advance(3_600)
    for _ in 0..<4 { try await agency.work() }
    #expect(agency.platform.operations == ["enrol", "requestCode", "terminate"])
  }

  @Test("an identity that was moved ends the enrolment's task; one that was refused is one more")
  func moved() async throws {
    let agency = try Agency("2026-03-01")
    agency.platform.feel(.refuses, about: .enrol)
    agency.platform.feel(.refuses, about: .updateIdentity)
    try await agency.send(Papers.birth(number))
    try await agency.send(
      Papers.register(Papers.citizen(1), on: "2026-03-01", certificate: number))
    #expect(try await agency.failed() == [.enrol, .updateIdentity])
    agency.platform.feel(.carriesOut, about: .updateIdentity)
    let update = try #require(
      try await agency.tasks().first { $0.order?.operation == .updateIdentity }?.order)
    #expect(try await agency.deadLetters.resend(update.id))
    try await agency.work()
    #expect(try await agency.failed().isEmpty)
  }

  @Test("a person's word ends it, and taken back lets it wait again")
  func dismissed() async throws {
    let agency = try Agency("2026-03-01")
    agency.platform.feel(.isSilent, about: .requestCode)
    let id = try await agency.send(Papers.birth(number))
    let task = try #require(try await agency.tasks().first)
    let order = try #require(task.order)
    #expect(order.state == .failed && order.answers.isEmpty)
    try await agency.send(
      Papers.order(
        "O-1", "dismiss", certificate: number, on: "2026-03-01",
        plus: #","task":"insuranceOrderFailed","about":["\#(order.id)"]"#))
    #expect(try await agency.tasks().isEmpty)
    let ended = try await agency.tasks(resolved: true)
    #expect(ended.map(\.id) == [task.id] && ended.first?.isOpen == false)
    #expect(ended.first?.resolvedBy?.number == "O-1")
    #expect(try await agency.inspector.task(task.id)?.isOpen == false)
    try await agency.send(
      Papers.order(
        "O-2", "undo", certificate: number, on: "2026-03-01", plus: #","undoes":"O-1""#))
    #expect(try await agency.tasks().map(\.id) == [task.id])
    #expect(try await agency.inspector.find(.id(id), asOf: nil)?.ruling.tasks.isEmpty == true)
  }

  @Test("a list has the tasks of rulings and those of orders, each once, whatever the page holds")
  func pages() async throws {
    let agency = try Agency("2026-03-01")
    agency.platform.feel(.refuses, about: .updateIdentity)
    for child in 1...5 {
      let certificate = "Z61000000\(child)"
      try await agency.send(Papers.birth(certificate, mother: Papers.mother(child)))
      // Registered: the record must follow, a task of the ruling; and the platform refuses that.
      try await agency.send(
        Papers.register(
          Papers.citizen(child), mother: Papers.mother(child), on: "2026-03-01",
          certificate: certificate))
    }
    let all = try await agency.tasks()
    #expect(all.map(\.task.kind).filter { $0 == .updateIdentity }.count == 5)
    #expect(all.suffix(5).allSatisfy { $0.task.kind == .insuranceOrderFailed } && all.count == 10)
    for limit in 1...11 {
      var filter = TaskFilter(limit: limit)
      var seen: [String] = []
      repeat {
        let page = try await agency.inspector.tasks(filter)
        #expect(page.tasks.count <= limit)
        seen += page.tasks.map(\.id)
        filter.after = page.next
      } while filter.after != nil && seen.count <= all.count
      #expect(seen == all.map(\.id), "\(limit) a page")
    }
    #expect(try await agency.tasks { $0.divisionPrefix = "6101" }.count == 10)
    #expect(try await agency.tasks { $0.divisionPrefix = "62" }.isEmpty)
    #expect(try await agency.tasks { $0.kind = .updateIdentity }.count == 5)
    #expect(try await agency.tasks { $0.kind = .insuranceOrderFailed }.count == 5)
  }
}

@Suite("The platform's code stands beside ours, and belongs to one case")
struct IssuedCodeTests {
  private let number = "Z610000001"

  @Test("what it issues is shown beside the code that we allocated, which stays what it was")
  func beside() async throws {
    let agency = try Agency("2026-03-01")
    agency.platform.feel(.refuses, about: .requestCode)
    let id = try await agency.send(Papers.birth(number))
    let before = try #require(try await agency.inspector.find(.id(id), asOf: nil))
    #expect(before.codeValue?.count == 20)
    #expect(try await agency.inspector.issuedCode(of: id) == nil)
    agency.platform.feel(.issues("EC00000001"), about: .requestCode)
    let order = try #require(try await agency.tasks().first?.order)
    #expect(try await agency.deadLetters.resend(order.id))
    try await agency.work()
    let issued = try #require(try await agency.inspector.issuedCode(of: id))
    #expect(issued.value == "EC00000001" && issued.at == agency.counter.clock.now)
    #expect(try await agency.inspector.find(.id(id), asOf: nil) == before)
  }

  @Test("one that another case has is not taken over: the order waits for a person")
  func doubled() async throws {
    let agency = try Agency("2026-03-01")
    agency.platform.feel(.issues("EC00000001"), about: .requestCode)
    let first = try await agency.send(Papers.birth(number))
    let second = try await agency.send(
      Papers.birth("Z610000002", mother: Papers.mother(2)))
    #expect(try await agency.inspector.issuedCode(of: first)?.value == "EC00000001")
    #expect(try await agency.inspector.issuedCode(of: second) == nil)
    let tasks = try await agency.tasks()
    #expect(tasks.map(\.caseID) == [second])
    #expect(tasks.first?.order?.note == "the code it issued is another case's")
    #expect(tasks.first?.order?.answers.first?.issued == "EC00000001", "what was said is kept")
  }

  @Test("an answer that comes twice is one answer, and a code that is issued anew takes its place")
  func again() async throws {
    let agency = try Agency("2026-03-01")
    let id = CaseID(rawValue: "c")
    var answer = PlatformAnswer(at: nil, code: "0", isDone: true)
    for code in ["EC1", "EC1", "EC2"] {
      answer.issued = code
      #expect(await agency.book.keep(answer, to: "c/o1/0", "requestCode", of: id) == .kept)
    }
    #expect(try await agency.inspector.issuedCode(of: id)?.value == "EC2")
    #expect(await agency.book.refusals(of: "c/o1/0") == 0)
    // What the first case had is its own for ever: it may be in somebody's telephone.
    answer.issued = "EC1"
    let other = CaseID(rawValue: "d")
    #expect(
      await agency.book.keep(answer, to: "d/o1/0", "requestCode", of: other) == .anothersCode)
  }

  @Test("an answer that was kept before there was a history of them is a history of one")
  func olderAnswer() async throws {
    let agency = try Agency("2026-03-01")
    agency.platform.feel(.isSilent, about: .enrol)
    let id = try await agency.send(Papers.birth(number))
    let order = try #require(try await agency.tasks().first?.order)
    let body: JSONValue = ["operation": "enrol", "code": "-1", "message": "证件号有误"]
    var group = ChangeGroup()
    group.records = [
      RecordRow(
        kind: "insuranceAnswer", id: order.id, version: 0,
        body: agency.counter.ledger.sealing.sealRecord(
          body.canonical, context: .record("insuranceAnswer", order.id)))
    ]
    _ = try await agency.counter.office.queue.submit(group)
    let read = try #require(try await agency.inspector.orders(of: id)?.first)
    #expect(read.state == .refused && read.answers.map(\.message) == ["证件号有误"])
    #expect(await agency.book.refusals(of: order.id) == 1)
  }

  @Test("each refusal counts, though all say the same: what comes after it is another transaction")
  func refusals() async throws {
    let agency = try Agency("2026-03-01")
    let id = CaseID(rawValue: "c")
    let answer = PlatformAnswer(at: nil, code: "-1", isDone: false)
    for count in 1...30 {
      #expect(await agency.book.keep(answer, to: "c/o1/0", "enrol", of: id) == .kept)
      #expect(await agency.book.refusals(of: "c/o1/0") == count)
    }
    #expect(await agency.book.refusals(of: "c/o2/0") == 0)
  }
}
