"""The stories under Samples/ against the oracle, and their three forms against each other.

Expectations in the stories were written by hand; this shows that two calculations agree on them.
"""
import json
import unittest
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import messages
import oracle
from forms import NAMESPACE
from histories import check_digit

SAMPLES = Path(__file__).resolve().parents[2] / "Samples"
INTEGERS = {
    "premiumYear", "line", "revision", "gestationWeeks", "gestationDays", "weightGrams",
    "plurality", "birthOrder",
}
ARRAYS = {"contacts"}


def from_xml(element):
    """An XML message back as its JSON object."""
    result = {}
    for child in element:
        name = child.tag.replace("{" + NAMESPACE + "}", "")
        value = from_xml(child) if len(child) else child.text
        if name in INTEGERS:
            value = int(value)
        if name in ARRAYS:
            result.setdefault(name, []).append(value)
        else:
            result[name] = value
    return result


def as_message(sent):
    return from_xml(ElementTree.fromstring(sent.encode())) if isinstance(sent, str) else sent


def at(document, pointer):
    for part in pointer.split("/")[1:]:
        document = document[int(part)] if isinstance(document, list) else document[part]
    return document


def names(ruling, messages, key):
    """Whether the case is the one a story means by a certificate number, citizen ID or ticket."""
    if key in ruling["certificates"] or key == ruling["citizenId"]:
        return True
    if any(c["ticket"] == key for c in ruling["coverage"]):
        return True
    pays = [m["taxPayment"] for m in messages if "taxPayment" in m]
    return any(p["ticketNumber"] == key for p in pays) and len(messages) == 1


class Samples(unittest.TestCase):
    def test_every_situation_has_a_story(self):
        self.assertEqual(len(list(SAMPLES.glob("[0-9][0-9]-*.json"))), 10)

    def test_expectations_hold(self):
        for file in sorted(SAMPLES.glob("*.json")):
            story = json.loads(file.read_text(encoding="utf-8"))
            clock, sent, count = messages.instant(story["start"]), [], 0
            for step in story["steps"]:
                with self.subTest(story=file.name, step=step.get("why", "")[:60]):
                    if "advanceTo" in step:
                        self.assertGreater(messages.instant(step["advanceTo"]), clock)
                        clock = messages.instant(step["advanceTo"])
                    elif "send" in step:
                        sent.append(as_message(step["send"]))
                        self.assertLessEqual(messages.instant(sent[-1]["header"]["sentAt"]), clock)
                    else:
                        count += self.check(step, sent, clock)
            self.assertGreater(count, 5, file.name)

    def check(self, step, sent, clock):
        day = clock.astimezone(messages.CHINA).date()
        rulings = oracle.as_json(oracle.rule(sent, day))
        found = [r for r in rulings if names(r, sent, step["of"])]
        self.assertEqual(len(found), 1, step["of"])
        ruling = found[0] | {
            "certificates": [
                {"number": n, "status": s} for n, s in sorted(found[0]["certificates"].items())
            ],
            "tasks": [{"kind": t} for t in found[0]["tasks"]],
        }
        self.assertTrue(step["why"])
        for pointer, value in step["expect"].items():
            self.assertEqual(at({"ruling": ruling}, pointer), value, pointer)
        return len(step["expect"])

    def test_the_forms_say_the_same(self):
        for file in sorted(SAMPLES.glob("*.json")):
            with self.subTest(story=file.name):
                steps = json.loads(file.read_text(encoding="utf-8"))["steps"]
                story = [as_message(s["send"]) for s in steps if "send" in s]
                lines = file.with_suffix(".ndjson").read_text(encoding="utf-8").splitlines()
                self.assertEqual([json.loads(line) for line in lines], story)
                batch = ElementTree.parse(file.with_suffix(".xml")).getroot()
                self.assertEqual([from_xml(m) for m in batch], story)

    def test_ids_are_right_and_unique(self):
        seen = set()
        for file in sorted(SAMPLES.glob("*.ndjson")):
            for line in file.read_text(encoding="utf-8").splitlines():
                message = json.loads(line)
                key = (message["header"]["sender"], message["header"]["id"])
                self.assertNotIn(key, seen)
                seen.add(key)
                for number in citizen_ids(message):
                    self.assertEqual(check_digit(number[:17]), number[17], number)


def citizen_ids(value):
    if isinstance(value, dict):
        if value.get("idType") == "citizenId":
            yield value["idNumber"]
        if "citizenId" in value:
            yield value["citizenId"]
        for inner in value.values():
            yield from citizen_ids(inner)


if __name__ == "__main__":
    unittest.main()
