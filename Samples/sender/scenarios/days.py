"""What time does: the sandbox's clock goes to day 90 and day 180 of two children."""

import datetime

from stage import CHINA, expect, scenario

DAY = datetime.timedelta(days=1)


class Children:
    """One whose premium nobody pays, and one who is paid for but not registered."""

    unpaid = paid = None
    born = None


def begin(stage):
    Children.born = stage.now().astimezone(CHINA).date()
    for name in ("unpaid", "paid"):
        birth = stage.birth(Children.born)
        stage.taken(birth)
        setattr(Children, name, birth["birthCertificate"]["number"])
    at = datetime.datetime.combine(Children.born, datetime.time(20), CHINA)
    # Paid for the year of birth and, since day 180 may lie in it, for the next one.
    for year in (Children.born.year, Children.born.year + 1):
        stage.taken(stage.payment(Children.paid, year, at))


def deadline(ruling, kind):
    return [one for one in ruling["deadlines"] if one["kind"] == kind][0]


@scenario("第 90 天：缴费窗口最后一天仍开放", "day 90: on its last day the window is still open",
          'contract 5: "on the last day of a window the window and its deadline are `open`"')
def day90(stage):
    begin(stage)
    last = Children.born + 90 * DAY
    stage.advance(last)
    ruling = stage.ruling(Children.unpaid)
    expect(ruling["payment"]["window"]["to"], last.isoformat(), "the window's last day")
    expect((ruling["payment"]["state"], deadline(ruling, "pay")["state"]), ("unpaid", "open"),
        "state")


@scenario("第 91 天：窗口关闭，五次提醒和一次错过通知都已决定", "day 91: the window is shut; five reminders and one"
          " notice of it were decided",
          'contract 4: "`pay-reminder` on B+30, 60, 75, 85, 89, `pay-window-missed` on the day after the window"')
def day91(stage):
    stage.advance(Children.born + 91 * DAY)
    case = stage.case(Children.unpaid)
    expect(deadline(case["ruling"], "pay")["state"], "missed", "deadline")
    expect(case["ruling"]["payment"]["state"] in ("unpaidLate", "missed"), True, "state")
    entries = stage.call("GET", f"/v1/cases/{case['caseId']}/timeline").json["entries"]

    def occasions(kind):
        return len({one["occasion"] for one in entries if one["kind"] == kind})
    expect((occasions("pay-reminder"), occasions("pay-window-missed")), (5, 1), "notices")


@scenario("第 180 天：没有身份证号，医保码仍可结算", "day 180: without a citizen ID the code still settles",
          'contract 5: "either a citizen ID is bound or the day is <= birth + 180"')
def day180(stage):
    stage.advance(Children.born + 180 * DAY)
    ruling = stage.ruling(Children.paid)
    expect(ruling["code"]["state"], "active", "code")
    expect(ruling["code"]["directSettlementUntil"], (Children.born + 180 * DAY).isoformat(),
        "until")


@scenario("第 181 天：医保码停用，保障仍在", "day 181: the code is suspended, the cover stays",
          'contract 5: "`suspended` (cover on that day, but past birth + 180 without a citizen ID)"')
def day181(stage):
    day = Children.born + 181 * DAY
    stage.advance(day)
    ruling = stage.ruling(Children.paid)
    expect(ruling["code"]["state"], "suspended", "code")
    covered = [one for one in ruling["coverage"] if one["from"] <= day.isoformat() <= one["to"]]
    expect(len(covered), 1, "periods that hold the day")


@scenario("其后登记户口：医保码当天恢复", "registered after that: the code settles again from that day",
          'contract 5: "Bound after B+180: the code is `active` again from that day"; "A deadline met late stays `missed`"')
def bound(stage):
    day = Children.born + 181 * DAY
    stage.taken(stage.registration(Children.paid, Children.born, day))
    ruling = stage.ruling(Children.paid)
    expect((ruling["code"]["state"], deadline(ruling, "bindIdentity")["state"]),
           ("active", "missed"), "code and deadline")


day_scenarios = [day90, day91, day180, day181, bound]
