"""Every setting that the environment may give, with its default and what is allowed."""

import os
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any


class SettingRefused(Exception):
    """A setting has a value that is not allowed; the message names the setting, the value and what is allowed."""


@dataclass(frozen=True, slots=True)
class Environment:
    """The settings of one installation. Each is read from ``ARRAIGO_<NAME>``, but ``DATABASE_URL``."""

    home: Path
    database_url: str
    country: str
    debug: bool
    https: bool
    hosts: tuple[str, ...]
    origins: tuple[str, ...]
    secret_key: str
    session_minutes: int
    time_zone: str
    collected_static: bool
    spark_master: str

    @classmethod
    def read(cls) -> "Environment":
        """Read the process environment.

        :raises SettingRefused: when a value is not allowed.
        """
        home = Path(os.environ.get("ARRAIGO_HOME") or "var").expanduser().resolve()
        return cls(
            home=home,
            database_url=os.environ.get("DATABASE_URL") or f"sqlite:///{home / 'arraigo.sqlite3'}",
            country=_country(),
            debug=_yes_no("ARRAIGO_DEBUG", default=False),
            https=_yes_no("ARRAIGO_HTTPS", default=False),
            hosts=_list("ARRAIGO_HOSTS", default=("localhost", "127.0.0.1", "[::1]")),
            origins=_list("ARRAIGO_ORIGINS", default=()),
            secret_key=os.environ.get("ARRAIGO_SECRET_KEY", ""),
            session_minutes=_whole_number("ARRAIGO_SESSION_MINUTES", default=60, least=1),
            time_zone=os.environ.get("ARRAIGO_TIME_ZONE") or "America/Guatemala",
            collected_static=_yes_no("ARRAIGO_COLLECTED_STATIC", default=False),
            spark_master=os.environ.get("ARRAIGO_SPARK_MASTER") or "local[*]",
        )

    def shown(self) -> dict[str, Any]:
        """All settings but secrets, as `arraigo doctor` shows them."""
        hidden = {"secret_key", "database_url"}
        return {field.name: getattr(self, field.name) for field in fields(self) if field.name not in hidden}


def sqlite_options() -> dict[str, Any]:
    """
    Settings of the embedded store.

    ``synchronous=FULL`` because an acknowledged registration must survive a power cut (``NORMAL`` loses the last
    transactions in WAL mode); immediate transactions because a deferred one that turns writer cannot wait.
    """
    return {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
            "PRAGMA busy_timeout=20000; PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY;"
        ),
    }


def _country() -> str:
    value = (os.environ.get("ARRAIGO_COUNTRY") or "GTM").upper()
    if len(value) != 3 or not value.isalpha():
        raise SettingRefused(
            f"ARRAIGO_COUNTRY is {value!r}; give three letters of ISO 3166-1, such as GTM or HND"
        )
    return value


def _yes_no(name: str, *, default: bool) -> bool:
    value = os.environ.get(name, "").strip().lower()
    if value in {"", "yes", "no", "1", "0", "true", "false"}:
        return default if not value else value in {"yes", "1", "true"}
    raise SettingRefused(f"{name} is {value!r}; allowed are yes and no")


def _whole_number(name: str, *, default: int, least: int) -> int:
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    if not value.isdigit() or int(value) < least:
        raise SettingRefused(f"{name} is {value!r}; give a whole number of at least {least}")
    return int(value)


def _list(name: str, *, default: tuple[str, ...]) -> tuple[str, ...]:
    value = os.environ.get(name, "")
    return tuple(part.strip() for part in value.split(",") if part.strip()) or default
