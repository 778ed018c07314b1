"""Answers to a questionnaire. The questionnaires themselves are content."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from arraigo.access.encryption import ProtectedTextField
from arraigo.access.models import Worker
from arraigo.core.ids import uuid7


class Response(models.Model):
    """
    One person's answers to one version of an instrument, kept raw so that scores can be recomputed.

    The answers are protected: a questionnaire asks about safety, distress and violence. Whose they are is said by
    the record that points here (a screening, a follow-up), in a higher room.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    instrument = models.CharField(_("instrument"), max_length=40)
    version = models.CharField(_("version"), max_length=20)
    weights_profile = models.CharField(_("weights"), max_length=20, blank=True)
    answers_json = ProtectedTextField(_("answers"), blank=True)
    scores = models.JSONField(_("scores"), default=dict)  # dimension or "composite" -> 0..1 or null
    answered = models.PositiveSmallIntegerField(_("questions answered"), default=0)
    answered_at = models.DateTimeField(_("answered"))
    taken_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
