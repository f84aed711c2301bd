#!/usr/bin/env python3
"""Writes signing.json: requests with every byte that goes into their signature.

Nothing of Birthgate computes here: SM3 and SM2 are those of gmssl (`pip install gmssl`), HMAC is
written out by RFC 2104, and where openssl is at hand it has to agree.

签名示例由第三方库 gmssl 计算，与 Birthgate 的代码无关；装有 openssl 时两者须一致。
"""

import base64
import json
import pathlib
import subprocess

from gmssl import func, sm2, sm3

SENDER = "H61010400001"
BIRTH = {
    "header": {"id": "M-000123", "sender": SENDER, "sentAt": "2026-03-01T10:15:00+08:00"},
    "birthCertificate": {
        "action": "issue", "number": "Z610000001",
        "child": {"name": "李一诺", "sex": "2", "bornAt": "2026-02-28T08:00:00+08:00"},
        "birthPlace": {"division": "610104"},
        "mother": {"name": "王芳", "idType": "passport", "idNumber": "E12345678"},
        "issuedOn": "2026-03-01"},
}
CHINESE = json.dumps(BIRTH, ensure_ascii=False).encode()
GB = '<?xml version="1.0" encoding="GB18030"?><message>李一诺</message>'.encode("gb18030")
SHORT, USUAL, BLOCK, LONG = bytes(range(16)), bytes(range(32)), bytes(range(64)), bytes(range(100))

# name, method, path, ts, nonce, body, key
CASES = [
    ("a JSON body|JSON 正文", "POST", "/v1/messages", 1772331300, "abcdefghijklmnop",
     b'{"header":{}}', USUAL),
    ("Chinese in UTF-8|UTF-8 汉字", "POST", "/v1/messages", 1772331301, "0123456789ABCDEF",
     CHINESE, USUAL),
    ("no body, so the SM3 of nothing|无正文，取空串的 SM3", "GET",
     f"/v1/messages/{SENDER}/M-000123", 1772331302, "A-nonce_of_21_letters", b"",
     USUAL),
    ("a query belongs to the path, with its escapes as sent|查询串属于路径，转义按原样", "POST",
     "/v1/messages/check?dialect=mdeml&note=%E6%B5%8B%E8%AF%95", 1772331303,
     "fedcba9876543210", CHINESE, USUAL),
    ("all 256 bytes|全部 256 个字节值", "POST", "/v1/batches", 1772331304, "x" * 64,
     bytes(range(256)), USUAL),
    ("bytes are signed as sent, here GB 18030|按发出的字节签名，此处为 GB 18030", "POST",
     "/v1/messages", 1772331305, "-_-_-_-_-_-_-_-_", GB, USUAL),
    ("line ends stay what they are|换行符不得改动", "POST", "/v1/batches", 1772331306,
     "crlfcrlfcrlfcrlf", b"{}\r\n{}\n", USUAL),
    ("a key of 16 bytes|16 字节密钥", "POST", "/v1/messages", 1772331307, "key-of-16-bytes-",
     CHINESE, SHORT),
    ("a key of one block, 64 bytes|64 字节（一个分组）密钥", "POST", "/v1/messages", 1772331308,
     "key-of-64-bytes-", CHINESE, BLOCK),
    ("a key over one block is hashed first|超过一个分组的密钥先取摘要", "POST", "/v1/messages",
     1772331309, "key-of-100-bytes", CHINESE, LONG),
]
SM2_CASES = [0, 1, 2, 4]


def digest(data: bytes) -> bytes:
    return bytes.fromhex(sm3.sm3_hash(func.bytes_to_list(data)))


def hmac(key: bytes, data: bytes) -> bytes:
    key = (digest(key) if len(key) > 64 else key).ljust(64, b"\0")
    inner = digest(bytes(b ^ 0x36 for b in key) + data)
    return digest(bytes(b ^ 0x5C for b in key) + inner)


def openssl_agrees(key: bytes, data: bytes, expected: bytes) -> None:
    try:
        said = subprocess.run(
            ["openssl", "dgst", "-sm3", "-mac", "HMAC", "-macopt", f"hexkey:{key.hex()}",
                "-binary"],
            input=data, stdout=subprocess.PIPE, check=True).stdout
    except FileNotFoundError:
        return
    assert said == expected, "openssl and gmssl differ"


def pem(point: str) -> str:
    """SubjectPublicKeyInfo of a point: ecPublicKey on the curve sm2p256v1."""
    head = "3059301306072a8648ce3d020106082a811ccf5501822d03420004"
    text = base64.b64encode(bytes.fromhex(head + point)).decode()
    lines = [text[i:i + 64] for i in range(0, len(text), 64)]
    return "\n".join(["-----BEGIN PUBLIC KEY-----", *lines, "-----END PUBLIC KEY-----", ""])


def request(case) -> dict:
    name, method, path, ts, nonce, body, _ = case
    english, chinese = name.split("|")
    signed = "\n".join([method, path, str(ts), nonce, digest(body).hex()])
    try:
        text = body.decode()
        readable = {"text": text} if text.isprintable() or text == "" else {}
    except UnicodeDecodeError:
        readable = {}
    return {
        "name": {"zh-CN": chinese, "en": english}, "method": method, "path": path,
        "ts": str(ts), "nonce": nonce,
        "body": {"base64": base64.b64encode(body).decode(), **readable},
        "bodySM3": digest(body).hex(), "signed": signed, "signedHex": signed.encode().hex(),
    }


def main() -> None:
    # A key that anybody can work out: good for comparing, for nothing else.
    private = digest(b"birthgate: an SM2 key for comparing signatures").hex()
    maker = sm2.CryptSM2(private_key=private, public_key="")
    point = maker._kg(int(private, 16), maker.ecc_table["g"])
    signer = sm2.CryptSM2(private_key=private, public_key=point)
    vectors = []
    for case in CASES:
        one = request(case)
        key = case[6]
        signature = hmac(key, one["signed"].encode())
        openssl_agrees(key, one["signed"].encode(), signature)
        head = f"sender={SENDER}, ts={one['ts']}, nonce={one['nonce']}, sig={signature.hex()}"
        vectors.append({
            **one, "scheme": "Birthgate-HMAC-SM3",
            "key": {"hex": key.hex(), "base64": base64.b64encode(key).decode()},
            "signature": signature.hex(),
            "authorization": f"Birthgate-HMAC-SM3 {head}"})
    for index in SM2_CASES:
        one = request(CASES[index])
        data = one["signed"].encode()
        k = digest(f"birthgate: k of case {index}".encode()).hex()
        signature = signer.sign_with_sm3(data, k)
        assert signer.verify_with_sm3(signature, data)
        head = f"sender={SENDER}, ts={one['ts']}, nonce={one['nonce']}, sig={signature}"
        vectors.append({
            **one, "scheme": "Birthgate-SM2",
            "key": {"id": "1234567812345678", "privateHex": private, "publicHex": "04" + point,
                    "publicPem": pem(point)},
            # With any other k the signature is another one and as good.
            "k": k, "signature": signature, "authorization": f"Birthgate-SM2 {head}"})
    page = {
        "about": {
            "zh-CN": "签名原文 signed 是五行，以换行符（0A）分隔，末尾没有换行；signedHex 是其字节。"
                     "HMAC 的密钥是 key.hex 的字节；SM2 的签名每次不同，只可验证，给定 k 时可比对。"
                     "密钥仅供比对，切勿使用。",
            "en": "`signed` is five lines with a line feed (0A) between them and none at the end; "
                  "signedHex is its bytes. The HMAC key is the bytes of key.hex. An SM2 signature "
                  "is another one each time and can only be verified, or compared for the given k. "
                  "The keys are for comparing and must never be used."},
        "sender": SENDER, "vectors": vectors}
    path = pathlib.Path(__file__).with_name("signing.json")
    path.write_text(json.dumps(page, ensure_ascii=False, indent=1) + "\n")
    print(f"{len(vectors)} vectors")


if __name__ == "__main__":
    main()
