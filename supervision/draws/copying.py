"""Taking the lines of an earlier plan over into a draft; what no longer holds is left out, and said."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import audit, divisions
from core.actors import Actor
from core.errors import Refusal
from core.language import in_kept_words, listed
from institutions.models import Institution
from supervision.draws import planning
from supervision.draws.choices import IN_FORCE
from supervision.draws.planning import NewLine
from supervision.models import InspectionItem, Plan, PlanLine


@dataclass(slots=True)
class Outlook:
    """What would be taken over from an earlier plan.

    Args:
        lines: as they would be entered.
        left: what is left out and why, one sentence each.
    """

    lines: list[NewLine] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def in_words(self, source: Plan) -> str:
        """Say what comes over from the plan and what does not, a sentence a row."""
        head = ngettext(
            "%(n)s line of “%(plan)s” still holds and is taken over.",
            "%(n)s lines of “%(plan)s” still hold and are taken over.",
            len(self.lines),
        ) % {"n": len(self.lines), "plan": source}
        return "\n".join([head, *self.left])


def sources(plan: Plan) -> QuerySet[Plan]:
    """Return the plans of the same place that were in force for earlier years, the latest first."""
    rows = Plan.objects.filter(division_code=plan.division_code, state__in=IN_FORCE, year__lt=plan.year)
    return rows.order_by("-year", "-pk")


def outlook(plan: Plan, source: Plan) -> Outlook:
    """Work out which lines of an earlier plan still hold for a draft, and what of them does not.

    An item that was issued anew under the same code stands in for its earlier text.
    """
    found = Outlook()
    rows = list(source.lines.prefetch_related("items").order_by("number"))
    items = _items(plan, {item.code for line in rows for item in line.items.all()})
    known = _categories(plan, {name for line in rows for name in line.categories})
    standing = {_likeness(line) for line in plan.lines.prefetch_related("items")}
    for line in rows:
        gone = [item for item in line.items.all() if item.code not in items]
        empty = [name for name in line.categories if name not in known]
        new = _new(line, items, known)
        if new.items and new.categories and _likeness(new) in standing:
            found.left.append(_("Line %(line)s is left out: the draft has it already.") % {"line": line})
            continue
        if new.items and new.categories:
            found.lines.append(new)
        found.left.extend(_left(line, gone, empty, whole=not (new.items and new.categories)))
    return found


@transaction.atomic
def take_over(plan: Plan, source: Plan, *, by: Actor) -> Outlook:
    """Enter the lines of an earlier plan into a draft; a second time enters nothing twice.

    Raises:
        Refusal: no draft, no right, a plan of another place, or nothing of it can be taken over.
    """
    if not sources(plan).filter(pk=source.pk).exists():
        raise Refusal(_("Earlier plan: choose one of the same place, of an earlier year."), field="source")
    with in_kept_words():
        found = outlook(plan, source)
        told = found.in_words(source)
    if not found.lines:
        raise Refusal(
            _("Earlier plan: nothing of it can be taken over; add the lines one by one."), field="source"
        )
    for new in found.lines:
        planning.add_line(plan, new, by=by)
    Plan.objects.filter(pk=plan.pk).update(taken_over=told)
    audit.record(plan, "plan.take_over", by=by, changes={"taken_over": (plan.taken_over, told)})
    plan.refresh_from_db()
    return found


def _items(plan: Plan, codes: Collection[str]) -> dict[str, InspectionItem]:
    """Return what is in force under these codes where and when the plan holds; the nearest place wins."""
    rows = InspectionItem.objects.filter(code__in=codes).order_by("place", "effective_from")
    return {row.code: row for row in rows if planning.holds_there(row, plan)}


def _categories(plan: Plan, names: Collection[str]) -> set[str]:
    """Return those categories of which the place still has a body."""
    rows = Institution.objects.filter(
        category__in=names, division_code__startswith=divisions.prefix(plan.division_code)
    )
    return set(rows.order_by().values_list("category", flat=True).distinct())


def _new(line: PlanLine, items: dict[str, InspectionItem], known: Collection[str]) -> NewLine:
    return NewLine(
        speciality=line.speciality,
        items=[items[item.code] for item in line.items.all() if item.code in items],
        categories=[name for name in line.categories if name in known],
        ratio=line.ratio,
        full_coverage=line.full_coverage,
        rounds=line.rounds,
        by_weight=line.by_weight,
        experts=line.experts,
        days=line.days,
        department=line.department,
    )


def _likeness(line: NewLine | PlanLine) -> tuple[str, frozenset[str], frozenset[str]]:
    """Return what makes two lines the same: speciality, items and categories."""
    items = line.items.all() if isinstance(line, PlanLine) else line.items
    return str(line.speciality), frozenset(item.code for item in items), frozenset(line.categories)


def _left(line: PlanLine, gone: list[InspectionItem], empty: list[str], *, whole: bool) -> list[str]:
    """Say what of a line does not come over, and that nothing of it does."""
    why = []
    if gone:
        why.append(_("no longer in force: %(items)s") % {"items": listed(gone)})
    if empty:
        why.append(_("no body in the archive: %(categories)s") % {"categories": listed(empty)})
    if not why:
        return []
    pattern = _("Line %(line)s is left out: %(why)s.") if whole else _("Line %(line)s without: %(why)s.")
    return [pattern % {"line": line, "why": listed(why, sentences=True)}]
