import pytest

from arraigo.people.lexicon import lexicon
from arraigo.people.linkage import Matcher, MatchModel, Reader
from arraigo.people.linkage.shipped import shipped_model

PERSONS = 100_000


@pytest.fixture(scope="session")
def reader() -> Reader:
    return Reader(lexicon("GTM"))


@pytest.fixture(scope="session")
def model() -> MatchModel:
    return shipped_model()


@pytest.fixture(scope="session")
def matcher(reader: Reader, model: MatchModel) -> Matcher:
    return Matcher(reader, model, PERSONS)
