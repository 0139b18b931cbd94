"""Enums of permits, penalties and their publication."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class DecisionState(models.TextChoices):
    """Where a decision stands between the clerk's desk and the public."""

    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("waiting for review")
    APPROVED = "approved", _("reviewed, waiting for publication")
    PUBLISHED = "published", _("published")
    WITHHELD = "withheld", _("reviewed, not to be published")
    ENDED = "ended", _("publication ended")
    ANNULLED = "annulled", _("annulled and withdrawn")


class Procedure(models.TextChoices):
    """Penalty Law, chapter 5: simplified (art. 51) or ordinary."""

    ORDINARY = "普通", _("ordinary procedure")
    SIMPLIFIED = "简易", _("simplified procedure")


class PublicKind(models.TextChoices):
    PENALTY = "penalty", _("administrative penalty")
    PERMIT = "permit", _("administrative permit")
    LISTING = "listing", _("entry of a list")


class PublicState(models.TextChoices):
    SHOWN = "shown", _("shown")
    ENDED = "ended", _("publication ended")
    WITHDRAWN = "withdrawn", _("withdrawn")


class WithheldReason(models.TextChoices):
    """Why a reviewed decision is not shown (codes of `rules.publicity`)."""

    MINOR_CLASS = "minor_class", _("minor dishonesty is in principle not published")
    NATURAL_PERSON = "natural_person", _("decisions on natural persons are not published (setting)")
    MINOR_PERSON = "minor_person", _("the party is a minor: never published")
    REPAIRED = "repaired", _("the record was repaired")
    SHIELDED = "shielded", _("shielded by a court's ruling during reorganisation")
    PERIOD_OVER = "period_over", _("the publicity period has already passed")
