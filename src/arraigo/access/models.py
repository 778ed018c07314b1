"""Institutions by name, the people who work in them, and the record of what they did."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from arraigo.access.roles import Action, Role, Scope, may, scope_of
from arraigo.core.ids import uuid7


class User(AbstractUser):
    """A login. What it may do is said by its workers, never by the login itself."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    language = models.CharField(_("language"), max_length=5, default="es")


class Institution(models.Model):
    """An actor that takes part (Guide, Table 5): its identity only; what it offers is in the directory."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=160)
    country = models.CharField(_("country"), max_length=3)
    actor_type = models.CharField(_("type of actor"), max_length=40)
    municipality = models.CharField(_("municipality"), max_length=12, blank=True)
    synthetic = models.BooleanField(_("synthetic"), default=False)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class WorkerQuerySet(models.QuerySet["Worker"]):
    def active(self) -> "WorkerQuerySet":
        return self.filter(ended_at=None, user__is_active=True)

    def of_institution(self, institution: Institution) -> "WorkerQuerySet":
        return self.active().filter(institution=institution)


class Worker(models.Model):
    """A person's post: the membership in an institution, with a role, through which a login acts."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="workers")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="workers")
    role = models.CharField(_("role"), max_length=24)
    name = models.CharField(_("name"), max_length=120)
    started_at = models.DateTimeField(_("since"), auto_now_add=True)
    ended_at = models.DateTimeField(_("until"), null=True, blank=True)

    objects = WorkerQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "institution", "role"],
                condition=models.Q(ended_at=None),
                name="worker_one_active_post_of_a_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=[role.value for role in Role]), name="worker_role_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def country(self) -> str:
        """ISO 3166-1 alpha-3 code of the institution's country."""
        return self.institution.country

    def may(self, action: Action) -> bool:
        """Whether this worker may do the action at all; on which rows, `scope` says."""
        return may(self.role, action)

    def scope(self, action: Action) -> Scope:
        return scope_of(self.role, action)


class Entry(models.Model):
    """
    One line of the audit: who did or saw what, when. Append-only; each line carries the hash of the one before,
    so that a changed or missing line shows. It holds codes and ids, never a name or a free text.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(_("at"))
    worker = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    event = models.CharField(_("event"), max_length=60)
    subject_kind = models.CharField(_("kind of record"), max_length=60)
    subject_id = models.CharField(_("record"), max_length=60)
    facts = models.JSONField(_("facts"), default=dict)
    changes_data = models.BooleanField(_("changed a record"), default=True)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "-id"], name="entry_subject"),
            models.Index(fields=["changes_data", "-id"], name="entry_changes"),
        ]
