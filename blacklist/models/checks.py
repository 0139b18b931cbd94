"""Checks of names against the lists: what is looked through, and what was asked and answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from blacklist.checks.choices import Channel, CheckState, EntryKind, Purpose, Result
from blacklist.models.listings import Listing
from core.clock import CHINA
from core.fields import SealedField
from core.scope import ScopedQuerySet
from core.search import GramsField
from credit.models import Subject
from credit.report.terms import Language, new_code

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager


class CheckEntry(models.Model):
    """One name that a check looks through: of a subject on one of our lists, or in another department's.

    Derived from listings and other departments' entries by `blacklist.checks.entries`, one row for each name,
    present or former; it can be made anew at any time. `tokens` are those of `blacklist.checks.names.tokens`;
    personal numbers stand here as blind index and masked only.
    """

    listing = models.ForeignKey(
        Listing,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="check_entries",
        verbose_name=_("listing"),
    )
    # The table of foreign entries is a later one, so that this is no foreign key.
    foreign_id = models.BigIntegerField(
        _("entry of another department"), null=True, blank=True, db_index=True
    )
    kind = models.CharField(_("list"), max_length=14, choices=EntryKind.choices)
    title = models.CharField(_("title of the list"), max_length=200)
    source = models.CharField(_("kept by"), max_length=200, blank=True)
    source_on = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("last day"), null=True, blank=True)
    division_code = models.CharField(_("division code"), max_length=6, blank=True)
    subject = models.ForeignKey(
        Subject, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("subject")
    )
    name = models.CharField(_("name"), max_length=200)
    is_former = models.BooleanField(_("former name"), default=False)
    is_person = models.BooleanField(_("person"), default=False)
    places = models.CharField(max_length=80, blank=True, editable=False)
    place = models.CharField(max_length=30, blank=True, editable=False)
    tokens = GramsField()
    uscc = models.CharField(_("unified social credit code"), max_length=18, blank=True)
    number_index = models.CharField(max_length=80, blank=True, editable=False)
    number_shown = models.CharField(_("number"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("name looked through at checks")
        verbose_name_plural = _("names looked through at checks")
        indexes = [
            models.Index(fields=["uscc"], condition=~Q(uscc=""), name="check_entry_by_uscc"),
            models.Index(
                fields=["number_index"], condition=~Q(number_index=""), name="check_entry_by_number"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(listing__isnull=False, foreign_id__isnull=True)
                | Q(listing__isnull=True, foreign_id__isnull=False),
                name="a_checked_name_comes_from_one_list",
            ),
            models.CheckConstraint(
                condition=Q(is_person=False) | Q(uscc=""), name="a_checked_person_has_no_credit_code"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Check(models.Model):
    """One question put to the lists, about one name or many, with its answer as it was given.

    `covers` are the divisions in which the asker might ask, kept for the worker. The names and their answers
    are a snapshot: the sheet is set from them again, to the same bytes. `digest` is their SM3 digest.
    """

    scope_field = "division_code"

    check_code = models.CharField(_("check code"), max_length=16, unique=True, default=new_code)
    division_code = models.CharField(_("division code"), max_length=6, blank=True)
    purpose = models.CharField(pgettext_lazy("check", "purpose"), max_length=12, choices=Purpose.choices)
    purpose_note = models.CharField(_("purpose in words"), max_length=200, blank=True)
    case_no = models.CharField(
        _("number of the matter"),
        max_length=80,
        blank=True,
        help_text=_("of the application, tender or file for which it is asked"),
    )
    asker_body = models.CharField(_("asked for by"), max_length=200)
    asked_by = models.CharField(max_length=64, editable=False)
    asked_by_label = models.CharField(pgettext_lazy("check", "asked by"), max_length=100)
    covers = models.JSONField(default=list, editable=False)
    channel = models.CharField(_("asked through"), max_length=8, choices=Channel.choices)
    language = models.CharField(_("language"), max_length=8, choices=Language.choices)
    as_of = models.DateField(pgettext_lazy("check", "as of"))
    cut_off = models.DateTimeField(_("data cut-off"))
    state = models.CharField(
        _("state"), max_length=8, choices=CheckState.choices, default=CheckState.DONE, editable=False
    )
    total = models.PositiveIntegerField(_("names"), default=0)
    done = models.PositiveIntegerField(_("names checked"), default=0)
    found = models.PositiveIntegerField(pgettext_lazy("check", "on a list"), default=0)
    possible = models.PositiveIntegerField(pgettext_lazy("check", "possible: compare"), default=0)
    unclear = models.PositiveIntegerField(pgettext_lazy("check", "cannot be told"), default=0)
    digest = models.CharField(_("digest of the content (SM3)"), max_length=64, blank=True)
    asked_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    file_name = models.CharField(_("file name"), max_length=255, blank=True)
    stored_as = models.CharField(max_length=64, blank=True, editable=False)
    lease = models.CharField(max_length=32, blank=True, editable=False)
    heartbeat_at = models.DateTimeField(null=True, blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    failure = models.CharField(_("failure"), max_length=300, blank=True)

    objects = ScopedQuerySet["Check"].as_manager()

    if TYPE_CHECKING:
        names: RelatedManager[CheckedName]

    class Meta:
        verbose_name = pgettext_lazy("check", "credit check")
        verbose_name_plural = pgettext_lazy("check", "credit checks")
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["division_code", "-id"],
                opclasses=["varchar_pattern_ops", "int8_ops"],
                name="check_by_division",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(purpose=Purpose.OTHER) | ~Q(purpose_note=""),
                name="a_check_for_another_purpose_says_which",
            ),
            models.CheckConstraint(
                condition=~Q(state=CheckState.DONE) | ~Q(digest=""), name="a_finished_check_has_its_digest"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """Number of the check: place, year, running number (unique by the last part alone)."""
        return f"XH{self.division_code}-{self.cut_off.astimezone(CHINA):%Y}-{self.pk:08d}"

    @property
    def clear(self) -> int:
        """How many names were found on no list."""
        return self.done - self.found - self.possible - self.unclear

    @property
    def percent(self) -> int:
        """How far it is, 0 to 100."""
        return 100 * self.done // self.total if self.total else 0


class CheckedName(models.Model):
    """One name of a check with what was found, as it was answered. Rows are only ever added.

    `hits` holds, for each hit, list, source, days, name as listed, masked number, score and why; no number in
    clear.
    """

    request = models.ForeignKey(
        Check, models.CASCADE, related_name="names", verbose_name=pgettext_lazy("check", "credit check")
    )
    row = models.PositiveIntegerField(_("row"))
    name = models.CharField(_("name"), max_length=200)
    number = SealedField(_("number"), null=True, blank=True)
    number_shown = models.CharField(_("number"), max_length=64, blank=True)
    is_person = models.BooleanField(_("person"), default=False)
    result = models.CharField(pgettext_lazy("check", "result"), max_length=8, choices=Result.choices)
    note = models.CharField(max_length=20, blank=True, editable=False)
    hits = models.JSONField(_("hits"), default=list, editable=False)

    class Meta:
        verbose_name = _("checked name")
        verbose_name_plural = _("checked names")
        ordering = ["request", "row"]
        constraints = [
            models.UniqueConstraint(fields=["request", "row"], name="one_answer_per_check_and_row"),
            models.CheckConstraint(
                condition=~Q(result__in=[Result.FOUND, Result.POSSIBLE]) | ~Q(hits=[]),
                name="a_hit_says_where",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request} {self.row}"
