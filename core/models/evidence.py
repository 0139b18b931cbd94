"""Files that prove something: a photograph, a letter, a decision. They are added and stay."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.scope import ScopedQuerySet


class EvidenceFile(models.Model):
    """One kept file and what it is about. The content is sealed outside the web root (`core.vault`).

    No foreign keys: whatever it is about is named in words, so that a file outlives what it proves.
    """

    scope_field = "division_code"

    about = models.CharField(
        _("about"), max_length=80, help_text=_("what it belongs to, such as credit.objection:12")
    )
    party = models.CharField(
        _("shown to"),
        max_length=80,
        blank=True,
        db_index=True,
        help_text=_("who may read it besides officers, such as credit.subject:12"),
    )
    kind = models.CharField(_("kind of evidence"), max_length=60, blank=True)
    name = models.CharField(_("file name"), max_length=120)
    media_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    digest = models.CharField(_("SM3 digest"), max_length=64)
    stored_as = models.CharField(max_length=64, unique=True, editable=False)
    by_id = models.CharField(_("uploaded by (id)"), max_length=64)
    by_label = models.CharField(_("uploaded by"), max_length=100)
    at = models.DateTimeField(_("uploaded at"), auto_now_add=True)
    division_code = models.CharField(_("division code"), max_length=6, blank=True)

    objects = ScopedQuerySet["EvidenceFile"].as_manager()

    class Meta:
        verbose_name = _("evidence file")
        verbose_name_plural = _("evidence files")
        ordering = ("pk",)
        indexes = (models.Index(fields=("about", "id"), name="evidence_about"),)
        constraints = (
            models.CheckConstraint(condition=models.Q(size__gt=0), name="an_evidence_file_is_not_empty"),
            models.UniqueConstraint(fields=("about", "digest"), name="one_evidence_file_per_content"),
        )

    def __str__(self) -> str:
        return self.name
