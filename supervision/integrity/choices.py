"""Enums of government integrity (政务诚信)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RoundState(models.TextChoices):
    """Where a yearly assessment stands."""

    DRAFT = "draft", pgettext_lazy("assessment", "being prepared")
    OPEN = "open", pgettext_lazy("assessment", "under way")
    PUBLISHED = "published", pgettext_lazy("assessment", "result published inside")
    DROPPED = "dropped", pgettext_lazy("assessment", "dropped")


class AssessmentState(models.TextChoices):
    """Where the assessment of one body stands: self-score → review → result."""

    WAITING = "waiting", pgettext_lazy("assessment", "self-score awaited")
    RETURNED = "returned", pgettext_lazy("assessment", "sent back")
    HANDED_IN = "handed_in", pgettext_lazy("assessment", "self-score handed in")
    REVIEWED = "reviewed", pgettext_lazy("assessment", "reviewed")
    DECIDED = "decided", pgettext_lazy("assessment", "decided")


WRITABLE = (AssessmentState.WAITING, AssessmentState.RETURNED)
"""States in which the body may write its self-score."""


class BreachState(models.TextChoices):
    """Where a breach of government integrity stands."""

    PROPOSED = "proposed", pgettext_lazy("breach", "proposed")
    CONFIRMED = "confirmed", pgettext_lazy("breach", "confirmed")
    CORRECTION = "correction", pgettext_lazy("breach", "correction handed in")
    CORRECTED = "corrected", pgettext_lazy("breach", "corrected")
    DROPPED = "dropped", pgettext_lazy("breach", "not confirmed")
    WITHDRAWN = "withdrawn", pgettext_lazy("breach", "withdrawn")


STANDING = (BreachState.CONFIRMED, BreachState.CORRECTION, BreachState.CORRECTED)
"""States in which a breach stands in the file."""


class BreachSource(models.TextChoices):
    """What a breach was found by (内卫〔2022〕146号 七(二))."""

    MATTER = "matter", _("tracked matter")
    COURT = "court", _("judgment of a court")
    PENALTY = "penalty", _("administrative penalty")
    DISCIPLINE = "discipline", _("disciplinary sanction or accountability")
    COMPLAINT = "complaint", _("complaint")
    ASSESSMENT = "assessment", _("yearly assessment")
    SELF = "self", _("reported by the body itself")
    OTHER = "other", pgettext_lazy("breach", "other")


class Mitigation(models.TextChoices):
    """What self-correction does to the consequences (内卫〔2022〕146号 六(三))."""

    NONE = "none", pgettext_lazy("mitigation", "none")
    LIGHTER = "lighter", pgettext_lazy("mitigation", "lighter: limits end")
    EXEMPT = "exempt", pgettext_lazy("mitigation", "exempt: every consequence ends")


class MeasureKind(models.TextChoices):
    """What may follow from a breach or a bad result (内卫〔2022〕146号 六, 梅市卫函〔2020〕26号 四(二)1)."""

    WARNING = "warning", _("written warning")
    INTERVIEW = "interview", _("interview and admonition")
    FUNDS = "funds", _("limits on the allocation of funds")
    APPROVAL = "approval", _("limits on the approval of projects")
    SUPERVISION = "supervision", _("closer daily supervision")
    POLICY = "policy", _("limits on policy support")
    HONOURS = "honours", _("no awards, no honours")


LIMITS = frozenset(
    {
        MeasureKind.FUNDS,
        MeasureKind.APPROVAL,
        MeasureKind.SUPERVISION,
        MeasureKind.POLICY,
        MeasureKind.HONOURS,
    }
)
"""Consequences that last for a term."""


class MeasureState(models.TextChoices):
    """Where a consequence stands."""

    PROPOSED = "proposed", pgettext_lazy("integrity measure", "proposed")
    IN_FORCE = "in_force", pgettext_lazy("integrity measure", "in force")
    EXPLAINED = "explained", pgettext_lazy("integrity measure", "explained by the body")
    ENDED = "ended", pgettext_lazy("integrity measure", "ended")
    DROPPED = "dropped", pgettext_lazy("integrity measure", "not imposed")


RUNNING = (MeasureState.IN_FORCE, MeasureState.EXPLAINED)


class EndedBy(models.TextChoices):
    """Why a consequence ended."""

    TERM = "term", _("end of the term")
    CORRECTED = "corrected", _("the body corrected itself")
    LIFTED = "lifted", _("lifted by decision")
    HELD = "held", _("interview held and followed up")
    WITHDRAWN = "withdrawn", _("its ground was withdrawn")
