"""The four lists of joint credit work, in versions: each a snapshot with the basis of every row."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from blacklist.uses.choices import FourKind, FourState
from core import divisions
from core.scope import ScopedQuerySet


class FourList(models.Model):
    """One version of one of the four lists of a province, prefecture or county.

    The rows are copied from the tables when it is drafted and stay as they were adopted: what the tables say
    later makes a new version.
    """

    scope_field = "division_code"

    kind = models.CharField(
        pgettext_lazy("version of a list", "list"), max_length=8, choices=FourKind.choices
    )
    division_code = models.CharField(_("division code"), max_length=6)
    version = models.PositiveSmallIntegerField(_("version"))
    state = models.CharField(
        _("state"), max_length=9, choices=FourState.choices, default=FourState.DRAFT, editable=False
    )
    authority_name = models.CharField(pgettext_lazy("version of a list", "issued by"), max_length=200)
    document_no = models.CharField(_("document number"), max_length=80, blank=True)
    note = models.TextField(_("explanation"), blank=True)
    adopted_on = models.DateField(pgettext_lazy("version of a list", "adopted on"), null=True, blank=True)
    ended_on = models.DateField(_("no longer in force from"), null=True, blank=True, editable=False)
    withdraw_reason = models.CharField(_("why it was withdrawn"), max_length=255, blank=True, editable=False)
    made_by = models.CharField(max_length=64, editable=False)
    made_by_label = models.CharField(_("drafted by"), max_length=100, editable=False)
    changed_by = models.CharField(max_length=64, blank=True, editable=False)
    adopted_by_label = models.CharField(
        pgettext_lazy("version of a list", "adopted by"), max_length=100, blank=True, editable=False
    )
    made_at = models.DateTimeField(_("drafted at"), auto_now_add=True)

    objects = ScopedQuerySet["FourList"].as_manager()

    class Meta:
        verbose_name = _("version of one of the four lists")
        verbose_name_plural = _("versions of the four lists")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "division_code", "version"], name="one_four_list_per_kind_place_and_version"
            ),
            models.UniqueConstraint(
                fields=["kind", "division_code"],
                condition=Q(state=FourState.ADOPTED),
                name="one_four_list_in_force_per_kind_and_place",
            ),
            models.UniqueConstraint(
                fields=["kind", "division_code"],
                condition=Q(state=FourState.DRAFT),
                name="one_four_list_in_draft_per_kind_and_place",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[FourState.DRAFT, FourState.DROPPED])
                | Q(adopted_on__isnull=False) & ~Q(adopted_by_label="") & ~Q(document_no=""),
                name="an_adopted_four_list_says_when_and_by_which_document",
            ),
            models.CheckConstraint(
                condition=~Q(state=FourState.WITHDRAWN) | ~Q(withdraw_reason=""),
                name="a_withdrawn_four_list_says_why",
            ),
        ]

    def __str__(self) -> str:
        place = divisions.full_name(self.division_code) or self.division_code
        return f"{place} {self.get_kind_display()} v{self.version}"

    @property
    def level(self) -> str:
        """Province, prefecture or county, by its place."""
        return divisions.level(self.division_code)

    @property
    def place_name(self) -> str:
        """Name of its place."""
        return divisions.full_name(self.division_code) or self.division_code


class FourListRow(models.Model):
    """One line of a version. What the columns are called depends on the list (`blacklist.uses.columns`)."""

    version = models.ForeignKey(FourList, models.CASCADE, related_name="rows", verbose_name=_("version"))
    code = models.CharField(_("code"), max_length=64)
    group = models.CharField(_("group"), max_length=100, blank=True)
    name = models.CharField(pgettext_lazy("line of a list", "item"), max_length=300)
    applies_to = models.CharField(_("applies to"), max_length=100, blank=True)
    detail = models.TextField(_("detail"), blank=True)
    department = models.CharField(_("department"), max_length=200, blank=True)
    basis = models.CharField(_("basis"), max_length=400)
    confirmed = models.BooleanField(_("basis read in the source"), default=False)
    origin = models.CharField(_("drawn from"), max_length=80, blank=True, editable=False)

    class Meta:
        verbose_name = _("line of one of the four lists")
        verbose_name_plural = _("lines of the four lists")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="one_line_per_code_and_four_list"),
            models.CheckConstraint(condition=~Q(basis=""), name="a_line_of_a_four_list_has_a_basis"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
