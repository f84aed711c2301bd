"""Writes every scalar value, U+0000 to U+10FFFF without surrogates, in GB 18030-2022, one after the
other, to the file named.

Python's codec is the edition of 2000. What the editions of 2005 and 2022 changed is added in their
own words: two codes exchange what they mean. Nothing here comes from the reader under test.
"""

import sys

# The edition of 2005: one letter. The edition of 2022: ten upright punctuation marks, U+FE10 to
# U+FE19, and eight ideographs, U+9FB4 to U+9FBB, change places with characters of private use.
EXCHANGED = {0xE7C7: 0x1E3F}
EXCHANGED.update(zip(
    (0xE78D, 0xE78F, 0xE78E, 0xE790, 0xE791, 0xE792, 0xE793, 0xE794, 0xE795, 0xE796),
    range(0xFE10, 0xFE1A)))
EXCHANGED.update(zip(
    (0xE81E, 0xE826, 0xE82B, 0xE82C, 0xE832, 0xE843, 0xE854, 0xE864), range(0x9FB4, 0x9FBC)))


def main():
    partner = EXCHANGED | {new: old for old, new in EXCHANGED.items()}
    assert len(partner) == 38
    codes = [
        chr(partner.get(point, point)).encode("gb18030")
        for point in range(0x110000) if not 0xD800 <= point < 0xE000
    ]
    assert len(codes) == len(set(codes)) == 0x110000 - 0x800
    with open(sys.argv[1], "wb") as file:
        file.write(b"".join(codes))


if __name__ == "__main__":
    main()
