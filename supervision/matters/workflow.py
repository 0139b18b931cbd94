"""The procedure of a tracked matter as a table: received, assigned, answered, accepted or opened again."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.permissions import P
from core.workflow import Transition, Workflow
from credit.parties import OWN
from supervision.matters.choices import OPEN_STATES, WITH_THE_BODY
from supervision.matters.choices import MatterState as S
from supervision.models import Matter

REFUSED = "supervision.matter.refused"


def payload(row: Matter, step: Transition) -> dict[str, Any]:
    """Tell of a matter without its words and without who sent it."""
    return {
        "matter": str(row.guid),
        "kind": row.kind,
        "subject": row.subject_id,
        "state": step.target,
        "division_code": row.division_code,
    }


def _has_a_body(row: Matter) -> str | Promise | None:
    return None if row.subject_id else _("Responsible body: choose who has to answer.")


def _is_a_duty(row: Matter) -> str | Promise | None:
    if row.is_duty:
        return None
    return _(
        "Only judgments, awards, promises and contracts can be refused; chase the answer of another matter "
        "instead."
    )


def _has_an_opinion(row: Matter) -> str | Promise | None:
    return None if row.satisfaction else _("Sender's opinion: say what the sender thinks of the answer.")


MATTER: Workflow[Matter] = Workflow(
    Matter,
    Transition(
        "assign",
        frozenset({S.RECEIVED, S.ASSIGNED}),
        S.ASSIGNED,
        P.MATTER_KEEP,
        _("Assign"),
        guard=_has_a_body,
        topic="supervision.matter.assigned",
    ),
    Transition(
        "answer",
        frozenset(WITH_THE_BODY),
        S.ANSWERED,
        OWN,
        pgettext_lazy("matter", "Hand in the answer"),
        topic="supervision.matter.answered",
    ),
    Transition(
        "accept",
        frozenset({S.ANSWERED}),
        S.ACCEPTED,
        P.MATTER_KEEP,
        _("Accept the answer"),
        guard=_has_an_opinion,
        four_eyes=True,
        topic="supervision.matter.accepted",
    ),
    Transition(
        "reopen",
        frozenset({S.ANSWERED, S.ACCEPTED}),
        S.REOPENED,
        P.MATTER_KEEP,
        pgettext_lazy("matter", "Open it again"),
        needs_reason=True,
        topic="supervision.matter.reopened",
    ),
    Transition(
        "refuse",
        frozenset({S.ASSIGNED, S.REOPENED, S.ANSWERED}),
        S.REFUSED,
        P.MATTER_KEEP,
        _("Note a refusal to act"),
        guard=_is_a_duty,
        needs_reason=True,
        topic=REFUSED,
    ),
    Transition(
        "drop",
        frozenset(set(OPEN_STATES) - {S.REFUSED, S.ANSWERED}),
        S.DROPPED,
        P.MATTER_KEEP,
        pgettext_lazy("matter", "Drop or pass on"),
        needs_reason=True,
    ),
    title=_("Tracked matter"),
    maker_fields=("answered_by",),
    payload=payload,
    key=lambda row: f"supervision.matter:{row.guid}",
    related=("subject",),
)
