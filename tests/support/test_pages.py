"""Documents and applications, noted from a case."""

import pytest
from django.urls import reverse
from django.utils import timezone

from arraigo.core.ids import uuid7
from arraigo.support import services
from arraigo.support.models import Application, DocumentRequest
from tests.cast import NOW, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def addresses(case_of_reyna, reyna, marta):
    asked = services.request_document(
        reyna, id=uuid7(), document="passport", institution=None, by=marta, at=NOW
    )
    applied = services.apply_for(reyna, id=uuid7(), kind="scholarship", institution=None, by=marta, at=NOW)
    return {
        "document": reverse("support:document", args=[case_of_reyna.pk]),
        "application": reverse("support:application", args=[case_of_reyna.pk]),
        "deliver": reverse("support:deliver", args=[case_of_reyna.pk, asked.pk]),
        "decide": reverse("support:decide", args=[case_of_reyna.pk, applied.pk]),
    }


class TestPages:
    @pytest.mark.parametrize("language", ["es", "en"])
    def test_open_in_both_languages(self, language, addresses, marta):
        for name, address in addresses.items():
            assert signed_in(marta, language).get(address).status_code == 200, name

    def test_are_not_there_for_another_institution(self, addresses, otto):
        for name, address in addresses.items():
            assert signed_in(otto).get(address).status_code == 404, name
            assert signed_in(otto).post(address).status_code == 404, name


class TestApplication:
    def test_is_noted_once_however_often_it_is_pressed(self, case_of_reyna, marta):
        form = {
            "id": str(uuid7()),
            "kind": "economic_support",
            "amount": "6000",
            "on": str(timezone.localdate()),
        }
        client = signed_in(marta)
        for _ in range(2):
            client.post(reverse("support:application", args=[case_of_reyna.pk]), form)

        application = Application.objects.get()
        assert (application.amount, application.currency) == (6000, "GTQ")

    def test_keeps_what_was_typed_beside_the_remedy(self, case_of_reyna, marta):
        form = {"id": str(uuid7()), "kind": "economic_support", "amount": "seis mil", "on": "2026-11-20"}

        page = signed_in(marta).post(reverse("support:application", args=[case_of_reyna.pk]), form)

        assert page.context["form"].errors.keys() == {"amount"} and "seis mil" in page.content.decode()
        assert not Application.objects.exists()


class TestDeliver:
    def test_before_the_request_is_said_at_the_day(self, addresses, marta):
        page = signed_in(marta).post(addresses["deliver"], {"on": "2026-01-01"})

        assert page.context["form"].errors.keys() == {"on"}
        assert DocumentRequest.objects.get().delivered_on is None


class TestDecide:
    def test_twice_says_that_it_is_decided(self, addresses, marta):
        form = {"decision": "approved", "on": str(timezone.localdate())}
        client = signed_in(marta)

        first, again = (client.post(addresses["decide"], form) for _ in range(2))

        assert first.status_code == 302 and again.context["form"].non_field_errors()
        assert Application.objects.get().decision == "approved"
