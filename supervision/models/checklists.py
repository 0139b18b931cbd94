"""Checklists: what is looked at, line by line. Problem lists of campaigns, self-inspection, inspection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.models import Rule
from supervision.choices import ChecklistKind

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager


class Checklist(models.Model):
    """One version of a checklist. One that was used is never changed: a new version replaces it.

    `place` is a division prefix, "" the country. `categories` are categories of institutions it is for;
    empty: all. `confirmed` is False where no source was read.
    """

    code = models.CharField(_("code"), max_length=40)
    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    kind = models.CharField(_("used for"), max_length=10, choices=ChecklistKind.choices)
    speciality = models.CharField(_("speciality"), max_length=40, blank=True)
    categories = models.JSONField(_("categories of bodies"), default=list, blank=True)
    place = models.CharField(_("place"), max_length=6, blank=True)
    effective_from = models.DateField(_("in force from"))
    effective_to = models.DateField(_("in force to"), null=True, blank=True)
    document = models.CharField(_("document"), max_length=200, blank=True)
    article = models.CharField(_("article"), max_length=80, blank=True)
    confirmed = models.BooleanField(_("confirmed by a source"), default=False)
    origin = models.CharField(
        _("origin"), max_length=5, choices=Rule.Origin.choices, default=Rule.Origin.LOCAL, editable=False
    )
    note = models.TextField(_("note"), blank=True)

    if TYPE_CHECKING:
        items: RelatedManager[CheckItem]

    class Meta:
        verbose_name = _("checklist")
        verbose_name_plural = _("checklists")
        ordering = ["kind", "code", "-effective_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "place", "effective_from"], name="one_checklist_per_code_place_and_start"
            ),
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gte=F("effective_from")),
                name="a_checklist_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return self.title_shown

    @property
    def title_shown(self) -> str:
        """The title in the reader's language."""
        english = not (get_language() or "").startswith("zh")
        return self.title_en if english and self.title_en else self.title


class CheckItem(models.Model):
    """One line: a problem to look for, or a duty to check.

    `due_on` and `permanent` may both be given: "by the end of August and permanently afterwards". `item_code`
    is the item of the collection catalogue that an upheld finding is recorded under, "" where none fits.
    """

    checklist = models.ForeignKey(
        Checklist, models.CASCADE, related_name="items", verbose_name=_("checklist")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    group = models.CharField(_("group"), max_length=60, blank=True)
    text = models.CharField(_("problem or duty"), max_length=500)
    measures = models.CharField(_("measures"), max_length=1000, blank=True)
    office = models.CharField(_("responsible offices"), max_length=200, blank=True)
    due_text = models.CharField(_("time limit as written"), max_length=60, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    permanent = models.BooleanField(_("permanent"), default=False)
    serious = models.BooleanField(
        _("serious: report at once"),
        default=False,
        help_text=_("a body that finds it reports it to the health department at once"),
    )
    document = models.CharField(_("document"), max_length=200, blank=True)
    article = models.CharField(_("article"), max_length=80, blank=True)
    item_code = models.CharField(_("item of the collection catalogue"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("line of a checklist")
        verbose_name_plural = _("lines of checklists")
        ordering = ["checklist", "number"]
        constraints = [
            models.UniqueConstraint(fields=["checklist", "number"], name="one_line_per_number_of_a_checklist")
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"[:120]
