"""Protected text at rest: unreadable in the database, readable after a new key, lost with the key file."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import Settings

from arraigo.access import encryption
from arraigo.instruments.models import Response
from arraigo.people.models import Person
from arraigo.reception.models import Return
from tests.cast import NOW

NOTE = "Huyó de la pareja; no dar la dirección."


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    """A key set of this test's own."""
    settings.ARRAIGO_HOME = tmp_path
    yield tmp_path
    encryption._read_keys.cache_clear()


class TestEncrypt:
    def test_gives_back_what_went_in(self) -> None:
        token = encryption.encrypt(NOTE)

        assert NOTE not in token
        assert encryption.decrypt(token) == NOTE

    def test_never_gives_the_same_token_twice(self) -> None:
        assert encryption.encrypt(NOTE) != encryption.encrypt(NOTE)

    def test_leaves_nothing_as_nothing(self) -> None:
        assert encryption.encrypt("") == "" == encryption.decrypt("")

    def test_makes_a_key_file_that_only_its_owner_can_read(self, home: Path) -> None:
        encryption.encrypt(NOTE)

        assert (home / "keys").stat().st_mode & 0o077 == 0


class TestRotate:
    def test_keeps_older_text_readable(self) -> None:
        before = encryption.encrypt(NOTE)

        encryption.rotate()

        assert encryption.decrypt(before) == NOTE

    def test_encrypts_with_the_new_key(self, home: Path) -> None:
        encryption.encrypt(NOTE)
        encryption.rotate()
        token = encryption.encrypt(NOTE)

        newest = (home / "keys").read_text().split()[0]
        (home / "keys").write_text(newest)
        encryption._read_keys.cache_clear()

        assert encryption.decrypt(token) == NOTE

    def test_keeps_the_key_file_closed(self, home: Path) -> None:
        encryption.rotate()
        encryption.rotate()

        assert (home / "keys").stat().st_mode & 0o077 == 0
        assert len((home / "keys").read_text().split()) == 2


class TestMissingKey:
    def test_names_the_file_to_restore(self, home: Path) -> None:
        token = encryption.encrypt(NOTE)
        (home / "keys").unlink()
        encryption._read_keys.cache_clear()

        with pytest.raises(encryption.KeyMissing, match="restore the key file") as refused:
            encryption.decrypt(token)

        assert str(home / "keys") in str(refused.value)
        assert NOTE not in str(refused.value)

    def test_shows_a_token_that_was_tampered_with(self) -> None:
        token = encryption.encrypt(NOTE)
        changed = token[:20] + ("A" if token[20] != "A" else "B") + token[21:]

        with pytest.raises(encryption.KeyMissing):
            encryption.decrypt(changed)


@pytest.mark.django_db
class TestProtectedFields:
    def test_keep_their_text_out_of_the_database(self) -> None:
        response = Response.objects.create(
            instrument="screening", version="1", answers_json=NOTE, answered_at=NOW
        )

        stored = _stored("instruments_response", "answers_json")
        assert NOTE not in stored and "pareja" not in stored
        assert Response.objects.get(pk=response.pk).answers_json == NOTE

    def test_keep_their_codes_out_of_the_database(self, return_of_reyna: Return) -> None:
        return_of_reyna.protected_groups = ["gbv_survivor", "trafficking_victim"]
        return_of_reyna.save()

        assert "gbv" not in _stored("reception_return", "protected_groups")
        fresh = Return.objects.get(pk=return_of_reyna.pk)
        assert fresh.protected_groups == ["gbv_survivor", "trafficking_victim"]

    def test_read_as_an_empty_list_where_nothing_was_said(self, reyna: Person) -> None:
        assert _stored("reception_return", "protected_groups") == ""
        assert reyna.returns.get().protected_groups == []


def _stored(table: str, column: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table}")
        (stored,) = cursor.fetchone()
    return str(stored)
