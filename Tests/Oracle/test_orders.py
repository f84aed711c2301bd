"""What persons rule, and what enrolment records show: examples calculated by hand."""
import unittest

import oracle
from test_oracle import (
    CHILD, MOTHER, Ruled, Z1, Z2, birth, household, message, pay, register,
)

BORN = "2026-02-28"
KEYS = {10: "birthCertificateNumber", 18: "citizenId"}
count = 0


def order(action, on, *keys, undoes=None, **more):
    """An order about keys told by their length: a certificate number, a citizen ID, a ticket."""
    global count
    count += 1
    body = {
        "action": action, "number": f"RL{count:06d}", "orderedOn": on, "orderedBy": "王敏",
        "approvedBy": "陈刚", "reason": "核实", **more,
    }
    body |= {KEYS.get(len(key), "ticketNumber"): key for key in keys}
    if undoes:
        body["undoes"] = undoes["order"]["number"]
    return message("D61010400001", "order", on, body)


def record(on, key=Z1, under=CHILD, kind="citizenId", number="R000001", **more):
    body = {
        "action": "report", "recordNumber": number, KEYS[len(key)]: key, "scheme": "resident",
        "standsUnder": {"name": "李一诺", "idType": kind, "idNumber": under}, "status": "normal",
        "region": "610104", "from": BORN, "reportedOn": on, **more,
    }
    return message("I61010400001", "enrolment", on, body)


class Code(Ruled):
    story = [birth(Z1, BORN, "2026-03-01"), pay("SN000001", "2026-03-10", Z1)]

    def test_freeze_holds_an_active_code_until_release(self):
        story = self.story + [order("freeze", "2026-04-01", Z1), order("release", "2026-04-10", Z1)]
        self.assertEqual(self.one(story, "2026-03-31")["code"]["state"], "active")
        held = self.one(story, "2026-04-01")
        self.assertEqual((held["code"]["state"], held["tasks"]), ("suspended", ["investigation"]))
        # "cover stays computed"
        self.assertEqual(held["coverage"], self.one(story, "2026-03-31")["coverage"])
        free = self.one(story, "2026-04-10")
        self.assertEqual((free["code"]["state"], free["tasks"]), ("active", []))

    def test_freeze_holds_nothing_but_an_active_code(self):
        story = [self.story[0], order("freeze", "2026-04-01", Z1)]
        ruling = self.one(story, "2026-04-02")
        self.assertEqual((ruling["code"]["state"], ruling["tasks"]), ("issued", ["investigation"]))

    def test_an_undone_freeze_holds_no_more(self):
        freeze = order("freeze", "2026-04-01", Z1)
        undo = order("undo", "2026-04-05", Z1, undoes=freeze)
        again = order("undo", "2026-04-08", Z1, undoes=undo)
        states = [
            self.one(self.story + [freeze, undo, again], day)["code"]["state"]
            for day in ("2026-04-04", "2026-04-05", "2026-04-08")
        ]
        self.assertEqual(states, ["suspended", "active", "suspended"])


class Extension(Ruled):
    def test_the_window_moves_from_the_day_of_the_order(self):
        # 28 February + 90: 29 May. Paid on 10 June: late, from 1 July. Ordered on 20 June until
        # 15 June: paid in time.
        story = [birth(Z1, BORN, "2026-03-01"), pay("SN000001", "2026-06-10", Z1),
                 order("extend", "2026-06-20", Z1, deadline="pay", until="2026-06-15")]
        before, after = self.one(story, "2026-06-19"), self.one(story, "2026-06-20")
        self.assertEqual((before["payment"]["state"], before["coverage"][0]["from"]),
                         ("paidLate", "2026-07-01"))
        self.assertEqual(after["payment"], {
            "state": "paidOnTime", "window": {"from": BORN, "to": "2026-06-15"}})
        self.assertEqual(after["coverage"][0]["from"], BORN)
        self.assertEqual(after["deadlines"][0],
                         {"kind": "pay", "date": "2026-06-15", "state": "met"})

    def test_the_last_day_of_an_extension_is_open(self):
        story = [birth(Z1, BORN, "2026-03-01"),
                 order("extend", "2026-05-01", Z1, deadline="pay", until="2026-06-15"),
                 order("extend", "2026-05-02", Z1, deadline="pay", until="2026-05-20")]
        last, after = self.one(story, "2026-06-15"), self.one(story, "2026-06-16")
        self.assertEqual((last["payment"]["state"], last["nextReview"]), ("unpaid", "2026-06-16"))
        self.assertEqual((after["payment"]["state"], after["deadlines"][0]["state"]),
                         ("unpaidLate", "missed"))

    def test_the_next_years_premium_is_in_the_window_too(self):
        # Born 20 October 2025, last day 18 January 2026, extended to 18 February.
        story = [birth(Z1, "2025-10-20", "2025-10-21"), pay("SN000001", "2026-02-18", Z1),
                 order("extend", "2026-01-02", Z1, deadline="pay", until="2026-02-18")]
        self.assertEqual(self.one(story, "2026-02-18")["coverage"][0]["from"], "2026-01-01")
        self.assertEqual(self.one(story[:2], "2026-02-18")["coverage"][0]["from"], "2026-03-01")

    def test_settlement_on_the_certificate(self):
        # 28 February + 180: 27 August; extended to 30 September.
        story = [*Code.story,
                 order("extend", "2026-08-01", Z1, deadline="bindIdentity", until="2026-09-30")]
        ruling = self.one(story, "2026-09-30")
        self.assertEqual(ruling["code"],
                         {"state": "active", "directSettlementUntil": "2026-09-30"})
        self.assertEqual(ruling["deadlines"][1]["state"], "open")
        self.assertEqual(self.one(story, "2026-10-01")["code"]["state"], "suspended")


class Decision(Ruled):
    def test_the_given_birth_day_is_the_childs(self):
        # Certificate 28 February, registration 27 February, ID digits 28 February.
        story = [birth(Z1, BORN, "2026-03-01"), register(CHILD, "2026-02-27", "2026-03-05", Z1)]
        self.assertEqual(self.one(story, "2026-03-05")["identity"], "conflict")
        story.append(order("decide", "2026-03-10", Z1, member="bornOn", value="2026-02-27"))
        ruling = self.one(story, "2026-03-10")
        self.assertEqual((ruling["identity"], ruling["bornOn"]), ("citizenId", "2026-02-27"))
        # 27 February + 90: 28 May.
        self.assertEqual(ruling["payment"]["window"]["to"], "2026-05-28")
        self.assertEqual(self.one(story, "2026-03-09")["identity"], "conflict")

    def test_each_member_by_itself_and_the_latest_stands(self):
        story = [birth(Z1, BORN, "2026-03-01", sex="1"),
                 register(CHILD, "2026-02-27", "2026-03-05", Z1),
                 order("decide", "2026-03-10", Z1, member="bornOn", value="2026-02-27")]
        self.assertEqual(self.one(story, "2026-03-10")["identity"], "conflict")
        story.append(order("decide", "2026-03-11", Z1, member="sex", value="2"))
        self.assertEqual(self.one(story, "2026-03-11")["identity"], "citizenId")
        story.append(order("decide", "2026-03-12", Z1, member="bornOn", value=BORN))
        self.assertEqual(self.one(story, "2026-03-12")["bornOn"], BORN)

    def test_a_name(self):
        story = [birth(Z1, BORN, "2026-03-01", name="李静之女"),
                 order("decide", "2026-03-10", Z1, member="name", value="李一诺")]
        self.assertEqual(self.one(story, "2026-03-09")["identity"], "placeholder")
        ruling = self.one(story, "2026-03-10")
        self.assertEqual((ruling["identity"], ruling["tasks"]), ("certificate", []))


class Tasks(Ruled):
    story = [birth(Z1, BORN, "2026-03-01"), register(CHILD, BORN, "2026-03-05", Z1)]

    def tasks(self, *more, day="2026-12-01"):
        return self.one(self.story + list(more), day)["tasks"]

    def test_a_record_under_the_bound_number_ends_updateIdentity(self):
        self.assertEqual(self.tasks(), ["updateIdentity"])
        shown = record("2026-04-01")
        self.assertEqual(self.tasks(shown, day="2026-03-31"), ["updateIdentity"])
        self.assertEqual(self.tasks(shown, day="2026-04-01"), [])
        self.assertEqual(self.tasks(record("2026-04-01", key=CHILD)), [])
        for other in (record("2026-04-01", under=Z1, kind="birthCertificate"),
                      record("2026-04-01", status="suspended"),
                      record("2026-04-01", status="terminated"),
                      record("2026-04-01", kind="other")):
            self.assertEqual(self.tasks(other), ["updateIdentity"])

    def test_a_record_withdrawn_or_ended_shows_nothing(self):
        shown = record("2026-04-01")
        gone = record("2026-05-01", action="withdraw", revision=2)
        self.assertEqual(self.tasks(shown, gone, day="2026-04-30"), [])
        self.assertEqual(self.tasks(shown, gone, day="2026-05-01"), ["updateIdentity"])
        ended = record("2026-05-01", status="terminated", revision=2)
        self.assertEqual(self.tasks(shown, ended), ["updateIdentity"])
        other = record("2026-05-01", status="terminated", number="R000002")
        self.assertEqual(self.tasks(shown, other), [])

    def test_a_corrected_id_must_be_shown_again(self):
        new = "610104202602280047"
        moved = household("correct", new, "2026-06-01", formerCitizenId=CHILD)
        self.assertEqual(self.tasks(record("2026-04-01"), moved), ["updateIdentity"])
        again = record("2026-06-05", under=new, number="R000002")
        self.assertEqual(self.tasks(record("2026-04-01"), moved, again), [])
        updated = order("recordUpdated", "2026-04-01", Z1)
        self.assertEqual(self.tasks(updated, moved, day="2026-05-31"), [])
        self.assertEqual(self.tasks(updated, moved), ["updateIdentity"])

    def test_a_record_under_a_parent_is_a_task_without_cover(self):
        under = record("2026-04-01", under=MOTHER["idNumber"])
        ruling = self.one(self.story + [under], "2026-04-01")
        self.assertEqual(ruling["tasks"], ["parentNameEnrolment", "updateIdentity"])
        self.assertEqual((ruling["coverage"], ruling["payment"]["state"]), ([], "unpaid"))
        # The record names the child: the parent gets no case of its own.
        self.assertEqual(len(oracle.rule(self.story + [under], "2026-04-01")), 1)
        ended = record("2026-05-01", under=MOTHER["idNumber"], status="terminated", revision=2)
        self.assertEqual(self.tasks(under, ended), ["updateIdentity"])

    def test_recordUpdated_and_dismiss_end_what_stands(self):
        self.assertEqual(self.tasks(order("recordUpdated", "2026-04-01", Z1)), [])
        self.assertEqual(self.tasks(order("dismiss", "2026-04-01", Z1, task="updateIdentity")), [])
        self.assertEqual(
            self.tasks(order("dismiss", "2026-04-01", Z1, task="missingName")), ["updateIdentity"])
        # Ordered before there was anything to end.
        self.assertEqual(self.tasks(order("recordUpdated", "2026-03-04", Z1)), ["updateIdentity"])
        self.assertEqual(self.tasks(order("recordUpdated", "2026-03-05", Z1)), [])

    def test_dismissed_about_the_named_keys(self):
        paid = [pay(f"SN00000{i}", "2026-03-10", CHILD) for i in (1, 2)]
        paid.append(pay("SN000003", "2026-05-10", CHILD))
        one = order("dismiss", "2026-06-01", Z1, task="duplicatePayment", about=["SN000002"])
        both = order("dismiss", "2026-06-01", Z1, task="duplicatePayment")
        early = order("dismiss", "2026-04-01", Z1, task="duplicatePayment")
        self.assertIn("duplicatePayment", self.tasks(*paid, one))
        self.assertNotIn("duplicatePayment", self.tasks(*paid, both))
        self.assertNotIn("duplicatePayment", self.tasks(*paid, early, day="2026-05-09"))
        self.assertIn("duplicatePayment", self.tasks(*paid, early, day="2026-05-10"))


class Belonging(Ruled):
    birth1, birth2 = birth(Z1, BORN, "2026-03-01"), birth(Z2, BORN, "2026-03-01", name="李二诺")
    named = register(CHILD, BORN, "2026-03-05", Z1)

    def ids(self, story, day="2026-12-01"):
        """By case: its certificate numbers and its citizen ID."""
        return [(sorted(r["certificates"]), r["citizenId"]) for r in self.all(story, day)]

    def test_link_joins_what_nothing_else_joins(self):
        other = register(CHILD, BORN, "2026-03-05", mother=None)
        other["householdRegistration"].pop("mother")
        link = order("link", "2026-03-10", Z1, CHILD)
        story = [self.birth1, other, link]
        self.assertEqual(self.ids(story, "2026-03-09"), [([Z1], None), ([], CHILD)])
        self.assertEqual(self.ids(story), [([Z1], CHILD)])
        undo = order("undo", "2026-03-20", Z1, CHILD, undoes=link)
        self.assertEqual(self.ids(story + [undo], "2026-03-19"), [([Z1], CHILD)])
        # Neither the undone order nor the undoing joins by naming both.
        self.assertEqual(self.ids(story + [undo]), [([Z1], None), ([], CHILD)])

    def test_link_decides_between_twins(self):
        registered = register(CHILD, BORN, "2026-03-05", name="李三诺")
        story = [self.birth1, self.birth2, registered]
        before = self.all(story, "2026-03-05")
        self.assertTrue(all("matchRegistration" in r["tasks"] for r in before))
        story.append(order("link", "2026-03-10", Z2, CHILD))
        self.assertEqual(self.ids(story), [([Z1], None), ([Z2], CHILD)])
        self.assertFalse(
            any("matchRegistration" in r["tasks"] for r in self.all(story, "2026-03-10")))

    def test_different_outranks_a_shared_key_and_matching(self):
        story = [self.birth1, self.named, order("different", "2026-03-10", Z1, CHILD)]
        self.assertEqual(self.ids(story, "2026-03-09"), [([Z1], CHILD)])
        # The registration names the certificate and agrees in mother, day and sex; both are parted.
        self.assertEqual(self.ids(story), [([Z1], None), ([], CHILD)])
        self.assertFalse(
            any("matchRegistration" in r["tasks"] for r in self.all(story, "2026-03-10")))

    def test_different_counts_for_the_certificate_that_replaced(self):
        story = [self.birth1, register(CHILD, BORN, "2026-03-05", Z2),
                 birth(Z2, BORN, "2026-03-20", action="reissue", replaces=Z1, reason="x"),
                 order("different", "2026-04-01", Z1, CHILD)]
        self.assertEqual(self.ids(story, "2026-03-31"), [([Z1, Z2], CHILD)])
        self.assertEqual(self.ids(story), [([Z1, Z2], None), ([], CHILD)])

    def test_excluding_one_twin_does_not_join_the_other(self):
        # Two births agree, so the name decides, and it names nobody. That it is not the first twin
        # leaves the second as a candidate, for a person; the first has none any more.
        registered = register(CHILD, BORN, "2026-03-05", name="李三诺")
        story = [self.birth1, self.birth2, registered, order("different", "2026-03-10", Z1, CHILD)]
        self.assertEqual(self.ids(story), [([Z1], None), ([Z2], None), ([], CHILD)])
        waiting = ["matchRegistration" in r["tasks"] for r in self.all(story, "2026-03-10")]
        self.assertEqual(waiting, [False, True, True])

    def test_of_several_about_a_pair_the_latest_stands(self):
        story = [self.birth1, self.named, order("different", "2026-03-10", Z1, CHILD),
                 order("link", "2026-03-20", Z1, CHILD)]
        self.assertEqual(self.ids(story, "2026-03-19"), [([Z1], None), ([], CHILD)])
        self.assertEqual(self.ids(story), [([Z1], CHILD)])
        # The link undone, the earlier word stands again.
        story.append(order("undo", "2026-03-25", Z1, undoes=story[-1]))
        self.assertEqual(self.ids(story), [([Z1], None), ([], CHILD)])

    def test_a_payment_taken_away_and_given(self):
        story = [self.birth1, pay("SN000001", "2026-03-10", Z1),
                 order("different", "2026-04-01", "SN000001", Z1)]
        self.assertEqual(self.one(story, "2026-03-31")["payment"]["state"], "paidOnTime")
        child, ticket = self.all(story, "2026-04-01")
        self.assertEqual((child["payment"]["state"], ticket["bornOn"]), ("unpaid", None))
        given = [self.birth1, pay("SN000001", "2026-03-10", "EA0000001"),
                 order("link", "2026-04-01", "SN000001", Z1)]
        given[1]["taxPayment"]["insured"]["idType"] = "passport"
        self.assertEqual(len(self.all(given, "2026-03-31")), 2)
        self.assertEqual(self.one(given, "2026-04-01")["payment"]["state"], "paidOnTime")

    def test_an_order_that_names_both_of_a_parted_pair_works_in_both(self):
        story = [self.birth1, self.named, order("different", "2026-03-10", Z1, CHILD),
                 order("freeze", "2026-03-11", Z1, CHILD)]
        self.assertTrue(all("investigation" in r["tasks"] for r in self.all(story, "2026-03-11")))


class Others(Ruled):
    def test_each_family_names_the_child_and_forms_a_case(self):
        # A citizen ID alone: the birth day by its digits, no code without certificate or register.
        ruling = self.one([record("2026-04-01", key=CHILD)], "2026-04-01")
        self.assertEqual((ruling["bornOn"], ruling["code"]["state"]), (BORN, "none"))
        both = record("2026-04-01", key=Z1, citizenId=CHILD)
        story = [birth(Z1, BORN, "2026-03-01"), register(CHILD, "2026-02-27", "2026-03-02"), both]
        self.assertEqual(len(self.all(story, "2026-03-31")), 2)
        self.assertEqual(len(self.all(story, "2026-04-01")), 1)

    def test_one_guardian_of_twins_on_one_day_is_two_facts(self):
        words = {"action": "appoint", "guardian": MOTHER, "relation": "mother",
                 "occurredOn": "2026-03-01"}
        story = [
            message("D61010400001", "guardian", "2026-03-01", words | {"birthCertificateNumber": z})
            for z in (Z1, Z2)
        ]
        self.assertEqual(len(self.all(story, "2026-03-01")), 2)


if __name__ == "__main__":
    unittest.main()
