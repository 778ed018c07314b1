"""
Mistakes of hearing, of the keyboard and of the reader of images: changes of a few letters in one word.

Each function takes a lower-case word and a `random.Random` and gives the changed word, or the same one where
the mistake cannot happen in it.
"""

import random
import re
from collections.abc import Callable

Change = Callable[[str, random.Random], str]
_ROWS = ("qwertyuiop", "asdfghjklñ", "zxcvbnm")
_PLAIN = str.maketrans("áéíóúü", "aeiouu")


def _neighbours() -> dict[str, str]:
    near: dict[str, str] = {}
    for row_at, row in enumerate(_ROWS):
        for at, letter in enumerate(row):
            rows = _ROWS[max(0, row_at - 1) : row_at + 2]
            around = "".join(other[max(0, at - 1) : at + 2] for other in rows)
            near[letter] = around.replace(letter, "")
    return near


NEAR = _neighbours()


def _one_of(word: str, chance: random.Random, swaps: list[tuple[re.Pattern[str], str]]) -> str:
    """One place of the word where one of the patterns stands gets its other spelling."""
    plain = word.translate(_PLAIN)
    places = [
        (found.start(), found.end(), found.expand(other))
        for pattern, other in swaps
        for found in pattern.finditer(plain)
    ]
    if not places:
        return word
    first, last, other = chance.choice(places)
    return word[:first] + other + word[last:]


def _swapping(*swaps: tuple[str, str]) -> Change:
    """One swap of the list at one place; the order of swaps does not matter."""
    compiled = [(re.compile(pattern), other) for pattern, other in swaps]
    return lambda word, chance: _one_of(word, chance, compiled)


SOUND: dict[str, Change] = {
    "sound_b_v": _swapping(("b", "v"), ("v", "b")),
    "sound_s_c_z": _swapping(
        ("s(?!h)", "z"), ("z", "s"), ("c(?=[ei])", "s"), ("s(?=[ei])", "c"), ("z(?=[ei])", "c")
    ),
    "sound_ll_y": _swapping(("ll", "y"), ("y(?=[aeou])", "ll")),
    "sound_h": _swapping(("^h(?!u[aei])", ""), ("^(?=[aeo])", "h"), ("(?<=[aeiou])h(?=[aeiou])", "")),
    "sound_g_j": _swapping(("g(?=[ei])", "j"), ("j(?=[ei])", "g")),
    "sound_qu_k_c": _swapping(
        ("qu(?=[ei])", "k"), ("k(?=[ei])", "qu"), ("c(?=[aou])", "k"), ("k(?=[aou])", "c"), ("c$", "k"), ("k$", "c")
    ),
    "sound_x": _swapping(("^x", "sh"), ("^x", "j"), ("x", "j"), ("x", "ch"), ("x", "s"), ("^sh", "x"), ("^j", "x")),
    "sound_tz": _swapping(("tz", "ts"), ("tz", "z"), ("tz", "s"), ("^tz", "t"), ("tz$", "s")),
    "sound_i_y": _swapping(("(?<=[aeou])i$", "y"), ("y$", "i"), ("^i", "y"), ("^y(?=[^aeiou])", "i")),
    "sound_w_u_hu": _swapping(("^hu(?=[aei])", "w"), ("^w", "hu"), ("^gü(?=[ei])", "w"), ("w", "gu"), ("gu(?=a)", "w")),
    "glottal_lost": _swapping(("['’]", "")),
    "sound_n_m": _swapping(("n(?=[bvp])", "m"), ("m(?=[bp])", "n"), ("nm", "m")),
    "sound_double": _swapping(("([lnrst])\\1", "\\1")),
}  # fmt: skip


def adjacent_key(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word))
    near = NEAR.get(word.translate(_PLAIN)[at])
    return word[:at] + chance.choice(near) + word[at + 1 :] if near else word


def transposed(word: str, chance: random.Random) -> str:
    if len(word) < 3:
        return word
    at = chance.randrange(len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def dropped_letter(word: str, chance: random.Random) -> str:
    if len(word) < 4:
        return word
    at = chance.randrange(len(word))
    return word[:at] + word[at + 1 :]


def doubled_letter(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word))
    return word[: at + 1] + word[at:]


KEYBOARD: dict[str, Change] = {
    "key_adjacent": adjacent_key,
    "key_transposed": transposed,
    "key_dropped": dropped_letter,
    "key_doubled": doubled_letter,
}
OCR: dict[str, Change] = {
    "ocr_rn_m": _swapping(("rn", "m"), ("m", "rn")),
    "ocr_o_0": _swapping(("o", "0")),
    "ocr_l_1_i": _swapping(("l", "1"), ("i", "1"), ("l", "i"), ("i", "l")),
    "ocr_s_5": _swapping(("s", "5")),
    "ocr_cl_d": _swapping(("cl", "d"), ("d", "cl")),
    "ocr_u_v": _swapping(("u", "v"), ("n", "ri"), ("h", "b")),
}

# Not among the errors that parameters may be tuned on: they tell how the linkage does with what it was not made for.
HELD_OUT: dict[str, Change] = {
    "held_vowel": _swapping(("(?<=.)e(?=.)", "i"), ("(?<=.)i(?=.)", "e"), ("(?<=.)o(?=.)", "u"), ("(?<=.)u(?=.)", "o")),
    "held_syllable_lost": _swapping(("(?<=[aeiou])[bcdfglmnprstv][aeiou](?=[a-zñ]{3})", "")),
    "held_cluster": _swapping(
        ("ct", "t"), ("pc", "s"), ("cc", "c"), ("bst", "st"), ("gn", "n"), ("sc(?=[ei])", "s"), ("r(?=[lnt])", "l"),
        ("l(?=[bdfgmpt])", "r"),
    ),
    "held_f_j": _swapping(("f(?=u)", "j"), ("^ju(?=[aei])", "fu"), ("^f(?=e)", "p"), ("d$", "")),
}  # fmt: skip


def changed(text: str, change: Change, chance: random.Random) -> str:
    """The text with the mistake in one of its words, first capital kept; the same if it cannot happen."""
    words = text.split(" ")
    for at in chance.sample(range(len(words)), len(words)):
        word = words[at]
        if len(word) < 3 or word.casefold() in {"del", "las", "los"}:
            continue
        other = change(word.lower(), chance)
        if other and other != word.lower():
            words[at] = other[0].upper() + other[1:] if word[0].isupper() else other
            return " ".join(words)
    return text
