"""Words shared by models, forms and interfaces of the lists."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ListKind(TextChoices):
    """What sort of list a scheme keeps."""

    RED = "red", _("red list")
    SERIOUS = "serious", _("serious-dishonesty list")
    ATTENTION = "attention", _("key-attention list")
    MEDICAL_ORDER = "medical_order", _("persons who harmed medical order")


class BasisLevel(TextChoices):
    """How high a legal basis stands; only the first four may found a list (国办发〔2020〕49号)."""

    LAW = "law", _("law")
    REGULATION = "regulation", _("administrative regulation")
    LOCAL = "local", _("local regulation")
    PARTY_STATE = "party_state", _("document of the Party's Central Committee or the State Council")
    DEPARTMENT = "department", _("document of a department")


class ListingState(TextChoices):
    """Where a listing stands in its procedure."""

    PROPOSED = "proposed", pgettext_lazy("listing", "proposed")
    CHECKED = "checked", pgettext_lazy("listing", "checked")
    NOTIFIED = "notified", _("notice served")
    DEFENDED = "defended", _("statement or request for a hearing received")
    HEARING = "hearing", _("hearing ordered")
    PUBLICISED = "publicised", _("publicised for objections")
    HEARD = "heard", _("statement and objections weighed")
    WITH_UPPER = "with_upper", _("with the upper authority")
    CONSENTED = "consented", _("upper authority consents")
    DECIDED = "decided", pgettext_lazy("listing", "decided")
    LISTED = "listed", _("on the list")
    NOT_LISTED = "not_listed", _("not listed")
    TAKEN_BACK = "taken_back", _("proposal taken back")
    EXPIRED = "expired", _("left at the end of the term")
    REPAIRED = "repaired", _("left by repair")
    REVOKED = "revoked", pgettext_lazy("listing", "revoked")
    COURT = "court", _("ended by a court")
    LOST = "lost", _("lost by a breach")


# Before the decision; from it until the end; after the end.
OPEN_STATES = (
    ListingState.PROPOSED,
    ListingState.CHECKED,
    ListingState.NOTIFIED,
    ListingState.DEFENDED,
    ListingState.HEARING,
    ListingState.PUBLICISED,
    ListingState.HEARD,
    ListingState.WITH_UPPER,
    ListingState.CONSENTED,
)
ENDED_STATES = (
    ListingState.EXPIRED,
    ListingState.REPAIRED,
    ListingState.REVOKED,
    ListingState.COURT,
    ListingState.LOST,
)
LIVE_STATES = (*OPEN_STATES, ListingState.DECIDED, ListingState.LISTED)
DECIDED_STATES = (ListingState.DECIDED, ListingState.LISTED, *ENDED_STATES)
"""States that only a decision to list leads to."""


class StatementFinding(TextChoices):
    """What the authority found about the statement and defence."""

    ACCEPTED = "accepted", pgettext_lazy("statement", "accepted: no listing")
    NO_INTENT = "no_intent", _("accepted: no intent")
    REJECTED = "rejected", pgettext_lazy("statement", "not accepted")


class ObjectionFinding(TextChoices):
    """What the authority found about an objection to a red listing."""

    UPHELD = "upheld", pgettext_lazy("objection to a red listing", "justified: no listing")
    REJECTED = "rejected", pgettext_lazy("objection to a red listing", "not justified")


class AfterBreach(TextChoices):
    """What a breach does to a red listing, as its scheme says."""

    AT_ONCE = "at_once", _("the red listing ends at once")
    TASK = "task", _("an officer looks at it")


class Change(TextChoices):
    """What happened to listings, told to those who must follow in the same transaction."""

    LISTED = "listed", _("on the list")
    ENDED = "ended", _("off the list")


class PartyRole(TextChoices):
    """Why a person is listed together with a body."""

    LEGAL_REPRESENTATIVE = "legal_rep", _("legal representative")
    HEAD = "head", _("person in charge")
    CONTROLLER = "controller", _("actual controller")
    RESPONSIBLE = "responsible", _("directly responsible person")
