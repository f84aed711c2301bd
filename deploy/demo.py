"""What deploy/run sends, and how it shows what came of it. Standard library only.

  demo.py samples FOLDER OUT  writes the messages of the samples to files that `birthgate submit` takes
  demo.py child URL           lives one child's first half year through a gateway with a sandbox clock
"""

import datetime
import json
import pathlib
import sys
import urllib.error
import urllib.request

CHINA = datetime.timezone(datetime.timedelta(hours=8))

# Kinds of timeline entries as people say them (contract, section 4, and the messages themselves).
WORDS = {
    "message": ("收到数据", "message received"),
    "certificate-received": ("收到出生医学证明", "birth certificate received"),
    "enrol-and-pay": ("请参保缴费", "please enrol and pay"),
    "pay-reminder": ("缴费提醒", "reminder to pay"),
    "pay-window-missed": ("缴费期已过", "window to pay missed"),
    "covered": ("已享受待遇", "covered"),
    "covered-late": ("补缴后享受待遇", "covered after paying late"),
    "no-cover-this-year": ("本年度无待遇", "no cover this year"),
    "code-issued": ("医保码已生成", "insurance code issued"),
    "household-linked": ("已关联户口登记", "household registration linked"),
    "update-identity": ("请更新身份信息", "identity to be updated"),
    "code-expiring": ("医保码即将到期", "code about to expire"),
    "code-suspended": ("医保码暂停", "code suspended"),
    "code-resumed": ("医保码恢复", "code resumed"),
    "duplicate-enrolment": ("重复参保", "enrolled twice"),
    "identity-conflict": ("身份信息不一致", "identities disagree"),
    "payment-reversed": ("缴费已冲正", "payment reversed"),
    "next-year-window": ("下年度缴费期", "next year's window to pay"),
    "correction": ("更正通知", "correction"),
    "unmatched-payment": ("未匹配的缴费", "payment without a case"),
    "unmatched-registration": ("未匹配的户口登记", "registration without a birth"),
    "missing-name": ("姓名待补", "name missing"),
}


class Gateway:
    """A gateway at an address; answers outside 2xx end the run with what was said."""

    def __init__(self, url):
        self.url = url.rstrip("/")
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def ask(self, path, body=None, kind="application/json"):
        target = path if path.startswith("http") else self.url + path
        data = None if body is None else body.encode()
        request = urllib.request.Request(target, data, {"content-type": kind} if body else {})
        try:
            with self.opener.open(request, timeout=120) as answer:
                return answer.read().decode()
        except urllib.error.HTTPError as error:
            sys.exit(f"{path} was answered {error.code}: {error.read().decode(errors='replace')}")
        except urllib.error.URLError as error:
            sys.exit(f"{path}: the gateway did not answer: {error.reason}")

    def send(self, message):
        return json.loads(self.ask("/v1/messages", json.dumps(message, ensure_ascii=False)))

    def send_xml(self, message):
        return json.loads(self.ask("/v1/messages", as_xml(message), "application/xml"))

    def advance(self, day, hour):
        instant = datetime.datetime.combine(day, datetime.time(hour), CHINA).isoformat()
        self.ask("/v1/sandbox/clock", json.dumps({"advanceTo": instant}))
        return instant


def as_xml(message):
    """The XML form of a message: the same names, an element repeated for each member of an array."""

    def element(name, value):
        if isinstance(value, list):
            return "".join(element(name, one) for one in value)
        if isinstance(value, dict):
            inner = "".join(element(key, one) for key, one in value.items())
        else:
            inner = str(value).replace("&", "&amp;").replace("<", "&lt;")
        return f"<{name}>{inner}</{name}>"

    inner = "".join(element(key, value) for key, value in message.items())
    return f'<message xmlns="urn:birthgate:message:1">{inner}</message>'


def citizen_id(division, born, sequence):
    """A citizen ID with its check digit (GB 11643: weights 2^(18-i) mod 11, remainder to 10X98…2)."""
    digits = f"{division}{born:%Y%m%d}{sequence:03d}"
    total = sum(int(digit) * (2 ** (17 - index) % 11) for index, digit in enumerate(digits))
    return digits + "10X98765432"[total % 11]


def samples(folder, out):
    """Samples are messages, batches or stories; of a story the messages it sends are taken."""
    out = pathlib.Path(out)
    out.mkdir(parents=True, exist_ok=True)
    for path in sorted(pathlib.Path(folder).glob("**/*")):
        name = "-".join(path.relative_to(folder).parts)
        if path.suffix in (".xml", ".ndjson"):
            (out / name).write_bytes(path.read_bytes())
        if path.suffix != ".json":
            continue
        content = json.loads(path.read_text(encoding="utf-8"))
        if "header" in content:
            (out / name).write_bytes(path.read_bytes())
        sent = [step["send"] for step in content.get("steps", []) if "send" in step]
        lines = [json.dumps(one, ensure_ascii=False) for one in sent if isinstance(one, dict)]
        if lines:
            (out / f"{path.stem}.ndjson").write_text("\n".join(lines) + "\n", encoding="utf-8")
        for index, text in enumerate(one for one in sent if isinstance(one, str)):
            (out / f"{path.stem}-{index}.xml").write_text(text, encoding="utf-8")


# The mother's document; its last four open the page of her child.
MOTHER = citizen_id("610104", datetime.date(1995, 3, 12), 42)


def messages(birth):
    """The child: born on `birth`, certificate on day 3, paid on day 62, registered on day 75. Of each
    message the day and hour it is sent, and a function from the instant of sending to the message."""
    division, number = "610104", "Z619900001"
    window_end = birth + datetime.timedelta(days=90)
    mother = {"name": "王秀英", "idType": "citizenId", "idNumber": MOTHER}

    def day(count):
        return birth + datetime.timedelta(days=count)

    def header(sender, name, at):
        return {"id": f"DEMO-{birth:%Y%m%d}-{name}", "sender": sender, "sentAt": at}

    def certificate(at):
        return {
            "header": header("H61010400001", "birth", at),
            "birthCertificate": {
                "action": "issue", "number": number,
                "child": {"name": "李安然", "sex": "2", "bornAt": f"{birth}T06:40:00+08:00",
                          "gestationWeeks": 39, "weightGrams": 3280, "plurality": 1},
                "birthPlace": {"division": division, "facilityName": "西安市莲湖区医院"},
                "mother": mother, "issuer": {"name": "西安市莲湖区医院"}, "issuedOn": str(day(3)),
            },
        }

    def payment(year):
        return lambda at: {
            "header": header("T61010400001", f"pay-{year}", at),
            "taxPayment": {
                "action": "pay", "ticketNumber": f"361016{birth:%Y%m%d}{year}", "premiumYear": year,
                "amount": "400.00", "paidAt": at,
                "insured": {"name": "李安然", "idType": "birthCertificate", "idNumber": number},
                "payer": {**mother, "relation": "mother"}, "source": "self",
                "taxOffice": {"code": "16101040000", "name": "西安市莲湖区税务局"},
                "division": division,
            },
        }

    def registration(at):
        return {
            "header": header("P61010400001", "household", at),
            "householdRegistration": {
                "action": "register", "citizenId": citizen_id(division, birth, 28),
                "name": "李安然", "sex": "2", "bornOn": str(birth), "division": division,
                "station": {"name": "西安市公安局莲湖分局"}, "occurredOn": str(day(75)),
                "birthCertificateNumber": number, "mother": mother,
            },
        }

    # A child born late in the year is within its window in the next one too: one premium each.
    years = range(birth.year, window_end.year + 1)
    return (
        [(day(3), 10, certificate)]
        + [(day(62), 11 + index, payment(year)) for index, year in enumerate(years)]
        + [(day(75), 15, registration)]
    )


def child(url):
    gateway = Gateway(url)
    birth = datetime.datetime.now(CHINA).date()
    receipt = None
    for index, (day, hour, message) in enumerate(messages(birth)):
        at = gateway.advance(day, hour)
        send = gateway.send_xml if index % 2 else gateway.send
        receipt = send(message(at))
    gateway.advance(birth + datetime.timedelta(days=182), 9)
    case = receipt["caseId"]
    link = json.loads(gateway.ask(f"/v1/cases/{case}/parent-links", "{}"))["url"]
    page = gateway.url + link if link.startswith("/") else link
    gateway.ask(page)
    show(gateway, case)
    print(f"\n案件 / the case as the gateway sees it:   {gateway.url}/v1/cases/{case}")
    print(f"家长页面 / the page for the child's parents: {page}")
    print(f"  它问母亲证件的后四位 / it asks for the last four of the mother's document: {MOTHER[-4:]}")


def show(gateway, case):
    """The timeline of a case, a line an entry, and the ruling in three lines."""
    print("时间线 / timeline (UTC+08:00)\n")
    for entry in json.loads(gateway.ask(f"/v1/cases/{case}/timeline"))["entries"]:
        at = datetime.datetime.fromisoformat(entry["at"].replace("Z", "+00:00")).astimezone(CHINA)
        chinese, english = WORDS.get(entry["kind"], ("", entry["kind"]))
        details = [entry.get(key) for key in ("family", "action", "audience", "state")]
        rest = " ".join(one for one in details if one)
        print(f"  {at:%Y-%m-%d %H:%M}  {english:<32}{chinese}  {rest}".rstrip())
    ruling = json.loads(gateway.ask(f"/v1/cases/{case}"))["ruling"]
    print(f"\n{ruling['asOf']}: payment {ruling['payment']['state']}, code {ruling['code']['state']}")
    for cover in ruling["coverage"]:
        print(f"  cover {cover['from']} – {cover['to']} ({cover['basis']})")
    for deadline in ruling["deadlines"]:
        print(f"  deadline {deadline['kind']} {deadline['date']}: {deadline['state']}")


if __name__ == "__main__":
    verbs = {"samples": samples, "child": child}
    if len(sys.argv) < 3 or sys.argv[1] not in verbs:
        sys.exit(__doc__)
    verbs[sys.argv[1]](*sys.argv[2:])
