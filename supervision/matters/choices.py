"""Enums of tracked matters."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MatterKind(models.TextChoices):
    """What must be answered or obeyed (内卫〔2022〕146号 五). Rule tables name these codes."""

    DEPUTY = "deputy", _("suggestion of people's deputies")
    MEMBER = "member", _("proposal of political advisers")
    PETITION = "petition", _("petition")
    JUDGMENT = "judgment", _("judgment to be obeyed")
    AWARD = "award", _("arbitral award to be obeyed")
    ADVICE = "advice", _("advice of a court or procurator")
    PROMISE = "promise", _("promise of the government")
    CONTRACT = "contract", _("contract of the government")


class MatterState(models.TextChoices):
    """Where a matter stands, from receipt to an answer that is accepted."""

    RECEIVED = "received", pgettext_lazy("matter", "received")
    ASSIGNED = "assigned", pgettext_lazy("matter", "assigned")
    ANSWERED = "answered", pgettext_lazy("matter", "answered")
    ACCEPTED = "accepted", pgettext_lazy("matter", "accepted")
    REOPENED = "reopened", pgettext_lazy("matter", "opened again")
    REFUSED = "refused", pgettext_lazy("matter", "refused by the body")
    DROPPED = "dropped", pgettext_lazy("matter", "dropped")


OPEN_STATES = (
    MatterState.RECEIVED,
    MatterState.ASSIGNED,
    MatterState.ANSWERED,
    MatterState.REOPENED,
    MatterState.REFUSED,
)
WITH_THE_BODY = (MatterState.ASSIGNED, MatterState.REOPENED, MatterState.REFUSED)
"""States in which the body has to act."""
DUTIES = frozenset({MatterKind.JUDGMENT, MatterKind.AWARD, MatterKind.PROMISE, MatterKind.CONTRACT})
"""Kinds that are obeyed, not answered: refusing them is a breach of government integrity."""


class Satisfaction(models.TextChoices):
    """What whoever sent the matter says of the answer."""

    SATISFIED = "satisfied", _("satisfied")
    PARTLY = "partly", _("basically satisfied")
    UNSATISFIED = "unsatisfied", _("not satisfied")
    UNKNOWN = "unknown", _("did not say")
