"""A mail server, for tests: aiosmtpd on three ports (plain, STARTTLS with a login, TLS with a login).

Prints {"log", "plain", "starttls", "tls"}: the ports, the first one of HTTP, where GET /log has what was
taken, each message as Python's own parser reads it. Arguments: a PEM file of certificate and key, user,
password. Whom a letter is to decides how it goes: busy@ (450), nobody@ (550) when named; full@ (452),
spam@ (554) after the letter; cut@ takes the letter and ends the line, stall@ takes it and is silent,
early@ ends the line when the letter is to come.
"""

import asyncio
import email
import email.policy
import json
import ssl
import sys

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

import double

CERTIFICATE, USER, PASSWORD = sys.argv[1:4]


def login(server, session, envelope, mechanism, data):
    good = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=good, handled=False)


class Box:
    async def handle_RCPT(self, server, session, envelope, address, options):
        name = address.partition("@")[0]
        if name == "busy":
            return "450 4.2.1 later"
        if name == "nobody":
            return "550 5.1.1 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        name = envelope.rcpt_tos[0].partition("@")[0]
        if name == "full":
            return "452 4.2.2 mailbox full"
        if name == "spam":
            return "554 5.7.1 refused"
        raw = envelope.original_content
        message = email.message_from_bytes(raw, policy=email.policy.default)
        leaves = [part for part in message.walk() if not part.is_multipart()]
        parts = {part.get_content_type(): part.get_content() for part in leaves}
        with double.LOCK:
            double.LOG.append(
                {
                    "from": envelope.mail_from,
                    "to": envelope.rcpt_tos,
                    "secure": server.transport.get_extra_info("sslcontext") is not None,
                    "login": bool(session.authenticated),
                    "headers": [[k, str(v)] for k, v in message.items()],
                    "defects": [repr(d) for d in message.defects],
                    "parts": parts,
                    "longest": max(len(line) for line in raw.split(b"\r\n")),
                    "ascii": all(byte < 128 for byte in raw),
                    "bare": any(mark in raw.replace(b"\r\n", b"") for mark in (b"\n", b"\r")),
                }
            )
        if name == "cut":
            server.transport.abort()
            return "250 OK"
        if name == "stall":
            await asyncio.sleep(600)
        return "250 OK"


class Server(SMTP):
    async def smtp_DATA(self, arg):
        if self.envelope.rcpt_tos and self.envelope.rcpt_tos[0].startswith("early@"):
            self.transport.abort()
            return
        await super().smtp_DATA(arg)


class Plain(Controller):
    options = {}

    def _trigger_server(self):
        # With port 0 only the socket knows which one it is.
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()

    def factory(self):
        return Server(self.handler, enable_SMTPUTF8=False, **self.options)


context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(CERTIFICATE)
guarded = dict(authenticator=login, auth_required=True)


class StartTLS(Plain):
    options = dict(tls_context=context, require_starttls=True, auth_require_tls=True, **guarded)


class TLS(Plain):
    # The line is safe from its first byte, which the class cannot know.
    options = dict(auth_require_tls=False, **guarded)


def port(kind, **more):
    controller = kind(Box(), hostname="127.0.0.1", port=0, **more)
    controller.start()
    return controller.port


class Quiet(double.Handler):
    def serve(self, path, query, body):
        self.reply(404, {})


print(
    json.dumps(
        {
            "log": double.start(Quiet),
            "plain": port(Plain),
            "starttls": port(StartTLS),
            "tls": port(TLS, ssl_context=context),
        }
    ),
    flush=True,
)
double.wait()
