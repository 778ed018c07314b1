"""
Encryption of protected text at rest.

Authenticated encryption (Fernet of the `cryptography` library) with a rotating key set kept in
``ARRAIGO_HOME/keys``: one key a line, the first one encrypts, all of them decrypt. Losing the file loses the text.
"""

import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models


class KeyMissing(Exception):
    """A protected text cannot be read with the keys of this installation. The message says which file to restore."""


def encrypt(text: str) -> str:
    """Encrypt with the newest key; empty stays empty, so that *nothing there* costs nothing."""
    return _keys().encrypt(text.encode()).decode() if text else ""


def decrypt(token: str) -> str:
    """Decrypt what `encrypt` gave.

    :raises KeyMissing: when no key of this installation fits.
    """
    try:
        return _keys().decrypt(token.encode()).decode() if token else ""
    except InvalidToken as wrong:
        raise KeyMissing(
            f"No key in {_key_file()} fits this text; restore the key file of this database."
        ) from wrong


def rotate() -> None:
    """Put a new key first. Older texts stay readable, and are rewritten with it when they are next saved."""
    kept = _key_file().read_text() if _key_file().exists() else ""
    _write_keys(Fernet.generate_key().decode() + "\n" + kept)


def _key_file() -> Path:
    return Path(settings.ARRAIGO_HOME) / "keys"


def _write_keys(text: str) -> None:
    path = _key_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_text(text)
    _read_keys.cache_clear()


def _keys() -> MultiFernet:
    if not _key_file().exists():
        rotate()
    return _read_keys(_key_file())


@lru_cache(maxsize=4)
def _read_keys(path: Path) -> MultiFernet:
    return MultiFernet([Fernet(line) for line in path.read_text().split()])


class ProtectedTextField(models.TextField):  # type: ignore[type-arg]
    """Text that is stored encrypted. It cannot be searched or sorted, on purpose."""

    def get_prep_value(self, value: Any) -> Any:
        return encrypt(super().get_prep_value(value) or "")

    def from_db_value(self, value: str, *_: Any) -> str:
        return decrypt(value)


if TYPE_CHECKING:
    _Codes = models.TextField[Sequence[str], list[str]]
else:  # the field is not generic when it runs
    _Codes = models.TextField


class ProtectedCodesField(_Codes):
    """A list of codes that is stored encrypted."""

    def get_prep_value(self, value: Any) -> Any:
        return encrypt(json.dumps(sorted(value)) if value else "")

    def from_db_value(self, value: str, *_: Any) -> list[str]:
        return list(json.loads(decrypt(value) or "[]"))

    def to_python(self, value: Any) -> list[str]:
        return list(value) if isinstance(value, list | tuple | set) else json.loads(value or "[]")
