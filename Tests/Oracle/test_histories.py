"""That generated histories are valid messages, and reach the edges where programs go wrong."""
import random
import re
import unittest
from datetime import datetime, timedelta, timezone
from unittest import mock

import child
import cover
import messages
import oracle
import packs
from histories import Generator, as_of_days, check_digit

NEEDED = {
    ("birthCertificate", None): ["number", "issuedOn"],
    ("birthCertificate", "issue"): ["child", "birthPlace", "mother"],
    ("birthCertificate", "correct"): ["child", "birthPlace", "mother"],
    ("birthCertificate", "replace"): ["child", "birthPlace", "mother", "replaces", "reason"],
    ("birthCertificate", "reissue"): ["child", "birthPlace", "mother", "replaces", "reason"],
    ("birthCertificate", "void"): ["birthPlace", "reason"],
    ("householdRegistration", None): ["citizenId", "occurredOn"],
    ("householdRegistration", "register"): ["name", "sex", "bornOn", "division"],
    ("householdRegistration", "rename"): ["name", "formerName"],
    ("householdRegistration", "move"): ["division"],
    ("householdRegistration", "correct"): ["formerCitizenId"],
    ("householdRegistration", "cancel"): ["reason"],
    ("taxPayment", None): ["ticketNumber", "paidAt"],
    ("taxPayment", "pay"): ["premiumYear", "amount", "insured", "taxOffice", "division"],
    ("taxPayment", "reverse"): ["originalTicketNumber"],
    ("taxPayment", "refund"): ["originalTicketNumber", "amount"],
    ("vitalEvent", None): ["diedOn"],
}


def leaves(value, name=""):
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, key)
    else:
        yield name, value


class Valid(unittest.TestCase):
    def test_messages_keep_section_2(self):
        for seed in range(20):
            generator = Generator(seed)
            for message in (m for _ in range(30) for m in generator.history()):
                said = messages.Said(message)
                needed = NEEDED[said.family, None] + NEEDED.get((said.family, said.action), [])
                self.assertTrue(all(said[n] is not None for n in needed), message)
                for name, value in leaves(message):
                    self.assertIsNotNone(value)
                    self.check_leaf(name, value, said)
                for party in (said["mother"], said["father"], said["insured"], said["payer"]):
                    if party and party["idType"] == "citizenId":
                        self.check_id(party["idNumber"])

    def check_leaf(self, name, value, said):
        if name in ("bornAt", "paidAt"):
            self.assertLessEqual(messages.instant(value), said.sent_at)
        elif name in ("issuedOn", "bornOn", "occurredOn", "diedOn"):
            sent_on = said.sent_at.astimezone(messages.CHINA).date()
            self.assertLessEqual(messages.day(value), sent_on)
        elif name in ("citizenId", "formerCitizenId"):
            self.check_id(value)
        elif name in ("number", "replaces", "birthCertificateNumber"):
            self.assertRegex(value, r"^[A-Z][0-9]{9}$")
        elif name in ("ticketNumber", "originalTicketNumber"):
            self.assertRegex(value, r"^[0-9A-Za-z]{6,30}$")
        elif name == "amount":
            self.assertRegex(value, r"^[0-9]{1,9}\.[0-9]{2}$")

    def check_id(self, number):
        self.assertTrue(re.fullmatch(r"[0-9]{17}[0-9X]", number), number)
        self.assertEqual(check_digit(number[:17]), number[17], number)
        self.assertIsNotNone(messages.id_birth_day(number))


def faults():
    """Faults a program could have, planted in the oracle one at a time."""
    real_keys = child.keys_of
    real_state = cover.Cover.state

    def off_by_one(self, today):
        return real_state(self, today + timedelta(days=1))

    def days(name, value):
        return {"CN": packs.IN_FORCE["CN"] | {name: value}}

    def first_key(said):
        return real_keys(said)[:1]

    def no_former(said):
        former = said["formerCitizenId"]
        return [k for k in real_keys(said) if k[1] != former or former is None]

    def whole_refund(payments, returns):
        gone = {(r["originalTicketNumber"], r.line) for r in returns}
        return [p for p in payments if (p["ticketNumber"], p.line) not in gone]

    def replaced_first(certificates):
        replaced = {c.replaces for c in certificates if c.replaces}
        for c in certificates:
            c.status = "replaced" if c.number in replaced else "void" if c.void else "valid"

    one = messages.Said
    return {
        "window of 89 days": ("packs.IN_FORCE", packs.IN_FORCE | days("payWindowDays", 89)),
        "window of 91 days": ("packs.IN_FORCE", packs.IN_FORCE | days("payWindowDays", 91)),
        "179 days of settlement": ("packs.IN_FORCE", packs.IN_FORCE | days("codeSettlesDays", 179)),
        "181 days of settlement": ("packs.IN_FORCE", packs.IN_FORCE | days("codeSettlesDays", 181)),
        "the UTC day": ("messages.CHINA", timezone.utc),
        "late cover from the payment everywhere": (
            "packs.Terms.late_start", lambda terms, paid: paid),
        "the last day counted as over": ("cover.Cover.state", off_by_one),
        "no placeholder": ("oracle.is_placeholder", lambda name: False),
        "names compared with spaces": ("child.plain", lambda name: name),
        "no join by mother": ("child.match_by_mother", lambda cases, _: cases),
        "a message joins by its first key only": ("child.keys_of", first_key),
        "a former ID forgotten": ("child.keys_of", no_former),
        "reversals ignored": ("child.live_payments", lambda payments, returns: sorted(
            payments, key=lambda s: (messages.instant(s["paidAt"]), s["ticketNumber"], s.line))),
        "any refund is a whole one": ("child.live_payments", whole_refund),
        "replaced before void": ("child.give_status", replaced_first),
        "revision ignored": (
            "messages.Said.rank", lambda s: (s.action == "void", s.sent_at, s.digest)),
        "void not preferred": ("messages.Said.rank", lambda s: (s.revision, s.sent_at, s.digest)),
        "the earlier sentAt stands": ("messages.Said.rank", lambda s: (
            s.revision, s.action == "void", datetime.max.replace(tzinfo=timezone.utc) - s.sent_at)),
        "the day of arrival": ("messages.china_day", lambda text: messages.instant(text).date()),
        "sorted by digest": ("child.Case.sort_key", lambda case: min(
            (messages.sm3(repr(k).encode()) for k in case.keys), default="")),
        "a repeat counts twice": ("messages.Said.__init__", repeats(one.__init__)),
    }


def repeats(init):
    """Makes each copy of a message a message of its own."""

    def unlike(self, message):
        init(self, message)
        self.key = (*self.key, id(message))

    return unlike


class Edges(unittest.TestCase):
    """A generator that never meets an edge proves nothing: each planted fault must show."""

    HARMLESS = {"a repeat counts twice"}  # one fact stands however often it was said

    def test_planted_faults_show(self):
        asked = []
        for seed in range(24):
            generator = Generator(seed)
            history = [m for _ in range(25) for m in generator.history()]
            for day in random.Random(seed).sample(as_of_days(generator.anchor), 3):
                asked.append((history, day))
        right = {}
        with mock.patch("oracle.next_review", lambda *_: None):
            for name, (place, fault) in faults().items():
                with self.subTest(fault=name):
                    self.assertEqual(self.shows(asked, right, place, fault),
                                     name not in self.HARMLESS)

    def shows(self, asked, right, place, fault):
        for number, (history, day) in enumerate(asked):
            if number not in right:
                right[number] = oracle.rule(history, day)
            with mock.patch(place, fault):
                if oracle.rule(history, day) != right[number]:
                    return True
        return False


if __name__ == "__main__":
    unittest.main()
