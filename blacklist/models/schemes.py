"""List schemes as data: which list, on what basis, by what procedure, for how long."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from blacklist.choices import BasisLevel, ListKind
from core.models import Rule


class SchemeQuerySet(models.QuerySet["ListScheme"]):
    """Schemes by the day."""

    def in_force(self, day: date) -> SchemeQuerySet:
        """Keep versions that hold on a day; whether a basis holds is `selectors.basis_in_force`."""
        return self.filter(Q(effective_to__isnull=True) | Q(effective_to__gte=day), effective_from__lte=day)


class ListScheme(models.Model):
    """One version of the rules of one list in one place.

    Day counts are working days where the name says so. `place` is a division prefix, "" is the country.
    `exit_rules` names the ways off the list, read by `blacklist.exit`; `breach_rules` (red lists) says what a
    breach does, read by `blacklist.listing.breach`: `{"severities": {"serious": "at_once", "ordinary":
    "task"}, "items": {"V01": "at_once"}}` with the values of `AfterBreach`. `confirmed` is False for what no
    source was seen for: a local default, which the page says.
    """

    code = models.CharField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    kind = models.CharField(_("list"), max_length=14, choices=ListKind.choices)
    place = models.CharField(_("place"), max_length=6, blank=True)
    effective_from = models.DateField(_("in force from"))
    effective_to = models.DateField(_("in force to"), null=True, blank=True)
    for_bodies = models.BooleanField(_("bodies may be listed"), default=True)
    for_persons = models.BooleanField(_("persons may be listed"), default=False)
    proposer = models.CharField(_("proposed by"), max_length=100, blank=True)
    decider = models.CharField(_("decided by"), max_length=100, blank=True)
    upper_consent = models.BooleanField(_("needs the upper authority's consent"), default=False)
    needs_notice = models.BooleanField(_("written notice before the decision"), default=True)
    statement_working_days = models.PositiveSmallIntegerField(
        _("statement and defence (working days)"), null=True, blank=True
    )
    hearing_working_days = models.PositiveSmallIntegerField(
        _("hearing may be asked for within (working days)"), null=True, blank=True
    )
    publicise_first_working_days = models.PositiveSmallIntegerField(
        _("publicised before the decision (working days)"), null=True, blank=True
    )
    term_months = models.PositiveSmallIntegerField(_("term (months)"), null=True, blank=True)
    exit_rules = models.JSONField(_("rules of exit"), default=dict, blank=True)
    breach_rules = models.JSONField(_("what a breach does to a red listing"), default=dict, blank=True)
    publishes_bodies = models.BooleanField(_("bodies are published"), default=True)
    publishes_persons = models.BooleanField(_("persons are published"), default=False)
    lists_responsible_persons = models.BooleanField(_("responsible persons are listed too"), default=False)
    wilfulness_defence = models.BooleanField(_("no listing without intent"), default=False)
    counts_as_serious = models.BooleanField(_("holds grades down as a serious list"), default=False)
    confirmed = models.BooleanField(_("confirmed by a source"), default=False)
    note = models.TextField(_("note"), blank=True)
    origin = models.CharField(
        _("origin"), max_length=5, choices=Rule.Origin.choices, default=Rule.Origin.LOCAL, editable=False
    )

    objects = SchemeQuerySet.as_manager()

    class Meta:
        verbose_name = _("list scheme")
        verbose_name_plural = _("list schemes")
        ordering = ["code", "-effective_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "place", "effective_from"], name="one_scheme_version_per_code_place_and_day"
            ),
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gte=F("effective_from")),
                name="a_scheme_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=Q(kind=ListKind.RED) | Q(needs_notice=True, statement_working_days__gte=1),
                name="a_list_that_burdens_gives_notice_and_a_window",
            ),
            models.CheckConstraint(
                condition=~Q(kind=ListKind.RED) | Q(publicise_first_working_days__gte=1),
                name="a_red_list_is_publicised_first",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name_shown(self) -> str:
        """The name in the reader's language, Chinese where there is no English one."""
        english = not (get_language() or "").startswith("zh")
        return self.name_en if english and self.name_en else self.name


class SchemeBasis(models.Model):
    """One legal basis of a scheme. A scheme without one in force can list nobody."""

    scheme = models.ForeignKey(
        ListScheme, models.CASCADE, related_name="bases", verbose_name=_("list scheme")
    )
    document = models.CharField(_("document"), max_length=200)
    document_no = models.CharField(_("document number"), max_length=80, blank=True)
    article = models.CharField(_("article"), max_length=80, blank=True)
    level = models.CharField(_("level"), max_length=12, choices=BasisLevel.choices)
    effective_from = models.DateField(_("in force from"))
    effective_to = models.DateField(_("in force to"), null=True, blank=True)
    confirmed = models.BooleanField(_("confirmed by a source"), default=False)

    class Meta:
        verbose_name = _("legal basis")
        verbose_name_plural = _("legal bases")
        constraints = [
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gte=F("effective_from")),
                name="a_basis_ends_after_it_began",
            )
        ]

    def __str__(self) -> str:
        return f"{self.document} {self.article}".strip()


class SchemeCriterion(models.Model):
    """One ground on which a scheme lists somebody.

    `items` are codes of the collection catalogue whose records may carry it; empty where it rests on a
    document of its own (a court's judgment, a police decision).
    """

    scheme = models.ForeignKey(
        ListScheme, models.CASCADE, related_name="criteria", verbose_name=_("list scheme")
    )
    code = models.CharField(_("code"), max_length=20)
    text = models.CharField(_("criterion"), max_length=500)
    text_en = models.CharField(_("criterion in English"), max_length=500, blank=True)
    items = models.JSONField(_("catalogue items"), default=list, blank=True)
    needs_document = models.BooleanField(_("rests on a document"), default=True)
    confirmed = models.BooleanField(_("confirmed by a source"), default=False)

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        constraints = [
            models.UniqueConstraint(fields=["scheme", "code"], name="one_criterion_per_scheme_and_code")
        ]

    def __str__(self) -> str:
        return self.text
