"""The match model in use, ready to compare: the one of the last training, or the one that comes with Arraigo."""

from functools import lru_cache

from django.conf import settings

from arraigo.people.lexicon import lexicon
from arraigo.people.linkage import Matcher, MatchModel, Reader
from arraigo.people.linkage.shipped import shipped_model
from arraigo.people.models import LinkModel, LinkRun

FEWEST_PERSONS = 5_000
"""A register counts as this large at least: chance agrees there often enough to be careful."""


def model_in_use() -> MatchModel:
    """The model of the register's last training, else the shipped one."""
    newest = LinkModel.objects.filter(in_use=True).values_list("pk", flat=True).first()
    return _kept_model(str(newest)) if newest else shipped_model()


def matcher() -> Matcher:
    """What compares two descriptions in this register. Two small queries."""
    return Matcher(reader(settings.ARRAIGO_COUNTRY), model_in_use(), _persons())


@lru_cache(maxsize=4)
def reader(country: str) -> Reader:
    """Reads names as the country's content says; the same one on every call, because it remembers what it read."""
    return Reader(lexicon(country))


@lru_cache(maxsize=4)
def _kept_model(pk: str) -> MatchModel:
    return MatchModel.from_json(LinkModel.objects.get(pk=pk).parameters)


def _persons() -> int:
    """How many persons the register held at the last linkage: near enough, and no table is counted for it."""
    newest = (
        LinkRun.objects.exclude(ended_at=None)
        .order_by("-started_at")
        .values_list("persons", flat=True)
        .first()
    )
    return max(newest or 0, FEWEST_PERSONS)
