"""What the premiums of one child buy, year by year (contract, "Cover"; the formulas of waiting and
year crossing)."""
from calendar import monthrange
from datetime import date, timedelta

from messages import day, year_end


def add_months(on, months):
    """"Months are calendar months; the day is kept, or the month's last day taken."""
    count = on.year * 12 + on.month - 1 + months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(on.day, monthrange(year, month + 1)[1]))


def waiting_months(terms, missed, repaired):
    """"`max(waitingMonths + max(0, m*waitingPerMissedYear - k*waitingRepairPerYear), m >=
    waitingFloorYears ? waitingFloorMonths : 0)`"."""
    more = missed * terms["waitingPerMissedYear"] - repaired * terms["waitingRepairPerYear"]
    floor = terms["waitingFloorMonths"] if missed >= terms["waitingFloorYears"] else 0
    return max(terms["waitingMonths"] + max(0, more), floor)


def assisted_on(on, facts, categories):
    """Whether the child was in an assisted category that day: of each category the last word said
    for days up to it, a withdrawal after a recognition of the same day (READINGS 35)."""
    order = {"recognise": 0, "withdraw": 1}
    for category in categories:
        said = [f for f in facts if f["category"] == category and f.day <= on]
        last = max(said, key=lambda f: (f.day, order[f.action], f.rank()), default=None)
        if last and last.action == "recognise":
            if not last["validUntil"] or on <= day(last["validUntil"]):
                return True
    return False


class Cover:
    """The periods and the state that the counting payments bring, for a birth day and a window."""

    def __init__(self, born, last_pay_day, counting, terms, assistance=()):
        self.born, self.last, self.counting = born, last_pay_day, counting
        self.terms, self.assistance = terms, assistance
        self.periods = []
        self.covered = set()
        years = set(counting) | {born.year}
        for year in sorted(years):
            period = self.period(year)
            if period:
                self.periods.append(period)
                self.covered.add(year)

    def in_time(self):
        """Whether the birth-year premium covers from birth."""
        year = self.born.year
        pay, following = self.counting.get(year), self.counting.get(year + 1)
        mode = self.terms.get("crossYear", self.born)
        crosses = self.last.year > year
        next_in_time = crosses and following is not None and following.day <= self.last
        if mode == "single" and next_in_time:
            # "`single` the next year's premium, paid in the window, covers from birth"
            return True
        if pay is None or pay.day > self.last:
            return False
        # "`bothRequired` a birth-year premium paid in time covers from birth only if the next
        # year's is paid in the window too ..., where the window crosses the year"
        return mode != "bothRequired" or not crosses or next_in_time

    def not_charged(self):
        return self.terms.get("birthYearPremium", self.born) == "notCharged"

    def period(self, year):
        """The period of one premium year, or None."""
        pay, birth_year = self.counting.get(year), self.born.year
        cover = {
            "premiumYear": year, "to": year_end(year),
            "ticket": pay["ticketNumber"] if pay else None,
        }
        if year == birth_year and self.not_charged():
            return cover | {"from": self.born, "basis": "onTime", "ticket": None}
        if year == birth_year and self.in_time():
            # "P ≤ W, also in Y+1: `paidOnTime`, B to 31 Dec Y, `onTime`."
            first = pay if pay and pay.day <= self.last else self.counting[year + 1]
            return cover | {"from": self.born, "basis": "onTime", "ticket": first["ticketNumber"]}
        if pay is None or year < birth_year:
            return None
        if year > birth_year and (
            pay.day <= year_end(year - 1) or (year == birth_year + 1 and pay.day <= self.last)
        ):
            # "P ≤ 31 Dec N−1, or N = Y+1 and P ≤ W: 1 Jan to 31 Dec N, `annual`."
            return cover | {"from": date(year, 1, 1), "basis": "annual"}
        if pay.day > year_end(year):
            return None
        # "Else P ≤ 31 Dec Y: ... `late`, left out if empty"; "Else P within N: from the pack's
        # late start, after the waiting months where the pack has them."
        start = self.terms.late_start(pay.day)
        if year > birth_year:
            start = add_months(start, self.waits(year, pay))
        return cover | {"from": start, "basis": "late"} if start <= year_end(year) else None

    def waits(self, year, pay):
        """"Where a pack has `waitingMonths`, a premium of year N > Y paid within N (after
        `newbornAgeDays`, by nobody in an assisted category)"."""
        terms = self.terms.get("waiting", pay.day)
        if not terms:
            return 0
        newborn = timedelta(days=self.terms.get("newbornAgeDays", pay.day))
        if pay.day <= self.born + newborn:
            return 0
        if assisted_on(pay.day, self.assistance, self.terms.get("assisted", pay.day)):
            return 0
        # "m: whole years without cover before N and after the last covered year (or, never covered,
        # none), from `waitingCountsFrom` on."
        covered = [y for y in self.covered if y < year]
        missed = []
        if covered:
            first = max(max(covered) + 1, terms["waitingCountsFrom"])
            missed = range(first, year)
        # "k: premiums of missed years paid (in any later year, up to the day of this payment)";
        # also one paid in its own year that covered nothing (READINGS 36).
        repaired = [y for y in missed if y in self.counting and self.counting[y].day <= pay.day]
        return waiting_months(terms, len(missed), len(repaired))

    def state(self, today):
        """"`payment.state` (of the birth-year premium)"."""
        pay, end = self.counting.get(self.born.year), year_end(self.born.year)
        if self.not_charged():
            return "notDue"
        if self.in_time():
            return "paidOnTime"
        if pay and pay.day <= end:
            return "paidLate"
        # "No counting payment: D ≤ W `unpaid`; else `unpaidLate` if a payment on D would bring a
        # day of cover; else `missed`."
        if today <= self.last:
            return "unpaid"
        if today <= end and self.terms.late_start(today) <= end:
            return "unpaidLate"
        return "missed"

    def buys_nothing(self):
        """"Else it buys nothing: state as unpaid, task `refundReview`": the birth-year premium."""
        pay = self.counting.get(self.born.year)
        if not pay:
            return False
        if self.not_charged():
            return True
        return not self.in_time() and pay.day > year_end(self.born.year)
