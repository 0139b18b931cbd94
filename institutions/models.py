"""The archive of each supervised body (机构档案), and who may sign in for it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.scope import ScopedQuerySet
from credit.models import Subject
from institutions.choices import MembershipState


class Institution(models.Model):
    """A hospital, clinic, public place, water supplier … An institution *is* a subject."""

    scope_field = "division_code"

    subject = models.OneToOneField(
        Subject, models.PROTECT, related_name="institution", verbose_name=_("subject")
    )
    category = models.CharField(_("category"), max_length=40, db_index=True)
    level = models.CharField(_("level and grade"), max_length=40, blank=True)
    ownership = models.CharField(_("ownership"), max_length=40, blank=True)
    licence_no = models.CharField(_("licence registration number"), max_length=64, blank=True)
    legal_representative = models.CharField(_("legal representative"), max_length=60, blank=True)
    staff_count = models.PositiveIntegerField(_("number of staff"), null=True, blank=True)
    departments = models.JSONField(_("departments"), default=list, blank=True)
    address = models.CharField(_("address"), max_length=255, blank=True)
    division_code = models.CharField(_("division code"), max_length=6, db_index=True)
    licence_issued_on = models.DateField(_("licence issued on"), null=True, blank=True)
    licence_valid_to = models.DateField(_("licence valid to"), null=True, blank=True)
    verification_valid_to = models.DateField(_("verification valid to"), null=True, blank=True)
    quantified_class = models.CharField(_("quantified class"), max_length=10, blank=True)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)

    objects = ScopedQuerySet["Institution"].as_manager()

    class Meta:
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")

    def __str__(self) -> str:
        return str(self.subject)


class Membership(models.Model):
    """The portal account of a body: this officer answers for it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name=_("account")
    )
    institution = models.ForeignKey(
        Institution, models.CASCADE, related_name="memberships", verbose_name=_("institution")
    )
    state = models.CharField(
        _("state"), max_length=8, choices=MembershipState.choices, default=MembershipState.ACTIVE
    )

    class Meta:
        verbose_name = _("portal account")
        verbose_name_plural = _("portal accounts")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "institution"], name="one_membership_per_account_and_institution"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.institution}"
