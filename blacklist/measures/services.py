"""Every write about joint measures and incentives. Pages, workbook and tasks call these."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.permissions import P
from blacklist.choices import ListingState
from blacklist.measures import clocks, rules, selectors
from blacklist.measures.choices import STANDING, UNANSWERED, OrderState
from blacklist.measures.partners import must_be_own
from blacklist.measures.workflow import ORDER, ORDERED, key_of, message
from blacklist.models import Department, Listing, Measure, MeasureOrder, MeasureOrderEvent
from core import audit, evidence, outbox
from core.actors import Actor, ByDecision
from core.clock import today
from core.errors import Refusal
from core.masking import redact

LONGEST_REASON = 255


@dataclass(frozen=True, slots=True)
class Choice:
    """One measure asked of one department.

    Args:
        measure: with edition and bases; any other object of the catalogue is checked too.
        department: with its agency.
    """

    measure: Measure
    department: Department


def about(order: MeasureOrder) -> str:
    """Return the name under which an order's proof is kept."""
    return f"blacklist.measureorder:{order.pk}"


@transaction.atomic
def launch(
    listing: Listing, *, by: Actor, choices: Sequence[Choice] | None = None, on: date | None = None
) -> list[MeasureOrder]:
    """Ask departments for measures because of a listing, in one act. What was asked already is left alone.

    Nothing outside the catalogue can be ordered: edition, kind of list, sort of subject and basis are checked
    here, whoever asks (国办发〔2020〕49号).

    Args:
        listing: a listing in force.
        by: who orders.
        choices: what is asked of whom; by default what the scheme suggests, of the nearest department.
        on: the day; today if not given.

    Returns:
        The orders that are new.

    Raises:
        Refusal: not in force, no right, nothing chosen, or a choice that may not follow this listing.
    """
    day = on or today()
    row = _in_force(listing, by, day)
    wanted = suggested(row, day) if choices is None else list(choices)
    if not wanted:
        raise Refusal(
            _("Choose at least one measure and the department that carries it out."), field="choices"
        )
    _check(row, wanted, day)
    asked = selectors.asked_already([row.pk])
    fresh = [
        choice
        for choice in dict.fromkeys(wanted)
        if (row.pk, choice.measure.code, choice.department.pk) not in asked
    ]
    return _order(row, fresh, by=by, on=day)


def suggested(listing: Listing, day: date) -> list[Choice]:
    """Return what the scheme suggests, each of the nearest department that can carry it out."""
    return [
        Choice(row.measure, row.departments[0])
        for row in selectors.suggestions(listing, day)
        if row.suggested and row.departments
    ]


@dataclass(frozen=True, slots=True)
class Launched:
    """What became of a launch for many listings: orders made, and listings refused with the sentence."""

    orders: list[MeasureOrder]
    refused: list[tuple[Listing, str]]


def launch_many(listings: Iterable[Listing], *, by: Actor, on: date | None = None) -> Launched:
    """Order what the schemes suggest for several listings; one that is refused does not stop the others."""
    done = Launched([], [])
    for listing in listings:
        try:
            done.orders.extend(launch(listing, by=by, on=on))
        except Refusal as refusal:
            done.refused.append((listing, str(refusal)))
    return done


def _in_force(listing: Listing, by: Actor, day: date) -> Listing:
    # The listing is the lock: a launch that comes twice finds the first one's orders, and none is left
    # behind by the listing's end.
    rows = Listing.objects.select_for_update(of=("self",)).select_related("scheme", "subject")
    row = rows.get(pk=listing.pk)
    if not by.may(P.MEASURE_HANDLE, row.division_code):
        raise Refusal(_("You do not hold the right to order joint measures in this division."))
    if row.state != ListingState.LISTED:
        raise Refusal(
            _("Measures follow a listing in force; this one is “%(state)s”.")
            % {"state": row.get_state_display()}
        )
    if row.listed_on is None or not row.listed_on <= day <= today():
        raise Refusal(_("Measures are ordered from the day on which the listing began, and not ahead."))
    return row


def _check(listing: Listing, wanted: Sequence[Choice], day: date) -> None:
    whom = rules.whom_of(listing, selectors.levels_for(listing, day))
    for choice in wanted:
        if why_not := rules.why_not(choice.measure, whom, day):
            raise Refusal(why_not, field="choices")
        department = choice.department
        named = {"measure": choice.measure.title_shown, "department": department}
        if not department.active or department.kind != choice.measure.department_kind:
            raise Refusal(
                _("“%(department)s” does not carry out “%(measure)s”; choose the department of that field.")
                % named,
                field="choices",
            )
        if not selectors.covers(department, listing.division_code):
            raise Refusal(
                _("“%(department)s” is not responsible for the place of this listing; choose another.")
                % named,
                field="choices",
            )


def _order(listing: Listing, wanted: Sequence[Choice], *, by: Actor, on: date) -> list[MeasureOrder]:
    if not wanted:
        return []
    known, levels = clocks.clocks(on), selectors.levels_for(listing, on)
    period = clocks.period("answer", listing.division_code, on, known)
    rows = []
    for choice in wanted:
        measure = choice.measure
        bases = rules.founding(measure, levels, on)
        rows.append(
            MeasureOrder(
                listing=listing,
                measure=measure,
                department=choice.department,
                division_code=listing.division_code,
                measure_code=measure.code,
                kind=measure.kind,
                title=measure.title,
                title_en=measure.title_en,
                basis="；".join(str(basis) for basis in bases)[:300],
                confirmed=measure.confirmed and any(basis.confirmed for basis in bases),
                ordered_on=on,
                answer_due_on=period.due_on,
                made_by=by.actor_id,
                made_by_label=by.label[:100],
                **period.fields(),
            )
        )
    made = MeasureOrder.objects.bulk_create(rows)
    note_all(made, "order", on=on, by=by)
    audit.record_many(audit.event(row, "measureorder.order", by=by) for row in made)
    outbox.publish_many(ORDERED, [(key_of(row), message(row, OrderState.ORDERED)) for row in made])
    clocks.keep([listing.pk])
    return made


# --- the department's steps ---------------------------------------------------------------------------


@transaction.atomic
def receive(order: MeasureOrder, *, by: Actor, on: date | None = None) -> MeasureOrder:
    """Confirm that the order arrived; the answer stays due."""
    hold([order.listing_id])
    must_be_own(order, by)
    return _moved(ORDER.apply(order, "receive", by=by, received_on=on or today()), "receive", by=by)


@transaction.atomic
def accept(order: MeasureOrder, *, by: Actor, words: str = "", on: date | None = None) -> MeasureOrder:
    """Answer that the measure is being carried out; the period for the execution starts.

    Raises:
        Refusal: another department's order, or not awaiting an answer.
    """
    hold([order.listing_id])
    must_be_own(order, by)
    day = on or today()
    period = clocks.period("execute", order.division_code, day)
    fields = {**_answered(order, day, by), **period.fields()}
    moved = ORDER.apply(order, "accept", by=by, **fields)
    return _moved(moved, "accept", by=by, words=words, on=day)


@transaction.atomic
def execute(
    order: MeasureOrder,
    *,
    result: str,
    executed_on: date,
    by: Actor,
    files: Iterable[Any] = (),
    on: date | None = None,
) -> MeasureOrder:
    """Report a measure as carried out, with the result in words and the proof, where there is one.

    Args:
        result: what was done.
        executed_on: the day it was done.
        files: proof, uploads.
        on: the day of the answer; today if not given.

    Raises:
        Refusal: another department's order, no words, a day before the order or ahead, a refused file.
    """
    hold([order.listing_id])
    must_be_own(order, by)
    day, words = on or today(), redact(result.strip())
    fields = {**_answered(order, day, by), "due_on": None, "executed_on": executed_on, "result": words}
    moved = ORDER.apply(order, "execute", by=by, **fields)
    keep_proof(moved, files, by=by)
    return _moved(moved, "execute", by=by, words=words, on=day)


@transaction.atomic
def cannot(
    order: MeasureOrder, *, reason: str, by: Actor, files: Iterable[Any] = (), on: date | None = None
) -> MeasureOrder:
    """Say why the measure cannot be carried out; whoever ordered it may ask once more."""
    hold([order.listing_id])
    must_be_own(order, by)
    day, words = on or today(), redact(reason.strip())
    fields = {**_answered(order, day, by), "due_on": None, "cannot_reason": words}
    moved = ORDER.apply(order, "cannot", by=by, **fields)
    keep_proof(moved, files, by=by)
    return _moved(moved, "cannot", by=by, words=words, on=day)


@transaction.atomic
def confirm_lifted(
    order: MeasureOrder,
    *,
    by: Actor,
    lifted_on: date | None = None,
    words: str = "",
    files: Iterable[Any] = (),
) -> MeasureOrder:
    """Confirm that an ended measure is lifted."""
    hold([order.listing_id])
    must_be_own(order, by)
    day, told = lifted_on or today(), redact(words.strip())
    moved = ORDER.apply(order, "confirm_lifted", by=by, lifted_on=day, lift_words=told, due_on=None)
    keep_proof(moved, files, by=by)
    return _moved(moved, "confirm_lifted", by=by, words=told, on=today())


def hold(listing_ids: Iterable[int]) -> None:
    """Lock these listings before their orders: the tasks about a listing are reckoned from all of them.

    The end of a listing takes its locks in the same order.
    """
    rows = Listing.objects.select_for_update(no_key=True).filter(pk__in=set(listing_ids))
    list(rows.order_by("pk").values_list("pk"))


def keep_proof(order: MeasureOrder, files: Iterable[Any], *, by: Actor) -> None:
    """Keep what proves the execution; the department may read it again.

    Raises:
        Refusal: a file is refused.
    """
    if offered := list(files):
        evidence.keep_all(
            offered,
            about=about(order),
            division_code=order.division_code,
            by=by,
            kind=_("proof of execution"),
            party=f"accounts.agency:{order.department.agency_id}",
        )


def _answered(order: MeasureOrder, day: date, by: Actor) -> dict[str, Any]:
    """Return the fields of the first answer; what was answered before keeps its day."""
    current = MeasureOrder.objects.select_for_update().get(pk=order.pk)
    first = current.answered_on if current.state not in UNANSWERED else None
    return {"answered_on": first or day, "answered_by_label": by.label[:100]}


# --- the authority's steps ----------------------------------------------------------------------------


@transaction.atomic
def insist(order: MeasureOrder, *, reason: str, by: Actor, on: date | None = None) -> MeasureOrder:
    """Ask once more for a measure that cannot be carried out; a new period for the answer starts."""
    hold([order.listing_id])
    day = on or today()
    period = clocks.period("answer", order.division_code, day)
    fields = {
        **period.fields(),
        "answer_due_on": period.due_on,
        "received_on": None,
        "answered_on": None,
        "cannot_reason": "",
    }
    moved = ORDER.apply(order, "insist", by=by, reason=reason, **fields)
    return _moved(moved, "insist", by=by, words=reason, on=day)


@transaction.atomic
def end(order: MeasureOrder, *, reason: str, by: Actor, on: date | None = None) -> MeasureOrder:
    """End one measure although the listing stays; the department lifts it."""
    hold([order.listing_id])
    day = on or today()
    period = clocks.period("lift", order.division_code, day)
    fields = {**period.fields(), "ended_on": day, "end_reason": reason.strip()[:LONGEST_REASON]}
    moved = ORDER.apply(order, "end", by=by, reason=reason, **fields)
    return _moved(moved, "end", by=by, words=reason, on=day)


def end_with(listing_ids: Sequence[int], *, reason: str, on: date, by: Actor) -> int:
    """End every standing measure of listings that have ended, inside the caller's transaction.

    Each department is asked to lift it and to confirm that. What cannot be carried out, or has ended before,
    is left as it is.

    Returns:
        How many ended.

    Raises:
        Refusal: one of them could not be ended; the caller's act fails as a whole.
    """
    standing = MeasureOrder.objects.filter(listing_id__in=listing_ids, state__in=STANDING)
    pks = list(standing.order_by("pk").values_list("pk", flat=True))
    known, why = clocks.clocks(on), reason.strip()[:LONGEST_REASON] or _("The listing ended.")

    def fields(row: MeasureOrder) -> dict[str, Any]:
        period = clocks.period("lift", row.division_code, on, known)
        return {**period.fields(), "ended_on": on, "end_reason": why}

    done = ORDER.apply_many(
        pks,
        "end",
        by=ByDecision(by),
        reason=why,
        fields=fields,
        then=lambda rows: note_all(rows, "end", on=on, by=by, words=why),
    )
    if done.refused:
        raise Refusal(done.refused[0][1])
    clocks.keep(listing_ids)
    return len(done.done)


# --- what every step does -----------------------------------------------------------------------------


def _moved(
    order: MeasureOrder, step: str, *, by: Actor, words: str = "", on: date | None = None
) -> MeasureOrder:
    note_all([order], step, on=on or today(), by=by, words=words)
    clocks.keep([order.listing_id])
    return order


def note_all(orders: Iterable[MeasureOrder], step: str, *, on: date, by: Actor, words: str = "") -> None:
    """Write one line of each order's own time line."""
    told = redact(words.strip())[:500]
    who = "" if by.actor_id.startswith("worker:") else by.label[:100]
    MeasureOrderEvent.objects.bulk_create(
        MeasureOrderEvent(order=order, step=step, on=on, words=told, by_label=who) for order in orders
    )
