"""
Mistakes of a whole field: what lists, offices and spreadsheets do to names, dates, places and numbers.

Each takes a record and a `random.Random`, changes the record and says whether it did: a mistake that cannot
happen here (no second name to drop, no ñ to lose) is not counted.
"""

import random
from collections.abc import Callable
from datetime import date, timedelta

from bench.linkage.numbers import PLACEHOLDERS, new_number
from bench.linkage.people import TODAY, nicknames
from bench.linkage.places import places
from bench.linkage.record import Record

Mistake = Callable[[Record, random.Random], bool]
PARTICLES = ("de los ", "de las ", "de la ", "del ", "de ")
ABBREVIATED = {
    "María": ("Ma.", "Mª", "M.", "Ma"), "Francisco": ("Fco.", "Fco"), "Francisca": ("Fca.",),
    "José": ("J.", "Jph.", "Jse."), "Juan": ("J.", "Jn."), "Antonio": ("Ant.", "A."),
    "Manuel": ("Ml.", "M."), "Guadalupe": ("Gpe.",), "Domingo": ("Dgo.",), "Concepción": ("Concep.",),
    "Fernando": ("Fdo.",), "Pedro": ("P.", "Po."), "Carlos": ("C.",), "Luis": ("L.",),
}  # fmt: skip
NOTHING = ("SIN DATO", "N/A", "XXXX", "DESCONOCIDO", "NO REFIERE", "S/D", "-", "X")


def _name(record: Record, name: str, value: str) -> bool:
    if value == getattr(record, name):
        return False
    setattr(record, name, value)
    return True


def nickname(record: Record, chance: random.Random) -> bool:
    known = [at for at, one in enumerate(record.given) if one in nicknames()]
    if not known:
        return False
    at = chance.choice(known)
    record.given[at] = chance.choice(nicknames()[record.given[at]])
    if chance.random() < 0.4:  # who is called by a nickname is seldom called by two names
        record.given = [record.given[at]]
    return True


def given_abbreviated(record: Record, chance: random.Random) -> bool:
    words = record.given_names.split()
    known = [at for at, word in enumerate(words) if word in ABBREVIATED]
    if not known:
        return False
    at = known[0]
    words[at] = chance.choice(ABBREVIATED[words[at]])
    record.given = [" ".join(words)]
    return True


def second_given_dropped(record: Record, chance: random.Random) -> bool:
    if len(record.given) < 2:
        return False
    record.given = record.given[:1]
    return True


def only_second_given(record: Record, chance: random.Random) -> bool:
    if len(record.given) > 1:
        record.given = record.given[1:]
    elif record.given and record.given[0].startswith("María "):
        record.given = [_without_particle(record.given[0].removeprefix("María "))]
    else:
        return False
    return True


def given_swapped(record: Record, chance: random.Random) -> bool:
    if len(record.given) < 2:
        return False
    record.given = [*record.given[1:], record.given[0]]
    return True


def initial_of_second(record: Record, chance: random.Random) -> bool:
    if len(record.given) < 2:
        return False
    record.given = [record.given[0], *(f"{name[0]}." for name in record.given[1:])]
    return True


def maternal_dropped(record: Record, chance: random.Random) -> bool:
    return bool(record.maternal and record.paternal) and _name(record, "maternal", "")


def paternal_lost(record: Record, chance: random.Random) -> bool:
    if not record.maternal or not record.paternal:
        return False
    record.paternal, record.maternal = record.maternal, ""
    return True


def surnames_swapped(record: Record, chance: random.Random) -> bool:
    if record.paternal == record.maternal or not record.maternal:
        return False
    record.paternal, record.maternal = record.maternal, record.paternal
    return True


def married_name(record: Record, chance: random.Random) -> bool:
    if record.sex != "female" or TODAY.year - record.of.born.year < 17:
        return False
    husband = record.relative.maternal if record.relative else record.paternal
    form = chance.choice(
        (f"de {husband}", f"De {husband}", f"{record.maternal} de {husband}", f"vda. de {husband}")
    )
    return _name(record, "maternal", form.strip())


def given_and_surname_exchanged(record: Record, chance: random.Random) -> bool:
    record.given, record.paternal, record.maternal = (
        [" ".join(part for part in (record.paternal, record.maternal) if part)],
        record.given_names,
        "",
    )
    return True


def all_in_one_field(record: Record, chance: random.Random) -> bool:
    surnames = " ".join(part for part in (record.paternal, record.maternal) if part)
    given = record.given_names
    forms = (f"{given} {surnames}", f"{surnames} {given}", f"{surnames}, {given}")
    record.given, record.paternal, record.maternal = [chance.choice(forms)], "", ""
    return True


def surnames_in_one(record: Record, chance: random.Random) -> bool:
    if not record.maternal or not record.paternal:
        return False
    record.paternal, record.maternal = f"{record.paternal} {record.maternal}", ""
    return True


def _without_particle(name: str) -> str:
    for particle in PARTICLES:
        if name.lower().startswith(particle):
            return name[len(particle) :]
    return name


def particle_lost(record: Record, chance: random.Random) -> bool:
    return any(
        _name(record, name, _without_particle(getattr(record, name))) for name in ("paternal", "maternal")
    ) or _given_word(
        record, lambda one: one.replace(" de los ", " ").replace(" del ", " ").replace(" de ", " ")
    )


def particle_joined(record: Record, chance: random.Random) -> bool:
    for name in ("paternal", "maternal"):
        value = getattr(record, name)
        if _without_particle(value) != value:
            return _name(record, name, value.replace(" ", ""))
    return False


def particle_in_given(record: Record, chance: random.Random) -> bool:
    """`De León` split by a hand that takes the particle for the end of the given names."""
    if _without_particle(record.paternal) == record.paternal:
        return False
    bare = _without_particle(record.paternal)
    record.given = [*record.given, record.paternal[: -len(bare)].strip().lower()]
    return _name(record, "paternal", bare)


def _given_word(record: Record, change: Callable[[str], str]) -> bool:
    other = [change(one) for one in record.given]
    if other == record.given:
        return False
    record.given = other
    return True


def word_missing(record: Record, chance: random.Random) -> bool:
    name = chance.choices(("maternal", "paternal", "given"), (6, 2, 1))[0]
    setattr(record, name, [chance.choice(NOTHING)] if name == "given" else chance.choice(NOTHING))
    return True


def cut_at_20(record: Record, chance: random.Random) -> bool:
    if len(record.given_names) <= 20:
        return False
    record.given = [record.given_names[:20].strip()]
    return True


# --- dates ---


def _born(record: Record, year: int, month: int, day: int, precision: str = "day") -> bool:
    try:
        other = date(year, month, day)
    except ValueError:
        return False
    if other == record.born and precision == record.precision:
        return False
    record.born, record.precision = other, precision
    return True


def day_month_swapped(record: Record, chance: random.Random) -> bool:
    day = record.born
    return day is not None and record.precision == "day" and _born(record, day.year, day.day, day.month)


def date_digit_wrong(record: Record, chance: random.Random) -> bool:
    if record.born is None:
        return False
    for _try in range(6):
        text = list(record.born.strftime("%Y%m%d"))
        at = chance.randrange(2, 8)
        text[at] = chance.choice("0123456789")
        if 1900 <= int("".join(text[:4])) <= TODAY.year and _born(
            record, int("".join(text[:4])), int("".join(text[4:6])), int("".join(text[6:]))
        ):
            return True
    return False


def year_off_by_one(record: Record, chance: random.Random) -> bool:
    day = record.born
    return day is not None and _born(record, day.year + chance.choice((-1, 1)), day.month, day.day)


def year_only(record: Record, chance: random.Random) -> bool:
    return record.born is not None and _born(record, record.born.year, 1, 1, "year")


def first_of_january(record: Record, chance: random.Random) -> bool:
    """Only the year was known, and nobody said so."""
    return record.born is not None and _born(record, record.born.year, 1, 1)


def year_estimated(record: Record, chance: random.Random) -> bool:
    if record.born is None:
        return False
    return _born(record, record.born.year + chance.choice((-2, -1, 0, 1, 2)), 1, 1, "estimated")


def century_wrong(record: Record, chance: random.Random) -> bool:
    """A spreadsheet reads two digits of a year: up to 29 as 20.., from 30 as 19..."""
    day = record.born
    if day is None:
        return False
    two = day.year % 100
    return _born(record, two + (2000 if two <= 29 else 1900), day.month, day.day)


def date_missing(record: Record, chance: random.Random) -> bool:
    was, record.born = record.born, None
    return was is not None


def digits_of_year_swapped(record: Record, chance: random.Random) -> bool:
    day = record.born
    if day is None:
        return False
    year = day.year // 100 * 100 + day.year % 10 * 10 + day.year % 100 // 10
    return abs(year - day.year) < 60 and _born(record, year, day.month, day.day)


def day_off_by_one(record: Record, chance: random.Random) -> bool:
    if record.born is None or record.precision != "day":
        return False
    record.born += timedelta(days=chance.choice((-1, 1)))
    return True


def month_off_by_one(record: Record, chance: random.Random) -> bool:
    day = record.born
    return day is not None and _born(record, day.year, day.month + chance.choice((-1, 1)), day.day)


# --- place, sex, number ---


def place_missing(record: Record, chance: random.Random) -> bool:
    return _name(record, "place", "")


def place_neighbour(record: Record, chance: random.Random) -> bool:
    return _name(record, "place", places().codes[chance.choice(places().neighbours[record.of.place])])


def place_capital(record: Record, chance: random.Random) -> bool:
    return _name(record, "place", places().codes[places().capitals[record.of.place]])


def sex_missing(record: Record, chance: random.Random) -> bool:
    return _name(record, "sex", chance.choice(("", "unknown")))


def sex_wrong(record: Record, chance: random.Random) -> bool:
    return _name(record, "sex", "male" if record.sex == "female" else "female")


def number_missing(record: Record, chance: random.Random) -> bool:
    return _name(record, "number", "")


def number_digit_wrong(record: Record, chance: random.Random) -> bool:
    if not record.number:
        return False
    at = chance.randrange(len(record.number))
    return _name(record, "number", record.number[:at] + chance.choice("0123456789") + record.number[at + 1 :])


def number_transposed(record: Record, chance: random.Random) -> bool:
    if not record.number:
        return False
    at, was = chance.randrange(len(record.number) - 1), record.number
    return _name(record, "number", was[:at] + was[at + 1] + was[at] + was[at + 2 :])


def number_of_another(record: Record, chance: random.Random) -> bool:
    """A relative's number where one is known, else that of somebody from the same town."""
    other = record.relative
    number = (
        other.number if other else new_number(places().codes[record.of.place], record.of.born.year, chance)
    )
    return _name(record, "number", number)


def number_placeholder(record: Record, chance: random.Random) -> bool:
    return _name(record, "number", chance.choice(PLACEHOLDERS))


def number_scientific(record: Record, chance: random.Random) -> bool:
    return bool(record.number) and _name(record, "number", f"{int(record.number):.2E}")


def leading_zero_lost(record: Record, chance: random.Random) -> bool:
    return record.number.startswith("0") and _name(record, "number", record.number.lstrip("0"))
