"""Evaluating the rules of risk warnings, for everybody or for some, and dismissing a warning."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, deadlines, outbox, ruletables
from core.actors import Actor, SystemActor
from core.clock import today
from core.errors import Refusal
from core.models import Rule
from core.ruletables import in_force
from credit.models import RiskWarning, Subject
from credit.warnings import sources
from credit.warnings.choices import WarningState
from credit.warnings.sources import Found, Scope
from credit.warnings.workflow import HANDLE, WARNING

TABLE = "credit.warning"
BY = SystemActor("risk warnings")
AT_ONCE = 500
logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Looked:
    """What an evaluation did."""

    opened: int = 0
    lapsed: int = 0
    broken: int = 0


def look_for_risks(*, on: date | None = None, subject_ids: Collection[int] | None = None) -> Looked:
    """Evaluate every rule in force; may run twice, and at the same time as another evaluation.

    Args:
        on: the day for which the rules are asked; today in China if not given.
        subject_ids: only these subjects; None for everybody.

    Returns:
        How many warnings were opened (or opened again) and lapsed, and how many rules cannot be read.
    """
    day, told = on or today(), Looked()
    rules = rules_in_force(day)
    for rule in rules:
        scope = Scope(rule.place, _longer_places(rule, rules), subject_ids)
        try:
            _evaluate(rule, scope, day, told)
        except (KeyError, IndexError, ValueError, ArithmeticError) as error:
            told.broken += 1
            logger.error("the warning rule %s cannot be read: %s", rule.code, type(error).__name__)
    return told


def rules_in_force(on: date) -> list[Rule]:
    """Return every rule of the table that holds somewhere on a day; local rows win over shipped ones."""
    held: dict[tuple[str, str], Rule] = {}
    for row in ruletables.book(TABLE).rows:
        if in_force(row, on):
            known = held.get((row.code, row.place))
            if known is None or _newer(row, known):
                held[row.code, row.place] = row
    return [held[key] for key in sorted(held)]


def dismiss(warning: RiskWarning, *, reason: str, by: Actor) -> RiskWarning:
    """Dismiss a warning, with the reason in words; it is not opened again for the same period.

    Raises:
        Refusal: no reason is given, the right is missing, or the warning is not open.
    """
    if not reason.strip():
        raise Refusal(_("Say in words why the warning is dismissed."), field="reason")
    with transaction.atomic():
        row = WARNING.apply(
            warning,
            "dismiss",
            by=by,
            reason=reason,
            closed_on=today(),
            closed_by_label=by.label[:100],
            dismissed_reason=reason.strip()[:255],
        )
        deadlines.close(HANDLE, RiskWarning, [row.pk])
    return row


def _newer(row: Rule, known: Rule) -> bool:
    mine, theirs = row.origin == Rule.Origin.LOCAL, known.origin == Rule.Origin.LOCAL
    return (mine, row.valid_from) > (theirs, known.valid_from)


def _longer_places(rule: Rule, rules: Iterable[Rule]) -> list[str]:
    return [
        row.place
        for row in rules
        if row.code == rule.code and row.place != rule.place and row.place.startswith(rule.place)
    ]


def _evaluate(rule: Rule, scope: Scope, on: date, told: Looked) -> None:
    """Bring the warnings of one rule in line with what its source finds, in one transaction."""
    ask = sources.find(rule.value["source"])
    if ask is None:
        return
    with transaction.atomic():
        Rule.objects.select_for_update().get(pk=rule.pk)  # one evaluation of a rule at a time
        found = {(row.subject_id, row.period): row for row in ask(rule.value, scope, on)}
        rows = RiskWarning.objects.filter(scope.of("subject"), rule=rule.code)
        known = {
            (subject, period): (pk, state)
            for pk, subject, period, state in rows.values_list("pk", "subject_id", "period", "state")
        }
        fresh = [row for key, row in found.items() if key not in known]
        again = [pk for key, (pk, state) in known.items() if key in found and state == WarningState.LAPSED]
        gone = [pk for key, (pk, state) in known.items() if key not in found and state == WarningState.OPEN]
        told.opened += _open(rule, fresh, on) + _reopen(rule, again, on)
        told.lapsed += _lapse(gone, on)


def _open(rule: Rule, found: Sequence[Found], on: date) -> int:
    subjects = Subject.objects.in_bulk([row.subject_id for row in found])
    rows = RiskWarning.objects.bulk_create(
        [_warning(rule, row, subjects[row.subject_id], on) for row in found], batch_size=AT_ONCE
    )
    audit.record_many(audit.event(row, "riskwarning.open", by=BY) for row in rows)
    outbox.publish_many(
        "credit.warning.opened",
        [
            (
                f"credit.subject:{row.subject_id}",
                {"subject": row.subject_id, "rule": row.rule, "state": row.state},
            )
            for row in rows
        ],
    )
    _start_clocks(rule, rows, on)
    return len(rows)


def _warning(rule: Rule, found: Found, subject: Subject, on: date) -> RiskWarning:
    value: dict[str, Any] = rule.value
    english = {**found.words, **found.words_en}
    return RiskWarning(
        rule=rule.code,
        subject=subject,
        period=found.period,
        division_code=subject.division_code,
        title=rule.title,
        title_en=value.get("title_en", ""),
        reason=value["text"].format(**found.words)[:500],
        reason_en=value.get("text_en", "").format(**english)[:500],
        to_body=bool(value.get("to_body", False)),
        event_on=found.event_on,
        opened_on=on,
    )


def _reopen(rule: Rule, pks: Sequence[int], on: date) -> int:
    result = WARNING.apply_many(
        pks, "reopen", by=BY, fields=lambda _row: {"opened_on": on, "closed_on": None, "closed_by_label": ""}
    )
    _start_clocks(rule, result.done, on)
    return len(result.done)


def _lapse(pks: Sequence[int], on: date) -> int:
    result = WARNING.apply_many(
        pks, "lapse", by=BY, fields=lambda _row: {"closed_on": on, "closed_by_label": BY.label}
    )
    deadlines.close(HANDLE, RiskWarning, [row.pk for row in result.done])
    return len(result.done)


def _start_clocks(rule: Rule, rows: Iterable[RiskWarning], on: date) -> None:
    days = rule.value.get("handle_days")
    if days is None:
        return
    deadlines.open_many(
        deadlines.build(
            HANDLE,
            row,
            start=on,
            working_days=int(days),
            title=f"{rule.title}：{row.subject.in_tasks}",
            basis=f"{rule.document} {rule.article}".strip(),
        )
        for row in rows
    )
