#!/usr/bin/env python3
"""Random but valid message histories of a few children, from a seed.

A history is a list of canonical JSON messages in arrival order, which means nothing. All keys of
one history (numbers, IDs, tickets, mothers) occur in no other history of the same generator, so
many histories can be ruled in one file. Children of one generator are born around one anchor day,
so that one as-of date meets the same edge in many of them.

    histories.py --histories 3 --seed 7 > out.ndjson
"""
import argparse
import copy
import random
import sys
from datetime import date, datetime, time, timedelta, timezone

from forms import ndjson
from messages import CHINA

INSIDE = ["610104", "610113", "610302", "610402"]
# Where no pack in force rules but the nation's.
OUTSIDE = ["510104", "220102", "110101", "440106"]
SURNAMES = "李王张刘陈杨赵黄周吴徐孙"
GIVEN = ["一诺", "浩然", "子涵", "欣怡", "宇轩", "梓萱", "安", "思远", "佳宁", "沐辰"]
# Days whose windows end on an edge: 2 Sep + 90 = 1 Dec, 1 Sep + 90 = 30 Nov, 2 Oct + 90 = 31 Dec,
# 3 Oct + 90 = 1 Jan, year ends, a leap day, and plain days.
ANCHORS = [
    date(2025, 9, 1), date(2025, 9, 2), date(2025, 10, 2), date(2025, 10, 3), date(2025, 12, 31),
    date(2026, 1, 1), date(2026, 2, 28), date(2024, 2, 29), date(2026, 3, 15), date(2025, 8, 3),
    date(2025, 11, 20), date(2026, 6, 30), date(2025, 7, 4), date(2025, 6, 1),
]


def check_digit(seventeen):
    """GB 11643: ISO 7064 MOD 11-2."""
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    return "10X98765432"[sum(int(d) * w for d, w in zip(seventeen, weights)) % 11]


class Generator:
    def __init__(self, seed, anchor=None):
        self.random = random.Random(seed)
        self.anchor = anchor or self.random.choice(ANCHORS)
        self.taken = set()
        self.count = 0
        self.out = []

    # Small words of chance.

    def chance(self, percent):
        return self.random.random() * 100 < percent

    def pick(self, *values):
        return self.random.choice(values)

    def number(self):
        self.count += 1
        return self.count

    # Keys and values.

    def certificate_number(self):
        province = self.pick("61", "61", "61", "51", "21")
        return f"{self.random.choice('ABKMZ')}{province}{self.number():07d}"

    def citizen_id(self, born, sex):
        while True:
            serial = self.random.randrange(500) * 2 + (1 if sex == "1" else 0)
            seventeen = f"{self.random.choice(INSIDE + OUTSIDE)}{born:%Y%m%d}{serial:03d}"
            number = seventeen + check_digit(seventeen)
            if number not in self.taken:
                self.taken.add(number)
                return number

    def ticket(self):
        return f"{self.pick('3610', 'SN', 'x9')}{self.number():010d}"

    def division(self):
        return self.random.choice(INSIDE if self.chance(70) else OUTSIDE)

    def instant(self, day):
        """Some instant of that Chinese day, as often as not near its edges, written anyhow."""
        clock = self.pick(time(0, 0), time(0, 0, 1), time(7, 59), time(8, 0), time(12, 30),
                          time(16, 5), time(23, 59, 59))
        local = datetime.combine(day, clock, CHINA)
        if self.chance(25):
            return local.astimezone(timezone.utc).isoformat().replace("+00:00", "Z")
        if self.chance(10):
            return local.astimezone(timezone(timedelta(hours=9))).isoformat()
        return local.isoformat()

    def person(self, born=None, sex="2"):
        name = self.random.choice(SURNAMES) + self.random.choice(GIVEN)
        born = born or date(1985, 1, 1) + timedelta(days=self.random.randrange(6000))
        if self.chance(10):
            return {"name": name, "idType": "passport", "idNumber": f"EA{self.number():07d}",
                    "nationality": self.pick("CHN", "KOR")}
        return {"name": name, "idType": "citizenId", "idNumber": self.citizen_id(born, sex)}

    def say(self, sender, family, body, *days, delay=None):
        """One message, sent after everything it speaks of."""
        if delay is None:
            delay = self.pick(0, 0, 1, 2, 10, 45)
        sent = datetime.combine(max(days) + timedelta(days=delay), time(23, 59, 59), CHINA)
        if delay and self.chance(50):
            sent = sent - timedelta(seconds=self.random.randrange(3600))
        header = {"id": f"M-{self.number():07d}", "sender": sender, "sentAt": sent.isoformat()}
        message = {
            "header": header,
            family: {k: v for k, v in body.items() if v is not None},
        }
        self.out.append(message)
        return message

    # One history.

    def history(self):
        self.out = []
        children = []
        while len(children) < self.pick(1, 1, 1, 2, 2, 3, 4, 6):
            self.births_of(self.person(), children)
        for child in children:
            self.certificates(child)
        for child in children:
            self.household(child, children)
        for child in children:
            self.payments(child, children)
            self.death(child)
        if self.chance(25) and self.out:
            self.out += copy.deepcopy(self.random.choices(self.out, k=self.pick(1, 2, 5)))
        self.random.shuffle(self.out)
        return self.out

    def births_of(self, mother, children):
        born = self.anchor + timedelta(days=self.pick(0, 0, 0, 0, 1, -1, -30, 30, 100))
        names = [self.random.choice(GIVEN) for _ in range(3)]
        father = self.person(sex="1") if self.chance(60) else None
        for index in range(self.pick(1, 1, 1, 1, 2, 2, 3)):
            sibling = self.chance(10)
            day = born + timedelta(days=self.pick(-400, 400)) if sibling else born
            sex = children[-1]["sex"] if index and self.chance(70) else self.pick("1", "2")
            name = mother["name"][0] + (names[0] if self.chance(10) else names[index])
            children.append({
                "mother": mother, "father": father, "born": day, "sex": sex, "name": name,
                "numbers": [], "id": self.citizen_id(day, sex), "registered": None,
                "division": self.division(),
            })

    def certificate_body(self, child, **more):
        body = {
            "action": "issue", "number": None, "replaces": None, "revision": None,
            "child": {"name": child["name"], "sex": child["sex"],
                      "bornAt": self.instant(child["born"])},
            "birthPlace": {"division": child["division"]},
            "mother": dict(child["mother"]),
            "father": dict(child["father"]) if child["father"] else None,
            "issuer": {"code": "H61010400001", "name": "莲湖区妇幼保健院"},
        }
        if self.chance(20):
            body["child"] |= {"gestationWeeks": 39, "weightGrams": 3250}
        return body | more

    def certificates(self, child):
        if self.chance(8):
            return
        hospital = "H61010400001"
        number, born = self.certificate_number(), child["born"]
        child["numbers"].append(number)
        issued = born + timedelta(days=self.pick(0, 1, 3, 3, 10, 30, 89, 95, 185))
        body = self.certificate_body(child, number=number, issuedOn=issued.isoformat())
        if self.chance(8):
            body["child"]["name"] = self.pick("无名", child["mother"]["name"] + "之子",
                                              child["mother"]["name"] + "之女")
        if self.chance(5):
            body["revision"] = self.pick(1, 2, 3)
        self.say(hospital, "birthCertificate", body, issued)
        if self.chance(20):
            self.correction(child, number, issued)
        last = issued
        while self.chance(16):
            old, number = number, self.certificate_number()
            child["numbers"].append(number)
            last = last + timedelta(days=self.pick(0, 1, 20, 60, 150))
            body = self.certificate_body(
                child, action=self.pick("replace", "reissue"), number=number, replaces=old,
                issuedOn=last.isoformat(), reason="遗失")
            if self.chance(10):
                body["child"]["bornAt"] = self.instant(born + timedelta(days=self.pick(-1, 1)))
            self.say(hospital, "birthCertificate", body, last, born + timedelta(days=1))
            if self.chance(20):
                self.correction(child, number, last)
        if self.chance(9):
            gone = self.random.choice(child["numbers"])
            on = last + timedelta(days=self.pick(0, 1, 30, 170))
            body = {
                "action": "void", "number": gone, "issuedOn": on.isoformat(), "reason": "错误",
                "birthPlace": {"division": "610104"},
            }
            if self.chance(60):
                body["revision"] = self.pick(1, 2, 4)
            self.say("W61010400001", "birthCertificate", body, on)

    def correction(self, child, number, issued):
        changed = copy.deepcopy(child)
        what = self.pick("name", "born", "sex", "mother", "division", "nothing")
        if what == "born":
            changed["born"] += timedelta(days=self.pick(-1, 1))
        elif what == "sex":
            changed["sex"] = {"1": "2", "2": "1"}[child["sex"]]
        elif what == "mother":
            changed["mother"] = self.person()
        elif what == "division":
            changed["division"] = self.division()
        on = issued + timedelta(days=self.pick(0, 5, 40))
        body = self.certificate_body(
            changed, action="correct", number=number, issuedOn=on.isoformat(), reason="更正",
            revision=self.pick(None, 2, 2, 2, 3))
        self.say("H61010400001", "birthCertificate", body, on, changed["born"])
        if self.chance(50) and what != "nothing":
            child["born"], child["sex"] = changed["born"], changed["sex"]

    def household(self, child, children):
        if self.chance(22):
            return
        on = child["born"] + timedelta(
            days=self.pick(5, 12, 20, 33, 89, 90, 91, 150, 179, 180, 181, 182, 260))
        self.register(child, children, on)
        division = self.division()
        later = on + timedelta(days=self.pick(0, 1, 30, 100))
        police = "P61010400001"
        if self.chance(8):
            self.say(police, "householdRegistration", {
                "action": "rename", "citizenId": child["id"], "occurredOn": later.isoformat(),
                "name": child["name"][0] + self.random.choice(GIVEN), "formerName": child["name"],
            }, later)
        if self.chance(12):
            self.say(police, "householdRegistration", {
                "action": "move", "citizenId": child["id"], "division": division,
                "occurredOn": later.isoformat(),
            }, later)
        if self.chance(7):
            former = child["id"]
            child["id"] = self.citizen_id(child["born"], child["sex"])
            child["former"] = former
            self.say(police, "householdRegistration", {
                "action": "correct", "citizenId": child["id"], "formerCitizenId": former,
                "occurredOn": later.isoformat(),
                "bornOn": child["born"].isoformat() if self.chance(30) else None,
            }, later)
        if self.chance(9):
            gone = later + timedelta(days=self.pick(0, 1, 15, 90))
            self.say(police, "householdRegistration", {
                "action": "cancel", "citizenId": child["id"], "occurredOn": gone.isoformat(),
                "reason": self.pick("death", "emigration", "duplicate", "missing"),
            }, gone)
            if self.chance(30):
                self.register(child, children, gone + timedelta(days=self.pick(1, 30)))
        if self.chance(3):
            other = child | {"id": self.citizen_id(child["born"], child["sex"])}
            self.register(other, children, on + timedelta(days=self.pick(0, 10)))

    def register(self, child, children, on):
        named = None
        if child["numbers"] and self.chance(50):
            named = self.random.choice(child["numbers"])
        elif self.chance(6):
            named = self.certificate_number()
        elif self.chance(2):
            named = next((c["numbers"][0] for c in children if c["numbers"]), None)
        body = {
            "action": "register", "citizenId": child["id"], "name": child["name"],
            "sex": child["sex"], "bornOn": child["born"].isoformat(),
            "division": self.division(), "occurredOn": on.isoformat(),
            "birthCertificateNumber": named,
            "mother": dict(child["mother"]) if self.chance(80) else None,
            "father": dict(child["father"]) if child["father"] and self.chance(50) else None,
        }
        if self.chance(6):
            body["name"] = child["name"][0] + self.random.choice(GIVEN)
        if self.chance(3):
            body["name"] = " ".join(body["name"])
        if self.chance(3):
            body["sex"] = {"1": "2", "2": "1"}[child["sex"]]
        if self.chance(3):
            body["bornOn"] = (child["born"] - timedelta(days=1)).isoformat()
        self.say("P61010400001", "householdRegistration", body, on)
        child["registered"] = on
        if self.chance(8):
            again = dict(body)
            again["revision"] = self.pick(1, 2, 2)
            if child["numbers"]:
                again["birthCertificateNumber"] = self.random.choice(child["numbers"])
            again["mother"] = dict(child["mother"])
            self.say("P61010400001", "householdRegistration", again, on)

    def pay_day(self, child, year):
        born = child["born"]
        return self.random.choice([
            born, born + timedelta(days=self.random.randrange(1, 90)),
            born + timedelta(days=89), born + timedelta(days=90), born + timedelta(days=91),
            born + timedelta(days=self.random.randrange(92, 300)),
            date(year, 11, 30), date(year, 12, 1), date(year, 12, 31), date(year - 1, 12, 31),
            date(year, 1, 1), date(year, self.random.randrange(1, 13), 15), date(year + 1, 1, 1),
        ])

    def insured(self, child):
        by = {"name": child["name"]}
        if child["numbers"] and self.chance(65):
            return by | {"idType": "birthCertificate",
                         "idNumber": self.random.choice(child["numbers"])}
        if self.chance(8):
            parent = child["father"] if child["father"] and self.chance(40) else child["mother"]
            return dict(parent)
        number = child.get("former") if child.get("former") and self.chance(50) else child["id"]
        return by | {"idType": "citizenId", "idNumber": number}

    def payments(self, child, children):
        born = child["born"]
        for _ in range(self.pick(0, 1, 1, 1, 1, 2, 2, 3)):
            year = born.year + self.pick(0, 0, 0, 0, 0, 1, 1, 1, 2)
            if self.chance(1):
                year = born.year - 1
            day = max(self.pay_day(child, year), born)
            ticket, paid = self.ticket(), []
            family = [c for c in children if c is not child][:1] if self.chance(6) else []
            for line, one in enumerate([child, *family], start=1):
                body = {
                    "action": "pay", "ticketNumber": ticket, "premiumYear": year,
                    "line": line if line > 1 or self.chance(10) else None,
                    "amount": "400.00", "paidAt": self.instant(day), "insured": self.insured(one),
                    "payer": dict(child["mother"]) | {"relation": "mother"},
                    "source": "self", "division": self.division(),
                    "taxOffice": {"code": "T61010400001", "name": "莲湖区税务局"},
                    "channel": self.pick("app", None),
                }
                paid.append(self.say("T61010400001", "taxPayment", body, day))
            if self.chance(4):
                again = copy.deepcopy(paid[0]["taxPayment"])
                again["paidAt"] = self.instant(day + timedelta(days=self.pick(0, 1)))
                again["premiumYear"] = year + self.pick(0, 1)
                self.say("T61010400001", "taxPayment", again, day + timedelta(days=1))
            if self.chance(18):
                self.give_back(self.random.choice(paid)["taxPayment"], day)

    def give_back(self, pay, day):
        body = {"originalTicketNumber": pay["ticketNumber"], "line": pay.get("line")}
        parts = self.pick(["reverse"], ["400.00"], ["400.00"], ["100.00"], ["100.00", "300.00"],
                          ["399.99"], ["150.00", "150.00"])
        for part in parts:
            day = day + timedelta(days=self.pick(0, 1, 30, 95))
            more = {"action": "reverse"} if part == "reverse" else {
                "action": "refund", "amount": part}
            self.say("T61010400001", "taxPayment", body | more | {
                "ticketNumber": self.ticket(), "paidAt": self.instant(day),
            }, day)

    def death(self, child):
        if not self.chance(6):
            return
        day = child["born"] + timedelta(days=self.pick(0, 2, 60, 90, 180, 200))
        body = {"action": "death", "diedOn": day.isoformat()}
        if child["numbers"] and self.chance(70):
            body["birthCertificateNumber"] = self.random.choice(child["numbers"])
        if "birthCertificateNumber" not in body or (child["registered"] and self.chance(40)):
            body["citizenId"] = child["id"]
        self.say("H61010400001", "vitalEvent", body, day)
        if self.chance(30):
            other = day + timedelta(days=self.pick(0, 1, 3))
            self.say("H61010400001", "vitalEvent",
                     body | {"diedOn": other.isoformat(), "revision": self.pick(1, 2)}, other)


def as_of_days(anchor):
    """The days on which something about a child born on the anchor day is about to change."""
    after = [0, 1, 3, 12, 30, 60, 89, 90, 91, 92, 121, 150, 179, 180, 181, 182, 183, 270, 400]
    year = anchor.year
    return [anchor + timedelta(days=n) for n in after] + [
        date(year, 11, 30), date(year, 12, 1), date(year, 12, 31), date(year + 1, 1, 1),
        date(year + 1, 1, 31), date(year + 1, 12, 31), date(year + 2, 1, 1), date(year + 3, 1, 1),
    ]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--histories", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    generator = Generator(options.seed)
    for _ in range(options.histories):
        sys.stdout.write(ndjson(generator.history()))


if __name__ == "__main__":
    main()
