"""The procedure of an objection as a table: received, provider asked, proposed, decided by another, told."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.permissions import P
from core.workflow import Transition, Workflow
from credit.models import Objection
from credit.objection.choices import OPEN_STATES, Finding, Remedy
from credit.objection.choices import ObjectionState as S
from credit.parties import OWN

LEAST_WORDS = 10


def payload(row: Objection, step: Transition) -> dict[str, Any]:
    """Tell of an objection without its words."""
    return {
        "objection": row.pk,
        "subject": row.subject_id,
        "about": row.about,
        "state": step.target,
        "finding": row.finding,
        "division_code": row.division_code,
    }


def _names_a_provider(row: Objection) -> str | Promise | None:
    return None if row.provider_name.strip() else _("Name the authority whose check is asked for.")


def _has_an_answer(row: Objection) -> str | Promise | None:
    if row.provider_confirms is None or not row.provider_answer.strip():
        return _("Enter what the provider answered, and whether it stands by the record.")
    return None


def _finding_fits(row: Objection) -> str | Promise | None:
    if not row.finding or not row.remedy:
        return _("Choose the finding, and what follows from it.")
    if (row.finding == Finding.REJECTED) != (row.remedy == Remedy.NONE):
        return _("A rejected objection changes nothing; one that is upheld must say what follows.")
    if row.remedy == Remedy.CORRECT and not row.correction:
        return _("Enter the corrected content: what is right instead.")
    if len(row.reasoning.strip()) < LEAST_WORDS:
        return _("Give the reasons in words (at least ten characters): the party will read them.")
    return None


OBJECTION: Workflow[Objection] = Workflow(
    Objection,
    Transition(
        "pass_on",
        frozenset({S.RECEIVED}),
        S.WITH_PROVIDER,
        P.OBJECTION_HANDLE,
        _("Ask the provider"),
        guard=_names_a_provider,
        topic="credit.objection.passed_on",
    ),
    Transition(
        "answer",
        frozenset({S.WITH_PROVIDER}),
        S.ANSWERED,
        P.OBJECTION_HANDLE,
        _("Enter the provider's answer"),
        guard=_has_an_answer,
    ),
    Transition(
        "pause",
        frozenset({S.RECEIVED, S.ANSWERED}),
        S.EXPERTS,
        P.OBJECTION_HANDLE,
        _("Wait for tests or expert review"),
        needs_reason=True,
    ),
    Transition(
        "resume", frozenset({S.EXPERTS}), S.ANSWERED, P.OBJECTION_HANDLE, _("Tests or review are finished")
    ),
    Transition(
        "propose",
        frozenset({S.RECEIVED, S.ANSWERED}),
        S.PROPOSED,
        P.OBJECTION_HANDLE,
        _("Propose a finding"),
        guard=_finding_fits,
    ),
    Transition(
        "send_back",
        frozenset({S.PROPOSED}),
        S.ANSWERED,
        P.OBJECTION_DECIDE,
        _("Send the proposal back"),
        needs_reason=True,
    ),
    Transition(
        "decide",
        frozenset({S.PROPOSED}),
        S.DECIDED,
        P.OBJECTION_DECIDE,
        pgettext_lazy("objection", "Decide as proposed"),
        guard=_finding_fits,
        four_eyes=True,
        topic="credit.objection.decided",
    ),
    Transition("tell", frozenset({S.DECIDED}), S.TOLD, P.OBJECTION_HANDLE, _("The party was told")),
    Transition(
        "take_back",
        frozenset(OPEN_STATES),
        S.TAKEN_BACK,
        OWN,
        _("Take the objection back"),
        topic="credit.objection.taken_back",
    ),
    title=_("Objection"),
    maker_fields=("made_by", "changed_by", "proposed_by"),
    payload=payload,
    key=lambda row: f"credit.objection:{row.pk}",
    related=("subject", "record"),
)
