"""What the kill test needs around it: a tally, children to report, the gateway, a receiver."""
import base64
import hashlib
import hmac
import http.client
import json
import queue
import random
import signal
import subprocess
import threading
from collections import Counter
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from histories import check_digit
from messages import CHINA


class Tally:
    """What held and what did not."""

    def __init__(self):
        self.lock = threading.Lock()
        self.passed, self.failed = 0, 0
        self.said = Counter()

    def check(self, holds, what, detail=""):
        with self.lock:
            if holds:
                self.passed += 1
                return True
            self.failed += 1
            self.said[what] += 1
            if self.said[what] <= 5:
                print(f"FAILED {what}: {detail}", flush=True)
            return False


# --- what is sent ------------------------------------------------------------------------------


class Child:
    """One child's messages in the order its client sends them."""

    def __init__(self, number, chance):
        born = datetime.now(CHINA).date() - timedelta(days=1)
        self.certificate = f"Z61{number:07d}"
        sex = chance.choice("12")
        # A different ID for each: division and serial number count up.
        division, serial = 610101 + number // 450, (number % 450) * 2 + (sex == "1")
        seventeen = f"{division}{born:%Y%m%d}{serial:03d}"
        self.citizen_id = seventeen + check_digit(seventeen)
        mother_day = datetime(1990, 1, 1) + timedelta(days=number // 400)
        mother = f"610104{mother_day:%Y%m%d}{(number % 400) * 2:03d}"
        mother = {"name": "李静", "idType": "citizenId", "idNumber": mother + check_digit(mother)}
        sent = (datetime.now(CHINA) - timedelta(seconds=5)).isoformat(timespec="seconds")
        paid = (datetime.now(CHINA) - timedelta(minutes=5)).isoformat(timespec="seconds")

        def message(sender, kind, family, body):
            header = {"id": f"{kind}-{number:07d}", "sender": sender, "sentAt": sent}
            return {"header": header, family: body}

        birth = message("H61010400001", "B", "birthCertificate", {
            "action": "issue", "number": self.certificate,
            "child": {"name": f"李安{number}", "sex": sex, "bornAt": f"{born}T10:00:00+08:00"},
            "birthPlace": {"division": "610104"}, "mother": mother,
            "issuer": {"code": "H61010400001", "name": "莲湖区妇幼保健院"}, "issuedOn": str(born),
        })
        register = {
            "action": "register", "citizenId": self.citizen_id, "name": f"李安{number}", "sex": sex,
            "bornOn": str(born), "division": "610104", "occurredOn": str(born), "mother": mother,
        }
        if chance.random() < 0.5:
            register["birthCertificateNumber"] = self.certificate
        register = message("P61010400001", "R", "householdRegistration", register)
        pay = message("T61010400001", "P", "taxPayment", {
            "action": "pay", "ticketNumber": f"KILL{number:010d}", "premiumYear": born.year,
            "amount": "400.00", "paidAt": paid, "division": "610104",
            "insured": {"name": "李安", "idType": "birthCertificate", "idNumber": self.certificate},
            "taxOffice": {"code": "T61010400001", "name": "莲湖区税务局"},
        })
        self.birth = birth
        # The payment never goes first: after it there is nothing to ask the parents to pay.
        self.plan = chance.choice([
            [birth, register, pay], [register, birth, pay], [birth, pay], [birth],
            [birth, pay, register],
        ])


def key_of(message):
    return (message["header"]["sender"], message["header"]["id"])


# --- the gateway -------------------------------------------------------------------------------


class Gateway:
    """One run of the real program."""

    def __init__(self, program, data, log):
        self.process = subprocess.Popen(
            [program, "serve", "--data", data, "--listen", "127.0.0.1:0", "--sandbox"],
            stdout=subprocess.PIPE, stderr=log, text=True)
        lines = queue.Queue()
        threading.Thread(target=self.drain, args=(lines,), daemon=True).start()
        try:
            line = lines.get(timeout=180)
        except queue.Empty:
            line = ""
        if not line.startswith("listening on http://"):
            self.kill()
            raise RuntimeError(f"no listening line but {line!r}")
        self.host, port = line.strip().removeprefix("listening on http://").rsplit(":", 1)
        self.port = int(port)

    def drain(self, lines):
        for line in self.process.stdout:
            lines.put(line)
        lines.put("")

    def connection(self, timeout=120):
        return http.client.HTTPConnection(self.host, self.port, timeout=timeout)

    def kill(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        """SIGTERM; the exit status, or None when it had to be killed."""
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(timeout=180)
        except subprocess.TimeoutExpired:
            self.kill()
            return None


def ask(connection, method, path, body=None):
    """(status, JSON) or an OSError/HTTPException of the connection."""
    payload = None if body is None else json.dumps(body, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json"} if body is not None else {}
    connection.request(method, path, payload, headers)
    answer = connection.getresponse()
    text = answer.read()
    if answer.status == 204 or not text:
        return answer.status, None
    return answer.status, json.loads(text)


BROKEN = (OSError, http.client.HTTPException, ValueError)


# --- the receiver ------------------------------------------------------------------------------


class Receiver:
    """Takes webhooks, refuses some, and remembers each under its id."""

    def __init__(self, tally, seed):
        self.lock = threading.Lock()
        self.events = {}  # (caseId, kind, occasion) -> webhook ids
        self.bodies = {}  # webhook id -> body
        self.secret = None
        self.count = 0
        chance = random.Random(seed)
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                with receiver.lock:
                    refuse = chance.random() < 0.05
                if not refuse:
                    receiver.take(self.headers, body, tally)
                self.send_response(500 if refuse else 204)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/hook"

    def take(self, headers, body, tally):
        number, stamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
        event = json.loads(body)
        if self.secret:
            signed = f"{number}.{stamp}.".encode() + body
            mac = hmac.new(self.secret, signed, hashlib.sha256).digest()
            right = "v1," + base64.b64encode(mac).decode()
            tally.check(
                right in headers.get("webhook-signature", "").split(), "webhook signature", number)
        data = event.get("data") or {}
        with self.lock:
            self.count += 1
            first = self.bodies.setdefault(number, body)
            name = (data.get("caseId"), data.get("kind"), data.get("occasion"))
            self.events.setdefault(name, set()).add(number)
        tally.check(first == body, "one body under one webhook id", number)
        tally.check(event.get("id") == number, "event id is the webhook id", number)
