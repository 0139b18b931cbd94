"""What officers do: check, return with reasons, cross off (one or many), answer requests, drop."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import evidence
from core.actors import Actor, ByDecision
from core.clock import today
from core.errors import Refusal
from core.language import in_kept_words
from core.masking import redact
from core.workflow import BulkResult
from supervision.choices import UNDER_WAY, ExtensionState, RectificationState
from supervision.models import Rectification, RectificationExtension
from supervision.rectification import clocks
from supervision.rectification.services.body import about
from supervision.rectification.services.history import note
from supervision.rectification.workflow import EXTENSION, RECTIFICATION

NOT_CHECKED: dict[str, Any] = {
    "check_note": "",
    "checked_by": "",
    "checked_by_label": "",
    "checked_on": None,
    "crossed_off_by": "",
    "crossed_off_by_label": "",
    "crossed_off_on": None,
}
"""What is empty again once a rectification goes back to the body; the steps keep what was."""


@transaction.atomic
def check(row: Rectification, *, note_text: str, by: Actor, files: Iterable[Any] = ()) -> Rectification:
    """Note that the problem was put right, and what was looked at; another officer crosses it off.

    Args:
        note_text: what was looked at, where, and how it stands; at least ten characters.
        files: photographs and papers of the check.

    Raises:
        Refusal: nothing was handed in, no right, no words, a bad file.
    """
    words = redact(note_text.strip())
    moved = RECTIFICATION.apply(
        row,
        "check",
        by=by,
        check_note=words,
        checked_by=by.actor_id,
        checked_by_label=by.label[:100],
        checked_on=today(),
        escalated_on=None,
    )
    if offered := list(files):
        with in_kept_words():
            kind = _("from the check")
        evidence.keep_all(offered, about=about(moved), division_code=moved.division_code, by=by, kind=kind)
    return _noted(moved, "check", words, by)


@transaction.atomic
def send_back(row: Rectification, *, reason: str, by: Actor) -> Rectification:
    """Return a rectification to the body with the reasons, which it reads in the portal.

    Who checks may do so with what was handed in, who decides with what was checked.
    """
    handed_in = Rectification.objects.filter(pk=row.pk, state=RectificationState.HANDED_IN).exists()
    words = redact(reason.strip())[:255]
    step = "return" if handed_in else "return_checked"
    moved = RECTIFICATION.apply(row, step, by=by, reason=reason, returned_reason=words, **NOT_CHECKED)
    return _noted(moved, step, words, by)


@transaction.atomic
def check_again(row: Rectification, *, reason: str, by: Actor) -> Rectification:
    """Have a rectification checked again before it is crossed off."""
    moved = RECTIFICATION.apply(row, "check_again", by=by, reason=reason, **NOT_CHECKED)
    return _noted(moved, "check_again", redact(reason.strip()), by)


@transaction.atomic
def cross_off(row: Rectification, *, by: Actor) -> Rectification:
    """Cross a rectification off (销号) as the second officer.

    Raises:
        Refusal: not checked, no right, or one's own check.
    """
    moved = RECTIFICATION.apply(row, "cross_off", by=by, **_crossed_off(by))
    return _noted(moved, "cross_off", "", by)


def cross_off_many(pks: Iterable[int], *, by: Actor) -> BulkResult[Rectification]:
    """Cross many off; those that are not checked, or that the officer checked, are refused one by one."""

    def then(rows: list[Rectification]) -> None:
        note(rows, "cross_off", by=by)
        clocks.keep(rows)

    return RECTIFICATION.apply_many(pks, "cross_off", by=by, fields=lambda _row: _crossed_off(by), then=then)


def _crossed_off(by: Actor) -> dict[str, Any]:
    return {
        "crossed_off_by": by.actor_id,
        "crossed_off_by_label": by.label[:100],
        "crossed_off_on": today(),
    }


@transaction.atomic
def drop(row: Rectification, *, reason: str, by: Actor) -> Rectification:
    """Drop a rectification that was entered by mistake; it stays readable."""
    return _ended(row, "drop", reason, by)


@transaction.atomic
def lapse_many(source_keys: Collection[str], *, reason: str, by: Actor) -> int:
    """End the rectifications of withdrawn findings, wherever they stand; what is crossed off stays history.

    Args:
        source_keys: of the findings.
        by: who withdrew them; this is a part of that act, which has asked for its own right.

    Returns:
        How many ended.
    """
    rows = Rectification.objects.filter(source_key__in=source_keys, state__in=UNDER_WAY).order_by("pk")
    return len([_ended(row, "lapse", reason, ByDecision(by)) for row in rows])


def _ended(row: Rectification, step: str, reason: str, by: Actor) -> Rectification:
    moved = RECTIFICATION.apply(row, step, by=by, reason=reason)
    for asked in moved.extensions.filter(state=ExtensionState.ASKED):
        clocks.keep_extension(_answered(asked, "refuse", redact(reason.strip())[:255], by))
    return _noted(moved, step, redact(reason.strip()), by)


@transaction.atomic
def decide_extension(
    asked: RectificationExtension, *, approve: bool, by: Actor, answer: str = ""
) -> RectificationExtension:
    """Answer a request for a longer time; where it is granted, the due day moves.

    Args:
        approve: whether it is granted.
        answer: what the body reads; needed where it is refused.

    Raises:
        Refusal: answered already, one's own request, no right, handed in meanwhile, no reason.
    """
    target = Rectification.objects.select_for_update(of=("self",)).select_related("subject")
    row = target.get(pk=asked.rectification_id)
    words = redact(answer.strip())[:255]
    moved = _answered(asked, "approve" if approve else "refuse", words, by)
    if approve:
        if row.due_on is None or row.state not in clocks.WITH_THE_BODY:
            raise Refusal(_("It was handed in meanwhile; a longer time has no use any more."))
        row.due_on, row.late_on, row.escalated_on = moved.until, None, None
        row.save(update_fields=["due_on", "late_on", "escalated_on"])
        clocks.keep([row])
    clocks.keep_extension(moved)
    step = "extension_approved" if approve else "extension_refused"
    note([row], step, words="：".join(filter(None, (moved.until.isoformat(), words))), by=by)
    return moved


def _answered(asked: RectificationExtension, step: str, words: str, by: Actor) -> RectificationExtension:
    return EXTENSION.apply(
        asked, step, by=by, reason=words, answer=words, decided_on=today(), decided_by_label=by.label[:100]
    )


def _noted(row: Rectification, step: str, words: str, by: Actor) -> Rectification:
    note([row], step, words=words, by=by)
    clocks.keep([row])
    return row
