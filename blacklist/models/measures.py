"""Joint measures and incentives: the catalogue with its bases, the departments, and the orders to them."""

from __future__ import annotations

import uuid
from datetime import date
from typing import TYPE_CHECKING

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Agency
from blacklist.choices import BasisLevel
from blacklist.measures.choices import CLOSED, WAITING, DepartmentKind, Family, MeasureKind, OrderState
from blacklist.models.listings import Listing
from core.models import Rule
from core.scope import ScopedQuerySet

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager

OFFICE_PHONE = RegexValidator(
    r"^(0\d{2,3}-)?[2-9]\d{6,7}(-\d{1,6})?$|^1[0-2]\d{3}$",
    _("Give the telephone of the office, such as 0431-81234567; never a person's own number."),
)


class MeasureEdition(models.Model):
    """One edition of a catalogue of measures: the national basic list of a year, a memorandum, a local list.

    `place` is a division prefix, "" is the country. `confirmed` is False where title or days were not read in
    a source.
    """

    code = models.CharField(_("code"), max_length=40, unique=True)
    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    document_no = models.CharField(_("document number"), max_length=80, blank=True)
    place = models.CharField(_("place"), max_length=6, blank=True)
    effective_from = models.DateField(_("in force from"))
    effective_to = models.DateField(_("in force to"), null=True, blank=True)
    confirmed = models.BooleanField(_("confirmed by a source"), default=False)
    note = models.TextField(_("note"), blank=True)
    origin = models.CharField(
        _("origin"), max_length=5, choices=Rule.Origin.choices, default=Rule.Origin.LOCAL, editable=False
    )

    class Meta:
        verbose_name = _("edition of the catalogue of measures")
        verbose_name_plural = _("editions of the catalogue of measures")
        ordering = ["-effective_from", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gte=F("effective_from")),
                name="an_edition_ends_after_it_began",
            )
        ]

    def __str__(self) -> str:
        return self.title_shown

    @property
    def title_shown(self) -> str:
        """The title in the reader's language."""
        return _in_language(self.title, self.title_en)

    def in_force(self, day: date) -> bool:
        """Tell whether the edition holds on a day."""
        return self.effective_from <= day and (self.effective_to is None or day <= self.effective_to)


class Measure(models.Model):
    """One measure of an edition. The same measure keeps its code from edition to edition.

    `list_kinds` are the kinds of list (`blacklist.choices.ListKind`) that it may follow; one that is empty
    stands in the catalogue but follows none of our lists.
    """

    edition = models.ForeignKey(
        MeasureEdition, models.PROTECT, related_name="measures", verbose_name=_("edition")
    )
    code = models.CharField(_("code"), max_length=20)
    kind = models.CharField(pgettext_lazy("measure", "kind"), max_length=11, choices=MeasureKind.choices)
    family = models.CharField(_("family"), max_length=12, choices=Family.choices)
    title = models.CharField(_("measure"), max_length=200)
    title_en = models.CharField(_("measure in English"), max_length=200, blank=True)
    list_kinds = models.JSONField(_("may follow these lists"), default=list, blank=True)
    for_bodies = models.BooleanField(_("for bodies"), default=True)
    for_persons = models.BooleanField(_("for persons"), default=False)
    department_kind = models.CharField(_("carried out by"), max_length=12, choices=DepartmentKind.choices)
    confirmed = models.BooleanField(_("confirmed by a source"), default=False)
    note = models.TextField(_("note"), blank=True)
    origin = models.CharField(
        _("origin"), max_length=5, choices=Rule.Origin.choices, default=Rule.Origin.LOCAL, editable=False
    )

    if TYPE_CHECKING:
        bases: RelatedManager[MeasureBasis]

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        ordering = ["edition", "code"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "code"], name="one_measure_per_edition_and_code")
        ]

    def __str__(self) -> str:
        return self.title_shown

    @property
    def title_shown(self) -> str:
        """What it is, in the reader's language."""
        return _in_language(self.title, self.title_en)


class MeasureBasis(models.Model):
    """One legal basis of a measure (国办发〔2020〕49号: none is taken without)."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="bases", verbose_name=_("measure"))
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
                name="a_measures_basis_ends_after_it_began",
            )
        ]

    def __str__(self) -> str:
        return " ".join(filter(None, (self.document, self.document_no, self.article)))

    def in_force(self, day: date) -> bool:
        """Tell whether the basis holds on a day."""
        return self.effective_from <= day and (self.effective_to is None or day <= self.effective_to)


class SchemeMeasure(models.Model):
    """A measure that a list scheme suggests; the officer who orders still chooses."""

    scheme_code = models.CharField(_("list scheme"), max_length=40)
    measure = models.ForeignKey(
        Measure, models.CASCADE, related_name="suggested_by", verbose_name=_("measure")
    )

    class Meta:
        verbose_name = _("suggested measure")
        verbose_name_plural = _("suggested measures")
        constraints = [
            models.UniqueConstraint(
                fields=["scheme_code", "measure"], name="a_scheme_suggests_a_measure_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.scheme_code} {self.measure}"


class Department(models.Model):
    """A partner department: name, credit code and division are the agency's; its officers hold posts."""

    scope_field = "agency__division_code"

    agency = models.OneToOneField(Agency, models.PROTECT, related_name="department", verbose_name=_("agency"))
    kind = models.CharField(
        pgettext_lazy("department", "field"), max_length=12, choices=DepartmentKind.choices
    )
    contact_office = models.CharField(_("contact office"), max_length=100, blank=True)
    phone = models.CharField(_("office telephone"), max_length=20, blank=True, validators=[OFFICE_PHONE])
    active = models.BooleanField(_("takes orders"), default=True)

    objects = ScopedQuerySet["Department"].as_manager()

    class Meta:
        verbose_name = _("partner department")
        verbose_name_plural = _("partner departments")
        ordering = ["agency__division_code", "agency__name"]

    def __str__(self) -> str:
        return self.agency.name


class MeasureOrder(models.Model):
    """One measure asked of one department for one listing.

    Title and basis are kept as they stood when it was ordered. `due_on` is the last day of what is awaited
    now (answer, execution, confirmed lifting), counted as `period_days` working days after `period_from`;
    it is empty where nothing is awaited. `unheeded` counts the reminders of that period.
    """

    scope_field = "division_code"

    guid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    listing = models.ForeignKey(
        Listing, models.PROTECT, related_name="measure_orders", verbose_name=_("listing")
    )
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="orders", verbose_name=_("measure"))
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="orders", verbose_name=_("department")
    )
    division_code = models.CharField(_("division code"), max_length=6, editable=False)
    measure_code = models.CharField(_("code"), max_length=20, editable=False)
    kind = models.CharField(
        pgettext_lazy("measure", "kind"), max_length=11, choices=MeasureKind.choices, editable=False
    )
    title = models.CharField(_("measure"), max_length=200, editable=False)
    title_en = models.CharField(max_length=200, blank=True, editable=False)
    basis = models.CharField(_("legal basis"), max_length=300, editable=False)
    confirmed = models.BooleanField(_("confirmed by a source"), default=False, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=OrderState.choices, default=OrderState.ORDERED, editable=False
    )
    ordered_on = models.DateField(pgettext_lazy("measure", "ordered on"))
    answer_due_on = models.DateField(_("answer due on"))
    period_from = models.DateField(editable=False)
    period_days = models.PositiveSmallIntegerField(editable=False)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    received_on = models.DateField(pgettext_lazy("measure", "received on"), null=True, blank=True)
    answered_on = models.DateField(pgettext_lazy("measure", "answered on"), null=True, blank=True)
    executed_on = models.DateField(_("carried out on"), null=True, blank=True)
    result = models.TextField(_("result"), blank=True)
    cannot_reason = models.TextField(_("why it cannot be carried out"), blank=True)
    ended_on = models.DateField(pgettext_lazy("measure", "ended on"), null=True, blank=True)
    end_reason = models.CharField(_("why it ended"), max_length=255, blank=True)
    lifted_on = models.DateField(_("lifted on"), null=True, blank=True)
    lift_words = models.TextField(_("how it was lifted"), blank=True)
    reminders = models.PositiveSmallIntegerField(_("reminders"), default=0)
    unheeded = models.PositiveSmallIntegerField(default=0, editable=False)
    reminded_on = models.DateField(_("last reminded on"), null=True, blank=True)
    escalated_on = models.DateField(_("escalated on"), null=True, blank=True)
    made_by = models.CharField(max_length=64, editable=False)
    made_by_label = models.CharField(pgettext_lazy("measure", "ordered by"), max_length=100, editable=False)
    answered_by_label = models.CharField(_("answered by"), max_length=100, blank=True, editable=False)

    objects = ScopedQuerySet["MeasureOrder"].as_manager()

    if TYPE_CHECKING:
        events: RelatedManager[MeasureOrderEvent]

    class Meta:
        verbose_name = _("ordered measure")
        verbose_name_plural = _("ordered measures")
        constraints = [
            models.UniqueConstraint(
                fields=["listing", "measure_code", "department"],
                condition=~Q(state__in=[str(state) for state in CLOSED]),
                name="a_measure_is_asked_of_a_department_once",
            ),
            models.CheckConstraint(
                condition=~Q(state=OrderState.EXECUTED) | (Q(executed_on__isnull=False) & ~Q(result="")),
                name="a_measure_carried_out_says_when_and_how",
            ),
            models.CheckConstraint(
                condition=~Q(state=OrderState.CANNOT) | ~Q(cannot_reason=""),
                name="a_measure_that_cannot_be_taken_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[str(state) for state in CLOSED])
                | (Q(ended_on__isnull=False) & ~Q(end_reason="")),
                name="an_ended_measure_says_when_and_why",
            ),
            models.CheckConstraint(
                condition=~Q(state=OrderState.LIFTED) | Q(lifted_on__isnull=False),
                name="a_lifted_measure_says_when",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[str(state) for state in WAITING], due_on__isnull=False)
                | (~Q(state__in=[str(state) for state in WAITING]) & Q(due_on__isnull=True)),
                name="a_day_is_due_while_a_department_is_awaited",
            ),
            models.CheckConstraint(condition=~Q(basis=""), name="no_measure_is_ordered_without_a_basis"),
        ]
        indexes = [
            models.Index(fields=["listing", "id"], name="measure_order_of_listing"),
            models.Index(fields=["department", "state", "-id"], name="measure_order_of_department"),
            models.Index(
                fields=["division_code", "-id"],
                opclasses=["varchar_pattern_ops", "int8_ops"],
                name="measure_order_by_division",
            ),
            models.Index(fields=["due_on"], condition=Q(due_on__isnull=False), name="measure_order_by_due"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title_shown}"

    @property
    def number(self) -> str:
        """The number under which departments answer."""
        return f"CS{self.pk:06d}" if self.pk else ""

    @property
    def title_shown(self) -> str:
        """What it is, in the reader's language."""
        return _in_language(self.title, self.title_en)

    @property
    def is_standing(self) -> bool:
        """Whether it has not ended."""
        return self.state not in CLOSED


class PartnerOrder(MeasureOrder):
    """An order as the department that was asked sees it."""

    class Meta:
        proxy = True
        verbose_name = _("measure asked of us")
        verbose_name_plural = _("measures asked of us")


class MeasureOrderEvent(models.Model):
    """One step of an order for its time line; insert-only."""

    order = models.ForeignKey(MeasureOrder, models.CASCADE, related_name="events", verbose_name=_("order"))
    step = models.CharField(_("step"), max_length=20)
    on = models.DateField(_("day"))
    words = models.CharField(_("words"), max_length=500, blank=True)
    by_label = models.CharField(_("by"), max_length=100, blank=True)
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("step of an ordered measure")
        verbose_name_plural = _("steps of an ordered measure")
        indexes = [models.Index(fields=["order", "id"], name="measure_event_of_order")]

    def __str__(self) -> str:
        return f"{self.step} {self.on}"


def _in_language(chinese: str, english: str) -> str:
    return chinese if not english or (get_language() or "").startswith("zh") else english
