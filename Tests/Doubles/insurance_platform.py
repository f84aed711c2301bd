"""The insurance platform, for tests, from the public description of its envelope.

One address takes transactions: {infno, msgid, mdtrtarea_admvs, ..., input: {data}}; what does not follow
the description is noted as wrong and answered with infcode -1. (fixmedins_code, msgid) names a
transaction: the same once more is not carried out again and hears the same answer. P101 enrols and
P103 issues a code, the others only say that it is done.

Moods, by certno: ok, number (infcode as a JSON number), refuse, busy (infcode 8001), stall, cut (carried
out, then the line ends), twice (one request, two answers), empty (an answer without infcode).
"""

import json
import re

import double

DONE = {}
LENGTHS = {
    "infno": (4, 4),
    "msgid": (30, 30),
    "mdtrtarea_admvs": (6, 6),
    "recer_sys_code": (1, 10),
    "infver": (1, 6),
    "opter_type": (1, 3),
    "opter": (1, 30),
    "opter_name": (1, 50),
    "inf_time": (19, 19),
    "fixmedins_code": (12, 12),
    "fixmedins_name": (1, 20),
}


def wrong(envelope):
    found = []
    for name, (least, most) in LENGTHS.items():
        value = envelope.get(name)
        if not isinstance(value, str) or not least <= len(value) <= most:
            found.append(name)
    if not re.fullmatch(
        r"[0-9A-Z]{12}\d{4}(0[1-9]|1[0-2])([0-2]\d|3[01])([01]\d|2[0-3])[0-5]\d[0-5]\d[0-9A-Z]{4}",
        envelope.get("msgid", ""),
    ):
        found.append("msgid form")
    if not envelope.get("msgid", "").startswith(envelope.get("fixmedins_code", "?")):
        found.append("msgid institution")
    if not re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", envelope.get("inf_time", "")):
        found.append("inf_time form")
    if not isinstance(envelope.get("input", {}).get("data"), dict):
        found.append("input")
    return found


class Platform(double.Handler):
    def serve(self, path, query, body):
        envelope = json.loads(body)
        faults = wrong(envelope)
        if faults:
            self.note(wrong=faults)
            return self.reply(200, {"infcode": -1, "err_msg": "报文不合规范"})
        key = (envelope["fixmedins_code"], envelope["msgid"])
        data = envelope["input"]["data"]
        mood = self.mood(data.get("certno", ""))
        if mood == "empty":
            return self.reply(200, {"output": {}})
        if mood == "busy":
            return self.reply(200, {"infcode": "8001", "err_msg": "系统繁忙"})
        if key not in DONE:
            code = "-1" if mood == "refuse" else "0"
            DONE[key] = {
                "infcode": code,
                "inf_refmsgid": "610000" + "20261122080000" + "%010d" % (len(DONE) + 1),
                "err_msg": "李一诺已参保" if mood == "refuse" else "",
                "output": {"data": {"code_ref": "EC%08d" % (len(DONE) + 1)}}
                if envelope["infno"] == "P103"
                else {},
            }
            self.note(
                wrong=[],
                infno=envelope["infno"],
                msgid=envelope["msgid"],
                data=data,
                cainfo=envelope.get("cainfo", ""),
                signtype=envelope.get("signtype", ""),
            )
        if mood == "cut":
            return self.cut()
        if mood == "stall":
            return self.stall()
        answer = dict(DONE[key])
        if mood == "number":
            answer["infcode"] = int(answer["infcode"])
        self.reply(200, answer, times=2 if mood == "twice" else 1)


double.run(Platform)
