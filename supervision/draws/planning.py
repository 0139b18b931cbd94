"""Every write of a yearly plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.permissions import P
from core import audit, divisions
from core.actors import Actor
from core.clock import today
from core.errors import Refusal
from core.language import in_kept_words
from core.masking import redact
from supervision.choices import Speciality
from supervision.draws import clocks
from supervision.draws.choices import IN_FORCE, PlanState
from supervision.draws.workflow import PLAN
from supervision.models import InspectionItem, Plan, PlanLine


@dataclass(frozen=True, slots=True)
class NewLine:
    """One line of a plan as it is entered.

    Args:
        speciality: a `Speciality`.
        items: inspection items in force; at least one.
        categories: of institutions; at least one.
        ratio: base share in ten-thousandths, 1 to 10000; not read for full coverage.
        rounds: draws a year.
        days: calendar days for the inspections after the draw.
        experts: how many experts go along to each body.
        department: with whom the inspection is joint, "" for nobody.
    """

    speciality: str
    items: Sequence[InspectionItem]
    categories: Sequence[str]
    ratio: int = 0
    full_coverage: bool = False
    rounds: int = 1
    by_weight: bool = False
    experts: int = 0
    days: int = 60
    department: str = ""


def start_plan(
    *, year: int, title: str, authority_name: str, division_code: str, by: Actor, document_no: str = ""
) -> Plan:
    """Begin the plan of a place for a year.

    Raises:
        Refusal: no right there, no title, an unknown division, or there is a plan already.
    """
    if divisions.get(division_code) is None and not division_code:
        raise Refusal(_("Division code: write the six digits of GB/T 2260."), field="division_code")
    if not by.may(P.INSPECTION_PLAN, division_code):
        raise Refusal(
            _("Division code: you do not hold the right to plan inspections there."), field="division_code"
        )
    if not title.strip():
        raise Refusal(_("Title: it is empty; name the plan."), field="title")
    row = Plan(
        year=year,
        title=title.strip()[:200],
        document_no=document_no.strip()[:80],
        authority_name=authority_name.strip()[:200],
        division_code=division_code,
        made_by=by.actor_id,
        made_by_label=by.label[:100],
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            audit.record(row, "plan.start", by=by, changes={"year": (None, year)})
    except IntegrityError as twice:  # one_plan_of_a_place_and_year
        raise Refusal(
            _("Year: there is a plan of this place for this year already; go on with that one."), field="year"
        ) from twice
    return row


def title_of_year(division_code: str, year: int) -> str:
    """Return the first title of the plan of a year: the last plan's, with the year moved."""
    last = Plan.objects.filter(division_code=division_code, state__in=IN_FORCE).order_by("-year").first()
    if last is not None and str(last.year) in last.title:
        return last.title.replace(str(last.year), str(year))
    with in_kept_words():
        return _("Plan of random inspection %(year)s") % {"year": year}


def next_year(division_code: str) -> int:
    """Return the first year, from this one on, for which the place has no plan."""
    plans = Plan.objects.filter(division_code=division_code).exclude(state=PlanState.DROPPED)
    taken = set(plans.values_list("year", flat=True))
    return next(year for year in count(today().year) if year not in taken)


@transaction.atomic
def add_line(plan: Plan, new: NewLine, *, by: Actor) -> PlanLine:
    """Add a line to a draft.

    Raises:
        Refusal: no draft, no right, no item in force (no item, no inspection), no category, no share.
    """
    owner = _draft(plan, by)
    _check(new, owner)
    last = owner.lines.aggregate(last=Max("number"))["last"] or 0
    row = PlanLine.objects.create(plan=owner, number=last + 1, **_fields(new))
    row.items.set(new.items)
    _touch(owner, by)
    told = {"line": (None, row.number), "items": (None, [item.code for item in new.items])}
    audit.record(owner, "plan.add_line", by=by, changes=told)
    return row


@transaction.atomic
def remove_line(line: PlanLine, *, by: Actor) -> None:
    """Take a line out of a draft.

    Raises:
        Refusal: no draft any more, or no right.
    """
    owner = _draft(line.plan, by)
    audit.record(owner, "plan.remove_line", by=by, changes={"line": (str(line), None)})
    line.delete()
    _touch(owner, by)


@transaction.atomic
def change_line(line: PlanLine, new: NewLine, *, by: Actor) -> PlanLine:
    """Write a line of a draft anew; its number stays.

    Raises:
        Refusal: no draft any more, no right, or what is entered does not hold.
    """
    owner = _draft(line.plan, by)
    _check(new, owner)
    row = owner.lines.get(pk=line.pk)
    fields = _fields(new)
    changes = {name: (getattr(row, name), value) for name, value in fields.items()}
    told = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    before = [item.code for item in row.items.all()]
    after = [item.code for item in new.items]
    if sorted(before) != sorted(after):
        told["items"] = (before, after)
    if not told:
        return row
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()
    row.items.set(new.items)
    _touch(owner, by)
    audit.record(owner, "plan.change_line", by=by, changes={"line": (None, row.number), **told})
    return row


@transaction.atomic
def submit(plan: Plan, *, by: Actor) -> Plan:
    """Say that a plan is ready: whoever approves gets it as a task, and it is no longer changed.

    Raises:
        Refusal: no draft, no right, no line, or an item is no longer in force.
    """
    _check_lines(plan)
    day = today()
    moved = PLAN.apply(
        plan,
        "submit",
        by=by,
        submitted_on=day,
        submitted_by=by.actor_id,
        submitted_by_label=by.label[:100],
        return_reason="",
    )
    clocks.keep_plan(moved, on=day)
    return moved


@transaction.atomic
def take_back(plan: Plan, *, by: Actor) -> Plan:
    """Take a submitted plan back before it is decided on, to change it."""
    moved = PLAN.apply(plan, "take_back", by=by)
    clocks.keep_plan(moved, on=today())
    return moved


@transaction.atomic
def send_back(plan: Plan, *, reason: str, by: Actor) -> Plan:
    """Return a submitted plan to its drafter as the second officer, with what is to be changed.

    Raises:
        Refusal: not submitted, one's own work, no right, or no reason.
    """
    told = redact(reason.strip())[:255]
    moved = PLAN.apply(plan, "return", by=by, reason=told, return_reason=told)
    clocks.keep_plan(moved, on=today())
    return moved


@transaction.atomic
def approve(plan: Plan, *, by: Actor, document_no: str = "") -> Plan:
    """Approve a plan as the second officer; it is public from now on.

    Raises:
        Refusal: not submitted, one's own work, no right, or an item is no longer in force.
    """
    _check_lines(plan)
    given = {"document_no": document_no.strip()[:80]} if document_no.strip() else {}
    day = today()
    moved = PLAN.apply(plan, "approve", by=by, approved_on=day, approved_by_label=by.label[:100], **given)
    clocks.keep_plan(moved, on=day)
    return moved


def close(plan: Plan, *, reason: str, by: Actor) -> Plan:
    """Close a plan; no further draw rests on it."""
    return PLAN.apply(plan, "close", by=by, reason=reason)


@transaction.atomic
def drop(plan: Plan, *, by: Actor) -> Plan:
    """Drop a draft."""
    moved = PLAN.apply(plan, "drop", by=by)
    clocks.keep_plan(moved, on=today())
    return moved


def day_of(year: int) -> date:
    """Return the day whose law a plan of a year is made by: its first, or today once that has come."""
    return max(today(), date(year, 1, 1))


def holds_there(item: InspectionItem, plan: Plan) -> bool:
    """Tell whether an inspection item is in force for a plan, in its place and year."""
    return item.in_force(day_of(plan.year)) and plan.division_code.startswith(item.place)


def _fields(new: NewLine) -> dict[str, Any]:
    """Return the columns of a line as they are kept."""
    return {
        "speciality": new.speciality,
        "categories": list(new.categories),
        "full_coverage": new.full_coverage,
        "ratio": 0 if new.full_coverage else new.ratio,
        "rounds": new.rounds,
        "by_weight": new.by_weight,
        "experts": new.experts,
        "days": new.days,
        "department": new.department.strip()[:120],
    }


def _check_lines(plan: Plan) -> None:
    for line in plan.lines.prefetch_related("items"):
        _check_items(list(line.items.all()), plan)


def _check(new: NewLine, plan: Plan) -> None:
    if new.speciality not in Speciality.values:
        raise Refusal(_("Speciality: choose one of the list."), field="speciality")
    _check_items(new.items, plan)
    if strangers := [item.code for item in new.items if item.speciality != new.speciality]:
        raise Refusal(
            _("Inspection items: %(codes)s belong to another speciality; add a line for it.")
            % {"codes": "、".join(strangers)},
            field="items",
        )
    if not new.categories:
        raise Refusal(_("Categories of bodies: choose at least one."), field="categories")
    if not new.full_coverage and not 0 < new.ratio <= 10000:
        raise Refusal(
            _("Base share: enter more than 0 and not more than 100 %, or choose full coverage."),
            field="percent",
        )
    if not new.rounds or not new.days:
        raise Refusal(_("Draws a year and days for the inspections: enter at least 1."), field="rounds")


def _check_items(items: Sequence[InspectionItem], plan: Plan) -> None:
    if not items:
        raise Refusal(
            _("Inspection items: choose at least one; what stands in no item is not inspected."),
            field="items",
        )
    for item in items:
        if not holds_there(item, plan):
            raise Refusal(
                _("Inspection items: %(item)s is not in force here; choose another.") % {"item": item},
                field="items",
            )


def _draft(plan: Plan, by: Actor) -> Plan:
    row = Plan.objects.select_for_update().get(pk=plan.pk)
    if not by.may(P.INSPECTION_PLAN, row.division_code):
        raise Refusal(_("You do not hold the right to plan inspections in this division."))
    if row.state == PlanState.SUBMITTED:
        raise Refusal(_("The plan is submitted; take it back first to change it."))
    if row.state != PlanState.DRAFT:
        raise Refusal(_("The plan is no draft any more; it can no longer be changed."))
    return row


def _touch(plan: Plan, by: Actor) -> None:
    plan.changed_by = by.actor_id
    plan.save(update_fields=["changed_by"])
