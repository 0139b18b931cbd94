"""Choices of inspections."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class InspectionReason(models.TextChoices):
    """What an inspection came from. Values are stored and told to platforms: never rename one."""

    DRAW = "draw", _("random draw")
    FULL_COVERAGE = "full_coverage", _("full coverage")
    COMPLAINT = "complaint", _("complaint")
    CAMPAIGN = "campaign", _("campaign")
    WARNING = "warning", _("risk warning")
    RECHECK = "recheck", pgettext_lazy("inspection", "re-check")


class InspectionState(models.TextChoices):
    """Where an inspection stands."""

    PLANNED = "planned", pgettext_lazy("inspection", "to be done")
    RUNNING = "running", pgettext_lazy("inspection", "under way")
    HANDED_IN = "handed_in", pgettext_lazy("inspection", "waiting for approval")
    APPROVED = "approved", pgettext_lazy("inspection", "approved")
    PUBLISHED = "published", pgettext_lazy("inspection", "published")
    WITHDRAWN = "withdrawn", pgettext_lazy("inspection", "withdrawn")
    DROPPED = "dropped", pgettext_lazy("inspection", "dropped")


DONE = (InspectionState.HANDED_IN, InspectionState.APPROVED, InspectionState.PUBLISHED)
"""States in which the inspection itself is over."""


class InspectionResult(models.TextChoices):
    """Kinds of results; their words on the national platform are in the rule table."""

    CLEAN = "clean", _("no problem found")
    ORDERED = "ordered", _("problem found, correction ordered")
    PENDING = "pending", _("problem found, to be followed up")
    REFUSED = "refused", _("inspection refused, seriously")
    NOT_FOUND = "not_found", _("cannot be reached at the registered place")
    NO_ACTIVITY = "no_activity", _("the activity to be inspected is not carried on")
    CLOSED = "closed", _("the body has closed")


NOBODY_MET = (InspectionResult.REFUSED, InspectionResult.NOT_FOUND, InspectionResult.CLOSED)
"""Results without anybody who could sign for the body."""
LOOKED_THROUGH = (InspectionResult.CLEAN, InspectionResult.ORDERED, InspectionResult.PENDING)
"""Results for which every line of the checklist was answered."""


class Answer(models.TextChoices):
    """What was found about one line of the checklist."""

    OK = "ok", pgettext_lazy("inspection line", "in order")
    PROBLEM = "problem", pgettext_lazy("inspection line", "problem")
    NOT_APPLICABLE = "na", pgettext_lazy("inspection line", "does not apply")


class Measure(models.TextChoices):
    """What is done about a problem."""

    ON_THE_SPOT = "spot", _("corrected on the spot")
    ORDER = "order", _("correction ordered by a day")
    CASE = "case", _("penalty case to be opened")


class Signature(models.TextChoices):
    """What the body did with the record of the inspection."""

    SIGNED = "signed", _("signed for the body")
    REFUSED = "refused", _("signature refused")


class RecusalState(models.TextChoices):
    """What became of the body's request that an inspector stays out (行政处罚法 art. 43)."""

    ASKED = "asked", pgettext_lazy("recusal", "waits for a decision")
    GRANTED = "granted", pgettext_lazy("recusal", "granted")
    REFUSED = "refused", pgettext_lazy("recusal", "refused")


class StepKind(models.TextChoices):
    """What the full-process record tells of."""

    OPENED = "opened", pgettext_lazy("inspection step", "Task opened")
    CREW = "crew", pgettext_lazy("inspection step", "Inspector replaced")
    JOINED = "joined", pgettext_lazy("inspection step", "Inspector on the spot, certificate shown")
    TOLD = "told", pgettext_lazy("inspection step", "Purpose and rights told")
    RECUSAL = "recusal", pgettext_lazy("inspection step", "Request for recusal")
    ANSWERED = "answered", pgettext_lazy("inspection step", "Line answered")
    CONFLICT = "conflict", pgettext_lazy("inspection step", "Two entries at once: not taken")
    PHOTO = "photo", pgettext_lazy("inspection step", "Photograph taken")
    SIGNED = "signed", pgettext_lazy("inspection step", "Record signed")
    CLOSING = "closing", pgettext_lazy("inspection step", "Result and remarks entered")
    HANDED_IN = "handed_in", pgettext_lazy("inspection step", "Handed in")
    RETURNED = "returned", pgettext_lazy("inspection step", "Returned to the inspectors")
    APPROVED = "approved", pgettext_lazy("inspection step", "Result approved")
    PUBLISHED = "published", pgettext_lazy("inspection step", "Result published")
    WITHDRAWN = "withdrawn", pgettext_lazy("inspection step", "Result withdrawn")
    DROPPED = "dropped", pgettext_lazy("inspection step", "Task dropped")
