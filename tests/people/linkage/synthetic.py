"""Synthetic descriptions of people, and what happens to them on the way into a list: for properties that must hold for all."""

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


@st.composite
def noisy(draw: st.DrawFn, one: Described) -> Described:
    """The same person as a list describes them: letters, order, dates and what is left out."""
    harm = draw(st.lists(st.integers(0, 9), min_size=1, max_size=4))
    at = draw(st.integers(0, 20))
    letters = draw(st.sampled_from(_LETTERS))
    said = {name: getattr(one, name) for name in Described.__slots__}
    for kind in harm:
        if kind == 0:
            said["given_names"] = letters(said["given_names"], at)
        elif kind == 1:
            said["paternal_surname"] = letters(said["paternal_surname"], at)
        elif kind == 2:
            said["maternal_surname"] = letters(said["maternal_surname"], at)
        elif kind == 3:
            said["paternal_surname"], said["maternal_surname"] = said["maternal_surname"], said["paternal_surname"]
        elif kind == 4:
            said["maternal_surname"] = ""
        elif kind == 5 and said["birth_date"] and said["birth_date"].day <= 12:
            born = said["birth_date"]
            said["birth_date"] = date(born.year, born.day, born.month)
        elif kind == 6:
            said["birth_date_precision"] = "year"
        elif kind == 7:
            said["birth_date"] = None
        elif kind == 8:
            said["national_ids"] = frozenset()
        elif kind == 9:
            said["municipality"] = draw(st.sampled_from(PLACES))
    return Described(**said)
