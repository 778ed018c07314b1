"""
The engine against the slow, obvious referee on generated worlds: every computed indicator, every breakdown, filters.

Each world is a small database of all tables (`tests/indicators/small_worlds.py`), made from its number alone, so that
what differs can be looked at again with `--from NUMBER --examples 1`. Ends with 1 where anything differs.

    python -m bench.indicators.agreement [--examples 2000] [--from 0]
"""

import argparse
import sys
import time
from collections import Counter
from random import Random

from tests.indicators import agreement
from tests.indicators.small_worlds import world

FILTERED_EVERY, ADDED_EVERY = 10, 20
"""Of so many worlds one is asked for filtered figures, and for cells that add up."""

SAID = 20


def differences_of(number: int) -> list[str]:
    """What differs in the world of a number."""
    tables = world(Random(number))
    said = agreement.differences(tables, number)
    if number % FILTERED_EVERY == 0:
        where = agreement.FILTERS[number // FILTERED_EVERY % len(agreement.FILTERS)]
        said += agreement.differences_of_filter(tables, where)
    if number % ADDED_EVERY == 0:
        said += agreement.cells_that_do_not_add_up(tables)
    return [f"world {number}: {each}" for each in said]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=2000)
    parser.add_argument("--from", dest="start", type=int, default=0)
    asked = parser.parse_args()
    start, found, codes = time.perf_counter(), 0, Counter[str]()
    for number in range(asked.start, asked.start + asked.examples):
        for each in differences_of(number):
            codes[each.split(" ")[2]] += 1
            found += 1
            if found <= SAID:
                print(each)
    seconds = time.perf_counter() - start
    print(f"{asked.examples} worlds in {seconds:.0f} s, {found} differences")
    for code, count in codes.most_common():
        print(f"  {code}: {count}")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
