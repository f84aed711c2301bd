"""The oracle against examples calculated by hand; each beside its calculation in words.

    python3 -m unittest discover -s Tests/Oracle
"""
import random
import unittest
from datetime import date

import messages
import oracle
from histories import Generator, as_of_days

MOTHER = {"name": "李静", "idType": "citizenId", "idNumber": "610104199203150023"}
serial = 0


def message(sender, family, sent, body):
    global serial
    serial += 1
    sent = sent if "T" in sent else sent + "T23:00:00+08:00"
    return {"header": {"id": f"T{serial}", "sender": sender, "sentAt": sent}, family: body}


def birth(number, born, issued, sex="2", name="李一诺", action="issue", sent=None, **more):
    body = {"action": action, "number": number, "issuedOn": issued, **more}
    if action != "void":
        born_at = born if "T" in born else born + "T08:00:00+08:00"
        body |= {
            "child": {"name": name, "sex": sex, "bornAt": born_at},
            "birthPlace": {"division": "610104"},
            "mother": MOTHER,
        }
    return message("H61010400001", "birthCertificate", sent or issued, body)


def register(number, born, on, certificate=None, sex="2", name="李一诺", **more):
    body = {
        "action": "register", "citizenId": number, "name": name, "sex": sex, "bornOn": born,
        "division": "610104", "occurredOn": on, "mother": MOTHER, **more,
    }
    if certificate:
        body["birthCertificateNumber"] = certificate
    return message("P61010400001", "householdRegistration", on, body)


def household(action, number, on, **more):
    body = {"action": action, "citizenId": number, "occurredOn": on, **more}
    return message("P61010400001", "householdRegistration", on, body)


def pay(ticket, paid, insured, year=2026, division="610104", **more):
    kind = "birthCertificate" if len(insured) == 10 else "citizenId"
    body = {
        "action": "pay", "ticketNumber": ticket, "premiumYear": year, "amount": "400.00",
        "paidAt": paid if "T" in paid else paid + "T10:00:00+08:00", "division": division,
        "insured": {"name": "李一诺", "idType": kind, "idNumber": insured},
        "taxOffice": {"code": "T61010400001", "name": "x"}, **more,
    }
    return message("T61010400001", "taxPayment", paid, body)


def give_back(ticket, original, paid, action="reverse", **more):
    body = {
        "action": action, "ticketNumber": ticket, "originalTicketNumber": original,
        "paidAt": paid + "T10:00:00+08:00", **more,
    }
    return message("T61010400001", "taxPayment", paid, body)


CHILD = "610104202602280020"
Z1, Z2 = "Z610000001", "Z610000002"


class Ruled(unittest.TestCase):
    def all(self, messages, day, place=None, trial=()):
        return oracle.as_json(oracle.rule(messages, day, place, trial))

    def one(self, messages, day, place=None, trial=()):
        rulings = self.all(messages, day, place, trial)
        self.assertEqual(len(rulings), 1, rulings)
        return rulings[0]


class Windows(Ruled):
    def test_the_last_day_is_birth_plus_90_and_still_open(self):
        # 28 Feb 2026 + 90: 31 days to 31 March (day 31), 30 to 30 April (61), 29 more: 29 May.
        story = [birth(Z1, "2026-02-28", "2026-03-01")]
        on = self.one(story, "2026-05-29")
        self.assertEqual(on["payment"]["window"], {"from": "2026-02-28", "to": "2026-05-29"})
        self.assertEqual(on["payment"]["state"], "unpaid")
        self.assertEqual(on["deadlines"][0]["state"], "open")
        self.assertEqual(on["nextReview"], "2026-05-30")
        after = self.one(story, "2026-05-30")
        self.assertEqual(after["payment"]["state"], "unpaidLate")
        self.assertEqual(after["deadlines"][0]["state"], "missed")
        # + 180: 31 May is day 92, 30 June 122, 31 July 153, so 27 August is day 180.
        self.assertEqual(after["nextReview"], "2026-08-28")

    def test_in_shaanxi_late_payment_helps_until_30_november(self):
        # Paid 30 November: cover from 1 December. Paid 1 December: from 1 January, after the year.
        story = [birth(Z1, "2026-02-28", "2026-03-01")]
        self.assertEqual(self.one(story, "2026-11-30")["payment"]["state"], "unpaidLate")
        self.assertEqual(self.one(story, "2026-12-01")["payment"]["state"], "missed")

    def test_elsewhere_until_31_december(self):
        story = [birth(Z1, "2026-02-28", "2026-03-01")]
        self.assertEqual(self.one(story, "2026-12-31", "510104")["payment"]["state"], "unpaidLate")
        self.assertEqual(self.one(story, "2027-01-01", "510104")["payment"]["state"], "missed")

    def test_the_chinese_day_of_an_instant(self):
        # 16:30 UTC on 27 February is 00:30 on 28 February in China.
        story = [birth(Z1, "2026-02-27T16:30:00Z", "2026-03-01")]
        self.assertEqual(self.one(story, "2026-03-02")["bornOn"], "2026-02-28")


class Cover(Ruled):
    def cover(self, born, year, paid, division="610104", day="2027-12-31"):
        story = [birth(Z1, born, born), pay("SN000001", paid, Z1, year, division)]
        ruling = self.one(story, day)
        return ruling, [(c["from"], c["to"], c["basis"]) for c in ruling["coverage"]]

    def test_on_the_last_day_from_birth(self):
        ruling, cover = self.cover("2026-02-28", 2026, "2026-05-29T23:59:59+08:00")
        self.assertEqual(cover, [("2026-02-28", "2026-12-31", "onTime")])
        self.assertEqual(ruling["payment"]["state"], "paidOnTime")

    def test_a_second_later_from_the_next_month(self):
        ruling, cover = self.cover("2026-02-28", 2026, "2026-05-30T00:00:00+08:00")
        self.assertEqual(cover, [("2026-06-01", "2026-12-31", "late")])
        self.assertEqual(ruling["payment"]["state"], "paidLate")
        self.assertEqual(ruling["deadlines"][0]["state"], "missed")

    def test_elsewhere_late_cover_starts_on_the_day(self):
        _, cover = self.cover("2026-02-28", 2026, "2026-05-30", "510104")
        self.assertEqual(cover, [("2026-05-30", "2026-12-31", "late")])

    def test_december_is_empty_but_paid_late(self):
        ruling, cover = self.cover("2026-02-28", 2026, "2026-12-05")
        self.assertEqual(cover, [])
        self.assertEqual(ruling["payment"]["state"], "paidLate")

    def test_across_the_year(self):
        # Born 20 Oct 2025 + 90: 11 to 31 Oct, 30 Nov (41), 31 Dec (72), 18: 18 Jan 2026.
        _, cover = self.cover("2025-10-20", 2025, "2026-01-18")
        self.assertEqual(cover, [("2025-10-20", "2025-12-31", "onTime")])
        ruling, cover = self.cover("2025-10-20", 2025, "2026-01-19")
        self.assertEqual((cover, ruling["payment"]["state"]), ([], "missed"))
        self.assertEqual(ruling["tasks"], ["refundReview"])

    def test_next_year(self):
        # N = Y+1 and P <= W: the whole year; a day later: from the next month.
        self.assertEqual(
            self.cover("2025-10-20", 2026, "2026-01-18")[1],
            [("2026-01-01", "2026-12-31", "annual")])
        self.assertEqual(
            self.cover("2025-10-20", 2026, "2026-01-19")[1], [("2026-02-01", "2026-12-31", "late")])
        self.assertEqual(
            self.cover("2026-02-28", 2027, "2026-12-31")[1],
            [("2027-01-01", "2027-12-31", "annual")])

    def test_reversal_refund_and_duplicate(self):
        first, second = pay("SN000001", "2026-03-10", Z1), pay("SN000002", "2026-06-10", Z1)
        story = [birth(Z1, "2026-02-28", "2026-03-01"), first, second]
        twice = self.one(story, "2026-06-10")
        self.assertEqual(twice["tasks"], ["duplicatePayment"])
        self.assertEqual(twice["coverage"][0]["ticket"], "SN000001")
        story.append(give_back("SN000003", "SN000001", "2026-07-01"))
        self.assertEqual(self.one(story, "2026-06-30")["payment"]["state"], "paidOnTime")
        # From the reversal on only the June payment is there: day 102, cover from 1 July.
        late = self.one(story, "2026-07-01")
        self.assertEqual(late["payment"]["state"], "paidLate")
        self.assertEqual(late["coverage"][0]["from"], "2026-07-01")
        parts = [birth(Z1, "2026-02-28", "2026-03-01"), first]
        parts.append(give_back("SN000004", "SN000001", "2026-08-01", "refund", amount="399.99"))
        self.assertEqual(self.one(parts, "2026-08-01")["payment"]["state"], "paidOnTime")
        parts.append(give_back("SN000005", "SN000001", "2026-08-02", "refund", amount="0.01"))
        self.assertEqual(self.one(parts, "2026-08-02")["payment"]["state"], "unpaidLate")


class Code(Ruled):
    def test_day_180_and_181(self):
        story = [birth(Z1, "2026-02-28", "2026-03-01"), pay("SN000001", "2026-03-10", Z1)]
        before = self.one(story, "2026-03-09")
        self.assertEqual(before["code"]["state"], "issued")
        self.assertEqual(self.one(story, "2026-08-27")["code"]["state"], "active")
        after = self.one(story, "2026-08-28")
        self.assertEqual(after["code"]["state"], "suspended")
        self.assertEqual(after["nextReview"], "2027-01-01")
        story.append(register(CHILD, "2026-02-28", "2026-09-10", Z1))
        bound = self.one(story, "2026-09-10")
        self.assertEqual(bound["code"], {"state": "active", "directSettlementUntil": None})
        self.assertEqual(bound["deadlines"][1]["state"], "missed")
        self.assertEqual(bound["tasks"], ["updateIdentity"])
        self.assertEqual(self.one(story, "2026-09-09")["code"]["state"], "suspended")

    def test_death_and_void(self):
        story = [birth(Z1, "2026-02-28", "2026-03-01"), pay("SN000001", "2026-03-10", Z1)]
        died = {"action": "death", "birthCertificateNumber": Z1, "diedOn": "2026-04-01"}
        dead = story + [message("H61010400001", "vitalEvent", "2026-04-02", died)]
        self.assertEqual(self.one(dead, "2026-04-01")["code"]["state"], "active")
        self.assertEqual(self.one(dead, "2026-04-01")["nextReview"], "2026-04-02")
        self.assertEqual(self.one(dead, "2026-04-02")["code"]["state"], "retired")
        self.assertEqual(len(self.one(dead, "2026-04-02")["coverage"]), 1)
        void = story + [birth(Z1, "", "2026-04-05", action="void")]
        ruling = self.one(void, "2026-04-05")
        self.assertEqual(ruling["code"]["state"], "retired")
        self.assertEqual(ruling["tasks"], ["voidCertificate"])
        self.assertEqual(ruling["identity"], "none")

    def test_payment_alone_has_no_code(self):
        ruling = self.one([pay("SN000001", "2026-03-10", CHILD)], "2026-03-10")
        self.assertEqual(ruling["code"]["state"], "none")
        self.assertEqual(ruling["bornOn"], "2026-02-28")
        self.assertIsNone(ruling["citizenId"])

    def test_cancel_for_death(self):
        story = [register(CHILD, "2026-02-28", "2026-03-05"),
                 household("cancel", CHILD, "2026-04-01", reason="death")]
        self.assertEqual(self.one(story, "2026-04-02")["code"]["state"], "retired")
        self.assertEqual(self.one(story, "2026-04-02")["citizenId"], CHILD)
        story[1]["householdRegistration"]["reason"] = "duplicate"
        self.assertIsNone(self.one(story, "2026-04-02")["citizenId"])


class OneChild(Ruled):
    def test_mother_day_and_sex_join(self):
        story = [birth(Z1, "2026-02-28", "2026-03-01"), register(CHILD, "2026-02-28", "2026-03-20")]
        self.assertEqual(self.one(story, "2026-03-20")["identity"], "citizenId")

    def test_twins_are_never_merged(self):
        story = [
            birth(Z1, "2026-02-28", "2026-03-01", name="李一诺"),
            register(CHILD, "2026-02-28", "2026-03-20", name="李 一诺"),
            birth(Z2, "2026-02-28", "2026-03-21", name="李二诺"),
        ]
        # Until the second certificate happens there is exactly one birth and one registration.
        self.one(story, "2026-03-20")
        first, second = oracle.rule(story, "2026-03-21")
        # The name (without spaces) tells them apart; nothing is left to match with the second.
        self.assertEqual((first["citizenId"], second["citizenId"]), (CHILD, None))
        self.assertNotIn("matchRegistration", second["tasks"])
        story[1]["householdRegistration"]["name"] = "李三诺"
        rulings = oracle.rule(story, "2026-03-21")
        self.assertEqual([r["citizenId"] for r in rulings], [None, None, CHILD])
        self.assertTrue(all("matchRegistration" in r["tasks"] for r in rulings))

    def test_a_replaced_number_still_names_the_child(self):
        story = [
            birth(Z1, "2026-02-28", "2026-03-01"),
            birth(Z2, "2026-02-28", "2026-04-01", action="reissue", replaces=Z1, reason="x"),
            birth(Z2, "2026-02-28", "2026-04-03", action="correct", revision=2),
            pay("SN000001", "2026-05-01", Z1),
        ]
        ruling = self.one(story, "2026-05-01")
        self.assertEqual(ruling["certificates"], {Z1: "replaced", Z2: "valid"})
        self.assertEqual(self.one(story, "2026-03-31")["certificates"], {Z1: "valid"})

    def test_parent_name(self):
        story = [birth(Z1, "2026-02-28", "2026-03-01"),
                 pay("SN000001", "2026-03-05", MOTHER["idNumber"])]
        child, parent = oracle.rule(story, "2026-03-05")
        self.assertEqual(child["payment"]["state"], "unpaid")
        self.assertEqual((parent["tasks"], parent["coverage"]), (["parentNameEnrolment"], []))

    def test_conflict_and_placeholder(self):
        story = [birth(Z1, "2026-02-28", "2026-03-01", name="李静之女")]
        self.assertEqual(self.one(story, "2026-03-01")["identity"], "placeholder")
        self.assertEqual(self.one(story, "2026-03-01")["tasks"], ["missingName"])
        story.append(register(CHILD, "2026-02-28", "2026-03-20", Z1, sex="1"))
        self.assertEqual(self.one(story, "2026-03-20")["identity"], "conflict")

    def test_former_id(self):
        new = "610104202602280047"
        story = [register(CHILD, "2026-02-28", "2026-03-20"),
                 household("correct", new, "2026-04-20", formerCitizenId=CHILD),
                 pay("SN000001", "2026-03-05", CHILD)]
        ruling = self.one(story, "2026-04-20")
        self.assertEqual((ruling["citizenId"], ruling["payment"]["state"]), (new, "paidOnTime"))
        self.assertEqual(ruling["deadlines"][1]["state"], "met")


class Properties(unittest.TestCase):
    def test_order_and_repeats_change_nothing_and_histories_share_no_key(self):
        for seed in range(6):
            generator = Generator(seed)
            histories = [generator.history() for _ in range(10)]
            chance = random.Random(seed)
            day = chance.choice(as_of_days(generator.anchor))
            together = [m for h in histories for m in h]
            once = oracle.rule(together, day)
            chance.shuffle(together)
            self.assertEqual(oracle.rule(together + together[:5], day), once)
            apart = [str(r) for h in histories for r in oracle.rule(h, day)]
            self.assertEqual(sorted(apart), sorted(map(str, once)))

    def test_next_review_is_the_first_change(self):
        # Between D and nextReview nothing differs; on it something does. Asked of the whole rule
        # with the later messages taken away, not of the search that found the day.
        generator = Generator(11)
        for _ in range(8):
            history = generator.history()
            day = generator.random.choice(as_of_days(generator.anchor))
            past = [s.key for s in messages.read(history) if s.day <= day]
            known = [
                m for m in history if (m["header"]["sender"], m["header"]["id"]) in past
            ]
            rulings = oracle.rule(known, day)
            wakes = [r["nextReview"] for r in rulings if r["nextReview"]]
            if wakes:
                strip = lambda rs: [{k: v for k, v in r.items() if k != "nextReview"} for r in rs]
                first = min(wakes)
                self.assertEqual(strip(oracle.rule(known, first - date.resolution)), strip(rulings))
                self.assertNotEqual(strip(oracle.rule(known, first)), strip(rulings))

    def test_sm3(self):
        # GB/T 32905, example 1.
        expected = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
        self.assertEqual(messages.sm3(b"abc"), expected)
        self.assertEqual(messages.sm3_by_hand(b"abc"), expected)


if __name__ == "__main__":
    unittest.main()
