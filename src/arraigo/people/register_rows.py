"""The register as rows to be compared: what the index and the linkage read of it, a slice at a time."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from uuid import UUID

import pyarrow as pa

from arraigo.people.linkage.batch.preparing import READ, SLICE
from arraigo.people.models import Identifier, PersonQuerySet

_FIELDS = (
    *("pk", "merged_into", "given_names", "paternal_surname", "maternal_surname"),
    *("birth_date", "birth_date_precision", "origin_municipality", "sex"),
)


@dataclass(slots=True)
class RegisterRows:
    """
    Persons as Arrow batches with the columns ``row`` (0, 1, …, in the order of their ids) and `READ`.

    ``standing``: of each row that was read so far, the record that stands for the person.
    """

    persons: PersonQuerySet
    standing: list[UUID] = field(default_factory=list)

    def batches(self) -> Iterator[pa.RecordBatch]:
        """The rows, read as they are asked for: memory grows with the register by ids and numbers only."""
        numbers = _numbers()
        found = self.persons.order_by("pk").values_list(*_FIELDS).iterator(chunk_size=SLICE)
        while batch := list(islice(found, SLICE)):
            first = len(self.standing)
            self.standing += [merged or pk for pk, merged, *_ in batch]
            said = [
                (given, paternal, maternal, born, precision, numbers.get(pk), place, sex)
                for pk, _, given, paternal, maternal, born, precision, place, sex in batch
            ]
            types = [pa.date32() if name == "birth_date" else pa.string() for name in READ]
            columns = zip(*said, strict=True)
            arrays = [pa.array(values, kind) for values, kind in zip(columns, types, strict=True)]
            rows = pa.array(range(first, first + len(batch)), pa.int64())
            yield pa.RecordBatch.from_arrays([rows, *arrays], names=["row", *READ])


def _numbers() -> dict[UUID, str]:
    """One national number a person, which is what almost all have: the smallest."""
    known = Identifier.objects.filter(kind="national_id").order_by("person", "-number")
    return dict(known.values_list("person", "number").iterator(chunk_size=SLICE))
