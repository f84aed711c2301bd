#!/usr/bin/env python3
"""Kills the real gateway at random instants under load and holds it to what it acknowledged.

    kill.py --birthgate PATH [--rounds 50] [--seconds-per-round 1.5] [--seed 1] [--data DIR]

Each round starts `birthgate serve` on the same data folder, lets several clients post births,
registrations and payments (some twice, some from two threads at once), and kills the process with
SIGKILL at a random instant. The only judge is the clients' own list of acknowledged receipts:

- every acknowledged message is there, accepted, with the receipt that was given;
- the digest in it is the SM3 of the canonical message, as the oracle computes it;
- each child has exactly one code, no two children share one, and none changes over a restart;
- certificate-received and enrol-and-pay stand in the timeline once per audience;
- the webhook receiver, which itself fails now and then, got each of them at least once, always
  under one id with one body and a right signature.

Closing line `N passed, M failed` (checks); exit 1 on a failure.
"""
import argparse
import base64
import hashlib
import hmac
import http.client
import json
import os
import queue
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import oracle
from histories import check_digit
from oracle import CHINA

SAME = ("sender", "id", "digest", "receivedAt", "caseId")
KINDS = ("certificate-received", "enrol-and-pay")


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
            line = lines.get(timeout=60)
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

    def connection(self, timeout=20):
        return http.client.HTTPConnection(self.host, self.port, timeout=timeout)

    def kill(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        """SIGTERM; the exit status, or None when it had to be killed."""
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(timeout=30)
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


# --- the load ----------------------------------------------------------------------------------


class Load:
    """The clients and their list of what was acknowledged."""

    def __init__(self, tally, seed):
        self.tally = tally
        self.chance = random.Random(seed)
        self.lock = threading.Lock()
        self.number = 0
        self.acknowledged = {}  # key -> (message, receipt)
        self.order = []  # keys in order of acknowledgement
        self.children = {}  # key of an acknowledged birth -> child
        self.codes = {}  # certificate -> code
        self.unsure = []  # (child, messages still to send): the answer was lost
        self.left = 0

    def next_child(self):
        with self.lock:
            if self.unsure:
                return self.unsure.pop()
            if self.left <= 0:
                return None
            self.left -= 1
            self.number += 1
            child = Child(self.number, self.chance)
            return child, child.plan

    def client(self, gateway, stop, seed):
        chance = random.Random(seed)
        connection = gateway.connection()
        while not stop.is_set():
            work = self.next_child()
            if work is None:
                break
            child, plan = work
            for place, message in enumerate(plan):
                try:
                    if chance.random() < 0.1:
                        self.at_once(gateway, child, message)
                    status = self.post(connection, child, message)
                    if chance.random() < 0.1:
                        status = self.post(connection, child, message)
                except BROKEN:
                    status = 0
                if status not in (200, 201):
                    with self.lock:
                        self.unsure.append((child, plan[place:]))
                    connection.close()
                    if status:
                        time.sleep(0.05)
                    break
        connection.close()

    def post(self, connection, child, message):
        status, receipt = ask(connection, "POST", "/v1/messages", message)
        if status in (200, 201):
            self.acknowledge(child, message, receipt)
        elif status not in (429, 503):
            self.tally.check(False, "a valid message is taken", f"{status} {receipt}")
        return status

    def at_once(self, gateway, child, message):
        """The same message from two threads at the same moment: one 201 at most."""
        gate, found = threading.Barrier(2), []

        def one():
            connection = gateway.connection()
            try:
                gate.wait(5)
                found.append(self.post(connection, child, message))
            except (*BROKEN, threading.BrokenBarrierError):
                pass
            finally:
                connection.close()

        threads = [threading.Thread(target=one) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.tally.check(found.count(201) <= 1, "at once: one 201", found)

    def acknowledge(self, child, message, receipt):
        key = key_of(message)
        with self.lock:
            known = self.acknowledged.get(key)
            if known is None:
                self.acknowledged[key] = (message, receipt)
                self.order.append(key)
                if message is child.birth:
                    self.children[key] = child
        if known:
            same = all(known[1].get(f) == receipt.get(f) for f in SAME)
            self.tally.check(same, "a repeat has the same receipt", (known[1], receipt))
        else:
            self.tally.check(
                receipt.get("digest") == oracle.digest(message), "digest", f"{key} {receipt}")

    def verify(self, connection, keys):
        """That what was acknowledged is there."""
        for key in keys:
            message, receipt = self.acknowledged[key]
            status, found = ask(connection, "GET", f"/v1/messages/{key[0]}/{key[1]}")
            found = found or {}
            again = found.get("receipt") or {}
            holds = (
                status == 200 and found.get("verdict") == "accepted"
                and all(again.get(f) == receipt.get(f) for f in SAME)
            )
            self.tally.check(holds, "acknowledged and there", f"{key} {status} {found}")
            if key in self.children:
                self.verify_child(connection, self.children[key])

    def verify_child(self, connection, child):
        status, found = ask(
            connection, "POST", "/v1/cases/search", {"birthCertificate": child.certificate})
        cases = (found or {}).get("cases") or []
        if not self.tally.check(
            status == 200 and len(cases) == 1, "one case", f"{child.certificate} {status} {cases}"
        ):
            return
        code = cases[0]["ruling"]["code"].get("value")
        before = self.codes.setdefault(child.certificate, code)
        self.tally.check(bool(code) and code == before, "the code stays",
                         f"{child.certificate} {before} {code}")
        status, found = ask(connection, "GET", f"/v1/cases/{cases[0]['caseId']}/timeline")
        entries = (found or {}).get("entries") or []
        for kind in KINDS:
            mine = [(e.get("audience"), e.get("occasion")) for e in entries if e["kind"] == kind]
            holds = bool(mine) and len({a for a, _ in mine}) == len(mine)
            self.tally.check(holds, f"{kind} once", f"{child.certificate} {mine}")
        child.case_ids = {cases[0]["caseId"], *(
            self.acknowledged[k][1]["caseId"]
            for k in map(key_of, child.plan) if k in self.acknowledged
        )}
        child.notices = {(e["kind"], e.get("occasion")) for e in entries if e["kind"] in KINDS}

    def verify_codes(self):
        shared = [c for c, n in Counter(self.codes.values()).items() if n > 1]
        self.tally.check(not shared, "no code is doubled", shared[:5])

    def undelivered(self, receiver):
        """The notices in timelines that the receiver has not seen."""
        with receiver.lock:
            seen = set(receiver.events)
        return [
            (child.certificate, kind, occasion)
            for child in self.children.values()
            for kind, occasion in getattr(child, "notices", ())
            if not any((case, kind, occasion) in seen for case in child.case_ids)
        ]


def subscribe(gateway, receiver, tally):
    connection = gateway.connection()
    status, made = ask(connection, "POST", "/v1/subscriptions", {
        "url": receiver.url, "types": ["cn.birthgate.*"], "division": "61"})
    connection.close()
    if tally.check(status == 201, "subscription", f"{status} {made}"):
        receiver.secret = base64.b64decode(made["secret"].removeprefix("whsec_"))


def one_round(number, options, data, log, load, receiver, tally):
    """Start, load, kill, start again, verify, stop by a kill."""
    began = time.monotonic()
    gateway = Gateway(options.birthgate, data, log)
    try:
        if number == 0:
            subscribe(gateway, receiver, tally)
        load.left = options.children_per_round
        before, stop = len(load.order), threading.Event()
        clients = [
            threading.Thread(target=load.client, args=(gateway, stop, f"{options.seed}/{number}/{i}"))
            for i in range(options.clients)
        ]
        for client in clients:
            client.start()
        time.sleep(load.chance.uniform(0.02, options.seconds_per_round))
        alive = gateway.process.poll() is None
        tally.check(alive, "the gateway runs until it is killed", gateway.process.returncode)
    finally:
        gateway.kill()
    stop.set()
    for client in clients:
        client.join()
    fresh = load.order[before:]
    gateway = Gateway(options.birthgate, data, log)
    try:
        older = load.chance.sample(load.order[:before], min(before, 50))
        connection = gateway.connection()
        load.verify(connection, fresh + older)
        connection.close()
        load.verify_codes()
    finally:
        gateway.kill()  # a second kill, while deliveries are under way
    print(f"round {number + 1}: {len(fresh)} acknowledged, {receiver.count} deliveries, "
          f"{time.monotonic() - began:.1f} s", flush=True)


def last_look(options, data, log, load, receiver, tally):
    """Everything once more, the deliveries, and a clean end."""
    gateway = Gateway(options.birthgate, data, log)
    try:
        connection = gateway.connection()
        load.verify(connection, list(load.order))
        load.verify_codes()
        connection.close()
        until = time.monotonic() + options.delivery_seconds
        while load.undelivered(receiver) and time.monotonic() < until:
            time.sleep(0.5)
        late = load.undelivered(receiver)
        wanted = sum(len(getattr(c, "notices", ())) for c in load.children.values())
        for missing in late:
            tally.check(False, "delivered", missing)
        for _ in range(wanted - len(late)):
            tally.check(True, "delivered")
        with receiver.lock:
            for name, numbers in receiver.events.items():
                tally.check(len(numbers) == 1, "one id per event", f"{name} {numbers}")
        status = gateway.stop()
        tally.check(status == 0, "SIGTERM ends it cleanly", status)
    finally:
        gateway.kill()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--birthgate", required=True)
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--seconds-per-round", type=float, default=1.5)
    parser.add_argument("--children-per-round", type=int, default=150)
    parser.add_argument("--clients", type=int, default=6)
    parser.add_argument("--delivery-seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--data", help="keep the data here instead of in a folder of its own")
    options = parser.parse_args()
    data = options.data or tempfile.mkdtemp(prefix="birthgate-kill-")
    tally = Tally()
    load, receiver = Load(tally, options.seed), Receiver(tally, options.seed)
    log_path = os.path.join(tempfile.gettempdir(), f"birthgate-kill-{os.getpid()}.log")
    with open(log_path, "w", encoding="utf-8") as log:
        try:
            for number in range(options.rounds):
                one_round(number, options, data, log, load, receiver, tally)
            last_look(options, data, log, load, receiver, tally)
        except (RuntimeError, *BROKEN) as error:
            tally.check(False, "the gateway starts and answers", repr(error))
    receiver.server.shutdown()
    if tally.failed:
        print(f"data {data}, log {log_path}")
    else:
        os.remove(log_path)
        if not options.data:
            shutil.rmtree(data, ignore_errors=True)
    print(f"{len(load.order)} acknowledged messages of {len(load.children)} born children, "
          f"{receiver.count} deliveries of {len(receiver.bodies)} events")
    print(f"{tally.passed} passed, {tally.failed} failed")
    return 1 if tally.failed else 0


if __name__ == "__main__":
    sys.exit(main())
