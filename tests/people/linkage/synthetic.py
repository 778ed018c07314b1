"""Synthetic descriptions of people, and what happens to them on the way into a list: for properties that must hold for all."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from arraigo.people.linkage import Described

GIVEN = [
    "María", "José", "María de los Ángeles", "Reyna Isabel", "Juan Carlos", "Chepe", "Guadalupe", "Lupe", "Rosario",
    "Wilmer", "Xiomara", "Ana Sofía", "Francisco", "Jesús", "Yesenia", "Tomás", "Sebastián", "Q'anil", "Beto", "",
]  # fmt: skip
SURNAMES = [
    "López", "Tzoc", "Choc", "Pérez", "Jiménez", "Ximénez", "Muñoz", "de León", "Xol", "Caal", "García", "Vásquez",
    "Santos", "Domingo", "Martínez", "Tzunún", "Ch'ok", "",
]  # fmt: skip
PLACES = ["GT1601", "GT1607", "GT0101", "GT1316", "HN0801", ""]

births = st.one_of(st.none(), st.dates(date(1930, 1, 1), date(2025, 12, 31)))
numbers = st.one_of(
    st.just(frozenset[str]()), st.from_regex(r"[1-9]\d{12}", fullmatch=True).map(lambda n: frozenset({n}))
)
people = st.builds(
    Described,
    given_names=st.sampled_from(GIVEN),
    paternal_surname=st.sampled_from(SURNAMES),
    maternal_surname=st.sampled_from(SURNAMES),
    birth_date=births,
    birth_date_precision=st.sampled_from(["day", "day", "year", "estimated", "month"]),
    national_ids=numbers,
    municipality=st.sampled_from(PLACES),
    sex=st.sampled_from(["female", "male", "other", "unknown", ""]),
)
"""People with names that people have."""

anything = st.builds(
    Described,
    given_names=st.text(max_size=60),
    paternal_surname=st.text(max_size=60),
    maternal_surname=st.text(max_size=60),
    birth_date=st.one_of(st.none(), st.dates()),
    birth_date_precision=st.sampled_from(["day", "year", "estimated", "month", "", "nonsense"]),
    national_ids=st.frozensets(st.text(max_size=20), max_size=3),
    municipality=st.text(max_size=8),
    sex=st.text(max_size=8),
)
"""People whose fields hold anything at all."""


def _dropped(text: str, at: int) -> str:
    return text[: at % len(text)] + text[at % len(text) + 1 :] if text else text


def _doubled(text: str, at: int) -> str:
    return text[: at % len(text) + 1] + text[at % len(text) :] if text else text


def _changed(text: str, at: int) -> str:
    return text[: at % len(text)] + "k" + text[at % len(text) + 1 :] if text else text


def _plain(text: str, _at: int) -> str:
    return text.upper().translate(str.maketrans("ÁÉÍÓÚÑ", "AEIOUN"))


_LETTERS = [_dropped, _doubled, _changed, _plain, lambda text, _at: "", lambda text, _at: text.split(" ")[0]]


def _mirrored(born: date | None) -> date | None:
    return date(born.year, born.day, born.month) if born and born.day <= 12 else born


HARMS: list[Callable[[Described, Callable[[str, int], str], int], Described]] = [
    lambda one, harm, at: replace(one, given_names=harm(one.given_names, at)),
    lambda one, harm, at: replace(one, paternal_surname=harm(one.paternal_surname, at)),
    lambda one, harm, at: replace(one, maternal_surname=harm(one.maternal_surname, at)),
    lambda one, _harm, _at: replace(
        one, paternal_surname=one.maternal_surname, maternal_surname=one.paternal_surname
    ),
    lambda one, _harm, _at: replace(one, maternal_surname=""),
    lambda one, _harm, _at: replace(one, birth_date=_mirrored(one.birth_date)),
    lambda one, _harm, _at: replace(one, birth_date_precision="year"),
    lambda one, _harm, _at: replace(one, birth_date=None),
    lambda one, _harm, _at: replace(one, national_ids=frozenset()),
    lambda one, _harm, at: replace(one, municipality=PLACES[at % len(PLACES)]),
]


@st.composite
def noisy(draw: st.DrawFn, one: Described) -> Described:
    """The same person as a list describes them: letters, order, dates and what is left out."""
    letters, at = draw(st.sampled_from(_LETTERS)), draw(st.integers(0, 20))
    for harm in draw(st.lists(st.sampled_from(HARMS), min_size=1, max_size=4)):
        one = harm(one, letters, at)
    return one
