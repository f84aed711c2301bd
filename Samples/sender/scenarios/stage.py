"""What the scenarios play on: a gateway, senders with keys, messages about made-up people."""

import base64
import contextlib
import datetime
import http.client
import json
import os
import pathlib
import secrets
import signal
import subprocess
import sys
import tempfile
import time
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from send import signature

CHINA = datetime.timezone(datetime.timedelta(hours=8))
FAMILIES = {"birthCertificate": "H61010400001", "taxPayment": "T61010400001",
            "householdRegistration": "P61010400001"}


class Failed(Exception):
    """Something is not as the contract says."""


class NotHere(Exception):
    """This gateway cannot show it."""


def expect(found, wanted, what):
    if found != wanted:
        raise Failed(f"{what}: {found!r}, not {wanted!r}")


def scenario(chinese, english, section):
    def note(function):
        function.says = (chinese, english, section)
        return function
    return note


@contextlib.contextmanager
def sandbox(options):
    """The gateway that was named, or one of our own in a folder that goes afterwards."""
    if options.url:
        named = options.settings and pathlib.Path(options.settings).read_text()
        settings = json.loads(named) if named else {}
        yield options.url.rstrip("/"), settings
        return
    settings = {"senders": [
        {"code": code, "name": code, "families": [family], "divisions": [options.division[:2]],
         "keys": [{"id": "k1", "type": "hmac-sm3",
                   "secret": base64.b64encode(secrets.token_bytes(32)).decode()}]}
        for family, code in FAMILIES.items()]}
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "settings.json")
        path.write_text(json.dumps(settings))
        log = open(os.path.join(folder, "log"), "w")
        try:
            gateway = subprocess.Popen(
                [options.birthgate, "serve", "--sandbox", "--data", folder + "/data", "--listen",
                 "127.0.0.1:0", "--settings", str(path)], stdout=subprocess.PIPE, stderr=log)
        except OSError as trouble:
            raise NotHere(f"{options.birthgate}: {trouble}")
        try:
            line = gateway.stdout.readline().decode()
            if not line.startswith("listening on "):
                raise NotHere(open(os.path.join(folder, "log")).read()[-500:])
            yield line.split()[2], settings
        finally:
            gateway.send_signal(signal.SIGTERM)
            gateway.wait(30)


class Answer:
    """Status, headers and body of an answer."""

    def __init__(self, reply):
        self.status, self.headers, self.raw = reply.status, reply.headers, reply.read()

    @property
    def json(self):
        return json.loads(self.raw)

    @property
    def lines(self):
        return [json.loads(line) for line in self.raw.splitlines() if line]

    def codes(self):
        return [error["code"] for error in self.json.get("errors", [])]


class Stage:
    """Sends in the name of whoever may send a family, and makes messages nobody has sent before."""

    def __init__(self, url, settings, division):
        self.address = urllib.parse.urlsplit(url)
        self.division = division
        self.senders = {one["code"]: one for one in settings.get("senders", [])}
        self.count = 0
        self.run = secrets.token_hex(4)
        self.described = self.call("GET", "/openapi.json").json["paths"]
        if "/v1/sandbox/clock" not in self.described:
            raise NotHere("serve --sandbox")

    @property
    def signs(self):
        return bool(self.senders)

    def sender(self, family="birthCertificate"):
        """Who may send a family here."""
        if not self.signs:
            return FAMILIES[family]
        for code, one in self.senders.items():
            if family in (one.get("families") or [family]) and self.secret(code):
                return code
        raise NotHere(f"没有可发送的发送方 no sender for {family}")

    def secret(self, code):
        keys = self.senders[code].get("keys", [])
        found = [base64.b64decode(key["secret"]) for key in keys if key["type"] == "hmac-sm3"]
        return found[0] if found else None

    def call(self, method, path, body=b"", kind=None, sender=None, **changes):
        """A request, signed where there is a sender with a key; `changes` spoil the signature."""
        headers = {"Content-Type": kind} if kind else {}
        if sender and self.signs:
            headers["Authorization"] = self.authorization(method, path, body, sender, **changes)
        line = http.client.HTTPConnection(self.address.hostname, self.address.port, timeout=60)
        try:
            line.request(method, path, body or None, headers)
            return Answer(line.getresponse())
        except OSError as trouble:
            raise NotHere(f"{self.address.netloc}: {trouble}")
        finally:
            line.close()

    def authorization(self, method, path, body, sender, ts=None, nonce=None, secret=None,
        name=None):
        ts, nonce = ts or str(int(time.time())), nonce or secrets.token_hex(16)
        sig = signature(secret or self.secret(sender), method, path, ts, nonce, body)
        return f"Birthgate-HMAC-SM3 sender={name or sender}, ts={ts}, nonce={nonce}, sig={sig}"

    def send(self, message, path="/v1/messages", **changes):
        body = json.dumps(message, ensure_ascii=False).encode()
        return self.call("POST", path, body, "application/json", message["header"]["sender"],
            **changes)

    def taken(self, message):
        answer = self.send(message)
        if answer.status != 201:
            raise Failed(f"{answer.status}: {answer.raw.decode()[:300]}")
        return answer.json

    def case(self, number, as_of=None):
        query = f"/v1/cases?birthCertificate={number}" + (f"&asOf={as_of}" if as_of else "")
        found = self.call("GET", query).json["cases"]
        expect(len(found), 1, f"cases of {number}")
        return found[0]

    def ruling(self, number, as_of=None):
        return self.case(number, as_of)["ruling"]

    def now(self):
        """The sandbox's time, which every receipt bears."""
        receipt = self.taken(self.birth())
        return datetime.datetime.fromisoformat(receipt["receivedAt"].replace("Z", "+00:00"))

    def advance(self, day, hour=12):
        at = datetime.datetime.combine(day, datetime.time(hour), CHINA).isoformat()
        body = json.dumps({"advanceTo": at}).encode()
        expect(self.call("POST", "/v1/sandbox/clock", body, "application/json").status, 200,
            "clock")

    # Messages. Every call is about another child.

    def header(self, family, at, identifier=None):
        self.count += 1
        return {"id": identifier or f"R-{self.run}-{self.count}", "sender": self.sender(family),
                "sentAt": at.isoformat()}

    def number(self):
        letter, digits = "RSTUVWXY"[secrets.randbelow(8)], f"{secrets.randbelow(10**7):07}"
        return letter + self.division[:2] + digits

    def birth(self, born=datetime.date(2026, 3, 1), number=None, mother=None, **members):
        at = datetime.datetime.combine(born, datetime.time(8), CHINA)
        child = {"name": "安然", "sex": "1", "bornAt": at.isoformat()}
        mother = mother or "E" + secrets.token_hex(5).upper()
        return {"header": self.header("birthCertificate", at + datetime.timedelta(hours=4)),
                "birthCertificate": {
                    "action": "issue", "number": number or self.number(), "child": child,
                    "birthPlace": {"division": self.division},
                    "mother": {"name": "周宁", "idType": "passport", "idNumber": mother},
                    "issuedOn": born.isoformat(), **members}}

    def payment(self, number, year, at, ticket=None, **members):
        return {"header": self.header("taxPayment", at),
                "taxPayment": {
                    "action": "pay", "ticketNumber": ticket or "R" + secrets.token_hex(8).upper(),
                    "premiumYear": year, "amount": "400.00", "paidAt": at.isoformat(),
                    "insured": {"name": "安然", "idType": "birthCertificate", "idNumber": number},
                    "taxOffice": {"code": "T61010400001"}, "division": self.division, **members}}

    def registration(self, number, born, on):
        at = datetime.datetime.combine(on, datetime.time(9), CHINA)
        return {"header": self.header("householdRegistration", at),
                "householdRegistration": {
                    "action": "register", "citizenId": self.citizen_id(born), "name": "安然",
                    "sex": "1", "bornOn": born.isoformat(), "division": self.division,
                    "occurredOn": on.isoformat(), "birthCertificateNumber": number}}

    def citizen_id(self, born):
        """GB 11643: 17 digits, odd for a boy, and the check character of ISO 7064 MOD 11-2."""
        head = f"{self.division}{born:%Y%m%d}{secrets.randbelow(50) * 2 + 101:03}"
        total = sum(int(digit) * weight for digit, weight in
                    zip(head, (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)))
        return head + "10X98765432"[total % 11]


def xml(message):
    """The XML form of a message, by the contract's rule: the same names, arrays repeated."""
    def element(name, value):
        if isinstance(value, list):
            return "".join(element(name, one) for one in value)
        if isinstance(value, dict):
            return f"<{name}>" + "".join(element(*pair) for pair in value.items()) + f"</{name}>"
        text = str(value).replace("&", "&amp;").replace("<", "&lt;")
        return f"<{name}>{text}</{name}>"
    inner = "".join(element(*pair) for pair in message.items())
    return f'<message xmlns="urn:birthgate:message:1">{inner}</message>'
