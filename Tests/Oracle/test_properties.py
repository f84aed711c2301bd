"""That a program which breaks a property is found out: a small program made of the oracle, and
faults planted in what it prints."""
import json
import unittest
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

import compare
import cover
import oracle
import properties
from further import FurtherGenerator
from histories import Generator
from messages import day
from test_samples import from_xml

import xml.etree.ElementTree as ElementTree


def read_text(content):
    if content.startswith("<"):
        return [from_xml(m) for m in ElementTree.fromstring(content.encode())]
    return [json.loads(line) for line in content.splitlines() if line]


def program(files, on, place=None):
    """What a program would print that rules as the oracle does; tasks the oracle does not judge
    stand where a payment has no child and where sources differ."""
    rulings = oracle.as_json(oracle.rule([m for f in files for m in read_text(f)], on, place))
    for ruling in rulings:
        ruling["asOf"] = on.isoformat()
        ruling["child"] = {"bornOn": ruling.pop("bornOn")}
        ruling["certificates"] = [
            {"number": n, "status": s} for n, s in sorted(ruling["certificates"].items())
        ]
        unmatched = ["unmatchedPayment"] if ruling["code"]["state"] == "none" else []
        conflict = ["identityConflict"] if ruling["identity"] == "conflict" else []
        ruling["tasks"] = [{"kind": k} for k in ruling["tasks"] + unmatched + conflict]
    return json.dumps(rulings)


def check(run, every=False):
    anchor = date(2025, 10, 3)
    generator = FurtherGenerator(3, anchor) if every else Generator(3, anchor)
    days = [anchor + timedelta(days=n) for n in (20, 95)]
    with mock.patch.object(properties, "HISTORIES", 8):
        return {r.name: r.faults for r in properties.Check(run, generator, days).all()}


class Found(unittest.TestCase):
    def assert_found(self, run, words):
        found = [name for name, faults in check(run).items() if faults]
        self.assertTrue(any(words in name for name in found), found)

    def test_the_oracle_keeps_them(self):
        for every in (False, True):
            self.assertEqual({n: f for n, f in check(program, every).items() if f}, {})

    def spoilt(self, spoil):
        def run(files, on, place=None):
            rulings = json.loads(program(files, on, place))
            for ruling in rulings:
                spoil(ruling, files)
            return json.dumps(rulings)

        return run

    def test_cover_that_leaves_its_year(self):
        def spoil(ruling, _):
            for period in ruling["coverage"]:
                period["to"] = (day(period["to"]) + timedelta(days=1)).isoformat()

        self.assert_found(self.spoilt(spoil), "premium year")

    def test_cover_that_overlaps(self):
        def spoil(ruling, _):
            ruling["coverage"] += ruling["coverage"][:1]

        self.assert_found(self.spoilt(spoil), "premium year")

    def test_an_open_case_forgotten(self):
        def spoil(ruling, _):
            ruling["nextReview"], ruling["tasks"] = None, []

        self.assert_found(self.spoilt(spoil), "next review or a task")

    def test_a_next_review_too_early_or_too_late(self):
        for days in (-1, 1):
            def spoil(ruling, _, days=days):
                if ruling["nextReview"]:
                    moved = day(ruling["nextReview"]) + timedelta(days=days)
                    ruling["nextReview"] = moved.isoformat()

            self.assert_found(self.spoilt(spoil), "first day that differs")

    def test_repeats_and_order_that_matter(self):
        def spoil(ruling, files):
            ruling["region"] = str(sum(len(f) for f in files))

        self.assert_found(self.spoilt(spoil), "repeat")

        def by_order(ruling, files):
            ruling["region"] = read_text(files[0])[0]["header"]["id"]

        self.assert_found(self.spoilt(by_order), "order")

    def test_a_later_payment_that_starts_earlier(self):
        # A window whose late payments start on the first of their own month.
        fault = lambda terms, paid: paid.replace(day=1) if paid.day > 15 else paid
        with mock.patch("packs.Terms.late_start", fault):
            self.assert_found(program, "later payment")


class Comparing(unittest.TestCase):
    def test_a_difference_is_found_and_shrunk(self):
        class Other(compare.Comparer):
            """A program whose late cover starts a day later."""

            def run(self, files, on, place=None):
                real = cover.add_months
                with mock.patch("packs.Terms.late_start", lambda _, paid: real(paid, 0)
                                + timedelta(days=1)):
                    return program(files, on, place)

        with TemporaryDirectory() as folder:
            comparer = Other(Path("none"), folder)
            self.assertEqual(comparer.trial, [])
            paid = Generator(3, date(2025, 3, 1))
            question = (date(2025, 12, 31), None, False)
            histories = [(i, paid.history()) for i in range(10)]
            failing = comparer.failing(histories, question)
            self.assertTrue(failing)
            least = comparer.shrink(failing[0][1], question)
            self.assertLessEqual(len(least), len(failing[0][1]))
            self.assertIsNotNone(comparer.difference(least, *question))


if __name__ == "__main__":
    unittest.main()
