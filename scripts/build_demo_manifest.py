"""
Write the arrivals list that the demonstration imports: 135 invented people on a flight from Harlingen.

    python scripts/build_demo_manifest.py

The list is messy as such lists are: titles above the headers, mixed case, stray spaces, dates of many styles,
identity numbers as numbers and as text. Four rows wait for a correction; eleven of the others are the people of
`known_people.csv`, whom the simulated history already knows. The same file comes out every time.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from arraigo.core import places
from arraigo.core.names import fold
from arraigo.interop.simulator.chance import Chance, Weighted
from arraigo.interop.simulator.naming import Naming
from arraigo.interop.simulator.profile import Profile, profile
from arraigo.reception.manifests.names import part_surnames

LISTS = Path(__file__).resolve().parents[1] / "src" / "arraigo" / "interop" / "simulator" / "lists"
OUT = LISTS / "vuelo_harlingen.xlsx"
KNOWN = LISTS / "known_people.csv"

PEOPLE = 135
FIRST_ROW = 7
HEADERS = [
    "No.",
    "APELLIDOS",
    "NOMBRES",
    "F. NAC.",
    "SEXO",
    "DPI/CUI",
    "Municipio",
    "Depto.",
    "OBS.",
    "Vuelo",
]
WIDTHS = [5, 30, 28, 13, 10, 19, 30, 18, 34, 11]
FLIGHT = "HRL-0412"
DAY = date(2026, 4, 14)
"""The day from which ages are counted."""
MONTHS = ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic")
MOMENT = (2026, 4, 14, 9, 36, 0)
MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
EXCEL_EPOCH = date(1899, 12, 30)

Cell = str | int | float | date | None


@dataclass(slots=True)
class Traveller:
    """Somebody on the list, before anybody typed it."""

    given: str
    surnames: str
    sex: str
    born: date
    number: str
    municipality: str
    remark: str = ""
    known: bool = False
    cells: dict[str, Cell] = field(default_factory=dict)


class Maker:
    """Invents the travellers."""

    def __init__(self, chance: Chance, of: Profile) -> None:
        self.chance, self.profile, self.naming = chance, of, Naming(of, chance)
        self.departments = of.weighted("departments")

    def home(self) -> str:
        return self.chance.pick(self.profile.municipalities[self.chance.pick(self.departments)])

    def one(self, sex: str, age: int, home: str, surnames: str | None = None, remark: str = "") -> Traveller:
        born = date(DAY.year - age, 1, 1) + timedelta(days=self.chance.randrange(365)) - timedelta(days=260)
        both = surnames or f"{self._surname(home)} {self._surname(home)}"
        given = self.naming.given_names(sex, child=age < 18)
        return Traveller(given, both, sex, born, self.naming.national_id(home, born), home, remark)

    def family(self) -> Iterator[Traveller]:
        """A mother or father with one to three children."""
        home, sex = self.home(), "female" if self.chance.happens(0.75) else "male"
        children = self.chance.choice((1, 1, 2, 2, 3))
        age = self.chance.randrange(24, 42)
        parent = self.one(sex, age, home, None, _with_children(children))
        yield parent
        own = part_surnames(parent.surnames)[0]
        for _ in range(children):
            child = self.chance.choice(("female", "male"))
            other = self._surname(home)
            both = f"{other} {own}" if sex == "female" else f"{own} {other}"
            remark = "menor, viaja con su " + ("madre" if sex == "female" else "padre")
            yield self.one(child, self.chance.randrange(2, min(16, age - 17)), home, both, remark)

    def _surname(self, home: str) -> str:
        department = home[:4]
        language = {"GT16": "kek", "GT14": "quc", "GT08": "quc", "GT13": "mam", "GT12": "mam"}.get(
            department, "spa"
        )
        indigenous = self.chance.happens(self.profile.number("indigenous", department))
        return self.naming.surname(language, indigenous=indigenous)


def known_people() -> Iterator[Traveller]:
    """The people whom the simulated history knows from an earlier return."""
    with KNOWN.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            surnames = f"{row['paternal_surname']} {row['maternal_surname']}"
            born = date.fromisoformat(row["birth_date"])
            yield Traveller(
                row["given_names"],
                surnames,
                row["sex"],
                born,
                row["national_id"],
                row["municipality"],
                known=True,
            )


def travellers(maker: Maker) -> list[Traveller]:
    """All 135, in the order of the list: families stay together."""
    chance = maker.chance
    groups: list[list[Traveller]] = [[each] for each in known_people()]
    groups += [list(maker.family()) for _ in range(7)]
    alone = (("female", 15), ("male", 16), ("male", 14))
    groups += [[maker.one(sex, age, maker.home(), remark="menor no acompañado")] for sex, age in alone]
    remarks = [
        "Intérprete q'anjob'al",
        "embarazada, 6 meses",
        "diabetes, trae medicamento",
        "pide llamar a su familia",
    ]
    while (left := PEOPLE - sum(map(len, groups))) > 0:
        remark = remarks.pop() if remarks and left % 9 == 0 else ""
        home = "GT1308" if remark.startswith("Int") else maker.home()
        woman = remark.startswith("emb") or (not remark and chance.happens(0.24))
        groups.append([maker.one("female" if woman else "male", _age(chance), home, remark=remark)])
    chance.shuffle(groups)
    return [each for group in groups for each in group]


def _age(chance: Chance) -> int:
    first, last = chance.pick(Weighted({(18, 24): 34, (25, 34): 38, (35, 44): 19, (45, 63): 9}))
    return chance.randrange(first, last + 1)


def _with_children(count: int) -> str:
    return "con 1 hijo" if count == 1 else f"con {count} hijos"


class Typist:
    """Types the list as several hurried people would."""

    def __init__(self, chance: Chance) -> None:
        self.chance = chance

    def type(self, each: Traveller, number: int) -> list[Cell]:
        case = self.chance.choice(
            (str.upper, str.upper, str.upper, str, str.title, str.lower, _plain_capitals)
        )
        cells: dict[str, Cell] = {
            "No.": number,
            "APELLIDOS": self._spaced(case(each.surnames)),
            "NOMBRES": self._spaced(case(each.given)),
            "F. NAC.": self._date(each),
            "SEXO": self._sex(each.sex),
            "DPI/CUI": self._number(each),
            "Municipio": self._municipality(each.municipality),
            "Depto.": places.name(each.municipality[:4]),
            "OBS.": each.remark or None,
        }
        if isinstance(cells["Municipio"], str) and "," in cells["Municipio"]:
            cells["Depto."] = None
        return [{**cells, **each.cells}.get(header) for header in HEADERS]

    def _spaced(self, text: str) -> str:
        style = self.chance.random()
        if style < 0.08:
            return text.replace(" ", "  ", 1)
        if style < 0.14:
            return f" {text} "
        return text.replace(" ", "\u00a0", 1) if style < 0.17 else text

    def _date(self, each: Traveller) -> Cell:
        born, style = each.born, self.chance.random()
        if style < 0.42:
            return f"{born:%d/%m/%y}"
        if style < 0.58:
            return born
        if style < 0.72:
            return (born - EXCEL_EPOCH).days
        if style < 0.86:
            return f"{born:%d/%m/%Y}"
        if style < 0.94:
            return f"{born.day}-{MONTHS[born.month - 1]}-{born:%y}"
        if each.known or style < 0.97:
            return f"{born:%d.%m.%Y}"
        return f"{born.year}" if style < 0.985 else None

    def _sex(self, sex: str) -> str:
        short, words = {"female": ("F", ("Femenino", "f")), "male": ("M", ("Masculino", "m"))}[sex]
        return short if self.chance.happens(0.86) else self.chance.choice(words)

    def _number(self, each: Traveller) -> Cell:
        digits, style = each.number, self.chance.random()
        if style < 0.34:
            return int(digits)
        if style < 0.52:
            return f"{digits[:4]} {digits[4:9]} {digits[9:]}"
        if style < 0.6:
            return f"{digits[:4]}-{digits[4:9]}-{digits[9:]}"
        if style < 0.78:
            return digits
        return None if style < 0.9 else self.chance.choice(("N/A", "-", "no porta"))

    def _municipality(self, code: str) -> str:
        name, style = places.name(code), self.chance.random()
        if style < 0.45:
            return _plain_capitals(name)
        if style < 0.55:
            return f"{name}, {places.name(code[:4])}"
        return name if style < 0.9 else name.lower()


def _plain_capitals(text: str) -> str:
    return fold(text.replace("ñ", "\ue000").replace("Ñ", "\ue000")).upper().replace("\ue000", "Ñ")


def spoil(people: list[Traveller]) -> None:
    """Four rows that nobody can read without asking, far from each other."""
    strangers = [each for each in people if not each.known and not each.remark]
    date_, number, municipality, name = (strangers[len(strangers) * part // 9] for part in (2, 4, 6, 8))
    date_.cells["F. NAC."] = "31/02/1990"
    number.cells["DPI/CUI"] = "3.02511E+12"
    municipality.cells |= {"Municipio": "San Pedro Sacatepéquez", "Depto.": None}
    name.cells |= {"APELLIDOS": "XXXX", "NOMBRES": "N/A"}


def write(people: list[Traveller], typist: Typist) -> bytes:
    """The workbook, as bytes that are the same each time."""
    book = Workbook()
    sheet: Worksheet = book.create_sheet("Pasajeros", 0)
    del book["Sheet"]
    _write_titles(sheet)
    for column, header in enumerate(HEADERS, start=1):
        sheet.cell(FIRST_ROW - 1, column, header).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = WIDTHS[column - 1]
    for number, each in enumerate(people, start=1):
        _write_row(sheet, FIRST_ROW + number - 1, typist.type(each, number))
    last = FIRST_ROW + len(people) - 1
    sheet.cell(FIRST_ROW, len(HEADERS), FLIGHT)
    sheet.merge_cells(start_row=FIRST_ROW, start_column=len(HEADERS), end_row=last, end_column=len(HEADERS))
    sheet.cell(last + 1, 2, "TOTAL PASAJEROS")
    sheet.cell(last + 1, 3, len(people))
    sheet.cell(last + 4, 2, "Elaboró: Sección consular")
    sheet.cell(last + 5, 2, "Revisó: ____________________")
    sheet.freeze_panes = f"A{FIRST_ROW}"
    return _bytes_of(book)


def _write_titles(sheet: Worksheet) -> None:
    titles = {
        1: "CONSULADO EN McALLEN, TEXAS",
        2: "Listado de personas retornadas",
        3: f"Vuelo {FLIGHT}    Harlingen, Texas - La Aurora",
        4: "Personas inventadas para la demostración de Arraigo",
    }
    for row, title in titles.items():
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(HEADERS))
        sheet.cell(row, 1, title).font = Font(bold=row < 3)
        sheet.cell(row, 1).alignment = Alignment(horizontal="center")


def _write_row(sheet: Worksheet, row: int, cells: list[Cell]) -> None:
    for column, value in enumerate(cells, start=1):
        if value is not None:
            written = sheet.cell(row, column, value)
            written.number_format = "dd/mm/yyyy" if isinstance(value, date) else "General"


def _bytes_of(book: Workbook) -> bytes:
    book.properties.creator = "Arraigo"
    book.properties.created = datetime(*MOMENT)  # noqa: DTZ001 (workbooks know no zone)
    written = io.BytesIO()
    book.save(written)
    # Zip entries and properties carry the moment of writing: the same for every run here.
    fixed = io.BytesIO()
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            content = MODIFIED.sub(rb"\g<1>2026-04-14T09:36:00Z\g<2>", source.read(entry))
            target.writestr(zipfile.ZipInfo(entry.filename, MOMENT), content, zipfile.ZIP_DEFLATED)
    return fixed.getvalue()


def main() -> None:
    chance = Chance("vuelo harlingen")
    people = travellers(Maker(chance, profile("GTM")))
    spoil(people)
    OUT.write_bytes(write(people, Typist(chance)))
    print(f"{OUT.name}: {len(people)} people")


if __name__ == "__main__":
    main()
