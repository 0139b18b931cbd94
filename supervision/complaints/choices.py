"""Words of complaints and reports (投诉举报), of their sealed informants and their rewards."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Channel(models.TextChoices):
    """How it came in (内卫〔2022〕146号: box, electronic mailbox, hotline)."""

    SITE = "site", _("public site")
    HOTLINE = "hotline", _("hotline")
    MAILBOX = "mailbox", _("electronic mailbox")
    BOX = "box", _("complaints box")
    LETTER = "letter", _("letter")
    VISIT = "visit", pgettext_lazy("complaint", "visit")
    FORWARDED = "forwarded", _("passed on by a higher authority")


class Nature(models.TextChoices):
    """A complaint asks for one's own matter to be settled, a report tells of unlawful conduct."""

    COMPLAINT = "complaint", pgettext_lazy("nature", "complaint")
    REPORT = "report", pgettext_lazy("nature", "report of unlawful conduct")


class Topic(models.TextChoices):
    """What it is about."""

    FEES = "fees", _("fees")
    QUALITY = "quality", _("quality of care")
    ATTITUDE = "attitude", _("attitude of service")
    BRIBES = "bribes", _("red envelopes and kickbacks")
    STAFF = "staff", _("qualification of staff")
    PUBLIC_PLACES = "places", _("hygiene of public places")
    SCHOOLS = "schools", _("school health")
    WATER = "water", _("drinking water")
    TABLEWARE = "tableware", _("tableware")
    DISINFECTION = "disinfect", _("disinfection products")
    UNLICENSED = "unlicensed", _("practice without a licence")
    OTHER = "other", pgettext_lazy("complaint", "something else")


class Procedure(models.TextChoices):
    """Which clock runs once it is accepted; the codes are those of the rule table."""

    PETITION = "petition", _("petition (calendar days)")
    MEDICAL = "medical", _("medical complaint (working days)")
    PUBLISHED = "published", _("report of false published information (working days)")


class ComplaintState(models.TextChoices):
    """Where a complaint stands. The tracking code shows this and nothing of the matter."""

    RECEIVED = "received", pgettext_lazy("complaint", "received, being looked at")
    ACCEPTED = "accepted", pgettext_lazy("complaint", "accepted, being handled")
    PROPOSED = "proposed", pgettext_lazy("complaint", "finding proposed, waiting for a second officer")
    DECIDED = "decided", pgettext_lazy("complaint", "decided, to be answered")
    ANSWERED = "answered", pgettext_lazy("complaint", "answered")
    TRANSFERRED = "transferred", pgettext_lazy("complaint", "passed on to the authority in charge")
    DECLINED = "declined", pgettext_lazy("complaint", "not accepted")
    JOINED = "joined", pgettext_lazy("complaint", "joined with an earlier one")
    TAKEN_BACK = "taken_back", pgettext_lazy("complaint", "taken back")


OPEN_STATES = (
    ComplaintState.RECEIVED,
    ComplaintState.ACCEPTED,
    ComplaintState.PROPOSED,
    ComplaintState.DECIDED,
)


class DeclineGround(models.TextChoices):
    """Why a complaint is not accepted."""

    NOT_OURS = "not_ours", _("no matter of the health authority, and nobody to pass it on to")
    REPEATED = "repeated", _("repeated: answered already, nothing new")
    NO_CLUES = "no_clues", _("no concrete clue")
    COURT = "court", _("before a court, in arbitration or reconsideration")
    MALICIOUS = "malicious", _("malicious: the same made-up matter again and again")


class ComplaintFinding(models.TextChoices):
    """What was found out."""

    UPHELD = "upheld", pgettext_lazy("complaint", "upheld")
    PARTLY = "partly", pgettext_lazy("complaint", "partly upheld")
    NOT_UPHELD = "not_upheld", pgettext_lazy("complaint", "not upheld")
    UNPROVEN = "unproven", pgettext_lazy("complaint", "could not be proven")
    FABRICATED = "fabricated", pgettext_lazy("complaint", "deliberately made up")


UPHELD = (ComplaintFinding.UPHELD, ComplaintFinding.PARTLY)
"""Findings that count as a valid complaint (有效投诉)."""


class Satisfaction(models.TextChoices):
    """What the complainant thinks of the handling."""

    GOOD = "good", pgettext_lazy("satisfaction", "satisfied")
    FAIR = "fair", pgettext_lazy("satisfaction", "fairly satisfied")
    BAD = "bad", pgettext_lazy("satisfaction", "not satisfied")


class RewardState(models.TextChoices):
    """Where a reward stands."""

    PROPOSED = "proposed", pgettext_lazy("reward", "proposed")
    APPROVED = "approved", pgettext_lazy("reward", "approved, to be collected")
    PAID = "paid", pgettext_lazy("reward", "paid")
    REFUSED = "refused", pgettext_lazy("reward", "refused")
    LAPSED = "lapsed", pgettext_lazy("reward", "not collected in time")


class KeeperState(models.TextChoices):
    """Where a keeper's key stands."""

    WAITING = "waiting", pgettext_lazy("keeper", "waiting to be admitted")
    ACTIVE = "active", pgettext_lazy("keeper", "in use")
    LEFT = "left", pgettext_lazy("keeper", "out of use")


class LookKind(models.TextChoices):
    """What two keepers do together."""

    LOOK = "look", _("look at an informant")
    CHANGE = "change", _("change of keys")


class LookState(models.TextChoices):
    """Where a joint act of two keepers stands."""

    ASKED = "asked", pgettext_lazy("look", "waiting for the second keeper")
    DONE = "done", pgettext_lazy("look", "done")
    LAPSED = "lapsed", pgettext_lazy("look", "lapsed")
