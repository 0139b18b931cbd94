"""Administrative permits (行政许可)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from disclosure.models.decision import Decision


class Permit(Decision):
    """One permit decision with the whole national field set.

    `approval_guid` names the approval case whose grant drafted this row (`disclosure.services.drafting`).
    """

    class Status(models.TextChoices):
        VALID = "1", _("valid")
        INVALID = "2", _("no longer valid")

    document_title = models.CharField(_("title of the decision"), max_length=200)
    permit_kind = models.CharField(_("kind of permit"), max_length=64)
    certificate_name = models.CharField(_("certificate"), max_length=200, blank=True)
    certificate_no = models.CharField(_("certificate number"), max_length=64, blank=True)
    content = models.TextField(_("content of the permit"))
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"))
    status = models.CharField(_("status"), max_length=1, choices=Status.choices, default=Status.VALID)
    approval_guid = models.UUIDField(
        _("granted application"), null=True, blank=True, unique=True, editable=False
    )

    class Meta:
        verbose_name = _("permit")
        verbose_name_plural = _("permits")
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "authority_code", "document_no"],
                name="one_permit_per_authority_document_and_subject",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__gte=models.F("valid_from")),
                name="a_permit_does_not_lapse_before_it_starts",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_on"], name="permit_by_state_and_due"),
            models.Index(
                fields=["division_code", "-id"],
                opclasses=["varchar_pattern_ops", "int8_ops"],
                name="permit_by_division",
            ),
        ]

    @property
    def is_unfinished(self) -> bool:
        """Whether it stands as it was drafted: nobody has completed what only the certificate tells."""
        return self.approval_guid is not None and not self.changed_by
