"""
National numbers as the two countries make them.

Guatemala's CUI: eight digits, a check digit (sum of digit x (position + 1), modulo 11), department and
municipality of birth. Honduras' DNI: department and municipality, year of birth or registration, five digits;
no check digit.
"""

import random
from operator import mul

PLACEHOLDERS = ("0000000000000", "9999999999999", "1111111111111", "1234567890101", "9999999990101")


def cui_check_digit(eight: str) -> int:
    """10 is no digit: numbers that would have it are never given out."""
    return sum(map(mul, map(int, eight), range(2, 10))) % 11


def new_number(place: str, year: int, chance: random.Random) -> str:
    """A right number of somebody born in the municipality (P-code ``GT1601``)."""
    if place.startswith("HN"):
        return f"{place[2:]}{year}{chance.randrange(100_000):05d}"
    while True:
        eight = str(chance.randrange(16_000_000, 40_000_000))
        check = cui_check_digit(eight)
        if check < 10:
            return f"{eight}{check}{place[2:]}"


def next_number(number: str, place: str) -> str:
    """What the registrar gave to the next in the line: a twin's."""
    if place.startswith("HN"):
        return f"{number[:8]}{(int(number[8:]) + 1) % 100_000:05d}"
    eight = int(number[:8]) + 1
    while cui_check_digit(str(eight)) == 10:
        eight += 1
    return f"{eight}{cui_check_digit(str(eight))}{number[9:]}"
