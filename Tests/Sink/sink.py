"""A receiver for tests: answers as the path says, records what it was told, judges signatures.

Prints its port, serves until its standard input or its parent ends. The secret is the first
argument, in hex. With a PEM file of certificate and key as second argument it speaks TLS. The
first part of a path names the test, so that many share one process: /7/status/200.

  /status/N[?retry=V][&date=V]  answers N, with Retry-After: V
  /script?N,N,...               answers the statuses in turn per webhook-id, then repeats the last
  /echo                         answers with the request as JSON
  /meet?N                       answers 200 once N requests are here at the same time, so they must
                                have run at once; 504 where the others do not come within a quarter of an
                                hour
  /hang                         never answers
  /cut                          promises 100 bytes and closes after 10
  /drop                         closes without a word
  /deaf                         closes without having read the body
  /bytes?N                      answers N bytes
  /headers?N                    answers with N header lines
  /log                          what was recorded: [{id, path, valid, body, port}]
"""

import base64
import hashlib
import hmac
import json
import os
import select
import ssl
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SECRET = bytes.fromhex(sys.argv[1]) if len(sys.argv) > 1 else b""
LOGS = {}
SEEN = {}
MEETINGS = {}
LOCK = threading.Lock()


def valid(headers, body):
    """The check of a receiver that knows nothing of the gateway but the standard."""
    signed = b"%s.%s.%s" % (
        headers.get("webhook-id", "").encode(),
        headers.get("webhook-timestamp", "").encode(),
        body,
    )
    code = base64.b64encode(hmac.new(SECRET, signed, hashlib.sha256).digest()).decode()
    return headers.get("webhook-signature") == "v1," + code


class Sink(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *_):
        pass

    def answer(self, status, body=b"", headers=()):
        self.send_response_only(status)
        for name, value in headers:
            self.send_header(name, value)
        if status not in (204, 304):
            self.send_header("content-length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def handle_any(self):
        if self.path.endswith("/deaf"):
            self.close_connection = True
            return self.connection.close()
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        test, _, rest = self.path[1:].partition("/")
        path, _, query = ("/" + rest).partition("?")
        log = LOGS.setdefault(test, [])
        if path == "/log":
            with LOCK:
                return self.answer(200, json.dumps(log).encode())
        identity = self.headers.get("webhook-id")
        with LOCK:
            log.append(
                {
                    "id": identity,
                    "path": "/" + rest,
                    "valid": valid(self.headers, body),
                    "type": self.headers.get("content-type"),
                    "timestamp": self.headers.get("webhook-timestamp"),
                    "body": body.decode("utf-8", "replace"),
                    "port": self.client_address[1],
                }
            )
            count = SEEN[test, identity] = SEEN.get((test, identity), -1) + 1
        if path.startswith("/status/"):
            extra = [part.split("=", 1) for part in query.split("&") if part]
            names = {"retry": "Retry-After", "date": "Date", "location": "Location"}
            headers = [(names[key], value.replace("+", " ")) for key, value in extra]
            return self.answer(int(path[8:]), b"", headers)
        if path == "/script":
            statuses = query.split(",")
            return self.answer(int(statuses[min(count, len(statuses) - 1)]))
        if path == "/echo":
            told = {
                "method": self.command,
                "path": "/" + rest,
                "headers": [[name.lower(), value] for name, value in self.headers.items()],
                "body": body.hex(),
            }
            return self.answer(200, json.dumps(told).encode())
        if path == "/meet":
            with LOCK:
                meeting = MEETINGS.setdefault(test, threading.Barrier(int(query), timeout=900))
            try:
                meeting.wait()
            except threading.BrokenBarrierError:
                return self.answer(504)
            return self.answer(200)
        if path == "/hang":
            time.sleep(3600)
        if path == "/cut":
            self.wfile.write(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n" + b"x" * 10)
        if path == "/bytes":
            return self.answer(200, b"x" * int(query))
        if path == "/headers":
            return self.answer(200, b"", [("x-%d" % n, "y" * 100) for n in range(int(query))])
        self.close_connection = True

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = handle_any


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256


server = Server(("127.0.0.1", 0), Sink)
if len(sys.argv) > 2:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[2])
    server.socket = context.wrap_socket(
        server.socket, server_side=True, do_handshake_on_connect=False
    )
threading.Thread(target=server.serve_forever, daemon=True).start()
print(server.server_address[1], flush=True)
# A sibling started at the same time may hold the other end of the input open, so the end of the
# parent counts too.
parent = os.getppid()
while not select.select([sys.stdin], [], [], 0.5)[0] and os.getppid() == parent:
    pass
