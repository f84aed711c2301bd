"""What the doubles of other houses' servers have in common, for tests.

A double prints its port (or a line of JSON that begins with it), serves until its standard input or
its parent ends, takes moods by PUT /mood/WHOM and tells by GET /log what it has taken.
"""

import json
import os
import select
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlparse

LOG = []
MOODS = {}
LOCK = threading.Lock()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *_):
        pass

    def reply(self, status, value, headers=(), times=1):
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        for _ in range(times):
            self.send_response_only(status)
            for name, text in headers:
                self.send_header(name, text)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def cut(self):
        """Ends the line without a word."""
        self.close_connection = True

    def stall(self):
        """Says nothing until whoever asked hangs up."""
        select.select([self.connection], [], [], 600)
        self.close_connection = True

    def mood(self, whom):
        """The mood towards somebody; of several, the first that is left, and the last for ever."""
        with LOCK:
            moods = MOODS.get(whom) or ["ok"]
            return moods.pop(0) if len(moods) > 1 else moods[0]

    def note(self, **entry):
        with LOCK:
            LOG.append(entry)

    def handle_any(self):
        length = int(self.headers.get("content-length", 0))
        body = self.rfile.read(length)
        parts = urlparse(self.path)
        if parts.path == "/log":
            with LOCK:
                return self.reply(200, list(LOG))
        if parts.path.startswith("/mood/"):
            with LOCK:
                MOODS[unquote(parts.path[6:])] = body.decode().split(",")
            return self.reply(200, {})
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self.serve(parts.path, query, body)

    do_GET = do_POST = do_PUT = handle_any


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


def start(handler):
    server = Server(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_port


def wait():
    # A sibling started at the same time may hold the other end of the input open, so the end of the
    # parent counts too.
    parent = os.getppid()
    while not select.select([sys.stdin], [], [], 0.5)[0] and os.getppid() == parent:
        pass


def run(handler):
    print(start(handler), flush=True)
    wait()
