"""That histories of all families are valid, and that each planted fault shows in them."""
import random
import unittest
from unittest import mock

import child
import cover
import messages
import oracle
import orders
import packs
import properties
from further import FurtherGenerator, further_days
from histories import check_digit
from test_histories import leaves

TRIAL = ["51", "44", "35", "1402", "50"]
KEYS = ("birthCertificateNumber", "citizenId", "ticketNumber")
NEEDED = {
    "assistance": ["category", "department", "occurredOn"],
    "enrolment": ["recordNumber", "reportedOn"],
    ("enrolment", "report"): ["standsUnder", "scheme", "status", "region", "from"],
    "residence": ["permitNumber", "occurredOn"],
    ("residence", "issue"): ["division", "validFrom"],
    ("residence", "renew"): ["validFrom"],
    "guardian": ["guardian", "occurredOn"],
    ("guardian", "appoint"): ["relation"],
    "order": ["number", "orderedOn", "orderedBy", "reason"],
    ("order", "undo"): ["undoes"],
    ("order", "extend"): ["deadline", "until"],
    ("order", "decide"): ["member", "value"],
    ("order", "dismiss"): ["task"],
}
PAST = ("occurredOn", "reportedOn", "orderedOn", "validFrom", "from")


class Valid(unittest.TestCase):
    def test_messages_keep_the_tables(self):
        met = set()
        for seed in range(12):
            generator = FurtherGenerator(seed)
            for message in (m for _ in range(40) for m in generator.history()):
                said = messages.Said(message)
                met.add((said.family, said.action))
                if said.family not in NEEDED:
                    continue
                needed = NEEDED[said.family] + NEEDED.get((said.family, said.action), [])
                self.assertTrue(all(said[n] is not None for n in needed), message)
                named = [k for k in KEYS if said[k]]
                self.assertTrue(named, message)
                self.check(said, named)
                self.check_leaves(said)
        actions = ["link", "different", "undo", "freeze", "release", "extend", "decide",
                   "recordUpdated", "dismiss"]
        self.assertLessEqual({("order", a) for a in actions}, met)

    def check(self, said, named):
        if said.family != "order":
            self.assertNotIn("ticketNumber", named)
            return
        if said.action in ("link", "different"):
            self.assertEqual(len(named), 2)
        # "need `approvedBy`, and it may not be `orderedBy`: two persons"
        self.assertNotEqual(said["orderedBy"], said["approvedBy"])

    def check_leaves(self, said):
        sent_on = said.sent_at.astimezone(messages.CHINA).date()
        for name, value in leaves(said.body):
            if name in PAST:
                self.assertLessEqual(messages.day(value), sent_on)
            elif name == "citizenId":
                self.assertEqual(check_digit(value[:17]), value[17])
        if said["household"]:
            self.assertEqual(said["category"], "povertyMonitoring")
        for first, last in (("from", "to"), ("validFrom", "validTo"), ("occurredOn", "validUntil")):
            if said[first] and said[last]:
                self.assertLessEqual(said[first], said[last])


def changed(region, **values):
    """The packs with some values of one region replaced."""
    known = packs.IN_FORCE if region in packs.IN_FORCE else packs.ON_TRIAL
    place = "packs.IN_FORCE" if known is packs.IN_FORCE else "packs.ON_TRIAL"
    return place, known | {region: known[region] | values}


def waiting(**values):
    """Liaoning's waiting terms with some replaced."""
    terms, since = packs.IN_FORCE["21"]["waiting"]
    return changed("21", waiting=(terms | values, since))


def faults():
    """Faults a program could have, planted one at a time."""
    assisted_on = cover.assisted_on
    extended, decided = orders.CaseOrders.extended, orders.CaseOrders.decided

    def first_order(self, member):
        return decided(mock.Mock(orders=self.orders[::-1]), member)

    def always_last(self, deadline, last):
        until = [messages.day(o["until"]) for o in self.orders
                 if o.action == "extend" and o["deadline"] == deadline]
        return until[-1] if until else last

    def both_deadlines(self, deadline, last):
        return max(extended(self, d, last) for d in ("pay", "bindIdentity"))

    def ever_assisted(on, facts, categories):
        return any(f.day <= on and f.action == "recognise" for f in facts)

    def valid_for_ever(on, facts, categories):
        days = [f for f in facts if f["validUntil"] and f.day <= on <= messages.day(f["validUntil"])]
        return bool(days) or assisted_on(on, facts, categories)

    return {
        "a category once recognised stays": ("cover.assisted_on", ever_assisted),
        "a last day outranks a withdrawal": ("cover.assisted_on", valid_for_ever),
        "the assisted wait": ("cover.assisted_on", lambda *_: False),
        "every category counts in Sichuan": changed("51", assisted=packs.EVERY),
        "two months of waiting": waiting(waitingMonths=2),
        "missed years not counted": waiting(waitingPerMissedYear=0),
        "repairs not counted": waiting(waitingRepairPerYear=0),
        "no floor": waiting(waitingFloorMonths=0),
        "a floor from three years": waiting(waitingFloorYears=3),
        "years before 2025 counted": waiting(waitingCountsFrom=2000),
        "years from 2026 counted": waiting(waitingCountsFrom=2026),
        "nobody waits": ("cover.Cover.waits", lambda *_: 0),
        "months of 30 days": ("cover.add_months", lambda on, months: on + cover.timedelta(
            days=30 * months)),
        "Guangdong with 90 days": changed("44", payWindowDays=90),
        "Chongqing each alone": changed("50", crossYear="independent"),
        "Chongqing single": changed("50", crossYear="single"),
        "Datong charges": changed("1402", birthYearPremium="charged"),
        "Shaanxi's late cover before 2022": changed("61", lateCover="nextMonth"),
        "windows not extended": ("orders.CaseOrders.extended", lambda self, deadline, last: last),
        "the last extension even if earlier": ("orders.CaseOrders.extended", always_last),
        "an extension moves both": ("orders.CaseOrders.extended", both_deadlines),
        "no decision": ("orders.CaseOrders.decided", lambda self, member: None),
        "the first decision stands": ("orders.CaseOrders.decided", first_order),
        "freeze without effect": ("orders.CaseOrders.frozen", lambda self: False),
        "release without effect": ("orders.CaseOrders.frozen", lambda self: any(
            o.action == "freeze" for o in self.orders)),
        "undo without effect": ("child.undone", lambda orders: set()),
        "an undo cannot be undone": ("child.undone", lambda orders: {
            o["undoes"] for o in orders if o.action == "undo"}),
        "different without effect": ("orders.Verdicts.parted", lambda *_: False),
        "parted for keys, not for matching": ("orders.Verdicts.part_cases", lambda *_: False),
        "the first verdict stands": ("orders.rank", lambda o: (-o.day.toordinal(),)),
        "no task is ended": ("oracle.ends", lambda order, item: False),
        "dismissed whatever it is about": ("oracle.ends", lambda order, item: order.action
                                           == "dismiss" and item[0] == order["task"]),
        "any record shows the ID": ("oracle.Facts.shown_there",
                                    lambda self: bool(self.case.enrolments)),
        "records show nothing": ("oracle.Facts.shown_there", lambda self: False),
        "withdrawn records count": ("child.shows_cover", lambda r: bool(r["standsUnder"])),
        "no parent's record": ("child.document", lambda party: (party["idNumber"],)),
    }


class Edges(unittest.TestCase):
    def test_planted_faults_show(self):
        asked = []
        for seed in range(30):
            generator = FurtherGenerator(seed)
            history = [m for _ in range(25) for m in generator.history()]
            for day in random.Random(seed).sample(further_days(generator.anchor), 3):
                asked.append((history, day))
        right = {}
        with mock.patch("oracle.next_review", lambda *_: None):
            for name, (place, fault) in faults().items():
                with self.subTest(fault=name):
                    self.assertTrue(self.shows(asked, right, place, fault))

    def shows(self, asked, right, place, fault):
        for number, (history, day) in enumerate(asked):
            if number not in right:
                right[number] = oracle.rule(history, day, None, TRIAL)
            with mock.patch(place, fault):
                if oracle.rule(history, day, None, TRIAL) != right[number]:
                    return True
        return False


if __name__ == "__main__":
    unittest.main()
