"""Names as lists write them, and what is meant: the cases that a newcomer should read first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arraigo.people.linkage import Described, Reader


def read(reader: Reader, given_names: str, paternal: str = "", maternal: str = "") -> tuple[str, str, str]:
    one = reader.features(Described(given_names, paternal, maternal))
    return " ".join(one.given), one.paternal, one.maternal


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (("María de los Ángeles", "López", "Tzoc"), ("maria angeles", "lopez", "tzoc")),
        (("MA. ANGELES", "LOPEZ", "TZOC"), ("maria angeles", "lopez", "tzoc")),
        (("Mª José", "De León", "de la Cruz"), ("maria jose", "leon", "cruz")),
        (("FCO. JAVIER", "DELEON", "DELACRUZ"), ("francisco javier", "leon", "cruz")),
        (("María", "López Tzoc", ""), ("maria", "lopez", "tzoc")),
        (("Ana", "López Tzoc viuda de García", ""), ("ana", "lopez", "tzoc")),
        (("Ana", "López Tzoc de García", ""), ("ana", "lopez", "tzoc")),
        (("Ana", "López", "Tzoc vda. de García"), ("ana", "lopez", "tzoc")),
        (("Carlos", "Pérez", "Muñoz hijo"), ("carlos", "perez", "munoz")),
        (("María José López Tzoc", "", ""), ("maria jose", "lopez", "tzoc")),
        (("LOPEZ TZOC MARIA JOSE", "", ""), ("maria jose", "lopez", "tzoc")),
        (("LOPEZ TZOC, MARIA JOSE", "", ""), ("maria jose", "lopez", "tzoc")),
        (("Angeles Lopez", "", ""), ("angeles", "lopez", "")),
        (("López Tzoc", "María José", ""), ("maria jose", "lopez", "tzoc")),
        (("CATALAN MARTINEZ MIGUEL ANGEL", "DESCONOCIDO", ""), ("miguel angel", "catalan", "martinez")),
        (("MU?OZ", "", ""), ("", "munoz", "")),
        (("J0SE", "L0PEZ", "PE?A"), ("jose", "lopez", "pena")),
        (("J.", "Cu", "Coy"), ("", "cu", "coy")),
        (("Tz’unun", "Ch'ok", "Q'anil"), ("tzunun", "chok", "qanil")),
        (("SIN DATO", "XXXX", "N/A"), ("", "", "")),
        (("", "", ""), ("", "", "")),
        (("X", "?", "-"), ("", "", "")),
    ],
    ids=lambda said: " | ".join(said),
)
def test_reads_what_was_meant(
    reader: Reader, said: tuple[str, str, str], meant: tuple[str, str, str]
) -> None:
    assert read(reader, *said) == meant


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jiménez", "Ximénez"), ("Vásquez", "Basques"), ("González", "Gonsales"), ("Yesenia", "Llesenia"),
        ("Wilmer", "Huilmer"), ("Tzoc", "Tsok"), ("Xol", "Shol"), ("Choc", "Chok"), ("Hernández", "Ernandes"),
        ("Gerónimo", "Jerónimo"), ("Quej", "Kej"), ("Muñoz", "MUNOZ"), ("Canpos", "Campos"), ("Guerra", "Güerra"),
        ("Caal", "Ka'al"), ("Esther", "Ester"),
    ],
)  # fmt: skip
def test_hears_the_same_name_in_two_spellings(reader: Reader, one: str, other: str) -> None:
    assert (
        reader.features(Described("Ana", one, "Pérez")).paternal_sound
        == reader.features(Described("Ana", other, "Pérez")).paternal_sound
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [("López", "Lobos"), ("Choc", "Chub"), ("Pérez", "Paz"), ("María", "Mario"), ("Tzoc", "Tzul")],
)
def test_does_not_hear_two_names_as_one(reader: Reader, one: str, other: str) -> None:
    sounds = [reader.features(Described("Ana", name, "Pérez")).paternal_sound for name in (one, other)]

    assert sounds[0] != sounds[1]


@pytest.mark.parametrize(
    ("nickname", "name"),
    [("Chepe", "José"), ("Paco", "Francisco"), ("Lupe", "Guadalupe"), ("Chayo", "Rosario")],
)
def test_knows_whom_a_nickname_is_short_for(reader: Reader, nickname: str, name: str) -> None:
    assert set(reader.features(Described(name, "Pérez")).roots) <= set(
        reader.features(Described(nickname, "Pérez")).roots
    )


def test_a_name_of_its_own_is_no_nickname(reader: Reader) -> None:
    assert reader.features(Described("José", "Pérez")).roots == ("jose",)


@given(st.text(max_size=400), st.text(max_size=80), st.text(max_size=80))
def test_reads_anything(given_names: str, paternal: str, maternal: str) -> None:
    from arraigo.people.lexicon import lexicon

    one = Reader(lexicon("GTM")).features(Described(given_names, paternal, maternal))

    assert all(word.isascii() and word.isalpha() for word in one.given)
