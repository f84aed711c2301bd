#!/usr/bin/env python3
"""Reconciles a day of many tickets with a gateway of its own: time, and the gateway's memory.

    deploy/reconcile_load.py [TICKETS] [BINARY]

Sends that many payments of one day, then the list of their tickets, of which one in a hundred has
another amount, and checks that just those are found.
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import urllib.request

COUNT = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
BINARY = sys.argv[2] if len(sys.argv) > 2 else ".build/release/birthgate"
SENDER, DAY, OFFICE = "T61010400", "2026-04-01", "16101040000"


def payment(number):
    at = f"{DAY}T{8 + number % 10:02}:{number // 10 % 60:02}:{number // 600 % 60:02}+08:00"
    return {
        "header": {"id": f"P-{number}", "sender": SENDER, "sentAt": at},
        "taxPayment": {
            "action": "pay", "ticketNumber": f"T61{number:09}", "premiumYear": 2026,
            "amount": "400.00", "paidAt": at, "taxOffice": {"code": OFFICE}, "division": "610104",
            "insured": {"name": "李", "idType": "birthCertificate", "idNumber": f"Z61{number:07}"},
        },
    }


def lines(items):
    return "\n".join(json.dumps(item, ensure_ascii=False) for item in items).encode()


def post(url, body):
    request = urllib.request.Request(url, body, {"Content-Type": "application/x-ndjson"})
    with urllib.request.urlopen(request, timeout=3600) as answer:
        return answer.read()


def memory(pid):
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return tuple(int(re.search(f"{name}:\\s+(\\d+)", status)[1]) >> 10 for name in ("VmRSS", "VmHWM"))


with tempfile.TemporaryDirectory() as folder:
    gateway = subprocess.Popen(
        [BINARY, "serve", "--data", folder + "/data", "--listen", "127.0.0.1:0"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        url = gateway.stdout.readline().split()[-1]
        start = time.monotonic()
        for first in range(0, COUNT, 10_000):
            numbers = range(first, min(first + 10_000, COUNT))
            answer = post(url + "/v1/batches", lines(map(payment, numbers)))
            assert answer.count(b'"status":"accepted"') == len(numbers), answer[:500]
        print(f"{COUNT} payments taken in {time.monotonic() - start:.1f} s, memory now and at most "
              "%d, %d MiB" % memory(gateway.pid))
        tickets = lines({
            "ticketNumber": f"T61{number:09}", "premiumYear": 2026, "office": OFFICE,
            "amount": "400.00" if number % 100 else "390.00"} for number in range(COUNT))
        for _ in range(3):
            start = time.monotonic()
            found = json.loads(
                post(f"{url}/v1/reconciliations?sender={SENDER}&day={DAY}", tickets))
            seconds = time.monotonic() - start
            wrong = len(range(0, COUNT, 100))
            assert found["differing"] == wrong == found["counts"]["amount"], found["counts"]
            total = found["totals"][0]
            assert total["ours"]["sum"] == f"{400 * COUNT}.00", total
            assert total["theirs"]["sum"] == f"{400 * COUNT - 10 * wrong}.00", total
            print(f"{len(tickets) >> 20} MiB of tickets reconciled in {seconds:.1f} s, memory now "
                  "and at most %d, %d MiB" % memory(gateway.pid))
        body = json.dumps({"sender": SENDER, "from": DAY, "to": DAY, "ids": [
            f"P-{number}" for number in range(0, min(COUNT, 50_000))]}).encode()
        request = urllib.request.Request(
            url + "/v1/manifests", body, {"Content-Type": "application/json"})
        start = time.monotonic()
        with urllib.request.urlopen(request, timeout=3600) as reply:
            answer = json.loads(reply.read())
        assert answer["missing"] == [] and len(answer["unlisted"]) == max(0, COUNT - 50_000)
        print(f"a manifest of {min(COUNT, 50_000)} ids in {time.monotonic() - start:.1f} s")
    finally:
        gateway.terminate()
        gateway.wait()
