"""Keys with which machines use the authorised interface, and the answers they were given."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.clock import today


class ApiScope(models.TextChoices):
    """What a key may be used for, within the rights of its machine's post."""

    RECORD_FILE = "record.file", _("file conduct records")
    RECORD_READ = "record.read", _("read conduct records and the time line")
    GRADE_READ = "grade.read", _("read grades")
    EVALUATION_FILE = "evaluation.file", _("file evaluations")
    CASE_FILE = "case.file", _("file objections and applications for repair")
    CHECK_ASK = "check.ask", _("check names against the lists")
    FOREIGN_LIST_FILE = "foreign_list.file", _("file lists of other departments")


class ApiKey(models.Model):
    """A key of a machine account. Only a keyed digest of the secret is kept; the secret is shown once.

    `tag` is the public part of the key, by which it is found and named.
    """

    scope_field = "officer__agency__division_code"

    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="api_keys",
        verbose_name=_("machine account"),
    )
    tag = models.CharField(_("key"), max_length=12, unique=True, editable=False)
    secret_digest = models.CharField(max_length=64, editable=False)
    scopes = models.JSONField(_("may be used to"), default=list)
    expires_on = models.DateField(_("last day of validity"))
    issued_at = models.DateTimeField(_("issued at"), auto_now_add=True)
    issued_by = models.CharField(_("issued by"), max_length=100)
    last_used_at = models.DateTimeField(_("last used at"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    revoked_by = models.CharField(_("revoked by"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("key of a machine")
        verbose_name_plural = _("keys of machines")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(revoked_at__isnull=True) | ~models.Q(revoked_by=""),
                name="a_revoked_key_says_who_revoked_it",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer} {self.tag}…"

    @property
    def usable(self) -> bool:
        """Tell whether the key opens anything today."""
        return self.revoked_at is None and self.expires_on >= today() and self.officer.is_active


class ApiAnswer(models.Model):
    """What a machine was answered to a request that it may send again: the same once more, done once."""

    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("machine account")
    )
    idempotency_key = models.CharField(_("idempotency key"), max_length=80)
    request_digest = models.CharField(_("digest of the request"), max_length=64)
    status = models.PositiveSmallIntegerField(_("status"), default=0)
    answer = models.JSONField(_("answer"), default=dict)
    at = models.DateTimeField(_("at"), auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = _("answer to a machine")
        verbose_name_plural = _("answers to machines")
        constraints = [
            models.UniqueConstraint(
                fields=["officer", "idempotency_key"], name="one_answer_per_machine_and_idempotency_key"
            )
        ]

    def __str__(self) -> str:
        return self.idempotency_key
