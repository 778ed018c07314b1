"""
Linking the register: who may be registered more than once. Pairs go to the reviewers; nothing joins by
itself.

A run over everybody trains the match model anew (Splink, `people.linkage.batch`) and counts how rare surnames
are in each municipality. A run over who is new compares them through the index that the desk uses, with the
same model.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from arraigo.access import audit
from arraigo.core.errors import Refused
from arraigo.core.ids import uuid7
from arraigo.people.lexicon import lexicon
from arraigo.people.linkage.batch.linking import Linked, Progress, link
from arraigo.people.linkage.batch.stores import Engine, open_store
from arraigo.people.linkage.clusters import clusters
from arraigo.people.linkage.shipped import shipped_model
from arraigo.people.matching import matcher, model_in_use
from arraigo.people.models import CandidatePair, LinkModel, LinkRun, NameCount, Person
from arraigo.people.queries.candidates import candidates_of, records_of_persons
from arraigo.people.register_rows import RegisterRows
from arraigo.people.services.pairs import Proposal, propose

REVIEWED_FROM = 0.4
"""
Pairs from this probability go to the reviewers; those that are held (`linkage.model.is_held`) come last among
them.
"""

_A_RUN_TAKES_AT_MOST = timedelta(hours=12)
_BATCH = 2_000


class AlreadyRunning(Refused):
    """Another linkage of the register has begun and has not ended."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run did."""

    run: LinkRun
    clusters: int
    waiting: int
    compared: int

    def as_json(self, seconds: float) -> dict[str, Any]:
        """As the command line says it."""
        model = self.run.model
        return {
            "kind": self.run.kind,
            "engine": self.run.engine,
            "persons": self.compared,
            "pairs_scored": self.run.pairs_scored,
            "pairs_found": self.run.pairs_found,
            "waiting": self.waiting,
            "clusters": self.clusters,
            "seconds": round(seconds, 2),
            "model": {
                "version": model.version if model else shipped_model().version,
                "trained_on": (model.parameters if model else shipped_model().to_json())["trained_on"],
            },
        }


def link_everybody(
    *, engine: Engine, master: str, at: datetime, progress: Progress = lambda stage, done, of: None
) -> Ran:
    """
    Compare everybody with everybody, train the model on the register, and put pairs to the reviewers.

    :raises AlreadyRunning: while another run has not ended.
    :raises EngineMissing: when the engine is not installed.
    """
    run = _begin("all", engine, at)
    try:
        return _link_everybody(run, engine, master, at, progress)
    except BaseException:
        run.delete()  # a run that failed has compared nobody
        raise


def link_the_new(*, at: datetime, progress: Progress = lambda stage, done, of: None) -> Ran:
    """
    Compare who is new or was corrected since the last run with everybody, and put pairs to the reviewers.

    :raises AlreadyRunning: while another run has not ended.
    """
    last = LinkRun.objects.exclude(ended_at=None).order_by("-started_at").first()
    run = _begin("new", Engine.DUCKDB, at)
    try:
        changed = Person.objects.standing()
        if last is not None:
            changed = changed.filter(Q(changed_at=None) | Q(changed_at__gt=last.compared_until))
        return _link_the_new(run, list(changed.order_by("pk").values_list("pk", flat=True)), at, progress)
    except BaseException:
        run.delete()
        raise


def _begin(kind: str, engine: Engine, at: datetime) -> LinkRun:
    with transaction.atomic():
        LinkRun.objects.filter(ended_at=None, started_at__lt=at - _A_RUN_TAKES_AT_MOST).delete()
        if LinkRun.objects.select_for_update().filter(ended_at=None).exists():
            raise AlreadyRunning(_("Another linkage of the register is running. Wait until it has ended."))
        return LinkRun.objects.create(
            id=uuid7(), kind=kind, engine=engine.value, started_at=at, compared_until=at
        )


def _link_everybody(run: LinkRun, engine: Engine, master: str, at: datetime, progress: Progress) -> Ran:
    persons = Person.objects.standing()
    rows = persons.count()
    register = RegisterRows(persons)
    store = open_store(engine, master)
    try:
        found = link(
            store,
            register.batches(),
            rows=rows,
            lexicon=lexicon(settings.ARRAIGO_COUNTRY),
            known=model_in_use(),
            progress=progress,
            at=at,
        )
        counts = store.rows(_SURNAMES) if rows else []
    finally:
        store.close()
    progress("writing", 0, 0)
    with transaction.atomic():
        run.model = _keep_model(found, at)
        _count_names(counts)
    said = register.standing
    pairs = [
        (said[one.one], said[one.other], one.probability, found.model.band(one.probability).value)
        for one in found.links
        if one.probability >= REVIEWED_FROM
    ]
    groups = clusters([one for one in found.links if one.probability >= found.threshold])
    count = rows - sum(len(group) - 1 for group in groups)
    return _end(run, rows, found.pairs_scored, pairs, count, at)


# A name counts where its bearers come from; the row with an empty surname is all of the municipality.
_SURNAMES = """
    select municipality, coalesce(paternal_sound, ''), count(*) from people
    where municipality is not null and paternal_sound is not null group by 1, 2
    union all select municipality, '', count(*) from people where municipality is not null group by 1
"""


def _count_names(counts: Sequence[tuple[Any, ...]]) -> None:
    NameCount.objects.all().delete()
    rows = (NameCount(municipality=place, surname=name[:80], persons=n) for place, name, n in counts)
    NameCount.objects.bulk_create(rows, batch_size=_BATCH, ignore_conflicts=True)


def _keep_model(found: Linked, at: datetime) -> LinkModel:
    """The model as trained is the one in use; the former ones stay, to be compared with."""
    LinkModel.objects.filter(in_use=True).update(in_use=False)
    version = found.model.version
    kept, _new = LinkModel.objects.get_or_create(
        version=version if found.figures.get("learned") else f"{version}+{at:%Y%m%d%H%M%S}",
        defaults={"trained_at": at, "parameters": found.model.to_json(), "figures": found.figures},
    )
    kept.in_use = True
    kept.save(update_fields=["in_use"])
    return kept


def _link_the_new(run: LinkRun, new: Sequence[UUID], at: datetime, progress: Progress) -> Ran:
    run.model = LinkModel.objects.filter(in_use=True).first()
    pairs = {}
    scored = 0
    for done, (one, near) in enumerate(_near(new)):
        progress("comparing", done, len(new))
        scored += len(near)
        for other, probability, band in near:
            if probability >= REVIEWED_FROM:
                first, second = sorted((one, other))
                pairs[first, second] = (first, second, probability, band)
    return _end(run, len(new), scored, list(pairs.values()), None, at)


def _near(new: Sequence[UUID]) -> Iterator[tuple[UUID, list[tuple[UUID, float, str]]]]:
    """Each new person, and whom the index holds near them, with what the model says."""
    compare = matcher()
    for at in range(0, len(new), _BATCH):
        some = records_of_persons(new[at : at + _BATCH])
        for pk, records in some.items():
            said = [compare.features(one) for one in records]
            others = {other for one in said for other in candidates_of(one)} - {pk}
            near = []
            for other, theirs in records_of_persons(others).items():
                known = [compare.features(one) for one in theirs]
                best = max(
                    (compare.match(mine, one) for mine in said for one in known),
                    key=lambda found: found.weight,
                )
                near.append((other, best.probability, best.band.value))
            yield pk, near


def _end(
    run: LinkRun, persons: int, scored: int, pairs: Sequence[Proposal], count: int | None, at: datetime
) -> Ran:
    run.pairs_found = propose(pairs, run=run, at=at)
    # How many persons the register holds, whoever was compared: the desk's prior is reckoned from it.
    run.persons = Person.objects.standing().count() if run.kind == "new" else persons
    run.pairs_scored, run.ended_at = scored, at
    run.save()
    facts = {"kind": run.kind, "persons": persons, "pairs": run.pairs_found}
    audit.record("register.linked", run, by=None, at=at, **facts)
    return Ran(run, count if count is not None else run.persons, _waiting(), persons)


def _waiting() -> int:
    return CandidatePair.objects.filter(state="waiting").count()
