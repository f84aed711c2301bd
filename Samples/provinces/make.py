#!/usr/bin/env python3
"""Writes one story for each region that has a policy pack.

The messages and every expectation stand below as they were written by hand, with the calculation
beside each; this script only gives them their forms: NN-region.json (the story `birthgate play`
takes; it names the packs it tries that are not in force) and NN-region.ndjson (its messages).

All people are made up. Their IDs have right check digits, serial numbers near 000.
"""
import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "Tests" / "Oracle"))
sys.dont_write_bytecode = True

from forms import ndjson  # noqa: E402
from histories import check_digit  # noqa: E402

STORIES = {}


def citizen(division, born, serial):
    seventeen = f"{division}{born.replace('-', '')}{serial:03d}"
    return seventeen + check_digit(seventeen)


class Place:
    """A division with its offices, and what they send."""

    def __init__(self, division, name):
        self.division, self.name, self.count = division, name, 0

    def message(self, office, sent, family, body):
        self.count += 1
        header = {
            "id": f"{office}-{self.division}-{self.count:02d}",
            "sender": f"{office}{self.division}00001", "sentAt": sent + ":00+08:00",
        }
        return {"header": header, family: body}

    def person(self, name, born, serial):
        number = citizen(self.division, born, serial)
        return {"name": name, "idType": "citizenId", "idNumber": number}

    def birth(self, sent, cert, name, sex, born, mother):
        return self.message("H", sent, "birthCertificate", {
            "action": "issue", "number": cert,
            "child": {"name": name, "sex": sex, "bornAt": born + ":00+08:00"},
            "birthPlace": {"division": self.division, "facilityName": f"{self.name}妇幼保健院"},
            "mother": mother, "issuer": {"name": f"{self.name}妇幼保健院"}, "issuedOn": sent[:10],
        })

    def household(self, sent, number, name, sex, born, mother, cert):
        return self.message("P", sent, "householdRegistration", {
            "action": "register", "citizenId": number, "name": name, "sex": sex, "bornOn": born,
            "division": self.division, "occurredOn": sent[:10], "birthCertificateNumber": cert,
            "mother": mother,
        })

    def payment(self, sent, ticket, year, name, document, mother):
        kind = "birthCertificate" if len(document) == 10 else "citizenId"
        return self.message("T", sent, "taxPayment", {
            "action": "pay", "ticketNumber": ticket, "premiumYear": year, "amount": "400.00",
            "paidAt": sent + ":00+08:00",
            "insured": {"name": name, "idType": kind, "idNumber": document},
            "payer": mother | {"relation": "mother"}, "source": "self",
            "taxOffice": {"code": f"T{self.division}00001", "name": f"{self.name}税务局"},
            "division": self.division,
        })

    def enrolment(self, sent, record, name, cert, basis, first, region=None):
        return self.message("I", sent, "enrolment", {
            "action": "report", "birthCertificateNumber": cert, "recordNumber": record,
            "standsUnder": {"name": name, "idType": "birthCertificate", "idNumber": cert},
            "scheme": "resident", "status": "normal", "group": "newborn",
            "region": region or self.division, "from": first, "basis": basis,
            "reportedOn": sent[:10],
        })

    def orphan(self, sent, cert, name):
        return self.message("C", sent, "assistance", {
            "action": "recognise", "birthCertificateNumber": cert, "category": "orphan",
            "department": "civilAffairs", "division": self.division, "occurredOn": sent[:10],
            "name": name,
        })

    def order(self, sent, action, number, cert, reason):
        return self.message("I", sent, "order", {
            "action": action, "birthCertificateNumber": cert, "number": number,
            "orderedOn": sent[:10], "orderedBy": "刘敏", "approvedBy": "孙伟", "reason": reason,
        })


def to(day, clock="09:00"):
    return {"advanceTo": f"{day}T{clock}:00+08:00"}


def send(body):
    return {"send": body}


def expect(of, why, **pointers):
    """`outlook__…` looks into the outlook, everything else into the ruling."""
    def pointer(name):
        path = "/" + name.replace("__", "/")
        return path if path.startswith("/outlook/") else "/ruling" + path

    values = {pointer(k): v for k, v in pointers.items()}
    return {"expect": values, "of": of, "why": why}


def story(name, start, *steps, trial=()):
    STORIES[name] = (f"{start}:00+08:00", list(trial), steps)


# --- 01 Shaanxi, in force ---------------------------------------------------------------------

P, Z = Place("610104", "莲湖区"), "Z610011001"
ID, mother = citizen(P.division, "2026-04-10", 1), P.person("何静", "1996-02-11", 2)
story(
    "01-61-shaanxi", "2026-04-13T09:00",
    send(P.birth("2026-04-13T08:40", Z, "何乐天", "1", "2026-04-10T05:20", mother)),
    to("2026-08-14"),
    send(P.payment("2026-08-14T08:30", "3610104260011001", 2026, "何乐天", Z, mother)),
    expect(
        Z, "A01: birth 10 April is day 0; 30 April is day 20, 31 May day 51, 30 June day 81, "
        "9 July day 90. Paid 14 August, late: from the first of the next month (A11).",
        policy__0__pack="61", policy__0__status="inForce",
        payment__window={"from": "2026-04-10", "to": "2026-07-09"}, payment__state="paidLate",
        coverage__0__from="2026-09-01", coverage__0__to="2026-12-31", coverage__0__basis="late"),
    to("2026-09-20"),
    send(P.household("2026-09-20T08:50", ID, "何乐天", "1", "2026-04-10", mother, Z)),
    expect(
        Z, "31 July is day 112, 31 August day 143, 30 September day 173, 7 October day 180: "
        "registered in time, so the code settles for as long as there is cover.",
        code__state="active", deadlines__1__date="2026-10-07", deadlines__1__state="met"),
    to("2026-10-12"),
    send(P.order("2026-10-12T08:40", "freeze", "LHYB-2026-0031", Z,
                 "出生医学证明被举报为伪造，正在核查")),
    expect(
        Z, "A code that is held does not settle, though the ID is bound; cover stays as it is and "
        "somebody has to look into it.",
        code__state="suspended", coverage__0__from="2026-09-01",
        tasks__1__kind="investigation"),
    to("2026-10-20"),
    send(P.order("2026-10-20T08:40", "release", "LHYB-2026-0034",
                 Z, "核查属实，证明有效")),
    expect(Z, "Released: as before.", code__state="active"),
    to("2026-11-03"),
    send(P.orphan("2026-11-03T08:30", Z, "何乐天")),
    expect(
        Z, "E01: an orphan's premium is paid in full. D17: who is recognised within a premium year "
        "is paid for from the next one on. D01: 2027 is collected from 1 September to "
        "31 December 2026.",
        assistance__0__subsidyFrom=2027, assistance__0__percent=100,
        outlook__years__1__premiumYear=2027, outlook__years__1__state="open",
        outlook__years__1__collection={"from": "2026-09-01", "to": "2026-12-31"},
        outlook__years__1__subsidyPercent=100),
)

# --- 02 Baoji, in force: the province's rules, and two counties that enrolled one child --------

P, Z = Place("610303", "金台区"), "Z610012001"
mother = P.person("马兰", "1997-07-02", 2)
story(
    "02-6103-baoji", "2026-11-23T09:00",
    send(P.birth("2026-11-23T08:40", Z, "马小满", "2", "2026-11-20T21:05", mother)),
    to("2026-12-05"),
    send(P.payment("2026-12-05T08:30", "3610303260012001", 2026, "马小满", Z, mother)),
    expect(
        Z, "A01: 30 November is day 10, 31 December day 41, 31 January day 72, 18 February 2027 "
        "day 90. Paid on time: cover from birth to 31 December 2026 (A09).",
        policy__0__pack="6103", payment__window={"from": "2026-11-20", "to": "2027-02-18"},
        payment__state="paidOnTime", coverage__0__from="2026-11-20",
        coverage__0__to="2026-12-31"),
    send(P.enrolment("2026-12-05T08:45", "6103032026012001", "马小满", Z, "residence",
                     "2026-11-20")),
    to("2026-12-08"),
    send(P.enrolment("2026-12-08T08:45", "6101042026012001", "马小满", Z, "household",
                     "2026-12-01", region="610104")),
    expect(
        Z, "H01: two records of status normal that overlap. H04: of two resident records that of "
        "the habitual residence stays. H07: the other is ended, not paused. H10: both ran in 2026, "
        "so one public subsidy of that year must go back.",
        tasks__0__kind="duplicateEnrolment",
        enrolments__0__record="6103032026012001", enrolments__0__verdict="stands",
        enrolments__1__record="6101042026012001", enrolments__1__verdict="terminate",
        enrolments__1__rules=["H04", "H07", "H10"], enrolments__1__clawback=[2026]),
    to("2027-02-18"),
    send(P.payment("2027-02-18T08:30", "3610303270012001", 2027, "马小满", Z, mother)),
    expect(
        Z, "The premium of the year after birth, paid within birth + 90, covers all of that year.",
        coverage__1__premiumYear=2027, coverage__1__from="2027-01-01",
        coverage__1__to="2027-12-31", coverage__1__basis="annual", code__state="active"),
)

# --- 03 Liaoning, in force: the waiting period, up to the child's fourth premium year ----------

P, Z = Place("210102", "和平区"), "Z210013001"
ID, mother = citizen(P.division, "2025-03-01", 2), P.person("孙悦", "1994-10-30", 2)
story(
    "03-21-liaoning", "2025-03-04T09:00",
    send(P.birth("2025-03-04T08:40", Z, "孙安然", "2", "2025-03-01T11:15", mother)),
    to("2025-04-15"),
    send(P.household("2025-04-15T08:40", ID, "孙安然", "2", "2025-03-01", mother, Z)),
    to("2025-05-30"),
    send(P.payment("2025-05-30T08:30", "3210102250013001", 2025, "孙安然", ID, mother)),
    expect(
        ID, "31 March is day 30, 30 April day 60, 30 May day 90: on time, cover from birth. "
        "G10: the cap is 400000 yuan, and in the first year nothing has been earned.",
        policy__0__pack="21", payment__state="paidOnTime", coverage__0__from="2025-03-01",
        coverage__0__to="2025-12-31", outlook__cap__capYuan=400000),
    to("2026-09-15"),
    expect(
        ID, "2026 was not paid in its collection. F06: paid today it waits three months, no year "
        "having been missed before it: from 15 December. If 2027 is left out too, a late premium of "
        "2028 waits 3 + 2 = 5 months, and 3 if both years are paid afterwards (F07).",
        coverage__1=None, code__state="issued", outlook__years__1__premiumYear=2026,
        outlook__years__1__ifPaidToday={"from": "2026-12-15", "to": "2026-12-31"},
        outlook__years__1__waitingMonths=3, outlook__missing__premiumYear=2027,
        outlook__missing__waitingMonths=5, outlook__missing__waitingMonthsRepaired=3),
    to("2028-02-10"),
    send(P.payment("2028-02-10T08:30", "3210102280013001", 2028, "孙安然", ID, mother)),
    expect(
        ID, "F06: 2026 and 2027 are missed, 3 + 2 = 5 months from 10 February: 10 July. Elsewhere "
        "than in Shaanxi a late premium counts from the day of payment (assumed).",
        coverage__1__premiumYear=2028, coverage__1__from="2028-07-10",
        coverage__1__to="2028-12-31", waiting__0__months=5, code__state="issued"),
    send(P.payment("2028-02-10T08:35", "3210102280013002", 2026, "孙安然", ID, mother)),
    send(P.payment("2028-02-10T08:40", "3210102280013003", 2027, "孙安然", ID, mother)),
    expect(
        ID, "F07: each missed year that is paid takes one added month away: 3 + 2 - 2 = 3 months, "
        "10 May. The missed years themselves stay without cover (F05).",
        coverage__1__premiumYear=2028, coverage__1__from="2028-05-10", coverage__2=None,
        waiting__0__months=3, waiting__0__repairedYears=2),
    to("2028-05-10"),
    expect(ID, "The wait is over.", code__state="active"),
)

# --- 04 Sichuan, a draft on trial --------------------------------------------------------------

P, Z = Place("510104", "锦江区"), "Z510014001"
ID, mother = citizen(P.division, "2026-01-10", 1), P.person("罗敏", "1995-05-16", 2)
story(
    "04-51-sichuan", "2026-01-13T09:00",
    send(P.birth("2026-01-13T08:40", Z, "罗一鸣", "1", "2026-01-10T03:30", mother)),
    to("2026-02-20"),
    send(P.household("2026-02-20T08:40", ID, "罗一鸣", "1", "2026-01-10", mother, Z)),
    to("2026-05-06"),
    send(P.payment("2026-05-06T08:30", "3510104260014001", 2026, "罗一鸣", ID, mother)),
    expect(
        ID, "31 January is day 21, 28 February day 49, 31 March day 80, 10 April day 90: paid "
        "late. The draft gives no start of late cover, so the day of payment (assumed). In the "
        "birth year nobody waits (A13). What the draft rules says that it is a draft.",
        policy__0__pack="51", policy__0__status="draft", payment__state="paidLate",
        coverage__0__from="2026-05-06", coverage__0__to="2026-12-31", waiting=None,
        outlook__cap__capYuan=300000),
    to("2027-03-05"),
    send(P.payment("2027-03-05T08:30", "3510104270014001", 2027, "罗一鸣", ID, mother)),
    expect(
        ID, "F01 of the draft: paid outside the collection, three months from 5 March: 5 June. No "
        "year was missed.",
        coverage__1__from="2027-06-05", coverage__1__to="2027-12-31", waiting__0__months=3,
        code__state="issued"),
    trial=["51"],
)

# --- 05 Fujian, reported, on trial -------------------------------------------------------------

P, Z = Place("350203", "思明区"), "Z350015001"
mother = P.person("林晓", "1998-12-08", 2)
story(
    "05-35-fujian", "2026-03-03T09:00",
    send(P.birth("2026-03-03T08:40", Z, "林知夏", "2", "2026-02-28T15:45", mother)),
    to("2026-06-10"),
    send(P.payment("2026-06-10T08:30", "3350203260015001", 2026, "林知夏", Z, mother)),
    expect(
        Z, "Reported: late cover counts from the day of payment. Of settlement on the certificate "
        "nothing is reported, so the nation's 180 days (assumed): 31 July is day 153, 27 August "
        "day 180.",
        policy__0__pack="35", policy__0__status="reported",
        payment__window={"from": "2026-02-28", "to": "2026-05-29"}, payment__state="paidLate",
        coverage__0__from="2026-06-10", code__state="active",
        code__directSettlementUntil="2026-08-27"),
    trial=["35"],
)

# --- 06 Guangdong, reported, on trial ----------------------------------------------------------

P, Z = Place("440106", "天河区"), "Z440016001"
mother = P.person("黄婷", "1996-06-25", 2)
story(
    "06-44-guangdong", "2026-03-03T09:00",
    send(P.birth("2026-03-03T08:40", Z, "黄子墨", "1", "2026-02-28T08:10", mother)),
    to("2026-08-27", "20:00"),
    send(P.payment("2026-08-27T19:30", "3440106260016001", 2026, "黄子墨", Z, mother)),
    expect(
        Z, "Reported: 180 days. 31 March is day 31, 30 April 61, 31 May 92, 30 June 122, 31 July "
        "153, 27 August day 180: the last day in time, cover from birth.",
        policy__0__pack="44", policy__0__status="reported",
        payment__window={"from": "2026-02-28", "to": "2026-08-27"}, payment__state="paidOnTime",
        coverage__0__from="2026-02-28", coverage__0__to="2026-12-31"),
    trial=["44"],
)

# --- 07 Chongqing, reported, on trial: both years must be paid ---------------------------------

P, Z = Place("500103", "渝中区"), "Z500017001"
mother = P.person("唐雪", "1997-01-19", 2)
story(
    "07-50-chongqing", "2026-11-23T09:00",
    send(P.birth("2026-11-23T08:40", Z, "唐可心", "2", "2026-11-20T13:00", mother)),
    to("2026-12-05"),
    send(P.payment("2026-12-05T08:30", "3500103260017001", 2026, "唐可心", Z, mother)),
    expect(
        Z, "The window runs to 18 February 2027 (10 + 31 + 31 + 18 days). Reported: cover from "
        "birth needs both premiums; with one of them the payment counts as late, from its day.",
        policy__0__pack="50", policy__0__status="reported", payment__state="paidLate",
        payment__window={"from": "2026-11-20", "to": "2027-02-18"},
        coverage__0__from="2026-12-05", coverage__0__basis="late"),
    to("2027-02-18", "20:00"),
    send(P.payment("2027-02-18T19:40", "3500103270017001", 2027, "唐可心", Z, mother)),
    expect(
        Z, "The second premium on the last day of the window: both are paid in time.",
        payment__state="paidOnTime", coverage__0__from="2026-11-20",
        coverage__0__to="2026-12-31", coverage__0__basis="onTime",
        coverage__1__from="2027-01-01", coverage__1__to="2027-12-31"),
    trial=["50"],
)

# --- 08 Datong, reported, on trial: nothing is charged in the birth year ------------------------

P, Z = Place("140213", "平城区"), "Z140018001"
mother = P.person("郝丽", "1999-08-03", 2)
story(
    "08-1402-datong", "2026-05-08T09:00",
    send(P.birth("2026-05-08T08:40", Z, "郝思源", "1", "2026-05-05T17:25", mother)),
    expect(
        Z, "Reported: no premium in the birth year, so cover runs from birth without one. Day 180: "
        "31 May is day 26, 30 June 56, 31 July 87, 31 August 118, 30 September 148, 31 October "
        "179, 1 November day 180.",
        policy__0__pack="1402", policy__0__status="reported", payment__state="notDue",
        coverage__0__from="2026-05-05", coverage__0__to="2026-12-31",
        coverage__0__ticket=None, code__state="active",
        code__directSettlementUntil="2026-11-01", deadlines__0__state="met"),
    to("2027-01-01"),
    expect(
        Z, "The next year is charged, and was not paid.", code__state="issued",
        outlook__years__1__premiumYear=2027, outlook__years__1__state="open"),
    trial=["1402"],
)


def main():
    for name, (start, trial, steps) in STORIES.items():
        messages = [s["send"] for s in steps if "send" in s]
        head = {"start": start} | ({"trialPacks": trial} if trial else {})
        text = json.dumps(head | {"steps": list(steps)}, ensure_ascii=False, indent=2)
        (HERE / f"{name}.json").write_text(text + "\n", encoding="utf-8")
        (HERE / f"{name}.ndjson").write_text(ndjson(messages), encoding="utf-8")


if __name__ == "__main__":
    main()
