"""What a comparison says, in the words that people read: evidence field by field, and the band it adds up to."""

from dataclasses import dataclass
from enum import StrEnum


class Mark(StrEnum):
    """How two values compare, as it is shown (look: state, comparison)."""

    SAME = "="
    ALIKE = "≈"
    DIFFERENT = "≠"
    NOTHING = "–"


class Why(StrEnum):
    """Why two values are alike but not the same."""

    ONLY_ACCENTS = "only_accents"
    SOUNDS_ALIKE = "sounds_alike"
    SPELLED_ALIKE = "spelled_alike"
    NICKNAME = "nickname"
    ABBREVIATED = "abbreviated"
    PART_OF_NAME = "part_of_name"
    OTHER_ORDER = "other_order"
    SURNAMES_SWAPPED = "surnames_swapped"
    DAY_AND_MONTH_SWAPPED = "day_and_month_swapped"
    ONE_SLIP = "one_slip"
    ONLY_THE_YEAR = "only_the_year"
    NEARLY_THE_YEAR = "nearly_the_year"
    SAME_DEPARTMENT = "same_department"


class Band(StrEnum):
    """How sure the evidence makes us (code list ``linkage_band``). People decide; nothing joins by itself."""

    SAME = "same"
    PROBABLY = "probably"
    POSSIBLY = "possibly"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One field of the comparison, and how many bits it says for (or against) one person."""

    field: str
    mark: Mark
    why: Why | None = None
    weight: float = 0.0
