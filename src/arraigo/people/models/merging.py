"""Two records of one person joined into one, so that it can be taken back completely."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from arraigo.access.models import Worker
from arraigo.core.ids import uuid7
from arraigo.people.models.persons import Person


class Merge(models.Model):
    """The record ``merged`` became an alias of ``kept``; `MergeMove` says what moved, ``chosen`` what ``kept`` said."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kept = models.ForeignKey(Person, models.PROTECT, related_name="merges")
    merged = models.ForeignKey(Person, models.PROTECT, related_name="merged_by")
    reason = models.CharField(_("reason"), max_length=24)  # code list merge_reason
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("moment"))
    # What the kept record said before and says since, of each field that was taken from the other: {field:
    # [before, since]}.
    chosen = models.JSONField(_("chosen fields"), default=dict)
    # What the kept record had of its own, so that what came later can be told apart: {"cases.case.person": [ids]}.
    held = models.JSONField(_("rows of the kept record"), default=dict)
    # Since when the kept record said what it said before.
    changed_before = models.DateTimeField(_("changed before"), null=True, blank=True)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)
    undone_by = models.ForeignKey(Worker, models.PROTECT, null=True, blank=True, related_name="+")
    undone_reason = models.CharField(_("reason for undoing"), max_length=24, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["merged"], condition=models.Q(undone_at=None), name="merge_once_while_it_lasts"
            ),
            models.CheckConstraint(condition=~models.Q(kept=models.F("merged")), name="merge_of_two"),
        ]
        indexes = [models.Index(fields=["-at"], name="merge_newest")]


class MergeMove(models.Model):
    """One row of any room that pointed at the merged record and was pointed at the kept one."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    merge = models.ForeignKey(Merge, models.CASCADE, related_name="moves")
    model = models.CharField(_("table"), max_length=60)  # cases.case
    field = models.CharField(_("field"), max_length=60)  # person
    row = models.CharField(_("row"), max_length=40)

    class Meta:
        indexes = [models.Index(fields=["merge", "model"], name="merge_move_of_merge")]
