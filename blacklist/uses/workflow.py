"""The life of a version of the four lists as a table: drafted, adopted by a second officer, replaced."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.permissions import P
from blacklist.models import FourList
from blacklist.uses.choices import FourState as S
from core.clock import today
from core.workflow import Transition, Workflow

Words = str | Promise


def _fit_to_adopt(version: FourList) -> Words | None:
    if not version.document_no.strip():
        return _("Document number: give the document by which the list is adopted.")
    if version.adopted_on is None or version.adopted_on > today():
        return _("Adopted on: give the day of the document; it cannot lie in the future.")
    if not version.rows.exists():
        return _("The list is empty: draw it anew or enter its lines.")
    return None


FOUR_LIST: Workflow[FourList] = Workflow(
    FourList,
    Transition(
        "adopt",
        frozenset({S.DRAFT}),
        S.ADOPTED,
        P.LISTING_DECIDE,
        _("Adopt and publicise"),
        guard=_fit_to_adopt,
        topic="blacklist.fourlist.adopted",
        four_eyes=True,
    ),
    Transition(
        "replace", frozenset({S.ADOPTED}), S.REPLACED, P.LISTING_DECIDE, _("Replaced by the next version")
    ),
    Transition(
        "withdraw",
        frozenset({S.ADOPTED}),
        S.WITHDRAWN,
        P.LISTING_DECIDE,
        _("Withdraw the list"),
        topic="blacklist.fourlist.withdrawn",
        needs_reason=True,
    ),
    Transition("drop", frozenset({S.DRAFT}), S.DROPPED, P.SCHEME_EDIT, _("Drop the draft")),
    title=_("Version of the four lists"),
    payload=lambda row, step: {
        "list": row.kind,
        "version": row.version,
        "division_code": row.division_code,
        "state": step.target,
        "document_no": row.document_no,
    },
    key=lambda row: f"blacklist.fourlist:{row.division_code}:{row.kind}",
)
