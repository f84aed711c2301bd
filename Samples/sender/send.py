#!/usr/bin/env python3
"""Sends a message file, signed, and again under the same id until it is known how it went.

发送一个报文文件：签名、发送，遇到 429、503 或断线时原样重发。  send.py FILE
BIRTHGATE_URL, BIRTHGATE_SENDER, BIRTHGATE_SECRET (base64) come from the environment.
"""
import base64, hashlib, hmac, json, os, pathlib, secrets, sys, time
from urllib import error, parse, request


def signature(secret, method, target, ts, nonce, body):
    # hashlib has SM3 wherever Python stands on OpenSSL 1.1.1 or later.
    signed = "\n".join([method, target, ts, nonce, hashlib.new("sm3", body).hexdigest()])
    return hmac.new(secret, signed.encode(), "sm3").hexdigest()


def send(url, sender, secret, body, tries=6):
    is_xml = body.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<")
    kind = "application/xml" if is_xml else "application/json"
    address = parse.urlsplit(url)
    target = address.path + ("?" + address.query if address.query else "")
    for attempt in range(tries):
        ts, nonce = str(int(time.time())), secrets.token_hex(16)  # new for every try
        sig = signature(secret, "POST", target, ts, nonce, body)
        signed = f"Birthgate-HMAC-SM3 sender={sender}, ts={ts}, nonce={nonce}, sig={sig}"
        headers = {"Content-Type": kind, "Authorization": signed}
        pause = str(2 ** attempt)
        try:
            with request.urlopen(request.Request(url, body, headers), timeout=60) as answer:
                return answer.status, json.load(answer)
        except error.HTTPError as refused:
            if refused.code not in (429, 503):
                return refused.code, json.load(refused)
            pause = refused.headers.get("Retry-After", pause)
        except (OSError, ValueError) as trouble:  # nobody there, or the line was cut
            print(f"{trouble}; trying again", file=sys.stderr)
        if attempt + 1 < tries:
            time.sleep(min(int(pause), 60))
    return 503, {}


if __name__ == "__main__":
    url, sender, secret = (os.environ["BIRTHGATE_" + name] for name in ("URL", "SENDER", "SECRET"))
    status, answer = send(url + "/v1/messages", sender, base64.b64decode(secret),
                          pathlib.Path(sys.argv[1]).read_bytes())
    if status in (200, 201):
        print("receipt", status, answer["sender"], answer["id"], answer["digest"], answer["caseId"])
        sys.exit(0)
    print("refused", status, answer.get("title", ""))
    for one in answer.get("errors", []):
        said = one["message"]["zh-CN"] + " " + one["message"]["en"]
        print(f'{one["code"]} {one["path"]} line {one["line"]}: {said}')
    sys.exit(3 if status in (429, 503) else 1)
