"""A provider of text messages, for tests, as the manuals of several describe theirs.

  POST /send      JSON {mobile, content, templateId, params, outId}, with X-Sign: hex of HMAC-SHA-256
                  over the body by the secret that is the first argument
  POST /form      the same as a form, with Authorization: Bearer and the secret
  GET /report     ?outId= or ?sid=: {"data": {"state": "DELIVRD" | "UNDELIV" | "WAIT" | "NONE"}}
  PUT /state/OUT  sets the state of a message that was taken

It answers {"code": "0", "data": {"sid": ...}} when it took a message; 4005 for a number that is none,
5003 where it has too much to do. Moods, by mobile: ok, number, busy (503), code5003, cut (it takes the
message and ends the line), stall (takes it and says nothing), late500 (takes it and answers 500),
twice (one request, two answers), garbage.
"""

import hashlib
import hmac
import json
import sys
from urllib.parse import parse_qs, unquote

import double

SECRET = sys.argv[1].encode()
TAKEN = {}


class Provider(double.Handler):
    def serve(self, path, query, body):
        if path == "/report":
            return self.report(query)
        if path.startswith("/state/"):
            TAKEN[unquote(path[7:])]["state"] = body.decode()
            return self.reply(200, {})
        if path == "/send":
            code = hmac.new(SECRET, body, hashlib.sha256).hexdigest()
            proved = hmac.compare_digest(self.headers.get("x-sign", ""), code)
            message = json.loads(body)
        else:
            proved = self.headers.get("authorization") == "Bearer " + SECRET.decode()
            message = {k: v[0] for k, v in parse_qs(body.decode(), True).items()}
        if not proved:
            return self.reply(200, {"code": "4001", "msg": "sign"})
        self.take(message)

    def take(self, message):
        mood = self.mood(message["mobile"])
        if mood == "number":
            return self.reply(200, {"code": "4005", "msg": "mobile"})
        if mood == "code5003":
            return self.reply(200, {"code": 5003, "msg": "flow"})
        if mood == "busy":
            return self.reply(503, {}, [("retry-after", "30")])
        sid = "S%06d" % (len(double.LOG) + 1)
        self.note(sid=sid, port=self.client_address[1], **message)
        TAKEN[message.get("outId")] = {"sid": sid, "state": "WAIT"}
        if mood == "cut":
            return self.cut()
        if mood == "stall":
            return self.stall()
        if mood == "late500":
            return self.reply(500, {"code": "9999"})
        if mood == "garbage":
            return self.reply(200, b"<html>ok</html>")
        self.reply(200, {"code": "0", "data": {"sid": sid}}, times=2 if mood == "twice" else 1)

    def report(self, query):
        found = TAKEN.get(query.get("outId")) or next(
            (one for one in TAKEN.values() if one["sid"] == query.get("sid")), None
        )
        state = found["state"] if found else "NONE"
        self.reply(200, {"code": "0", "data": {"state": state}})


double.run(Provider)
