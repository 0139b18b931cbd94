"""Words shared by the models, services and pages of the exchange."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Table(models.TextChoices):
    """The tables of double publicity (法人/自然人 apart), commitments, lists (红黑名单), supervision."""

    PENALTY_LEGAL = "penalty_legal", _("penalties, organisations")
    PENALTY_PERSON = "penalty_person", _("penalties, natural persons")
    PERMIT_LEGAL = "permit_legal", _("permits, organisations")
    PERMIT_PERSON = "permit_person", _("permits, natural persons")
    COMMITMENT_LEGAL = "commitment_legal", _("commitments, organisations")
    RED_LEGAL = "red_legal", _("red lists, organisations")
    RED_PERSON = "red_person", _("red lists, natural persons")
    BLACK_LEGAL = "black_legal", _("serious-dishonesty lists, organisations")
    BLACK_PERSON = "black_person", _("serious-dishonesty lists, natural persons")
    INTERVIEW_LEGAL = "interview_legal", _("interviews, organisations")
    INSPECTION_LEGAL = "inspection_legal", _("inspections, organisations")
    INTEGRITY_LEGAL = "integrity_legal", _("breaches of government integrity, organisations")


class Operation(models.TextChoices):
    """What a message asks the platform to do with a record."""

    ADD = "I", _("add")
    CORRECT = "U", _("amend")
    WITHDRAW = "R", _("withdraw")
    END = "S", _("end of display")


ENDING = (Operation.WITHDRAW, Operation.END)
"""Operations after which the platform shows the record no longer."""


class State(models.TextChoices):
    """Where a delivery stands."""

    WAITING = "waiting", _("waiting")
    SENDING = "sending", _("sending")
    ACCEPTED = "accepted", _("accepted")
    REJECTED = "rejected", _("rejected")
    STUCK = "stuck", _("stuck")
    OVERTAKEN = "overtaken", _("overtaken")


SETTLED = (State.ACCEPTED, State.REJECTED, State.OVERTAKEN)
"""States after which the next message about the same record may go."""

UNSETTLED = (State.WAITING, State.SENDING, State.STUCK)
RESENDABLE = (State.REJECTED, State.STUCK)


class Result(models.IntegerChoices):
    """A platform's answer about one record."""

    CORRECT = 1, _("correct")
    WRONG = 2, _("wrong")
    UPDATED = 3, _("updated")
    NOT_LINKED = 4, _("not linked to a subject")


STORED = (Result.CORRECT, Result.UPDATED)
"""Answers that mean the platform holds the record as we sent it."""


class Action(models.TextChoices):
    """What we do about an answer."""

    NONE = "none", _("nothing to do")
    FIX = "fix", _("mend the record")
    IGNORE = "ignore", _("ignore")
    ESCALATE = "escalate", _("ask the platform's office")


class Origin(models.TextChoices):
    """Who found the fault."""

    PLATFORM = "platform", _("the platform")
    OURS = "ours", _("our own check before sending")


class AdapterName(models.TextChoices):
    """The kinds of platform that we can talk to."""

    SANDBOX = "sandbox", _("message interface with receipts (sandbox platform)")
