"""What permits and penalties have in common: the party, the authority, the review, the clocks."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import SealedField
from core.scope import ScopedQuerySet
from credit.choices import SubjectKind
from credit.models import Subject
from disclosure.choices import DecisionState, WithheldReason


class Decision(models.Model):
    """The common part of the national field set (domain: double publicity, 2018 standard).

    `division_code` is the deciding authority's division: the jurisdiction the record belongs to.
    """

    scope_field = "division_code"

    guid = models.UUIDField(_("record number"), default=uuid.uuid4, unique=True, editable=False)
    revision = models.PositiveIntegerField(_("revision"), default=1, editable=False)
    # No index of their own: each is the first column of an index of the concrete models.
    subject = models.ForeignKey(
        Subject, models.PROTECT, related_name="%(class)ss", db_index=False, verbose_name=_("subject")
    )
    division_code = models.CharField(_("division code"), max_length=6)

    party_name = models.CharField(_("party"), max_length=200)
    party_kind = models.CharField(_("kind of party"), max_length=20, choices=SubjectKind.choices)
    uscc = models.CharField(_("unified social credit code"), max_length=18, blank=True)
    registration_no = models.CharField(_("business registration number"), max_length=50, blank=True)
    org_code = models.CharField(_("organisation code"), max_length=9, blank=True)
    tax_no = models.CharField(_("tax registration number"), max_length=20, blank=True)
    public_institution_no = models.CharField(
        _("public-institution certificate number"), max_length=50, blank=True
    )
    social_org_no = models.CharField(_("social-organisation number"), max_length=50, blank=True)
    legal_representative = models.CharField(_("legal representative"), max_length=60, blank=True)
    representative_id_type = models.CharField(
        _("representative's identity document"), max_length=64, blank=True
    )
    representative_id = SealedField(_("representative's identity number"), null=True, blank=True)
    id_type = models.CharField(_("person's identity document"), max_length=64, blank=True)

    document_no = models.CharField(_("document number"), max_length=128)
    decided_on = models.DateField(_("decided on"))
    authority_name = models.CharField(_("deciding authority"), max_length=200)
    authority_code = models.CharField(_("authority's credit code"), max_length=18, blank=True)
    source_name = models.CharField(_("data source"), max_length=200, blank=True)
    source_code = models.CharField(_("data source's credit code"), max_length=18, blank=True)
    remark = models.CharField(_("remark"), max_length=512, blank=True)

    state = models.CharField(
        _("state"), max_length=10, choices=DecisionState.choices, default=DecisionState.DRAFT
    )
    due_on = models.DateField(_("to be published by"), null=True, blank=True)
    due_provisional = models.BooleanField(_("due date provisional"), default=False)
    made_by = models.CharField(_("entered by (number)"), max_length=64, editable=False)
    made_by_label = models.CharField(_("entered by"), max_length=100, editable=False)
    made_at = models.DateTimeField(_("entered at"), auto_now_add=True)
    changed_by = models.CharField(_("last changed by (number)"), max_length=64, blank=True, editable=False)
    reviewed_by = models.CharField(_("reviewed by (number)"), max_length=64, blank=True, editable=False)
    reviewed_by_label = models.CharField(_("reviewed by"), max_length=100, blank=True, editable=False)
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True, blank=True, editable=False)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)
    shown_until = models.DateField(_("shown until"), null=True, blank=True, editable=False)
    withheld_reason = models.CharField(
        _("why not published"), max_length=20, choices=WithheldReason.choices, blank=True, editable=False
    )
    annulled_on = models.DateField(_("annulled on"), null=True, blank=True, editable=False)
    annulled_reason = models.CharField(_("why annulled"), max_length=255, blank=True, editable=False)
    disputed_since = models.DateField(_("disputed since"), null=True, blank=True, editable=False)
    intake_id = models.BigIntegerField(_("intake"), null=True, blank=True, editable=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.document_no} {self.party_name}"

    @property
    def is_person(self) -> bool:
        return self.party_kind == SubjectKind.PERSON
