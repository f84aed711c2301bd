#!/usr/bin/env python3
"""Writes the sample stories and their message batches.

The messages and every expectation stand below as they were written by hand, with the calculation
beside each; this script only gives them their forms: NN-name.json (the story `birthgate play`
takes), NN-name.ndjson and NN-name.xml (the same messages as batches).

All people are made up. Their IDs have right check digits, serial numbers near 000.
"""
import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "Tests" / "Oracle"))
sys.dont_write_bytecode = True

from forms import ndjson, xml, xml_batch  # noqa: E402
from histories import check_digit  # noqa: E402

HOSPITAL, POLICE, TAX = "H61010400001", "P61010400001", "T61010400001"
STORIES = {}


# --- people and messages ----------------------------------------------------------------------


def citizen(born, serial):
    """A made-up ID of 610104 (莲湖区)."""
    seventeen = f"610104{born.replace('-', '')}{serial:03d}"
    return seventeen + check_digit(seventeen)


def person(name, born, serial, phone=None):
    party = {"name": name, "idType": "citizenId", "idNumber": citizen(born, serial)}
    party["ethnicity"] = "01"
    if phone:
        party["phone"] = phone
    return party


def message(sender, number, sent, family, body):
    """One message with its header; `sent` is a China time to the minute."""
    header = {"id": number, "sender": sender, "sentAt": sent + ":00+08:00"}
    return {"header": header, family: body}


def birth(number, sent, cert, child, mother, father, issued, action="issue", **more):
    body = {"action": action, "number": cert}
    if "replaces" in more:
        body["replaces"] = more["replaces"]
    body |= {
        "child": child,
        "birthPlace": {
            "division": "610104", "facilityCode": HOSPITAL, "facilityName": "莲湖区妇幼保健院",
        },
        "mother": mother,
        "father": father,
        "issuer": {"code": HOSPITAL, "name": "莲湖区妇幼保健院"},
        "issuedOn": issued,
    }
    for name in ("contacts", "reason"):
        if name in more:
            body[name] = more[name]
    return message(HOSPITAL, number, sent, "birthCertificate", body)


def household(number, sent, child_id, name, sex, born, on, mother, relation, cert=None):
    body = {
        "action": "register", "citizenId": child_id, "name": name, "sex": sex, "bornOn": born,
        "householdNumber": "610104000123", "relationToHead": relation, "division": "610104",
        "address": "西安市莲湖区北大街1号", "station": {"code": POLICE, "name": "北院门派出所"},
        "occurredOn": on,
    }
    if cert:
        body["birthCertificateNumber"] = cert
    body["mother"] = mother
    return message(POLICE, number, sent, "householdRegistration", body)


def payment(number, sent, ticket, year, paid, name, document, payer, line=None):
    body = {"action": "pay", "ticketNumber": ticket}
    if line:
        body["line"] = line
    kind = "birthCertificate" if len(document) == 10 else "citizenId"
    body |= {
        "premiumYear": year, "amount": "400.00", "paidAt": paid + ":00+08:00",
        "insured": {"name": name, "idType": kind, "idNumber": document},
        "payer": payer | {"relation": "mother"}, "source": "self",
        "taxOffice": {"code": TAX, "name": "国家税务总局西安市莲湖区税务局"},
        "division": "610104", "channel": "app",
    }
    return message(TAX, number, sent, "taxPayment", body)


# --- steps ------------------------------------------------------------------------------------


def to(day, clock="09:00"):
    return {"advanceTo": f"{day}T{clock}:00+08:00"}


def send(body):
    return {"send": body}


def send_xml(body):
    """The same, as the XML document a sender of the old kind would post."""
    return {"send": xml(body), "_": body}


def expect(of, why, **pointers):
    values = {"/ruling/" + k.replace("__", "/"): v for k, v in pointers.items()}
    return {"expect": values, "of": of, "why": why}


def story(name, start, *steps):
    STORIES[name] = (f"{start}:00+08:00", steps)


# --- 01 on time -------------------------------------------------------------------------------

Z, ID = "Z610000101", citizen("2026-02-28", 2)
mother, father = person("李静", "1995-04-12", 2, "13800000101"), person("王建国", "1993-08-20", 1)
story(
    "01-on-time", "2026-03-02T09:00",
    send(birth("H-0101", "2026-03-02T08:50", Z, {
        "name": "李一诺", "sex": "2", "bornAt": "2026-02-28T06:40:00+08:00", "gestationWeeks": 39,
        "gestationDays": 2, "weightGrams": 3250, "plurality": 1, "birthOrder": 1,
    }, mother, father, "2026-03-02", contacts=[
        {"relation": "mother", "name": "李静", "channel": "sms", "address": "13800000101",
         "language": "zh-CN"}])),
    expect(
        Z, "A01: birth 28 Feb 2026 is day 0; 31 March is day 31, 30 April day 61, 29 May day 90. "
        "A02: 31 May is day 92, 30 June 122, 31 July 153, 27 August day 180. A certificate but no "
        "cover yet: the code is issued (identifies, does not settle). Nothing changes before the "
        "day after the window.",
        identity="certificate", payment__window={"from": "2026-02-28", "to": "2026-05-29"},
        payment__state="unpaid", coverage=[], code__state="issued",
        code__directSettlementUntil="2026-08-27", deadlines__0__kind="pay",
        deadlines__0__date="2026-05-29", deadlines__0__state="open",
        deadlines__1__kind="bindIdentity", deadlines__1__date="2026-08-27",
        deadlines__1__state="open", nextReview="2026-05-30"),
    to("2026-04-01", "15:00"),
    send_xml(payment("T-0101", "2026-04-01T14:30", "3610104260000101", 2026, "2026-04-01T14:20",
                     "李一诺", Z, mother)),
    expect(
        Z, "Paid 1 April, last day 29 May: on time (A01, A07). Cover (待遇享受期) from birth to "
        "31 December of the birth year (A09). Covered and 1 April ≤ day 180: active (A02).",
        payment__state="paidOnTime", coverage__0__premiumYear=2026,
        coverage__0__from="2026-02-28", coverage__0__to="2026-12-31", coverage__0__basis="onTime",
        coverage__0__ticket="3610104260000101", code__state="active", deadlines__0__state="met",
        nextReview="2026-08-28"),
    to("2026-04-10"),
    send(household("P-0101", "2026-04-10T08:30", ID, "李一诺", "2", "2026-02-28", "2026-04-10",
                   mother, "30", Z)),
    expect(
        Z, "Registered 10 April ≤ 27 August: the ID is bound in time, so no day 180 limits the "
        "code any more. A05: the insured's record is to be updated (更新参保信息). The next change is "
        "the end of cover: the day after 31 December.",
        citizenId=ID, identity="citizenId", code__state="active", code__directSettlementUntil=None,
        deadlines__1__state="met", tasks__0__kind="updateIdentity", nextReview="2027-01-01"),
    to("2026-12-31", "23:59"),
    expect(ID, "A09: 31 December is the last day of cover.", code__state="active"),
    to("2027-01-01", "00:00"),
    expect(
        ID, "The 2027 premium was not paid: no cover on 1 January 2027, the code identifies only. "
        "The period of 2026 stays listed. Nothing is left to change.",
        code__state="issued", coverage__0__to="2026-12-31", nextReview=None),
)

# --- 02 late ----------------------------------------------------------------------------------

Z, ID = "Z610000201", citizen("2026-03-15", 1)
mother, father = person("王丽", "1996-11-03", 2), person("张伟", "1994-01-15", 1)
story(
    "02-late", "2026-03-18T10:00",
    send_xml(birth("H-0201", "2026-03-18T09:40", Z, {
        "name": "王浩然", "sex": "1", "bornAt": "2026-03-15T22:10:00+08:00",
    }, mother, father, "2026-03-18")),
    to("2026-06-13", "23:59"),
    expect(
        Z, "A01: birth 15 March 2026; 31 March is day 16, 30 April 46, 31 May 77, 13 June day 90. "
        "The last day still runs: unpaid, open. It changes on the next day.",
        payment__window={"from": "2026-03-15", "to": "2026-06-13"}, payment__state="unpaid",
        deadlines__0__state="open", nextReview="2026-06-14"),
    to("2026-06-14", "00:00"),
    expect(
        Z, "Day 91: the window is shut. A10: the premium may still be paid within the year "
        "(其他特殊人员缴费途径); paid on 14 June it would bring cover from 1 July.",
        payment__state="unpaidLate", deadlines__0__state="missed", code__state="issued"),
    to("2026-07-06", "11:00"),
    send(payment("T-0201", "2026-07-06T10:30", "3610104260000201", 2026, "2026-07-06T10:00",
                 "王浩然", Z, mother)),
    expect(
        Z, "A11: paid 6 July, late, so from the first of the next month (次月起): 1 August to "
        "31 December. On 6 July there is no cover: issued. A deadline met late stays missed.",
        payment__state="paidLate", coverage__0__from="2026-08-01", coverage__0__to="2026-12-31",
        coverage__0__basis="late", code__state="issued", deadlines__0__state="missed",
        nextReview="2026-08-01"),
    to("2026-08-01", "00:00"),
    expect(
        Z, "First day of cover, and day 139 ≤ 180 (30 June is day 107, 31 July 138, 31 August 169, "
        "11 September day 180).",
        code__state="active", code__directSettlementUntil="2026-09-11", nextReview="2026-09-12"),
    to("2026-08-20", "16:00"),
    send(household("P-0201", "2026-08-20T15:30", ID, "王浩然", "1", "2026-03-15", "2026-08-20",
                   mother, "20", Z)),
    to("2026-09-12"),
    expect(
        ID, "Day 181, but the ID was bound on 20 August ≤ 11 September: the code goes on.",
        code__state="active", deadlines__1__state="met", nextReview="2027-01-01"),
)

# --- 03 late in December ----------------------------------------------------------------------

Z, ID = "Z610000301", citizen("2026-05-10", 4)
mother, father = person("张敏", "1998-02-07", 2), person("陈强", "1995-09-30", 3)
story(
    "03-late-in-december", "2026-05-13T09:00",
    send(birth("H-0301", "2026-05-13T08:30", Z, {
        "name": "张子涵", "sex": "2", "bornAt": "2026-05-10T03:05:00+08:00",
    }, mother, father, "2026-05-13")),
    to("2026-06-20"),
    send(household("P-0301", "2026-06-20T08:45", ID, "张子涵", "2", "2026-05-10", "2026-06-20",
                   mother, "30", Z)),
    to("2026-11-30"),
    expect(
        ID, "A01: 31 May is day 21, 30 June 51, 31 July 82, 8 August day 90; long past. A11: a "
        "payment on 30 November would bring cover from 1 December, so it is still unpaidLate; from "
        "1 December on it would bring none.",
        payment__window={"from": "2026-05-10", "to": "2026-08-08"}, payment__state="unpaidLate",
        nextReview="2026-12-01"),
    to("2026-12-01"),
    expect(
        ID, "A11: paid on 1 December, cover would begin on 1 January, after 31 December: missed.",
        payment__state="missed"),
    to("2026-12-08", "10:00"),
    send_xml(payment("T-0301", "2026-12-08T09:50", "3610104260000301", 2026, "2026-12-08T09:45",
                     "张子涵", ID, mother)),
    expect(
        ID, "Paid all the same: paidLate, but the period 1 January 2027 to 31 December 2026 is "
        "empty and left out (A11).",
        payment__state="paidLate", coverage=[], code__state="issued", nextReview=None),
    send(payment("T-0302", "2026-12-08T09:55", "3610104260000302", 2027, "2026-12-08T09:46",
                 "张子涵", ID, mother)),
    expect(
        ID, "D01: the premium of 2027 is collected from 1 September to 31 December 2026; paid by "
        "31 December 2026 it covers the whole of 2027.",
        coverage__0__premiumYear=2027, coverage__0__from="2027-01-01",
        coverage__0__to="2027-12-31", coverage__0__basis="annual", code__state="issued",
        nextReview="2027-01-01"),
    to("2027-01-01", "00:00"),
    expect(
        ID, "First day of the 2027 cover, ID bound since 20 June 2026.",
        code__state="active", payment__state="paidLate", nextReview="2028-01-01"),
)

# --- 04 born in October, across the year ------------------------------------------------------

Z, ID = "Z610000401", citizen("2025-10-20", 2)
mother, father = person("陈晨", "1997-06-18", 2), person("刘洋", "1996-12-01", 1)
story(
    "04-across-the-year", "2025-10-22T09:00",
    send(birth("H-0401", "2025-10-22T08:40", Z, {
        "name": "陈梓萱", "sex": "2", "bornAt": "2025-10-20T18:30:00+08:00",
    }, mother, father, "2025-10-22")),
    to("2026-01-01"),
    expect(
        Z, "A01: 31 October is day 11, 30 November 41, 31 December 72, 18 January 2026 day 90. The "
        "window crosses the year: the birth-year premium (2025) can still be paid on time.",
        payment__window={"from": "2025-10-20", "to": "2026-01-18"}, payment__state="unpaid",
        deadlines__0__state="open", nextReview="2026-01-19"),
    to("2026-01-18", "20:00"),
    send(payment("T-0401", "2026-01-18T19:05", "3610104260000401", 2025, "2026-01-18T19:00",
                 "陈梓萱", Z, mother)),
    expect(
        Z, "Paid on day 90: on time. Cover of 2025 from birth to 31 December 2025 (A09); on "
        "18 January 2026 it is over, so the code only identifies.",
        payment__state="paidOnTime", coverage__0__from="2025-10-20",
        coverage__0__to="2025-12-31", coverage__0__basis="onTime", code__state="issued"),
    send_xml(payment("T-0402", "2026-01-18T19:06", "3610104260000402", 2026, "2026-01-18T19:01",
                     "陈梓萱", Z, mother)),
    expect(
        Z, "Premium 2026 = birth year + 1, paid within birth + 90: the whole of 2026, from "
        "1 January (RULES 1.1, next-year premium). Day 180: 31 January is day 103, 28 February "
        "131, 31 March 162, 18 April 180.",
        coverage__1__premiumYear=2026, coverage__1__from="2026-01-01",
        coverage__1__to="2026-12-31", coverage__1__basis="annual", code__state="active",
        code__directSettlementUntil="2026-04-18", nextReview="2026-04-19"),
    to("2026-04-19"),
    expect(Z, "A02: day 181 without a household ID.", code__state="suspended",
           deadlines__1__state="missed", nextReview="2027-01-01"),
    to("2026-04-25"),
    send(household("P-0401", "2026-04-25T08:30", ID, "陈梓萱", "2", "2025-10-20", "2026-04-25",
                   mother, "30", Z)),
    expect(Z, "Bound after birth + 180: active again from that day, the deadline stays missed.",
           code__state="active", code__directSettlementUntil=None, deadlines__1__state="missed"),
)

# --- 05 household before certificate ----------------------------------------------------------

Z, ID = "Z610000501", citizen("2026-06-05", 1)
mother, father = person("刘芳", "1994-03-22", 4), person("杨帆", "1992-07-07", 1)
story(
    "05-household-first", "2026-06-18T10:00",
    send(household("P-0501", "2026-06-18T09:30", ID, "刘思远", "1", "2026-06-05", "2026-06-18",
                   mother, "20")),
    expect(
        ID, "No certificate yet: the birth day is the registration's. A citizen ID is there, so "
        "the code exists; no cover, so it is issued. 30 June is day 25, 31 July 56, 31 August 87, "
        "3 September day 90; 30 September 117, 31 October 148, 30 November 178, 2 December 180.",
        citizenId=ID, identity="citizenId", certificates=[], code__state="issued",
        payment__window={"from": "2026-06-05", "to": "2026-09-03"}, payment__state="unpaid",
        deadlines__1__date="2026-12-02", deadlines__1__state="met"),
    to("2026-06-22"),
    send_xml(birth("H-0501", "2026-06-22T08:30", Z, {
        "name": "刘思远", "sex": "1", "bornAt": "2026-06-05T11:20:00+08:00",
    }, mother, father, "2026-06-08")),
    expect(
        Z, "No number joins them, but mother's ID, birth day and sex agree and there is exactly "
        "one such birth and one such registration: one child (contract, One child, b).",
        citizenId=ID, identity="citizenId", certificates__0__number=Z,
        certificates__0__status="valid"),
    to("2026-06-25"),
    send(payment("T-0501", "2026-06-25T08:40", "3610104260000501", 2026, "2026-06-25T08:35",
                 "刘思远", ID, mother)),
    expect(Z, "Paid by citizen ID on day 20: on time, from birth (A01, A09).",
           payment__state="paidOnTime", coverage__0__from="2026-06-05",
           coverage__0__to="2026-12-31", code__state="active", nextReview="2027-01-01"),
)

# --- 06 payment first -------------------------------------------------------------------------

Z, TICKET = "Z610000601", "3610104260000601"
mother, father = person("杨雪", "1999-10-10", 2), person("赵磊", "1997-05-05", 1)
story(
    "06-payment-first", "2026-04-12T14:00",
    send_xml(payment("T-0601", "2026-04-12T13:45", TICKET, 2026, "2026-04-12T13:40", "杨佳宁", Z,
                     mother)),
    expect(
        TICKET, "The parents paid with the paper certificate before the hospital reported it. "
        "Nobody has said when the child was born: payment members null, no cover, no deadline, no "
        "code.",
        payment__state=None, coverage=[], deadlines=[], code__state="none", identity="none",
        nextReview=None),
    to("2026-04-15"),
    send(birth("H-0601", "2026-04-15T08:20", Z, {
        "name": "杨佳宁", "sex": "2", "bornAt": "2026-04-08T00:05:00+08:00",
    }, mother, father, "2026-04-10")),
    expect(
        TICKET, "Born 8 April, certificate of 10 April. 30 April is day 22, 31 May 53, 30 June 83, "
        "7 July day 90. The payment of 12 April is on time: cover from birth.",
        payment__window={"from": "2026-04-08", "to": "2026-07-07"}, payment__state="paidOnTime",
        certificates__0__number=Z, coverage__0__from="2026-04-08", coverage__0__to="2026-12-31",
        code__state="active", identity="certificate"),
)

# --- 07 twins ---------------------------------------------------------------------------------

Z1, Z2, ID2 = "Z610000701", "Z610000702", citizen("2026-07-10", 3)
ID1 = citizen("2026-07-10", 1)
mother, father = person("孙悦", "1993-12-24", 2), person("赵军", "1991-02-14", 1)
story(
    "07-twins", "2026-07-13T09:00",
    send(birth("H-0701", "2026-07-13T08:30", Z1, {
        "name": "赵安", "sex": "1", "bornAt": "2026-07-10T09:12:00+08:00", "plurality": 2,
        "birthOrder": 1,
    }, mother, father, "2026-07-13")),
    to("2026-07-20"),
    send(household("P-0701", "2026-07-20T08:30", ID2, "赵宁", "1", "2026-07-10", "2026-07-20",
                   mother, "20")),
    expect(
        Z1, "The registration names no certificate. Mother, birth day and sex agree and so far "
        "there is exactly one such birth and one such registration: joined for now (b).",
        citizenId=ID2, identity="citizenId"),
    to("2026-07-22"),
    send_xml(birth("H-0702", "2026-07-22T08:30", Z2, {
        "name": "赵宁", "sex": "1", "bornAt": "2026-07-10T09:15:00+08:00", "plurality": 2,
        "birthOrder": 2,
    }, mother, father, "2026-07-13")),
    expect(
        Z1, "Two births now answer to the registration; the name 赵宁 agrees with the second alone. "
        "The join dissolves: the first twin has no ID.",
        citizenId=None, identity="certificate"),
    expect(Z2, "The registration of 赵宁 belongs to the twin of that name.", citizenId=ID2,
           identity="citizenId"),
    to("2026-08-03"),
    send(payment("T-0701", "2026-08-03T08:30", "3610104260000701", 2026, "2026-08-03T08:20", "赵安",
                 Z1, mother, line=1)),
    send(payment("T-0702", "2026-08-03T08:31", "3610104260000701", 2026, "2026-08-03T08:20", "赵宁",
                 Z2, mother, line=2)),
    expect(
        Z1, "One ticket, two lines, two children. 31 July is day 21, 31 August 52, 30 September "
        "82, 8 October day 90: on time. No ID: day 180 counts (31 October 113, 30 November 143, "
        "31 December 174, 6 January 2027).",
        payment__window={"from": "2026-07-10", "to": "2026-10-08"}, payment__state="paidOnTime",
        coverage__0__from="2026-07-10", code__state="active",
        code__directSettlementUntil="2027-01-06"),
    expect(Z2, "The second line is the second twin's.", payment__state="paidOnTime",
           coverage__0__from="2026-07-10", code__state="active", code__directSettlementUntil=None),
    to("2026-08-10"),
    send(household("P-0702", "2026-08-10T08:30", ID1, "赵安", "1", "2026-07-10", "2026-08-10",
                   mother, "20", Z1)),
    expect(Z1, "This registration names its certificate (a).", citizenId=ID1,
           deadlines__1__state="met"),
    expect(Z2, "Nothing changes for the other twin.", citizenId=ID2),
)

# --- 08 reissued certificate ------------------------------------------------------------------

Z1, Z2, ID = "Z610000801", "Z610000802", citizen("2026-01-05", 5)
mother, father = person("黄丹", "1995-05-16", 6), person("周涛", "1994-10-21", 1)
child = {"name": "黄沐辰", "sex": "1", "bornAt": "2026-01-05T16:48:00+08:00"}
story(
    "08-reissued", "2026-01-08T09:00",
    send(birth("H-0801", "2026-01-08T08:30", Z1, child, mother, father, "2026-01-08")),
    to("2026-02-01", "12:00"),
    send(payment("T-0801", "2026-02-01T11:50", "3610104260000801", 2026, "2026-02-01T11:45",
                 "黄沐辰", Z1, mother)),
    expect(
        Z1, "31 January is day 26, 28 February 54, 31 March 85, 5 April day 90: paid on day 27, on "
        "time. Day 180: 30 April 115, 31 May 146, 30 June 176, 4 July.",
        payment__window={"from": "2026-01-05", "to": "2026-04-05"}, payment__state="paidOnTime",
        coverage__0__from="2026-01-05", code__state="active",
        code__directSettlementUntil="2026-07-04"),
    to("2026-03-10"),
    send_xml(birth("H-0802", "2026-03-10T08:30", Z2, child, mother, father, "2026-03-10",
                   action="reissue", replaces=Z1, reason="遗失补发")),
    expect(
        Z2, "补发: the new number replaces the old; both are one key, so payment, cover and code go "
        "on. A18: registered once.",
        certificates=[{"number": Z1, "status": "replaced"}, {"number": Z2, "status": "valid"}],
        payment__state="paidOnTime", coverage__0__from="2026-01-05", code__state="active"),
    to("2026-06-30"),
    send(household("P-0801", "2026-06-30T08:30", ID, "黄沐辰", "1", "2026-01-05", "2026-06-30",
                   mother, "20", Z2)),
    expect(Z1, "The old number still names the child.", citizenId=ID, identity="citizenId",
           deadlines__1__state="met"),
    to("2026-11-10", "12:00"),
    send(payment("T-0802", "2026-11-10T11:50", "3610104260000802", 2027, "2026-11-10T11:45",
                 "黄沐辰", Z1, mother)),
    expect(
        ID, "D01: the premium of 2027, paid under the old number by 31 December 2026: the whole of "
        "2027. No day lies between the two periods, so nothing changes before 2028.",
        coverage__1__premiumYear=2027, coverage__1__from="2027-01-01",
        coverage__1__to="2027-12-31", coverage__1__basis="annual", nextReview="2028-01-01"),
)

# --- 09 no household by day 180 ---------------------------------------------------------------

Z, ID = "Z610000901", citizen("2026-05-01", 2)
mother, father = person("周颖", "1996-08-08", 2), person("吴刚", "1990-04-30", 1)
story(
    "09-no-household-by-180", "2026-05-03T09:00",
    send(birth("H-0901", "2026-05-03T08:30", Z, {
        "name": "周欣怡", "sex": "2", "bornAt": "2026-05-01T13:00:00+08:00",
    }, mother, father, "2026-05-03")),
    to("2026-05-20"),
    send(payment("T-0901", "2026-05-20T08:40", "3610104260000901", 2026, "2026-05-20T08:35",
                 "周欣怡", Z, mother)),
    to("2026-10-28", "23:59"),
    expect(
        Z, "A02: 31 May is day 30, 30 June 60, 31 July 91, 31 August 122, 30 September 152, "
        "28 October day 180: the last day of direct settlement (直接就医结算) by certificate.",
        payment__state="paidOnTime", code__state="active",
        code__directSettlementUntil="2026-10-28", deadlines__1__state="open",
        nextReview="2026-10-29"),
    to("2026-10-29", "00:00"),
    expect(
        Z, "Day 181 without a household ID: suspended. The entitlement stays (RULES 1.1): the "
        "cover still runs to 31 December.",
        code__state="suspended", deadlines__1__state="missed", coverage__0__from="2026-05-01",
        coverage__0__to="2026-12-31", nextReview="2027-01-01"),
    to("2026-11-12"),
    send_xml(household("P-0901", "2026-11-12T08:45", ID, "周欣怡", "2", "2026-05-01", "2026-11-12",
                       mother, "30", Z)),
    expect(
        Z, "Bound after birth + 180: active again from that day; the deadline was missed and stays "
        "so.",
        citizenId=ID, identity="citizenId", code__state="active", code__directSettlementUntil=None,
        deadlines__1__state="missed"),
)

# --- 10 death ---------------------------------------------------------------------------------

Z = "Z610001001"
mother, father = person("吴桐", "1998-09-19", 2), person("徐明", "1995-11-11", 1)
story(
    "10-death", "2026-08-17T09:00",
    send(birth("H-1001", "2026-08-17T08:30", Z, {
        "name": "吴宇轩", "sex": "1", "bornAt": "2026-08-15T04:25:00+08:00",
    }, mother, father, "2026-08-17")),
    to("2026-08-25"),
    send(payment("T-1001", "2026-08-25T08:40", "3610104260001001", 2026, "2026-08-25T08:35",
                 "吴宇轩", Z, mother)),
    expect(
        Z, "31 August is day 16, 30 September 46, 31 October 77, 13 November day 90: on time.",
        payment__window={"from": "2026-08-15", "to": "2026-11-13"}, payment__state="paidOnTime",
        code__state="active"),
    to("2026-09-02", "20:00"),
    send_xml(message(HOSPITAL, "H-1002", "2026-09-02T19:30", "vitalEvent", {
        "action": "death", "birthCertificateNumber": Z, "diedOn": "2026-09-02",
    })),
    expect(
        Z, "Care on the day of death settles by the ordinary rules; the code retires on the next "
        "day.",
        code__state="active", nextReview="2026-09-03"),
    to("2026-09-03", "00:00"),
    expect(
        Z, "The day after: retired. The cover stays, so that care since birth can be claimed.",
        code__state="retired", payment__state="paidOnTime", coverage__0__from="2026-08-15",
        coverage__0__to="2026-12-31"),
)


def main():
    for name, (start, steps) in STORIES.items():
        messages = [s.get("_", s["send"]) for s in steps if "send" in s]
        shown = [{k: v for k, v in s.items() if k != "_"} for s in steps]
        text = json.dumps({"start": start, "steps": shown}, ensure_ascii=False, indent=2)
        (HERE / f"{name}.json").write_text(text + "\n", encoding="utf-8")
        (HERE / f"{name}.ndjson").write_text(ndjson(messages), encoding="utf-8")
        (HERE / f"{name}.xml").write_text(xml_batch(messages), encoding="utf-8")


if __name__ == "__main__":
    main()
