"""Enums of approvals, visitors' ratings and benefits."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class ItemKind(models.TextChoices):
    """What sort of act is asked for."""

    PERMIT = "permit", pgettext_lazy("approval", "administrative permit")
    REGISTRATION = "register", pgettext_lazy("approval", "registration to practise")
    VERIFICATION = "verify", pgettext_lazy("approval", "verification")
    FILING = "filing", pgettext_lazy("approval", "filing")
    CONFIRMATION = "confirm", pgettext_lazy("approval", "confirmation")


class Door(models.TextChoices):
    """The way in which an application is handled."""

    ORDINARY = "ordinary", pgettext_lazy("approval", "ordinary")
    COMMITMENT = "commitment", pgettext_lazy("approval", "on a commitment")
    INCOMPLETE = "incomplete", pgettext_lazy("approval", "papers may follow")


class CaseState(models.TextChoices):
    """Where an application stands."""

    RECEIVED = "received", pgettext_lazy("approval", "received")
    INCOMPLETE = "incomplete", pgettext_lazy("approval", "papers to be completed")
    ACCEPTED = "accepted", pgettext_lazy("approval", "accepted, being examined")
    PAUSED = "paused", pgettext_lazy("approval", "clock stopped")
    PROPOSED = "proposed", pgettext_lazy("approval", "proposed, waiting for the decision")
    DECIDED = "decided", pgettext_lazy("approval", "decided, to be delivered")
    DELIVERED = "delivered", pgettext_lazy("approval", "delivered")
    NOT_ACCEPTED = "rejected", pgettext_lazy("approval", "not accepted")
    TAKEN_BACK = "taken_back", pgettext_lazy("approval", "taken back by the applicant")


BEFORE_ACCEPTANCE = (CaseState.RECEIVED, CaseState.INCOMPLETE)
RUNNING = (CaseState.ACCEPTED, CaseState.PAUSED, CaseState.PROPOSED)
"""States in which the promised limit runs (or stands still)."""
OPEN = (*BEFORE_ACCEPTANCE, *RUNNING, CaseState.DECIDED)


class Outcome(models.TextChoices):
    """How an application ends."""

    GRANTED = "granted", pgettext_lazy("approval", "granted")
    REFUSED = "refused", pgettext_lazy("approval", "refused")


class Level(models.TextChoices):
    """How near the promised limit is (红黄灯)."""

    YELLOW = "yellow", pgettext_lazy("approval", "near the limit")
    RED = "red", pgettext_lazy("approval", "at the limit")
    OVER = "over", pgettext_lazy("approval", "past the limit")


class Satisfaction(models.IntegerChoices):
    """The five steps of 国办发〔2019〕51号; the last two are poor ratings (差评)."""

    VERY_GOOD = 5, pgettext_lazy("rating", "very satisfied")
    GOOD = 4, pgettext_lazy("rating", "satisfied")
    FAIR = 3, pgettext_lazy("rating", "on the whole satisfied")
    POOR = 2, pgettext_lazy("rating", "dissatisfied")
    VERY_POOR = 1, pgettext_lazy("rating", "very dissatisfied")


POOR = (Satisfaction.POOR, Satisfaction.VERY_POOR)


class Reason(models.TextChoices):
    """What a visitor may tick besides the stars; no free field is needed to say what was wrong."""

    ATTITUDE = "attitude", pgettext_lazy("rating", "unfriendly or impatient")
    TWICE = "twice", pgettext_lazy("rating", "not told everything at once")
    MORE_PAPERS = "papers", pgettext_lazy("rating", "asked for papers beyond the guide")
    SLOW = "slow", pgettext_lazy("rating", "slow, or past the promised limit")
    PASSED_ON = "passed_on", pgettext_lazy("rating", "sent from one to another")
    NOBODY = "nobody", pgettext_lazy("rating", "nobody at the window")
    UNCLEAR = "unclear", pgettext_lazy("rating", "guide unclear")


class RatingState(models.TextChoices):
    """What became of a rating; one that is not poor asks for nothing."""

    NOTED = "noted", pgettext_lazy("rating", "counted")
    OPEN = "open", pgettext_lazy("rating", "to be looked into")
    ANSWERED = "answered", pgettext_lazy("rating", "looked into, waiting for the second officer")
    CLOSED = "closed", pgettext_lazy("rating", "closed")


class RatingFinding(models.TextChoices):
    """What looking into a poor rating found."""

    FOUNDED = "founded", pgettext_lazy("rating", "founded")
    PARTLY = "partly", pgettext_lazy("rating", "founded in part")
    UNFOUNDED = "unfounded", pgettext_lazy("rating", "could not be confirmed")
    MISTAKEN = "mistaken", pgettext_lazy("rating", "given by mistake")


class Audience(models.TextChoices):
    """Who enjoys a benefit."""

    PUBLIC = "public", pgettext_lazy("benefit", "visitors, at bodies that take part")
    BODY = "body", pgettext_lazy("benefit", "bodies")
    PERSON = "person", pgettext_lazy("benefit", "health practitioners")


class BenefitKind(models.TextChoices):
    """What sort of benefit it is."""

    PAY_LATER = "pay_later", pgettext_lazy("benefit", "treatment first, payment later")
    LANE = "lane", pgettext_lazy("benefit", "quick lane and fewer queues")
    DEPOSIT = "deposit", pgettext_lazy("benefit", "deposit waived or lowered")
    APPROVAL = "approval", pgettext_lazy("benefit", "green channel in approvals")
    INSPECTION = "inspection", pgettext_lazy("benefit", "fewer inspections")
    AWARD = "award", pgettext_lazy("benefit", "preference in awards and training")
    OTHER = "other", pgettext_lazy("benefit", "other")


class OfferState(models.TextChoices):
    """Where a body's taking part stands."""

    ASKED = "asked", pgettext_lazy("benefit", "asked to take part")
    ACTIVE = "active", pgettext_lazy("benefit", "takes part")
    SUSPENDED = "suspended", pgettext_lazy("benefit", "suspended")
    REFUSED = "refused", pgettext_lazy("benefit", "refused")
    ENDED = "ended", pgettext_lazy("benefit", "ended")


OFFER_OPEN = (OfferState.ASKED, OfferState.ACTIVE, OfferState.SUSPENDED)
