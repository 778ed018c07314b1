"""
Departments and municipalities with their P-codes, and finding them by what people write.

A P-code is the two letters of the country and its own number of the place: ``GT1308``, ``HN0801``. The places
are content (``content/places/<iso3>.csv``, from GeoNames); the shapes of departments too
(``content/shapes``).
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal, overload

from rapidfuzz import fuzz, process

from arraigo.core import content
from arraigo.core.names import fold

Level = Literal["department", "municipality"]

CLOSE_ENOUGH = 78.0
"""Least likeness (0 to 100) of a spelling that is offered as a close one. Set by trying misspelt lists."""
MOST_CLOSE = 5
TOO_VAGUE = 12
"""A few words that fit more places than this name none of them («Santa», «San Juan»)."""

ABBREVIATIONS = {
    "sn": "san", "s": "san", "sta": "santa", "sto": "santo", "stgo": "santiago", "fco": "francisco",
    "ma": "maria", "conc": "concepcion", "cd": "ciudad", "cdad": "ciudad", "pto": "puerto", "gral": "general",
    "ant": "antonio", "sebast": "sebastian",
}  # fmt: skip
"""As they stand in arrivals lists, folded."""

ARTICLES = frozenset({"de", "del", "la", "las", "los", "el", "y"})
LEVEL_WORDS = frozenset(
    {"municipio", "mpio", "muni", "departamento", "depto", "dpto", "dep", "aldea", "caserio"}
)

_WORDS = re.compile(r"[a-z0-9]+")
_PARTS = re.compile("\\s*[,;/()\\[\\]|]+\\s*|\\s+[-\u2013\u2014]\\s+")
_CODE = re.compile(r"([A-Za-z]{2})?[\s-]*([0-9]{1,4})(?:\.0)?")


@dataclass(frozen=True, slots=True)
class Place:
    """
    A department or a municipality. ``country`` is ISO3; dates are half-open, empty where nobody wrote them
    down.
    """

    code: str
    name: str
    level: Level
    parent: str
    country: str
    national_code: str
    valid_from: date | None = None
    valid_until: date | None = None
    lat: float | None = None
    lng: float | None = None
    also: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.name

    def exists_on(self, day: date) -> bool:
        """Whether the place was one of the country's on a day."""
        return (self.valid_from or day) <= day and (self.valid_until is None or day < self.valid_until)


@dataclass(frozen=True, slots=True)
class PlaceMatches(Sequence[Place]):
    """
    What a written place may mean. As a sequence: the exact ones if there are any, else the close ones, best
    first.

    ``exact``: places of that very name (accents, case, abbreviations and a missing saint apart). Several when
    a country has the name several times. ``close``: spellings that come near, offered to a person and never
    taken by themselves.
    """

    exact: tuple[Place, ...] = ()
    close: tuple[Place, ...] = ()

    @property
    def only(self) -> Place | None:
        """The place, when exactly one has that name; None when none or several have."""
        return self.exact[0] if len(self.exact) == 1 else None

    @overload
    def __getitem__(self, index: int) -> Place: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Place, ...]: ...
    def __getitem__(self, index: int | slice) -> Place | tuple[Place, ...]:
        return (self.exact or self.close)[index]

    def __len__(self) -> int:
        return len(self.exact or self.close)


@dataclass(frozen=True)
class Shapes:
    """Department shapes as SVG paths in one view box, and how to put a point on them."""

    view_box: tuple[int, int, int, int]
    paths: dict[str, str]
    labels: dict[str, tuple[int, int]]
    west: float
    north: float
    across: float
    down: float

    def point(self, lat: float, lng: float) -> tuple[float, float]:
        """Where a latitude and longitude lie in the view box."""
        return ((lng - self.west) * self.across, (self.north - lat) * self.down)


def get(code: str) -> Place:
    """
    The place of a P-code.

    :raises LookupError: when no country has it.
    """
    for iso3 in _countries_of(code):
        if place := _gazetteer(iso3).by_code.get(code.upper()):
            return place
    raise LookupError(f"No place has the code '{code}'.")


def name(code: str) -> str:
    """The name of a place; the code itself where no country has it, nothing for nothing."""
    try:
        return get(code).name if code else ""
    except LookupError:
        return code


def full_name(code: str) -> str:
    """The municipality with its department: «San Pedro Soloma, Huehuetenango»."""
    parent = department_of(code)
    return f"{name(code)}, {parent.name}" if parent and parent.code != code.upper() else name(code)


def department_of(code: str) -> Place | None:
    """The department in which a place lies; a department is its own. None for an unknown code."""
    try:
        place = get(code)
        return get(place.parent) if place.parent else place
    except LookupError:
        return None


def departments(country: str) -> list[Place]:
    """All departments of a country (ISO3), in the order of their numbers."""
    return list(_gazetteer(country.upper()).departments)


def municipalities(country: str, department: str | None = None, *, on: date | None = None) -> list[Place]:
    """
    All municipalities of a country (ISO3) or of one of its departments (P-code); with ``on``, those of that
    day.
    """
    found = _gazetteer(country.upper()).municipalities
    return [p for p in found if department in (None, p.parent) and (on is None or p.exists_on(on))]


def find(text: str, country: str, department: str | None = None) -> PlaceMatches:
    """
    The municipalities that a text may mean, in a country (ISO3) and, if given, a department (P-code or name).

    Tolerates accents, case, abbreviations («Sn Pedro Necta», «Sta. Eulalia»), a missing first part
    («Soloma»), the department behind a comma or in parentheses («Concepción, Sololá»), and takes P-codes and
    national numbers.
    """
    return _gazetteer(country.upper()).find(text, department or "")


def find_department(text: str, country: str) -> PlaceMatches:
    """The departments that a text may mean, in a country (ISO3)."""
    return _gazetteer(country.upper()).find_department(text)


@lru_cache(maxsize=16)
def shapes(country: str) -> Shapes:
    """
    The department shapes of a country (ISO3).

    :raises LookupError: when the content has none.
    """
    path = content.ROOT / "shapes" / f"{country.lower()}.json"
    if not path.is_file():
        raise LookupError(f"The content has no shapes of '{country}'.")
    drawn = json.loads(path.read_text(encoding="utf-8"))
    left, top, width, height = drawn["view_box"]
    return Shapes(
        view_box=(left, top, width, height),
        paths={code: shape["path"] for code, shape in drawn["departments"].items()},
        labels={code: (shape["label"][0], shape["label"][1]) for code, shape in drawn["departments"].items()},
        **drawn["projection"],
    )


def words_of(text: str) -> tuple[str, ...]:
    """
    The words of a name as they are compared: folded, abbreviations written out, words for levels left out.
    """
    words = (ABBREVIATIONS.get(word, word) for word in _WORDS.findall(fold(text)))
    return tuple(word for word in words if word not in LEVEL_WORDS)


def _bare(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(word for word in words if word not in ARTICLES)


class _Gazetteer:
    """The places of one country, indexed once."""

    def __init__(self, iso3: str) -> None:
        self.country = iso3
        places = _read(iso3)
        self.by_code = {place.code: place for place in places}
        self.departments = [place for place in places if place.level == "department"]
        self.municipalities = [place for place in places if place.level == "municipality"]
        self._names = _Names(self.municipalities)
        self._department_names = _Names(self.departments)

    def find(self, text: str, department: str) -> PlaceMatches:
        if by_code := self._by_number(text, 4):
            return PlaceMatches(exact=(by_code,))
        parts = [part for part in _PARTS.split(text) if words_of(part)]
        if not parts:
            return PlaceMatches()
        inside = self._by_number(department, 2) or self._department_names.exact(words_of(department))[:1]
        codes = {place.code for place in inside} if isinstance(inside, list) else {inside.code}
        return self._find_in(parts, codes) if codes else self._find_anywhere(parts)

    def find_department(self, text: str) -> PlaceMatches:
        if by_code := self._by_number(text, 2):
            return PlaceMatches(exact=(by_code,))
        words = words_of(text)
        if exact := self._department_names.exact(words):
            return PlaceMatches(exact=tuple(exact))
        return PlaceMatches(close=tuple(self._department_names.close(words)))

    def _by_number(self, text: str, digits: int) -> Place | None:
        code = _CODE.fullmatch(text.strip())
        if not code:
            return None
        # Spreadsheets lose the leading zero: 801 is 0801.
        number = code[2].zfill(digits) if len(code[2]) in (digits - 1, digits) else code[2]
        prefix = content.country(self.country).p_code_prefix
        if code[1] and code[1].upper() != prefix:
            return None
        place = self.by_code.get(prefix + number)
        return place if place and len(place.national_code) == digits else None

    def _find_in(self, parts: Sequence[str], departments: set[str]) -> PlaceMatches:
        """
        Inside known departments. A place of that name elsewhere is only close: one of the two was written
        wrong.
        """
        written = [words_of(part) for part in parts]
        inside = [place for words in written for place in self._names.exact(words, departments)]
        if inside:
            return PlaceMatches(exact=tuple(dict.fromkeys(inside)))
        near = [place for words in written for place in self._names.close(words, departments)]
        elsewhere = [place for words in written for place in self._names.exact(words)]
        return PlaceMatches(close=tuple(dict.fromkeys([*near, *elsewhere]))[:MOST_CLOSE])

    def _find_anywhere(self, parts: Sequence[str]) -> PlaceMatches:
        """A part may name the department of another; the country's own name says nothing."""
        # The full name of a department first: «Gracias (Lempira)» lies in Lempira, not in Gracias a Dios.
        for lookup in (self._department_names.same, self._department_names.exact) if len(parts) > 1 else ():
            for part in reversed(parts):
                named = {place.code for place in lookup(words_of(part))}
                others = [other for other in parts if other is not part]
                if named and (found := self._find_in(others, named)).exact:
                    return found
        country = words_of(content.country(self.country).name.es)
        telling = [part for part in parts if len(parts) == 1 or words_of(part) != country]
        for part in telling:
            if exact := self._names.exact(words_of(part)) or self._with_department_behind(words_of(part)):
                return PlaceMatches(exact=tuple(exact))
        near = [place for part in telling for place in self._names.close(words_of(part))]
        return PlaceMatches(close=tuple(dict.fromkeys(near))[:MOST_CLOSE])

    def _with_department_behind(self, words: tuple[str, ...]) -> list[Place]:
        """«Concepción Sololá»: the last words may be the department of the first."""
        for cut in range(1, len(words)):
            named = {place.code for place in self._department_names.same(words[cut:])}
            inside = self._names.exact(words[:cut], named) if named else []
            if inside:
                return inside
        return []


class _Names:
    """The written forms of some places, and which of them a text is."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._forms: list[tuple[str, tuple[str, ...], Place]] = []
        self._same: dict[tuple[str, ...], list[Place]] = {}
        for place in places:
            for form in (place.name, *place.also):
                words = words_of(form)
                self._forms.append((" ".join(words), _bare(words), place))
                for key in {words, _bare(words)}:
                    self._same.setdefault(key, []).append(place)

    def exact(self, words: tuple[str, ...], departments: set[str] | None = None) -> list[Place]:
        """The places of that name; else those whose name holds all the words, if they are few."""
        if same := self.same(words, departments):
            return same
        wanted = set(_bare(words))
        holding = [place for _, name_, place in self._forms if wanted and wanted.issubset(name_)]
        found = _inside(holding, departments)
        return found if len(found) <= TOO_VAGUE else []

    def same(self, words: tuple[str, ...], departments: set[str] | None = None) -> list[Place]:
        """The places of exactly that name; articles count only where they make a difference."""
        return _inside(self._same.get(words, []), departments) or _inside(
            self._same.get(_bare(words), []), departments
        )

    def close(self, words: tuple[str, ...], departments: set[str] | None = None) -> list[Place]:
        """The places whose name comes near in spelling, nearest first."""
        forms = [form for form in self._forms if departments is None or form[2].parent in departments]
        scored = process.extract(
            " ".join(words),
            [form[0] for form in forms],
            scorer=fuzz.ratio,
            score_cutoff=CLOSE_ENOUGH,
            limit=MOST_CLOSE,
        )
        return list(dict.fromkeys(forms[index][2] for _, _, index in scored))


def _inside(found: Iterable[Place], departments: set[str] | None) -> list[Place]:
    return list(dict.fromkeys(p for p in found if departments is None or p.parent in departments))


@lru_cache(maxsize=16)
def _gazetteer(iso3: str) -> _Gazetteer:
    return _Gazetteer(iso3)


def _countries_of(code: str) -> list[str]:
    return [country.code for country in content.countries() if code.upper().startswith(country.p_code_prefix)]


def _read(iso3: str) -> list[Place]:
    path = content.ROOT / "places" / f"{iso3.lower()}.csv"
    if not path.is_file():
        raise LookupError(f"The content has no places of '{iso3}'.")
    with path.open(encoding="utf-8", newline="") as file:
        return [_place(row, iso3) for row in csv.DictReader(file)]


def _place(row: dict[str, str], iso3: str) -> Place:
    return Place(
        code=row["code"],
        name=row["name"],
        level="department" if row["level"] == "department" else "municipality",
        parent=row["parent"],
        country=iso3,
        national_code=row["national_code"],
        valid_from=date.fromisoformat(row["valid_from"]) if row["valid_from"] else None,
        valid_until=date.fromisoformat(row["valid_until"]) if row["valid_until"] else None,
        lat=float(row["lat"]) if row["lat"] else None,
        lng=float(row["lng"]) if row["lng"] else None,
        also=tuple(other for other in row["also"].split(";") if other),
    )
