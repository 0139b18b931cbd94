"""Words of demerit points."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class EntryState(models.TextChoices):
    """Where a demerit entry stands; only a confirmed one carries points."""

    DRAFT = "draft", pgettext_lazy("points", "draft")
    SERVED = "served", pgettext_lazy("points", "notice served")
    ANSWERED = "answered", pgettext_lazy("points", "defence answered")
    CONFIRMED = "confirmed", pgettext_lazy("points", "confirmed")
    DROPPED = "dropped", pgettext_lazy("points", "dropped")
    CORRECTED = "corrected", pgettext_lazy("points", "corrected by another entry")
    REVERSED = "reversed", pgettext_lazy("points", "taken back")


class DefenceResult(models.TextChoices):
    """What became of the statement and defence (陈述申辩)."""

    WAIVED = "waived", pgettext_lazy("defence", "waived in writing")
    REJECTED = "rejected", pgettext_lazy("defence", "not accepted")
    PARTLY = "partly", pgettext_lazy("defence", "accepted in part")
    ACCEPTED = "accepted", pgettext_lazy("defence", "accepted")
