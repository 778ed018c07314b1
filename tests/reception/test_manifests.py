"""Arrivals lists: taken in as they come, corrected in the browser, put on the board; nobody lost, nobody twice."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from arraigo.access.models import Entry, Worker
from arraigo.core.ids import uuid7
from arraigo.reception.models import Arrival, Manifest, ManifestRow, Passenger, Sender
from arraigo.reception.services import arrivals, corrections, manifests, registration
from arraigo.reception.services.registration import Registration
from tests.cast import MONDAY, NOW, SOLOMA

pytestmark = pytest.mark.django_db

HEAD = "CONSULADO EN McALLEN,,,,,\nNo.,APELLIDOS,NOMBRES,F. NAC.,DPI/CUI,Municipio\n"
LIST = (
    HEAD
    + "1,LOPEZ CHOC,REYNA ISABEL,12/09/1994,,San Pedro Soloma\n"
    + "2,Méndez Gómez,Byron Estuardo,07/11/1998,,Malacatán\n"
    + "3,PACAY ICAL,ROSA ELVIRA,31/02/2001,,Cobán\n"
    + "4,US DE LEÓN,JUANA,15/03/1988,3.02511E+12,Cobán\n"
    + "5,CHUB COC,GLADYS,22/05/1979,1.98740E+12,Cobán\n"
)
ClientOf = Callable[[Worker], Client]


@pytest.fixture
def flight(elena: Worker) -> Arrival:
    return arrivals.announce(
        id=uuid7(), institution=elena.institution, route="air", origin="Harlingen, Texas",
        scheduled_at=MONDAY, from_country="USA", by=elena, at=MONDAY,
    )  # fmt: skip


def receive(
    flight: Arrival, by: Worker | None, content: str = LIST, name: str = "vuelo.csv"
) -> manifests.Received:
    return manifests.receive(
        id=uuid7(), arrival=flight, sender_name="Consulado en McAllen", file_name=name,
        content=content.encode(), by=by, at=MONDAY,
    )  # fmt: skip


@pytest.fixture
def manifest(flight: Arrival, elena: Worker) -> Manifest:
    return receive(flight, elena).manifest


def row_of(manifest: Manifest, name: str) -> ManifestRow:
    return next(row for row in manifest.rows.all() if name in str(row.raw.values()))


class TestReceive:
    def test_keeps_every_row_and_says_what_is_wrong(self, manifest: Manifest) -> None:
        by_status = [row.status for row in manifest.rows.all()]

        assert manifest.rows_read == 5 and by_status == ["expected"] * 2 + ["correction"] * 3
        fault = manifest.rows.get(row=5).faults[0]
        assert fault["column"] == "F. NAC." and fault["value"] == "31/02/2001"
        assert not Passenger.objects.exists()

    def test_changes_nothing_when_the_same_file_comes_again(
        self, manifest: Manifest, flight: Arrival, elena: Worker
    ) -> None:
        before = Entry.objects.count()

        again = receive(flight, elena, name="otra vez.csv")

        assert again.before and again.manifest == manifest
        assert ManifestRow.objects.count() == 5 and Entry.objects.count() == before

    def test_knows_the_rows_of_an_earlier_list_of_the_same_flight(
        self, manifest: Manifest, flight: Arrival, elena: Worker
    ) -> None:
        manifests.confirm(manifest, by=elena, at=MONDAY)

        longer = receive(flight, elena, LIST + "6,TZUL BATZ,IRMA,01/02/1990,,Cobán\n").manifest
        manifests.confirm(longer, by=elena, at=MONDAY)

        assert longer.rows.filter(status="already_imported").count() == 5
        assert Passenger.objects.count() == 3

    def test_is_refused_to_another_institution(self, flight: Arrival, otto: Worker) -> None:
        with pytest.raises(arrivals.NotYours):
            receive(flight, otto)

        assert not Manifest.objects.exists()


class TestChooseColumns:
    def test_reads_again_and_keeps_corrections(self, manifest: Manifest, elena: Worker) -> None:
        corrections.correct(manifest, 5, {"birth_date": "2001"}, by=elena, at=NOW)

        manifests.choose_columns(manifest, {"Municipio": ""}, by=elena, at=NOW)

        row = manifest.rows.get(row=5)
        assert row.reading["municipality"] is None and row.reading["birth_date"] == "2001-01-01"
        assert row.status == "expected"

    def test_is_remembered_for_the_sender_once_confirmed(self, manifest: Manifest, elena: Worker) -> None:
        manifests.choose_columns(manifest, {"Municipio": ""}, by=elena, at=NOW)
        manifests.confirm(manifest, by=elena, at=NOW)

        assert Sender.objects.get().columns["Municipio"] == ""

    def test_is_refused_once_the_people_are_on_the_board(self, manifest: Manifest, elena: Worker) -> None:
        manifests.confirm(manifest, by=elena, at=NOW)

        with pytest.raises(manifests.AlreadyConfirmed):
            manifests.choose_columns(manifest, {"Municipio": ""}, by=elena, at=NOW)

        assert manifest.rows.get(row=3).reading["municipality"] == SOLOMA


class TestConfirm:
    def test_expects_those_without_a_fault_once(self, manifest: Manifest, elena: Worker) -> None:
        assert manifests.confirm(manifest, by=elena, at=NOW) == 2
        assert manifests.confirm(manifest, by=elena, at=NOW) == 0

        assert Passenger.objects.count() == 2

    def test_writes_names_as_people_do_and_leaves_the_list_its_letters(
        self, manifest: Manifest, elena: Worker
    ) -> None:
        manifests.confirm(manifest, by=elena, at=NOW)

        reyna = Passenger.objects.get(list_number=1)
        assert reyna.full_name == "Reyna Isabel Lopez Choc"
        assert reyna.manifest_row.raw["APELLIDOS"] == "LOPEZ CHOC"  # type: ignore[union-attr]

    def test_hints_at_those_who_are_known(self, flight: Arrival, elena: Worker, reyna: object) -> None:
        listed = receive(
            flight, elena, HEAD + "1,LOPEZ CHOC,REYNA ISABEL,03/04/1995,,San Pedro Soloma\n"
        ).manifest
        manifests.confirm(listed, by=elena, at=NOW)

        assert Passenger.objects.get().known_since == MONDAY.date()


class TestCorrect:
    def test_expects_the_person_at_once_when_the_list_is_on_the_board(
        self, manifest: Manifest, elena: Worker
    ) -> None:
        manifests.confirm(manifest, by=elena, at=NOW)

        corrections.correct(manifest, 5, {"birth_date": "28/02/2001"}, by=elena, at=NOW)

        assert Passenger.objects.get(list_number=3).full_name == "Rosa Elvira Pacay Ical"

    def test_refuses_what_cannot_be_read_either_and_changes_nothing(
        self, manifest: Manifest, elena: Worker
    ) -> None:
        with pytest.raises(corrections.StillWrong):
            corrections.correct(manifest, 5, {"birth_date": "30/02/2001"}, by=elena, at=NOW)

        row = manifest.rows.get(row=5)
        assert row.status == "correction" and row.corrections == {} and row.mended == []

    def test_is_refused_to_another_institution_and_to_rows_without_fault(
        self, manifest: Manifest, elena: Worker, otto: Worker
    ) -> None:
        with pytest.raises(arrivals.NotYours):
            corrections.correct(manifest, 5, {"birth_date": "2001"}, by=otto, at=NOW)
        with pytest.raises(corrections.NotOnTheList):
            corrections.correct(manifest, 3, {"birth_date": "2001"}, by=elena, at=NOW)

        assert not manifest.rows.exclude(corrections={}).exists()

    def test_leaves_out_the_same_person_and_takes_two_people_for_two(
        self, flight: Arrival, elena: Worker
    ) -> None:
        twice = LIST + "9,López Choc,Reyna Isabel,12/09/1994,,San Pedro Soloma\n"
        manifest = receive(flight, elena, twice).manifest
        repeated = manifest.rows.get(row=8)

        assert (
            corrections.correct(manifest, repeated.row, {"row": "same"}, by=elena, at=NOW).status
            == "left_out"
        )
        corrections.uncorrect(manifest, repeated.row, "row", by=elena, at=NOW)
        assert (
            corrections.correct(manifest, repeated.row, {"row": "other"}, by=elena, at=NOW).status
            == "expected"
        )


class TestUncorrect:
    def test_puts_back_what_the_row_said(self, manifest: Manifest, elena: Worker) -> None:
        before = manifest.rows.get(row=5)
        corrections.correct(manifest, 5, {"birth_date": "02/2001"}, by=elena, at=NOW)
        corrections.correct(manifest, 5, {"birth_date": "2001"}, by=elena, at=NOW)

        row = corrections.uncorrect(manifest, 5, "birth_date", by=elena, at=NOW)

        assert (row.reading, row.faults, row.status) == (before.reading, before.faults, "correction")
        assert row.corrections == {} and row.mended == []

    def test_takes_the_person_off_the_board(self, manifest: Manifest, elena: Worker) -> None:
        manifests.confirm(manifest, by=elena, at=NOW)
        corrections.correct(manifest, 5, {"birth_date": "2001"}, by=elena, at=NOW)

        corrections.uncorrect(manifest, 5, "birth_date", by=elena, at=NOW)

        assert Passenger.objects.count() == 2

    def test_is_refused_once_the_person_is_registered(self, manifest: Manifest, elena: Worker) -> None:
        manifests.confirm(manifest, by=elena, at=NOW)
        corrections.correct(manifest, 5, {"birth_date": "2001"}, by=elena, at=NOW)
        said = Registration(given_names="Rosa", return_type="involuntary", consent="share")
        registration.register(
            Passenger.objects.get(list_number=3), said, id=uuid7(), person=None, by=elena, at=NOW
        )

        with pytest.raises(corrections.RegisteredAlready):
            corrections.uncorrect(manifest, 5, "birth_date", by=elena, at=NOW)

        assert manifest.rows.get(row=5).corrections == {"birth_date": "2001"}

    def test_is_refused_for_what_was_not_corrected(
        self, manifest: Manifest, elena: Worker, otto: Worker
    ) -> None:
        with pytest.raises(corrections.NotOnTheList):
            corrections.uncorrect(manifest, 5, "birth_date", by=elena, at=NOW)
        with pytest.raises(arrivals.NotYours):
            corrections.uncorrect(manifest, 5, "birth_date", by=otto, at=NOW)


class TestAskAllAtTheDesk:
    def test_leaves_one_kind_of_fault_in_all_rows(self, manifest: Manifest, elena: Worker) -> None:
        code = manifest.rows.get(row=6).faults[0]["code"]

        assert corrections.ask_all_at_the_desk(manifest, code, by=elena, at=NOW) == 2

        assert [row.status for row in manifest.rows.all()] == ["expected"] * 2 + ["correction"] + [
            "expected"
        ] * 2


class TestExpectAsIs:
    def test_puts_somebody_at_the_desk_on_the_board_without_what_is_wrong(
        self, manifest: Manifest, elena: Worker
    ) -> None:
        manifests.confirm(manifest, by=elena, at=NOW)

        passenger = corrections.expect_as_is(manifest, 5, by=elena, at=NOW)

        assert passenger.full_name == "Rosa Elvira Pacay Ical" and passenger.birth_date is None
        assert corrections.expect_as_is(manifest, 5, by=elena, at=NOW) == passenger

    def test_is_refused_before_the_list_is_confirmed_and_to_others(
        self, manifest: Manifest, elena: Worker, otto: Worker
    ) -> None:
        with pytest.raises(corrections.NotConfirmed):
            corrections.expect_as_is(manifest, 5, by=elena, at=NOW)
        with pytest.raises(arrivals.NotYours):
            corrections.expect_as_is(manifest, 5, by=otto, at=NOW)

        assert not Passenger.objects.exists()


class TestPages:
    def upload(self, client: Client, flight: Arrival | None, content: bytes) -> object:
        fields = {"id": uuid7(), "sender": "Consulado en McAllen", "arrival": flight.pk if flight else ""}
        return client.post(
            reverse("reception:manifest_new"), {**fields, "file": SimpleUploadedFile("vuelo.csv", content)}
        )

    @pytest.fixture
    def announced(self, flight: Arrival) -> Arrival:
        from django.utils import timezone

        Arrival.objects.filter(pk=flight.pk).update(scheduled_at=timezone.now() + timedelta(hours=1))
        return flight

    def test_take_a_list_in_and_lead_to_its_columns(
        self, announced: Arrival, client_of: ClientOf, elena: Worker
    ) -> None:
        answer = self.upload(client_of(elena), announced, LIST.encode("latin-1"))

        manifest = Manifest.objects.get()
        assert answer.headers["Location"] == reverse("reception:manifest", args=[manifest.pk])  # type: ignore[attr-defined]

    def test_refuse_a_large_file_while_it_comes_in_and_keep_what_was_typed(
        self, announced: Arrival, client_of: ClientOf, elena: Worker, settings: object
    ) -> None:
        page = self.upload(client_of(elena), announced, b"a;b\n" * 6_000_000).content.decode()  # type: ignore[attr-defined]

        assert not Manifest.objects.exists()
        assert "24 MB" in page and "Consulado en McAllen" in page and str(announced.pk) in page

    def test_say_why_a_file_is_no_list(self, announced: Arrival, client_of: ClientOf, elena: Worker) -> None:
        page = self.upload(client_of(elena), announced, b"%PDF-1.7 ...").content.decode()  # type: ignore[attr-defined]

        assert "error-summary" in page and not Manifest.objects.exists()

    def test_keep_a_wrong_correction_in_the_field_with_the_reason(
        self, manifest: Manifest, client_of: ClientOf, elena: Worker
    ) -> None:
        url = reverse("reception:correct_row", args=[manifest.pk, 5])
        page = client_of(elena).post(url, {"field": "birth_date", "value": "30/02/2001"}).content.decode()

        assert 'value="30/02/2001"' in page and 'id="complaint-5"' in page

    def test_lead_back_to_the_row_and_offer_to_undo(
        self, manifest: Manifest, client_of: ClientOf, elena: Worker
    ) -> None:
        client, here = client_of(elena), reverse("reception:manifest", args=[manifest.pk])
        url = reverse("reception:correct_row", args=[manifest.pk, 5])

        assert (
            client.post(url, {"field": "birth_date", "value": "2001"}).headers["Location"] == f"{here}#row-5"
        )
        undo = reverse("reception:uncorrect_row", args=[manifest.pk, 5])
        assert undo in client.get(here).content.decode()
        client.post(undo, {"field": "birth_date"})

        assert manifest.rows.get(row=5).status == "correction"

    def test_lead_from_a_faulty_row_to_the_registration(
        self, manifest: Manifest, client_of: ClientOf, elena: Worker
    ) -> None:
        manifests.confirm(manifest, by=elena, at=NOW)

        answer = client_of(elena).post(reverse("reception:take_as_is", args=[manifest.pk, 5]))

        added = Passenger.objects.get(list_number=3)
        assert answer.headers["Location"] == reverse("reception:register", args=[added.pk])

    def test_show_another_centre_nothing(self, manifest: Manifest, client_of: ClientOf, otto: Worker) -> None:
        assert client_of(otto).get(reverse("reception:manifest", args=[manifest.pk])).status_code in {
            403,
            404,
        }

    def test_give_the_faulty_rows_as_a_file(
        self, manifest: Manifest, client_of: ClientOf, elena: Worker
    ) -> None:
        text = client_of(elena).get(reverse("reception:manifest_faults", args=[manifest.pk])).content.decode()

        assert text.count("\n") == 4 and "31/02/2001" in text and "LOPEZ" not in text
