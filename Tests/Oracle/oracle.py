#!/usr/bin/env python3
"""An independent ruling: contract section 5 and "One child", read literally and computed slowly.

Nothing here is shared with the gateway. Each step stands under the sentence it carries out; where
the sentence leaves room, READINGS.md says which reading was taken and what else was possible.

    oracle.py FILE.ndjson --as-of 2026-04-10 [--place 610104]
"""
import argparse
import json
import sys
from datetime import date, timedelta

import child
from household import Household
from messages import Said, day, id_birth_day, id_sex, read, year_end

# RULES.md A01 and A02: the same numbers in the national pack and in Shaanxi's.
PAY_WINDOW_DAYS = 90
SETTLE_DAYS = 180


def late_start(pack, paid):
    """"from the first of the next month (Shaanxi) or from P (elsewhere, assumed)"."""
    if pack != "61":
        return paid
    return date(paid.year + paid.month // 12, paid.month % 12 + 1, 1)


def is_placeholder(name):
    """"a placeholder name (×××之子, ×××之女, 无名)"."""
    bare = child.plain(name or "")
    return bare == "" or bare == "无名" or bare.endswith(("之子", "之女"))


def rule_case(case, today, place):
    """The ruling of one case for one day, from messages that all happened."""
    household = Household(case.household)
    certificate = case.certificate()
    citizen_id = household.citizen_id()
    words = household.words.get(citizen_id or household.last, {})
    valid = any(c.status == "valid" for c in case.certificates)
    live = child.live_payments(case.payments, case.returns)
    tasks = set()

    # "B = birth day (certificate; else registration; else digits 7-14 of the insured's or child's
    # citizen ID)"
    born = None
    if certificate:
        born = certificate.born
    elif words.get("bornOn"):
        born = day(words["bornOn"])
    elif not case.of_parent:
        numbers = [citizen_id] if citizen_id else sorted(
            k[1] for k in case.keys if k[0] == "citizen"
        )
        born = next((id_birth_day(n) for n in numbers), None)

    # "For each premium year the counting payment is the first by (paidAt, ticketNumber, line)";
    # "another one is task `duplicatePayment`"
    counting = {}
    for pay in live:
        if pay["premiumYear"] in counting:
            tasks.add("duplicatePayment")
        counting.setdefault(pay["premiumYear"], pay)

    # "Region: `--place`; else the division of the counting birth-year payment; else of the latest
    # `register` or `move` by D; else the birth place."
    region = place
    if not region and born and born.year in counting:
        region = counting[born.year]["division"]
    if not region:
        region = household.division
    if not region and certificate:
        region = (certificate.content["birthPlace"] or {}).get("division")
    pack = "61" if (region or "").startswith("61") else "CN"

    coverage, window, state, deadlines = [], None, None, []
    settle_until = None
    bound_since = household.since.get(citizen_id)
    if born:
        last_pay_day = born + timedelta(days=PAY_WINDOW_DAYS)
        settle_until = born + timedelta(days=SETTLE_DAYS)
        window = {"from": born, "to": last_pay_day}
        for year, pay in sorted(counting.items()):
            cover = cover_of(year, pay, born, last_pay_day, pack)
            if cover:
                coverage.append(cover)
        state = payment_state(counting.get(born.year), born, last_pay_day, pack, today)
        if born.year in counting and state not in ("paidOnTime", "paidLate"):
            # "Else it buys nothing: state as unpaid, task `refundReview`"
            tasks.add("refundReview")
        # "`deadlines[].state`: `open` · `met` · `missed`. A deadline met late stays `missed`."
        deadlines = [
            deadline("pay", last_pay_day, state == "paidOnTime", today),
            deadline(
                "bindIdentity",
                settle_until,
                bound_since is not None and bound_since <= settle_until,
                today,
            ),
        ]

    death = max(case.deaths, key=Said.rank, default=None)
    died = death.day if death else household.death

    # "`code.state`": in the contract's words, case by case.
    covered = any(c["from"] <= today <= c["to"] for c in coverage)
    void_alone = bool(case.certificates) and not valid and citizen_id is None
    if not valid and citizen_id is None and not void_alone:
        code = "none"  # "no valid certificate or citizen ID yet"
    elif void_alone:
        code = "retired"  # "Void without successor and without citizen ID: `retired`"
    elif died and today > died:
        code = "retired"  # "Death on X: ... `retired` from X+1"
    elif not covered:
        code = "issued"  # "identifies, does not settle: no cover on that day"
    elif citizen_id is not None or (settle_until and today <= settle_until):
        code = "active"  # "cover on that day, and either a citizen ID is bound or ≤ birth + 180"
    else:
        code = "suspended"

    # "Conflict: birth day or sex differ between certificate, registration or ID digits"
    days, sexes = set(), set()
    if certificate:
        days.add(certificate.born)
        sexes.add(certificate.child["sex"])
    if citizen_id:
        if words.get("bornOn"):
            days.add(day(words["bornOn"]))
        sexes.add(words.get("sex"))
        days.add(id_birth_day(citizen_id))
        sexes.add(id_sex(citizen_id))
    conflict = len(days) > 1 or len(sexes & {"1", "2"}) > 1

    # "Placeholder changes `identity` only, and opens task `missingName`"
    name = words.get("name") if citizen_id else None
    nameless = valid and is_placeholder(name or certificate.child["name"])
    # "`identity`: the first that holds of `conflict` · `citizenId` · `placeholder` · ..."
    if conflict:
        identity = "conflict"
    elif citizen_id:
        identity = "citizenId"
    elif nameless:
        identity = "placeholder"
    else:
        identity = "certificate" if valid else "none"

    if nameless:
        tasks.add("missingName")
    if void_alone and any(c.status == "void" for c in case.certificates):
        tasks.add("voidCertificate")
    if citizen_id:
        # "task `updateIdentity` stays until an `enrolment` record or a person shows the ID there"
        tasks.add("updateIdentity")
    if case.match_task:
        tasks.add("matchRegistration")
    if case.parent_name:
        tasks.add("parentNameEnrolment")

    listed = {c.number: c.status for c in case.certificates}
    for c in case.certificates:
        if c.replaces:
            listed.setdefault(c.replaces, "replaced")
    return {
        "region": region,
        "bornOn": born,
        "certificates": listed,
        "citizenId": citizen_id,
        "identity": identity,
        "payment": {"window": window, "state": state},
        "coverage": coverage,
        "code": {
            "state": code,
            "directSettlementUntil": None if citizen_id else settle_until,
        },
        "deadlines": deadlines,
        "tasks": sorted(tasks),
    }


def cover_of(year, pay, born, last_pay_day, pack):
    """The period one counting payment buys, or None."""
    paid, birth_year = pay.day, born.year
    cover = {"premiumYear": year, "to": year_end(year), "ticket": pay["ticketNumber"]}
    if year == birth_year and paid <= last_pay_day:
        # "P ≤ W, also in Y+1: `paidOnTime`, B to 31 Dec Y, `onTime`."
        return cover | {"from": born, "basis": "onTime"}
    if year > birth_year and (
        paid <= year_end(year - 1) or (year == birth_year + 1 and paid <= last_pay_day)
    ):
        # "P ≤ 31 Dec N−1, or N = Y+1 and P ≤ W: 1 Jan to 31 Dec N, `annual`."
        return cover | {"from": date(year, 1, 1), "basis": "annual"}
    if year >= birth_year and paid.year == year and late_start(pack, paid) <= year_end(year):
        # "Else P ≤ 31 Dec Y: ... `late`, left out if empty"; "Else P within N: from the pack's
        # late start"
        return cover | {"from": late_start(pack, paid), "basis": "late"}
    return None


def payment_state(pay, born, last_pay_day, pack, today):
    """"`payment.state` (of the birth-year premium)"."""
    end = year_end(born.year)
    if pay and pay.day <= last_pay_day:
        return "paidOnTime"
    if pay and pay.day <= end:
        return "paidLate"
    # "No counting payment: D ≤ W `unpaid`; else `unpaidLate` if a payment on D would bring a day
    # of cover; else `missed`."
    if today <= last_pay_day:
        return "unpaid"
    if today <= end and late_start(pack, today) <= end:
        return "unpaidLate"
    return "missed"


def deadline(kind, last, met, today):
    """"on the last day of a window the window and its deadline are `open`"."""
    state = "met" if met else "open" if today <= last else "missed"
    return {"kind": kind, "date": last, "state": state}


def rule(messages, as_of, place=None):
    """The rulings of all cases for the day, in the contract's order; days as date values."""
    if isinstance(as_of, str):
        as_of = day(as_of)
    # "uses every message that happened on or before D and no other, whenever it arrived"
    happened = [said for said in read(messages) if said.day <= as_of]
    rulings = []
    for case in sorted(child.form_cases(happened), key=child.Case.sort_key):
        ruling = rule_case(case, as_of, place)
        ruling["nextReview"] = next_review(case, ruling, as_of, place)
        rulings.append(ruling)
    return rulings


def next_review(case, ruling, as_of, place):
    """"the first day after D on which any other member of this ruling would differ if nothing more
    arrived; null if none": try every day until nothing is left that could change."""
    now = {k: v for k, v in ruling.items() if k != "nextReview"}
    known = [as_of, *(c["to"] for c in ruling["coverage"])]
    if ruling["bornOn"]:
        known += [ruling["bornOn"] + timedelta(days=SETTLE_DAYS), year_end(ruling["bornOn"].year)]
    horizon = max(known) + timedelta(days=3)
    later = as_of
    while later < horizon:
        later += timedelta(days=1)
        if rule_case(case, later, place) != now:
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
    options = parser.parse_args()
    with open(options.file, encoding="utf-8") as lines:
        messages = [json.loads(line) for line in lines if line.strip()]
    rulings = as_json(rule(messages, options.as_of, options.place))
    json.dump(rulings, sys.stdout, ensure_ascii=False, indent=2)
    print()


if __name__ == "__main__":
    main()
