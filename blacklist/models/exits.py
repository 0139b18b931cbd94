"""Applications for leaving a list by repair: one open application a listing, decided by a second officer."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from blacklist.exit.choices import OPEN, ExitState
from blacklist.models.listings import Listing
from core.scope import ScopedQuerySet
from credit.models import Subject
from credit.objection.choices import Channel


class ExitApplication(models.Model):
    """One application; who determined the listing decides about its repair (谁认定、谁修复)."""

    scope_field = "division_code"

    listing = models.ForeignKey(
        Listing, models.PROTECT, related_name="exits", verbose_name=_("listing"), editable=False
    )
    subject = models.ForeignKey(
        Subject, models.PROTECT, related_name="+", verbose_name=_("subject"), editable=False
    )
    division_code = models.CharField(_("division code"), max_length=6, editable=False)
    channel = models.CharField(
        _("came in by"), max_length=10, choices=Channel.choices, default=Channel.PORTAL, editable=False
    )
    state = models.CharField(
        _("state"), max_length=10, choices=ExitState.choices, default=ExitState.DRAFT, editable=False
    )
    duties_done_on = models.DateField(_("duties done on"), null=True, blank=True)
    correction = models.TextField(_("how the misconduct was corrected"), blank=True)
    commitment = models.TextField(_("commitment"), blank=True, editable=False)
    commitment_by = models.CharField(_("commitment given by"), max_length=60, blank=True)
    commitment_on = models.DateField(_("commitment given on"), null=True, blank=True, editable=False)
    submitted_on = models.DateField(_("handed in on"), null=True, blank=True, editable=False)
    returned_reason = models.CharField(_("what is missing"), max_length=255, blank=True, editable=False)
    accepted_on = models.DateField(_("accepted on"), null=True, blank=True, editable=False)
    check_note = models.TextField(_("what the check found"), blank=True)
    duties_confirmed = models.BooleanField(_("duties confirmed by the check"), default=False)
    checked_by = models.CharField(max_length=64, blank=True, editable=False)
    checked_by_label = models.CharField(_("checked by"), max_length=100, blank=True, editable=False)
    checked_on = models.DateField(_("checked on"), null=True, blank=True, editable=False)
    decision_no = models.CharField(_("decision number"), max_length=80, blank=True)
    decision_reason = models.CharField(_("reasons"), max_length=255, blank=True, editable=False)
    decided_by_label = models.CharField(_("decided by"), max_length=100, blank=True, editable=False)
    decided_on = models.DateField(_("decided on"), null=True, blank=True, editable=False)
    effects = models.JSONField(_("what ended with it"), default=list, blank=True, editable=False)
    made_by = models.CharField(max_length=64, editable=False)
    made_by_label = models.CharField(_("entered by"), max_length=100, editable=False)
    made_at = models.DateTimeField(_("entered at"), auto_now_add=True)
    # Whoever wrote it last, so that nobody decides what they wrote themselves.
    changed_by = models.CharField(max_length=64, blank=True, editable=False)

    objects = ScopedQuerySet["ExitApplication"].as_manager()

    class Meta:
        verbose_name = _("application to leave a list")
        verbose_name_plural = _("applications to leave a list")
        constraints = [
            models.UniqueConstraint(
                fields=["listing"],
                condition=Q(state__in=[str(state) for state in OPEN]),
                name="one_open_exit_application_per_listing",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved")
                | Q(decided_on__isnull=False, checked_on__isnull=False) & ~Q(decision_no=""),
                name="an_approved_exit_was_checked_and_decided",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(decision_reason=""), name="a_refused_exit_says_why"
            ),
        ]
        indexes = [models.Index(fields=["subject", "-id"], name="exit_of_subject")]

    def __str__(self) -> str:
        return f"{self.listing.scheme} {self.subject}"

    @property
    def is_open(self) -> bool:
        """Whether somebody still has something to do."""
        return self.state in OPEN
