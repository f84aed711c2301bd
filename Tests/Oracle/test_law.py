"""Premiums of several years, waiting months and regional values, calculated by hand."""
import unittest
from datetime import date
from unittest import mock

import packs
from cover import add_months, waiting_months
from test_oracle import Ruled, Z1, birth, give_back, message, pay

LIAONING, BEIJING, SICHUAN = "210502", "110101", "510104"
BORN = "2026-02-28"


def assist(on, category="subsistence", action="recognise", number=Z1, **more):
    body = {"action": action, "birthCertificateNumber": number, "category": category,
            "department": "civilAffairs", "occurredOn": on, **more}
    return message("C61010400001", "assistance", on, body)


class Years(Ruled):
    def cover(self, born, payments, place=LIAONING, day="2035-12-31", more=(), trial=()):
        """The cover by premium year, of payments given as (premium year, day)."""
        story = [birth(Z1, born, born), *more]
        story += [pay(f"SN00000{i}", on, Z1, y) for i, (y, on) in enumerate(payments)]
        ruling = self.one(story, day, place, trial)
        return ruling, {c["premiumYear"]: (c["from"], c["basis"]) for c in ruling["coverage"]}

    def start(self, year, *arguments, **more):
        return self.cover(*arguments, **more)[1].get(year, (None,))[0]


class Months(unittest.TestCase):
    def test_the_day_is_kept_or_the_months_last_taken(self):
        self.assertEqual(add_months(date(2028, 1, 31), 3), date(2028, 4, 30))
        self.assertEqual(add_months(date(2027, 11, 30), 3), date(2028, 2, 29))
        self.assertEqual(add_months(date(2028, 9, 30), 3), date(2028, 12, 30))
        self.assertEqual(add_months(date(2028, 12, 1), 1), date(2029, 1, 1))

    def test_the_examples_of_the_rule_table(self):
        # "m=5,k=5 → max(6,3)=6; m=5,k=1 → 7; m=2,k=2 → 3; m=4,k=0 → 7", and never enrolled: 3.
        for missed, repaired, months in [(5, 5, 6), (5, 1, 7), (2, 2, 3), (4, 0, 7), (0, 0, 3)]:
            self.assertEqual(waiting_months(packs.WAITING, missed, repaired), months)


class Waiting(Years):
    def test_never_covered_three_months(self):
        # Nothing before 2028, so no year is missed: 3 months. 31 May + 3 months: 31 August.
        self.assertEqual(self.start(2028, BORN, [(2028, "2028-05-31")]), "2028-08-31")
        # 31 March + 3: there is no 31 June, so its last day.
        self.assertEqual(self.start(2028, BORN, [(2028, "2028-03-31")]), "2028-06-30")

    def test_past_the_year_is_no_cover(self):
        # 30 September + 3: 30 December. 1 October + 3: 1 January of the next year.
        self.assertEqual(self.start(2028, BORN, [(2028, "2028-09-30")]), "2028-12-30")
        self.assertIsNone(self.start(2028, BORN, [(2028, "2028-10-01")]))

    def test_in_the_season_nobody_waits(self):
        paid = [(2026, "2026-03-01"), (2029, "2028-12-31")]
        self.assertEqual(self.cover(BORN, paid)[1][2029], ("2029-01-01", "annual"))

    def test_missed_years_and_repairs(self):
        # Covered 2026; 2027 and 2028 missed: 3 + 2 = 5 months from 15 January: 15 June.
        paid = [(2026, "2026-03-01"), (2029, "2029-01-15")]
        self.assertEqual(self.start(2029, BORN, paid), "2029-06-15")
        # 2027 repaired in 2028, or on the very day: 3 + 2 - 1 = 4 months: 15 May.
        for on in ("2028-03-01", "2029-01-15"):
            self.assertEqual(self.start(2029, BORN, [*paid, (2027, on)]), "2029-05-15")
        # Repaired a day after: too late for this payment.
        ruling, cover = self.cover(BORN, [*paid, (2027, "2029-01-16")])
        self.assertEqual(cover[2029], ("2029-06-15", "late"))
        # "a repair, which itself covers nothing", and nothing to give back.
        self.assertNotIn(2027, cover)
        self.assertEqual(ruling["tasks"], [])

    def test_a_repair_taken_back_is_none(self):
        story = [birth(Z1, BORN, BORN), pay("SN000001", "2026-03-01", Z1, 2026),
                 pay("SN000002", "2028-03-01", Z1, 2027), pay("SN000003", "2029-01-15", Z1, 2029),
                 give_back("SN000009", "SN000002", "2029-03-01")]
        for day, start in (("2029-02-28", "2029-05-15"), ("2029-03-01", "2029-06-15")):
            self.assertEqual(self.one(story, day, LIAONING)["coverage"][1]["from"], start)

    def test_four_missed_years_have_a_floor(self):
        # 2027 to 2030 missed: 3 + 4 = 7 months from 15 January: 15 August.
        paid = [(2026, "2026-03-01"), (2031, "2031-01-15")]
        self.assertEqual(self.start(2031, BORN, paid), "2031-08-15")
        # All four repaired: 3 + 0, but not below 6: 15 July. Of three years there is no floor.
        repairs = [(y, "2031-01-02") for y in range(2027, 2031)]
        self.assertEqual(self.start(2031, BORN, paid + repairs), "2031-07-15")
        three = [(2026, "2026-03-01"), (2030, "2030-01-15")]
        three += [(y, "2030-01-02") for y in range(2027, 2030)]
        self.assertEqual(self.start(2030, BORN, three), "2030-04-15")

    def test_years_before_2025_are_not_counted(self):
        # Covered 2022; of 2023 to 2026 only 2025 and 2026 count: 3 + 2 = 5 months.
        paid = [(2022, "2022-03-01"), (2027, "2027-01-15")]
        self.assertEqual(self.start(2027, "2022-02-28", paid), "2027-06-15")
        # Paid in 2024 nobody waits: the rule runs from 2025 on.
        paid = [(2022, "2022-03-01"), (2024, "2024-01-15")]
        self.assertEqual(self.start(2024, "2022-02-28", paid), "2024-01-15")

    def test_a_year_whose_cover_was_empty_is_missed(self):
        # Covered 2026; 2028 paid on 1 September: 2027 is missed, 3 + 1 = 4 months, 1 January 2029,
        # so nothing. For 2029 two years are missed, of which 2028 was paid: 3 + 2 - 1 = 4 months
        # from 1 February.
        paid = [(2026, "2026-03-01"), (2028, "2028-09-01"), (2029, "2029-02-01")]
        cover = self.cover(BORN, paid)[1]
        self.assertEqual(cover, {2026: (BORN, "onTime"), 2029: ("2029-06-01", "late")})

    def test_newborns_do_not_wait(self):
        # With a window of 30 days (1 to 31 December) a payment of 1 March is late; it is day 90
        # (31 December is 30, 31 January 61, 28 February 89). Day 91 waits 3 months.
        short = {"CN": packs.IN_FORCE["CN"] | {"payWindowDays": 30}}
        with mock.patch("packs.IN_FORCE", packs.IN_FORCE | short):
            paid = [(2025, "2025-12-05"), (2026, "2026-03-01")]
            self.assertEqual(self.start(2026, "2025-12-01", paid), "2026-03-01")
            paid[1] = (2026, "2026-03-02")
            self.assertEqual(self.start(2026, "2025-12-01", paid), "2026-06-02")

    def test_the_assisted_do_not_wait(self):
        def start(*facts, place=LIAONING, trial=()):
            paid = [(2028, "2028-01-15")]
            return self.start(2028, BORN, paid, place, more=facts, trial=trial)

        self.assertEqual(start(assist("2028-01-15")), "2028-01-15")
        self.assertEqual(start(assist("2028-01-16")), "2028-04-15")
        self.assertEqual(start(assist("2027-01-01", validUntil="2028-01-15")), "2028-01-15")
        self.assertEqual(start(assist("2027-01-01", validUntil="2028-01-14")), "2028-04-15")
        gone = assist("2028-01-15", action="withdraw")
        self.assertEqual(start(assist("2027-01-01"), gone), "2028-04-15")
        # Withdrawn is withdrawn, whatever last day the recognition gave.
        self.assertEqual(start(assist("2027-01-01", validUntil="2029-01-01"), gone), "2028-04-15")
        # Another category stands although one was withdrawn.
        self.assertEqual(start(assist("2027-01-01"), gone, assist("2027-05-01", "orphan")),
                         "2028-01-15")
        # The margin of subsistence is a category in Liaoning (E06), none in Sichuan's draft (E05).
        margin = assist("2027-01-01", "subsistenceMargin")
        self.assertEqual(start(margin), "2028-01-15")
        self.assertEqual(start(margin, place=SICHUAN, trial=["51"]), "2028-04-15")

    def test_elsewhere_nobody_waits(self):
        paid = [(2026, "2026-03-01"), (2029, "2029-01-15")]
        self.assertEqual(self.start(2029, BORN, paid, BEIJING), "2029-01-15")
        self.assertEqual(self.start(2029, BORN, paid, "610104"), "2029-02-01")
        # Sichuan's draft rules on trial only.
        self.assertEqual(self.start(2029, BORN, paid, SICHUAN), "2029-01-15")
        self.assertEqual(self.start(2029, BORN, paid, SICHUAN, trial=["51"]), "2029-06-15")


class LaterYears(Years):
    def test_the_standing_in_year_two_and_three(self):
        # 2027 paid in the season of 2026, 2028 not, 2029 late: cover, a gap, cover again.
        paid = [(2026, "2026-03-01"), (2027, "2026-09-01"), (2029, "2029-01-15")]
        story = [birth(Z1, BORN, BORN)] + [
            pay(f"SN00000{i}", on, Z1, y) for i, (y, on) in enumerate(paid)
        ]
        # No citizen ID after day 180 (27 August): suspended in cover, issued outside it. The cover
        # of 2026 runs on into 2027, so nothing differs on 1 January 2027. 2028 is missed: 3 + 1 = 4
        # months from 15 January 2029 bring 15 May.
        for day, state, review in [
            ("2026-09-01", "suspended", "2028-01-01"), ("2027-12-31", "suspended", "2028-01-01"),
            ("2028-06-30", "issued", None), ("2029-01-15", "issued", "2029-05-15"),
            ("2029-05-15", "suspended", "2030-01-01"), ("2030-01-01", "issued", None),
        ]:
            ruling = self.one(story, day, LIAONING)
            self.assertEqual((ruling["code"]["state"], ruling["nextReview"]), (state, review), day)


class Regions(Years):
    def test_guangdong_on_trial_has_180_days(self):
        # 28 February + 180: 27 August, as for the settlement.
        paid = [(2026, "2026-08-27")]
        self.assertEqual(self.start(2026, BORN, paid, "440106", trial=["44"]), BORN)
        self.assertEqual(self.start(2026, BORN, [(2026, "2026-08-28")], "440106", trial=["44"]),
                         "2026-08-28")
        self.assertEqual(self.start(2026, BORN, paid, "440106"), "2026-08-27")
        window = self.cover(BORN, [], "440106", "2026-08-27", trial=["44"])[0]
        self.assertEqual(window["payment"]["state"], "unpaid")

    def test_shaanxi_counts_from_the_next_month_since_2022(self):
        # "payment-date version for the late consequence": A11 runs from 2022 on.
        self.assertEqual(self.start(2021, "2021-06-01", [(2021, "2021-10-10")], "610104"),
                         "2021-10-10")
        self.assertEqual(self.start(2022, "2022-06-01", [(2022, "2022-10-10")], "610302"),
                         "2022-11-01")

    def test_chongqing_on_trial_wants_both_years(self):
        # Born 20 October 2025: the last day is 18 January 2026, in the next year.
        def ask(*paid, born="2025-10-20", day="2026-12-31"):
            return self.cover(born, paid, "500103", day, trial=["50"])

        ruling, cover = ask((2025, "2025-11-01"))
        self.assertEqual(cover, {2025: ("2025-11-01", "late")})
        self.assertEqual(ruling["payment"]["state"], "paidLate")
        ruling, cover = ask((2025, "2025-11-01"), (2026, "2026-01-18"))
        self.assertEqual(
            cover, {2025: ("2025-10-20", "onTime"), 2026: ("2026-01-01", "annual")})
        self.assertEqual(ruling["deadlines"][0]["state"], "met")
        # The next year's a day late: the birth year counts as paid late, the next from its day.
        _, cover = ask((2025, "2025-11-01"), (2026, "2026-01-19"))
        self.assertEqual(cover, {2025: ("2025-11-01", "late"), 2026: ("2026-01-19", "late")})
        # Only the new year paid: only the new year covered.
        self.assertEqual(ask((2026, "2026-01-18"))[1], {2026: ("2026-01-01", "annual")})
        # Paid in January alone it counts as paid late, after its year: it buys nothing.
        ruling, cover = ask((2025, "2026-01-10"))
        self.assertEqual((cover, ruling["tasks"]), ({}, ["refundReview"]))
        # Born 2 October the window ends on 31 December and does not cross.
        _, cover = ask((2025, "2025-12-31"), born="2025-10-02")
        self.assertEqual(cover, {2025: ("2025-10-02", "onTime")})

    def test_single_the_next_years_premium_covers_from_birth(self):
        one = {"CN": packs.IN_FORCE["CN"] | {"crossYear": "single"}}
        with mock.patch("packs.IN_FORCE", packs.IN_FORCE | one):
            ruling, cover = self.cover("2025-10-20", [(2026, "2026-01-18")], BEIJING)
            self.assertEqual(
                cover, {2025: ("2025-10-20", "onTime"), 2026: ("2026-01-01", "annual")})
            self.assertEqual(ruling["payment"]["state"], "paidOnTime")
            self.assertEqual(
                self.cover("2025-10-20", [(2026, "2026-01-19")], BEIJING)[1],
                {2026: ("2026-01-19", "late")})

    def test_datong_on_trial_charges_nothing_in_the_birth_year(self):
        ruling, cover = self.cover(BORN, [], "140213", trial=["1402"])
        self.assertEqual(cover, {2026: (BORN, "onTime")})
        self.assertEqual(ruling["payment"]["state"], "notDue")
        self.assertEqual(ruling["deadlines"][0]["state"], "met")
        self.assertEqual(self.cover(BORN, [], "140213")[1], {})
        paid = self.cover(BORN, [(2026, "2026-03-01")], "140213", trial=["1402"])[0]
        self.assertEqual((paid["coverage"][0]["ticket"], paid["tasks"]), (None, ["refundReview"]))


if __name__ == "__main__":
    unittest.main()
