"""Credit repair: applications, bars after false material, court shields, batches."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.scope import ScopedQuerySet
from credit.models.records import ConductRecord
from credit.models.subject import Subject
from credit.objection.choices import Channel
from credit.repair.choices import OPEN_STATES, BatchState, ItemState, Outcome, RepairState, ShieldState


class RepairBatch(models.Model):
    """A collective repair (批量修复): a selection rule, one approval, a result per record."""

    scope_field = "division_code"

    title = models.CharField(_("title"), max_length=200)
    division_code = models.CharField(_("division code"), max_length=6)
    basis = models.CharField(
        _("work plan it rests on"),
        max_length=255,
        help_text=_("such as 《吉林省一般行政处罚信用信息批量修复工作方案》"),
    )
    rule = models.JSONField(_("selection rule"), default=dict)
    duties_done = models.CharField(
        _("how it is known that the duties are done"),
        max_length=255,
        help_text=_("departments fetch the proof from their own systems"),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=BatchState.choices, default=BatchState.DRAFT, editable=False
    )
    examined_on = models.DateField(_("examined on"), null=True, blank=True, editable=False)
    selected = models.PositiveIntegerField(_("records selected"), default=0, editable=False)
    eligible = models.PositiveIntegerField(_("eligible"), default=0, editable=False)
    approved_by_label = models.CharField(_("approved by"), max_length=100, blank=True, editable=False)
    approved_on = models.DateField(_("approved on"), null=True, blank=True, editable=False)
    filed_with = models.CharField(_("filed with"), max_length=200, blank=True, editable=False)
    filing_no = models.CharField(_("filing number"), max_length=128, blank=True, editable=False)
    filed_on = models.DateField(_("filed on"), null=True, blank=True, editable=False)
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True, editable=False)
    made_by = models.CharField(max_length=64, editable=False)
    made_by_label = models.CharField(_("entered by"), max_length=100, editable=False)
    made_at = models.DateTimeField(_("entered at"), auto_now_add=True)
    changed_by = models.CharField(max_length=64, blank=True, editable=False)
    # Beside `changed_by`, so that whoever wrote the rule stays one of its makers.
    examined_by = models.CharField(max_length=64, blank=True, editable=False)

    objects = ScopedQuerySet["RepairBatch"].as_manager()

    class Meta:
        verbose_name = _("batch repair")
        verbose_name_plural = _("batch repairs")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["filed", "running", "done"])
                | (Q(filed_on__isnull=False) & ~Q(filing_no="")),
                name="a_batch_is_filed_before_it_is_carried_out",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Repair(models.Model):
    """One application for the repair of one decision of one subject.

    `record` is the conduct record; records of the same source are repaired with it. `division_code` is that
    of the authority that determined the dishonesty (谁认定、谁修复).
    """

    scope_field = "division_code"

    subject = models.ForeignKey(Subject, models.PROTECT, related_name="repairs", verbose_name=_("subject"))
    record = models.ForeignKey(
        ConductRecord, models.PROTECT, related_name="repairs", verbose_name=_("conduct record")
    )
    division_code = models.CharField(_("division code"), max_length=6, editable=False)
    channel = models.CharField(
        _("came in by"), max_length=10, choices=Channel.choices, default=Channel.PORTAL, editable=False
    )
    batch = models.ForeignKey(
        RepairBatch,
        models.PROTECT,
        related_name="repairs",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("batch repair"),
    )
    state = models.CharField(
        _("state"), max_length=12, choices=RepairState.choices, default=RepairState.DRAFT, editable=False
    )
    regime = models.CharField(_("governing rules"), max_length=20, blank=True, editable=False)
    class_name = models.CharField(_("class of dishonesty"), max_length=10, blank=True, editable=False)
    earliest_on = models.DateField(_("may apply from"), null=True, blank=True, editable=False)
    duties_done_on = models.DateField(_("duties done on"), null=True, blank=True)
    correction = models.TextField(_("how the misconduct was corrected"), blank=True)
    commitment = models.TextField(_("text of the commitment"), blank=True, editable=False)
    commitment_by = models.CharField(_("commitment given by"), max_length=60, blank=True)
    commitment_on = models.DateField(_("commitment given on"), null=True, blank=True, editable=False)
    submitted_on = models.DateField(_("handed in on"), null=True, blank=True, editable=False)
    returned_reason = models.CharField(_("what is missing"), max_length=255, blank=True, editable=False)
    accepted_on = models.DateField(_("accepted on"), null=True, blank=True, editable=False)
    checked_by = models.CharField(max_length=64, blank=True, editable=False)
    checked_by_label = models.CharField(_("checked by"), max_length=100, blank=True, editable=False)
    checked_on = models.DateField(_("checked on"), null=True, blank=True, editable=False)
    check_note = models.TextField(_("what the check found"), blank=True, editable=False)
    confirmed = models.JSONField(_("conditions confirmed by the check"), default=list, editable=False)
    extended_by_days = models.PositiveSmallIntegerField(
        _("extended by working days"), default=0, editable=False
    )
    extension_reason = models.CharField(_("why extended"), max_length=255, blank=True, editable=False)
    outcome = models.CharField(
        _("outcome"), max_length=12, choices=Outcome.choices, blank=True, editable=False
    )
    decided_by_label = models.CharField(_("decided by"), max_length=100, blank=True, editable=False)
    decided_on = models.DateField(_("decided on"), null=True, blank=True, editable=False)
    decision_reason = models.CharField(_("reasons"), max_length=255, blank=True, editable=False)
    effects = models.JSONField(_("what was ended"), default=list, editable=False)
    synced_on = models.DateField(_("platforms confirmed on"), null=True, blank=True, editable=False)
    revocation_reason = models.CharField(_("why to be revoked"), max_length=255, blank=True, editable=False)
    revocation_by = models.CharField(max_length=64, blank=True, editable=False)
    revocation_by_label = models.CharField(
        _("revocation proposed by"), max_length=100, blank=True, editable=False
    )
    revoked_by_label = models.CharField(_("revoked by"), max_length=100, blank=True, editable=False)
    revoked_on = models.DateField(_("revoked on"), null=True, blank=True, editable=False)
    restored = models.JSONField(_("what was restored"), default=list, editable=False)
    made_by = models.CharField(max_length=64, editable=False)
    made_by_label = models.CharField(_("entered by"), max_length=100, editable=False)
    made_at = models.DateTimeField(_("entered at"), auto_now_add=True)
    changed_by = models.CharField(max_length=64, blank=True, editable=False)

    objects = ScopedQuerySet["Repair"].as_manager()

    class Meta:
        verbose_name = _("repair")
        verbose_name_plural = _("repairs")
        constraints = [
            models.UniqueConstraint(
                fields=["record"],
                condition=Q(state__in=[str(state) for state in OPEN_STATES]),
                name="one_open_repair_per_record",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "synced"]) | Q(decided_on__isnull=False),
                name="an_approved_repair_has_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["refused", "not_accepted"]) | ~Q(decision_reason=""),
                name="a_refused_repair_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="revoked") | (Q(revoked_on__isnull=False) & ~Q(revocation_reason="")),
                name="a_revoked_repair_says_when_and_why",
            ),
        ]
        indexes = [
            models.Index(fields=["subject", "-id"], name="repair_of_subject"),
            models.Index(
                fields=["division_code", "-id"],
                opclasses=["varchar_pattern_ops", "int8_ops"],
                name="repair_by_division",
            ),
            models.Index(fields=["state"], name="repair_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.record.title} {self.record.document_no}".strip()

    @property
    def is_open(self) -> bool:
        """Whether it may still lead to a repair."""
        return self.state in OPEN_STATES


class RepairBatchItem(models.Model):
    """One record of a batch: whether it may be repaired, why not, and what became of it."""

    batch = models.ForeignKey(
        RepairBatch, models.CASCADE, related_name="items", verbose_name=_("batch repair")
    )
    record = models.ForeignKey(
        ConductRecord, models.PROTECT, related_name="batch_items", verbose_name=_("conduct record")
    )
    state = models.CharField(_("result"), max_length=10, choices=ItemState.choices)
    reason = models.CharField(_("why"), max_length=255, blank=True)
    repair = models.ForeignKey(
        Repair, models.PROTECT, null=True, blank=True, related_name="batch_items", verbose_name=_("repair")
    )
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)

    class Meta:
        verbose_name = _("record of a batch")
        verbose_name_plural = _("records of batches")
        constraints = [
            models.UniqueConstraint(fields=["batch", "record"], name="one_batch_item_per_record"),
            models.CheckConstraint(
                condition=~Q(state__in=["ineligible", "failed"]) | ~Q(reason=""),
                name="an_ineligible_record_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(repair__isnull=False),
                name="a_repaired_record_names_its_repair",
            ),
        ]
        indexes = [models.Index(fields=["batch", "state"], name="batch_item_by_state")]

    def __str__(self) -> str:
        return str(self.record)


class RepairBar(models.Model):
    """No new applications for some years after false material or a broken commitment."""

    scope_field = "division_code"

    subject = models.ForeignKey(
        Subject, models.PROTECT, related_name="repair_bars", verbose_name=_("subject")
    )
    division_code = models.CharField(_("division code"), max_length=6)
    repair = models.ForeignKey(Repair, models.PROTECT, related_name="bars", verbose_name=_("repair"))
    reason = models.CharField(_("why"), max_length=255)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"))
    basis = models.CharField(_("legal basis"), max_length=200, blank=True)
    made_by_label = models.CharField(_("entered by"), max_length=100)

    objects = ScopedQuerySet["RepairBar"].as_manager()

    class Meta:
        verbose_name = _("bar on repair")
        verbose_name_plural = _("bars on repair")
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gt=F("from_on")), name="a_bar_ends_after_it_starts")
        ]
        indexes = [models.Index(fields=["subject", "-until_on"], name="bar_of_subject")]

    def __str__(self) -> str:
        return f"{self.subject} {self.until_on:%Y-%m-%d}"


class Shield(models.Model):
    """Records of a body under a court-approved reorganisation plan are shielded on the court's ruling."""

    scope_field = "division_code"

    subject = models.ForeignKey(Subject, models.PROTECT, related_name="shields", verbose_name=_("subject"))
    division_code = models.CharField(_("division code"), max_length=6, editable=False)
    court = models.CharField(_("court"), max_length=200)
    ruling_no = models.CharField(_("number of the ruling"), max_length=128)
    ruled_on = models.DateField(_("ruled on"))
    state = models.CharField(
        _("state"), max_length=10, choices=ShieldState.choices, default=ShieldState.ENTERED, editable=False
    )
    starts_on = models.DateField(_("shielded from"), null=True, blank=True, editable=False)
    end_ruling_no = models.CharField(
        _("number of the ruling that ends it"), max_length=128, blank=True, editable=False
    )
    ended_on = models.DateField(_("ended on"), null=True, blank=True, editable=False)
    records = models.ManyToManyField(ConductRecord, related_name="shields", blank=True, editable=False)
    made_by = models.CharField(max_length=64, editable=False)
    made_by_label = models.CharField(_("entered by"), max_length=100, editable=False)
    made_at = models.DateTimeField(_("entered at"), auto_now_add=True)
    approved_by_label = models.CharField(_("approved by"), max_length=100, blank=True, editable=False)

    objects = ScopedQuerySet["Shield"].as_manager()

    class Meta:
        verbose_name = _("court shield")
        verbose_name_plural = _("court shields")
        constraints = [
            models.UniqueConstraint(
                fields=["subject"],
                condition=Q(state__in=["entered", "in_force"]),
                name="one_open_shield_per_subject",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("ruled_on")),
                name="a_shield_does_not_end_before_its_ruling",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.ruling_no}"
