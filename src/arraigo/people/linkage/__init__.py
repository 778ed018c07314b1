"""
Is this person already known? Comparing what is said today with what the register holds.

Plain Python, from what people write to what is decided: `lexicon` (what content says of names) and `words`,
`names`, `births`, `numbers` (what was meant), `features` (what is compared), `keys` (how candidates are
found), `levels` (how alike each field is), `model` (what that says), `matching` (in words), `clusters` (who
is one person). `batch` does the same for a whole register, with Splink.
"""

from arraigo.people.linkage.evidence import Band, Evidence, Mark, Why
from arraigo.people.linkage.features import Described, Features, Reader
from arraigo.people.linkage.keys import keys
from arraigo.people.linkage.matching import Compared, Matcher
from arraigo.people.linkage.model import Match, MatchModel

__all__ = [
    "Band",
    "Compared",
    "Described",
    "Evidence",
    "Features",
    "Mark",
    "Match",
    "MatchModel",
    "Matcher",
    "Reader",
    "Why",
    "keys",
]
