"""The selection rule of a batch repair, as data, and the eligibility of each record with its reason.

The rule selects by place, day and kind of party; class and fine then decide, with the conditions of the rule
table, whether a selected record is eligible, so that each one that is left out is listed with its reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from core import ruletables
from core.clock import today
from core.divisions import prefix
from core.errors import Refusal
from credit.choices import RecordState, SubjectKind
from credit.models import ConductRecord, Repair
from credit.repair.checklist import Checklist, checklists
from credit.repair.choices import OPEN_STATES, Condition
from credit.repair.conditions import Verdict
from credit.repair.governing import SETTINGS

WAIVED = "batch_waives"
CHUNK = 200


@dataclass(frozen=True, slots=True)
class SelectionRule:
    """What a batch takes.

    Args:
        classes: classes of dishonesty that may be repaired together; empty: any.
        decided_before: only documents before this day.
        decided_from: only documents from this day on, None for no limit.
        fine_up_to_wan: highest fine in 10,000 yuan, None for no limit.
        kinds: kinds of subjects, empty for any.
    """

    classes: tuple[str, ...]
    decided_before: date
    decided_from: date | None = None
    fine_up_to_wan: Decimal | None = None
    kinds: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the rule as it is kept on the batch."""
        return {
            "classes": list(self.classes),
            "decided_before": self.decided_before.isoformat(),
            "decided_from": self.decided_from.isoformat() if self.decided_from else None,
            "fine_up_to_wan": None if self.fine_up_to_wan is None else str(self.fine_up_to_wan),
            "kinds": list(self.kinds),
        }


def read_rule(value: Mapping[str, Any]) -> SelectionRule:
    """Read and check a selection rule.

    Raises:
        Refusal: a day that lies ahead or is missing, days in the wrong order, an absurd ceiling.
    """
    before = _day(value, "decided_before")
    since = _day(value, "decided_from")
    if before is None:
        raise Refusal(_("Enter before which day the documents must have been made."), field="decided_before")
    if before > today():
        raise Refusal(_("The day before which documents are taken cannot lie ahead."), field="decided_before")
    if since is not None and since >= before:
        raise Refusal(_("The first day must lie before the last one."), field="decided_from")
    kinds = tuple(value.get("kinds") or ())
    if set(kinds) - set(SubjectKind.values):
        raise Refusal(_("Choose the kinds of subjects from the list."), field="kinds")
    return SelectionRule(tuple(value.get("classes") or ()), before, since, _ceiling(value), kinds)


def _day(value: Mapping[str, Any], name: str) -> date | None:
    given = value.get(name)
    if given in (None, ""):
        return None
    try:
        return given if isinstance(given, date) else date.fromisoformat(str(given))
    except ValueError as error:
        raise Refusal(
            _("“%(day)s” is no day; write it as 2026-04-01.") % {"day": given}, field=name
        ) from error


def _ceiling(value: Mapping[str, Any]) -> Decimal | None:
    given = value.get("fine_up_to_wan")
    if given in (None, ""):
        return None
    try:
        ceiling = Decimal(str(given))
    except InvalidOperation as error:
        raise Refusal(
            _("Enter the highest fine as a number in 10,000 yuan."), field="fine_up_to_wan"
        ) from error
    if not ceiling.is_finite() or ceiling < 0:
        raise Refusal(_("The highest fine cannot be less than zero."), field="fine_up_to_wan")
    return ceiling


@dataclass(frozen=True, slots=True)
class Examined:
    """One selected record: `reason` says why it is not eligible, "" when it is."""

    record: ConductRecord
    found: Checklist
    reason: str


def examine(rule: SelectionRule, *, division: str, on: date) -> Iterator[Examined]:
    """Yield every selected record with its eligibility, in the order of the file."""
    last = 0
    while rows := list(_selected(rule, division).filter(pk__gt=last)[:CHUNK]):
        last = rows[-1].pk
        yield from judge(rule, rows, on=on)


def _selected(rule: SelectionRule, division: str) -> Any:
    rows = ConductRecord.objects.filter(
        division_code__startswith=prefix(division),
        happened_on__lt=rule.decided_before,
        state__in=(RecordState.NORMAL, RecordState.DISPUTED),
    )
    if rule.decided_from:
        rows = rows.filter(happened_on__gte=rule.decided_from)
    if rule.kinds:
        rows = rows.filter(subject__kind__in=rule.kinds)
    return rows.exclude(item__polarity__in=("good", "basic")).select_related("item", "subject").order_by("pk")


def judge(rule: SelectionRule, rows: Sequence[ConductRecord], *, on: date) -> Iterator[Examined]:
    """Judge these records under the rule and the conditions in force, in a fixed number of queries."""
    found = checklists(rows, on=on)
    waived = (
        set(ruletables.book(SETTINGS).value(WAIVED, on=on, place=rows[0].division_code)) if rows else set()
    )
    applied = set(
        Repair.objects.filter(record__in=rows, state__in=OPEN_STATES).values_list("record_id", flat=True)
    )
    for record in rows:
        reason = _why_not(rule, record, found[record.pk], waived)
        if not reason and record.pk in applied:
            reason = _("An application of its own is open for this record.")
        yield Examined(record, found[record.pk], reason)


def _why_not(rule: SelectionRule, record: ConductRecord, found: Checklist, waived: set[str]) -> str:
    governed = found.governing
    if rule.classes and governed.class_name not in rule.classes:
        return _("The class “%(name)s” is not part of this batch.") % {"name": governed.class_name or "–"}
    fine = governed.fine_wan or Decimal(0)
    if rule.fine_up_to_wan is not None and fine > rule.fine_up_to_wan:
        return _("The fine of %(fine)s (10,000 yuan) is above the ceiling of %(most)s.") % {
            "fine": f"{fine.normalize():f}",
            "most": f"{rule.fine_up_to_wan.normalize():f}",
        }
    if record.state == RecordState.DISPUTED:
        return _("The record is disputed; the objection must be decided first.")
    by_batch = {Condition.PERFORMED, Condition.ALLOWED} | waived
    for check in found.checks:
        unmet = check.verdict == Verdict.UNMET
        if unmet and check.code not in by_batch:
            return check.words
        if unmet and check.code == Condition.ALLOWED:
            return check.words
    return ""
