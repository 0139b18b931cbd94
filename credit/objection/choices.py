"""Enums of objections."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ObjectionState(models.TextChoices):
    """Where an objection stands."""

    RECEIVED = "received", _("received, being examined")
    WITH_PROVIDER = "with_provider", _("passed to the provider")
    ANSWERED = "answered", _("provider answered")
    EXPERTS = "experts", _("with testing or expert review")
    PROPOSED = "proposed", _("finding proposed, waiting for a second officer")
    DECIDED = "decided", pgettext_lazy("objection", "decided")
    TOLD = "told", _("decided and told")
    TAKEN_BACK = "taken_back", _("taken back by the party")


OPEN_STATES = (
    ObjectionState.RECEIVED,
    ObjectionState.WITH_PROVIDER,
    ObjectionState.ANSWERED,
    ObjectionState.EXPERTS,
    ObjectionState.PROPOSED,
)
"""States in which the record carries the dispute mark."""


class Ground(models.TextChoices):
    """What is said to be wrong (国办发〔2025〕22号: content, period or the result of a repair)."""

    CONTENT = "content", _("the content is wrong")
    NOT_OURS = "not_ours", _("it does not concern us")
    FALLEN = "fallen", _("the decision was changed or annulled")
    PERIOD = "period", _("it is shown longer than allowed")
    REPAIR = "repair", _("the result of a repair")
    OTHER = "other", pgettext_lazy("objection", "something else")


class Finding(models.TextChoices):
    """How an objection ends."""

    UPHELD = "upheld", _("upheld")
    PARTLY = "partly", _("partly upheld")
    REJECTED = "rejected", pgettext_lazy("objection", "rejected")


class Remedy(models.TextChoices):
    """What follows from an objection that is upheld, in whole or in part."""

    WITHDRAW = "withdraw", _("withdraw the record everywhere")
    CORRECT = "correct", _("replace the record by a corrected one")
    NONE = "none", _("the record stays as it is")


class Channel(models.TextChoices):
    """How a case came in."""

    PORTAL = "portal", _("portal")
    PAPER = "paper", _("on paper, at the counter")
    PLATFORM = "platform", _("credit platform (Credit China)")
    BATCH = "batch", _("batch repair")
