"""What can be asked about referrals: by who received them, by who sent them, and what one of them shows."""

from arraigo.referrals.queries.opened import Shared, described_to_receiver, is_known_to, shared_with_receiver
from arraigo.referrals.queries.received import (
    Row,
    Standing,
    Tab,
    inbox,
    rows_of,
    standing,
    tab_counts,
    tab_of,
    with_what_is_shown,
)
from arraigo.referrals.queries.sent import Show, of_case, sent, sent_counts, turned_down, waiting_on_others

__all__ = [
    "Row",
    "Shared",
    "Show",
    "Standing",
    "Tab",
    "described_to_receiver",
    "inbox",
    "is_known_to",
    "of_case",
    "rows_of",
    "sent",
    "sent_counts",
    "shared_with_receiver",
    "standing",
    "tab_counts",
    "tab_of",
    "turned_down",
    "waiting_on_others",
    "with_what_is_shown",
]
