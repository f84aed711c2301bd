#!/usr/bin/env python3
"""An independent ruling: contract section 5 and "One child", read literally and computed slowly.

Nothing here is shared with the gateway. Each step stands under the sentence it carries out; where
the sentence leaves room, READINGS.md says which reading was taken and what else was possible.

    oracle.py FILE.ndjson --as-of 2026-04-10 [--place 610104] [--trial-pack 50]
"""
import argparse
import json
import sys
from datetime import date, timedelta

import child
from cover import Cover
from household import Household
from messages import Said, day, id_birth_day, id_sex, read, year_end
from orders import CaseOrders, ends, order_keys
from packs import Terms


def is_placeholder(name):
    """"a placeholder name (×××之子, ×××之女, 无名)"."""
    bare = child.plain(name or "")
    return bare == "" or bare == "无名" or bare.endswith(("之子", "之女"))


class Facts:
    """What one case says, however late the day: all of it comes from messages that happened."""

    def __init__(self, case, place, trial):
        self.case = case
        self.orders = CaseOrders(case.orders)
        self.household = Household(case.household)
        self.certificate = case.certificate()
        self.citizen_id = self.household.citizen_id()
        self.bound_since = self.household.since.get(self.citizen_id)
        self.words = self.household.words.get(self.citizen_id or self.household.last, {})
        self.valid = any(c.status == "valid" for c in case.certificates)
        self.born = self.birth_day()
        self.counting, self.extra = {}, []
        # "For each premium year the counting payment is the first by (paidAt, ticketNumber, line)";
        # "another one is task `duplicatePayment`"
        for pay in child.live_payments(case.payments, case.returns):
            if self.counting.setdefault(pay["premiumYear"], pay) is not pay:
                self.extra.append(pay["ticketNumber"])
        self.region = place or self.place()
        terms = Terms(self.region, trial)
        self.cover = None
        if self.born:
            settles = timedelta(days=terms.get("codeSettlesDays", self.born))
            self.settle_until = self.orders.extended("bindIdentity", self.born + settles)
            window = timedelta(days=terms.get("payWindowDays", self.born))
            self.last_pay_day = self.orders.extended("pay", self.born + window)
            self.cover = Cover(
                self.born, self.last_pay_day, self.counting, terms, case.assistance
            )
        death = max(case.deaths, key=Said.rank, default=None)
        self.died = death.day if death else self.household.death
        self.ended = set()  # the tasks that a person ended

    def birth_day(self):
        """"B = birth day (certificate; else registration; else digits 7-14 of the insured's or
        child's citizen ID)"; what a person decided comes before all."""
        if self.orders.decided("bornOn"):
            return day(self.orders.decided("bornOn"))
        if self.certificate:
            return self.certificate.born
        if self.words.get("bornOn"):
            return day(self.words["bornOn"])
        if self.case.of_parent:
            return None
        named = sorted(k[1] for k in self.case.keys if k[0] == "citizen")
        numbers = [self.citizen_id] if self.citizen_id else named
        return next((id_birth_day(n) for n in numbers), None)

    def place(self):
        """"Region: `--place`; else the division of the counting birth-year payment; else of the
        latest `register` or `move` by D; else the birth place."."""
        if self.born and self.born.year in self.counting:
            return self.counting[self.born.year]["division"]
        if self.household.division or not self.certificate:
            return self.household.division
        return (self.certificate.content["birthPlace"] or {}).get("division")

    def conflict(self):
        """"Conflict: birth day or sex differ between certificate, registration or ID digits; the
        certificate's rule until a person decides."."""
        days, sexes = set(), set()
        if self.certificate:
            days.add(self.certificate.born)
            sexes.add(self.certificate.child["sex"])
        if self.citizen_id:
            if self.words.get("bornOn"):
                days.add(day(self.words["bornOn"]))
            sexes.add(self.words.get("sex"))
            days.add(id_birth_day(self.citizen_id))
            sexes.add(id_sex(self.citizen_id))
        # "`decide` settles a conflict: ... what differs is no conflict"
        day_differs = len(days) > 1 and not self.orders.decided("bornOn")
        sex_differs = len(sexes & {"1", "2"}) > 1 and not self.orders.decided("sex")
        return day_differs or sex_differs

    def nameless(self):
        """"Placeholder changes `identity` only, and opens task `missingName`"."""
        if not self.valid or self.orders.decided("name"):
            return False  # a name that a person gave is not missing
        name = self.words.get("name") if self.citizen_id else None
        return is_placeholder(name or self.certificate.child["name"])

    def void_alone(self):
        """"Void without successor and without citizen ID"."""
        return bool(self.case.certificates) and not self.valid and self.citizen_id is None

    def shown_there(self):
        """Whether an `enrolment` record of status normal stands under the bound number."""
        return any(
            child.shows_cover(r) and child.document(r["standsUnder"]) == ("citizenId",
                                                                          self.citizen_id)
            for r in self.case.enrolments
        )

    def items(self):
        """The tasks as (kind, the keys it is about), whoever ended them."""
        items = {("duplicatePayment", frozenset([t])) for t in self.extra}
        if self.cover and self.cover.buys_nothing():
            # "Else it buys nothing: state as unpaid, task `refundReview`"
            ticket = self.counting[self.born.year]["ticketNumber"]
            items.add(("refundReview", frozenset([ticket])))
        if self.nameless():
            items.add(("missingName", frozenset()))
        if self.void_alone() and any(c.status == "void" for c in self.case.certificates):
            items.add(("voidCertificate", frozenset()))
        if self.citizen_id and not self.shown_there():
            # "task `updateIdentity` stays until an `enrolment` record or a person shows the ID
            # there"
            items.add(("updateIdentity", frozenset([self.citizen_id])))
        if self.case.match_task:
            items.add(("matchRegistration", frozenset()))
        if self.orders.frozen():
            # "task `investigation` waits"
            items.add(("investigation", frozenset()))
        return items | {("parentNameEnrolment", frozenset([n])) for n in self.case.parent_name}

    def code(self, today):
        """"`code.state`", in the contract's words, case by case."""
        covered = bool(self.cover) and any(
            c["from"] <= today <= c["to"] for c in self.cover.periods
        )
        if not self.valid and self.citizen_id is None and not self.void_alone():
            return "none"  # "no valid certificate or citizen ID yet"
        if self.void_alone():
            return "retired"  # "Void without successor and without citizen ID: `retired`"
        if self.died and today > self.died:
            return "retired"  # "Death on X: ... `retired` from X+1"
        if not covered:
            return "issued"  # "identifies, does not settle: no cover on that day"
        if self.citizen_id is None and today > self.settle_until:
            return "suspended"  # "cover on that day, but past birth + 180 without a citizen ID"
        # "cover on that day, and either a citizen ID is bound or the day is ≤ birth + 180"; "a code
        # that would be `active` is `suspended`" while it is frozen.
        return "suspended" if self.orders.frozen() else "active"


def rule_facts(facts, today):
    """The ruling of one case for one day."""
    window, state, deadlines = None, None, []
    if facts.cover:
        window = {"from": facts.born, "to": facts.last_pay_day}
        state = facts.cover.state(today)
        # "`deadlines[].state`: `open` · `met` · `missed`. A deadline met late stays `missed`."
        bound = facts.bound_since is not None and facts.bound_since <= facts.settle_until
        deadlines = [
            deadline("pay", facts.last_pay_day, state in ("paidOnTime", "notDue"), today),
            deadline("bindIdentity", facts.settle_until, bound, today),
        ]
    # "`identity`: the first that holds of `conflict` · `citizenId` · `placeholder` · ..."
    if facts.conflict():
        identity = "conflict"
    elif facts.citizen_id:
        identity = "citizenId"
    elif facts.nameless():
        identity = "placeholder"
    else:
        identity = "certificate" if facts.valid else "none"
    listed = {c.number: c.status for c in facts.case.certificates}
    for c in facts.case.certificates:
        if c.replaces:
            listed.setdefault(c.replaces, "replaced")
    settles = facts.cover and not facts.citizen_id
    return {
        "region": facts.region,
        "bornOn": facts.born,
        "certificates": listed,
        "citizenId": facts.citizen_id,
        "identity": identity,
        "payment": {"window": window, "state": state},
        "coverage": facts.cover.periods if facts.cover else [],
        "code": {
            "state": facts.code(today),
            "directSettlementUntil": facts.settle_until if settles else None,
        },
        "deadlines": deadlines,
        "tasks": sorted({item[0] for item in facts.items() - facts.ended}),
    }


def deadline(kind, last, met, today):
    """"on the last day of a window the window and its deadline are `open`"."""
    state = "met" if met else "open" if today <= last else "missed"
    return {"kind": kind, "date": last, "state": state}


def rule(messages, as_of, place=None, trial=()):
    """The rulings of all cases for the day, in the contract's order; days as date values. `trial`
    names the regions whose packs rule though they are not in force."""
    if isinstance(as_of, str):
        as_of = day(as_of)
    said = read(messages)
    past = {as_of: Past(said, as_of, place, trial)}
    rulings = []
    for case in sorted(past[as_of].cases, key=child.Case.sort_key):
        facts = Facts(case, place, trial)
        for order in facts.orders.ending():
            # What an order ends is what stands on its day; what comes later is another task
            # (READINGS 33).
            if order.day not in past:
                past[order.day] = Past(said, order.day, place, trial)
            facts.ended |= {i for i in past[order.day].items(order) if ends(order, i)}
        ruling = rule_facts(facts, as_of)
        ruling["nextReview"] = next_review(facts, ruling, as_of)
        rulings.append(ruling)
    return rulings


class Past:
    """The cases as they stood on a day: "uses every message that happened on or before D and no
    other, whenever it arrived"."""

    def __init__(self, said, today, place, trial):
        self.place, self.trial = place, trial
        self.cases = child.form_cases([s for s in said if s.day <= today])

    def items(self, order):
        """The tasks that stood in the case of an order."""
        for case in self.cases:
            if case.keys & set(order_keys(order)):
                yield from Facts(case, self.place, self.trial).items()


def next_review(facts, ruling, as_of):
    """"the first day after D on which any other member of this ruling would differ if nothing more
    arrived; null if none": try every day until nothing is left that could change."""
    now = {k: v for k, v in ruling.items() if k != "nextReview"}
    known = [as_of, *(c["to"] for c in ruling["coverage"])]
    known += [d["date"] for d in ruling["deadlines"]]
    known += [year_end(facts.born.year)] if facts.born else []
    horizon = max(known) + timedelta(days=3)
    later = as_of
    while later < horizon:
        later += timedelta(days=1)
        if rule_facts(facts, later) != now:
            return later
    return None


def as_json(value):
    """The same with days as text."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {k: as_json(v) for k, v in value.items()}
    if isinstance(value, list):
        return [as_json(v) for v in value]
    return value


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", help="newline-delimited JSON messages")
    parser.add_argument("--as-of", required=True)
    parser.add_argument("--place")
    parser.add_argument("--trial-pack", action="append", default=[])
    options = parser.parse_args()
    with open(options.file, encoding="utf-8") as lines:
        messages = [json.loads(line) for line in lines if line.strip()]
    rulings = as_json(rule(messages, options.as_of, options.place, options.trial_pack))
    json.dump(rulings, sys.stdout, ensure_ascii=False, indent=2)
    print()


if __name__ == "__main__":
    main()
