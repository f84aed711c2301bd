#!/usr/bin/env python3
"""Random valid histories with all families: the first four of histories.py, and beside them
assistance, enrolment, residence, guardian and orders; premiums of several years.

    further.py --histories 3 --seed 7 > out.ndjson
"""
import argparse
import sys
from datetime import date, timedelta

from forms import ndjson
from histories import ANCHORS, Generator, as_of_days
from messages import china_day

# Beside the anchors of one year: births whose next years meet waiting, pauses and repairs.
LATER_ANCHORS = [date(2023, 10, 3), date(2024, 5, 31), date(2021, 6, 1), date(2022, 12, 31)]
# Shaanxi, Liaoning, Sichuan, Guangdong, Fujian, Datong, Chongqing, and one without a pack.
HOMES = ["610104", "610302", "210502", "210502", "210102", "510104", "440106", "350102", "140213",
         "500103", "110101"]
DESK = "D61010400001"


class FurtherGenerator(Generator):
    def __init__(self, seed, anchor=None):
        super().__init__(seed, anchor)
        if anchor is None:
            self.anchor = self.random.choice(ANCHORS + LATER_ANCHORS)
        self.home = "610104"

    def history(self):
        self.home = self.random.choice(HOMES)
        return super().history()

    def division(self):
        return self.home if self.chance(75) else super().division()

    def later(self, child, *days):
        return child["born"] + timedelta(days=self.pick(*days))

    def keys(self, child, percent=35):
        """How a message of a further family names the child: by either key or both."""
        named = {}
        if child["numbers"] and self.chance(60):
            named["birthCertificateNumber"] = self.random.choice(child["numbers"])
        if not named or self.chance(percent):
            known = child.get("former") if self.chance(20) else None
            named["citizenId"] = known or child["id"]
        return named

    # Several years of premiums.

    def payments(self, child, children):
        super().payments(child, children)
        if self.chance(35):
            self.years_of(child)
        elif self.chance(25):
            self.gap(child)
        self.further(child)

    def years_of(self, child):
        first = child["born"].year
        insured, division = self.insured(child), self.division()
        for year in range(first + self.pick(0, 0, 1, 2), first + self.pick(2, 3, 4, 6, 7)):
            how = self.pick("season", "season", "within", "within", "missed", "missed", "repair")
            if how == "season":
                day = self.pick(date(year - 1, 9, 1), date(year - 1, 12, 31), date(year - 1, 10, 8))
            elif how == "within":
                day = self.pick(
                    date(year, 1, 1), date(year, 1, 31), date(year, 3, 31), date(year, 5, 31),
                    date(year, 6, 30), date(year, 8, 31), date(year, 9, 30), date(year, 10, 1),
                    date(year, 11, 30), date(year, 12, 1))
            elif how == "repair":
                edge = self.pick((1, 1), (3, 31), (5, 31), (9, 1))
                day = date(year + self.pick(1, 1, 2, 3), *edge)
            else:
                continue
            self.pay_premium(child, year, max(day, child["born"]), insured, division)

    def gap(self, child):
        """One year covered, some missed of which some are repaired, then one paid late."""
        first = child["born"].year
        insured, division = self.insured(child), self.division()
        self.pay_premium(child, first, self.later(child, 10, 90), insured, division)
        year = first + self.pick(2, 4, 5, 5, 6, 7)
        day = date(year, *self.pick((1, 15), (3, 31), (5, 31), (6, 30), (8, 31)))
        for missed in range(first + 1, year):
            if self.chance(60):
                on = day + timedelta(days=self.pick(-200, -30, -1, 0, 1))
                self.pay_premium(child, missed, max(on, date(missed + 1, 1, 1)), insured, division)
        self.pay_premium(child, year, day, insured, division)
        if self.chance(30):
            self.withdrawn(child, day)

    def withdrawn(self, child, paid):
        """A category that was to last beyond the payment, withdrawn about its day."""
        start, close = paid - timedelta(days=200), paid + timedelta(days=self.pick(-30, 0, 1))
        body = {**self.keys(child), "category": "orphan", "department": "civilAffairs"}
        self.say("C61010400001", "assistance", body | {
            "action": "recognise", "occurredOn": start.isoformat(),
            "validUntil": (paid + timedelta(days=30)).isoformat(),
        }, start)
        self.say("C61010400001", "assistance", body | {
            "action": "withdraw", "occurredOn": close.isoformat(),
        }, close)

    def pay_premium(self, child, year, day, insured, division):
        self.say("T61010400001", "taxPayment", {
            "action": "pay", "ticketNumber": self.ticket(), "premiumYear": year,
            "amount": "400.00", "paidAt": self.instant(day), "insured": dict(insured),
            "payer": dict(child["mother"]) | {"relation": "mother"},
            "source": self.pick("self", "wallet", "relativeAccount", "assistance"),
            "division": division, "taxOffice": {"code": "T61010400001", "name": "莲湖区税务局"},
            "treasuryAt": self.instant(day + timedelta(days=self.pick(0, 1))),
        }, day + timedelta(days=1))

    # The further families.

    def further(self, child):
        if self.chance(30):
            self.assistance(child)
        if self.chance(45):
            for _ in range(self.pick(1, 1, 2)):
                self.enrolment(child)
        if self.chance(10):
            self.residence(child)
        if self.chance(15):
            self.guardian(child)
        if self.chance(45):
            for _ in range(self.pick(1, 1, 2, 3)):
                self.order(child)
        if self.chance(25):
            self.pair_orders(child)

    def assistance(self, child):
        paid = [
            china_day(m["taxPayment"]["paidAt"])
            for m in self.out if m.get("taxPayment", {}).get("action") == "pay"
        ]
        for _ in range(self.pick(1, 1, 2)):
            day = self.later(child, 10, 200, 360, 700)
            if paid and self.chance(60):
                day = self.random.choice(paid) + timedelta(days=self.pick(-200, -30, -1, 0, 1))
            category = self.pick("extremePoverty", "orphan", "deFactoUnattended", "subsistence",
                                 "subsistenceMargin", "povertyMonitoring")
            named = self.keys(child)
            body = {
                "action": "recognise", **named, "category": category,
                "household": self.pick("unstable", "marginal", None)
                if category == "povertyMonitoring" else None,
                "department": self.pick("civilAffairs", "agricultureRural", "ruralRevitalisation"),
                "departmentName": "民政局", "division": self.division(),
                "occurredOn": day.isoformat(), "name": child["name"],
            }
            if self.chance(40):
                close = day
                if paid and self.chance(70):
                    close = self.random.choice(paid) + timedelta(days=self.pick(-1, 0, 1))
                body["validUntil"] = max(day, close).isoformat()
            self.say("C61010400001", "assistance", body, day)
            if self.chance(15):
                again = body | {"revision": 2, "validUntil": None}
                self.say("C61010400001", "assistance", again, day)
            if self.chance(30):
                close = day + timedelta(days=self.pick(0, 1, 30, 200))
                if paid and self.chance(60):
                    close = max(day, self.random.choice(paid) + timedelta(days=self.pick(-1, 0, 1)))
                self.say("C61010400001", "assistance", body | {
                    "action": "withdraw", "occurredOn": close.isoformat(), "validUntil": None,
                }, close)

    def enrolment(self, child):
        day = self.later(child, 20, 60, 91, 150, 181, 200, 400)
        under = self.pick("id", "id", "certificate", "mother", "father", "passport")
        stands = {"name": child["name"], "idType": "citizenId", "idNumber": child["id"]}
        if under == "id" and child.get("former") and self.chance(50):
            stands["idNumber"] = child["former"]
        if under == "certificate" and child["numbers"]:
            stands |= {"idType": "birthCertificate", "idNumber": child["numbers"][0]}
        elif under in ("mother", "father"):
            stands = dict(child[under] or child["mother"])
        elif under == "passport":
            stands |= {"idType": "passport", "idNumber": f"EB{self.number():07d}"}
        number = f"R{self.number():010d}"
        body = {
            "action": "report", **self.keys(child), "recordNumber": number, "standsUnder": stands,
            "scheme": self.pick("resident", "resident", "resident", "employee"),
            "status": self.pick("normal", "normal", "normal", "suspended", "terminated"),
            "group": self.pick("newborn", "other", None), "region": self.division(),
            "from": child["born"].isoformat(), "basis": self.pick("household", "residence", None),
            "premiumYear": day.year, "continuousMonths": self.pick(None, 0, 12),
            "fundPaid": self.pick(None, "0.00", "1280.50"), "reportedOn": day.isoformat(),
        }
        if self.chance(30):
            body["to"] = max(child["born"], day + timedelta(days=self.pick(-1, 0, 90))).isoformat()
        self.say("I61010400001", "enrolment", body, day)
        if self.chance(30):
            after = day + timedelta(days=self.pick(0, 1, 40))
            change = self.pick({"action": "withdraw"}, {"status": "terminated"},
                               {"status": "normal"})
            more = {"reportedOn": after.isoformat(), "revision": self.pick(None, 1, 2, 2)}
            self.say("I61010400001", "enrolment", body | change | more, after)

    def residence(self, child):
        day = self.later(child, 5, 90, 200)
        body = {
            "action": "issue", **self.keys(child), "permitNumber": f"JZ{self.number():09d}",
            "kind": self.pick(None, "residencePermit", "school"), "holder": dict(child["mother"]),
            "holderRelation": "mother", "division": self.division(),
            "validFrom": day.isoformat(), "occurredOn": day.isoformat(),
            "validTo": (day + timedelta(days=365)).isoformat() if self.chance(70) else None,
        }
        self.say("P61010400001", "residence", body, day)
        if self.chance(30):
            after = day + timedelta(days=self.pick(10, 300))
            more = {"action": "cancel", "occurredOn": after.isoformat(), "validFrom": None,
                    "validTo": None}
            self.say("P61010400001", "residence", body | more, after)

    def guardian(self, child):
        day = self.later(child, 1, 30, 100)
        body = {
            "action": "appoint", **self.keys(child), "guardian": dict(child["mother"]),
            "relation": self.pick("mother", "grandparent", "other"),
            "channel": self.pick("familyAccount", "agency", None), "mayAct": self.pick("yes", "no"),
            "contacts": [
                {"channel": "sms", "address": "13800000000", "language": "zh-CN"},
                {"channel": "email", "address": "a@example.org", "language": "en"},
            ][: self.pick(0, 1, 2)] or None,
            "occurredOn": day.isoformat(),
        }
        self.say(DESK, "guardian", body, day)
        if self.chance(25):
            after = day + timedelta(days=self.pick(0, 20))
            self.say(DESK, "guardian", body | {
                "action": "revoke", "relation": None, "contacts": None, "reason": "判决",
                "occurredOn": after.isoformat(),
            }, after)

    # Orders.

    def rule(self, day, **body):
        order = {
            "number": f"RL{self.number():08d}", "orderedOn": day.isoformat(),
            "orderedBy": "王敏", "approvedBy": "陈刚", "reason": "核实", **body,
        }
        self.say(DESK, "order", order, day)
        if self.chance(6):
            self.say(DESK, "order", order | {
                "revision": 2, "orderedOn": (day + timedelta(days=1)).isoformat(),
            }, day + timedelta(days=1))
        if self.chance(15):
            self.undo(order, day)
        return order

    def undo(self, order, day):
        after = day + timedelta(days=self.pick(0, 1, 15, 60))
        keys = {k: order[k] for k in ("birthCertificateNumber", "citizenId", "ticketNumber")
                if k in order}
        if len(keys) > 1 and self.chance(50):
            keys.popitem()
        undo = {
            "action": "undo", "number": f"RL{self.number():08d}", "undoes": order["number"],
            "orderedOn": after.isoformat(), "orderedBy": "王敏", "approvedBy": "陈刚",
            "reason": "撤销", **keys,
        }
        self.say(DESK, "order", undo, after)
        if order["action"] != "undo" and self.chance(15):
            self.undo(undo, after)

    def order(self, child):
        day = self.later(child, 3, 60, 89, 90, 91, 95, 180, 181, 185, 240, 370)
        keys = self.keys(child)
        what = self.pick("freeze", "freeze", "extend", "extend", "decide", "decide",
                         "recordUpdated", "dismiss")
        if what == "freeze":
            self.rule(day, action="freeze", **keys)
            if self.chance(50):
                after = day + timedelta(days=self.pick(-1, 0, 1, 30, 100))
                self.rule(after, action="release", **keys)
        elif what == "extend":
            on = self.pick("pay", "bindIdentity")
            days = {"pay": (45, 90, 91, 100, 120, 200), "bindIdentity": (100, 181, 200, 270)}[on]
            until = self.later(child, *days)
            self.rule(day, action="extend", deadline=on, until=until.isoformat(), **keys)
        elif what == "decide":
            member = self.pick("bornOn", "bornOn", "sex", "name")
            value = {
                "bornOn": (child["born"] + timedelta(days=self.pick(0, 0, -1, 1, -3))).isoformat(),
                "sex": self.pick("1", "2", child["sex"]),
                "name": self.pick(child["name"], "李安然", "无名"),
            }[member]
            self.rule(day, action="decide", member=member, value=value, **keys)
        elif what == "recordUpdated":
            self.rule(day, action="recordUpdated", **keys)
        else:
            kind = self.pick("updateIdentity", "duplicatePayment", "refundReview", "missingName",
                             "matchRegistration", "parentNameEnrolment", "voidCertificate")
            about = None
            if kind == "updateIdentity" and self.chance(40):
                about = [child["id"]]
            self.rule(day, action="dismiss", task=kind, about=about, **keys)

    def pair_orders(self, child):
        """One verdict about two keys of the child, sometimes the opposite or its undoing later."""
        day = self.later(child, 20, 40, 92, 150, 181, 300)
        payments = [m["taxPayment"] for m in self.out if "taxPayment" in m]
        tickets = [p for p in payments if p["action"] == "pay" and "line" not in p]
        # The payments of this child whose insured is named by a key of its own.
        own = {*child["numbers"], child["id"]}
        mine = [t for t in tickets if t["insured"]["idNumber"] in own]
        if mine and self.chance(40):
            pay = self.random.choice(mine)
            pair = {"ticketNumber": pay["ticketNumber"]}
            member = {"birthCertificate": "birthCertificateNumber"}.get(
                pay["insured"]["idType"], "citizenId")
            pair[member] = pay["insured"]["idNumber"]
        elif child["numbers"]:
            number = self.random.choice(child["numbers"])
            pair = {"birthCertificateNumber": number, "citizenId": child["id"]}
        else:
            return
        first = self.pick("link", "different", "different")
        self.rule(day, action=first, **pair)
        if self.chance(35):
            after = day + timedelta(days=self.pick(0, 1, 40))
            self.rule(after, action=self.pick("link", "different"), **pair)


def further_days(anchor):
    """The days of the first year, and of the years after it."""
    days = as_of_days(anchor)
    for year in range(anchor.year + 1, anchor.year + 8):
        days += [date(year, 1, 1), date(year, 3, 31), date(year, 6, 30), date(year, 12, 31)]
    days += [anchor + timedelta(days=n) for n in (95, 100, 120, 200, 240, 300)]
    return sorted(set(days))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--histories", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    generator = FurtherGenerator(options.seed)
    for _ in range(options.histories):
        sys.stdout.write(ndjson(generator.history()))


if __name__ == "__main__":
    main()
