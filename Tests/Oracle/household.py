"""The household register's history of one child: which citizen ID stands, and since when."""


class Household:
    """"Household facts are a history, applied by `occurredOn`, then `register` first and `cancel`
    last.\""""

    def __init__(self, facts):
        self.since = {}  # citizen ID -> the day its standing registration began
        self.words = {}  # citizen ID -> what was last said of name, sex, bornOn, mother
        self.division = None
        self.death = None
        self.last = None
        moved_to = {}
        order = {"register": 0, "cancel": 2}
        facts = sorted(
            facts, key=lambda s: (s["occurredOn"], order.get(s.action, 1), s.sent_at, s.digest)
        )
        for said in facts:
            number = said["citizenId"]
            if said.action == "correct" and said["formerCitizenId"] not in (None, number):
                former = said["formerCitizenId"]
                while former in moved_to:
                    former = moved_to[former]
                if former != number:
                    moved_to.pop(number, None)
                    moved_to[former] = number
                    if former in self.since:
                        begun = self.since.pop(former)
                        self.since[number] = min(begun, self.since.get(number, begun))
                    self.words[number] = self.words.pop(former, {}) | self.words.get(number, {})
            while number in moved_to:
                number = moved_to[number]
            words = self.words.setdefault(number, {})
            words.update(
                {k: said[k] for k in ("name", "sex", "bornOn", "mother") if said[k] is not None}
            )
            if said.action in ("register", "correct") and said["name"] is not None:
                # A later rename does not change who was registered.
                words["registered"] = said["name"]
            if said.action == "register":
                # "Bound is a citizen ID from the `occurredOn` of a standing registration"
                self.since[number] = min(said.day, self.since.get(number, said.day))
                self.last = number
            elif said.action == "cancel" and said["reason"] == "death":
                self.death = said.day
            elif said.action == "cancel":
                self.since.pop(number, None)
            if said.action in ("register", "move"):
                # "else of the latest `register` or `move` by D"
                self.division = said["division"] or self.division
        if self.last is not None:
            while self.last in moved_to:
                self.last = moved_to[self.last]

    def citizen_id(self):
        return max(self.since, key=lambda n: (self.since[n], n), default=None)

    def words_for_match(self):
        return self.words.get(self.citizen_id() or self.last, {})
