"""Comparing what people write: names, places and headers without accents, case or stray spaces."""

import re
import unicodedata

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_SPACES = re.compile(r"\s+")


def tidy(text: str) -> str:
    """Trim, join runs of any kind of space into one, and drop invisible marks; letters stay as they came."""
    return _SPACES.sub(" ", _INVISIBLE.sub("", text)).strip()


def fold(text: str) -> str:
    """Reduce to what is compared: tidy, lower case, no accents (``ñ`` becomes ``n``)."""
    decomposed = unicodedata.normalize("NFKD", tidy(text))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold()
