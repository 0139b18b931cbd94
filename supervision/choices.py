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
    CHECKED = "checked", pgettext_lazy("rectification", "checked")
    CROSSED_OFF = "crossed_off", pgettext_lazy("rectification", "crossed off")
    REOPENED = "reopened", pgettext_lazy("rectification", "false: opened again")
    DROPPED = "dropped", pgettext_lazy("rectification", "entered by mistake")
