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
import os
import random
import shutil
import sys
import tempfile
import threading
import time
from collections import Counter

from messages import digest
from rig import BROKEN, Child, Gateway, Receiver, Tally, ask, key_of

SAME = ("sender", "id", "digest", "receivedAt", "caseId")
KINDS = ("certificate-received", "enrol-and-pay")


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
                gate.wait(60)
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
                receipt.get("digest") == digest(message), "digest", f"{key} {receipt}")

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
            threading.Thread(
                target=load.client, args=(gateway, stop, f"{options.seed}/{number}/{i}"))
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
    parser.add_argument("--delivery-seconds", type=float, default=180)
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
