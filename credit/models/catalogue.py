"""The collection catalogue (信用信息采集目录): which facts may enter a file, and their worth."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.models import Rule
from credit.choices import CountsFrom, Polarity, Severity, Usage
from credit.fields import PointsField
from credit.rules.terms import AppliesTo, Per


class CatalogueQuerySet(models.QuerySet["CatalogueItem"]):
    """Versions of items by day and place."""

    def in_force(self, on: date) -> CatalogueQuerySet:
        """Versions whose effective dates hold the day."""
        open_ended = Q(effective_until__isnull=True) | Q(effective_until__gte=on)
        return self.filter(open_ended, effective_from__lte=on)

    def of_place(self, division: str) -> CatalogueQuerySet:
        """Versions that hold in a division: the country's, and those of every prefix of its code."""
        return self.filter(place__in=[division[:length] for length in range(len(division) + 1)])


class CatalogueItem(models.Model):
    """One version of one item, for one level and place, with the document that set it.

    Versions of one item and place never overlap; the nearest place wins. A version in use is never changed:
    a new one follows it.
    """

    code = models.CharField(_("item code"), max_length=20)
    version = models.CharField(_("version"), max_length=20)
    place = models.CharField(
        _("place (division prefix)"), max_length=6, blank=True, help_text=_("empty: whole country")
    )
    name = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    applies_to = models.CharField(_("applies to"), max_length=12, choices=AppliesTo.choices)
    polarity = models.CharField(_("kind of information"), max_length=5, choices=Polarity.choices)
    severity = models.CharField(_("severity"), max_length=8, choices=Severity.choices, default=Severity.NONE)
    points = PointsField(_("default points"), default=0)
    per = models.CharField(_("counted"), max_length=12, choices=Per.choices, default=Per.OCCURRENCE)
    counts_from = models.CharField(
        _("counts from"), max_length=8, choices=CountsFrom.choices, default=CountsFrom.DECIDED
    )
    retention_months = models.PositiveSmallIntegerField(
        _("kept for (months)"), null=True, blank=True, help_text=_("empty: without end")
    )
    scope = models.CharField(_("use"), max_length=10, choices=Usage.choices, default=Usage.INTERNAL)
    document = models.CharField(_("document"), max_length=200, blank=True)
    article = models.CharField(_("article"), max_length=100, blank=True)
    certainty = models.CharField(
        _("certainty"), max_length=8, choices=Rule.Certainty.choices, default=Rule.Certainty.DEFAULT
    )
    origin = models.CharField(
        _("origin"), max_length=5, choices=Rule.Origin.choices, default=Rule.Origin.LOCAL, editable=False
    )
    effective_from = models.DateField(_("effective from"))
    effective_until = models.DateField(_("effective until"), null=True, blank=True)

    objects = CatalogueQuerySet.as_manager()

    class Meta:
        verbose_name = _("catalogue item")
        verbose_name_plural = _("collection catalogue")
        ordering = ["applies_to", "code", "place", "-effective_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "place", "version"], name="item_version_is_unique"),
            models.UniqueConstraint(
                fields=["code", "place", "effective_from"], name="one_item_version_per_place_and_start"
            ),
            models.CheckConstraint(
                condition=Q(effective_until__isnull=True) | Q(effective_until__gte=F("effective_from")),
                name="item_does_not_end_before_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(points__gte=0) & (~Q(polarity=Polarity.BASIC) | Q(points=0)),
                name="item_points_are_not_negative_and_basic_items_have_none",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name_shown}"

    @property
    def name_shown(self) -> str:
        """The name in the reader's language, Chinese where there is no English one."""
        return self.name if not self.name_en or (get_language() or "").startswith("zh") else self.name_en

    @property
    def confirmed(self) -> bool:
        """Whether the item was read in its document; if not, it is a default to be confirmed."""
        return self.certainty == Rule.Certainty.VERIFIED
