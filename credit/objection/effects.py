"""What an objection does to the record: marked while open, withdrawn, replaced or unmarked at its end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from core.actors import Actor
from core.errors import Refusal
from core.masking import redact
from credit import services
from credit.choices import Change, RecordState
from credit.effects import EffectDone
from credit.models import ConductRecord, Objection
from credit.objection import targets
from credit.objection.choices import Remedy
from credit.objection.targets import Target
from credit.services import NewRecord
from credit.services.facts import desk

CORRECTABLE = ("item_code", "title", "facts", "happened_on", "final_on", "count")
"""What of a record can be replaced by a corrected one; party, document and authority make another record."""
DATES = ("happened_on", "final_on")


def mark(target: Target, *, on: date, by: Actor, reason: str) -> list[str]:
    """Mark a target as disputed everywhere; a record that is of no effect anyway stays as it is."""
    if not target.records:
        return targets.apply_without_records(target, Change.DISPUTED, on=on, by=by, reason=reason)
    normal = [record for record in target.records if record.state == RecordState.NORMAL]
    return _changed(normal, Change.DISPUTED, on=on, by=by, reason=reason)


def unmark(target: Target, *, on: date, by: Actor, reason: str) -> list[str]:
    """Take the dispute mark away everywhere."""
    if not target.records:
        return targets.apply_without_records(target, Change.SETTLED, on=on, by=by, reason=reason)
    disputed = [record for record in target.records if record.state == RecordState.DISPUTED]
    return _changed(disputed, Change.SETTLED, on=on, by=by, reason=reason)


def carry_out(objection: Objection, *, on: date, by: Actor) -> list[str]:
    """Do what a decided objection asks for, inside the decision's transaction.

    Returns:
        What was done, in words.

    Raises:
        Refusal: the record was ended meanwhile by something else.
    """
    target = targets.find(objection.about)
    if target is None or not target.stands:
        return [_("The record was ended already; nothing was left to change.")]
    reason = objection.reasoning[:255]
    match objection.remedy:
        case Remedy.WITHDRAW:
            return _withdraw(target, on=on, by=by, reason=reason)
        case Remedy.CORRECT:
            return _correct(target, objection.correction, on=on, by=by, reason=reason)
        case _:
            return unmark(target, on=on, by=by, reason=reason)


def _withdraw(target: Target, *, on: date, by: Actor, reason: str) -> list[str]:
    if not target.records:
        return targets.apply_without_records(target, Change.WITHDRAWN, on=on, by=by, reason=reason)
    return _changed(target.records, Change.WITHDRAWN, on=on, by=by, reason=reason)


def _correct(target: Target, correction: Mapping[str, Any], *, on: date, by: Actor, reason: str) -> list[str]:
    if len(target.records) != 1:
        raise Refusal(
            _("Only a single conduct record can be replaced by a corrected one; withdraw it instead."),
            field="remedy",
        )
    record = target.records[0]
    corrected = replacement_of(record, correction)
    services.supersede(record, corrected, on=on, by=by, reason=reason, ends_dispute=True)
    return [_("The record was replaced by a corrected one.")]


def replacement_of(record: ConductRecord, correction: Mapping[str, Any]) -> NewRecord:
    """Build the corrected record: everything as it was, save what the correction names."""
    values = {
        field.name: getattr(record, field.name) for field in fields(NewRecord) if hasattr(record, field.name)
    }
    for name, value in correction.items():
        values[name] = _day(name, value) if name in DATES and value else value
    return NewRecord(**values)


def _day(name: str, value: Any) -> date:
    try:
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError as error:
        raise Refusal(
            _("“%(day)s” is no day; write it as 2026-04-01.") % {"day": value}, field=name
        ) from error


def check_correction(objection: Objection, correction: Mapping[str, Any]) -> None:
    """Check the corrected content before it is proposed.

    Raises:
        Refusal: no record, an unknown field, nothing differs, or what no file may hold.
    """
    record = objection.record
    if record is None:
        raise Refusal(
            _("There is no conduct record to be corrected; withdraw the entry instead."), field="remedy"
        )
    if unknown := set(correction) - set(CORRECTABLE):
        raise Refusal(
            _("“%(field)s” cannot be corrected by an objection; withdraw the record and enter the right one.")
            % {"field": min(unknown)},
            field="correction",
        )
    fresh = replacement_of(record, correction)
    if all(getattr(fresh, name) == getattr(record, name) for name in correction):
        raise Refusal(
            _("The corrected content is the same as the record's; change what is wrong."), field="title"
        )
    if fresh.happened_on > objection.received_on:
        raise Refusal(_("The corrected date lies after the objection."), field="happened_on")
    for name in ("title", "facts"):
        if name in correction and redact(str(correction[name])) != correction[name]:
            raise Refusal(_("Leave personal numbers out of the corrected content."), field=name)
    _check_facts(fresh, record, correction)


def _check_facts(fresh: NewRecord, record: ConductRecord, correction: Mapping[str, Any]) -> None:
    """Hold what is corrected to the rules of every entry; what the record had before is not judged anew."""
    try:
        desk(record.division_code or record.subject.division_code).check(
            fresh, services.applies_to(record.subject)
        )
    except Refusal as refusal:
        if refusal.field in correction:
            raise


def _changed(
    records: Iterable[ConductRecord], change: Change, *, on: date, by: Actor, reason: str
) -> list[str]:
    rows = list(records)
    if not rows:
        return []
    return in_words(services.change_records(rows, change, on=on, by=by, reason=reason).effects)


def in_words(done: Iterable[EffectDone]) -> list[str]:
    """Return what effects did, as lines for a page."""
    return [str(effect.words) for effect in done if effect.count and effect.words]
