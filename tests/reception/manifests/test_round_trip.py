"""Lists made at random, in any layout, give back the people that were written into them; and nothing breaks the reader."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from arraigo.core import places
from arraigo.core.names import fold
from arraigo.reception.manifests import ManifestRefused
from tests.reception.manifests.books import HEADERS, PEOPLE, read, text, workbook

GIVEN = (
    "María José",
    "Ana",
    "Byron Estuardo",
    "LUIS",
    "Catarina",
    "Reyna Isabel",
    "Eulalia",
    "josé luis",
    "Ñusta Belén",
)
SURNAMES = (
    "López",
    "TZOC",
    "de León",
    "Méndez",
    "del Cid",
    "Ixcoy-Tzul",
    "Caal",
    "Muñoz",
    "de la Cruz",
    "Mó",
    "Pop",
)
TOWNS = [place for place in places.municipalities("GTM") if places.find(place.name, "GTM").only]
SPELLINGS: dict[str, tuple[str, ...]] = {
    "surnames": ("APELLIDOS", "Apellido(s)", "Surnames"),
    "paternal_surname": ("Primer apellido", "1er. Apellido", "APE. PATERNO"),
    "maternal_surname": ("Segundo apellido", "2do. Apellido", "APE. MATERNO"),
    "given_names": ("NOMBRES", "Nombre(s)", "Given names"),
    "full_name": ("Apellidos y nombres",),
    "birth_date": ("F. NAC.", "Fecha de nacimiento", "FEC. NAC.", "DOB"),
    "sex": ("SEXO", "Género", "Sex"),
    "national_id": ("DPI/CUI", "CUI", "No. de DPI"),
    "municipality": ("Municipio", "MUNICIPIO DE ORIGEN", "Mpio."),
    "nationality": ("Nacionalidad", "NATIONALITY"),
}
DATES: tuple[Callable[[date], Any], ...] = (
    lambda day: f"{day:%d/%m/%y}",
    lambda day: f"{day:%d/%m/%Y}",
    lambda day: f"{day.day}-{day.month}-{day.year}",
    lambda day: f"{day:%d.%m.%Y}",
    lambda day: day.isoformat(),
    lambda day: (day - date(1899, 12, 30)).days,
    lambda day: day,
)
NUMBERS: tuple[Callable[[str], Any], ...] = (
    str,
    int,
    lambda n: f"{n[:4]} {n[4:9]} {n[9:]}",
    lambda n: f" {n[:4]}-{n[4:9]}-{n[9:]}",
)


@dataclass(frozen=True)
class Traveller:
    given: str
    paternal: str
    maternal: str
    sex: str
    born: date
    number: str
    town: places.Place

    def cell(self, field: str, chance: random.Random, *, as_text: bool) -> Any:
        match field:
            case "birth_date":
                value = chance.choice(DATES)(self.born)
                return value.isoformat() if as_text and isinstance(value, date) else value
            case "national_id":
                return chance.choice(NUMBERS)(self.number)
            case "sex":
                return chance.choice(
                    {"female": ("F", "Femenino", "mujer"), "male": ("M", "MASCULINO")}[self.sex]
                )
            case "municipality":
                return chance.choice((self.town.name, self.town.name.upper(), fold(self.town.name).upper()))
            case "nationality":
                return chance.choice(("GTM", "Guatemalteca", "GUATEMALTECO", "Guatemala"))
            case "surnames":
                return chance.choice(("{} {}", "  {}   {} ", "{}\u00a0{}")).format(
                    self.paternal, self.maternal
                )
            case "full_name":
                return f"{self.paternal} {self.maternal}, {self.given}"
        return {
            "given_names": self.given,
            "paternal_surname": self.paternal,
            "maternal_surname": self.maternal,
        }[field]


@st.composite
def travellers(draw: st.DrawFn) -> list[Traveller]:
    one = st.builds(
        Traveller,
        given=st.sampled_from(GIVEN),
        paternal=st.sampled_from(SURNAMES),
        maternal=st.sampled_from(SURNAMES),
        sex=st.sampled_from(("female", "male")),
        born=st.dates(date(1930, 1, 1), date(2026, 4, 1)),
        number=st.from_regex(r"[1-9][0-9]{11}[1-9]", fullmatch=True),
        town=st.sampled_from(TOWNS),
    )
    people = draw(st.lists(one, min_size=1, max_size=12, unique_by=lambda each: (each.given, each.born)))
    # One date that can be read only one way, so that the list says that its days come first.
    return [
        Traveller("Marta", "Solís", "Us", "female", date(1990, 5, 25), "2541873101301", TOWNS[0]),
        *people,
    ]


@settings(max_examples=60, deadline=None)
@given(travellers(), st.sampled_from(["xlsx", "csv"]), st.randoms(use_true_random=False))
def test_a_list_gives_back_its_people_in_any_layout(people, kind, chance):
    names = chance.choice(
        (["surnames", "given_names"], ["paternal_surname", "maternal_surname", "given_names"], ["full_name"])
    )
    fields = [*names, "birth_date", "sex", "national_id", "municipality", "nationality"]
    chance.shuffle(fields)
    titles = [["LISTADO DE PASAJEROS"], [], ["Vuelo 0412-A", None, "Harlingen"], []][: chance.randrange(5)]
    headers = ["No.", *(chance.choice(SPELLINGS[field]) for field in fields)]
    rows = [
        [n, *(each.cell(field, chance, as_text=kind == "csv") for field in fields)]
        for n, each in enumerate(people, 1)
    ]
    everything = [*titles, headers, *rows, ["TOTAL", len(people)], [], [None, "Elaboró: sección consular"]]
    content = (
        workbook(everything)
        if kind == "xlsx"
        else text(everything, chance.choice(";\t|"), chance.choice(("utf-8", "latin-1")))
    )

    reading = read(content)

    assert dict(zip(headers[1:], fields, strict=True)) == reading.as_json()["columns"]
    assert [fault.code for fault in reading.faults] == []
    assert reading.guess.header_row == len(titles) + 1
    assert [row.row for row in reading.rows] == [len(titles) + 2 + n for n in range(len(people))]
    for row, each in zip(reading.rows, people, strict=True):
        values = row.values
        assert (values.given_names, values.paternal_surname, values.maternal_surname) == (
            each.given,
            each.paternal,
            each.maternal,
        )
        assert (values.sex, values.birth_date, values.national_id) == (each.sex, each.born, each.number)
        assert (values.municipality, values.nationality) == (each.town.code, "GTM")


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(st.one_of(st.none(), st.text(max_size=12), st.integers(), st.dates()), max_size=7),
        max_size=8,
    )
)
def test_no_cells_break_the_reader(rows):
    with contextlib.suppress(ManifestRefused):
        read(text([HEADERS, *PEOPLE, *rows], "\t"), "lista.tsv").as_json()


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(content):
    with contextlib.suppress(ManifestRefused):
        read(content)


WHOLE = workbook([HEADERS, *PEOPLE])


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=4))
def test_no_damage_to_a_workbook_breaks_the_reader(at, bytes_):
    with contextlib.suppress(ManifestRefused):
        read(WHOLE[:at] + bytes_ + WHOLE[at + len(bytes_) :])
