"""A receiver of webhooks that trusts nothing but the library of Standard Webhooks, for tests.

  PUT  /key       a secret (whsec_...) or a public key (whpk_...) it knows from now on, alone
  POST /hook      204 where the library finds a signature it agrees with, else 401

The library (PyPI: standardwebhooks) checks v1. It has no v1a, so that is checked here as the standard
has it: Ed25519 over id, timestamp and body with points between, any of several signatures will do.
"""

import base64

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from standardwebhooks import Webhook, WebhookVerificationError

import double

KEY = [""]


def agrees(key, body, headers):
    if key.startswith("whsec_"):
        try:
            Webhook(key).verify(body, headers)
            return True
        except WebhookVerificationError:
            return False
    public = Ed25519PublicKey.from_public_bytes(base64.b64decode(key[len("whpk_") :]))
    signed = ".".join((headers["webhook-id"], headers["webhook-timestamp"])).encode() + b"." + body
    for part in headers["webhook-signature"].split(" "):
        version, _, code = part.partition(",")
        if version != "v1a":
            continue
        try:
            public.verify(base64.b64decode(code), signed)
            return True
        except InvalidSignature:
            continue
    return False


class Receiver(double.Handler):
    def serve(self, path, query, body):
        if path == "/key":
            KEY[0] = body.decode()
            return self.reply(200, {})
        headers = {name.lower(): value for name, value in self.headers.items()}
        ok = agrees(KEY[0], body, headers)
        self.note(agrees=ok, signature=headers.get("webhook-signature"))
        self.reply(200 if ok else 401, {})


double.run(Receiver)
