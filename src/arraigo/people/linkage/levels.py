"""
How two people are compared: for each field the levels of agreement, from *the same* down to *different*.

Each level stands once in Python, for the desk, and once in SQL, for Splink over a whole register; a test
holds them equal. The order counts: a pair is at the first level that holds. Distances are whole numbers of
letters, so that every engine gives the same answer.
"""

from collections.abc import Callable
from dataclasses import dataclass

from rapidfuzz.distance import DamerauLevenshtein

from arraigo.people.linkage.evidence import Mark, Why
from arraigo.people.linkage.features import Features
from arraigo.people.linkage.words import one_letter_off

Test = Callable[[Features, Features], bool]


@dataclass(frozen=True, slots=True)
class Level:
    """
    One level of one comparison.

    ``sql`` is a condition on the columns of both (``x_l``, ``x_r``) with ``{alike}`` and ``{has_all}`` left
    to the engine. ``common``: the column whose rarity weighs: of the two values the more frequent one, so
    that a slip of the pen never makes a common name rare.
    """

    code: str
    sql: str
    holds: Test
    mark: Mark
    why: Why | None = None
    common: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One field: when there is nothing to compare, and its levels; below the last one the values are different."""

    field: str
    nothing_sql: str
    nothing: Test
    levels: tuple[Level, ...]


def _alike_sql(column: str, other: str = "") -> str:
    """`words.one_letter_off` in SQL; the lengths are asked first, because distances are dear."""
    left, right = f"{column}_l", f"{other or column}_r"
    shorter = f"least(length({left}), length({right}))"
    allowed = f"case when {shorter} >= 8 then 2 when {shorter} >= 4 then 1 else -1 end"
    apart = f"abs(length({left}) - length({right}))"
    return f"({apart} <= 2 and {shorter} >= 4 and {{alike}}({left}, {right}) <= {allowed})"


def _roots_in(one: Features, other: Features) -> bool:
    mine, theirs = set(one.roots), set(other.roots)
    return mine <= theirs or theirs <= mine


GIVEN = Comparison(
    "given_names",
    "given_l is null or given_r is null",
    lambda one, other: not (one.given and other.given),
    (
        Level(
            "same",
            "given_l = given_r",
            lambda one, other: one.given == other.given,
            Mark.SAME,
            common="given_sound",
        ),
        Level(
            "sounds_alike",
            "given_sound_l = given_sound_r",
            lambda one, other: one.given_sound == other.given_sound,
            Mark.ALIKE,
            Why.SOUNDS_ALIKE,
            common="given_sound",
        ),
        Level(
            "part",
            "first_l = first_r and ({has_all}(roots_l, roots_r) or {has_all}(roots_r, roots_l))",
            lambda one, other: one.first == other.first and _roots_in(one, other),
            Mark.ALIKE,
            Why.PART_OF_NAME,
            common="first",
        ),
        Level(
            "part_in_other_order",
            "{has_all}(roots_l, roots_r) or {has_all}(roots_r, roots_l)",
            _roots_in,
            Mark.ALIKE,
            Why.OTHER_ORDER,
            common="given_sound",
        ),
        Level(
            "spelled_alike",
            _alike_sql("given_sound"),
            lambda one, other: one_letter_off(one.given_sound, other.given_sound),
            Mark.ALIKE,
            Why.SPELLED_ALIKE,
            common="given_sound",
        ),
        Level(
            "word_spelled_alike",
            "(word_count_l = 1 or word_count_r = 1) and "
            f"({_alike_sql('first')} or {_alike_sql('first', 'second')} or {_alike_sql('second', 'first')})",
            lambda one, other: (
                (len(one.given) == 1 or len(other.given) == 1)
                and (
                    one_letter_off(one.first, other.first)
                    or one_letter_off(one.first, other.second)
                    or one_letter_off(one.second, other.first)
                )
            ),
            Mark.ALIKE,
            Why.PART_OF_NAME,
            common="first",
        ),
        Level("first_only", "first_l = first_r", lambda one, other: one.first == other.first, Mark.DIFFERENT),
        Level(
            "some_word",
            "{has_any}(roots_l, roots_r)",
            lambda one, other: not set(one.roots).isdisjoint(other.roots),
            Mark.DIFFERENT,
        ),
    ),
)


def _swapped(one: Features, other: Features) -> bool:
    return bool(one.maternal and other.maternal) and (
        one.paternal_sound == other.maternal_sound != other.paternal_sound == one.maternal_sound
    )


_SWAPPED = (
    "(paternal_sound_l = maternal_sound_r and maternal_sound_l = paternal_sound_r "
    "and paternal_sound_l <> paternal_sound_r)"
)
_CROSSED = (
    "(maternal_r is null and maternal_sound_l = paternal_sound_r) or "
    "(maternal_l is null and paternal_sound_l = maternal_sound_r)"
)


def _crossed(one: Features, other: Features) -> bool:
    """Whether the only surname of one is the second surname of the other."""
    if not other.maternal:
        return bool(one.maternal) and one.maternal_sound == other.paternal_sound
    return not one.maternal and one.paternal_sound == other.maternal_sound


PATERNAL = Comparison(
    "paternal_surname",
    "paternal_l is null or paternal_r is null",
    lambda one, other: not (one.paternal and other.paternal),
    (
        Level(
            "same",
            "paternal_l = paternal_r",
            lambda one, other: one.paternal == other.paternal,
            Mark.SAME,
            common="paternal_sound",
        ),
        Level(
            "sounds_alike",
            "paternal_sound_l = paternal_sound_r",
            lambda one, other: one.paternal_sound == other.paternal_sound,
            Mark.ALIKE,
            Why.SOUNDS_ALIKE,
            common="paternal_sound",
        ),
        Level("swapped", _SWAPPED, _swapped, Mark.ALIKE, Why.SURNAMES_SWAPPED, common="surnames"),
        Level(
            "spelled_alike",
            _alike_sql("paternal_sound"),
            lambda one, other: one_letter_off(one.paternal_sound, other.paternal_sound),
            Mark.ALIKE,
            Why.SPELLED_ALIKE,
            common="paternal_sound",
        ),
        Level("crossed", _CROSSED, _crossed, Mark.ALIKE, Why.SURNAMES_SWAPPED, common="paternal_sound"),
    ),
)

MATERNAL = Comparison(
    "maternal_surname",
    f"maternal_l is null or maternal_r is null or {_SWAPPED}",
    lambda one, other: not (one.maternal and other.maternal) or _swapped(one, other),
    (
        Level(
            "same",
            "maternal_l = maternal_r",
            lambda one, other: one.maternal == other.maternal,
            Mark.SAME,
            common="maternal_sound",
        ),
        Level(
            "sounds_alike",
            "maternal_sound_l = maternal_sound_r",
            lambda one, other: one.maternal_sound == other.maternal_sound,
            Mark.ALIKE,
            Why.SOUNDS_ALIKE,
            common="maternal_sound",
        ),
        Level(
            "spelled_alike",
            _alike_sql("maternal_sound"),
            lambda one, other: one_letter_off(one.maternal_sound, other.maternal_sound),
            Mark.ALIKE,
            Why.SPELLED_ALIKE,
            common="maternal_sound",
        ),
    ),
)


def _years_apart(one: Features, other: Features) -> int:
    assert one.birth.year is not None and other.birth.year is not None
    return abs(one.birth.year - other.birth.year)


def _is_rough(one: Features, other: Features) -> bool:
    return not (one.birth.day and other.birth.day)


def _one_slip_of_date(one: Features, other: Features) -> bool:
    """One figure wrong, or the year before or after, which changes up to four."""
    mine, theirs = one.birth.day, other.birth.day
    return one_slip(mine, theirs) or (mine[4:] == theirs[4:] and _years_apart(one, other) == 1)


BIRTH = Comparison(
    "birth_date",
    "year_l is null or year_r is null",
    lambda one, other: one.birth.year is None or other.birth.year is None,
    (
        Level("same", "day_l = day_r", lambda one, other: one.birth.day == other.birth.day != "", Mark.SAME),
        Level(
            "swapped",
            "day_l = swapped_r",
            lambda one, other: one.birth.day == other.birth.swapped != "",
            Mark.ALIKE,
            Why.DAY_AND_MONTH_SWAPPED,
        ),
        Level(
            "one_slip",
            "{alike}(day_l, day_r) = 1 or (substr(day_l, 5) = substr(day_r, 5) and abs(year_l - year_r) = 1)",
            lambda one, other: not _is_rough(one, other) and _one_slip_of_date(one, other),
            Mark.ALIKE,
            Why.ONE_SLIP,
        ),
        Level(
            "only_the_year",
            "(day_l is null or day_r is null) and year_l = year_r",
            lambda one, other: _is_rough(one, other) and one.birth.year == other.birth.year,
            Mark.ALIKE,
            Why.ONLY_THE_YEAR,
        ),
        Level(
            "nearly_the_year",
            "(day_l is null or day_r is null) and abs(year_l - year_r) <= 2",
            lambda one, other: _is_rough(one, other) and _years_apart(one, other) <= 2,
            Mark.ALIKE,
            Why.NEARLY_THE_YEAR,
        ),
        Level(
            "same_year",
            "year_l = year_r",
            lambda one, other: one.birth.year == other.birth.year,
            Mark.DIFFERENT,
        ),
        Level(
            "near_year",
            "abs(year_l - year_r) <= 2",
            lambda one, other: _years_apart(one, other) <= 2,
            Mark.DIFFERENT,
        ),
    ),
)


def one_slip(one: str, other: str) -> bool:
    """Whether two numbers differ by one figure that is wrong, missing or too many, or by two neighbours exchanged."""
    return one != other and DamerauLevenshtein.distance(one, other, score_cutoff=1) == 1


SEX = Comparison(
    "sex",
    "sex_l is null or sex_r is null",
    lambda one, other: not (one.sex and other.sex),
    (Level("same", "sex_l = sex_r", lambda one, other: one.sex == other.sex, Mark.SAME),),
)

MUNICIPALITY = Comparison(
    "municipality",
    "municipality_l is null or municipality_r is null",
    lambda one, other: not (one.municipality and other.municipality),
    (
        Level(
            "same",
            "municipality_l = municipality_r",
            lambda one, other: one.municipality == other.municipality,
            Mark.SAME,
            common="municipality",
        ),
        Level(
            "same_department",
            "substr(municipality_l, 1, 4) = substr(municipality_r, 1, 4)",
            lambda one, other: one.department == other.department,
            Mark.DIFFERENT,
            Why.SAME_DEPARTMENT,
        ),
    ),
)

NUMBER = Comparison(
    "national_id",
    "number_l is null or number_r is null",
    lambda one, other: not (one.numbers and other.numbers),
    (
        Level(
            "same",
            "number_l = number_r",
            lambda one, other: not set(one.numbers).isdisjoint(other.numbers),
            Mark.SAME,
        ),
        Level(
            "one_slip",
            "abs(length(number_l) - length(number_r)) <= 1 and {alike}(number_l, number_r) = 1",
            lambda one, other: any(
                one_slip(mine, theirs) for mine in one.numbers for theirs in other.numbers
            ),
            Mark.ALIKE,
            Why.ONE_SLIP,
        ),
    ),
)

COMPARISONS = (GIVEN, PATERNAL, MATERNAL, BIRTH, SEX, MUNICIPALITY, NUMBER)
NOTHING, DIFFERENT = "nothing", "different"


def level_of(comparison: Comparison, one: Features, other: Features) -> str:
    """The code of the first level that holds, ``nothing`` where a value is missing, ``different`` where none holds."""
    if comparison.nothing(one, other):
        return NOTHING
    return next((level.code for level in comparison.levels if level.holds(one, other)), DIFFERENT)
