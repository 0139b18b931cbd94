"""The procedure of a demerit entry: notice served, defence heard, confirmed by a second scorer.

Guangdong 2011 (粤卫〔2011〕1号): written notice, statement and defence, small items on the spot; points are
given beside a penalty, never instead of it.
"""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.permissions import P
from core.clock import today
from core.deadlines import DeadlineKind, register
from core.workflow import Transition, Workflow
from credit.models import DemeritEntry
from credit.parties import OWN
from credit.points.choices import DefenceResult
from credit.points.choices import EntryState as S

PAGE = "admin:credit_demeritentry_change"
NOTICE = register(
    DeadlineKind("points_notice", _("Serve the notice of demerit points"), P.POINTS_ENTER, PAGE)
)
DECISION = register(
    DeadlineKind("points_decision", _("Confirm or drop the demerit points"), P.POINTS_CONFIRM, PAGE)
)
Sentence = str | Promise | None


def _notice_is_complete(entry: DemeritEntry) -> Sentence:
    if not entry.notice_no.strip():
        return _("Notice number: the notice needs its number before it is served.")
    if entry.served_on is None:
        return _("Notice served on: enter the day on which the party received the notice.")
    if entry.served_on > today():
        return _("Notice served on: the day lies in the future; enter the day of the receipt.")
    if entry.served_on < entry.happened_on:
        return _("Notice served on: the day lies before the conduct itself; check both days.")
    return None


def _is_in_time(entry: DemeritEntry) -> Sentence:
    if not entry.defence_text.strip():
        return _("Statement and defence: write down what you want to say.")
    if entry.defence_until is None or today() > entry.defence_until:
        return _("Statement and defence were possible until %(day)s; write to the authority instead.") % {
            "day": entry.defence_until or "–"
        }
    return None


def _answer_is_complete(entry: DemeritEntry) -> Sentence:
    if entry.defended_on is None or entry.served_on is None:
        return _("Defence received on: enter the day.")
    if not entry.served_on <= entry.defended_on <= today():
        return _("Defence received on: the day must lie between the service of the notice and today.")
    if not entry.defence_result:
        return _("Result of the defence: choose one.")
    if entry.defence_result == DefenceResult.WAIVED:
        return None
    if not entry.defence_text.strip():
        return _("Statement and defence: write down what the party said, or choose “waived in writing”.")
    if not entry.answer.strip():
        return _("Answer to the defence: say why it was accepted or not.")
    return None


def _window_is_over(entry: DemeritEntry) -> Sentence:
    if sentence := _notice_is_complete(entry):
        return sentence
    if entry.defence_result == DefenceResult.ACCEPTED:
        return _("The defence was accepted: drop the entry instead of confirming it.")
    if entry.defence_result == DefenceResult.PARTLY:
        return _(
            "The defence was accepted in part: drop this entry and score the part that stands as a new one."
        )
    if entry.defence_text and not entry.defence_result:
        return _("The party has stated its defence: note the answer before you confirm.")
    if not entry.defence_result and (entry.defence_until is None or today() <= entry.defence_until):
        return _("The party may state and defend until %(day)s; confirm after that day.") % {
            "day": entry.defence_until or "–"
        }
    return None


def _was_on_the_spot(entry: DemeritEntry) -> Sentence:
    if not entry.on_the_spot:
        return _("Serve the notice first: only what is scored on the spot is confirmed without the window.")
    return _notice_is_complete(entry)


def payload(entry: DemeritEntry, step: Transition) -> dict[str, Any]:
    """Tell what was confirmed or taken back; the facts stay here."""
    return {
        "entry": entry.pk,
        "subject": entry.subject_id,
        "scheme": entry.scheme.code,
        "item": entry.item_code,
        "points": str(entry.points),
        "state": step.target,
    }


ENTRY: Workflow[DemeritEntry] = Workflow(
    DemeritEntry,
    Transition(
        "serve",
        frozenset({S.DRAFT}),
        S.SERVED,
        P.POINTS_ENTER,
        _("Note the service of the notice"),
        guard=_notice_is_complete,
    ),
    Transition(
        "defend",
        frozenset({S.SERVED}),
        S.SERVED,
        OWN,
        _("Hand in statement and defence"),
        guard=_is_in_time,
    ),
    Transition(
        "answer",
        frozenset({S.SERVED}),
        S.ANSWERED,
        P.POINTS_ENTER,
        _("Note the defence and its answer"),
        guard=_answer_is_complete,
    ),
    Transition(
        "confirm",
        frozenset({S.SERVED, S.ANSWERED}),
        S.CONFIRMED,
        P.POINTS_CONFIRM,
        _("Confirm the points"),
        guard=_window_is_over,
        four_eyes=True,
        topic="credit.points.confirmed",
    ),
    Transition(
        "confirm_on_the_spot",
        frozenset({S.DRAFT}),
        S.CONFIRMED,
        P.POINTS_CONFIRM,
        _("Confirm the points given on the spot"),
        guard=_was_on_the_spot,
        four_eyes=True,
        topic="credit.points.confirmed",
    ),
    Transition(
        "discard", frozenset({S.DRAFT}), S.DROPPED, P.POINTS_ENTER, _("Discard the draft"), needs_reason=True
    ),
    Transition(
        "drop",
        frozenset({S.SERVED, S.ANSWERED}),
        S.DROPPED,
        P.POINTS_CONFIRM,
        _("Drop the entry"),
        needs_reason=True,
    ),
    Transition(
        "reverse",
        frozenset({S.CONFIRMED}),
        S.REVERSED,
        P.POINTS_CONFIRM,
        _("Take the points back"),
        needs_reason=True,
        topic="credit.points.reversed",
    ),
    Transition(
        "correct",
        frozenset({S.CONFIRMED}),
        S.CORRECTED,
        P.POINTS_CONFIRM,
        _("Correct by another entry"),
        needs_reason=True,
        topic="credit.points.reversed",
    ),
    title=_("Demerit points"),
    payload=payload,
    key=lambda row: f"credit.subject:{row.subject_id}",
    related=("subject", "scheme"),
)
