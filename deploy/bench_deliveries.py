"""Runs deploy/bench-deliveries: ours and a Python sender in turn, then the price of one that hangs."""

import argparse
import asyncio
import base64
import hashlib
import hmac
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

import aiohttp

PER_RECEIVER = 32
SECRET = os.urandom(32)


def ours(program, *options):
    run = subprocess.run(
        [program, "bench", "deliveries", "--json", *map(str, options)],
        stdout=subprocess.PIPE,
        check=True,
    )
    return json.loads(run.stdout)


def body(identity, case):
    """The same event that ours sends."""
    return json.dumps(
        {
            "data": {
                "asOf": "2026-11-22",
                "audiences": ["guardian", "hospital"],
                "caseId": case,
                "division": "610104",
                "kind": "code-issued",
                "occasion": "B+30",
            },
            "datacontenttype": "application/json",
            "id": identity,
            "source": "urn:birthgate",
            "specversion": "1.0",
            "subject": case,
            "time": "2026-11-22T09:00:00.000+08:00",
            "type": "cn.birthgate.code.code-issued",
        },
        separators=(",", ":"),
    ).encode()


class Outbox:
    """The deliveries in SQLite, as durable as ours: a commit is on the disk before it counts."""

    def __init__(self, path, count, ports):
        self.db = sqlite3.connect(path, isolation_level=None)
        self.db.execute("PRAGMA journal_mode = WAL")
        self.db.execute("PRAGMA synchronous = FULL")
        self.db.execute(
            "CREATE TABLE delivery (id TEXT PRIMARY KEY, lane INTEGER, state INTEGER, body BLOB)"
        )
        self.db.execute("CREATE INDEX queued ON delivery (lane) WHERE state = 0")
        self.db.execute("BEGIN")
        for index in range(count):
            case = "0x%d" % index
            identity = case + "/1/0.0"
            self.db.execute(
                "INSERT INTO delivery VALUES (?, ?, 0, ?)",
                (identity, index % len(ports), body(identity, case)),
            )
        self.db.execute("COMMIT")
        self.done = []

    def take(self, lane):
        return self.db.execute(
            "SELECT id, body FROM delivery WHERE lane = ? AND state = 0", (lane,)
        ).fetchall()

    def settle(self):
        done, self.done = self.done, []
        self.db.execute("BEGIN IMMEDIATE")
        self.db.executemany("UPDATE delivery SET state = 1 WHERE id = ?", done)
        self.db.execute("COMMIT")
        return len(done)


async def send(session, outbox, url, queue):
    while queue:
        identity, content = queue.pop()
        stamp = str(int(time.time()))
        signed = b"%s.%s.%s" % (identity.encode(), stamp.encode(), content)
        code = base64.b64encode(hmac.new(SECRET, signed, hashlib.sha256).digest()).decode()
        headers = {
            "content-type": "application/cloudevents+json",
            "webhook-id": identity,
            "webhook-timestamp": stamp,
            "webhook-signature": "v1," + code,
        }
        async with session.post(url, data=content, headers=headers) as answer:
            await answer.read()
            if answer.status // 100 == 2:
                outbox.done.append((identity,))


async def all_of_them(outbox, ports, count):
    connector = aiohttp.TCPConnector(limit=512, limit_per_host=PER_RECEIVER)
    timeout = aiohttp.ClientTimeout(total=15)
    async with aiohttp.ClientSession(connector=connector, timeout=timeout) as session:
        start, before = time.monotonic(), time.process_time()
        senders = []
        for lane, port in enumerate(ports):
            queue, url = outbox.take(lane), "http://127.0.0.1:%d/hook" % port
            # As many at once, over all receivers, as ours has.
            for _ in range(max(1, min(PER_RECEIVER, 512 // len(ports)))):
                senders.append(asyncio.create_task(send(session, outbox, url, queue)))
        marked = 0
        while marked < count:
            await asyncio.sleep(0.01)
            if outbox.done:
                marked += outbox.settle()
        await asyncio.gather(*senders)
        return count / (time.monotonic() - start), (time.process_time() - before) * 1e6 / count


def theirs(program, count, receivers):
    sink = subprocess.Popen(
        [program, "bench", "deliveries", "--sink", "--receivers", str(receivers)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        ports = json.loads(sink.stdout.readline())["ports"]
        with tempfile.TemporaryDirectory() as folder:
            outbox = Outbox(folder + "/outbox.sqlite", count, ports)
            rate, processor = asyncio.run(all_of_them(outbox, ports, count))
        sink.stdin.close()
        took = json.loads(sink.stdout.readline())["deliveries"]
        assert took == count, "%d of %d arrived" % (took, count)
        return rate, processor
    finally:
        sink.kill()
        sink.wait()


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--program", required=True)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--deliveries", type=int, default=50_000)
    options.add_argument("--theirs", type=int, default=10_000)
    options.add_argument("--receivers", type=int, default=50)
    options.add_argument("--pace", type=int, default=500)
    options.add_argument("--paced", type=int, default=10_000)
    given = options.parse_args()
    rates, others = [], []
    print("| round | ours a second | processor | Python a second | processor | ratio |")
    print("|---|---|---|---|---|---|")
    for number in range(given.rounds):
        mine = ours(
            given.program, "--deliveries", given.deliveries, "--receivers", given.receivers
        )
        assert mine["twice"] == 0, "something came twice"
        rate, processor = theirs(given.program, given.theirs, given.receivers)
        rates.append(mine["perSecond"])
        others.append(rate)
        print(
            "| %d | %.0f | %.0f µs | %.0f | %.0f µs | %.2f |"
            % (
                number + 1,
                mine["perSecond"],
                mine["serverCPUMicroseconds"],
                rate,
                processor,
                mine["perSecond"] / rate,
            ),
            flush=True,
        )
    print("median of the ratios: %.2f" % statistics.median(a / b for a, b in zip(rates, others)))
    print("\n| hanging | p50 of the others | p99 of the others |\n|---|---|---|")
    late = {0: [], 1: []}
    for _ in range(given.rounds):
        for hanging in late:
            paced = ours(
                given.program,
                *("--deliveries", given.paced, "--receivers", given.receivers),
                *("--pace", given.pace, "--hanging", hanging),
            )
            late[hanging].append(paced["p99Milliseconds"])
            print(
                "| %d of %d | %.0f ms | %.0f ms |"
                % (hanging, given.receivers, paced["p50Milliseconds"], paced["p99Milliseconds"]),
                flush=True,
            )
    ratio = statistics.median(late[1]) / max(statistics.median(late[0]), 1)
    print("ratio of the medians of p99: %.2f" % ratio)
    sys.exit(0 if max(rates) >= 5_000 and ratio <= 1.5 else 1)


main()
