#!/usr/bin/env python3
"""Judges messages by the published schemas, with libraries that know nothing of our reader.

Usage: agreement.py DIR. DIR holds FAMILY.xsd, FAMILY.json, FAMILY.fields and cases.ndjson, one line a
case: {"family", "form", "kind", "text", "errors": [[code, field], ...]}. A case is in order where
schema and reader agree; where the schema accepts and the reader refuses, every error must be a rule
that the field list marks "beyond schema"; where the schema refuses and the reader accepts, the kind
of the mutation must be one the reader is known to be wider in. Anything else is printed, exit 1.
"""
import json
import pathlib
import sys

import jsonschema
from lxml import etree

# What the reader takes beyond the canonical form (contract, "Messages").
WIDER = {
    "nullMark": "null marks mean not given",
    "space": "texts are trimmed",
    "fullWidth": "full-width identifiers are normalised",
    "lowerCase": "lower-case identifiers are normalised",
    "unknown": "unknown members are kept",
    "order": "XML elements come in any order",
    "leadingZero": "XML integers may have leading zeros",
}


def main(folder):
    schemas, beyond = {}, {}
    for path in folder.glob("*.xsd"):
        family = path.stem
        document = json.loads((folder / f"{family}.json").read_text())
        jsonschema.Draft202012Validator.check_schema(document)
        schemas[family, "json"] = jsonschema.Draft202012Validator(document)
        schemas[family, "xml"] = etree.XMLSchema(etree.parse(str(path)))
        for row in json.loads((folder / f"{family}.fields").read_text()):
            for rule in row["beyondSchema"]:
                for language in rule["languages"]:
                    form = "xml" if language == "xsd" else "json"
                    beyond.setdefault((family, form), set()).add((rule["code"], row["path"]))
    counts = {"both accept": 0, "both refuse": 0, "beyond schema": 0, "reader wider": 0}
    failures = []
    for line in (folder / "cases.ndjson").read_text().splitlines():
        case = json.loads(line)
        key = case["family"], case["form"]
        accepted = accepts(schemas[key], case)
        refused = bool(case["errors"])
        if accepted and refused:
            strange = [e for e in map(tuple, case["errors"]) if e not in beyond.get(key, ())]
            counts["beyond schema"] += 1
            if strange:
                failures.append(("schema accepts, reader refuses", strange, case))
        elif not accepted and not refused:
            counts["reader wider"] += 1
            if case["kind"] not in WIDER:
                failures.append(("schema refuses, reader accepts", case["kind"], case))
        else:
            counts["both refuse" if refused else "both accept"] += 1
    print(json.dumps(counts))
    for why, what, case in failures[:10]:
        print(why, what, case["family"], case["form"], case["kind"], case["text"])
    print(len(failures), "disagreements")
    return 1 if failures or not all(counts.values()) else 0


def accepts(schema, case):
    if case["form"] == "json":
        return schema.is_valid(json.loads(case["text"]))
    try:
        return schema.validate(etree.fromstring(case["text"].encode()))
    except etree.XMLSyntaxError:
        return False


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
