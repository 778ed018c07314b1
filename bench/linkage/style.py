"""How a list is written, after all else went wrong: case, accents, ñ; and kinds of error that are held out."""

import random
import unicodedata

from bench.linkage.record import Record

ANGLICISED = {
    "José": "Joseph", "Juan": "John", "Miguel": "Michael", "Pedro": "Peter", "María": "Mary",
    "Carlos": "Charles", "Francisco": "Frank", "Antonio": "Anthony", "Jorge": "George", "Luis": "Louis",
    "Marcos": "Mark", "Andrés": "Andrew", "Roberto": "Robert", "Eduardo": "Edward", "Daniel": "Dan",
    "Santiago": "James", "Isabel": "Elizabeth", "Ana": "Anna", "Elena": "Helen", "Mateo": "Matthew",
    "Esteban": "Steven", "David": "Dave", "Ricardo": "Richard", "Alejandro": "Alexander",
}  # fmt: skip
MAYANISED = {
    "Juan": "Xwan", "Pedro": "Pel", "María": "Mari'y", "Francisco": "Palas", "Manuel": "Wel",
    "Miguel": "Mekel", "Andrés": "Lex", "Tomás": "Max", "Diego": "Tek", "Sebastián": "Xap",
    "Pascual": "Paxkal", "Catarina": "Katal", "Petrona": "Petul", "Juana": "Xwan", "Domingo": "Tumin",
    "Mateo": "Matal", "Nicolás": "Kolax", "Gaspar": "Kaxh", "Magdalena": "Malin",
}  # fmt: skip
_FIELDS = ("paternal", "maternal")


def _each(record: Record, change: dict[int, str | None] | None = None, upper: bool = False) -> bool:
    was = (record.given, record.paternal, record.maternal)

    def one(text: str) -> str:
        text = text.upper() if upper else text
        return text.translate(change) if change else text

    record.given = [one(name) for name in record.given]
    record.paternal, record.maternal = one(record.paternal), one(record.maternal)
    return was != (record.given, record.paternal, record.maternal)


_ACCENTS = str.maketrans("áéíóúüÁÉÍÓÚÜ", "aeiouuAEIOUU")
_ENYE_N = str.maketrans("ñÑ", "nN")
_ENYE_LOST = str.maketrans("ñÑ", "??")
_UNREADABLE = str.maketrans("áéíóúüÁÉÍÓÚÜñÑ", "?" * 14)


def upper_case(record: Record, chance: random.Random) -> bool:
    return _each(record, upper=True)


def accents_lost(record: Record, chance: random.Random) -> bool:
    return _each(record, _ACCENTS)


def enye_to_n(record: Record, chance: random.Random) -> bool:
    return _each(record, _ENYE_N)


def enye_to_mark(record: Record, chance: random.Random) -> bool:
    return _each(record, _ENYE_LOST)


def letters_to_mark(record: Record, chance: random.Random) -> bool:
    return _each(record, _UNREADABLE)


# --- held out ---


def held_mojibake(record: Record, chance: random.Random) -> bool:
    """UTF-8 read as Latin-1: ``LÃ³pez``."""
    was = (record.given, record.paternal, record.maternal)
    broken = lambda text: unicodedata.normalize("NFC", text).encode().decode("latin-1")  # noqa: E731
    record.given = [broken(name) for name in record.given]
    record.paternal, record.maternal = broken(record.paternal), broken(record.maternal)
    return was != (record.given, record.paternal, record.maternal)


def held_run_together(record: Record, chance: random.Random) -> bool:
    words = record.given_names.split()
    if len(words) < 2:
        return False
    record.given = ["".join([words[0], *(word.lower() for word in words[1:])])]
    return True


def _translated(record: Record, other: dict[str, str]) -> bool:
    was = record.given
    record.given = [other.get(name, name) for name in was]
    return record.given != was


def held_anglicised(record: Record, chance: random.Random) -> bool:
    return _translated(record, ANGLICISED)


def held_mayan_given(record: Record, chance: random.Random) -> bool:
    return _translated(record, MAYANISED)


def held_surname_cut_at_8(record: Record, chance: random.Random) -> bool:
    was = (record.paternal, record.maternal)
    record.paternal, record.maternal = record.paternal[:8].strip(), record.maternal[:8].strip()
    return was != (record.paternal, record.maternal)


def held_only_initial(record: Record, chance: random.Random) -> bool:
    """An officer's form: first name, the second surname as an initial."""
    if not record.maternal or not record.paternal:
        return False
    record.maternal = record.maternal[0]
    return True
