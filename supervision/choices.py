"""Choices that several parts of supervision share."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ChecklistKind(models.TextChoices):
    """What a checklist is for. A campaign's problem list is one too."""

    CAMPAIGN = "campaign", _("problem list of a campaign")
    FULL = "full", _("full yearly self-inspection")
    SPECIAL = "special", _("special self-inspection")
    ROUTINE = "routine", _("routine self-inspection")
    INSPECTION = "inspection", _("inspection")


class RectificationSource(models.TextChoices):
    """What a rectification came from."""

    LEDGER = "ledger", _("self-inspection")
    INSPECTION = "inspection", _("inspection")
    COMPLAINT = "complaint", _("complaint")
    INTERVIEW = "interview", _("interview")
    INTEGRITY = "integrity", _("integrity assessment")
    EVALUATION = "evaluation", _("evaluation by others")
    ORDER = "order", _("ordered by the authority")


class RectificationState(models.TextChoices):
    """Where a rectification stands (整改 → 销号)."""

    OPEN = "open", pgettext_lazy("rectification", "open")
    RUNNING = "running", pgettext_lazy("rectification", "being rectified")
    HANDED_IN = "handed_in", pgettext_lazy("rectification", "handed in")
    RETURNED = "returned", pgettext_lazy("rectification", "returned")
    CHECKED = "checked", pgettext_lazy("rectification", "checked")
    CROSSED_OFF = "crossed_off", pgettext_lazy("rectification", "crossed off")
    DOUBTED = "doubted", pgettext_lazy("rectification", "cross-off doubted")
    REOPENED = "reopened", pgettext_lazy("rectification", "opened again")
    DROPPED = "dropped", pgettext_lazy("rectification", "dropped")


WITH_THE_BODY = (
    RectificationState.OPEN,
    RectificationState.RUNNING,
    RectificationState.RETURNED,
    RectificationState.REOPENED,
)
"""States in which the body has something to do; past its due day such a rectification is late."""
UNDER_WAY = (
    *WITH_THE_BODY,
    RectificationState.HANDED_IN,
    RectificationState.CHECKED,
    RectificationState.DOUBTED,
)
"""States in which somebody still has something to do."""


class ExtensionState(models.TextChoices):
    """Where a request for a later due day stands."""

    ASKED = "asked", pgettext_lazy("extension", "asked for")
    APPROVED = "approved", pgettext_lazy("extension", "approved")
    REFUSED = "refused", pgettext_lazy("extension", "refused")
    TAKEN_BACK = "taken_back", pgettext_lazy("extension", "taken back")


class RecheckFinding(models.TextChoices):
    """What a re-check found on the spot."""

    KEPT = "kept", _("put right, and still so")
    RELAPSED = "relapsed", _("was put right, has come back")
    FALSE = "false", _("was never put right")


class InterviewKind(models.TextChoices):
    """How grave an interview is (津滨卫执法〔2020〕120号: 提示约谈, 警示约谈)."""

    REMINDER = "reminder", _("reminder interview")
    WARNING = "warning", _("warning interview")


class InterviewState(models.TextChoices):
    """Where an interview stands."""

    PROPOSED = "proposed", pgettext_lazy("interview", "proposed")
    NOTIFIED = "notified", pgettext_lazy("interview", "notice given")
    HELD = "held", pgettext_lazy("interview", "held, being followed up")
    CLOSED = "closed", pgettext_lazy("interview", "followed up and closed")
    DROPPED = "dropped", pgettext_lazy("interview", "dropped")


class InterviewReply(models.TextChoices):
    """What a body answers to the notice of an interview."""

    COMES = "comes", pgettext_lazy("interview", "will come")
    LATER = "later", pgettext_lazy("interview", "asks for another time")


class Attendance(models.TextChoices):
    """Whether a body came, and whether it signed."""

    CAME = "came", pgettext_lazy("interview", "came and signed")
    UNSIGNED = "unsigned", pgettext_lazy("interview", "came, refused to sign")
    ABSENT = "absent", pgettext_lazy("interview", "did not come")


class DemandResult(models.TextChoices):
    """What the follow-up found."""

    MET = "met", pgettext_lazy("interview", "demands met")
    PARTLY = "partly", pgettext_lazy("interview", "demands met in part")
    UNMET = "unmet", pgettext_lazy("interview", "demands not met")


class Speciality(models.TextChoices):
    """The fields of health supervision that plans, inspectors and checklists are sorted by."""

    MEDICAL = "medical", pgettext_lazy("speciality", "medical care")
    INFECTIOUS = "infectious", pgettext_lazy("speciality", "prevention of infectious diseases")
    PUBLIC_PLACE = "public_place", pgettext_lazy("speciality", "hygiene of public places")
    DRINKING_WATER = "drinking_water", pgettext_lazy("speciality", "drinking water")
    SCHOOL = "school", pgettext_lazy("speciality", "school health")
    OCCUPATIONAL = "occupational", pgettext_lazy("speciality", "occupational health")
    RADIATION = "radiation", pgettext_lazy("speciality", "radiation protection")
    DISINFECTION = "disinfection", pgettext_lazy("speciality", "disinfection products")
    TABLEWARE = "tableware", pgettext_lazy("speciality", "central disinfection of tableware")
    MATERNAL = "maternal", pgettext_lazy("speciality", "mother and child care")
    BLOOD = "blood", pgettext_lazy("speciality", "blood safety")
