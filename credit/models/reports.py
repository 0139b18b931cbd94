"""Credit reports as issued, and batches of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.actors import Actor
from core.clock import CHINA
from core.scope import ScopedQuerySet, division_filter
from credit.models.subject import Subject
from credit.report.terms import Audience, BatchState, Language, Purpose, new_code

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager


class BatchesInScope(ScopedQuerySet["ReportBatch"]):
    """Batches are seen by whoever may see every one of their subjects' divisions, wherever those lie."""

    def visible_to(self, actor: Actor, permission: str) -> Self:
        """Keep the batches none of whose divisions lies outside those of the actor."""
        prefixes = actor.prefixes(permission)
        if not prefixes:
            return self.none()
        places = ReportBatchPlace.objects.filter(batch=models.OuterRef("pk"))
        outside = places.exclude(division_filter("division_code", prefixes))
        return self if "" in prefixes else self.filter(models.Exists(places), ~models.Exists(outside))


class ReportBatch(models.Model):
    """Many reports asked for at once; a worker writes them into one file.

    `places` are the divisions of its subjects: two counties of an officer are not the province around them.
    `division_code` is what these have in common, padded to six digits, for the audit trail.
    """

    scope_field = "division_code"

    language = models.CharField(_("language"), max_length=8, choices=Language.choices)
    purpose = models.CharField(pgettext_lazy("report", "purpose"), max_length=16, choices=Purpose.choices)
    purpose_note = models.CharField(_("purpose in words"), max_length=200, blank=True)
    asker = models.CharField(_("who asked for it"), max_length=200)
    authorisation = models.CharField(_("authorisation"), max_length=200, blank=True)
    audience = models.CharField(_("tells"), max_length=10, choices=Audience.choices)
    division_code = models.CharField(_("division code"), max_length=6, blank=True, db_index=True)
    subject_ids = models.JSONField(pgettext_lazy("report batch", "subjects"), default=list)
    total = models.PositiveIntegerField(pgettext_lazy("report batch", "reports"), default=0)
    done = models.PositiveIntegerField(pgettext_lazy("report batch", "written"), default=0)
    state = models.CharField(_("state"), max_length=8, choices=BatchState.choices, default=BatchState.QUEUED)
    requested_by = models.CharField(max_length=64, editable=False)
    requested_by_label = models.CharField(pgettext_lazy("report batch", "asked for by"), max_length=100)
    issuer = models.CharField(_("issuer as printed"), max_length=320)
    requested_at = models.DateTimeField(_("requested at"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    lease = models.CharField(max_length=32, blank=True, editable=False)
    heartbeat_at = models.DateTimeField(null=True, blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    pieces = models.JSONField(default=list, editable=False)
    stored_as = models.CharField(max_length=64, blank=True, editable=False)
    size = models.PositiveBigIntegerField(_("bytes"), default=0)
    expires_on = models.DateField(_("file kept until"), null=True, blank=True)
    failure = models.CharField(_("failure"), max_length=100, blank=True)

    objects = BatchesInScope.as_manager()

    if TYPE_CHECKING:
        places: RelatedManager[ReportBatchPlace]
        reports: RelatedManager[CreditReport]

    class Meta:
        verbose_name = _("batch of credit reports")
        verbose_name_plural = _("batches of credit reports")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state=BatchState.DONE) | ~models.Q(stored_as=""),
                name="a_finished_batch_of_reports_has_its_file",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asker} {self.total}"

    @property
    def percent(self) -> int:
        """How far it is, 0 to 100."""
        return 100 * self.done // self.total if self.total else 0


class ReportBatchPlace(models.Model):
    """A division in which subjects of a batch lie."""

    batch = models.ForeignKey(
        ReportBatch, models.CASCADE, related_name="places", verbose_name=_("batch of credit reports")
    )
    division_code = models.CharField(_("division code"), max_length=6, blank=True)

    class Meta:
        verbose_name = _("place of a batch of reports")
        verbose_name_plural = _("places of batches of reports")
        constraints = [
            models.UniqueConstraint(fields=["batch", "division_code"], name="one_row_per_batch_and_place")
        ]

    def __str__(self) -> str:
        return self.division_code


class CreditReport(models.Model):
    """One report as issued, with everything that is printed in it. Rows are only ever added.

    `content` is the snapshot, without any personal number; the PDF is set from it again whenever it is asked
    for, to the same bytes. `digest` is the SM3 digest of the part that later checks compare.
    """

    scope_field = "division_code"

    subject = models.ForeignKey(Subject, models.PROTECT, related_name="reports", verbose_name=_("subject"))
    division_code = models.CharField(_("division code"), max_length=6, blank=True)
    language = models.CharField(_("language"), max_length=8, choices=Language.choices)
    purpose = models.CharField(pgettext_lazy("report", "purpose"), max_length=16, choices=Purpose.choices)
    purpose_note = models.CharField(_("purpose in words"), max_length=200, blank=True)
    asker = models.CharField(_("who asked for it"), max_length=200)
    authorisation = models.CharField(
        _("authorisation"),
        max_length=200,
        blank=True,
        help_text=_("the subject's written agreement: date or number of the paper"),
    )
    audience = models.CharField(_("tells"), max_length=10, choices=Audience.choices)
    check_code = models.CharField(_("check code"), max_length=16, unique=True, default=new_code)
    cut_off = models.DateTimeField(_("data cut-off"))
    content = models.JSONField(editable=False)
    digest = models.CharField(_("digest of the content (SM3)"), max_length=64)
    issued_by = models.CharField(_("issued by (number)"), max_length=64)
    issued_by_label = models.CharField(_("issued by"), max_length=100)
    issuer = models.CharField(_("issuer as printed"), max_length=320)
    issued_at = models.DateTimeField(_("issued at"), auto_now_add=True)
    batch = models.ForeignKey(
        ReportBatch, models.PROTECT, null=True, blank=True, related_name="reports", verbose_name=_("batch")
    )

    objects = ScopedQuerySet["CreditReport"].as_manager()

    class Meta:
        verbose_name = _("credit report")
        verbose_name_plural = _("credit reports")
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["division_code", "-id"],
                opclasses=["varchar_pattern_ops", "int8_ops"],
                name="report_by_division",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "subject"],
                condition=models.Q(batch__isnull=False),
                name="one_report_per_batch_and_subject",
            ),
            models.CheckConstraint(
                condition=~models.Q(audience=Audience.AUTHORISED) | ~models.Q(authorisation=""),
                name="an_authorised_report_names_the_authorisation",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """Number of the report: place, year of issue, running number (unique by the last part alone)."""
        return f"XB{self.division_code}-{self.cut_off.astimezone(CHINA):%Y}-{self.pk:08d}"
