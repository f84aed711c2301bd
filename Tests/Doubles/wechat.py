"""The platform of public accounts, for tests, as its manual describes template messages.

  GET  /cgi-bin/token                      ?grant_type=client_credential&appid=&secret=
  POST /cgi-bin/message/template/send      ?access_token=, {touser, template_id, url, data}
  PUT  /expire                             calls every token in that was given out

Moods, by receiver: ok, cut, or the errcode to answer.
"""

import json
import sys

import double

APP, SECRET = sys.argv[1:3]
TOKENS = []


class Platform(double.Handler):
    def serve(self, path, query, body):
        if path == "/expire":
            TOKENS.append("")
            return self.reply(200, {})
        if path == "/cgi-bin/token":
            if query != {"grant_type": "client_credential", "appid": APP, "secret": SECRET}:
                return self.reply(200, {"errcode": 40013, "errmsg": "invalid appid"})
            TOKENS.append("T%d" % len(TOKENS))
            self.note(token=TOKENS[-1])
            return self.reply(200, {"access_token": TOKENS[-1], "expires_in": 7200})
        if not TOKENS or not TOKENS[-1] or query.get("access_token") != TOKENS[-1]:
            return self.reply(200, {"errcode": 42001, "errmsg": "access_token expired"})
        message = json.loads(body)
        mood = self.mood(message["touser"])
        if mood not in ("ok", "cut"):
            return self.reply(200, {"errcode": int(mood), "errmsg": "..."})
        self.note(message=message)
        if mood == "cut":
            return self.cut()
        self.reply(200, {"errcode": 0, "errmsg": "ok", "msgid": 200228332})


double.run(Platform)
