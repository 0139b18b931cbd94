"""Training of representatives of listed bodies (吉卫监督发〔2021〕2号: training on the way to repair)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from blacklist.choices import PartyRole
from blacklist.models.listings import Listing
from core.scope import ScopedQuerySet


class RepresentativeTraining(models.Model):
    """One training that a representative of a listed body attended.

    Who attended is told by the role in the body; no name and no personal number is kept. The proof lies with
    `core.evidence` under ``blacklist.training:<pk>``.
    """

    scope_field = "division_code"

    listing = models.ForeignKey(
        Listing, models.PROTECT, related_name="trainings", verbose_name=_("listing"), editable=False
    )
    division_code = models.CharField(_("division code"), max_length=6, editable=False)
    role = models.CharField(_("who attended"), max_length=12, choices=PartyRole.choices)
    held_on = models.DateField(_("held on"))
    hours = models.DecimalField(_("hours"), max_digits=4, decimal_places=1)
    organiser = models.CharField(_("held by"), max_length=120)
    matter = models.CharField(_("subject matter"), max_length=200, blank=True)
    made_by = models.CharField(max_length=64, editable=False)
    made_by_label = models.CharField(_("entered by"), max_length=100, editable=False)
    made_at = models.DateTimeField(_("entered at"), auto_now_add=True)

    objects = ScopedQuerySet["RepresentativeTraining"].as_manager()

    class Meta:
        verbose_name = _("training of a representative")
        verbose_name_plural = _("trainings of representatives")
        constraints = [
            models.CheckConstraint(
                condition=Q(hours__gt=0) & Q(hours__lte=200), name="a_training_takes_some_hours"
            ),
            models.UniqueConstraint(
                fields=["listing", "role", "held_on", "organiser"], name="one_training_is_noted_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.held_on:%Y-%m-%d}"
