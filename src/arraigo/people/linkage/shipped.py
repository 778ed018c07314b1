"""The match model that comes with Arraigo, trained on synthetic people: it serves until a register has its own."""

import json
from functools import lru_cache
from importlib.resources import files

from arraigo.people.linkage.model import MatchModel


@lru_cache(maxsize=1)
def shipped_model() -> MatchModel:
    """`shipped_model.json`; how it was made is in ``docs/linkage.md``."""
    kept = files("arraigo.people.linkage").joinpath("shipped_model.json").read_text("utf-8")
    return MatchModel.from_json(json.loads(kept))
