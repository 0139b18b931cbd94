"""What other apps tell that a subject's grades depend on: licences, ends of verification, times on a list."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from credit.models.subject import Subject


class Licence(models.Model):
    """A day on which a subject was licensed or registered: where scoring cycles start there."""

    subject = models.ForeignKey(
        Subject, models.CASCADE, related_name="licences", verbose_name=_("credit subject")
    )
    issued_on = models.DateField(_("issued on"))
    document_no = models.CharField(_("document number"), max_length=128, blank=True)

    class Meta:
        verbose_name = _("licence day")
        verbose_name_plural = _("licence days")
        constraints = [
            models.UniqueConstraint(fields=["subject", "issued_on"], name="one_licence_per_subject_and_day")
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.issued_on:%Y-%m-%d}"


class VerifiedUntil(models.Model):
    """The last day on which a body's verification (校验) holds, as its archive states it.

    It says when a scoring cycle ends where no day is known on which verification was passed (docs/adr/0035).
    """

    subject = models.OneToOneField(
        Subject,
        models.CASCADE,
        primary_key=True,
        related_name="verified_until",
        verbose_name=_("credit subject"),
    )
    day = models.DateField(_("verification valid to"))

    class Meta:
        verbose_name = _("end of verification")
        verbose_name_plural = _("ends of verification")

    def __str__(self) -> str:
        return f"{self.subject} {self.day:%Y-%m-%d}"


class ListedPeriod(models.Model):
    """A time during which a subject stood on a serious-dishonesty list (严重失信主体名单).

    A standard may say which grade such a subject holds at best. `until` is the first day off the list.
    """

    subject = models.ForeignKey(
        Subject, models.CASCADE, related_name="listed_periods", verbose_name=_("credit subject")
    )
    since = models.DateField(_("on the list since"))
    until = models.DateField(_("off the list from"), null=True, blank=True)
    title = models.CharField(_("list"), max_length=200, blank=True)
    source = models.CharField(_("source"), max_length=80, unique=True)

    class Meta:
        verbose_name = _("time on a serious list")
        verbose_name_plural = _("times on a serious list")
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="nobody_leaves_a_list_before_entering_it",
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.since:%Y-%m-%d}"
