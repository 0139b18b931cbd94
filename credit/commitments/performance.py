"""How commitments were kept: checked by an officer, a breach confirmed by a second, lapsed by themselves."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.actors import Actor, SystemActor
from core.clock import today
from core.errors import Refusal
from core.language import in_house_language
from core.masking import redact
from credit import services as credit
from credit.commitments import deadlines
from credit.commitments.services import held, keep_files
from credit.commitments.workflow import COMMITMENT
from credit.models import Commitment
from credit.models.commitments import CommitmentState, Performance
from credit.services import NewRecord

BROKEN = gettext_lazy("commitment not kept")
PROOF = gettext_lazy("proof of how it was kept")


def find_kept(
    commitment: Commitment, *, by: Actor, findings: str = "", proof: Iterable[Any] = ()
) -> Commitment:
    """Note that the check found the commitment kept."""
    with transaction.atomic():
        moved = COMMITMENT.apply(
            commitment,
            "keep",
            by=by,
            performance=Performance.FULL,
            findings=redact(findings.strip()),
            revision=held(commitment).revision + 1,
            **_found(by),
        )
        deadlines.stop(moved)
        keep_files(moved, proof, by=by, kind=PROOF)
    return moved


def find_broken(
    commitment: Commitment,
    *,
    by: Actor,
    performance: Performance,
    findings: str,
    proof: Iterable[Any] = (),
) -> Commitment:
    """Note that the check found the commitment broken, in part or as a whole; another officer confirms it.

    Raises:
        Refusal: it is not said what was broken.
    """
    if performance == Performance.FULL:
        raise Refusal(_("“Performance” says it was kept; choose in part, or not."), field="performance")
    if not findings.strip():
        raise Refusal(_("“What the check found” is empty: say what was not kept."), field="findings")
    with transaction.atomic():
        moved = COMMITMENT.apply(
            commitment,
            "doubt",
            by=by,
            performance=performance,
            findings=redact(findings.strip()),
            **_found(by),
        )
        deadlines.stop(moved, (deadlines.CHECK,))
        deadlines.start(deadlines.CONFIRM, moved, on=today())
        keep_files(moved, proof, by=by, kind=PROOF)
    return moved


def _found(by: Actor) -> dict[str, Any]:
    return {"found_on": today(), "found_by": by.actor_id, "found_by_label": by.label[:100]}


def confirm_breach(commitment: Commitment, *, by: Actor) -> Commitment:
    """Confirm a breach as the second officer: it enters the file as a conduct record, and the grade follows.

    吉卫监督发〔2021〕2号 四: how commitments are kept is written into the credit record.

    Raises:
        Refusal: the template names no item, or the officer found the breach, or lacks the right.
    """
    template = commitment.template
    if not template.breach_item:
        raise Refusal(
            _("The template names no catalogue item for a breach; an administrator must enter it first.")
        )
    item = credit.item(
        template.breach_item,
        on=commitment.found_on or today(),
        place=commitment.division_code,
        applies_to=template.applies_to,
    )
    with transaction.atomic():
        moved = COMMITMENT.apply(
            commitment,
            "confirm",
            by=by,
            confirmed_by_label=by.label[:100],
            revision=held(commitment).revision + 1,
        )
        credit.record_conduct([_record(moved, item.code)], by=by)
        deadlines.stop(moved)
    return moved


def _record(row: Commitment, item: str) -> NewRecord:
    day = row.found_on or today()
    return NewRecord(
        subject_id=row.subject_id,
        item_code=item,
        title=f"{in_house_language(BROKEN)}：{row.template}"[:255],
        facts=row.findings,
        happened_on=day,
        final_on=day,
        source=row.source,
        document_no=row.number,
        division_code=row.division_code,
    )


def reject_breach(commitment: Commitment, *, by: Actor, reason: str) -> Commitment:
    """Reject a breach as the second officer: the commitment goes on, its check is due again."""
    with transaction.atomic():
        step = "reject" if held(commitment).published_on else "reject_unpublished"
        moved = COMMITMENT.apply(commitment, step, by=by, reason=reason, performance="")
        deadlines.stop(moved, (deadlines.CONFIRM,))
        deadlines.start(deadlines.CHECK, moved, on=max(today(), moved.due_on or today()))
    return moved


def lapse_due(*, on: date | None = None) -> int:
    """End the commitments whose last day has passed and whose performance nobody checks; returns how many."""
    day = on or today()
    rows = Commitment.objects.filter(
        state__in=(CommitmentState.SIGNED, CommitmentState.PUBLISHED),
        template__checked=False,
        due_on__lt=day,
    )
    result = COMMITMENT.apply_many(
        list(rows.values_list("pk", flat=True)),
        "lapse",
        by=SystemActor("lapse_commitments"),
        fields=lambda _row: {"ended_on": day, "hidden_on": day},
    )
    return len(result.done)
