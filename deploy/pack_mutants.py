"""What deploy/pack-mutants does once the tests are built; see there."""

import argparse
import copy
import datetime
import glob
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

PACKS = "Sources/Policies/Packs"
NOT_TERMS = {"from", "document", "status", "citations", "examples"}
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MONTH_DAY = re.compile(r"\d{2}-\d{2}")


def closed_sets():
    """By term: the words it may be one of, read from the sources."""
    text = "".join(open(path).read() for path in glob.glob("Sources/Casework/Policy/*.swift"))
    sets = {}
    for names, words in re.findall(r"case ((?:\.\w+,?\s*)+):\s*\[([^\]]*)\]", text):
        for name in re.findall(r"\.(\w+)", names):
            sets[name] = re.findall(r'"(\w+)"', words)
    late = re.findall(r"^  case (\w+)$", text.split("enum LateCover")[1], re.M)
    sets["lateCover"] = sets["studentLateCover"] = late
    return sets


def next_day(text, step=1):
    if MONTH_DAY.fullmatch(text):
        day = datetime.date(2001, int(text[:2]), int(text[3:]))
        turned = day + datetime.timedelta(step)
        # The day before, where the next one is in another year.
        return (turned if turned.year == 2001 else day - datetime.timedelta(step)).strftime("%m-%d")
    return str(datetime.date.fromisoformat(text) + datetime.timedelta(step))


def others(term, value, sets):
    """Values that may stand in the place of one; the first that the reader takes is tried."""
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        return [value + 1, value - 1]
    if DAY.fullmatch(value) or MONTH_DAY.fullmatch(value):
        return [next_day(value), next_day(value, -1)]
    return [word for word in sets.get(term, []) if word != value]


def changes(version, sets):
    """(what, path, values to try) of everything in a version that can be changed."""
    if version["from"]:
        yield "from", ["from"], [next_day(version["from"])]
    for term, entry in version.items():
        if term in NOT_TERMS:
            continue
        value, path = entry["value"], [term, "value"]
        if isinstance(value, dict):
            if all(isinstance(item, list) for item in value.values()):
                yield term, path, [dict(list(value.items())[1:])]
            else:
                for key, item in value.items():
                    yield f"{term}[{key}]", path + [key], others(term, item, sets)
        elif isinstance(value, list):
            if value and isinstance(value[0], int) or value and DAY.fullmatch(value[0]):
                for index, item in enumerate(value):
                    yield f"{term}[{index}]", path + [index], others(term, item, sets)
            elif value:
                yield term, path, [value[:-1]]
        elif tries := others(term, value, sets):
            yield term, path, tries


def mutants(words):
    sets = closed_sets()
    for file in sorted(glob.glob(f"{PACKS}/*.json")):
        pack = json.load(open(file))
        stem = os.path.basename(file)[:-5]
        for index, version in enumerate(pack["versions"]):
            for what, path, tries in changes(version, sets):
                name = f"{stem} {version['from'] or 'always'} {what}"
                if not words or any(word in name for word in words):
                    yield name, file, pack, ["versions", index] + path, tries


def at(tree, path):
    for step in path:
        tree = tree[step]
    return tree


def told(value):
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def failed_tests(output):
    name = r'(?:"([^"]*)"|(\w[^ ]*\(.*?\)))'
    found = re.findall(rf"✘ Test {name} .*?(?:failed after|recorded an issue)", output)
    return sorted({quoted or plain for quoted, plain in found})


def test_command(tests, skipped):
    binary = ".build/debug/birthgatePackageTests.xctest"
    command = [binary, "--testing-library", "swift-testing", "--filter", tests]
    return command + (["--skip", skipped] if skipped else [])


def run(command, folder):
    """The tests that fail with these packs; None where the packs do not load at all."""
    environment = dict(os.environ, BIRTHGATE_PACKS=folder)
    result = subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, timeout=600)
    output = re.sub(r"\x1b\[[0-9;]*m", "", result.stdout.decode(errors="replace"))
    if "do not load" in output:
        return None
    tests = failed_tests(output)
    if result.returncode and not tests:
        tests = [(output.strip().splitlines() or ["no output"])[-1][:100]]
    return tests


def judge(mutant, command, folder):
    name, file, pack, path, tries = mutant
    target = os.path.join(folder, os.path.basename(file))
    try:
        for value in tries:
            changed = copy.deepcopy(pack)
            at(changed, path[:-1])[path[-1]] = value
            json.dump(changed, open(target, "w"), ensure_ascii=False)
            tests = run(command, folder)
            if tests is not None:
                return value, tests
        return tries[0], ["the pack reader refuses it"]
    finally:
        shutil.copy(file, target)


def main():
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("words", nargs="*")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--filter", default="PolicyTests")
    parser.add_argument("--skip")
    parser.add_argument("--json")
    options = parser.parse_args()
    every = list(mutants(options.words))
    if not every:
        sys.exit("nothing in the packs is named so")
    if options.list:
        for name, _, pack, path, tries in every:
            print(f"{name}: {told(at(pack, path))} -> {told(tries[0])}")
        return
    rows = []
    command = test_command(options.filter, options.skip)
    with tempfile.TemporaryDirectory() as folder:
        for file in glob.glob(f"{PACKS}/*.json"):
            shutil.copy(file, folder)
        if (before := run(command, folder)) != []:
            sys.exit(f"the tests fail without any change: {before}")
        for number, mutant in enumerate(every, 1):
            value, tests = judge(mutant, command, folder)
            change = f"{mutant[0]}: {told(at(mutant[2], mutant[3]))} -> {told(value)}"
            verdict = "caught" if tests else "LIVES"
            rows.append({"change": change, "verdict": verdict, "tests": tests})
            shown = "; ".join(tests[:3]) + (f" (+{len(tests) - 3})" if len(tests) > 3 else "")
            print(f"{number}/{len(every)} {verdict:6} {change}  {shown}", flush=True)
    if options.json:
        json.dump(rows, open(options.json, "w"), ensure_ascii=False, indent=1)
    survivors = [row["change"] for row in rows if row["verdict"] == "LIVES"]
    print(f"\n{len(rows) - len(survivors)} of {len(rows)} caught")
    for change in survivors:
        print(f"LIVES {change}")
    sys.exit(1 if survivors else 0)


if __name__ == "__main__":
    main()
