"""Closed periods: figures stand as published, and what differs later is a revision with its cause."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from arraigo.core.ids import uuid7
from arraigo.core.periods import Period
from arraigo.indicators import closing, services
from arraigo.indicators.models import ClosedPeriod, FrozenFigure
from tests.cast import NOW, signed_in
from tests.indicators.arrived import came

pytestmark = pytest.mark.django_db

CODE, TOLD = "context.undocumented_share", "children.competences"
YEAR = Period.year(2024)


@pytest.fixture
def closed(country, pablo) -> ClosedPeriod:
    """2024 of the three years: four of six without a document."""
    return services.close_period("GTM", YEAR, by=pablo, at=NOW)


class TestClose:
    def test_keeps_totals_and_single_breakdowns(self, closed):
        (total,) = FrozenFigure.objects.filter(closed=closed, indicator=CODE, cell="")

        assert (total.numerator, total.denominator) == ("4", 6)
        assert FrozenFigure.objects.filter(closed=closed, indicator=CODE, by={"sex": "female"}).exists()

    def test_is_refused_twice(self, closed, pablo):
        with pytest.raises(services.AlreadyClosed):
            services.close_period("GTM", YEAR, by=pablo, at=NOW)

    def test_is_refused_before_the_end(self, country, pablo):
        with pytest.raises(services.NotEndedYet):
            services.close_period("GTM", Period.year(2026), by=pablo, at=NOW)

    def test_is_refused_to_who_closes_nothing(self, country, carla):
        with pytest.raises(services.NotYoursToClose):
            services.close_period("GTM", YEAR, by=carla, at=NOW)

        assert not ClosedPeriod.objects.exists()


class TestRecompute:
    def test_finds_that_all_stands(self, closed, pablo):
        assert services.recompute(closed, by=pablo, at=NOW) == []
        assert [each.is_revised for each in closing.history(CODE, "GTM")] == [False]

    def test_keeps_what_differs_as_a_revision(self, closed, pablo, elena):
        came(elena, date(2024, 3, 4), document="yes")

        services.recompute(closed, by=pablo, at=NOW)

        (revision,) = closing.history(CODE, "GTM")
        assert (float(revision.before), round(float(revision.after), 1)) == (
            pytest.approx(66.67, abs=0.01),
            57.1,
        )
        assert (revision.cause, revision.period) == ("data", "2024")
        assert revision.rows_after > revision.rows_before

    def test_keeps_the_reason_that_somebody_writes(self, closed, pablo, elena):
        came(elena, date(2024, 3, 4), document="yes")
        services.recompute(closed, by=pablo, at=NOW)
        (revision,) = closing.history(CODE, "GTM")

        address = reverse("indicators:explain", args=[revision.id])
        signed_in(pablo).post(address, {"reason": "Llegó una lista tarde"})

        (revision,) = closing.history(CODE, "GTM")
        assert revision.reason == "Llegó una lista tarde"

    def test_takes_over_the_reason_of_a_corrected_value(self, country, pablo):
        said = {"source": "Informe", "source_on": date(2025, 2, 1), "by": pablo, "at": NOW}
        value = services.report_value(id=uuid7(), indicator=TOLD, period="2024", value=Decimal(25), **said)
        closed = services.close_period("GTM", YEAR, by=pablo, at=NOW)
        services.correct_value(value, id=uuid7(), value=Decimal(24), reason="Una se contó dos veces", **said)

        services.recompute(closed, by=pablo, at=NOW)

        (revision,) = closing.history(TOLD, "GTM")
        assert (revision.before, revision.after, revision.reason) == (25, 24, "Una se contó dos veces")


class TestPages:
    def test_say_what_was_published_and_what_it_became(self, closed, pablo, elena):
        came(elena, date(2024, 3, 4), document="yes")
        signed_in(pablo).post(reverse("indicators:recompute", args=[closed.pk]))

        said = signed_in(pablo, "en").get(reverse("indicators:revisions", args=[CODE])).content.decode()

        assert "2024 was published as 66.7" in said and "and revised to 57.1" in said
        assert signed_in(pablo).get(reverse("indicators:closed_periods")).status_code == 200

    def test_close_a_year(self, country, pablo):
        response = signed_in(pablo).post(reverse("indicators:closed_periods"), {"year": "2025"})

        assert response.status_code == 302 and ClosedPeriod.objects.get().period == "2025"

    def test_say_what_cannot_be_closed(self, country, pablo):
        response = signed_in(pablo, "en").post(reverse("indicators:closed_periods"), {"year": "2026"})

        assert "Choose a year that is over and not closed yet." in response.content.decode()
        assert not ClosedPeriod.objects.exists()
