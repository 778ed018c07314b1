"""The inbox of an institution: what waits for an answer, goes on, has ended. It shows initials, never names."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.db.models import Count, OuterRef, Q, Subquery
from django.utils import timezone

from arraigo.access.models import Worker
from arraigo.core.periods import age_on
from arraigo.people.models import Consent
from arraigo.people.rules import may_share
from arraigo.referrals.models import Referral, ReferralQuerySet
from arraigo.referrals.rules import Status, median_hours, receiver_sees

_MEDIAN_OF = timedelta(days=90)


class Tab(StrEnum):
    """What an inbox can show."""

    TO_ANSWER = "to_answer"
    ACCEPTED = "accepted"
    TO_FINISH = "to_finish"
    ENDED = "ended"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


_ORDER: dict[Tab, tuple[str, ...]] = {
    Tab.TO_ANSWER: ("answer_due_at", "id"),
    Tab.ACCEPTED: ("appointment_at", "id"),
    Tab.TO_FINISH: ("appointment_at", "id"),
    Tab.ENDED: ("-completed_at", "-id"),
    Tab.DECLINED: ("-answer_due_at", "-id"),
    Tab.WITHDRAWN: ("-answer_due_at", "-id"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the inbox, with as much of the person as the list may show."""

    referral: Referral
    sees: tuple[str, ...]
    age: int | None

    @property
    def initials(self) -> str:
        """``R. I. L.``; nothing where the name was not shared, or the referral is protected."""
        shown = "name" in self.sees and not self.referral.protected
        return self.referral.case.person.initials if shown else ""

    @property
    def shows_age(self) -> bool:
        return "age" in self.sees and not self.referral.protected and self.age is not None


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand: what waits, what of it is late or falls due today, and how long answers took lately."""

    waiting: int
    late: int
    due_today: int
    median_hours: float | None


def inbox(worker: Worker, tab: Tab, at: datetime) -> ReferralQuerySet:
    """What the worker's institution received, what falls due first on top. Hand a page of it to `rows_of`."""
    found = Referral.objects.received_at(worker).filter(_in_tab(tab, at))
    related = found.select_related("case__person", "service", "from_institution", "sent_by")
    return _with_consent(related).order_by(*_ORDER[tab])


def rows_of(referrals: Iterable[Referral], today: date) -> list[Row]:
    """The lines of a list made by `inbox`."""
    return [Row(one, visible_parts(one), _age(one, today)) for one in referrals]


def tab_counts(worker: Worker, at: datetime) -> dict[Tab, int]:
    """How many each tab holds; one query."""
    counts = {tab.value: Count("pk", filter=_in_tab(tab, at)) for tab in Tab}
    found = Referral.objects.received_at(worker).aggregate(**counts)
    return {tab: found[tab.value] for tab in Tab}


def standing(worker: Worker, at: datetime) -> Standing:
    """How the inbox stands; two queries."""
    received = Referral.objects.received_at(worker)
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    found = received.waiting().aggregate(
        waiting=Count("pk"),
        late=Count("pk", filter=Q(answer_due_at__lt=at)),
        due_today=Count("pk", filter=Q(answer_due_at__gte=at, answer_due_at__lt=midnight)),
    )
    lately = received.filter(answered_at__gte=at - _MEDIAN_OF, answered_at__lte=at)
    moments = lately.values_list("sent_at", "answered_at")
    spans = [answered - sent for sent, answered in moments if answered is not None]
    return Standing(**found, median_hours=median_hours(spans))


def visible_parts(referral: Referral) -> tuple[str, ...]:
    """What the receiver may see of the person; of a referral that `inbox` gave, without asking the store again."""
    allowed = may_share(
        getattr(referral, "consent_scope", None),
        withdrawn=getattr(referral, "consent_withdrawn_at", None) is not None,
    )
    return receiver_sees(Status(referral.status), referral.shared_fields, may_share=allowed)


def tab_of(referral: Referral, at: datetime) -> Tab:
    """The tab that holds a referral."""
    if referral.status == Status.ACCEPTED:
        ahead = referral.appointment_at is not None and referral.appointment_at >= at
        return Tab.ACCEPTED if ahead else Tab.TO_FINISH
    return {
        Status.SENT: Tab.TO_ANSWER,
        Status.DECLINED: Tab.DECLINED,
        Status.WITHDRAWN: Tab.WITHDRAWN,
    }.get(Status(referral.status), Tab.ENDED)


def _in_tab(tab: Tab, at: datetime) -> Q:
    ahead = Q(appointment_at__gte=at)
    return {
        Tab.TO_ANSWER: Q(status=Status.SENT),
        Tab.ACCEPTED: Q(status=Status.ACCEPTED) & ahead,
        Tab.TO_FINISH: Q(status=Status.ACCEPTED) & (Q(appointment_at=None) | Q(appointment_at__lt=at)),
        Tab.ENDED: Q(status__in=[Status.COMPLETED, Status.NOT_COMPLETED]),
        Tab.DECLINED: Q(status=Status.DECLINED),
        Tab.WITHDRAWN: Q(status=Status.WITHDRAWN),
    }[tab]


def _with_consent(referrals: ReferralQuerySet) -> ReferralQuerySet:
    """Each with the person's latest answer to the question of consent."""
    latest = Consent.objects.filter(person=OuterRef("case__person")).order_by("-given_at", "-id")
    return referrals.annotate(
        consent_scope=Subquery(latest.values("scope")[:1]),
        consent_withdrawn_at=Subquery(latest.values("withdrawn_at")[:1]),
        consent_given_at=Subquery(latest.values("given_at")[:1]),
    )


def with_what_is_shown(referrals: ReferralQuerySet) -> ReferralQuerySet:
    """Referrals ready to be opened: with all that their page says, in one query."""
    related = referrals.select_related(
        "case__person", "service", "from_institution", "to_institution", "sent_by", "answered_by"
    )
    return _with_consent(related)


def _age(referral: Referral, today: date) -> int | None:
    born = referral.case.person.birth_date
    return age_on(born, today) if born else None
