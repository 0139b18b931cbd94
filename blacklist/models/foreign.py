"""Other departments' lists, apart from our own: who keeps them, what each delivery brought, the entries."""

from __future__ import annotations

import uuid

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from blacklist.foreign.choices import DeliveryState, EndCause, Extent, ForeignKind, Way
from core.fields import SealedField
from core.models import Intake
from core.scope import ScopedQuerySet
from core.search import GramsField
from credit.models import Subject


class ForeignSource(models.Model):
    """A department whose lists one of our offices receives.

    `division_code` is that office's place: who may see and keep the source. `every_days` is the agreed
    rhythm of deliveries, 0 for none; `in_force` is counted anew in the transaction of every write.
    """

    scope_field = "division_code"

    code = models.CharField(
        _("code"),
        max_length=40,
        unique=True,
        validators=[
            RegexValidator(
                r"^[a-z0-9][a-z0-9-]*$",
                _("Code: use small letters, digits and hyphens, such as market-410500."),
            )
        ],
        help_text=_("Part of the interface's address; it cannot be changed later."),
    )
    department = models.CharField(_("department"), max_length=200)
    division_code = models.CharField(_("division code"), max_length=6)
    keeps = models.CharField(
        _("what it keeps"), max_length=200, help_text=_("Name of its list or lists, as the department says.")
    )
    basis = models.CharField(_("basis"), max_length=200, blank=True)
    contact = models.CharField(_("contact"), max_length=200, blank=True)
    every_days = models.PositiveSmallIntegerField(
        _("delivered every (days)"), default=0, help_text=_("Agreed rhythm; 0: none agreed.")
    )
    last_received_on = models.DateField(_("last received on"), null=True, blank=True, editable=False)
    in_force = models.PositiveIntegerField(_("entries in force"), default=0, editable=False)
    closed_on = models.DateField(
        _("no longer received since"), null=True, blank=True, help_text=_("Its entries stay as they are.")
    )
    made_at = models.DateTimeField(_("entered at"), auto_now_add=True)

    objects = ScopedQuerySet["ForeignSource"].as_manager()

    class Meta:
        verbose_name = _("source of other departments' lists")
        verbose_name_plural = _("sources of other departments' lists")

    def __str__(self) -> str:
        return self.department


class ForeignDelivery(models.Model):
    """One workbook or request of a source, and what it changed.

    A whole list tells which entries it no longer names; `missing` of the `before` entries. They are ended at
    once, or wait for an officer's word.
    """

    scope_field = "division_code"

    source = models.ForeignKey(
        ForeignSource, models.PROTECT, related_name="deliveries", verbose_name=_("source")
    )
    division_code = models.CharField(_("division code"), max_length=6)
    kind = models.CharField(_("list"), max_length=5, choices=ForeignKind.choices)
    of_persons = models.BooleanField(_("natural persons"), default=False)
    extent = models.CharField(_("extent"), max_length=9, choices=Extent.choices)
    way = models.CharField(pgettext_lazy("delivery of a list", "came by"), max_length=8, choices=Way.choices)
    state = models.CharField(
        _("state"), max_length=9, choices=DeliveryState.choices, default=DeliveryState.SETTLED
    )
    received_on = models.DateField(_("received on"))
    list_on = models.DateField(_("state of the list on"))
    look_first = models.BooleanField(_("an officer looks before anything ends"), default=False)
    file_name = models.CharField(_("file"), max_length=255, blank=True)
    intake = models.ForeignKey(
        Intake, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("intake")
    )
    before = models.PositiveIntegerField(_("in force before"), default=0)
    new = models.PositiveIntegerField(_("new"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    missing = models.PositiveIntegerField(_("no longer named"), default=0)
    ended = models.PositiveIntegerField(_("ended"), default=0)
    limit_percent = models.PositiveSmallIntegerField(
        _("asks above (percent)"), null=True, blank=True, editable=False
    )
    made_by = models.CharField(max_length=64, editable=False)
    made_by_label = models.CharField(_("taken in by"), max_length=150, editable=False)
    made_at = models.DateTimeField(_("taken in at"), auto_now_add=True)

    objects = ScopedQuerySet["ForeignDelivery"].as_manager()

    class Meta:
        verbose_name = _("delivery of a list")
        verbose_name_plural = _("deliveries of lists")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=DeliveryState.WAITING) | Q(extent=Extent.FULL),
                name="only_a_whole_list_waits_to_end_entries",
            )
        ]
        indexes = [
            models.Index(fields=["source", "-id"], name="foreign_delivery_of_source"),
            models.Index(fields=["division_code", "-id"], name="foreign_delivery_by_division"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.received_on:%Y-%m-%d}"

    @property
    def missing_percent(self) -> int:
        """Share of the entries before that the list no longer names, in percent, rounded up."""
        return -(-100 * self.missing // self.before) if self.before else 0


class ForeignEntry(models.Model):
    """One body or person on another department's list, as that department told us.

    `identity` is that of `credit.Subject` (a person's number is sealed, its digest stands here); `subject`
    the file that it belongs to where we keep one. `key` tells entries of one list apart: two deliveries with
    the same key speak of one entry. `seen_in` is the newest delivery that named it. An ended entry stays.
    """

    scope_field = "division_code"

    guid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    source = models.ForeignKey(
        ForeignSource, models.PROTECT, related_name="entries", verbose_name=_("source")
    )
    division_code = models.CharField(_("division code"), max_length=6)
    kind = models.CharField(_("list"), max_length=5, choices=ForeignKind.choices)
    of_person = models.BooleanField(_("natural person"), default=False)
    key = models.CharField(max_length=64, editable=False)
    identity = models.CharField(max_length=80, editable=False)
    subject = models.ForeignKey(
        Subject,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="foreign_entries",
        verbose_name=_("credit file"),
    )
    name = models.CharField(_("name"), max_length=200)
    name_norm = models.CharField(max_length=600, editable=False)
    grams = GramsField(editable=False)
    uscc = models.CharField(_("unified social credit code"), max_length=18, blank=True)
    registration_no = models.CharField(_("business registration number"), max_length=32, blank=True)
    org_code = models.CharField(_("organisation code"), max_length=10, blank=True)
    id_number = SealedField(_("identity number"), null=True, blank=True)
    id_masked = models.CharField(_("identity number (masked)"), max_length=64, blank=True)
    title = models.CharField(_("honour"), max_length=200, blank=True)
    grade = models.CharField(_("grade of the honour"), max_length=40, blank=True)
    document_no = models.CharField(_("document number"), max_length=128, blank=True)
    determined_by = models.CharField(_("determined by"), max_length=200)
    determined_on = models.DateField(_("determined on"))
    facts = models.TextField(_("facts"), blank=True)
    content = models.TextField(_("decision"), blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    representative = models.CharField(_("legal representative"), max_length=50, blank=True)
    note = models.CharField(_("remark"), max_length=255, blank=True)
    ends_on = models.DateField(_("last day of the term"), null=True, blank=True)
    ended_on = models.DateField(_("off the list from"), null=True, blank=True)
    end_cause = models.CharField(_("why it ended"), max_length=6, choices=EndCause.choices, blank=True)
    end_reason = models.CharField(_("reason given by the source"), max_length=255, blank=True)
    end_list_on = models.DateField(_("list that no longer names it"), null=True, blank=True)
    received_on = models.DateField(_("received on"))
    received_in = models.ForeignKey(
        ForeignDelivery, models.PROTECT, related_name="brought", verbose_name=_("brought by")
    )
    seen_in = models.ForeignKey(
        ForeignDelivery, models.PROTECT, related_name="named", verbose_name=_("last named by")
    )

    objects = ScopedQuerySet["ForeignEntry"].as_manager()

    class Meta:
        verbose_name = _("entry of another department's list")
        verbose_name_plural = _("entries of other departments' lists")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "key"],
                condition=Q(ended_on__isnull=True),
                name="one_foreign_entry_in_force_per_key",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, end_cause="")
                | Q(ended_on__isnull=False) & ~Q(end_cause=""),
                name="an_ended_foreign_entry_says_why",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("determined_on")),
                name="a_foreign_entry_does_not_end_before_it_began",
            ),
            models.CheckConstraint(
                condition=Q(of_person=True, uscc="", id_number__isnull=False, identity__startswith="P:")
                | Q(of_person=False, id_number__isnull=True) & ~Q(identity__startswith="P:"),
                name="a_foreign_entry_is_of_a_person_or_a_body",
            ),
        ]
        indexes = [
            models.Index(fields=["identity"], name="foreign_entry_by_identity"),
            models.Index(
                fields=["division_code", "-id"],
                opclasses=["varchar_pattern_ops", "int8_ops"],
                name="foreign_entry_by_division",
            ),
            models.Index(
                fields=["source", "kind", "of_person", "seen_in"],
                condition=Q(ended_on__isnull=True),
                name="foreign_entry_in_force",
            ),
            models.Index(fields=["ends_on"], condition=Q(ended_on__isnull=True), name="foreign_entry_by_end"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.document_no}".strip()

    @property
    def number(self) -> str:
        """The number an officer sees: that of the body, or the person's masked."""
        return self.id_masked or self.uscc or self.org_code or self.registration_no

    @property
    def in_force(self) -> bool:
        """Whether the source still keeps it on its list, as far as we were told."""
        return self.ended_on is None

    @property
    def why_ended(self) -> str:
        """Why it ended, in a sentence; "" while it is in force."""
        match self.end_cause:
            case EndCause.ABSENT:
                day = self.end_list_on.isoformat() if self.end_list_on else "–"
                return gettext("no longer in the source's list of %(day)s") % {"day": day}
            case EndCause.SOURCE:
                told = self.end_reason or gettext("no reason given")
                return gettext("ended by the source: %(reason)s") % {"reason": told}
            case EndCause.TERM:
                return str(EndCause.TERM.label)
        return ""
