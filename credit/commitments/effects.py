"""What becomes of a broken commitment when the record of its breach is repaired, withdrawn or annulled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from core import outbox
from core.actors import Actor, ByDecision
from core.masking import redact
from credit.choices import Change
from credit.commitments.workflow import COMMITMENT, ENDED, OPERATIONS, PUBLISHED, message
from credit.effects import EffectDone, register
from credit.models import Commitment, ConductRecord
from credit.models.commitments import CommitmentState

PREFIX = "credit.commitment:"
FALLEN = frozenset({Change.WITHDRAWN, Change.ANNULLED})


@register("commitments")
def end_display(
    change: Change, records: Sequence[ConductRecord], *, on: date, by: Actor, reason: str
) -> Iterable[EffectDone]:
    """End the display of commitments whose breach no longer counts; take the finding back where it fell."""
    keys = [record.source.removeprefix(PREFIX) for record in records if record.source.startswith(PREFIX)]
    rows = list(
        Commitment.objects.select_for_update(of=("self",))
        .filter(pk__in=[key for key in keys if key.isdigit()], state=CommitmentState.BREACHED)
        .select_related("subject", "template", "version")
        .order_by("pk")
    )
    if not rows:
        return []
    if change in FALLEN:
        for row in rows:
            _overturn(row, on, by, reason)
        return [EffectDone("commitments", len(rows), _("findings of a broken commitment taken back"))]
    if change in (Change.REPAIRED, Change.SHIELDED):
        _hide(rows, on, reason)
        return [EffectDone("commitments", len(rows), _("broken commitments no longer shown"))]
    if change in (Change.UNSHIELDED, Change.UNREPAIRED):
        _show_again(rows)
        return [EffectDone("commitments", len(rows), _("broken commitments shown again"))]
    return []


def _overturn(row: Commitment, on: date, by: Actor, reason: str) -> None:
    words = redact(reason)[:255]
    fields = {"ended_on": on, "end_reason": words, "hidden_on": on, "revision": row.revision + 1}
    COMMITMENT.apply(row, "overturn", by=ByDecision(by), reason=reason, **fields)


def _hide(rows: Sequence[Commitment], on: date, reason: str) -> None:
    """End the display only: how it was kept stays in the file."""
    told = []
    for row in rows:
        row.hidden_on, row.revision = on, row.revision + 1
        told.append((f"commitment:{row.guid}", message(row, "S", reason)))
    Commitment.objects.bulk_update(rows, ["hidden_on", "revision"])
    outbox.publish_many(ENDED, told)


def _show_again(rows: Sequence[Commitment]) -> None:
    """Let the display begin again, under the next revision."""
    told = []
    for row in rows:
        row.hidden_on, row.revision = None, row.revision + 1
        told.append((f"commitment:{row.guid}", message(row, OPERATIONS[PUBLISHED])))
    Commitment.objects.bulk_update(rows, ["hidden_on", "revision"])
    outbox.publish_many(PUBLISHED, told)
