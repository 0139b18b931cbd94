"""Publication, on the day, by the worker or by hand; its end by itself; withdrawal when a decision falls."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.actors import Actor, SystemActor
from core.clock import today
from core.identifiers import birth_date
from core.workflow import BulkResult
from credit.services import RESIDENT_ID, annul_records, hold_files
from disclosure.choices import DecisionState, PublicState, WithheldReason
from disclosure.models import Penalty, Permit, PublicEntry
from disclosure.public_form import CONTENT, public_entry
from disclosure.rules.policy import load_policy
from disclosure.rules.publicity import Case, Policy, Publicity, add_months, publicity
from disclosure.services import clocks
from disclosure.services.conduct import source_of
from disclosure.workflow import PENALTY, workflow_of

WORKER = SystemActor("publish_due")
Decisions = type[Penalty] | type[Permit]
BATCH = 500
_rebuilders: list[Callable[[], int]] = []


@dataclass(slots=True)
class Published:
    """What a publication run did; rows with their sentence where an officer asked for them by name."""

    published: int = 0
    withheld: int = 0
    refused: int = 0
    refusals: list[tuple[Penalty | Permit, str]] = field(default_factory=list)
    kept_back: list[Penalty | Permit] = field(default_factory=list)


def case_of(penalty: Penalty, policy: Policy) -> Case:
    """Describe a penalty to the publicity rules."""
    party = "organisation"
    if penalty.is_person:
        party = "minor" if is_minor(penalty, policy) else "person"
    return Case(
        party=party,
        procedure=penalty.procedure,
        kinds=tuple(penalty.kinds),
        fine_wan=penalty.fine,
        field_of_law=penalty.field_of_law,
        decided_on=penalty.decided_on,
        annulled=penalty.annulled_on is not None,
        repaired_on=penalty.repaired_on,
    )


def is_minor(penalty: Penalty, policy: Policy) -> bool:
    """Tell whether the party was under age on the day of the decision: marked so, or by the id number."""
    if penalty.is_minor:
        return True
    number = penalty.subject.id_number
    if number is None or penalty.id_type not in ("", RESIDENT_ID):
        return False
    born = birth_date(number.reveal())
    return born is not None and add_months(born, 12 * int(policy.settings["adult_age"])) > penalty.decided_on


def answer_for(decision: Penalty | Permit, *, on: date, policy: Policy) -> Publicity:
    """Tell whether a decision is shown on a day. Permits are public without end, save those of persons."""
    if isinstance(decision, Penalty):
        answer = publicity(case_of(decision, policy), as_of=on, policy=policy)
        if answer.published and decision.shielded_since is not None:
            return replace(answer, published=False, reason=WithheldReason.SHIELDED)
        return answer
    if decision.is_person and not policy.settings["publish_natural_persons"]:
        return Publicity("", None, False, None, None, WithheldReason.NATURAL_PERSON)
    return Publicity("", None, True, None, None)


def publish_due(*, on: date | None = None, limit: int = 5000) -> Published:
    """Publish, or withhold with the reason, every reviewed decision (the worker's task; can run twice)."""
    total = Published()
    for model in (Penalty, Permit):
        pks = list(
            model._base_manager.filter(state=DecisionState.APPROVED)
            .order_by("due_on", "pk")
            .values_list("pk", flat=True)[:limit]
        )
        for start in range(0, len(pks), BATCH):
            done = publish_many(model, pks[start : start + BATCH], by=WORKER, on=on)
            total.published += done.published
            total.withheld += done.withheld
            total.refused += done.refused
    return total


def publish_many(model: Decisions, pks: Sequence[int], *, by: Actor, on: date | None = None) -> Published:
    """Publish these reviewed decisions, or withhold those that the rules keep from the public."""
    day = on or today()
    answers: dict[int, Publicity] = {}
    policies: dict[str, Policy] = {}
    for decision in model._base_manager.filter(pk__in=pks).select_related("subject"):
        place = decision.division_code
        if place not in policies:
            policies[place] = load_policy(on=day, place=place)
        answers[decision.pk] = answer_for(decision, on=day, policy=policies[place])
    shown = [pk for pk, answer in answers.items() if answer.published]
    hidden = [pk for pk, answer in answers.items() if not answer.published]
    published = _publish(model, shown, answers, by=by, day=day)
    withheld = _withhold(model, hidden, answers, by=by)
    refusals = [*published.refused, *withheld.refused]
    return Published(len(published.done), len(withheld.done), len(refusals), refusals, withheld.done)


def _answer_fields(model: Decisions, answer: Publicity) -> dict[str, Any]:
    if model is Permit:
        return {}
    return {
        "regime": answer.regime,
        "publicity_class": answer.class_name or "",
        "earliest_repair_on": answer.earliest_repair,
    }


def _publish(
    model: Decisions, pks: Iterable[int], answers: dict[int, Publicity], *, by: Actor, day: date
) -> BulkResult[Any]:
    at = timezone.now()

    def fields(row: Penalty | Permit) -> dict[str, Any]:
        answer = answers[row.pk]
        return {
            "published_at": at,
            "shown_until": answer.latest_end,
            "withheld_reason": "",
            **_answer_fields(model, answer),
        }

    def then(rows: list[Any]) -> None:
        store_entries([public_entry(row, published_on=day) for row in rows])
        clocks.stop(rows)

    return workflow_of(model()).apply_many(pks, "publish", by=by, fields=fields, then=then)


def _withhold(
    model: Decisions, pks: Iterable[int], answers: dict[int, Publicity], *, by: Actor
) -> BulkResult[Any]:
    def fields(row: Penalty | Permit) -> dict[str, Any]:
        return {"withheld_reason": answers[row.pk].reason, **_answer_fields(model, answers[row.pk])}

    return workflow_of(model()).apply_many(pks, "withhold", by=by, fields=fields, then=clocks.stop)


def store_entries(entries: Sequence[PublicEntry]) -> None:
    """Write public entries; one that exists for the record gets the new content."""
    PublicEntry.objects.bulk_create(
        entries,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["record_guid"],
        update_fields=[*CONTENT, "state"],
    )


def end_display(*, on: date | None = None) -> int:
    """End the display of entries whose last day has passed (still shown on that day, gone the day after)."""
    day = on or today()
    ended = 0
    for model in (Penalty, Permit):
        pks = list(
            model._base_manager.filter(state=DecisionState.PUBLISHED, shown_until__lt=day).values_list(
                "pk", flat=True
            )
        )
        result = workflow_of(model()).apply_many(pks, "end", by=SystemActor("end_display"), then=_end_entries)
        ended += len(result.done)
    return ended


def _end_entries(rows: list[Any]) -> None:
    PublicEntry.objects.filter(record_guid__in=[row.guid for row in rows]).update(state=PublicState.ENDED)


def reassess(*, on: date | None = None) -> int:
    """Apply the rules of the day to what is shown: a new regime or setting may end or shorten a display.

    Returns:
        How many penalties' display ended or moved.
    """
    day = on or today()
    policies: dict[str, Policy] = {}
    gone: list[int] = []
    moved: list[Penalty] = []
    shown = Penalty._base_manager.filter(state=DecisionState.PUBLISHED).select_related("subject")
    for penalty in shown.iterator(chunk_size=2000):
        place = penalty.division_code
        if place not in policies:
            policies[place] = load_policy(on=day, place=place)
        answer = answer_for(penalty, on=day, policy=policies[place])
        if not answer.published:
            gone.append(penalty.pk)
        elif answer.latest_end != penalty.shown_until:
            penalty.shown_until = answer.latest_end
            moved.append(_with_answer(penalty, answer))
    PENALTY.apply_many(gone, "end", by=SystemActor("reassess"), then=_end_entries)
    for start in range(0, len(moved), BATCH):
        _move_ends(moved[start : start + BATCH])
    return len(gone) + len(moved)


def _with_answer(penalty: Penalty, answer: Publicity) -> Penalty:
    for name, value in _answer_fields(Penalty, answer).items():
        setattr(penalty, name, value)
    return penalty


def _move_ends(rows: list[Penalty]) -> None:
    """Store new ends of display on the records and their public entries, in one transaction."""
    fields = ["shown_until", "regime", "publicity_class", "earliest_repair_on"]
    with transaction.atomic():
        Penalty._base_manager.bulk_update(rows, fields)
        entries = {
            entry.record_guid: entry
            for entry in PublicEntry.objects.filter(record_guid__in=[row.guid for row in rows])
        }
        store_entries([public_entry(row, published_on=entries[row.guid].published_on) for row in rows])


def annul(decision: Penalty | Permit, *, by: Actor, reason: str, on: date | None = None) -> Penalty | Permit:
    """Annul a decision: its entry is withdrawn with the reason, its records stop counting, platforms hear.

    行政处罚法 art. 48 with art. 85: withdraw within 3 working days and say publicly why.

    Raises:
        Refusal: wrong state, no right, or no reason.
    """
    day = on or today()
    seen = decision.state in (DecisionState.PUBLISHED, DecisionState.ENDED)
    with transaction.atomic():
        hold_files([decision.subject_id])
        moved: Penalty | Permit = workflow_of(decision).apply(
            decision,
            "annul" if seen else "annul_unpublished",
            by=by,
            reason=reason,
            annulled_on=day,
            annulled_reason=reason.strip()[:255],
        )
        PublicEntry.objects.filter(record_guid=moved.guid).update(
            state=PublicState.WITHDRAWN, withdrawn_on=day, withdrawn_reason=moved.annulled_reason
        )
        annul_records(source_of(moved), on=day, by=by, reason=reason)
        clocks.stop([moved])
    return moved


def rebuilds(more: Callable[[], int]) -> Callable[[], int]:
    """Let another source of public entries take part in `rebuild_public`; it returns how many changed."""
    if more not in _rebuilders:
        _rebuilders.append(more)
    return more


def rebuild_public() -> int:
    """Derive every shown entry again from its record; returns how many changed (none, when all is well)."""
    changed = sum(more() for more in _rebuilders)
    for model in (Penalty, Permit):
        rows = model._base_manager.filter(state=DecisionState.PUBLISHED).select_related("subject")
        for row in rows.iterator(chunk_size=BATCH):
            entry = PublicEntry.objects.get(record_guid=row.guid)
            fresh = public_entry(row, published_on=entry.published_on)
            stale = [name for name in CONTENT if getattr(entry, name) != getattr(fresh, name)]
            if stale:
                for name in stale:
                    setattr(entry, name, getattr(fresh, name))
                entry.save(update_fields=stale)
                changed += 1
    return changed
