"""Names with their particles, in one column or in several, in either order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arraigo.reception.manifests.names import (
    Name,
    NameOrder,
    name_text,
    order_in_header,
    order_of,
    part_full_name,
    part_surnames,
)

GIVEN, SURNAMES = NameOrder.GIVEN_FIRST, NameOrder.SURNAMES_FIRST


class TestNameText:
    @pytest.mark.parametrize(
        "nothing",
        ["", "-", "---", "N/A", "n.a.", "XXXX", "xx", "SIN DATO", "NULL", "desconocido", "123", "?", "X"],
    )
    def test_is_none_where_nothing_is_said(self, nothing):
        assert name_text(nothing) is None

    @pytest.mark.parametrize("name", ["LÓPEZ", "de León", "O’Connor", "Ixcoy-Tzul", "ROSA MA.", "Nájera"])
    def test_keeps_every_letter(self, name):
        assert name_text(name) == name


class TestPartSurnames:
    @pytest.mark.parametrize(
        ("together", "paternal", "maternal"),
        [
            ("LÓPEZ TZOC", "LÓPEZ", "TZOC"),
            ("López", "López", None),
            ("DE LEÓN PÉREZ", "DE LEÓN", "PÉREZ"),
            ("Pérez de León", "Pérez", "de León"),
            ("DE LA CRUZ DE LOS SANTOS", "DE LA CRUZ", "DE LOS SANTOS"),
            ("del Cid y del Cid", "del Cid", "y del Cid"),
            ("PAZ Y PAZ", "PAZ", "Y PAZ"),
            ("ORTEGA Y GASSET LÓPEZ", "ORTEGA Y GASSET", "LÓPEZ"),
            ("SAN JOSÉ GARCÍA", "SAN JOSÉ", "GARCÍA"),
            ("LÓPEZ TZOC VIUDA DE PÉREZ", "LÓPEZ", "TZOC VIUDA DE PÉREZ"),
            ("LÓPEZ VDA. DE PÉREZ", "LÓPEZ", "VDA. DE PÉREZ"),
            ("Ixcoy-Tzul Mó", "Ixcoy-Tzul", "Mó"),
        ],
    )
    def test_keeps_particles_with_their_surname(self, together, paternal, maternal):
        assert part_surnames(together) == (paternal, maternal)

    @given(
        st.lists(
            st.sampled_from(["de", "la", "López", "y", "DEL", "Tzoc", "viuda", "Pérez"]),
            min_size=1,
            max_size=8,
        )
    )
    def test_loses_no_word_and_keeps_their_order(self, words):
        paternal, maternal = part_surnames(" ".join(words))

        assert " ".join(filter(None, (paternal, maternal))) == " ".join(words)


class TestPartFullName:
    @pytest.mark.parametrize(
        ("whole", "order", "expected"),
        [
            ("LOPEZ TZOC, MARIA JOSE", GIVEN, Name("MARIA JOSE", "LOPEZ", "TZOC")),
            ("de León, Juan", GIVEN, Name("Juan", "de León")),
            ("MARIA JOSE LOPEZ TZOC", GIVEN, Name("MARIA JOSE", "LOPEZ", "TZOC")),
            ("Juan López Tzoc", GIVEN, Name("Juan", "López", "Tzoc")),
            ("MARIA JOSE LOPEZ", GIVEN, Name("MARIA JOSE", "LOPEZ")),
            ("ANA DE LEON", GIVEN, Name("ANA", "DE LEON")),
            ("MARIA DE LOS ANGELES CAAL POP", GIVEN, Name("MARIA DE LOS ANGELES", "CAAL", "POP")),
            ("MARIA DEL CARMEN LOPEZ", GIVEN, Name("MARIA DEL CARMEN", "LOPEZ")),
            ("Ana María de la Cruz viuda de Pérez", GIVEN, Name("Ana María", "de la Cruz", "viuda de Pérez")),
            ("Cher", GIVEN, Name("Cher")),
            ("LOPEZ TZOC MARIA JOSE", SURNAMES, Name("MARIA JOSE", "LOPEZ", "TZOC")),
            ("LOPEZ MARIA JOSE", SURNAMES, Name("MARIA JOSE", "LOPEZ")),
            ("CAAL POP LUIS", SURNAMES, Name("LUIS", "CAAL", "POP")),
            ("DE LEON PEREZ JUAN", SURNAMES, Name("JUAN", "DE LEON", "PEREZ")),
            ("MATEO FRANCISCO JUAN", SURNAMES, Name("JUAN", "MATEO", "FRANCISCO")),
            ("LOPEZ", SURNAMES, Name(None, "LOPEZ")),
        ],
    )
    def test_finds_the_parts(self, whole, order, expected):
        assert part_full_name(whole, order) == expected


class TestOrderOf:
    def test_follows_where_the_common_given_names_stand(self):
        assert order_of(["LOPEZ TZOC MARIA JOSE", "CAAL POP LUIS", "PEREZ GOMEZ ANA"]) is SURNAMES
        assert order_of(["MARIA JOSE LOPEZ TZOC", "LUIS CAAL POP"]) is GIVEN
        assert order_of(["CAAL POP XOL", "LOPEZ, ANA LUZ MARIA"]) is None

    def test_reads_the_header(self):
        assert order_in_header("APELLIDOS Y NOMBRES") is SURNAMES
        assert order_in_header("Nombres y apellidos") is GIVEN
        assert order_in_header("Last name, first name") is SURNAMES
        assert order_in_header("Nombre completo") is None
