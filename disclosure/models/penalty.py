"""Administrative penalties (行政处罚)."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from disclosure.choices import Procedure
from disclosure.models.decision import Decision


class Penalty(Decision):
    """One penalty decision with the whole national field set; amounts in 10,000 yuan."""

    violation_type = models.TextField(_("violation"))
    facts = models.TextField(_("facts found"))
    basis = models.TextField(pgettext_lazy("penalty", "legal basis"))
    kinds = models.JSONField(_("kinds of penalty"), default=list)
    content = models.TextField(_("content of the penalty"))
    fine = models.DecimalField(
        _("fine (10,000 yuan)"),
        max_digits=18,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    confiscated = models.DecimalField(
        _("confiscated (10,000 yuan)"),
        max_digits=18,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    certificate = models.CharField(_("certificate suspended or revoked"), max_length=200, blank=True)
    valid_to = models.DateField(_("penalty valid until"), null=True, blank=True)
    stated_publicity_end = models.DateField(_("publicity end as uploaded"), null=True, blank=True)
    procedure = models.CharField(
        _("procedure"), max_length=4, choices=Procedure.choices, default=Procedure.ORDINARY
    )
    field_of_law = models.CharField(_("field"), max_length=20, default="卫生")
    is_minor = models.BooleanField(_("the party is a minor"), default=False)
    item_code = models.CharField(_("catalogue item"), max_length=20, blank=True)
    item_count = models.PositiveIntegerField(_("persons or departments concerned"), default=1)
    regime = models.CharField(_("publicity regime"), max_length=20, blank=True, editable=False)
    publicity_class = models.CharField(_("publicity class"), max_length=10, blank=True, editable=False)
    earliest_repair_on = models.DateField(_("repair possible from"), null=True, blank=True, editable=False)
    repaired_on = models.DateField(_("repaired on"), null=True, blank=True, editable=False)
    shielded_since = models.DateField(_("shielded since"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("penalty")
        verbose_name_plural = _("penalties")
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "authority_code", "document_no"],
                name="one_penalty_per_authority_document_and_subject",
            ),
            models.CheckConstraint(
                condition=models.Q(fine__isnull=True) | models.Q(fine__gte=0), name="a_fine_is_not_negative"
            ),
            models.CheckConstraint(
                condition=models.Q(confiscated__isnull=True) | models.Q(confiscated__gte=0),
                name="a_confiscated_amount_is_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("decided_on")),
                name="a_penalty_does_not_lapse_before_its_decision",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_on"], name="penalty_by_state_and_due"),
            models.Index(
                fields=["division_code", "-id"],
                opclasses=["varchar_pattern_ops", "int8_ops"],
                name="penalty_by_division",
            ),
        ]
