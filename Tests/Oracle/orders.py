"""What persons ruled: which orders stand, whom they join and part, what they do in a case."""
from messages import day

# "`link` and `different` name two of the three keys"; an `undo` joins nobody either: it names keys
# only to say whose matter it is.
PAIRING = ("link", "different")


def rank(order):
    """"the latest (orderedOn, sentAt, digest) stands"."""
    return (order.day, order.sent_at, order.digest)


def undone(orders):
    """The numbers taken out: "`undo` takes an order out from its own day on". The latest speaks
    first, so that an undo that was itself undone takes nothing out (READINGS 31)."""
    out = set()
    for order in sorted(orders, key=rank, reverse=True):
        if order.action == "undo" and order["number"] not in out:
            out.add(order["undoes"])
    return out


def order_keys(order):
    """The keys an order names; a ticket is its first line (READINGS 29)."""
    found = []
    if order["birthCertificateNumber"]:
        found.append(("certificate", order["birthCertificateNumber"]))
    if order["citizenId"]:
        found.append(("citizen", order["citizenId"]))
    if order["ticketNumber"]:
        found.append(("ticket", order["ticketNumber"], 1))
    return found


class Verdicts:
    """What was said of pairs of keys. Certificate numbers that are one key through `replaces`, and
    citizen IDs through `formerCitizenId`, are one side of a pair."""

    def __init__(self, orders, side):
        self.side = side
        self.latest = {}
        for order in sorted(orders, key=rank):
            if order.action in PAIRING:
                # "Of several about one pair the latest stands"
                self.latest[self.pair(*order_keys(order)[:2])] = order.action

    def pair(self, one, other):
        return frozenset((self.side(one), self.side(other)))

    def parted(self, one, other):
        return self.latest.get(self.pair(one, other)) == "different"

    def linked(self, one, other):
        return self.latest.get(self.pair(one, other)) == "link"

    def part_cases(self, case, other):
        """Whether a person said that some key of the one is not the other's."""
        return any(self.parted(k, o) for k in case.keys for o in other.keys)


class CaseOrders:
    """The orders in force in one case."""

    def __init__(self, orders):
        self.orders = sorted(orders, key=rank)

    def frozen(self):
        """"`freeze` holds the code until `release`"."""
        turns = [o.action for o in self.orders if o.action in ("freeze", "release")]
        return bool(turns) and turns[-1] == "freeze"

    def extended(self, deadline, last):
        """"`extend` moves the last day ... to `until`, if that is later"."""
        until = [
            day(o["until"])
            for o in self.orders
            if o.action == "extend" and o["deadline"] == deadline
        ]
        return max([last, *until])

    def decided(self, member):
        """"`decide` settles a conflict: the given value is the child's"; the latest one."""
        values = [
            o["value"] for o in self.orders if o.action == "decide" and o["member"] == member
        ]
        return values[-1] if values else None

    def ending(self):
        """The orders that end tasks."""
        return [o for o in self.orders if o.action in ("recordUpdated", "dismiss")]


def ends(order, item):
    """"`recordUpdated` ends task `updateIdentity`; `dismiss` ends the named task (about the named
    keys, or all of that kind)"; `item` is (kind, the keys it is about)."""
    kind, about = item
    if order.action == "recordUpdated":
        return kind == "updateIdentity"
    return kind == order["task"] and (not order["about"] or bool(about & set(order["about"])))
