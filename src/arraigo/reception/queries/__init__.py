"""What can be asked about arrivals, passengers, lists and returns."""

from arraigo.reception.queries.days import (
    ArrivalCard,
    Board,
    arrivals_of,
    arrivals_open_to_lists,
    board,
    days_beside,
)
from arraigo.reception.queries.lists import manifests, rows_to_correct, senders
from arraigo.reception.queries.passengers import BoardRow, Notice, passengers
from arraigo.reception.queries.recognising import (
    Beside,
    KnownBefore,
    beside,
    described,
    earlier,
    household_of,
    known_before,
    last_returns,
    may_travel_together,
    surely_known_since,
)

__all__ = [
    "ArrivalCard",
    "Beside",
    "Board",
    "BoardRow",
    "KnownBefore",
    "Notice",
    "arrivals_of",
    "arrivals_open_to_lists",
    "beside",
    "board",
    "days_beside",
    "described",
    "earlier",
    "household_of",
    "known_before",
    "last_returns",
    "manifests",
    "may_travel_together",
    "passengers",
    "rows_to_correct",
    "senders",
    "surely_known_since",
]
