"""Law as rows: every number, list and period that a document fixes, with its dates and place."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Rule(models.Model):
    """One rule of one table: where it holds, from when to when, and which document says so."""

    class Certainty(models.TextChoices):
        VERIFIED = "verified", _("read in the source")
        DEFAULT = "gku", _("local default, to be confirmed")

    class Origin(models.TextChoices):
        FILE = "file", _("shipped with Chengyi")
        LOCAL = "local", _("entered here")

    table = models.CharField(_("table"), max_length=60)
    code = models.CharField(_("code"), max_length=80)
    place = models.CharField(
        _("place"), max_length=6, blank=True, help_text=_("division-code prefix; empty: whole country")
    )
    valid_from = models.DateField(_("in force from"))
    valid_to = models.DateField(_("in force to"), null=True, blank=True)
    value = models.JSONField(_("content"))
    title = models.CharField(_("title"), max_length=200, blank=True)
    document = models.CharField(_("document"), max_length=200, blank=True)
    article = models.CharField(_("article"), max_length=80, blank=True)
    certainty = models.CharField(
        _("certainty"), max_length=8, choices=Certainty.choices, default=Certainty.DEFAULT
    )
    origin = models.CharField(_("origin"), max_length=5, choices=Origin.choices, default=Origin.LOCAL)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        verbose_name = _("rule")
        verbose_name_plural = _("rules")
        ordering = ["table", "code", "place", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["table", "code", "place", "valid_from"], name="one_rule_per_code_place_and_start"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="a_rule_does_not_end_before_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.table}/{self.code}"
