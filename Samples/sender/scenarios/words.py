"""How single messages are answered: receipts, repeats, refusals, signatures, forms."""

import base64
import copy
import json
import re
import time

from stage import NotHere, expect, scenario, xml

SAME = ("sender", "id", "digest", "receivedAt", "caseId")


@scenario("先查后发：check 只读不存", "a check says it is valid and stores nothing",
          'contract 3: "nothing is stored"')
def check(stage):
    message = stage.birth()
    answer = stage.send(message, "/v1/messages/check")
    expect((answer.status, answer.json["valid"]), (200, True), "check")
    header = message["header"]
    kept = stage.call("GET", f"/v1/messages/{header['sender']}/{header['id']}",
        sender=header["sender"])
    expect(kept.status, 404, "what was only checked")


@scenario("新报文：201 和回执", "a new message: 201 and a receipt",
          'contract 3: "201 with a receipt"')
def new(stage):
    receipt = stage.taken(stage.birth())
    for member in SAME + ("warnings", "proof"):
        expect(member in receipt, True, member)
    expect(bool(re.fullmatch("[0-9a-f]{64}", receipt["digest"])), True, "digest")


@scenario("原样重发：200 和同一回执", "the same again: 200 and the same receipt",
          'contract 3: "200 with the same receipt for a repeat"')
def repeat(stage):
    message = stage.birth()
    first, again = stage.taken(message), stage.send(message)
    expect(again.status, 200, "status")
    expect([again.json[name] for name in SAME], [first[name] for name in SAME], "receipt")


@scenario("XML 与 JSON 内容相同即同一报文", "XML and JSON of the same content are the same message",
          'contract 2: "The same content in either form is the same message"')
def forms(stage):
    message = stage.birth()
    first = stage.taken(message)
    answer = stage.call("POST", "/v1/messages", xml(message).encode(), "application/xml",
                        message["header"]["sender"])
    expect((answer.status, answer.json["digest"]), (200, first["digest"]), "the XML")


@scenario("同一编号、不同内容：409", "the same id with other content: 409",
          'contract 2: "other valid content 409"')
def other(stage):
    message = stage.birth()
    stage.taken(message)
    message["birthCertificate"]["child"]["name"] = "安宁"
    expect(stage.send(message).status, 409, "status")


@scenario("被拒（422，逐处指出）后改正，沿用原编号：201", "refused with every place named, then corrected"
          " under the same id: 201",
          'contract 2: "the corrected one may come under the same id"')
def corrected(stage):
    message = stage.birth()
    wrong = copy.deepcopy(message)
    wrong["birthCertificate"]["child"]["sex"] = "7"
    wrong["birthCertificate"]["issuedOn"] = "2026-02-30"
    answer = stage.send(wrong)
    expect((answer.status, sorted(answer.codes())), (422, ["notADate", "unknownCode"]), "refusal")
    for error in answer.json["errors"]:
        expect(bool(error["message"]["zh-CN"] and error["message"]["en"] and error["line"]), True,
            "text")
    header = message["header"]
    place = f"/v1/messages/{header['sender']}/{header['id']}"
    expect(stage.call("GET", place, sender=header["sender"]).json["verdict"], "rejected", "verdict")
    expect(stage.send(message).status, 201, "the corrected one")
    expect(stage.call("GET", place, sender=header["sender"]).json["verdict"], "accepted", "verdict")


@scenario("无法解析：400，指明行列；错误类型可查办法", "not well-formed: 400 with line and column, and a cure"
          " where `type` leads",
          'contract 2: "Refused with 400: notWellFormed"; 3: "all errors of a message at once"')
def broken(stage):
    answer = stage.call("POST", "/v1/messages", b'{"header":\n {"id": }}', "application/json",
                        stage.sender())
    expect((answer.status, answer.codes()), (400, ["notWellFormed"]), "refusal")
    expect(answer.json["errors"][0]["line"], 2, "line")
    cure = stage.call("GET", answer.json["type"]).json["cure"]
    expect(bool(cure["zh-CN"] and cure["en"]), True, "cure")


@scenario("超过 1 MiB：413；内容类型不对：415", "over 1 MiB: 413; another content type: 415",
          'contract 3: "413 over 1 MiB · 415"')
def outside(stage):
    large = b" " * (1 << 20) + b"{}"
    expect(stage.call("POST", "/v1/messages", large, "application/json", stage.sender()).status,
        413,
           "a large body")
    expect(stage.call("POST", "/v1/messages", b"{}", "text/plain", stage.sender()).status, 415,
        "type")


@scenario("DOCTYPE 拒收：400", "a DOCTYPE is refused: 400",
          'contract 2: "Refused with 400: … doctype"')
def doctype(stage):
    body = "<!DOCTYPE message>" + xml(stage.birth())
    answer = stage.call("POST", "/v1/messages", body.encode(), "application/xml", stage.sender())
    expect((answer.status, answer.codes()), (400, ["doctype"]), "refusal")


@scenario("标识写成数字：identifierNotString；晚于发送时间：future", "a number as identifier, a day after"
          " sentAt: refused by name",
          'contract 2: "a JSON number where an identifier belongs is refused"; "`future` means later than the message\'s `sentAt`"')
def names(stage):
    message = stage.birth()
    message["birthCertificate"]["birthPlace"]["division"] = int(stage.division)
    message["birthCertificate"]["issuedOn"] = "2026-03-02"
    answer = stage.send(message)
    expect((answer.status, sorted(answer.codes())), (422, ["future", "identifierNotString"]),
        "codes")


@scenario("可疑但明确的照收，只作提醒：占位姓名、未知字段", "odd but clear is taken with a warning: placeholder"
          " name, unknown field",
          'contract 2: "Unknown elements are kept as evidence and warned about"')
def warned(stage):
    message = stage.birth(ward="3")
    message["birthCertificate"]["child"]["name"] = "周宁之子"
    codes = sorted(warning["code"] for warning in stage.taken(message)["warnings"])
    expect(codes, ["placeholderName", "unknownField"], "warnings")


@scenario("批次：逐条成败，一条有错不影响其他", "a batch: each stands or falls alone, answered in order",
          'contract 2: "each message stands or falls alone"')
def batch(stage):
    good, wrong, last = stage.birth(), stage.birth(), stage.birth()
    wrong["birthCertificate"]["child"]["sex"] = "x"
    lines = [json.dumps(one, ensure_ascii=False) for one in (good, wrong, last, good)]
    lines.insert(2, "{not json")
    answer = stage.call("POST", "/v1/batches", "\n".join(lines).encode(), "application/x-ndjson",
                        stage.sender())
    expect([line["status"] for line in answer.lines],
           ["accepted", "rejected", "rejected", "accepted", "repeated"], "lines")
    expect([line["index"] for line in answer.lines], [0, 1, 2, 3, 4], "order")
    wrapped = '<messages xmlns="urn:birthgate:message:1">' + xml(last) + xml(wrong) + "</messages>"
    answer = stage.call("POST", "/v1/batches", wrapped.encode(), "application/xml", stage.sender())
    expect([line["status"] for line in answer.lines], ["repeated", "rejected"], "XML")


@scenario("签名：无签名、错签名、旧时间、旧 nonce、未登记，各 401 并说明原因", "unsigned, wrong, late, used,"
          " unknown: 401, each with its reason",
          'contract 3: "401 unknown sender or bad signature"; "five minutes of skew, nonces once"')
def signatures(stage):
    if not stage.signs:
        raise NotHere("网关未登记发送方 this gateway names no senders")
    message = stage.birth()
    body = json.dumps(message).encode()
    sender = message["header"]["sender"]

    def reason(**changes):
        answer = stage.call("POST", "/v1/messages", body, "application/json", sender, **changes)
        expect(answer.status, 401, "status")
        return answer.json["reason"]
    unsigned = stage.call("POST", "/v1/messages", body, "application/json")
    expect((unsigned.status, unsigned.json["reason"]), (401, "unsigned"), "unsigned")
    expect(reason(secret=b"0123456789abcdef"), "badSignature", "another key")
    expect(reason(ts=str(int(time.time()) - 400)), "clockSkew", "an old ts")
    expect(reason(name="H00000000000"), "unknownSender", "an unknown sender")
    nonce = f"rehearsal-{stage.run}-nonce"
    expect(stage.send(message, nonce=nonce).status, 201, "a good one")
    expect(reason(nonce=nonce), "nonceUsed", "a used nonce")


@scenario("以他人名义发送：403", "in somebody else's name: 403",
          'contract 3: "403 not yours to send"')
def foreign(stage):
    if not stage.signs:
        raise NotHere("网关未登记发送方 this gateway names no senders")
    message = stage.birth()
    sender, message["header"]["sender"] = message["header"]["sender"], "H99999999999"
    answer = stage.call("POST", "/v1/messages", json.dumps(message).encode(), "application/json",
        sender)
    expect(answer.status, 403, "status")


@scenario("SOAP：base64 报文，以 SOAP 作答，success 为 0", "SOAP: a message in base64 is answered in SOAP,"
          " success 0",
          'reference: POST /v1/soap')
def soap(stage):
    if "/v1/soap" not in stage.described:
        raise NotHere("/v1/soap")
    message = stage.birth()
    text = base64.b64encode(xml(message).encode()).decode()
    body = ('<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
            f'<submit xmlns="urn:birthgate:soap:1"><xmlInput xmlns="">{text}</xmlInput></submit>'
            "</s:Body></s:Envelope>").encode()
    answer = stage.call("POST", "/v1/soap", body, "text/xml", message["header"]["sender"])
    expect(answer.status, 200, "status")
    inner = base64.b64decode(re.search(b"<return>([^<]*)</return>", answer.raw).group(1)).decode()
    expect(re.findall("<success>([^<]*)</success>", inner), ["0", "0"], "success")
    expect(message["header"]["id"] in inner, True, "id")


@scenario("对账清单：漏送的编号被指出", "a manifest: what never arrived is named",
          'contract 3: "what never arrived, what arrived unlisted"')
def manifest(stage):
    if "/v1/manifests" not in stage.described:
        raise NotHere("/v1/manifests")
    message = stage.birth()
    stage.taken(message)
    header = message["header"]
    day = header["sentAt"][:10]
    body = json.dumps({"sender": header["sender"], "from": day + "T00:00:00+08:00",
                       "to": "2026-03-02T00:00:00+08:00",
                       "ids": [header["id"], f"lost-{stage.run}"]}).encode()
    answer = stage.call("POST", "/v1/manifests", body, "application/json", header["sender"])
    expect((answer.status, answer.json["missing"]), (200, [f"lost-{stage.run}"]), "missing")


word_scenarios = [check, new, repeat, forms, other, corrected, broken, outside, doctype, names,
    warned,
                  batch, signatures, foreign, soap, manifest]
