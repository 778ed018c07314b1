from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from arraigo.access.models import Entry
from arraigo.core.errors import Refused
from arraigo.core.ids import uuid7
from arraigo.support import queries, services
from arraigo.support.models import Application, DocumentRequest
from tests.cast import MONDAY, NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("case_of_reyna")]
TODAY = timezone.localdate(NOW)


@pytest.fixture
def request_of_reyna(reyna, marta):
    return services.request_document(
        reyna, id=uuid7(), document="national_id", institution=None, on=date(2026, 11, 17), by=marta, at=NOW
    )


@pytest.fixture
def application_of_reyna(reyna, marta):
    return services.apply_for(
        reyna, id=uuid7(), kind="economic_support", institution=None, amount=Decimal(6000), by=marta, at=NOW
    )


class TestRequestDocument:
    def test_twice_with_one_id_notes_one(self, reyna, marta, clinic):
        key = uuid7()
        for _ in range(2):
            services.request_document(
                reyna, id=key, document="birth_certificate", institution=clinic, by=marta, at=NOW
            )

        request = DocumentRequest.objects.get()
        assert (request.requested_on, request.institution, request.delivered_on) == (TODAY, clinic, None)

    def test_is_refused_to_those_who_have_no_ground(self, reyna, otto, ines, pablo, ada):
        for stranger in (otto, ines, pablo, ada):
            with pytest.raises(services.NotYourPerson):
                services.request_document(
                    reyna, id=uuid7(), document="passport", institution=None, by=stranger, at=NOW
                )

        assert not DocumentRequest.objects.exists()

    @pytest.mark.parametrize(
        "wrong", [{"document": "library_card"}, {"on": TODAY + timedelta(days=1)}], ids=str
    )
    def test_is_refused_when_it_makes_no_sense(self, wrong, reyna, marta):
        entries = Entry.objects.count()

        with pytest.raises(Refused):
            services.request_document(
                reyna, id=uuid7(), institution=None, by=marta, at=NOW, **{"document": "passport", **wrong}
            )

        assert not DocumentRequest.objects.exists() and Entry.objects.count() == entries


class TestDeliverDocument:
    def test_keeps_the_day(self, request_of_reyna, marta):
        services.deliver_document(request_of_reyna, on=date(2026, 11, 19), by=marta, at=NOW)

        request_of_reyna.refresh_from_db()
        assert request_of_reyna.delivered_on == date(2026, 11, 19)

    def test_is_refused_twice_before_the_request_and_to_strangers(self, request_of_reyna, marta, otto):
        with pytest.raises(services.NotYourPerson):
            services.deliver_document(request_of_reyna, by=otto, at=NOW)
        with pytest.raises(services.TooEarly):
            services.deliver_document(request_of_reyna, on=MONDAY.date(), by=marta, at=NOW)
        services.deliver_document(request_of_reyna, by=marta, at=NOW)
        with pytest.raises(services.AlreadyDelivered):
            services.deliver_document(request_of_reyna, by=marta, at=NOW)


class TestApplyFor:
    def test_takes_the_currency_of_the_country(self, application_of_reyna):
        application = Application.objects.get()

        assert (application.amount, application.currency, application.decision) == (6000, "GTQ", "pending")

    def test_without_an_amount_has_no_currency(self, reyna, marta):
        application = services.apply_for(
            reyna, id=uuid7(), kind="scholarship", institution=None, by=marta, at=NOW
        )

        assert application.currency == ""

    @pytest.mark.parametrize(
        "wrong",
        [{"kind": "lottery"}, {"amount": Decimal(-1)}, {"amount": Decimal(1), "currency": "USD"}],
        ids=str,
    )
    def test_is_refused_when_it_makes_no_sense(self, wrong, reyna, marta):
        with pytest.raises(Refused):
            services.apply_for(
                reyna, id=uuid7(), institution=None, by=marta, at=NOW, **{"kind": "economic_support", **wrong}
            )

        assert not Application.objects.exists()


class TestDecide:
    def test_keeps_the_decision_and_its_day(self, application_of_reyna, marta):
        services.decide(application_of_reyna, decision="approved", by=marta, at=NOW)

        application_of_reyna.refresh_from_db()
        assert (application_of_reyna.decision, application_of_reyna.decided_on) == ("approved", TODAY)

    def test_is_refused_twice_undecided_and_to_strangers(self, application_of_reyna, marta, otto):
        with pytest.raises(services.NotYourPerson):
            services.decide(application_of_reyna, decision="approved", by=otto, at=NOW)
        with pytest.raises(services.NotOffered):
            services.decide(application_of_reyna, decision="pending", by=marta, at=NOW)
        services.decide(application_of_reyna, decision="rejected", by=marta, at=NOW)
        with pytest.raises(services.AlreadyDecided):
            services.decide(application_of_reyna, decision="approved", by=marta, at=NOW)


class TestOfPerson:
    def test_show_nothing_to_strangers(self, reyna, request_of_reyna, application_of_reyna, marta, otto):
        assert queries.documents_of(reyna, marta) == [request_of_reyna]
        assert queries.applications_of(reyna, marta) == [application_of_reyna]
        assert queries.documents_of(reyna, otto) == queries.applications_of(reyna, otto) == []
