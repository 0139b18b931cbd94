"""Which rules govern the repair of a record: told by the app that made the record.

`credit` does not know penalties. The app that does registers a function for its source prefix; a record that
nobody answers for falls under the local default for other dishonesty records.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core import ruletables
from core.models import Rule
from credit.models import ConductRecord
from credit.rules.cycles import add_months

SETTINGS = "credit.repair_setting"
REGIMES = "publicity.regime"
OWN_RECORD = "own_record_min_months"


@dataclass(frozen=True, slots=True)
class Governing:
    """What governs the repair of one record.

    Args:
        regime: code of the publicity regime, "" for none.
        class_name: 轻微, 一般, 严重, or "" where the regime has no classes.
        earliest_on: first day on which repair may be applied for.
        latest_on: last day of display, None for no end.
        decided_on: day of the document, from which the period counts.
        fine_wan: fine in 10,000 yuan, None for none.
        document: the document that fixes the period, with its article.
        certain: whether it was read in the source, or is a local default.
    """

    regime: str
    class_name: str
    earliest_on: date
    latest_on: date | None
    decided_on: date
    fine_wan: Decimal | None
    document: str
    certain: bool


Answer = Callable[[Sequence[ConductRecord], date], Mapping[int, Governing]]
_answers: dict[str, Answer] = {}


def answers(prefix: str) -> Callable[[Answer], Answer]:
    """Register who answers for records whose source starts with "<prefix>:"."""

    def keep(answer: Answer) -> Answer:
        _answers[prefix] = answer
        return answer

    return keep


def regime_title(code: str) -> str:
    """Return what a publicity regime is called; its code where the rule table no longer has it."""
    title = Rule.objects.filter(table=REGIMES, code=code).values_list("title", flat=True).first()
    return title or code


def governing(records: Sequence[ConductRecord], *, on: date) -> dict[int, Governing]:
    """Return what governs the repair of each record on a day, by primary key."""
    groups: dict[str, list[ConductRecord]] = defaultdict(list)
    for record in records:
        groups[record.source.partition(":")[0]].append(record)
    found: dict[int, Governing] = {}
    for prefix, rows in groups.items():
        if prefix in _answers:
            found.update(_answers[prefix](rows, on))
    others = [record for record in records if record.pk not in found]
    return {**found, **_by_default(others, on)}


def _by_default(records: Sequence[ConductRecord], on: date) -> dict[int, Governing]:
    if not records:
        return {}
    book = ruletables.book(SETTINGS)
    found = {}
    for record in records:
        months = int(book.value(OWN_RECORD, on=on, place=record.division_code))
        row = book.find(OWN_RECORD, on=on, place=record.division_code)
        found[record.pk] = Governing(
            regime="",
            class_name="",
            earliest_on=add_months(record.happened_on, months),
            latest_on=None,
            decided_on=record.happened_on,
            fine_wan=None,
            document=f"{row.document} {row.article}".strip() if row else "",
            certain=row is not None and row.certainty == Rule.Certainty.VERIFIED,
        )
    return found
