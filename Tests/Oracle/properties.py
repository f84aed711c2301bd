"""Properties that the program's own rulings must have, whatever they say: no oracle is needed.

Each check takes whole rulings, all members; what is asked for twice is compared byte for byte."""
import copy
import json
import random
from collections import namedtuple
from datetime import date, timedelta

from forms import ndjson, xml_batch
from messages import day, read, year_end

Result = namedtuple("Result", "name asked faults")
NEVER = date.max
HISTORIES = 60


def without_day(ruling):
    """A ruling but for the day it is asked for and the day it will be asked again."""
    return {k: v for k, v in ruling.items() if k not in ("asOf", "nextReview")}


def text(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def outside_its_year(ruling):
    """"cover never overlaps or leaves the year": what is wrong with the cover, or None."""
    last = None
    years = [c["premiumYear"] for c in ruling["coverage"]]
    if len(set(years)) < len(years):
        return "two periods of one premium year"
    for period in sorted(ruling["coverage"], key=lambda c: c["from"]):
        if not period["from"] <= period["to"]:
            return "an empty period"
        if {period["from"][:4], period["to"][:4]} != {str(period["premiumYear"])}:
            return "a period outside its premium year"
        if last and period["from"] <= last:
            return "periods overlap"
        last = period["to"]
    return None


def is_open(ruling):
    """Whether something of the case can still come about or waits for somebody."""
    return (
        any(d["state"] == "open" for d in ruling["deadlines"])
        or ruling["payment"]["state"] in ("unpaid", "unpaidLate")
        or ruling["identity"] in ("conflict", "placeholder")
        or ruling["code"]["state"] == "suspended"
        or ruling["code"]["state"] != "retired"
        and any(c["to"] >= ruling["asOf"] for c in ruling["coverage"])
    )


def left_alone(ruling):
    """"every open case has a next review or nothing left to wait for"."""
    if is_open(ruling) and not ruling["nextReview"] and not ruling["tasks"]:
        return "open, but neither a next review nor a task"
    if ruling["nextReview"] and ruling["nextReview"] <= ruling["asOf"]:
        return "a next review that is past"
    return None


class Check:
    """Asks the program about histories of one generator. `run` takes texts (batches of either
    form) and a day, and gives what the program prints."""

    def __init__(self, run, generator, days):
        self.run, self.generator = run, generator
        self.chance = random.Random(generator.anchor.toordinal())
        self.days = self.chance.sample(days, min(3, len(days)))
        self.messages = [m for _ in range(HISTORIES) for m in generator.history()]

    def all(self, broken=()):
        """Each property's result; `broken` is what `run` raises where there is no answer."""
        for check in (self.cover, self.open, self.repeats, self.order, self.later_payments,
                      self.next_review):
            try:
                yield check()
            except broken as error:
                yield Result(check.__name__, 0, [str(error)])

    def cover(self):
        return self.each("cover stays in its premium year and never overlaps", outside_its_year)

    def open(self):
        return self.each("what is open has a next review or a task", left_alone)

    def rulings(self, on, messages=None):
        return json.loads(self.run([ndjson(messages or self.messages)], on))

    def each(self, name, fault_of):
        """A property of every ruling by itself."""
        faults, asked = [], 0
        for on in self.days:
            for ruling in self.rulings(on):
                asked += 1
                fault = fault_of(ruling)
                if fault:
                    faults.append(f"{fault}: {text(ruling)}")
        return Result(name, asked, faults)

    def repeats(self):
        """"adding a repeat changes nothing": the same message again, and its other form."""
        some = self.chance.sample(self.messages, len(self.messages) // 3)
        faults = []
        for on in self.days:
            once = self.run([ndjson(self.messages)], on)
            again = {
                "twice in one file": [ndjson(self.messages + some)],
                "again as XML": [ndjson(self.messages), xml_batch(some)],
                "XML first, JSON again": [xml_batch(self.messages), ndjson(some)],
            }
            faults += [f"{how} on {on}" for how, f in again.items() if self.run(f, on) != once]
        return Result("a repeat changes nothing", 3 * len(self.days), faults)

    def order(self):
        """"The order of files and of messages in a file never changes the output."."""
        faults = []
        for on in self.days:
            once = self.run([ndjson(self.messages)], on)
            other = list(self.messages)
            self.chance.shuffle(other)
            half = len(other) // 2
            for how, files in {
                "backwards": [ndjson(self.messages[::-1])],
                "shuffled into two files": [xml_batch(other[:half]), ndjson(other[half:])],
            }.items():
                if self.run(files, on) != once:
                    faults.append(f"{how} on {on}")
        return Result("the order of messages changes nothing", 2 * len(self.days), faults)

    # "a later payment never gives an earlier start"

    def later_payments(self):
        """Children alike in all but the day one premium was paid. Nothing else happens between the
        days compared: a repair or a category in between may well bring an earlier start."""
        faults, asked = [], 0
        for _ in range(4):
            stories = [self.alike() for _ in range(25)]
            messages = [m for _, twins in stories for _, _, said in twins for m in said]
            on = max(p for _, twins in stories for _, p, _ in twins) + timedelta(days=800)
            starts = self.starts(messages, on)
            for year, twins in stories:
                for (one, early, said), (two, late, more) in zip(twins, twins[1:]):
                    asked += 1
                    if starts.get((one, year), NEVER) > starts.get((two, year), NEVER):
                        both = ndjson(said + more)
                        faults.append(f"{year} paid {early} starts after {late}: {both}")
        return Result("a later payment never gives an earlier start", asked, faults)

    def starts(self, messages, on):
        """The first day of cover by (certificate number, premium year)."""
        return {
            (certificate["number"], period["premiumYear"]): day(period["from"])
            for ruling in self.rulings(on, messages)
            for certificate in ruling["certificates"]
            for period in ruling["coverage"]
        }

    def alike(self):
        """The premium year, and (number, day of payment, messages) of children alike."""
        generator, chance = self.generator, self.chance
        home = chance.choice(["610104", "210502", "110101", "510104", "440106", "500103"])
        born = generator.anchor + timedelta(days=chance.choice([0, 1, -1, 30, 200]))
        year = born.year + chance.choice([0, 0, 0, 1, 1, 2, 3, 5])
        edges = [born + timedelta(days=n) for n in (0, 1, 45, 89, 90, 91, 120, 179, 180, 181)]
        edges += [
            date(year - 1, 12, 31), date(year, 1, 1), date(year, 1, 31), date(year, 2, 1),
            date(year, 5, 31), date(year, 9, 30), date(year, 10, 1), date(year, 11, 30),
            date(year, 12, 1), date(year, 12, 31), date(year + 1, 1, 1),
        ]
        days = sorted({d for d in edges if d >= born})
        days = sorted(chance.sample(days, min(6, len(days))))
        # Other premiums, the same for all: paid in the season, or repaired before the year began.
        others = []
        for other in range(born.year, year):
            season, within, repair = (other - 1, 12, 1), (other, 3, 1), (year - 1, 12, 1)
            paid = chance.choice([None, date(*season), date(*within), date(*repair)])
            if paid:
                others.append((other, max(paid, born)))
        if year == born.year and chance.random() < 0.5:
            others.append((year + 1, born + timedelta(days=chance.choice([10, 80, 90]))))
        return year, [self.twin(born, home, year, paid, others) for paid in days]

    def twin(self, born, home, year, paid, others):
        generator = self.generator
        generator.out = []
        number = f"A61{generator.number():07d}"
        generator.say("H61010400001", "birthCertificate", {
            "action": "issue", "number": number, "issuedOn": born.isoformat(),
            "child": {"name": "李一诺", "sex": "2", "bornAt": f"{born}T08:00:00+08:00"},
            "birthPlace": {"division": home}, "mother": generator.person(),
        }, born)
        for premium, on in [*others, (year, paid)]:
            generator.say("T61010400001", "taxPayment", {
                "action": "pay", "ticketNumber": generator.ticket(), "premiumYear": premium,
                "amount": "400.00", "paidAt": f"{on}T10:00:00+08:00", "division": home,
                "insured": {"name": "李一诺", "idType": "birthCertificate", "idNumber": number},
                "taxOffice": {"code": "T61010400001", "name": "税务局"},
            }, on)
        return number, paid, generator.out

    # "`nextReview`: the first day after D on which any other member of this ruling would differ"

    def next_review(self):
        faults, asked = [], 0
        said = read(copy.deepcopy(self.messages))
        for on in self.days:
            past = {s.key for s in said if s.day <= on}
            known = [
                m for m in self.messages if (m["header"]["sender"], m["header"]["id"]) in past
            ]
            if not known:
                continue
            now = self.rulings(on, known)
            for later in self.later_days(on, now):
                then = self.rulings(later, known)
                if len(then) != len(now):
                    faults.append(f"{len(now)} cases on {on}, {len(then)} on {later}")
                    continue
                for before, after in zip(now, then):
                    wakes = day(before["nextReview"]) if before["nextReview"] else NEVER
                    if later > wakes:
                        continue
                    asked += 1
                    if (without_day(before) != without_day(after)) != (later == wakes):
                        faults.append(
                            f"of {on}, on {later}: {text(before)} then {text(after)}"
                        )
        return Result("nextReview is the first day that differs", asked, faults)

    def later_days(self, on, rulings):
        """Next reviews, the days before them, and days between and beyond."""
        wakes = sorted({day(r["nextReview"]) for r in rulings if r["nextReview"]})
        some = self.chance.sample(wakes, min(8, len(wakes)))
        days = {*some, *(w - timedelta(days=1) for w in some), on + timedelta(days=1)}
        days |= {on + timedelta(days=self.chance.randrange(2, 900)) for _ in range(4)}
        days |= {year_end(on.year), year_end(on.year) + timedelta(days=1), year_end(on.year + 3)}
        return sorted(d for d in days if d > on)
