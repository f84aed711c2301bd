"""Which messages are one child's (contract, "One child"), and which of them stand."""
import unicodedata

from household import Household
from messages import Said, china_day, day, fact_key, instant
from orders import PAIRING, Verdicts, order_keys, undone


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
        self.assistance = []
        self.enrolments = []
        self.orders = []  # those in force
        self.parent_name = set()  # the tickets and records that stand under a parent
        self.match_task = False
        self.of_parent = False
        self.told = False  # whether anything but orders is said

    LISTS = (
        "certificates", "household", "payments", "returns", "deaths", "assistance", "enrolments",
        "orders",
    )

    def absorb(self, other):
        for name in self.LISTS:
            getattr(self, name).extend(getattr(other, name))
        self.keys |= other.keys

    def add(self, said):
        """Puts a message that is not of a certificate where it belongs."""
        place = {
            "householdRegistration": self.household, "vitalEvent": self.deaths,
            "assistance": self.assistance, "enrolment": self.enrolments, "order": self.orders,
        }
        self.told |= said.family != "order"
        if said.family == "taxPayment":
            (self.payments if said.action == "pay" else self.returns).append(said)
        elif said.family in place:
            place[said.family].append(said)

    def sort_key(self):
        """"sorted by the smallest certificate number of a case; cases without one follow by
        citizen ID, then ticket number"."""
        for order, kind in enumerate(("certificate", "citizen", "ticket")):
            named = sorted(k[1:] for k in self.keys if k[0] == kind)
            if kind == "ticket":
                # A reversal or refund has a ticket of its own, and names the case too.
                named = sorted(named + [(r["ticketNumber"], r.line) for r in self.returns])
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
    if said.family == "order":
        return order_keys(said)
    if said.family != "taxPayment":
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

    orders = [s for s in others if s.family == "order"]
    out = undone(orders)
    # "(a) Certificate numbers are one key through `replaces`, citizen IDs through
    # `formerCitizenId`; whatever names one of a child's keys belongs to that child."
    sides = Groups()
    for c in certificates:
        sides.join([("certificate", n) for n in (c.number, c.replaces) if n])
    for said in others:
        if said.family == "householdRegistration" and said["formerCitizenId"]:
            sides.join([("citizen", said["citizenId"]), ("citizen", said["formerCitizenId"])])
    verdicts = Verdicts([o for o in orders if o["number"] not in out], sides.find)
    groups = Groups()
    for c in certificates:
        groups.join([("certificate", n) for n in (c.number, c.replaces) if n])
    # "`undo` takes an order out": nothing is left of it, not even the keys it named.
    others = [s for s in others if s.family != "order" or s["number"] not in out]
    for said in others:
        join_by(said, groups, verdicts)
    cases = {}
    for key in list(groups.parent):
        cases.setdefault(groups.find(key), Case(set())).keys.add(key)
    for c in certificates:
        cases[groups.find(("certificate", c.number))].certificates.append(c)
    for said in others:
        # A message belongs to the child of its first key; an order to that of each.
        for group in {groups.find(k) for k in keys_of(said)[: 3 if said.family == "order" else 1]}:
            cases[group].add(said)
    give_status(certificates)
    cases = match_by_mother(list(cases.values()), verdicts)
    find_parent_names(cases, certificates)
    # An order rules on what others say; alone it makes no case (READINGS 31).
    return [case for case in cases if case.told or case.certificates]


def join_by(said, groups, verdicts):
    """Joins the keys one message names, unless a person parted them (READINGS 30). Of orders only
    a `link` joins; the others work in the case of each key they name (READINGS 29)."""
    first, *rest = keys_of(said)
    groups.find(first)
    apart = said.family == "order" and said.action != "link"
    for key in rest:
        groups.find(key)
        former = first[0] == key[0] == "citizen"  # one key, whatever a person says of others
        if not apart and (former or not verdicts.parted(first, key)):
            groups.join([first, key])


def find_parent_names(cases, certificates):
    """What stands under a parent's name: payments and enrolment records."""
    # "a payment whose insured is a parent of a birth is task `parentNameEnrolment` (A12), no cover"
    parents = set().union(*(c.parents() for c in certificates)) if certificates else set()
    for case in cases:
        for_parent = [p for p in case.payments if document(p["insured"]) in parents]
        if for_parent:
            case.payments = [p for p in case.payments if p not in for_parent]
            case.of_parent = not (case.certificates or case.household or case.payments)
        for p in live_payments(for_parent, case.returns):
            case.parent_name.add(p["ticketNumber"])
            for other in cases:
                # The guardian is told at the child, so the child carries the task as well.
                if any(document(p["insured"]) in c.parents() for c in other.certificates):
                    other.parent_name.add(p["ticketNumber"])
        # A12 of an enrolment: the record names the child but stands under a parent's document.
        own = {parent for c in case.certificates for parent in c.parents()}
        for record in case.enrolments:
            if shows_cover(record) and document(record["standsUnder"]) in own:
                case.parent_name.add(record["recordNumber"])


def document(party):
    return (party["idType"], party["idNumber"])


def shows_cover(record):
    """Whether an enrolment record stands, of status normal."""
    return record.action == "report" and record["status"] == "normal"


def give_status(certificates):
    """"`status`: `valid` · `replaced` · `void`", void before replaced."""
    replaced = {c.replaces for c in certificates if c.replaces}
    for c in certificates:
        c.status = "void" if c.void else "replaced" if c.number in replaced else "valid"


def match_by_mother(cases, verdicts):
    """"(b) A registration that no certificate number joins to a birth, and a birth that has no
    registration, are joined when mother's idType and idNumber, birth day and sex agree"."""
    births, registrations = {}, {}
    for case in cases:
        certificate = case.certificate()
        if certificate and not case.has_registration():
            mother = certificate.content["mother"]
            sex = certificate.child["sex"]
            sign = (mother["idType"], mother["idNumber"], certificate.born, sex)
            births.setdefault(sign, []).append((case, certificate.child["name"]))
        elif not certificate and case.has_registration():
            words = Household(case.household).words_for_match()
            mother = words.get("mother")
            if mother and words.get("bornOn") and words.get("sex"):
                sign = (mother["idType"], mother["idNumber"], day(words["bornOn"]), words["sex"])
                registrations.setdefault(sign, []).append((case, words.get("registered") or ""))
    gone = set()
    for sign in births.keys() & registrations.keys():
        left, right = births[sign], registrations[sign]
        for birth, registration in pairs_of(left, right, verdicts):
            left = [b for b in left if b is not birth]
            right = [r for r in right if r is not registration]
            birth[0].absorb(registration[0])
            gone.add(id(registration[0]))
        # "the rest stay apart, each with task `matchRegistration` naming the candidates"; whom a
        # person parted from all of them has no candidate (READINGS 32).
        for one, others in [(b[0], right) for b in left] + [(r[0], left) for r in right]:
            one.match_task |= not all(verdicts.part_cases(one, other[0]) for other in others)
    return [case for case in cases if id(case) not in gone]


def pairs_of(left, right, verdicts):
    """Who of these is joined with whom: no pair that a person called different, and none because
    another was (READINGS 32)."""
    if len(left) == 1 and len(right) == 1:
        # "and exactly one such birth and one such registration are left"
        return [] if verdicts.part_cases(left[0][0], right[0][0]) else [(left[0], right[0])]
    # "where more are left, those whose child name agrees (NFC, without spaces) and is unique on
    # both sides"
    pairs = []
    for birth in left:
        same_left = [b for b in left if plain(b[1]) == plain(birth[1])]
        same_right = [r for r in right if plain(r[1]) == plain(birth[1])]
        if len(same_left) == 1 and len(same_right) == 1:
            if not verdicts.part_cases(birth[0], same_right[0][0]):
                pairs.append((birth, same_right[0]))
    return pairs


def plain(name):
    return "".join(unicodedata.normalize("NFC", name).split())


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
