"""Finding places by what people write, in two countries that number theirs alike."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arraigo.core import content, places


def codes(matches: tuple[places.Place, ...]) -> list[str]:
    return [place.code for place in matches]


class TestFind:
    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("San Pedro Soloma", "GT1308"),
            ("  SAN PEDRO   SOLOMA ", "GT1308"),
            ("Soloma", "GT1308"),
            ("Sn Pedro Necta", "GT1306"),
            ("San Pedro Nécta", "GT1306"),
            ("Sta. Eulalia", "GT1317"),
            ("STA CRUZ DEL QUICHE", "GT1401"),
            ("Santa Cruz Quiché", "GT1401"),
            ("Mpio. de Coatepeque", "GT0920"),
            ("Concepción, Sololá", "GT0708"),
            ("Concepción (Sololá)", "GT0708"),
            ("Concepción - Sololá", "GT0708"),
            ("Concepcion Solola", "GT0708"),
            ("Sololá, Concepción", "GT0708"),
            ("La Libertad, Petén", "GT1705"),
            ("Sololá, Guatemala", "GT0701"),
            ("Mixco, Guatemala", "GT0108"),
            ("aldea Xoconilaj, San Pedro Soloma", "GT1308"),
            ("Santa Cruz Barillas", "GT1326"),
            ("Tecún Umán", "GT1217"),
            ("GT1601", "GT1601"),
            ("gt1601", "GT1601"),
            ("1601", "GT1601"),
            ("101", "GT0101"),
            ("101.0", "GT0101"),
        ],
    )
    def test_knows_what_people_write(self, text: str, code: str) -> None:
        found = places.find(text, "GTM")

        assert found.only is not None and found.only.code == code

    def test_gives_all_places_of_an_ambiguous_name(self) -> None:
        found = places.find("La Libertad", "GTM")

        assert codes(found.exact) == ["GT1311", "GT1705"]
        assert found.only is None and not found.close

    @pytest.mark.parametrize("department", ["GT13", "Huehuetenango", "HUEHUETENANGO"])
    def test_tells_them_apart_by_the_department(self, department: str) -> None:
        assert codes(places.find("La Libertad", "GTM", department).exact) == ["GT1311"]

    @pytest.mark.parametrize(
        ("text", "code"),
        [("San Pdro Soloma", "GT1308"), ("Chichicastenago", "GT1406"), ("Huehuetenago", "GT1301")],
    )
    def test_only_offers_close_spellings(self, text: str, code: str) -> None:
        found = places.find(text, "GTM")

        assert not found.exact and found.only is None
        assert found.close[0].code == code and found[0].code == code

    def test_only_offers_a_place_of_another_department(self) -> None:
        found = places.find("Nebaj", "GTM", "Petén")

        assert not found.exact and codes(found.close) == ["GT1413"]

    @pytest.mark.parametrize("text", ["", "  ", "-", "n/a", "zzzz", "9999", "HN0801", "Santa", "de la"])
    def test_finds_nothing_in_what_names_no_place(self, text: str) -> None:
        assert not places.find(text, "GTM").exact

    @given(st.text(max_size=40))
    def test_never_stumbles(self, text: str) -> None:
        assert len(places.find(text, "GTM").close) <= places.MOST_CLOSE

    @pytest.mark.parametrize("country", ["GTM", "HND"])
    def test_finds_every_municipality_by_its_own_name_and_department(self, country: str) -> None:
        for place in places.municipalities(country):
            department = places.get(place.parent).name
            assert places.find(f"{place.name.upper()} ({department})", country).only == place
            assert place in places.find(place.name, country).exact


class TestGazetteer:
    @pytest.mark.parametrize(
        ("country", "departments", "municipalities"), [("GTM", 22, 340), ("HND", 18, 298)]
    )
    def test_is_complete(self, country: str, departments: int, municipalities: int) -> None:
        assert len(places.departments(country)) == departments
        assert len(places.municipalities(country)) == municipalities

    @pytest.mark.parametrize("country", ["GTM", "HND"])
    def test_has_codes_made_of_the_countrys_own_numbers(self, country: str) -> None:
        prefix = content.country(country).p_code_prefix

        for place in [*places.departments(country), *places.municipalities(country)]:
            assert place.code == prefix + place.national_code
            assert place.parent in {"", place.code[:4]} and place.country == country
            assert (place.lat is None) == (place.lng is None)

    def test_keeps_countries_apart(self) -> None:
        assert places.get("HN0801").name == "Distrito Central"
        assert places.find("Tegucigalpa", "HND").only == places.get("HN0801")
        assert places.find("0801", "HND").only == places.get("HN0801")
        assert places.find("0801", "GTM").only == places.get("GT0801")
        assert not places.find("Tegucigalpa", "GTM").exact
        with pytest.raises(LookupError):
            places.find("San Salvador", "SLV")

    def test_names_places(self) -> None:
        assert places.name("GT1308") == "San Pedro Soloma"
        assert places.full_name("GT1308") == "San Pedro Soloma, Huehuetenango"
        assert places.full_name("GT13") == "Huehuetenango"
        assert (places.name(""), places.name("MX14039")) == ("", "MX14039")
        with pytest.raises(LookupError, match="GT9999"):
            places.get("GT9999")

    def test_knows_which_municipalities_a_year_had(self) -> None:
        before, after = date(2013, 6, 1), date(2016, 6, 1)

        assert not places.get("GT1714").exists_on(before) and places.get("GT1714").exists_on(after)
        assert (
            len(places.municipalities("GTM", on=before)) < len(places.municipalities("GTM", on=after)) == 340
        )

    @pytest.mark.parametrize("country", ["GTM", "HND"])
    def test_has_a_small_shape_for_each_department_with_its_towns_on_it(self, country: str) -> None:
        shapes = places.shapes(country)

        assert (
            set(shapes.paths) == {place.code for place in places.departments(country)} == set(shapes.labels)
        )
        assert (content.ROOT / "shapes" / f"{country.lower()}.json").stat().st_size < 25_000
        _, _, width, height = shapes.view_box
        for place in places.municipalities(country):
            if place.lat is not None and place.lng is not None:
                x, y = shapes.point(place.lat, place.lng)
                assert -10 <= x <= width + 10 and -10 <= y <= height + 10
