"""What becomes of a child when messages correct, replace, void or precede each other."""

import datetime

from stage import CHINA, expect, scenario


def instant(year, month, day):
    return datetime.datetime(year, month, day, 10, tzinfo=CHINA)


@scenario("更正在证明之后：以更高版本为准", "a correction after its certificate: the higher revision stands",
          'contract 5: "Of one fact the highest `revision` stands"')
def correction_after(stage):
    birth = stage.birth()
    number = birth["birthCertificate"]["number"]
    stage.taken(birth)
    stage.taken(renamed(stage, birth))
    expect(stage.ruling(number)["child"]["name"], "安心", "name")


@scenario("更正先于证明到达：结果相同", "a correction before its certificate: the same in the end",
          'contract 5: "every message …, whenever it arrived"')
def correction_before(stage):
    birth = stage.birth()
    number = birth["birthCertificate"]["number"]
    stage.taken(renamed(stage, birth))
    stage.taken(birth)
    expect(stage.ruling(number)["child"]["name"], "安心", "name")


def renamed(stage, birth):
    again = stage.birth(mother=birth["birthCertificate"]["mother"]["idNumber"], action="correct",
                        number=birth["birthCertificate"]["number"], revision=2)
    again["birthCertificate"]["child"]["name"] = "安心"
    return again


@scenario("作废：证明状态为 void", "a void: the certificate's status is void",
          'contract 5: "a void changes the status"')
def void(stage):
    birth = stage.birth()
    number = birth["birthCertificate"]["number"]
    stage.taken(birth)
    stage.taken({"header": stage.header("birthCertificate", instant(2026, 3, 5)),
                 "birthCertificate": {"action": "void", "number": number, "revision": 2,
                                      "birthPlace": {"division": stage.division},
                                      "issuedOn": "2026-03-05", "reason": "填写错误"}})
    expect(stage.ruling(number)["certificates"], [{"number": number, "status": "void"}], "status")


@scenario("换发：旧号仍指向同一个孩子", "a replacement: the old number still names the child",
          'contract 2: "A replaced certificate number still names the child"')
def replaced(stage):
    birth = stage.birth()
    old, new = birth["birthCertificate"]["number"], stage.number()
    case = stage.taken(birth)["caseId"]
    again = stage.birth(number=new, action="replace", replaces=old, reason="信息变更",
                        mother=birth["birthCertificate"]["mother"]["idNumber"])
    stage.taken(again)
    expect(stage.case(old)["caseId"], stage.case(new)["caseId"], "case")
    expect(stage.case(old)["caseId"], case, "case")
    states = {one["number"]: one["status"] for one in stage.ruling(new)["certificates"]}
    expect(states, {old: "replaced", new: "valid"}, "states")


@scenario("迟到的报文：按业务发生日裁定，与到达先后无关", "a late message: ruled by the day it happened, not by its"
          " arrival",
          'contract 5: "every message that happened on or before D and no other, whenever it arrived"')
def late(stage):
    first, second = stage.birth(), stage.birth()
    for birth, order in ((first, 1), (second, -1)):
        number = birth["birthCertificate"]["number"]
        payment = stage.payment(number, 2026, instant(2026, 4, 1))
        for message in [birth, payment][::order]:
            stage.taken(message)
        expect(stage.ruling(number, "2026-04-10")["payment"]["state"], "paidOnTime", "payment")
        # On the day before it was paid, nothing of it shows.
        expect(stage.ruling(number, "2026-03-31")["payment"]["state"], "unpaid", "the day before")


@scenario("双胞胎：两个证号，两个个案", "twins: two certificates, two cases",
          'contract 5: "Certificate numbers are one key"')
def twins(stage):
    mother = "E" + stage.run.upper()
    numbers, cases = [], []
    for order in (1, 2):
        twin = stage.birth(mother=mother)
        twin["birthCertificate"]["child"].update(plurality=2, birthOrder=order)
        numbers.append(twin["birthCertificate"]["number"])
        cases.append(stage.taken(twin)["caseId"])
    expect(len(set(cases)), 2, "cases")
    expect([stage.case(number)["caseId"] for number in numbers], cases, "cases")


@scenario("户口登记：身份变为公民身份号码", "a registration: the identity becomes the citizen ID",
          'contract 5: "`identity`: the first that holds"')
def registered(stage):
    birth = stage.birth()
    number = birth["birthCertificate"]["number"]
    case = stage.taken(birth)["caseId"]
    message = stage.registration(number, datetime.date(2026, 3, 1), datetime.date(2026, 4, 10))
    expect(stage.taken(message)["caseId"], case, "case")
    ruling = stage.ruling(number, "2026-04-10")
    expect((ruling["identity"], ruling["citizenId"]),
           ("citizenId", message["householdRegistration"]["citizenId"]), "identity")


@scenario("冲正：被冲正的缴费自冲正日起视同没有", "a reversal: from its day on the payment never was",
          'contract 5: "from the day of a reversal on, the payment never was"')
def reversed_(stage):
    birth = stage.birth()
    number = birth["birthCertificate"]["number"]
    stage.taken(birth)
    payment = stage.payment(number, 2026, instant(2026, 4, 1))
    stage.taken(payment)
    at = instant(2026, 4, 5)
    stage.taken({"header": stage.header("taxPayment", at),
                 "taxPayment": {"action": "reverse", "ticketNumber": "R" + stage.run.upper() + "09",
                                "originalTicketNumber": payment["taxPayment"]["ticketNumber"],
                                "paidAt": at.isoformat()}})
    expect(stage.ruling(number, "2026-04-04")["payment"]["state"], "paidOnTime", "the day before")
    expect(stage.ruling(number, "2026-04-05")["payment"]["state"], "unpaid", "its day")


story_scenarios = [correction_after, correction_before, void, replaced, late, twins, registered,
    reversed_]
