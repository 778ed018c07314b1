"""One row of a list: what somebody wrote down of a person. The mistakes change it in place."""

from dataclasses import dataclass, field
from datetime import date

from bench.linkage.people import Being
from bench.linkage.places import places


@dataclass(slots=True)
class Record:
    """`given` is a list of whole names until a mistake of layout joins them; None is an empty cell."""

    of: Being
    given: list[str]
    paternal: str
    maternal: str
    sex: str
    born: date | None
    precision: str
    place: str
    number: str
    relative: Being | None = None  # somebody whose number or day may be written by mistake
    copy: int = 0  # 0 for the first record of a person
    errors: list[str] = field(default_factory=list)

    @property
    def given_names(self) -> str:
        return " ".join(self.given)

    def name_fields(self) -> list[str]:
        """Names of the fields that hold something."""
        return [name for name in ("given", "paternal", "maternal") if getattr(self, name)]

    def row(self) -> tuple[str | date | None, ...]:
        """In the order of the columns, without the person_id; empty text is None."""
        return (
            self.given_names or None,
            self.paternal or None,
            self.maternal or None,
            self.sex or None,
            self.born,
            self.precision if self.born else None,
            "HND" if places().codes[self.of.place].startswith("HN") else "GTM",
            self.place or None,
            self.number or None,
        )


def right_record(being: Being, relative: Being | None = None, copy: int = 0) -> Record:
    """What a careful registrar would have written."""
    return Record(
        being,
        list(being.given),
        being.paternal,
        being.maternal,
        being.sex,
        being.born,
        "day",
        places().codes[being.place],
        being.number if being.has_document else "",
        relative,
        copy,
    )
