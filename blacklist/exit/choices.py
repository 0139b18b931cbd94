"""Words of leaving a list."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Way(models.TextChoices):
    """The ways off a list; the states of ended listings carry the same meaning."""

    TERM = "term", pgettext_lazy("way off a list", "end of the term")
    REPAIR = "repair", pgettext_lazy("way off a list", "repair")
    REVOCATION = "revocation", pgettext_lazy("way off a list", "revocation")
    COURT = "court", pgettext_lazy("way off a list", "decision of a court")


class Need(models.TextChoices):
    """What a scheme may ask for before a listing is repaired (`exit_rules.repair.needs`)."""

    DUTIES_DONE = "duties_done", _("duties done and misconduct corrected")
    COMMITMENT = "commitment", _("credit commitment given")
    TRAINING = "training", _("representatives trained")


OTHER_STEPS = {
    "platforms_told": _("Platforms confirmed the removal"),
    "grounds_reviewed": _("Grounds of a listing looked at again"),
    "object": _("Objection to the red listing received"),
    "answer_objection": _("Objection to the red listing answered"),
    "breach": _("Breach of a red-listed subject found"),
    "breach_let_stand": _("Breach looked at: the red listing stands"),
}
"""Lines of a listing's story that no step of its procedure writes; what follows a colon names a record."""


class ExitState(models.TextChoices):
    """Where an application for leaving a list stands."""

    DRAFT = "draft", pgettext_lazy("exit", "being written")
    SUBMITTED = "submitted", pgettext_lazy("exit", "handed in")
    RETURNED = "returned", pgettext_lazy("exit", "returned for completion")
    ACCEPTED = "accepted", pgettext_lazy("exit", "accepted, being checked")
    CHECKED = "checked", pgettext_lazy("exit", "checked, waiting for a second officer")
    APPROVED = "approved", pgettext_lazy("exit", "approved")
    REFUSED = "refused", pgettext_lazy("exit", "refused")
    LAPSED = "lapsed", pgettext_lazy("exit", "lapsed: the listing has ended otherwise")
    TAKEN_BACK = "taken_back", pgettext_lazy("exit", "taken back")


OPEN = (
    ExitState.DRAFT,
    ExitState.SUBMITTED,
    ExitState.RETURNED,
    ExitState.ACCEPTED,
    ExitState.CHECKED,
)
WRITABLE = (ExitState.DRAFT, ExitState.RETURNED)
