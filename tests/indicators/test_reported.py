"""Values that institutions report: entered once, corrected with a reason, never overwritten."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from arraigo.core.ids import uuid7
from arraigo.core.periods import Period
from arraigo.indicators import cached, queries, reported, services
from arraigo.indicators.models import ReportedValue, SavedView
from arraigo.indicators.services import Upload
from tests.cast import NOW, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home", "friday")]

CODE = "context.persons_returned"
TOLD = "children.competences"
"""What is computed too, and what only an institution can tell."""
PDF = Upload("informe 2024.pdf", b"%PDF-1.7 ...")


def told(by, value="27", **more):
    said = {
        "id": uuid7(),
        "indicator": CODE,
        "period": "2024",
        "value": Decimal(value),
        "source": "Informe anual",
        "source_on": date(2025, 2, 1),
    } | more
    return services.report_value(by=by, at=NOW, **said)


def put_right(earlier, by, value="28", **more):
    said = {
        "id": uuid7(),
        "value": Decimal(value),
        "source": "Fe de erratas",
        "source_on": date(2025, 3, 1),
        "reason": "Faltaba un mes",
    } | more
    return services.correct_value(earlier, by=by, at=NOW, **said)


class TestReport:
    def test_is_found_by_period_and_country(self, pablo):
        value = told(pablo)

        assert reported.latest(CODE, ["2024", "2025"], ["GTM"]) == {("2024", "GTM"): value}

    def test_of_the_same_form_enters_nothing_twice(self, pablo):
        key = uuid7()

        assert told(pablo, id=key) == told(pablo, id=key)
        assert ReportedValue.objects.count() == 1

    def test_is_refused_where_there_is_a_value_and_keeps_no_document_of_it(self, pablo, home):
        told(pablo)

        with pytest.raises(services.AlreadyReported):
            told(pablo, "30", attachment=PDF)

        assert not list((home / "attachments").iterdir())

    def test_is_refused_to_who_reports_nothing(self, marta):
        with pytest.raises(services.NotYoursToReport):
            told(marta)

    @pytest.mark.parametrize(
        ("more", "refusal"),
        [
            ({"indicator": "context.happiness"}, services.NoSuchIndicator),
            ({"period": "2024-13"}, services.NotAPeriod),
            ({"period": "2031"}, services.NotAPeriod),
            ({"source_on": date(2027, 1, 1)}, services.SourceInFuture),
            ({"attachment": Upload("virus.exe", b"MZ")}, services.AttachmentNotTaken),
            ({"attachment": Upload("informe.pdf", b"<html>")}, services.AttachmentNotTaken),
            (
                {"attachment": Upload("informe.pdf", b"%PDF-" + b"0" * 10_000_001)},
                services.AttachmentTooLarge,
            ),
        ],
    )
    def test_refuses_what_cannot_be(self, pablo, more, refusal):
        with pytest.raises(refusal):
            told(pablo, **more)

        assert not ReportedValue.objects.exists()

    def test_keeps_the_document_and_its_name(self, pablo):
        value = told(pablo, attachment=PDF)

        assert (value.attachment.name, reported.bytes_of(value.attachment)) == (PDF.name, PDF.content)


class TestCorrect:
    def test_leaves_the_earlier_one_to_be_read(self, pablo):
        first = told(pablo)

        second = put_right(first, pablo)

        assert reported.latest(CODE, ["2024"], ["GTM"])["2024", "GTM"] == second
        assert reported.earlier(second) == [first]

    def test_says_why(self, pablo):
        with pytest.raises(services.ReasonMissing):
            put_right(told(pablo), pablo, reason=" ")

    def test_is_refused_where_somebody_was_faster(self, pablo):
        first = told(pablo)
        put_right(first, pablo)

        with pytest.raises(services.CorrectedMeanwhile):
            put_right(first, pablo, "29")

    def test_is_refused_to_the_coordinator_of_another_institution(self, pablo, carla):
        with pytest.raises(services.NotYoursToReport):
            put_right(told(pablo), carla)

    def test_is_the_coordinators_own_institutions(self, carla):
        assert put_right(told(carla), carla).value == 28


class TestFigures:
    """What an institution told is a figure like any other, as new as its last correction."""

    def test_have_the_value_exactly_and_divide_nothing(self, pablo):
        told(pablo, "27.125", indicator=TOLD)

        first, second = queries.series(TOLD, [Period.year(2024), Period.year(2025)], "GTM")

        assert (first.exact, first.numerator, first.denominator) == (
            Fraction("27.125"),
            Decimal("27.125"),
            None,
        )
        assert (second.value, second.numerator) == (None, None)

    def test_are_whole_where_the_value_is(self, pablo):
        told(pablo, "40", indicator=TOLD)

        (figure,) = queries.series(TOLD, [Period.year(2024)], "GTM")

        assert (figure.value, repr(figure.numerator)) == (40, "40")

    def test_beside_a_computed_figure_leave_it_alone(self, pablo):
        told(pablo, "27")

        (figure,) = queries.series(CODE, [Period.year(2024)], "GTM")

        assert figure.value == 0

    def test_of_pages_are_never_those_before_a_correction(self, pablo):
        snapshot, asked = queries.snapshot_in_use(), ([TOLD], [Period.year(2024)], "GTM")
        assert [each.value for each in cached.figures(snapshot, *asked)] == [None]

        first = told(pablo, "27", indicator=TOLD)
        before = cached.figures(snapshot, *asked)
        put_right(first, pablo, "28")

        assert [each.value for each in (*before, *cached.figures(snapshot, *asked))] == [27, 28]


class TestPages:
    def test_enter_list_and_correct(self, pablo):
        client = signed_in(pablo, "en")
        sent = {
            "id": str(uuid7()), "indicator": CODE, "period": "2024", "value": "27.5", "source": "Report", "source_on": "2025-02-01",
        }  # fmt: skip

        assert client.post(reverse("indicators:report"), sent).status_code == 302

        (value,) = ReportedValue.objects.all()
        page = client.get(reverse("indicators:reported")).content.decode()
        assert "Report" in page and reverse("indicators:correct", args=[value.pk]) in page
        again = {**sent, "id": str(uuid7()), "value": "28", "reason": "A month was missing"}
        assert client.post(reverse("indicators:correct", args=[value.pk]), again).status_code == 302
        assert "A month was missing" in client.get(reverse("indicators:reported")).content.decode()

    def test_say_on_the_form_what_is_refused(self, pablo):
        sent = {
            "id": str(uuid7()),
            "indicator": CODE,
            "period": "2031",
            "value": "1",
            "source": "x",
            "source_on": "2025-01-01",
        }

        response = signed_in(pablo).post(reverse("indicators:report"), sent)

        assert response.status_code == 200 and "period" in response.context["form"].errors

    @pytest.mark.parametrize("megabytes", [11, 21])
    def test_say_that_a_document_is_too_large_and_keep_what_was_typed(self, pablo, megabytes):
        document = SimpleUploadedFile("informe.pdf", b"%PDF-" + b"0" * megabytes * 1_000_000)
        sent = {
            "id": str(uuid7()), "indicator": CODE, "period": "2024", "value": "27.5", "source": "Informe anual",
            "source_on": "2025-02-01", "attachment": document,
        }  # fmt: skip

        response = signed_in(pablo, "en").post(reverse("indicators:report"), sent)

        assert "more than 10 MB" in response.context["form"].errors["attachment"][0]
        assert 'value="27.5"' in response.content.decode() and not ReportedValue.objects.exists()

    def test_take_a_document_of_ten_megabytes(self, pablo):
        document = SimpleUploadedFile("informe.pdf", b"%PDF-" + b"0" * 9_999_995)
        sent = {
            "id": str(uuid7()), "indicator": CODE, "period": "2024", "value": "27.5", "source": "Informe anual",
            "source_on": "2025-02-01", "attachment": document,
        }  # fmt: skip

        assert signed_in(pablo).post(reverse("indicators:report"), sent).status_code == 302
        assert ReportedValue.objects.get().attachment.size == 10_000_000

    def test_offer_a_coordinator_to_correct_only_their_own_institutions(self, pablo, carla):
        hers, his = told(carla), told(pablo, period="2023")

        page = signed_in(carla).get(reverse("indicators:reported")).content.decode()

        assert reverse("indicators:correct", args=[hers.pk]) in page
        assert reverse("indicators:correct", args=[his.pk]) not in page
        assert signed_in(carla).get(reverse("indicators:correct", args=[his.pk])).status_code == 404

    def test_ask_the_store_as_often_for_many_corrections_as_for_few(self, pablo):
        client, value = signed_in(pablo), told(pablo)
        with CaptureQueriesContext(connection) as few:
            client.get(reverse("indicators:reported"))
        for number in range(5):
            value = put_right(value, pablo, str(number))

        with CaptureQueriesContext(connection) as many:
            client.get(reverse("indicators:reported"))

        assert len(many) == len(few)

    def test_give_the_document_to_be_saved(self, pablo, marta):
        value = told(pablo, attachment=PDF)

        response = signed_in(marta).get(reverse("indicators:attachment", args=[value.pk]))

        assert response.content == PDF.content
        assert response.headers["Content-Disposition"].startswith("attachment")


class TestSavedViews:
    def test_are_kept_renamed_and_deleted_by_their_worker(self, pablo, marta):
        view = services.save_view(id=uuid7(), name="Niñez", query="?by=sex", by=pablo, at=NOW)

        services.rename_view(view, name="Niñez por sexo", by=pablo, at=NOW)

        assert [(each.name, each.query) for each in reported.views_of(pablo)] == [
            ("Niñez por sexo", "by=sex")
        ]
        assert reported.views_of(marta) == []
        with pytest.raises(services.NotYourView):
            services.delete_view(view, by=marta, at=NOW)
        services.delete_view(view, by=pablo, at=NOW)
        assert not SavedView.objects.exists()

    def test_have_one_name_each(self, pablo):
        services.save_view(id=uuid7(), name="Niñez", query="a=1", by=pablo, at=NOW)

        with pytest.raises(services.NameTaken):
            services.save_view(id=uuid7(), name="Niñez", query="a=2", by=pablo, at=NOW)
