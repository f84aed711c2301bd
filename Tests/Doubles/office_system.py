"""Systems of offices in the three envelopes in use, for tests, each written from its description.

  POST /insurance   {appId, version, signType, encType, timestamp, encData, signData}: SM4-ECB with
                    PKCS #7 in upper-case hex, the key from id and secret; SM2 with SM3 over the sorted
                    members, checked by the program openssl. The answer comes in the same envelope.
  POST /sharing     gjzwfwpt_sid, _rid, _rtime, _sign: base64 of HMAC-SHA-256 over sid, rid, rtime
  POST /tif         x-tif-paasid, -timestamp, -nonce, -signature: SHA-256 of time, token, nonce, time
  POST /deaf        nobody is there: 503

Arguments: app id, app secret, a PEM file with our public key, one with the system's own private key,
the secret of the headers. Moods, under `office`: ok, code7 (the answer says 7), forged (the answer's
signature is of something else), cut.
"""

import base64
import hashlib
import hmac
import json
import subprocess
import sys
import tempfile

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
        mood = self.mood("office")
        if path == "/deaf":
            return self.reply(503, {})
        if path == "/insurance":
            return self.insurance(json.loads(body), mood)
        proved = self.sharing() if path == "/sharing" else self.tif()
        self.note(path=path, proved=proved, event=json.loads(body))
        if mood == "cut":
            return self.cut()
        self.reply(200, {"code": 7 if mood == "code7" else 200 if proved else 401})

    def sharing(self):
        sid, rid, time, code = (
            self.headers.get("gjzwfwpt_" + name, "") for name in ("sid", "rid", "rtime", "sign")
        )
        made = hmac.new(TOKEN.encode(), (sid + rid + time).encode(), hashlib.sha256).digest()
        return base64.b64encode(made).decode() == code

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
