"""The match model in use, ready to compare: the one of the last training, or the one that comes with Arraigo."""

from functools import lru_cache

from django.conf import settings

from arraigo.people.lexicon import lexicon
from arraigo.people.linkage import Matcher, MatchModel, Reader
from arraigo.people.linkage.shipped import shipped_model
from arraigo.people.models import LinkModel

FEWEST_PERSONS = 5_000
"""A register counts as this large at least: chance agrees there often enough to be careful."""


def model_in_use() -> MatchModel:
    """The model of the register's last training, else the shipped one."""
    return _in_use()[0]


def matcher() -> Matcher:
    """What compares two descriptions in this register. One small query."""
    model, persons = _in_use()
    return Matcher(reader(settings.ARRAIGO_COUNTRY), model, persons)


@lru_cache(maxsize=4)
def reader(country: str) -> Reader:
    """Reads names as the country's content says; the same one on every call, because it remembers what it read."""
    return Reader(lexicon(country))


def _in_use() -> tuple[MatchModel, int]:
    """
    The model, and how many persons the register held when it was trained: near enough, and no table is
    counted for it.
    """
    newest = LinkModel.objects.filter(in_use=True).values_list("pk", flat=True).first()
    if newest is None:
        return shipped_model(), FEWEST_PERSONS
    model, persons = _kept(str(newest))
    return model, max(persons, FEWEST_PERSONS)


@lru_cache(maxsize=4)
def _kept(pk: str) -> tuple[MatchModel, int]:
    kept = LinkModel.objects.get(pk=pk)
    return MatchModel.from_json(kept.parameters), int(kept.figures.get("rows", 0))
