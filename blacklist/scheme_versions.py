"""New versions of list schemes: entered by whoever keeps the schemes of a place, never changed afterwards.

Listings keep the version under which they were proposed, so an edit of the rules never reaches back.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.permissions import P
from blacklist.choices import ListKind
from blacklist.models import ListScheme, SchemeBasis, SchemeCriterion
from core import audit
from core.actors import Actor
from core.errors import Refusal

RIGHT = P.SCHEME_EDIT


def may_keep(place: str, by: Actor) -> bool:
    """Tell whether an actor keeps the schemes of a place; the country's belong to whoever covers it."""
    return any(place.startswith(prefix) for prefix in by.prefixes(RIGHT))


def add_version(
    new: ListScheme,
    bases: Sequence[SchemeBasis],
    criteria: Sequence[SchemeCriterion],
    *,
    by: Actor,
    end_previous: bool = False,
) -> ListScheme:
    """Add a version of a scheme with its legal bases and criteria.

    Args:
        new: the version, not stored.
        bases: on what it rests, not stored; without one in force it can list nobody.
        criteria: on which grounds it lists, not stored.
        by: an officer who keeps the schemes of its place.
        end_previous: end the version that is open on the first day of the new one, the day before.

    Raises:
        Refusal: no right, a burden without notice and window, no criterion, or overlapping dates.
    """
    if not may_keep(new.place, by):
        raise Refusal(_("Place: give the division code of a place in your jurisdiction."), field="place")
    _check_procedure(new)
    if not criteria:
        raise Refusal(_("Criteria: a list needs at least one ground on which it lists."), field="criteria")
    _check_codes(criteria)
    with transaction.atomic():
        rows = ListScheme.objects.select_for_update().filter(code=new.code, place=new.place)
        others = list(rows.order_by("pk"))
        _check_same_kind(new, others)
        if end_previous:
            _end_previous(new, others, by)
        _check_overlap(new, others)
        _clean(new)
        new.save(force_insert=True)
        parts: list[SchemeBasis | SchemeCriterion] = [*bases, *criteria]
        for part in parts:
            part.scheme = new
            _clean(part)
            part.save(force_insert=True)
        audit.record(new, "listscheme.enter", by=by)
    return new


def end_version(scheme: ListScheme, *, on: date, by: Actor, reason: str) -> ListScheme:
    """End a version: nobody is proposed under it after that day; listings in force run out their term.

    Raises:
        Refusal: no right, no reason, or the day lies before its first.
    """
    if not may_keep(scheme.place, by):
        raise Refusal(_("Place: give the division code of a place in your jurisdiction."), field="place")
    if not reason.strip():
        raise Refusal(_("Say in words why the scheme ends."), field="reason")
    with transaction.atomic():
        row = ListScheme.objects.select_for_update().get(pk=scheme.pk)
        _end(row, on, by, reason)
    return row


def _check_procedure(new: ListScheme) -> None:
    if new.kind == ListKind.RED:
        if not new.publicise_first_working_days:
            raise Refusal(
                _("Publicised before the decision: a red list is publicised first; give the working days."),
                field="publicise_first_working_days",
            )
    elif not new.needs_notice or not new.statement_working_days:
        raise Refusal(
            _("Statement and defence: a list that burdens gives notice and a window; give the working days."),
            field="statement_working_days",
        )
    if not (new.for_bodies or new.for_persons):
        raise Refusal(
            _("Who may be listed: choose bodies, persons or both; otherwise the scheme lists nobody."),
            field="for_bodies",
        )


def _check_codes(criteria: Sequence[SchemeCriterion]) -> None:
    seen: set[str] = set()
    for row in criteria:
        if row.code in seen:
            raise Refusal(
                _("Criteria: the code “%(code)s” stands twice; give each ground a code of its own.")
                % {"code": row.code},
                field="criteria",
            )
        seen.add(row.code)


def _check_same_kind(new: ListScheme, others: list[ListScheme]) -> None:
    if any(other.kind != new.kind for other in others):
        raise Refusal(
            _("Code: “%(code)s” is used for another kind of list; a new list needs a code of its own.")
            % {"code": new.code},
            field="code",
        )


def _end_previous(new: ListScheme, others: list[ListScheme], by: Actor) -> None:
    for other in others:
        if other.effective_from < new.effective_from <= (other.effective_to or date.max):
            reason = _("followed by the version of %(day)s") % {"day": new.effective_from.isoformat()}
            _end(other, new.effective_from - timedelta(days=1), by, reason)


def _end(row: ListScheme, on: date, by: Actor, reason: str) -> None:
    if on < row.effective_from:
        raise Refusal(
            _("Last day: %(day)s lies before %(start)s, the first day of this version.")
            % {"day": on.isoformat(), "start": row.effective_from.isoformat()},
            field="effective_to",
        )
    changes = {"effective_to": (row.effective_to, on)}
    row.effective_to = on
    row.save(update_fields=["effective_to"])
    audit.record(row, "listscheme.change", by=by, reason=reason, changes=changes)


def _check_overlap(new: ListScheme, others: list[ListScheme]) -> None:
    last = new.effective_to or date.max
    for other in others:
        if other.effective_from <= last and new.effective_from <= (other.effective_to or date.max):
            raise Refusal(
                _(
                    "Effective dates: they overlap the version in force from %(start)s to %(end)s; "
                    "let that one end the day before, or choose a later day."
                )
                % {
                    "start": other.effective_from.isoformat(),
                    "end": other.effective_to.isoformat() if other.effective_to else "…",
                },
                field="effective_from",
            )


def _clean(row: ListScheme | SchemeBasis | SchemeCriterion) -> None:
    try:
        row.full_clean(exclude=["scheme"])
    except ValidationError as error:
        raise Refusal(" ".join(error.messages)) from error
