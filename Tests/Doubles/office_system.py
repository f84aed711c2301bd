"""Systems of offices in the three envelopes in use, for tests, each written from its description.

  POST /insurance   {appId, version, signType, encType, timestamp, encData, signData}: SM4-ECB with
                    PKCS #7 in upper-case hex, the key from id and secret; SM2 with SM3 over the sorted
                    members, checked by the program openssl. The answer comes in the same envelope.
  POST /sharing     gjzwfwpt_sid, _rid, _rtime, _sign: base64 of HMAC-SHA-256 over sid, rid, rtime
  POST /tif         x-tif-paasid, -timestamp, -nonce, -signature: SHA-256 of time, token, nonce, time
  POST /exchange    the same headers under gjgxjhpt_, signed with the secret that was given out last
  POST /secret      gives out a new one: the same four members as JSON, signed with our appkey; answers
                    {code: "0", data: {secret, secretEndTime}}, the secret good for ten minutes after
                    rtime and sealed by AES of 128 bits (ECB, PKCS #7, base64) under a key that Java's
                    SHA1PRNG makes of the appkey: SHA-1 of its SHA-1, the first 16 bytes
  POST /deaf        nobody is there: 503

Arguments: app id, app secret, a PEM file with our public key, one with the system's own private key,
the secret of the headers, which is the appkey too. Moods, under `office`: ok, code7 (the answer says 7),
forged (the answer's signature is of something else), cut, changed (the secret is called in before the
headers are looked at); under `secret`: ok, refused (code 1), garbled (what comes cannot be opened).
"""

import base64
import hashlib
import hmac
import json
import subprocess
import sys
import tempfile
import threading

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)

import double

APP, SECRET, THEIR_KEY, OWN_KEY, TOKEN = sys.argv[1:6]


def pad(data):
    count = 16 - len(data) % 16
    return data + bytes([count]) * count


def sm4(key, data, sealing):
    cipher = Cipher(algorithms.SM4(key), modes.ECB())
    run = cipher.encryptor() if sealing else cipher.decryptor()
    out = run.update(pad(data) if sealing else data) + run.finalize()
    return out if sealing else out[: -out[-1]]


GIVEN = []
GIVING = threading.Lock()


def sealed_by_aes(secret):
    key = hashlib.sha1(hashlib.sha1(TOKEN.encode()).digest()).digest()[:16]
    run = Cipher(algorithms.AES(key), modes.ECB()).encryptor()
    return base64.b64encode(run.update(pad(secret.encode())) + run.finalize()).decode()


def headers_sign(secret, sid, rid, time):
    made = hmac.new(secret.encode(), (sid + rid + time).encode(), hashlib.sha256).digest()
    return base64.b64encode(made).decode()


def key():
    return sm4(APP.encode()[:16], SECRET.encode(), True).hex().upper()[:16].encode()


def cleaned(data):
    kept = {}
    for name, value in data.items():
        if value is None or value == "" or value == []:
            continue
        if isinstance(value, bool):
            value = "true" if value else "false"
        elif isinstance(value, (int, float)):
            value = str(value)
        kept[name] = value
    return kept


def signed_text(envelope):
    pairs = []
    for name in sorted(envelope):
        if name in ("signData", "encData", "extra") or envelope[name] is None:
            continue
        value = envelope[name]
        if name == "data":
            value = json.dumps(
                cleaned(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False
            )
        pairs.append("%s=%s" % (name, value))
    return ("&".join(pairs) + "&key=" + SECRET).encode()


SM2 = ["-rawin", "-digest", "sm3", "-pkeyopt", "distid:1234567812345678"]


def openssl(arguments, message, signature=None):
    with tempfile.NamedTemporaryFile() as text, tempfile.NamedTemporaryFile() as sign:
        text.write(message)
        text.flush()
        if signature is not None:
            sign.write(signature)
            sign.flush()
            arguments = arguments + ["-sigfile", sign.name]
        return subprocess.run(
            ["openssl", "pkeyutl", "-in", text.name] + arguments + SM2, capture_output=True
        )


def verify(message, signature):
    raw = base64.b64decode(signature)
    if len(raw) != 64:
        return False
    der = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    return openssl(["-verify", "-pubin", "-inkey", THEIR_KEY], message, der).returncode == 0


def sign(message):
    der = openssl(["-sign", "-inkey", OWN_KEY], message).stdout
    r, s = decode_dss_signature(der)
    return base64.b64encode(r.to_bytes(32, "big") + s.to_bytes(32, "big")).decode()


class Office(double.Handler):
    def serve(self, path, query, body):
        if path == "/deaf":
            return self.reply(503, {})
        if path == "/secret":
            return self.give(json.loads(body))
        mood = self.mood("office")
        if path == "/insurance":
            return self.insurance(json.loads(body), mood)
        if mood == "changed":
            with GIVING:
                GIVEN.append("nobody knows this one")
        if path == "/exchange":
            proved = bool(GIVEN) and self.sharing("gjgxjhpt_", GIVEN[-1])
        elif path == "/sharing":
            proved = self.sharing("gjzwfwpt_", TOKEN)
        else:
            proved = self.tif()
        self.note(path=path, proved=proved, event=json.loads(body))
        if mood == "cut":
            return self.cut()
        self.reply(200, {"code": 7 if mood == "code7" else 200 if proved else 401})

    def sharing(self, prefix, secret):
        sid, rid, time, code = (
            self.headers.get(prefix + name, "") for name in ("sid", "rid", "rtime", "sign")
        )
        return headers_sign(secret, sid, rid, time) == code

    def give(self, asked):
        sid, rid, time, code = (
            asked.get("gjgxjhpt_" + name, "") for name in ("sid", "rid", "rtime", "sign")
        )
        mood = self.mood("secret")
        proved = headers_sign(TOKEN, sid, rid, time) == code and mood != "refused"
        self.note(path="/secret", proved=proved)
        if not proved:
            return self.reply(200, {"code": "1", "msg": "验签失败", "data": None})
        with GIVING:
            GIVEN.append("secret number %d" % (len(GIVEN) + 1))
            given = GIVEN[-1]
        data = {
            "secret": "AAAA" if mood == "garbled" else sealed_by_aes(given),
            "secretEndTime": int(time) + 600000,
        }
        self.reply(200, {"code": "0", "msg": "", "data": data})

    def tif(self):
        time, nonce, code = (
            self.headers.get("x-tif-" + name, "") for name in ("timestamp", "nonce", "signature")
        )
        made = hashlib.sha256((time + TOKEN + nonce + time).encode()).hexdigest()
        return self.headers.get("x-tif-paasid") == "birthgate" and made == code

    def insurance(self, envelope, mood):
        data = json.loads(sm4(key(), bytes.fromhex(envelope["encData"]), False))
        whole = dict(envelope, data=data)
        proved = (
            envelope["appId"] == APP
            and envelope["encData"] == envelope["encData"].upper()
            and verify(signed_text(whole), envelope["signData"])
        )
        self.note(path="/insurance", proved=proved, event=data)
        answer = {
            "appId": APP,
            "code": "7" if mood == "code7" else "0" if proved else "1",
            "data": {"taken": True, "times": 1, "note": ""},
        }
        answer["signData"] = sign(b"else" if mood == "forged" else signed_text(answer))
        text = json.dumps(answer["data"], separators=(",", ":")).encode()
        del answer["data"]
        answer["encData"] = sm4(key(), text, True).hex().upper()
        self.reply(200, answer)


double.run(Office)
