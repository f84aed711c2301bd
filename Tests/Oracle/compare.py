#!/usr/bin/env python3
"""Compares `birthgate rule` with the oracle over random histories.

    compare.py --birthgate PATH --histories N --seed S [--dates 4] [--per-file 200] [--keep DIR]
               [--families all|first] [--trial-pack REGION ...] [--policies DIR]
               [--properties yes|no|only]

`--families first` keeps to certificates, registrations, payments and deaths, and to divisions that
the packs of the nation and of Shaanxi rule; `all` brings the other families, several years and
every region. The properties of properties.py are asked of the program alone.

One process rules many histories, which share no key, for one day. The messages of all of them are
shuffled together and written as NDJSON or as one XML batch, in turn. Cases have no name of their
own in `rule --json`, so the answer of a file is compared as a multiset of rulings, each reduced to
the members the contract fixes, and in its order. Where a file differs, its histories are halved
until single ones are left; each of those is shrunk by dropping messages while a difference
remains, and printed. A history passes when every day asked of it agrees.
"""
import argparse
import json
import random
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import oracle
import properties
from forms import ndjson, xml_batch
from further import FurtherGenerator, further_days
from histories import Generator, as_of_days

# The tasks the contract names; a ruling may carry others, which are counted but not judged.
TASKS = {
    "duplicatePayment", "investigation", "matchRegistration", "missingName", "parentNameEnrolment",
    "refundReview", "updateIdentity", "voidCertificate",
}
PLACES = ["610104", "510104", "610000"]
FURTHER_PLACES = PLACES + ["210502", "210102", "440106", "140213", "500103"]


class Broken(Exception):
    """The program did not answer with rulings."""


def of_program(ruling):
    """A ruling of the program, reduced to what is compared."""
    code = ruling.get("code") or {}
    payment = ruling.get("payment") or {}
    child = ruling.get("child") or {}
    return {
        "region": ruling.get("region"),
        "bornOn": child.get("bornOn"),
        "certificates": {c["number"]: c["status"] for c in ruling.get("certificates", [])},
        "citizenId": ruling.get("citizenId"),
        "identity": ruling.get("identity"),
        "payment": {"window": payment.get("window"), "state": payment.get("state")},
        "coverage": [
            {k: c.get(k) for k in ("premiumYear", "to", "ticket", "from", "basis")}
            for c in ruling.get("coverage", [])
        ],
        "code": {k: code.get(k) for k in ("state", "directSettlementUntil")},
        "deadlines": [
            {k: d.get(k) for k in ("kind", "date", "state")}
            for d in ruling.get("deadlines", [])
            if d.get("kind") in ("pay", "bindIdentity")
        ],
        "tasks": sorted({t["kind"] for t in ruling.get("tasks", [])} & TASKS),
        "nextReview": ruling.get("nextReview"),
    }


def text(view):
    return json.dumps(view, ensure_ascii=False, sort_keys=True)


class Comparer:
    def __init__(self, program, folder, trial=(), policies=None):
        self.program = program
        self.policies = policies
        self.folder = Path(folder)
        self.trial = list(trial)
        self.other_tasks = Counter()

    def run(self, files, day, place=None):
        """What `birthgate rule --json` prints for some texts, each a batch of either form."""
        names = []
        for number, content in enumerate(files):
            form = "xml" if content.startswith("<") else "ndjson"
            names.append(str(self.folder / f"batch{number}.{form}"))
            Path(names[-1]).write_text(content, encoding="utf-8")
        command = [self.program, "rule", *names, "--as-of", day.isoformat(), "--json"]
        if place:
            command += ["--place", place]
        if self.policies:
            command += ["--policies", self.policies]
        for region in self.trial:
            command += ["--trial-pack", region]
        done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
        if done.returncode == 2:
            raise SystemExit(f"wrong usage or settings: {done.stderr.strip()[:600]}")
        if done.returncode != 0:
            raise Broken(f"exit {done.returncode}: {done.stderr.strip()[:600]}")
        return done.stdout

    def ask(self, messages, day, place, as_xml):
        """What the program rules; the order of the messages is part of the question."""
        out = self.run([xml_batch(messages) if as_xml else ndjson(messages)], day, place)
        try:
            rulings = json.loads(out)
        except ValueError as error:
            raise Broken(f"no JSON: {error}: {out[:200]!r}") from error
        for ruling in rulings:
            if ruling.get("asOf") != day.isoformat():
                raise Broken(f"asOf {ruling.get('asOf')!r} where {day} was asked")
            for task in ruling.get("tasks", []):
                if task["kind"] not in TASKS:
                    self.other_tasks[task["kind"]] += 1
        return [of_program(r) for r in rulings]

    def difference(self, messages, day, place, as_xml=False):
        """None, or (only the oracle says, only the program says)."""
        wanted = oracle.as_json(oracle.rule(messages, day, place, self.trial))
        try:
            found = self.ask(messages, day, place, as_xml)
        except Broken as error:
            return [{"oracle": f"{len(wanted)} rulings"}], [{"program": str(error)}]
        left, right = Counter(map(text, wanted)), Counter(map(text, found))
        if left != right:
            return (
                [json.loads(t) for t in (left - right).elements()],
                [json.loads(t) for t in (right - left).elements()],
            )
        for place, (w, f) in enumerate(zip(wanted, found)):
            if text(w) != text(f):
                return [{"place": place} | w], [{"place": place} | f]
        return None

    def failing(self, histories, question):
        """The histories that differ when asked alone, found by halving."""
        messages = shuffled([m for _, h in histories for m in h], question)
        if not messages:
            return []
        if self.difference(messages, *question) is None:
            return []
        if len(histories) == 1:
            return [(histories[0][0], messages)]
        half = len(histories) // 2
        parts = [self.failing(part, question) for part in (histories[:half], histories[half:])]
        # A difference that lives only in the company of others: all of them differ.
        return parts[0] + parts[1] or [(histories[0][0], messages)]

    def shrink(self, messages, question):
        """The same with messages dropped while a difference of the same members remains."""
        wanted = members(self.difference(messages, *question))
        step = max(1, len(messages) // 2)
        while step:
            at = 0
            while at < len(messages):
                fewer = messages[:at] + messages[at + step :]
                still = self.difference(fewer, *question) if fewer else None
                if still and members(still) & wanted:
                    messages = fewer
                else:
                    at += step
            step //= 2
        return messages


def members(difference):
    """Which members differ, roughly: what keeps a shrinking history on the same fault."""
    only_oracle, only_program = difference
    names = set()
    for a, b in pairs(only_oracle, only_program):
        a, b = a or {}, b or {}
        names |= {k for k in a.keys() | b.keys() if not (a and b and a.get(k) == b.get(k))}
    return names


def pairs(only_oracle, only_program):
    """Each differing ruling of one side beside the most similar one of the other."""
    rest = list(only_program)
    result = []
    for a in only_oracle:
        best = max(rest, key=lambda b: alike(a, b), default=None)
        if best is not None:
            rest.remove(best)
        result.append((a, best))
    return result + [(None, b) for b in rest]


def alike(a, b):
    same_keys = len((a.get("certificates") or {}).keys() & (b.get("certificates") or {}).keys())
    return (same_keys, sum(a.get(k) == b.get(k) for k in a))


def short(view):
    names = "+".join(sorted(view.get("certificates") or {}))
    return f"{names or '-'} {view.get('citizenId') or '-'} {view.get('bornOn')}"


def shuffled(messages, seed):
    messages = list(messages)
    random.Random(repr(seed)).shuffle(messages)
    return messages


def report(number, seed, history, question, difference):
    day, place, _ = question
    asked = f"--as-of {day}" + (f" --place {place}" if place else "")
    print(f"DIFFERS seed {seed} history {number} {asked}")
    for a, b in pairs(*difference):
        if a is None or b is None:
            print(f"  only {'program' if a is None else 'oracle'}: {text(b if a is None else a)}")
            continue
        print(f"  case {short(a)}")
        for key in sorted(a.keys() | b.keys()):
            if a.get(key) != b.get(key):
                print(f"    {key}: oracle {text(a.get(key))}  program {text(b.get(key))}")
    for message in history:
        print("    " + json.dumps(message, ensure_ascii=False, separators=(",", ":")))
    sys.stdout.flush()


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--birthgate", required=True)
    parser.add_argument("--histories", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--dates", type=int, default=4, help="as-of days per file")
    parser.add_argument("--per-file", type=int, default=200)
    parser.add_argument("--show", type=int, default=12, help="how many differences to print")
    parser.add_argument("--keep", help="folder for the minimal histories, as NDJSON")
    parser.add_argument("--families", choices=["all", "first"], default="first")
    parser.add_argument("--trial-pack", action="append", default=[])
    parser.add_argument("--policies", help="a folder of packs instead of the built-in ones")
    parser.add_argument("--properties", choices=["yes", "no", "only"], default="yes")
    return parser.parse_args()


class Run:
    """One run over many histories, and its count."""

    def __init__(self, options, comparer):
        self.options, self.comparer = options, comparer
        self.every = options.families == "all"
        self.passed = self.failed = self.shown = 0

    def generator(self, seed):
        return FurtherGenerator(seed) if self.every else Generator(seed)

    def days(self, generator):
        return further_days(generator.anchor) if self.every else as_of_days(generator.anchor)

    def file(self, size, seed):
        """One file of histories, for some days."""
        generator = self.generator(seed)
        histories = [(i, generator.history()) for i in range(size)]
        chance = random.Random(seed)
        days = chance.sample(self.days(generator), self.options.dates)
        wrong = set()
        for turn, day in enumerate(days):
            places = FURTHER_PLACES if self.every else PLACES
            question = (day, chance.choice(places) if turn == 3 else None, turn % 2 == 1)
            rest = [h for h in histories if h[0] not in wrong]
            for number, history in self.comparer.failing(rest, question):
                wrong.add(number)
                if self.shown < self.options.show:
                    self.show(number, seed, history, question)
        self.passed += size - len(wrong)
        self.failed += len(wrong)

    def show(self, number, seed, history, question):
        self.shown += 1
        least = self.comparer.shrink(history, question)
        report(number, seed, least, question, self.comparer.difference(least, *question))
        if self.options.keep:
            Path(self.options.keep).mkdir(parents=True, exist_ok=True)
            name = f"{seed}-{number}-{question[0]}.ndjson"
            Path(self.options.keep, name).write_text(ndjson(least), encoding="utf-8")

    def properties(self):
        """The program's own answers against the properties; one count each."""
        generator = self.generator(self.options.seed + 1_000_000)
        check = properties.Check(self.comparer.run, generator, self.days(generator))
        for name, asked, faults in check.all(Broken):
            print(f"property: {name}: {asked} checks, {len(faults)} failed")
            for fault in faults[:3]:
                print(f"  {fault[:1500]}")
            self.passed += not faults
            self.failed += bool(faults)


def main():
    options = arguments()
    with tempfile.TemporaryDirectory() as folder:
        comparer = Comparer(options.birthgate, folder, options.trial_pack, options.policies)
        run = Run(options, comparer)
        left, seed = 0 if options.properties == "only" else options.histories, options.seed
        while left > 0:
            run.file(min(left, options.per_file), seed)
            left -= options.per_file
            seed += 1
        if comparer.other_tasks:
            print(f"tasks not judged: {dict(comparer.other_tasks)}")
        if options.properties != "no":
            run.properties()
    print(f"{run.passed} passed, {run.failed} failed")
    return 1 if run.failed else 0


if __name__ == "__main__":
    sys.exit(main())
