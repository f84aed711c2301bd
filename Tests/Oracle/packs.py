"""What each region's rules say, as values (RULES.md table 1.2 and 1.1; contract, "Region").

"The pack is the longest prefix (county, city, province), laid over the national pack": a term is
looked for in the most specific pack first. `from` is the first day of a value, asked about the day
the value is for: the birth day for windows, the payment day for what a late payment brings.
"""
from datetime import date

# "Waiting ... `max(waitingMonths + max(0, m*waitingPerMissedYear - k*waitingRepairPerYear),
# m >= waitingFloorYears ? waitingFloorMonths : 0)`": F01-F04, F06, F07.
WAITING = {
    "waitingMonths": 3, "waitingPerMissedYear": 1, "waitingRepairPerYear": 1,
    "waitingFloorYears": 4, "waitingFloorMonths": 6, "waitingCountsFrom": 2025,
}
EVERY = {
    "extremePoverty", "orphan", "deFactoUnattended", "subsistence", "subsistenceMargin",
    "povertyMonitoring",
}
IN_FORCE = {
    "CN": {
        "payWindowDays": 90, "codeSettlesDays": 180, "lateCover": "paymentDate",
        "crossYear": "independent", "birthYearPremium": "charged", "waiting": None,
        "newbornAgeDays": 90, "assisted": EVERY,
    },
    # A07, A11: by Shaanxi's notice of 2021, for payments from 2022 on.
    "61": {"lateCover": ("nextMonth", date(2022, 1, 1))},
    # F06, F07, E06: by Liaoning's notice of 2024, from 2025 on.
    "21": {"waiting": (WAITING, date(2025, 1, 1))},
}
# "rule only with `--trial-pack REGION`": drafts, and what others report.
ON_TRIAL = {
    "51": {
        "waiting": (WAITING, date(2025, 1, 1)),
        # E05: the draft of 15 July 2025.
        "assisted": (
            {"extremePoverty", "orphan", "subsistence", "povertyMonitoring"}, date(2025, 7, 15)),
    },
    "44": {"payWindowDays": 180},
    "35": {"lateCover": "paymentDate"},
    "1402": {"birthYearPremium": "notCharged"},
    "50": {"crossYear": "bothRequired"},
}


class Terms:
    """What rules one case: the packs that its region's digits begin with, the nation's last."""

    def __init__(self, region, trial=()):
        known = {**IN_FORCE, **{r: ON_TRIAL[r] for r in trial}}
        prefixes = [(region or "")[:n] for n in (6, 4, 2)]
        self.layers = [known[p] for p in prefixes if p in known] + [known["CN"]]

    def get(self, name, on):
        """The value of a term for that day."""
        for layer in self.layers:
            value = layer.get(name)
            if isinstance(value, tuple):
                value = value[0] if on >= value[1] else None
            if value is not None:
                return value
        return None

    def late_start(self, paid):
        """"from the first of the next month (Shaanxi) or from P (elsewhere, assumed)"."""
        if self.get("lateCover", paid) != "nextMonth":
            return paid
        return date(paid.year + paid.month // 12, paid.month % 12 + 1, 1)
