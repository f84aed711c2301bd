#!/usr/bin/env python3
"""Writes a batch of births as XML, written out as in Samples, for trying how large files are taken.

  make_batch.py RECORDS [--from NUMBER] [--bad EVERY] [--sender CODE] >FILE

A record is some 3.4 KB: 300,000 of them are 1 GB. Each has a certificate, a message id and a mother
of its own, so each is a case of its own. The same arguments give the same bytes. With --bad every
so-manieth record has a day of birth that no calendar knows, and is to be refused.
"""
import argparse
import sys

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def citizen_id(index, first_year):
    """Valid by GB 11643, another for each of the first three million."""
    year = first_year + index // (336 * 1000) % 9
    month, day = index // 28000 % 12 + 1, index // 1000 % 28 + 1
    body = f"610104{year}{month:02}{day:02}{index % 1000:03}"
    check = "10X98765432"[sum(int(d) * w for d, w in zip(body, WEIGHTS)) % 11]
    return body + check


def contact(relation, name, channel, address):
    return f"""\
      <contacts>
        <relation>{relation}</relation>
        <name>{name}</name>
        <channel>{channel}</channel>
        <address>{address}</address>
        <language>zh-CN</language>
      </contacts>
"""


def record(index, sender, is_bad):
    mother, father = citizen_id(index, 1985), citizen_id(index, 1976)
    day = "2026-02-30" if is_bad else f"2026-02-{index % 28 + 1:02}"
    contacts = "".join(
        contact(relation, name, channel, address)
        for relation, name, channel, address in (
            ("mother", "李静", "sms", f"138{index % 100000000:08}"),
            ("mother", "李静", "wechat", f"openid-o6_bmjrPTlm6_2sgVt7hMZOPfL2M-{index:09}"),
            ("father", "王建国", "sms", f"139{index % 100000000:08}"),
            ("father", "王建国", "email", f"wangjianguo.{index:09}@mail.example.cn"),
            ("grandmother", "赵桂兰", "sms", f"137{index % 100000000:08}"),
            ("grandfather", "李国强", "sms", f"136{index % 100000000:08}"),
            ("grandmother", "周秀英", "sms", f"135{index % 100000000:08}"),
            ("grandfather", "王德福", "sms", f"134{index % 100000000:08}"),
        ))
    return f"""\
  <message>
    <header>
      <id>B-{index:09}</id>
      <sender>{sender}</sender>
      <sentAt>2026-03-02T08:50:00+08:00</sentAt>
    </header>
    <birthCertificate>
      <action>issue</action>
      <number>{chr(65 + index // 10000000 % 26)}61{index % 10000000:07}</number>
      <revision>1</revision>
      <child>
        <name>王小宝</name>
        <sex>{index % 2 + 1}</sex>
        <bornAt>{day}T06:40:00+08:00</bornAt>
        <gestationWeeks>39</gestationWeeks>
        <gestationDays>2</gestationDays>
        <weightGrams>{3000 + index % 1000}</weightGrams>
        <lengthCm>50</lengthCm>
        <plurality>1</plurality>
        <birthOrder>1</birthOrder>
        <healthCode>1</healthCode>
      </child>
      <birthPlace>
        <division>610104</division>
        <facilityCode>H61010400001</facilityCode>
        <facilityName>西安市莲湖区妇幼保健计划生育服务中心（产科一病区）</facilityName>
      </birthPlace>
      <mother>
        <name>李静</name>
        <idType>citizenId</idType>
        <idNumber>{mother}</idNumber>
        <nationality>CHN</nationality>
        <ethnicity>01</ethnicity>
        <phone>138{index % 100000000:08}</phone>
      </mother>
      <father>
        <name>王建国</name>
        <idType>citizenId</idType>
        <idNumber>{father}</idNumber>
        <nationality>CHN</nationality>
        <ethnicity>01</ethnicity>
        <phone>139{index % 100000000:08}</phone>
      </father>
      <issuer>
        <code>H61010400001</code>
        <name>西安市莲湖区妇幼保健计划生育服务中心</name>
      </issuer>
      <issuedOn>2026-03-01</issuedOn>
{contacts}\
    </birthCertificate>
  </message>
"""


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("records", type=int)
    parser.add_argument("--from", dest="first", type=int, default=0)
    parser.add_argument("--bad", type=int, default=0)
    parser.add_argument("--sender", default="H61010400001")
    options = parser.parse_args()
    out = sys.stdout.buffer
    out.write('<?xml version="1.0" encoding="UTF-8"?>\n'
              '<messages xmlns="urn:birthgate:message:1">\n'.encode())
    for index in range(options.first, options.first + options.records):
        is_bad = options.bad > 0 and index % options.bad == options.bad - 1
        out.write(record(index, options.sender, is_bad).encode())
    out.write(b"</messages>\n")


if __name__ == "__main__":
    main()
