"""What can be asked about persons."""

from arraigo.people.queries.also_registered import AlsoRegistered, also_registered
from arraigo.people.queries.following import Followed, followed_at
from arraigo.people.queries.merges import Since, since_merge
from arraigo.people.queries.persons import (
    latest_consent,
    may_keep_case_of,
    may_share_data_of,
    records_of,
    search,
    standing_of,
)
from arraigo.people.queries.recognising import (
    KnownElsewhere,
    PossiblySame,
    Recognised,
    described_by,
    possibly_same,
    recognise,
    surely_known,
)
from arraigo.people.queries.review import remembered_different

__all__ = [
    "AlsoRegistered",
    "Followed",
    "KnownElsewhere",
    "PossiblySame",
    "Recognised",
    "Since",
    "also_registered",
    "described_by",
    "followed_at",
    "latest_consent",
    "may_keep_case_of",
    "may_share_data_of",
    "possibly_same",
    "recognise",
    "records_of",
    "remembered_different",
    "search",
    "since_merge",
    "standing_of",
    "surely_known",
]
