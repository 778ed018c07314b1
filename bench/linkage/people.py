"""
True people, before anybody writes them down: families, twins, namesakes, and what they are called.

`TrueWorld.people` makes a batch of them. Frequencies are drawn by numpy for the whole
batch; kinship is put in person by person.
"""

import csv
import random
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import numpy as np

from bench.linkage.numbers import new_number, next_number
from bench.linkage.places import places

NAMES = Path(__file__).parent / "names"
TODAY = date(2026, 6, 30)
SHARE_OF_RELATIVES = 0.30
# Of those who stand beside somebody: what they are to them, in thousandths. A register holds some of a family.
# USUAL: 22 in a thousand are born as twins and a quarter of the others returned too (5 in a thousand people have a twin
# here); 2 in a thousand get a namesake of all names in the same town, beside those that chance makes.
# CROWDED has ten times more of the hardest, for a stress test.
USUAL = {
    "sibling": 470, "half_sibling": 80, "twin": 6, "twin_of_other_sex": 2, "child_of_same_name": 47, "child": 207,
    "cousin": 180, "namesake": 8,
}  # fmt: skip
CROWDED = {
    "sibling": 420, "half_sibling": 70, "twin": 40, "twin_of_other_sex": 20, "child_of_same_name": 100, "child": 130,
    "cousin": 120, "namesake": 100,
}  # fmt: skip
AGES = [(0, 11, 6), (12, 17, 8), (18, 24, 28), (25, 34, 32), (35, 44, 16), (45, 59, 8), (60, 84, 2)]
SHARE_OF_WOMEN = 0.28
SHARE_WITH_DOCUMENT = 0.65  # the copies of one who has none have none either
GIVEN_NAMES = (0.22, 0.68, 0.10)  # one, two, three
ERAS = [1960, 1975, 1990, 2003]  # births before the first are of era 0, ... after the last of era 4
ERA_WEIGHTS = {
    "c": [1, 1, 1, 1, 1], "o": [2.2, 1.6, 1, 0.6, 0.3], "m": [0.7, 1.5, 1.6, 0.8, 0.4],
    "y": [0.1, 0.3, 1.2, 2.2, 1.2], "n": [0.02, 0.05, 0.2, 1.2, 3.0],
}  # fmt: skip
RARELY_SECOND = {"María": 0.08, "José": 0.35, "Juan": 0.2, "Ana": 0.15, "Luis": 0.6}


@dataclass(slots=True)
class Being:
    """One true person. `number` is their right national number; without a document nobody writes it down."""

    true_id: str
    family: int
    kind: str
    given: list[str]  # whole names: ``["María de los Ángeles"]``, ``["Juan", "Carlos"]``
    paternal: str
    maternal: str
    sex: str
    born: date
    place: int  # position in places()
    number: str
    has_document: bool


class Draws:
    """Many discrete distributions side by side: row `r`'s values are drawn by one binary search for all."""

    def __init__(self, weights: np.ndarray) -> None:
        cumulated = np.cumsum(weights, axis=1)
        cumulated /= cumulated[:, -1:]
        self._flat = (cumulated + np.arange(len(weights))[:, None]).ravel()
        self._width = weights.shape[1]

    def draw(self, rows: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        found = np.searchsorted(self._flat, rows + rng.random(len(rows)), side="right")
        return np.minimum(found - rows * self._width, self._width - 1)


class TrueWorld:
    """The distributions: the same for every seed. Take the one of `true_world()`, making it needs half a second."""

    def __init__(self) -> None:
        self.places = places()
        self.surnames, self._surname_draws = self._of_surnames()
        self.given, self._first_draws, self._second_draws = self._of_given_names()

    def people(
        self, count: int, kin: dict[str, int], rng: np.random.Generator, chance: random.Random, prefix: str
    ) -> list[Being]:
        where = rng.choice(len(self.places.codes), count, p=self.places.weights)
        people = self._peoples_of(where, rng)
        native = (people > 0).astype(int)
        paternal, maternal = (self._surname_draws.draw(where * 2 + native, rng) for _name in range(2))
        women = rng.random(count) < SHARE_OF_WOMEN
        born = _births(count, rng)
        given = self._given(women.astype(int), born, people, rng)
        beings: list[Being] = []
        for at in range(count):
            place = int(where[at])
            beings.append(
                Being(
                    f"{prefix}{at}",
                    at,
                    "alone",
                    given[at],
                    self.surnames[paternal[at]],
                    self.surnames[maternal[at]],
                    "female" if women[at] else "male",
                    born[at],
                    place,
                    new_number(self.places.codes[place], born[at].year, chance),
                    chance.random() < SHARE_WITH_DOCUMENT,
                )
            )
        self._make_kin(beings, kin, chance)
        return beings

    def _peoples_of(self, where: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """0 for a ladino, 1 for a Mayan people, 2 for a Garífuna, 3 for a Miskito."""
        of_place = []
        for shares in self.places.peoples:
            coast = shares.get("garifuna", 0.0), shares.get("miskito", 0.0)
            of_place.append([sum(shares.values()) - sum(coast), *coast])
        limits = np.cumsum(np.array(of_place), axis=1)[where]
        drawn = rng.random(len(where))
        return np.select([drawn < limits[:, 0], drawn < limits[:, 1], drawn < limits[:, 2]], [1, 2, 3], 0)

    def _given(
        self, sex: np.ndarray, born: list[date], people: np.ndarray, rng: np.random.Generator
    ) -> list[list[str]]:
        era = np.searchsorted(ERAS, [day.year for day in born], side="right")
        row = (sex * len(ERA_WEIGHTS["c"]) + era) * 4 + people
        first, second, third = (
            draws.draw(row, rng) for draws in (self._first_draws, self._second_draws, self._second_draws)
        )
        many = rng.choice(3, len(born), p=GIVEN_NAMES)
        found = []
        for at in range(len(born)):
            names = [self.given[first[at]]]
            if many[at] and (" " not in names[0] or third[at] % 5 == 0):
                names += [self.given[which[at]] for which in (second, third)[: many[at]]]
            found.append(list(dict.fromkeys(names)))
        return found

    def _make_kin(self, beings: list[Being], kin: dict[str, int], chance: random.Random) -> None:
        kinds, weights = list(kin), list(kin.values())
        anchor = beings[0]
        for one in beings[1:]:
            if chance.random() >= SHARE_OF_RELATIVES:
                anchor = one
                continue
            one.kind = chance.choices(kinds, weights)[0]
            one.family = anchor.family
            number, one.place = one.number, anchor.place if chance.random() < 0.92 else one.place
            KIN[one.kind](one, anchor, chance)
            if one.number == number:  # a twin's follows the other's
                one.number = new_number(self.places.codes[one.place], one.born.year, chance)

    def _of_surnames(self) -> tuple[list[str], Draws]:
        rows = _read("surnames.csv")
        group = np.array([row["group"] for row in rows])
        rank = np.array([int(row["rank"]) for row in rows])
        base = np.where(group == "common", (rank + 2.7) ** -1.05, (rank + 3.0) ** -0.8)
        rng = np.random.default_rng(1524)
        weights = []
        for shares in self.places.peoples:
            bent = base * np.exp(rng.normal(0, np.where(group == "common", 0.6, 1.5)))
            parts = {name: np.where(group == name, bent, 0) for name in ["common", *shares]}
            parts = {name: part / part.sum() for name, part in parts.items()}
            own = sum((share * parts[name] for name, share in shares.items()), np.zeros(len(rows)))
            own = own / own.sum() if shares else parts["common"]
            weights += [0.93 * parts["common"] + 0.07 * own, 0.3 * parts["common"] + 0.7 * own]
        return [row["surname"] for row in rows], Draws(np.array(weights))

    def _of_given_names(self) -> tuple[list[str], Draws, Draws]:
        rows = _read("given_names.csv")
        base = np.array([float(row["weight"]) for row in rows])
        group = np.array([row["group"] for row in rows])
        old = np.array([row["era"] == "o" for row in rows])
        first = []
        for sex in ("male", "female"):
            of_sex = np.array([row["sex"] == sex for row in rows])
            for era in range(len(ERA_WEIGHTS["c"])):
                of_era = np.array([ERA_WEIGHTS[row["era"]][era] for row in rows]) * base * of_sex
                for people in ("ladino", "maya", "garifuna", "miskito"):
                    common = np.where(
                        group == "common", of_era * np.where(old & (people == "maya"), 1.8, 1), 0
                    )
                    own = np.where(group == people, of_era, 0)
                    share = {"ladino": 0.0, "maya": 0.025, "garifuna": 0.1, "miskito": 0.25}[people]
                    first.append(_mixed(common, own, share))
        table = np.array(first)
        rarer = np.array([RARELY_SECOND.get(row["name"], 0.1 if " " in row["name"] else 1.0) for row in rows])
        return [row["name"] for row in rows], Draws(table), Draws(table * rarer)


@cache
def true_world() -> TrueWorld:
    return TrueWorld()


def _mixed(common: np.ndarray, own: np.ndarray, share: float) -> np.ndarray:
    if not own.sum():
        return common / common.sum()
    return (1 - share) * common / common.sum() + share * own / own.sum()


def _births(count: int, rng: np.random.Generator) -> list[date]:
    weights = np.array([weight for _from, _to, weight in AGES], dtype=float)
    band = rng.choice(len(AGES), count, p=weights / weights.sum())
    youngest = np.array([first for first, _last, _weight in AGES])[band]
    width = np.array([last - first + 1 for first, last, _weight in AGES])[band]
    days = ((youngest + rng.random(count) * width) * 365.25).astype(int)
    return [TODAY - timedelta(days=int(day)) for day in days]


@cache
def _read(name: str) -> list[dict[str, str]]:
    with (NAMES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def nicknames() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in _read("nicknames.csv"):
        found.setdefault(row["name"], []).append(row["nickname"])
    return found


def _other_given(one: Being, anchor: Being) -> None:
    """Two living children of a couple do not bear exactly the same names."""
    if one.given == anchor.given:
        one.given = [*one.given, "Isaías" if one.sex == "male" else "Marleny"]


def _next_to(anchor: Being) -> str:
    return next_number(anchor.number, places().codes[anchor.place])


def _moved(day: date, days: int) -> date:
    """So many days later, or as many earlier if nobody could be born then."""
    later = day + timedelta(days=days)
    return later if later <= TODAY else day - timedelta(days=abs(days))


def _sibling(one: Being, anchor: Being, chance: random.Random) -> None:
    one.paternal, one.maternal = anchor.paternal, anchor.maternal
    one.born = _moved(anchor.born, chance.choice((-1, 1)) * chance.randint(330, 4500))
    _other_given(one, anchor)


def _half_sibling(one: Being, anchor: Being, chance: random.Random) -> None:
    if chance.random() < 0.5:
        one.paternal = anchor.paternal
    else:
        one.maternal = anchor.maternal
    one.born = _moved(anchor.born, chance.choice((-1, 1)) * chance.randint(200, 6000))
    _other_given(one, anchor)


def _twin(one: Being, anchor: Being, chance: random.Random) -> None:
    one.paternal, one.maternal, one.born = anchor.paternal, anchor.maternal, anchor.born
    one.place, one.number = anchor.place, _next_to(anchor)
    if one.sex != anchor.sex:
        one.sex, one.given = anchor.sex, [*anchor.given[:1], "Rubén" if anchor.sex == "male" else "Elvira"]
    elif chance.random() < 0.35:  # José Luis and José Carlos
        one.given = list(dict.fromkeys([anchor.given[0], *one.given[-1:]]))
    _other_given(one, anchor)


def _twin_of_other_sex(one: Being, anchor: Being, chance: random.Random) -> None:
    one.paternal, one.maternal, one.born = anchor.paternal, anchor.maternal, anchor.born
    one.place, one.number = anchor.place, _next_to(anchor)
    if one.sex == anchor.sex:
        pairs = [("Mario", "María"), ("Juan", "Juana"), ("Luis", "Luisa"), ("Francisco", "Francisca")]
        boy, girl = chance.choice(pairs)
        one.sex = "female" if anchor.sex == "male" else "male"
        one.given = [girl if one.sex == "female" else boy]


def _child(one: Being, anchor: Being, chance: random.Random) -> None:
    one.born = _moved(anchor.born, chance.randint(17 * 365, 38 * 365))
    child, parent = (one, anchor) if one.born > anchor.born else (anchor, one)
    if parent.sex == "male" and one is parent:
        one.paternal = child.paternal
    elif parent.sex == "male":
        one.paternal = parent.paternal
    elif one is parent:
        one.paternal = child.maternal
    else:
        one.maternal = parent.paternal


def _child_of_same_name(one: Being, anchor: Being, chance: random.Random) -> None:
    one.sex = anchor.sex
    _child(one, anchor, chance)
    if chance.random() < 0.55:
        one.given = list(anchor.given)
    else:
        one.given = list(dict.fromkeys([anchor.given[0], *one.given[1:]]))


def _cousin(one: Being, anchor: Being, chance: random.Random) -> None:
    one.paternal = anchor.paternal if chance.random() < 0.6 else anchor.maternal
    one.born = _moved(anchor.born, chance.randint(-1800, 1800))
    if chance.random() < 0.15 and one.sex == anchor.sex:  # both after the same grandfather
        one.given = list(dict.fromkeys([anchor.given[0], *one.given[1:]]))


def _namesake(one: Being, anchor: Being, chance: random.Random) -> None:
    one.paternal, one.maternal, one.sex = anchor.paternal, anchor.maternal, anchor.sex
    one.given, one.place = list(anchor.given), anchor.place
    if chance.random() < 0.1:
        one.born = _another_day(anchor.born, chance)


def _another_day(day: date, chance: random.Random) -> date:
    """Another day of the same year."""
    return date(day.year, 1, 1) + timedelta(days=chance.randint(0, 364))


KIN = {
    "sibling": _sibling, "half_sibling": _half_sibling, "twin": _twin,
    "twin_of_other_sex": _twin_of_other_sex, "child_of_same_name": _child_of_same_name, "child": _child,
    "cousin": _cousin, "namesake": _namesake,
}  # fmt: skip
