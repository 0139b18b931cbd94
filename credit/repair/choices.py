"""Enums of credit repair."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RepairState(models.TextChoices):
    """Where an application for repair stands."""

    DRAFT = "draft", _("being written")
    SUBMITTED = "submitted", _("handed in")
    RETURNED = "returned", _("returned for completion")
    ACCEPTED = "accepted", pgettext_lazy("repair", "accepted")
    NOT_ACCEPTED = "not_accepted", _("not accepted")
    UNDER_CHECK = "under_check", _("checked, waiting for a second officer")
    APPROVED = "approved", _("approved, effects ended")
    REFUSED = "refused", _("refused")
    SYNCED = "synced", _("platforms have confirmed")
    REVOKED = "revoked", _("revoked, effects restored")
    CLOSED = "closed", pgettext_lazy("repair", "closed")
    TAKEN_BACK = "taken_back", _("taken back by the party")


OPEN_STATES = (
    RepairState.DRAFT,
    RepairState.SUBMITTED,
    RepairState.RETURNED,
    RepairState.ACCEPTED,
    RepairState.UNDER_CHECK,
)
"""States in which an application may still lead to a repair."""


class Outcome(models.TextChoices):
    """How an application ended; kept when its state is "closed"."""

    GRANTED = "granted", _("granted")
    REFUSED = "refused", _("refused")
    NOT_ACCEPTED = "not_accepted", _("not accepted")
    REVOKED = "revoked", pgettext_lazy("repair", "granted, later revoked")


class Material(models.TextChoices):
    """Kinds of evidence; which are asked for, where and when is the rule table `credit.repair_material`."""

    COMMITMENT = "commitment", _("signed credit commitment")
    PERFORMANCE = "performance", _("proof that the duties are done")
    CORRECTION = "correction", _("proof of self-correction")
    AUTHORISATION = "authorisation", _("authorisation, or proof of the legal representative's identity")
    REGISTRATION = "registration", _("registration certificate")
    AUTHORITY_FORM = "authority_form", _("form signed by the penalising authority")
    TRAINING = "training", _("certificate of repair training")
    CREDIT_REPORT = "credit_report", _("credit report")
    VOLUNTEER = "volunteer", _("proof of volunteer or public-interest work")


class Condition(models.TextChoices):
    """Conditions of a repair; which hold, where and when is the rule table `credit.repair_condition`."""

    STANDING = "standing", _("The record is still in force")
    PERIOD = "period", _("The shortest publicity period is over")
    PERFORMED = "performed", _("The duties are done and the misconduct is corrected")
    COMMITMENT = "commitment", _("A public commitment was given")
    BAR = "bar", _("No bar on applications is running")
    ALLOWED = "allowed", _("No law or document forbids the repair")
    TRAINING = "training", _("Repair training was attended")


class Need(models.TextChoices):
    """How a material is asked for."""

    ALWAYS = "always", _("needed")
    SERIOUS = "serious", _("needed for serious dishonesty")
    SUPPORTS = "supports", _("may be added in support")


class BatchState(models.TextChoices):
    """Where a batch repair stands."""

    DRAFT = "draft", _("rule being written")
    EXAMINED = "examined", _("records examined")
    APPROVED = "approved", _("approved, to be filed with the upper office")
    FILED = "filed", _("filed with the upper office")
    RUNNING = "running", _("being carried out")
    DONE = "done", _("carried out")
    DROPPED = "dropped", _("given up")


class ItemState(models.TextChoices):
    """What became of one record of a batch."""

    INELIGIBLE = "ineligible", _("not eligible")
    WAITING = "waiting", _("eligible, waiting")
    DONE = "done", _("repaired")
    FAILED = "failed", _("not repaired")


class ShieldState(models.TextChoices):
    """Where the shielding of a body under court-approved reorganisation stands."""

    ENTERED = "entered", _("entered, waiting for a second officer")
    IN_FORCE = "in_force", pgettext_lazy("shield", "in force")
    COMPLETED = "completed", _("plan completed, records repaired")
    LIFTED = "lifted", _("lifted")
    DROPPED = "dropped", _("given up")
