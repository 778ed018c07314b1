"""What institutions offer: adding it, and finding it near a person."""

import pytest

from arraigo.core.ids import uuid7
from arraigo.directory import queries, services
from arraigo.directory.models import Service
from arraigo.directory.queries import ANYWHERE, FAR, HERE, NEAR
from tests.cast import HUEHUETENANGO, NOW, SOLOMA, ZACAPA

pytestmark = pytest.mark.django_db


def add(institution, **said):
    """A consultation of the institution."""
    consultation = {
        "id": uuid7(),
        "institution": institution,
        "name": "Consulta",
        "service_type": "health_care",
        "level": "individual",
        "dimension": "social",
        "by": None,
        "at": NOW,
    }
    return services.add_service(**consultation | said)


class TestAddService:
    def test_adds_nothing_twice(self, clinic):
        key = uuid7()

        assert add(clinic, id=key) == add(clinic, id=key)
        assert Service.objects.count() == 1

    @pytest.mark.parametrize(
        "wrong",
        [
            {"service_type": "magic"},
            {"level": "none"},
            {"dimension": "x"},
            {"name": " "},
            {"answer_hours": 0},
        ],
    )
    def test_is_refused_when_it_cannot_be(self, clinic, wrong):
        with pytest.raises(services.NotAService) as refused:
            add(clinic, **wrong)

        assert refused.value.field == next(iter(wrong)) and not Service.objects.exists()


class TestOffered:
    def test_puts_the_nearest_first(self, clinic):
        far = add(clinic, municipality=ZACAPA)
        anywhere = add(clinic)
        near = add(clinic, municipality=HUEHUETENANGO)
        here = add(clinic, municipality=SOLOMA)

        found = list(queries.offered(country="GTM", near=SOLOMA))

        assert found == [here, near, anywhere, far]
        assert [one.nearness for one in found] == [HERE, NEAR, ANYWHERE, FAR]

    def test_leaves_out_what_is_not_given_there(self, clinic):
        add(clinic, municipality=ZACAPA)
        anywhere = add(clinic)

        assert list(queries.offered(country="GTM", municipality=SOLOMA)) == [anywhere]

    def test_leaves_out_ones_own_other_countries_and_what_has_ended(self, clinic, window, clinic_elsewhere):
        add(window)
        services.withdraw_service(add(clinic), by=None, at=NOW)
        clinic_elsewhere.country = "HND"
        clinic_elsewhere.save()
        add(clinic_elsewhere)

        assert not queries.offered(country="GTM", besides=window)

    def test_narrows_by_type_and_dimension(self, clinic):
        health = add(clinic)
        add(clinic, service_type="seed_capital", dimension="economic")

        assert list(queries.offered(country="GTM", service_type="health_care")) == [health]
        assert queries.offered(country="GTM", dimension="economic").count() == 1
        assert queries.types_offered(country="GTM") == ["health_care", "seed_capital"]

    def test_says_whether_somebody_answers(self, clinic, ines, clinic_elsewhere):
        add(clinic)
        add(clinic_elsewhere)

        answered = {one.institution: one.is_answered for one in queries.offered(country="GTM")}

        assert answered == {clinic: True, clinic_elsewhere: False}

    def test_costs_one_query_for_many(self, clinic, django_assert_num_queries):
        for number in range(8):
            add(clinic, name=f"Servicio {number}")

        with django_assert_num_queries(1):
            assert len([one.institution.name for one in queries.offered(country="GTM", near=SOLOMA)]) == 8
