"""Risk warnings: what a rule over the credit file has found, once per subject and period."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from core.scope import ScopedQuerySet
from credit.models.subject import Subject
from credit.warnings.choices import WarningState


class RiskWarning(models.Model):
    """One warning about one subject, with its reason in both languages.

    `period` is what makes it one warning and not another: the cycle's start, the day a licence ends, the
    number of a grade change. The same rule warns of the same period once.
    """

    scope_field = "division_code"

    rule = models.CharField(_("rule"), max_length=40)
    subject = models.ForeignKey(
        Subject, models.CASCADE, related_name="risk_warnings", verbose_name=_("subject")
    )
    period = models.CharField(_("period"), max_length=80)
    division_code = models.CharField(_("division code"), max_length=6)
    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    reason = models.CharField(_("reason"), max_length=500)
    reason_en = models.CharField(_("reason in English"), max_length=500, blank=True)
    to_body = models.BooleanField(_("shown to the body"), default=True)
    event_on = models.DateField(_("day it is about"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=9, choices=WarningState.choices, default=WarningState.OPEN
    )
    opened_on = models.DateField(pgettext_lazy("warning", "opened on"))
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    closed_by_label = models.CharField(_("closed by"), max_length=100, blank=True)
    dismissed_reason = models.CharField(_("why dismissed"), max_length=255, blank=True)

    objects = ScopedQuerySet["RiskWarning"].as_manager()

    class Meta:
        verbose_name = _("risk warning")
        verbose_name_plural = _("risk warnings")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "subject", "period"], name="one_warning_per_rule_subject_and_period"
            ),
            models.CheckConstraint(
                condition=~Q(state=WarningState.DISMISSED) | ~Q(dismissed_reason=""),
                name="a_warning_is_dismissed_with_a_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["division_code", "-id"],
                condition=Q(state=WarningState.OPEN),
                name="risk_warning_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.title_shown} {self.subject}"

    @property
    def title_shown(self) -> str:
        """The title in the reader's language."""
        return self.title if not self.title_en or _chinese() else self.title_en

    @property
    def reason_shown(self) -> str:
        """The reason in the reader's language."""
        return self.reason if not self.reason_en or _chinese() else self.reason_en


def _chinese() -> bool:
    return (get_language() or "").startswith("zh")
