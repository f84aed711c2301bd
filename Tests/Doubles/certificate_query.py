"""The health commission's query service for birth certificates, for tests.

Written from the interface's description alone: SOAP `getBirthInfo(username, password, xmlInput)`,
xmlInput being base64 of an MDEML request, with the headers of the sharing platform
(`gjzwfwpt_rid`, `_sid`, `_rtime`, `_sign`; the signature is base64 of HMAC-SHA-256 over sid, rid
and rtime). It knows births; who asks with number, mother's ID and mother's name of one is told of
it. What does not follow the description is answered by a SOAP fault and noted as wrong.

Prints its port; ends with its standard input. The account is the first argument, as JSON with
username, password, sid, rid, secret.

  POST /service          the service
  PUT  /births           what it knows: [{birthCode, babyName, babySexCode, birthTime, momName,
                         momIdCode}]
  PUT  /mood/NUMBER      how it answers about that number from now on, see `answer`
  GET  /log              what it was asked: [{number, wrong, mood}]
"""

import base64
import hashlib
import hmac
import json
import select
import sys
import threading
import time
import xml.etree.ElementTree as tree
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from xml.sax.saxutils import escape

ACCOUNT = json.loads(sys.argv[1])
BIRTHS = {}
MOODS = {}
LOG = []
INSIDE = 0
LOCK = threading.Lock()


def sign(secret, sid, rid, rtime):
    signed = (sid + rid + rtime).encode()
    return base64.b64encode(hmac.new(secret.encode(), signed, hashlib.sha256).digest()).decode()


# The vector that was computed when the interface was described.
assert (
    sign("secret-test", "s_test_0001", "rid-test", "1790000000000")
    == "ZIMG4+M8ODt2n96rh2RsJgB7k64dd+75qMCjjSM06ds="
)


def local(element):
    return element.tag.rsplit("}", 1)[-1]


def find(element, name):
    return next((e for e in element.iter() if local(e) == name), None)


def text_of(element, name):
    found = find(element, name) if element is not None else None
    return (found.text or "").strip() if found is not None else ""


def read(headers, body):
    """The question as a dictionary, and what is wrong with how it was put."""
    wrong = []
    for name in ("rid", "sid"):
        if headers.get("gjzwfwpt_" + name) != ACCOUNT[name]:
            wrong.append("gjzwfwpt_" + name)
    rtime = headers.get("gjzwfwpt_rtime", "")
    if not rtime.isdigit() or abs(int(rtime) / 1000 - time.time()) > 300:
        wrong.append("gjzwfwpt_rtime")
    if headers.get("gjzwfwpt_sign") != sign(
        ACCOUNT["secret"], ACCOUNT["sid"], ACCOUNT["rid"], rtime
    ):
        wrong.append("gjzwfwpt_sign")
    if "xml" not in headers.get("content-type", ""):
        wrong.append("content-type")
    question = {}
    try:
        call = find(tree.fromstring(body), "getBirthInfo")
        for name in ("username", "password"):
            if text_of(call, name) != ACCOUNT[name]:
                wrong.append(name)
        request = tree.fromstring(base64.b64decode(text_of(call, "xmlInput"), validate=True))
        if local(request) != "MDEML" or find(request, "requestinfo") is None:
            wrong.append("MDEML")
        for name in ("requestDate", "requestOrgCode", "requestOrgName"):
            if find(request, name) is None:
                wrong.append(name)
        data = find(find(request, "body"), "data")
        for name in ("birthCode", "momIdCode", "momName"):
            question[name] = text_of(data, name)
            if not question[name]:
                wrong.append(name)
    except (tree.ParseError, ValueError, AttributeError) as error:
        wrong.append(type(error).__name__)
    return question, wrong


def record(birth, **other):
    birth = {**birth, **other}
    sex = {"1": "男", "2": "女"}.get(birth["babySexCode"], "")
    members = {
        "babyName": birth["babyName"], "babySexCode": birth["babySexCode"], "babySex": sex,
        "birthArea": "陕西省西安市", "birthTime": birth["birthTime"],
        "birthCode": birth["birthCode"], "momName": birth["momName"],
        "momIdCode": birth["momIdCode"], "dadName": "/", "dadIdCode": "",
    }
    inner = "".join("<%s>%s</%s>\n" % (n, escape(v), n) for n, v in members.items())
    return "<data>%s</data>" % inner


def mdeml(records, success="0", message="成功", declared="UTF-8", codec="utf-8"):
    text = (
        '<?xml version="1.0" encoding="%s"?>\n<MDEML templateVersion="1.0"><resultinfo>'
        "<success>%s</success><message>%s</message></resultinfo><body>%s</body></MDEML>"
        % (declared, success, message, "".join(records))
    )
    return text.encode(codec)


def envelope(inner, encoded=True):
    if encoded:
        held = base64.b64encode(inner).decode()
        held = "\n".join(held[i : i + 76] for i in range(0, len(held), 76))
    else:
        held = escape(inner.decode())
    return (
        '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>'
        '<ns1:getBirthInfoResponse xmlns:ns1="http://service"><out>%s</out>'
        "</ns1:getBirthInfoResponse></soap:Body></soap:Envelope>" % held
    ).encode()


def fault(code, said):
    return (
        '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>'
        "<soap:Fault><faultcode>soap:%s</faultcode><faultstring>%s</faultstring></soap:Fault>"
        "</soap:Body></soap:Envelope>" % (code, said)
    ).encode()


def known(question):
    birth = BIRTHS.get(question["birthCode"])
    if birth and all(birth[n] == question[n] for n in ("momIdCode", "momName")):
        return birth
    return None


def answer(mood, question):
    """Status and body, by how it was told to answer about this number."""
    birth = known(question)
    if mood == "refused":
        return 200, envelope(mdeml([], success="1", message="无权限"))
    if mood == "fault":
        return 500, fault("Server", "internal")
    if mood == "500":
        return 500, b"<html><body>gone</body></html>"
    if mood == "nonsense":
        return 200, b"not even XML \xff"
    if birth is None or mood == "none":
        return 200, envelope(mdeml([]))
    if mood == "otherNumber":
        return 200, envelope(mdeml([record(birth, birthCode="Z619999999")]))
    if mood == "otherMother":
        return 200, envelope(mdeml([record(birth, momIdCode="110105202603150023")]))
    if mood == "twins":
        twin = record(birth, birthCode="Z619999998", babyName="某某")
        return 200, envelope(mdeml([twin, record(birth)]))
    if mood == "gbk":
        return 200, envelope(mdeml([record(birth)], declared="GBK", codec="gbk"))
    if mood == "plain":
        return 200, envelope(mdeml([record(birth)]), encoded=False)
    return 200, envelope(mdeml([record(birth)]))


class Service(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def body(self):
        return self.rfile.read(int(self.headers.get("content-length", 0)))

    def reply(self, status, body, kind="text/xml; charset=utf-8"):
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        with LOCK:
            self.reply(200, json.dumps(LOG).encode(), "application/json")

    def do_PUT(self):
        body = self.body()
        if self.path == "/births":
            BIRTHS.update({b["birthCode"]: b for b in json.loads(body)})
        else:
            MOODS[self.path.rsplit("/", 1)[-1]] = body.decode()
        self.reply(200, b"{}", "application/json")

    def do_POST(self):
        global INSIDE
        question, wrong = read(self.headers, self.body())
        number = question.get("birthCode", "")
        mood = MOODS.get(number, "found")
        with LOCK:
            INSIDE += 1
            if INSIDE > 1 and mood != "stall":
                wrong.append("two at once")
            LOG.append({"number": number, "wrong": wrong, "mood": mood})
        try:
            if wrong:
                self.reply(500, fault("Client", "wrong"))
            elif mood == "stall":
                # Until whoever asked hangs up.
                select.select([self.connection], [], [], 600)
            elif mood == "cut":
                self.send_response(200)
                self.send_header("content-length", "1000")
                self.end_headers()
                self.wfile.write(b"<soap:Env")
                self.close_connection = True
            else:
                self.reply(*answer(mood, question))
        finally:
            with LOCK:
                INSIDE -= 1


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64


server = Server(("127.0.0.1", 0), Service)
print(server.server_port, flush=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
sys.stdin.read()
