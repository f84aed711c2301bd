"""Messages as the contract reads them: canonical form and digest, days, and when each happened."""
import hashlib
import json
from datetime import date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))
NOT_GIVEN = {"", "/", "-", "—", "——"}
DEFAULTS = {"revision": 1, "line": 1, "nationality": "CHN", "kind": "residencePermit"}
FAMILIES = (
    "birthCertificate", "householdRegistration", "taxPayment", "vitalEvent", "assistance",
    "enrolment", "residence", "guardian", "order",
)
# "happened on", by family; of the first and the third it depends on the action.
HAPPENED_ON = {
    "householdRegistration": "occurredOn", "vitalEvent": "diedOn", "assistance": "occurredOn",
    "enrolment": "reportedOn", "residence": "occurredOn", "guardian": "occurredOn",
    "order": "orderedOn",
}


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
        the greater digest"; an enrolment record's `withdraw` is its void (READINGS 27)."""
        void = self.action == "void" or (self.family, self.action) == ("enrolment", "withdraw")
        return (self.revision, void, self.sent_at, self.digest)


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
        elif said.family == "taxPayment":
            # "Payment, reversal, refund: the +08:00 day of its own `paidAt`."
            said.day = china_day(said["paidAt"])
        else:
            # "Household: `occurredOn`.", "Death: its day."
            said.day = day(said[HAPPENED_ON[said.family]])
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
    if said.family in FACT:
        # The child's key stands in each: one guardian may be appointed for twins (READINGS 28).
        child = (said["birthCertificateNumber"], said["citizenId"])
        return (said.family, *FACT[said.family](said, child))
    return ("death", said.key)


# "one fact is", by family.
FACT = {
    "assistance": lambda s, child: (child, s["category"], s.action, s["occurredOn"]),
    "enrolment": lambda s, _: (s["recordNumber"],),
    "residence": lambda s, _: (s["permitNumber"], s.action, s["occurredOn"]),
    "guardian": lambda s, child: (
        child, s["guardian"]["idType"], s["guardian"]["idNumber"], s.action, s["occurredOn"]),
    "order": lambda s, _: (s["number"],),
}
