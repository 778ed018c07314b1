"""Comparing what people write: names, places and headers without accents, case or stray spaces."""

import re
import unicodedata

# Marks that nobody sees, control characters too: PostgreSQL keeps no NUL, and nobody types one on purpose.
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def tidy(text: str) -> str:
    """Trim, join runs of any kind of space into one, and drop invisible marks; letters stay as they came."""
    if not text.isprintable():  # what is printable holds no mark to drop
        text = _INVISIBLE.sub("", text)
    return " ".join(text.split())


def fold(text: str) -> str:
    """Reduce to what is compared: tidy, lower case, no accents (``ñ`` becomes ``n``)."""
    if text.isascii():
        return tidy(text).lower()
    decomposed = unicodedata.normalize("NFKD", tidy(text))
    return "".join([letter for letter in decomposed if not unicodedata.combining(letter)]).casefold()
