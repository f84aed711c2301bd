"""The other side of deploy/bench-readers, and the referee: makes the messages, times lxml and
pydantic, runs `birthgate bench read` in turn with them, prints medians.

Sides of a round, each a process of its own on one core, messages read for SECONDS of CPU time:

  xml   A  birthgate bench read: parse, all checks, fact, canonical bytes, SM3
        B  lxml: etree.fromstring, XMLSchema of `birthgate schema --xsd`, every field into a dict
  json  A  the same as above
        B  pydantic: model_validate_json of a model made of `birthgate schema --json-schema`
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(ROOT / "Tests" / "Oracle"))

from forms import json_line, xml  # noqa: E402
from histories import check_digit  # noqa: E402

SETS = ("samples", "full")


# --- messages ---------------------------------------------------------------------------------


def samples():
    """The messages of all sample stories, as they stand in their batches."""
    for path in sorted((ROOT / "Samples").glob("*.ndjson")):
        yield from map(json.loads, path.read_text().splitlines())


def person(name, born, serial):
    seventeen = f"610104{born}{serial:03d}"
    return {
        "name": name, "idType": "citizenId", "idNumber": seventeen + check_digit(seventeen),
        "nationality": "CHN", "ethnicity": "01", "phone": f"138{serial:08d}",
    }


def contact(relation, name, channel, address):
    return {
        "relation": relation, "name": name, "channel": channel, "address": address,
        "language": "zh-CN",
    }


def full(index):
    """A certificate in which every field is given that can be, and eight contacts."""
    place = "陕西省西安市莲湖区妇幼保健计划生育服务中心（莲湖区妇幼保健院）产科"
    return {
        "header": {
            "id": f"FULL-2026-03-{index:05d}", "sender": "H61010400001",
            "sentAt": "2026-03-02T09:00:00+08:00",
        },
        "birthCertificate": {
            "action": "reissue", "number": f"Z61{index:07d}", "replaces": f"Y61{index:07d}",
            "revision": 3,
            "child": {
                "name": "欧阳王小宝", "sex": "2", "bornAt": "2026-02-28T06:40:00+08:00",
                "gestationWeeks": 39, "gestationDays": 2, "weightGrams": 3250, "lengthCm": 50,
                "plurality": 1, "birthOrder": 1, "healthCode": "10",
            },
            "birthPlace": {
                "division": "610104", "facilityCode": "H61010400001", "facilityName": place,
            },
            "mother": person("欧阳静怡", "19950412", index % 1000),
            "father": person("王建国", "19930820", (index + 1) % 1000),
            "issuer": {"code": "H61010400001", "name": place},
            "issuedOn": "2026-03-02",
            "contacts": [
                contact("mother", "欧阳静怡", "sms", f"138{index:08d}"),
                contact("mother", "欧阳静怡", "email", f"mother{index}@example.invalid"),
                contact("mother", "欧阳静怡", "wechat", f"wechat-of-mother-{index}"),
                contact("father", "王建国", "sms", f"139{index:08d}"),
                contact("father", "王建国", "email", f"father{index}@example.invalid"),
                contact("father", "王建国", "wechat", f"wechat-of-father-{index}"),
                contact("guardian", "欧阳建华", "sms", f"137{index:08d}"),
                contact("guardian", "欧阳建华", "email", f"guardian{index}@example.invalid"),
            ],
            "reason": "原件在搬家途中遗失，母亲本人持身份证件申请补发，档案核对无误。",
        },
    }


def write_messages(folder):
    """Two sets, each as one file of JSON lines and one XML file a message."""
    made = {"samples": list(samples()), "full": [full(i) for i in range(1, 101)]}
    files = {}
    for name, messages in made.items():
        lines = folder / f"{name}.ndjson"
        lines.write_text("".join(json_line(m) + "\n" for m in messages))
        files[name, "json"] = [lines]
        files[name, "xml"] = []
        for number, message in enumerate(messages):
            path = folder / f"{name}-{number:03d}.xml"
            path.write_text(xml(message))
            files[name, "xml"].append(path)
    return files


# --- the other side ---------------------------------------------------------------------------


def schema(program, family, form):
    made = subprocess.run([program, "schema", family, f"--{form}"], capture_output=True, check=True)
    return made.stdout


def family_of(message):
    return next(name for name in message if name != "header")


def lxml_reader(program, families):
    """Parse, validate by the family's XSD, every field into a dict: what a gateway would need."""
    from lxml import etree

    schemas = {f: etree.XMLSchema(etree.fromstring(schema(program, f, "xsd"))) for f in families}

    def fields(element):
        result = {}
        for child in element:
            name = child.tag.rpartition("}")[2]
            value = fields(child) if len(child) else child.text
            if name not in result:
                result[name] = value
            elif isinstance(result[name], list):
                result[name].append(value)
            else:
                result[name] = [result[name], value]
        return result

    def read(item):
        family, text = item
        root = etree.fromstring(text)
        if not schemas[family].validate(root):
            raise SystemExit(f"lxml refuses a message: {schemas[family].error_log}")
        return fields(root)

    return read, f"lxml {etree.__version__}, libxml2 {'.'.join(map(str, etree.LIBXML_VERSION))}"


def pydantic_reader(program, families):
    """A model with the names, types, patterns, code sets and bounds of the family's JSON Schema.

    Days and instants become dates and aware datetimes. What only an action needs is optional here,
    which is less than ours checks.
    """
    import datetime
    from typing import Annotated, Literal, Optional

    import pydantic

    config = pydantic.ConfigDict(extra="forbid")

    def kind(name, part):
        if part["type"] == "object":
            return model(name, part)
        if part["type"] == "array":
            return list[kind(name, part["items"])]
        if part["type"] == "integer":
            bounds = pydantic.Field(ge=part["minimum"], le=part["maximum"], strict=True)
            return Annotated[int, bounds]
        if "enum" in part:
            return Literal[tuple(part["enum"])]
        if part.get("format") == "date":
            return datetime.date
        if part.get("format") == "date-time":
            return pydantic.AwareDatetime
        if part["pattern"].startswith("^([^"):  # any text that is not blank
            return Annotated[str, pydantic.StringConstraints(min_length=1)]
        return Annotated[str, pydantic.StringConstraints(pattern=part["pattern"])]

    def model(name, part):
        members = {}
        for member, inner in part["properties"].items():
            needed = member in part["required"]
            there = kind(f"{name}_{member}", inner)
            members[member] = (there, ...) if needed else (Optional[there], None)
        return pydantic.create_model(name, __config__=config, **members)

    models = {f: model(f, json.loads(schema(program, f, "json-schema"))) for f in families}

    def read(item):
        family, text = item
        return models[family].model_validate_json(text)

    return read, f"pydantic {pydantic.VERSION}"


def measure_python(program, form, files, seconds):
    """Microseconds of CPU time a message of this process."""
    items = []
    for path in files:
        if form == "xml":
            text = path.read_bytes()
            from lxml import etree
            items.append((etree.fromstring(text)[1].tag.rpartition("}")[2], text))
        else:
            for line in path.read_bytes().splitlines():
                items.append((family_of(json.loads(line)), line))
    families = sorted({family for family, _ in items})
    read, name = {"xml": lxml_reader, "json": pydantic_reader}[form](program, families)
    for item in items:
        read(item)
    count, start = 0, time.process_time()
    while time.process_time() - start < seconds:
        for item in items:
            read(item)
        count += len(items)
    microseconds = (time.process_time() - start) / count * 1e6
    return {"microseconds": microseconds, "messages": count, "name": name}


# --- the run ----------------------------------------------------------------------------------


def run(command, show):
    if show:
        print("  " + " ".join(command[:8]) + (" …" if len(command) > 8 else ""), flush=True)
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    if done.returncode != 0:
        raise SystemExit(f"failed: {' '.join(command[:8])}\n{done.stderr}")
    return json.loads(done.stdout)


def compare(options, form, name, files):
    """Rounds of A and B in turn; the order changes with each round."""
    core = ["taskset", "-c", str(options.core)]
    seconds = str(options.seconds)
    paths = [str(path) for path in files]
    sides = {
        "ours": [*core, options.program, "bench", "read", "--json", "--seconds", seconds, *paths],
        "theirs": [
            *core, sys.executable, __file__, "--program", options.program, "--side", form,
            "--seconds", seconds, *paths,
        ],
    }
    print(f"\n{form}, {name}: {len(files)} file(s)")
    rows = []
    for number in range(options.rounds):
        order = ["ours", "theirs"] if number % 2 == 0 else ["theirs", "ours"]
        rows.append({side: run(sides[side], show=number == 0) for side in order})
    ratios = [row["theirs"]["microseconds"] / row["ours"]["microseconds"] for row in rows]
    ours = statistics.median(row["ours"]["microseconds"] for row in rows)
    theirs = statistics.median(row["theirs"]["microseconds"] for row in rows)
    parts = {
        part: statistics.median(row["ours"]["stages"][part] for row in rows)
        for part in rows[0]["ours"]["stages"]
    }
    print(f"  {rows[0]['ours']['bytesEach']:.0f} bytes a message")
    print(f"  Birthgate {ours:.1f} us ({', '.join(f'{k} {v:.1f}' for k, v in parts.items())})")
    print(f"  {rows[0]['theirs']['name']} {theirs:.1f} us")
    ratio = statistics.median(ratios)
    print(f"  ratio, median of {len(ratios)} rounds: {ratio:.2f} ({min(ratios):.2f} to "
          f"{max(ratios):.2f})")
    return ratio


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("files", nargs="*", type=pathlib.Path)
    parser.add_argument("--program", required=True)
    parser.add_argument("--side", choices=["xml", "json"])
    parser.add_argument("--seconds", type=float, default=2)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--core", type=int, default=max(os.sched_getaffinity(0)))
    parser.add_argument("--folder", type=pathlib.Path)
    options = parser.parse_args()
    if options.side:
        told = measure_python(options.program, options.side, options.files, options.seconds)
        print(json.dumps(told))
        return 0
    files = write_messages(options.folder)
    behind = []
    for form in ("xml", "json"):
        for name in SETS:
            if compare(options, form, name, files[name, form]) < 1:
                behind.append(f"{form} {name}")
    if behind:
        print(f"\nslower than the other side: {', '.join(behind)}")
    return 1 if behind else 0


if __name__ == "__main__":
    sys.exit(main())
