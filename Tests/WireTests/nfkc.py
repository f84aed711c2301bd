"""Makes and checks the table of what NFKC makes ASCII of, in Sources/Wire/Text/Identifier+Folding.swift.

    nfkc.py          prints the table
    nfkc.py --check  compares the one in the source with Python's unicodedata, over all scalars
"""

import pathlib
import sys
import unicodedata

SOURCE = pathlib.Path(__file__).parents[2] / "Sources/Wire/Text/Identifier+Folding.swift"


def of_this_python():
    """Code point to text; the 36 that Unicode 16 added are told by hand to an older Python."""
    table = {}
    for point in range(0x80, 0x110000):
        if 0xD800 <= point < 0xE000:
            continue
        text = unicodedata.normalize("NFKC", chr(point))
        if text.isascii():
            table[point] = text
    for first, base, count in ((0x1CCD6, "A", 26), (0x1CCF0, "0", 10)):
        for step in range(count):
            table[first + step] = chr(ord(base) + step)
    return table


def written(table):
    runs, longer = [], []
    for point, text in sorted(table.items()):
        if len(text) > 1:
            longer.append(f"{point:X}={text}")
        elif runs and runs[-1][1] == point - 1 and ord(text) - ord(runs[-1][2]) == point - runs[-1][0]:
            runs[-1][1] = point
        else:
            runs.append([point, point, text])
    shown = [
        (f"{a:X}" if a == b else f"{a:X}-{b:X}") + "=" + ("SP" if text == " " else text)
        for a, b, text in runs
    ]
    return shown + longer


def read(source):
    body = source.split('#"""\n', 1)[1].split('"""#', 1)[0]
    table = {}
    for entry in body.split():
        points, text = entry.split("=", 1)
        text = " " if text == "SP" else text
        first, _, last = points.partition("-")
        for step in range(int(last or first, 16) - int(first, 16) + 1):
            table[int(first, 16) + step] = text if not last else chr(ord(text) + step)
    return table


def main():
    wanted = of_this_python()
    if "--check" not in sys.argv:
        line = ""
        for entry in written(wanted):
            if len(line) + len(entry) > 93:
                print("    " + line)
                line = ""
            line = (line + " " + entry).strip()
        print("    " + line)
        return 0
    found = read(SOURCE.read_text(encoding="utf-8"))
    # The ranges that the source passes over for speed hold nothing.
    skipped = [p for p in wanted if 0x3400 <= p <= 0xA4CF or 0xAC00 <= p <= 0xFAFF]
    # What this Python's Unicode does not know yet cannot be judged by it.
    unknown = {p for p in found if unicodedata.category(chr(p)) == "Cn"}
    wrong = [p for p in wanted.keys() | found.keys() - unknown if wanted.get(p) != found.get(p)]
    for point in wrong:
        print(f"U+{point:04X}: {found.get(point)!r}, NFKC is {wanted.get(point)!r}")
    print(f"{len(found)} code points, {len(wrong)} wrong, Unicode {unicodedata.unidata_version}")
    return 1 if wrong or skipped else 0


if __name__ == "__main__":
    sys.exit(main())
