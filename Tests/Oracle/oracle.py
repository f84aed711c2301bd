#!/usr/bin/env python3
"""An independent ruling: contract section 5 and "One child", read literally and computed slowly.

Nothing here is shared with the gateway. Each step stands under the sentence it carries out; where
the sentence leaves room, READINGS.md says which reading was taken and what else was possible.

    oracle.py FILE.ndjson --as-of 2026-04-10 [--place 610104]
"""
import argparse
import hashlib
import json
import sys
import unicodedata
from datetime import date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))
NOT_GIVEN = {"", "/", "-", "—", "——"}
DEFAULTS = {"revision": 1, "line": 1, "nationality": "CHN"}
FAMILIES = ("birthCertificate", "householdRegistration", "taxPayment", "vitalEvent")
# RULES.md A01 and A02: the same numbers in the national pack and in Shaanxi's.
PAY_WINDOW_DAYS = 90
SETTLE_DAYS = 180


# --- SM3 and the canonical message -------------------------------------------------------------


def sm3(data):
    """The digest of GB/T 32905 in lower-case hex; from OpenSSL where Python has it."""
    try:
        return hashlib.new("sm3", data).hexdigest()
    except ValueError:
        return sm3_by_hand(data)


def sm3_by_hand(data):
    """GB/T 32905 as written in the standard."""

    def rotate(x, n):
        n %= 32
        return ((x << n) | (x >> (32 - n))) & 0xFFFFFFFF

    state = [
        0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600,
        0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E,
    ]
    padded = data + b"\x80" + b"\x00" * ((55 - len(data)) % 64) + (8 * len(data)).to_bytes(8, "big")
    for start in range(0, len(padded), 64):
        w = [int.from_bytes(padded[i : i + 4], "big") for i in range(start, start + 64, 4)]
        for j in range(16, 68):
            x = w[j - 16] ^ w[j - 9] ^ rotate(w[j - 3], 15)
            x = x ^ rotate(x, 15) ^ rotate(x, 23)
            w.append(x ^ rotate(w[j - 13], 7) ^ w[j - 6])
        a, b, c, d, e, f, g, h = state
        for j in range(64):
            t = 0x79CC4519 if j < 16 else 0x7A879D8A
            ss1 = rotate((rotate(a, 12) + e + rotate(t, j)) & 0xFFFFFFFF, 7)
            ss2 = ss1 ^ rotate(a, 12)
            ff = a ^ b ^ c if j < 16 else (a & b) | (a & c) | (b & c)
            gg = e ^ f ^ g if j < 16 else (e & f) | (~e & g & 0xFFFFFFFF)
            tt1 = (ff + d + ss2 + (w[j] ^ w[j + 4])) & 0xFFFFFFFF
            tt2 = (gg + h + ss1 + w[j]) & 0xFFFFFFFF
            a, b, c, d = tt1, a, rotate(b, 9), c
            e, f, g, h = tt2 ^ rotate(tt2, 9) ^ rotate(tt2, 17), e, rotate(f, 19), g
        state = [x ^ y for x, y in zip(state, (a, b, c, d, e, f, g, h))]
    return "".join(f"{x:08x}" for x in state)


def given(value):
    """"Empty, blank, `/`, `-`, `—` and `——` mean not given": the value without such members."""
    if isinstance(value, dict):
        kept = {k: given(v) for k, v in value.items()}
        return {k: v for k, v in kept.items() if v is not None}
    if isinstance(value, list):
        return [v for v in map(given, value) if v is not None]
    if isinstance(value, str):
        return None if value.strip() in NOT_GIVEN else value
    return value


def digest(message):
    """"the RFC 8785 JSON of all members given ... without null marks, defaults and `sentAt`"."""

    def strip(value):
        if isinstance(value, dict):
            return {k: strip(v) for k, v in value.items() if DEFAULTS.get(k, None) != v}
        if isinstance(value, list):
            return [strip(v) for v in value]
        return value

    body = strip(given(message))
    body["header"].pop("sentAt", None)
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sm3(text.encode("utf-8"))


# --- days --------------------------------------------------------------------------------------


def instant(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def china_day(text):
    """"the *day* of an instant is taken in +08:00"."""
    return instant(text).astimezone(CHINA).date()


def day(text):
    return date.fromisoformat(text)


def year_end(year):
    return date(year, 12, 31)


def id_birth_day(number):
    """"digits 7-14 of the insured's or child's citizen ID"; None where they are no date."""
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def id_sex(number):
    """GB 11643: digit 17 is odd for a boy, even for a girl (GB/T 2261.1: 1 and 2)."""
    return "1" if int(number[16]) % 2 else "2"


# --- messages ----------------------------------------------------------------------------------


class Said:
    """One message: its family, its body, and the day it happened."""

    def __init__(self, message):
        message = given(message)
        header = message["header"]
        self.key = (header["sender"], header["id"])
        self.sent_at = instant(header["sentAt"])
        self.digest = digest(message)
        self.family = next(f for f in FAMILIES if f in message)
        self.body = message[self.family]
        self.action = self.body["action"]
        self.revision = self.body.get("revision", 1)
        self.day = None

    def __getitem__(self, name):
        return self.body.get(name)

    @property
    def line(self):
        return self.body.get("line", 1)

    def rank(self):
        """"the highest `revision` stands; of equal revisions `void`, then the later `sentAt`, then
        the greater digest"."""
        return (self.revision, self.action == "void", self.sent_at, self.digest)


def read(messages):
    """The messages, each once ("repeats change nothing"), with the day each happened."""
    seen = {}
    for message in messages:
        said = Said(message)
        seen.setdefault(said.key, said)
    all_said = list(seen.values())
    issued = {}
    for said in all_said:
        if said.family == "birthCertificate" and said.action in ("issue", "replace", "reissue"):
            # "Certificate `issue`, `replace`, `reissue`: `issuedOn`"
            said.day = day(said["issuedOn"])
            number = said["number"]
            issued[number] = min(issued.get(number, said.day), said.day)
    for said in all_said:
        if said.family == "birthCertificate":
            if said.action == "void":
                # "`void`: its own `issuedOn`, the day of voiding"
                said.day = day(said["issuedOn"])
            elif said.action == "correct":
                # "`correct`: the day of the certificate it corrects (it says what was always so)"
                said.day = issued.get(said["number"], day(said["issuedOn"]))
        elif said.family == "householdRegistration":
            said.day = day(said["occurredOn"])  # "Household: `occurredOn`."
        elif said.family == "taxPayment":
            # "Payment, reversal, refund: the +08:00 day of its own `paidAt`."
            said.day = china_day(said["paidAt"])
        else:
            said.day = day(said["diedOn"])  # "Death: its day."
    return all_said


def fact_key(said):
    """"One fact is: a certificate number; a (citizenId, action, occurredOn); a (ticketNumber,
    line)." Deaths are settled inside the case (READINGS 4)."""
    if said.family == "birthCertificate":
        return ("certificate", said["number"])
    if said.family == "householdRegistration":
        return ("household", said["citizenId"], said.action, said["occurredOn"])
    if said.family == "taxPayment":
        return ("payment", said["ticketNumber"], said.line)
    return ("death", said.key)


class Certificate:
    """What is said of one certificate number by the messages that happened."""

    def __init__(self, number, said):
        self.number = number
        best_first = sorted(said, key=Said.rank, reverse=True)
        # "a void changes the status, the content stays that of the best message that has it"
        self.void = best_first[0].action == "void"
        self.content = next((s for s in best_first if s["child"]), None)
        self.replaces = next((s["replaces"] for s in best_first if s["replaces"]), None)
        self.status = None

    @property
    def child(self):
        return self.content["child"]

    @property
    def born(self):
        return china_day(self.child["bornAt"])

    def parents(self):
        people = [self.content["mother"], self.content["father"]] if self.content else []
        return {(p["idType"], p["idNumber"]) for p in people if p and p.get("idNumber")}


# --- one child ---------------------------------------------------------------------------------


class Groups:
    """Keys that are one child's: union-find, the slow and plain kind."""

    def __init__(self):
        self.parent = {}

    def find(self, key):
        self.parent.setdefault(key, key)
        while self.parent[key] != key:
            key = self.parent[key]
        return key

    def join(self, keys):
        keys = list(keys)
        for key in keys:
            self.parent[self.find(key)] = self.find(keys[0])


class Case:
    """All that belongs to one child (or to one payment that names no child)."""

    def __init__(self, keys):
        self.keys = keys
        self.certificates = []
        self.household = []
        self.payments = []
        self.returns = []
        self.deaths = []
        self.parent_name = False
        self.match_task = False

    def absorb(self, other):
        for name in ("certificates", "household", "payments", "returns", "deaths"):
            getattr(self, name).extend(getattr(other, name))
        self.keys |= other.keys

    def sort_key(self):
        """"sorted by the smallest certificate number of a case; cases without one follow by
        citizen ID, then ticket number"."""
        for order, kind in enumerate(("certificate", "citizen", "ticket")):
            named = sorted(k[1:] for k in self.keys if k[0] == kind)
            if named:
                return (order, named[0])
        return (3, ())

    def certificate(self):
        """The certificate whose words count for the child (READINGS 6)."""
        order = {"valid": 2, "replaced": 1, "void": 0}
        with_content = [c for c in self.certificates if c.content]
        return max(
            with_content, key=lambda c: (order[c.status], c.content.day, c.number), default=None
        )

    def has_registration(self):
        return any(s.action == "register" for s in self.household)


def keys_of(said):
    """The keys one message names: "whatever names one of a child's keys belongs to that child"."""
    if said.family == "householdRegistration":
        # "citizen IDs [are one key] through `formerCitizenId`"
        found = [("citizen", said["citizenId"])]
        if said["formerCitizenId"]:
            found.append(("citizen", said["formerCitizenId"]))
        if said["birthCertificateNumber"]:
            found.append(("certificate", said["birthCertificateNumber"]))
        return found
    if said.family == "vitalEvent":
        found = []
        if said["birthCertificateNumber"]:
            found.append(("certificate", said["birthCertificateNumber"]))
        if said["citizenId"]:
            found.append(("citizen", said["citizenId"]))
        return found
    if said.action == "pay":
        # "A payment whose insured carries `idType: birthCertificate` names the child by
        # certificate number." "(c) Payments join by (a) alone, never by the payer"
        found = [("ticket", said["ticketNumber"], said.line)]
        kind = {"birthCertificate": "certificate", "citizenId": "citizen"}
        if said["insured"]["idType"] in kind:
            found.append((kind[said["insured"]["idType"]], said["insured"]["idNumber"]))
        return found
    # A reversal or refund speaks of (originalTicketNumber, the same line).
    return [("ticket", said["originalTicketNumber"], said.line)]


def form_cases(happened):
    """The cases of the messages that happened, by (a), (b) and (c)."""
    facts = {}
    for said in happened:
        facts.setdefault(fact_key(said), []).append(said)
    certificates, others = [], []
    for key, said in facts.items():
        if key[0] == "certificate":
            certificates.append(Certificate(key[1], said))
        else:
            others.append(max(said, key=Said.rank))

    # "(a) Certificate numbers are one key through `replaces`, citizen IDs through
    # `formerCitizenId`; whatever names one of a child's keys belongs to that child."
    groups = Groups()
    for c in certificates:
        groups.join([("certificate", n) for n in (c.number, c.replaces) if n])
    for said in others:
        groups.join(keys_of(said))
    cases = {}
    for key in list(groups.parent):
        cases.setdefault(groups.find(key), Case(set())).keys.add(key)
    for c in certificates:
        cases[groups.find(("certificate", c.number))].certificates.append(c)
    for said in others:
        case = cases[groups.find(keys_of(said)[0])]
        if said.family == "householdRegistration":
            case.household.append(said)
        elif said.family == "vitalEvent":
            case.deaths.append(said)
        elif said.action == "pay":
            case.payments.append(said)
        else:
            case.returns.append(said)
    give_status(certificates)
    cases = match_by_mother(list(cases.values()))

    # "a payment whose insured is a parent of a birth is task `parentNameEnrolment` (A12), no cover"
    parents = set().union(*(c.parents() for c in certificates)) if certificates else set()
    for case in cases:
        for_parent = [
            p for p in case.payments if (p["insured"]["idType"], p["insured"]["idNumber"]) in parents
        ]
        if for_parent:
            case.payments = [p for p in case.payments if p not in for_parent]
            case.parent_name = bool(live_payments(for_parent, case.returns))
            case.of_parent = not (case.certificates or case.household or case.payments)
        else:
            case.of_parent = False
    return cases


def give_status(certificates):
    """"`status`: `valid` · `replaced` · `void`", void before replaced."""
    replaced = {c.replaces for c in certificates if c.replaces}
    for c in certificates:
        c.status = "void" if c.void else "replaced" if c.number in replaced else "valid"


def match_by_mother(cases):
    """"(b) A registration that no certificate number joins to a birth, and a birth that has no
    registration, are joined when mother's idType and idNumber, birth day and sex agree"."""
    births, registrations = {}, {}
    for case in cases:
        certificate = case.certificate()
        if certificate and not case.has_registration():
            mother = certificate.content["mother"]
            sign = (mother["idType"], mother["idNumber"], certificate.born, certificate.child["sex"])
            births.setdefault(sign, []).append((case, certificate.child["name"]))
        elif not certificate and case.has_registration():
            words = Household(case.household).words_for_match()
            mother = words.get("mother")
            if mother and words.get("bornOn") and words.get("sex"):
                sign = (mother["idType"], mother["idNumber"], day(words["bornOn"]), words["sex"])
                registrations.setdefault(sign, []).append((case, words.get("name") or ""))
    gone = set()
    for sign in births.keys() & registrations.keys():
        left, right = births[sign], registrations[sign]
        if len(left) == 1 and len(right) == 1:
            # "and exactly one such birth and one such registration are left"
            pairs = [(left[0], right[0])]
        else:
            # "where more are left, those whose child name agrees (NFC, without spaces) and is
            # unique on both sides"
            pairs = []
            for birth in left:
                same_left = [b for b in left if plain(b[1]) == plain(birth[1])]
                same_right = [r for r in right if plain(r[1]) == plain(birth[1])]
                if len(same_left) == 1 and len(same_right) == 1:
                    pairs.append((birth, same_right[0]))
        for birth, registration in pairs:
            left = [b for b in left if b is not birth]
            right = [r for r in right if r is not registration]
            birth[0].absorb(registration[0])
            gone.add(id(registration[0]))
        # "the rest stay apart, each with task `matchRegistration` naming the candidates"
        if left and right:
            for case, _ in left + right:
                case.match_task = True
    return [case for case in cases if id(case) not in gone]


def plain(name):
    return "".join(unicodedata.normalize("NFC", name).split())


class Household:
    """"Household facts are a history, applied by `occurredOn`, then `register` first and `cancel`
    last.\""""

    def __init__(self, facts):
        self.since = {}  # citizen ID -> the day its standing registration began
        self.words = {}  # citizen ID -> what was last said of name, sex, bornOn, mother
        self.division = None
        self.death = None
        self.last = None
        moved_to = {}
        order = {"register": 0, "cancel": 2}
        facts = sorted(
            facts, key=lambda s: (s["occurredOn"], order.get(s.action, 1), s.sent_at, s.digest)
        )
        for said in facts:
            number = said["citizenId"]
            if said.action == "correct" and said["formerCitizenId"] not in (None, number):
                former = said["formerCitizenId"]
                while former in moved_to:
                    former = moved_to[former]
                if former != number:
                    moved_to.pop(number, None)
                    moved_to[former] = number
                    if former in self.since:
                        begun = self.since.pop(former)
                        self.since[number] = min(begun, self.since.get(number, begun))
                    self.words[number] = self.words.pop(former, {}) | self.words.get(number, {})
            while number in moved_to:
                number = moved_to[number]
            words = self.words.setdefault(number, {})
            words.update(
                {k: said[k] for k in ("name", "sex", "bornOn", "mother") if said[k] is not None}
            )
            if said.action == "register":
                # "Bound is a citizen ID from the `occurredOn` of a standing registration"
                self.since[number] = min(said.day, self.since.get(number, said.day))
                self.last = number
            elif said.action == "cancel" and said["reason"] == "death":
                self.death = said.day
            elif said.action == "cancel":
                self.since.pop(number, None)
            if said.action in ("register", "move"):
                # "else of the latest `register` or `move` by D"
                self.division = said["division"] or self.division
        if self.last is not None:
            while self.last in moved_to:
                self.last = moved_to[self.last]

    def citizen_id(self):
        return max(self.since, key=lambda n: (self.since[n], n), default=None)

    def words_for_match(self):
        return self.words.get(self.citizen_id() or self.last, {})


# --- the ruling --------------------------------------------------------------------------------


def live_payments(payments, returns):
    """"those ... that ... are not reversed or wholly refunded by D (from the day of a reversal on,
    the payment never was)"."""
    live = []
    for pay in payments:
        mine = [
            r
            for r in returns
            if (r["originalTicketNumber"], r.line) == (pay["ticketNumber"], pay.line)
        ]
        refunded = sum(cents(r["amount"]) for r in mine if r.action == "refund")
        if any(r.action == "reverse" for r in mine):
            continue
        if any(r.action == "refund" for r in mine) and refunded >= cents(pay["amount"]):
            continue
        live.append(pay)
    return sorted(live, key=lambda s: (instant(s["paidAt"]), s["ticketNumber"], s.line))


def cents(amount):
    yuan, rest = amount.split(".")
    return int(yuan) * 100 + int(rest)


def late_start(pack, paid):
    """"from the first of the next month (Shaanxi) or from P (elsewhere, assumed)"."""
    if pack != "61":
        return paid
    return date(paid.year + paid.month // 12, paid.month % 12 + 1, 1)


def is_placeholder(name):
    """"a placeholder name (×××之子, ×××之女, 无名)"."""
    bare = plain(name or "")
    return bare == "" or bare == "无名" or bare.endswith(("之子", "之女"))


def rule_case(case, today, place):
    """The ruling of one case for one day, from messages that all happened."""
    household = Household(case.household)
    certificate = case.certificate()
    citizen_id = household.citizen_id()
    words = household.words.get(citizen_id or household.last, {})
    valid = any(c.status == "valid" for c in case.certificates)
    live = live_payments(case.payments, case.returns)
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
            tasks.add("refundReview")  # "Else it buys nothing: state as unpaid, task `refundReview`"
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
    for case in sorted(form_cases(happened), key=Case.sort_key):
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
