"""The catalogue of benefits of keeping faith (信易医): what, for whom, who takes part, how often it was used.

Eligibility is a rule over grades and lists of *bodies and practitioners* in our files. Of patients nothing
is kept: no name, no number, no score; only how often a benefit was given in a month
(津滨卫执法〔2020〕120号 18).
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from core.models import Rule
from core.scope import ScopedQuerySet
from credit.models import Subject
from supervision.service.choices import Audience, BenefitKind, OfferState

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager


class Benefit(models.Model):
    """One benefit of the catalogue.

    A subject is eligible with a standing grade among `labels`, or on a red list where `red_list_counts`;
    one on a serious-dishonesty list never is where `barred_if_listed`. For visitors the rule is about the
    body that offers it; `proof` says what visitors show there, and nobody keeps.
    """

    code = models.SlugField(_("code"), max_length=40)
    place = models.CharField(
        _("place"), max_length=6, blank=True, help_text=_("division-code prefix; empty: whole country")
    )
    title = models.CharField(_("title"), max_length=80)
    title_en = models.CharField(_("title in English"), max_length=160, blank=True)
    kind = models.CharField(_("kind of benefit"), max_length=10, choices=BenefitKind.choices)
    audience = models.CharField(_("who enjoys it"), max_length=6, choices=Audience.choices)
    text = models.TextField(_("what it consists of"))
    text_en = models.TextField(_("what it consists of, in English"), blank=True)
    proof = models.CharField(
        _("what is shown on the spot"),
        max_length=200,
        blank=True,
        help_text=_("shown at the counter and given back; nothing of it is kept"),
    )
    office = models.CharField(_("office in charge"), max_length=60, blank=True)
    labels = models.JSONField(_("grades that qualify"), default=list, blank=True)
    red_list_counts = models.BooleanField(_("a red list qualifies too"), default=True)
    barred_if_listed = models.BooleanField(_("never while on a serious-dishonesty list"), default=True)
    valid_from = models.DateField(_("in force from"))
    valid_to = models.DateField(_("in force to"), null=True, blank=True)
    document = models.CharField(_("document"), max_length=200, blank=True)
    article = models.CharField(_("article"), max_length=80, blank=True)
    certainty = models.CharField(
        _("certainty"), max_length=8, choices=Rule.Certainty.choices, default=Rule.Certainty.DEFAULT
    )
    origin = models.CharField(
        _("origin"), max_length=5, choices=Rule.Origin.choices, default=Rule.Origin.LOCAL, editable=False
    )

    if TYPE_CHECKING:
        offers: RelatedManager[BenefitOffer]

    class Meta:
        verbose_name = _("benefit")
        verbose_name_plural = _("benefits")
        ordering = ["audience", "code"]
        constraints = [
            models.UniqueConstraint(fields=["code", "place"], name="one_benefit_per_code_and_place"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="a_benefit_ends_after_it_began",
                violation_error_message=_("“In force to” lies before “in force from”."),
            ),
        ]

    def __str__(self) -> str:
        return self.title_shown

    @property
    def title_shown(self) -> str:
        """The title in the reader's language."""
        english = not (get_language() or "").startswith("zh")
        return self.title_en if english and self.title_en else self.title

    @property
    def text_shown(self) -> str:
        """What it consists of, in the reader's language."""
        english = not (get_language() or "").startswith("zh")
        return self.text_en if english and self.text_en else self.text


class BenefitOffer(models.Model):
    """A body that takes part in a benefit for visitors; suspended while its own credit does not allow it."""

    scope_field = "division_code"

    guid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    benefit = models.ForeignKey(Benefit, models.PROTECT, related_name="offers", verbose_name=_("benefit"))
    subject = models.ForeignKey(
        Subject, models.PROTECT, related_name="benefit_offers", verbose_name=_("body")
    )
    division_code = models.CharField(_("division code"), max_length=6)
    how = models.CharField(_("how visitors get it there"), max_length=300, help_text=_("shown to the public"))
    asked_on = models.DateField(_("asked on"))
    active_since = models.DateField(_("takes part since"), null=True, blank=True)
    closed_on = models.DateField(_("ended on"), null=True, blank=True)
    ground = models.CharField(pgettext_lazy("benefit", "ground"), max_length=255, blank=True)
    state = models.CharField(
        _("state"), max_length=9, choices=OfferState.choices, default=OfferState.ASKED, editable=False
    )
    suspended_by_rule = models.BooleanField(default=False, editable=False)
    made_by = models.CharField(max_length=64, blank=True, editable=False)
    made_by_label = models.CharField(_("entered by"), max_length=100, blank=True, editable=False)

    if TYPE_CHECKING:
        uses: RelatedManager[BenefitUse]

    objects = ScopedQuerySet["BenefitOffer"].as_manager()

    class Meta:
        verbose_name = _("taking part in a benefit")
        verbose_name_plural = _("taking part in benefits")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["benefit", "subject"],
                condition=Q(state__in=["asked", "active", "suspended"]),
                name="a_body_takes_part_in_a_benefit_once",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["active", "suspended"]) | Q(active_since__isnull=False),
                name="who_takes_part_says_since_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} · {self.benefit}"


class BenefitUse(models.Model):
    """How often a benefit was given in a month: a number, and nothing about anybody.

    `offer` is empty for a benefit that the authority itself gives.
    """

    scope_field = "division_code"

    benefit = models.ForeignKey(Benefit, models.PROTECT, related_name="uses", verbose_name=_("benefit"))
    offer = models.ForeignKey(
        BenefitOffer,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="uses",
        verbose_name=_("taking part in a benefit"),
    )
    division_code = models.CharField(_("division code"), max_length=6)
    month = models.DateField(_("month"), help_text=_("its first day"))
    uses = models.PositiveIntegerField(_("number of uses"))

    class Meta:
        verbose_name = _("use of a benefit")
        verbose_name_plural = _("uses of benefits")
        ordering = ["-month"]
        constraints = [
            models.UniqueConstraint(
                fields=["offer", "month"],
                condition=Q(offer__isnull=False),
                name="one_count_per_body_benefit_and_month",
            ),
            models.UniqueConstraint(
                fields=["benefit", "division_code", "month"],
                condition=Q(offer__isnull=True),
                name="one_count_per_division_benefit_and_month",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.benefit} {self.month:%Y-%m} {self.uses}"
