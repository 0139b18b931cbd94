"""Every write of a random draw: prepared, committed in public, held, approved, opened.

The secret is made by the machine's generator when the population is frozen, and kept sealed; no officer sees
it before the draw is opened. It never enters the audit trail or a message before.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.permissions import P
from core import audit
from core.actors import Actor
from core.clock import today
from core.crypto import sm3
from core.errors import Refusal
from core.masking import redact
from supervision.choices import Speciality
from supervision.draws import algorithm, clocks, files, followers, pool, population
from supervision.draws.algorithm import Terms
from supervision.draws.choices import DrawState, Mode, PlanState, Role
from supervision.draws.rules import Settings, settings
from supervision.draws.storing import store_result
from supervision.draws.telling import tasks_of
from supervision.draws.workflow import DRAW
from supervision.models import Draw, Plan, PlanLine


def start_draw(
    *, plan: Plan, lines: Sequence[PlanLine], title: str, draw_on: date, public_source: str, by: Actor
) -> Draw:
    """Prepare a draw of an approved plan; nothing is frozen yet.

    Args:
        lines: lines of the plan that are drawn.
        draw_on: day of the draw, announced with the commitment.
        public_source: which public number of that day is mixed in, "" for none.

    Raises:
        Refusal: the plan is not in force, no right, no line, no title, or the day has passed.
    """
    if not by.may(P.INSPECTION_PLAN, plan.division_code):
        raise Refusal(_("You do not hold the right to draw inspections in this division."))
    if draw_on < today():
        raise Refusal(_("Day of the draw: it has passed; announce a day to come."), field="draw_on")
    if not title.strip():
        raise Refusal(_("Title: it is empty; name the draw."), field="title")
    with transaction.atomic():
        owner = Plan.objects.select_for_update().get(pk=plan.pk)
        _check_lines(owner, lines)
        row = Draw.objects.create(
            plan=owner,
            number=_next_number(owner),
            title=title.strip()[:200],
            division_code=owner.division_code,
            draw_on=draw_on,
            public_source=public_source.strip()[:200],
            made_by=by.actor_id,
            made_by_label=by.label[:100],
        )
        row.lines.set(lines)
        told = {"plan": (None, owner.pk), "lines": (None, [line.number for line in lines])}
        audit.record(row, "draw.start", by=by, changes=told)
    return row


def _check_lines(plan: Plan, lines: Sequence[PlanLine]) -> None:
    if plan.state != PlanState.APPROVED:
        raise Refusal(
            _("Plan: it is not in force; a draw rests on an approved plan (no plan, no draw)."), field="plan"
        )
    if not lines:
        raise Refusal(_("Lines of the plan: choose at least one."), field="lines")
    if any(line.plan_id != plan.pk for line in lines):
        raise Refusal(_("Lines of the plan: choose lines of this plan only."), field="lines")
    left = set(undrawn(plan))
    for line in lines:
        if line not in left:
            raise Refusal(
                _("Lines of the plan: “%(line)s” has all its %(rounds)s draws of the year; leave it out.")
                % {"line": line, "rounds": line.rounds},
                field="lines",
            )


def undrawn(plan: Plan) -> QuerySet[PlanLine]:
    """Return the lines of a plan that have a draw of the year left."""
    held = Count("draws", filter=~Q(draws__state__in=[DrawState.DROPPED, DrawState.VOID]))
    return plan.lines.annotate(held=held).filter(held__lt=F("rounds")).order_by("number")


def _next_number(plan: Plan) -> str:
    """Return the next number of the place and year; the plan's row is the lock."""
    beginning = f"{plan.division_code}-{plan.year}-"
    used = Draw.objects.filter(number__startswith=beginning).values_list("number", flat=True)
    last = max((int(number.rsplit("-", 1)[1]) for number in used), default=0)
    return f"{beginning}{last + 1:02d}"


def terms_of(draw: Draw, found: population.Population, rules: Settings) -> Terms:
    """Return the parameters of a draw by the rules of the day."""
    return Terms(
        draw.number,
        found.strata,
        rules.number("unit"),
        rules.number("inspectors"),
        str(rules.offices),
        rules.number("reserves"),
        draw.public_source,
    )


def frozen(draw: Draw) -> population.Population:
    """Put together what would be frozen today; the preview shows it, the commitment keeps it."""
    return population.build(draw, draw.lines.order_by("number"), settings(today(), draw.division_code))


@transaction.atomic
def commit(draw: Draw, *, by: Actor) -> Draw:
    """Freeze population, staff and parameters, make the secret, and commit to all of it in public.

    Raises:
        Refusal: no draft, no right, the day is too near, nobody to draw from, or too few inspectors.
    """
    row = Draw.objects.select_for_update().get(pk=draw.pk)
    rules = settings(today(), row.division_code)
    _check_day(row, rules)
    found, staff = frozen(row), pool.on_day(row.division_code, row.draw_on)
    terms = terms_of(row, found, rules)
    _check_people(found, staff, terms)
    row.population = files.write_population(found.ballots)
    row.staff, row.parameters = files.write_staff(staff.people), files.write_parameters(terms)
    row.factors, row.unfit = found.factors, staff.unfit
    row.secret = secrets.token_hex(32)
    row.save(update_fields=["population", "staff", "parameters", "factors", "unfit", "secret"])
    words = commitment_words(row)
    moved = DRAW.apply(
        row,
        "commit",
        by=by,
        commitment=files.sha256(words),
        commitment_sm3=sm3(words),
        committed_at=timezone.now(),
        committed_by_label=by.label[:100],
    )
    clocks.keep(moved, on=today())
    return moved


def commitment_words(row: Draw) -> str:
    """Return the text that the commitment is the digest of; it holds the secret, so it is never shown."""
    digests = [files.sha256(text) for text in (row.population, row.staff, row.parameters)]
    return algorithm.sealed_words(row.number, _secret(row), digests)


def _secret(row: Draw) -> str:
    return row.secret.reveal() if row.secret else ""


def _check_day(row: Draw, rules: Settings) -> None:
    if rules.wants_public_number and not row.public_source:
        raise Refusal(
            _("Public number: say which number is mixed in, so that nobody can choose the result."),
            field="public_source",
        )
    earliest = today() + timedelta(days=1 if row.public_source else 0)
    if row.draw_on < earliest:
        raise Refusal(
            _(
                "Day of the draw: it must be %(day)s or later, because the public number must not be known "
                "yet."
            )
            % {"day": earliest.isoformat()},
            field="draw_on",
        )


def _check_people(found: population.Population, staff: pool.Pool, terms: Terms) -> None:
    looked_at = [row for row in found.ballots if row.mode != Mode.OUT]
    if not looked_at:
        raise Refusal(_("The population is empty: no body of these categories is open to this draw."))
    for speciality in sorted({row.speciality for row in looked_at}):
        able = [row for row in staff.people if row.role == Role.INSPECTOR and speciality in row.specialities]
        if len(able) < terms.inspectors:
            raise Refusal(
                _(
                    "Inspectors: for “%(speciality)s” only %(able)s may be matched on that day, and "
                    "%(needed)s go to each body; complete the library of inspectors first."
                )
                % {
                    "speciality": Speciality(speciality).label,
                    "able": len(able),
                    "needed": terms.inspectors,
                }
            )


@transaction.atomic
def hold(draw: Draw, *, public_number: str, by: Actor, witnesses: str = "") -> Draw:
    """Hold the draw on its day: the result follows from the frozen files, the secret and the public number.

    Raises:
        Refusal: not committed, no right, too early, or the public number is missing.
    """
    row = Draw.objects.select_for_update().get(pk=draw.pk)
    if row.state == DrawState.COMMITTED and today() < row.draw_on:
        raise Refusal(
            _("The draw was announced for %(day)s and cannot be held earlier.")
            % {"day": row.draw_on.isoformat()}
        )
    number = public_number.strip()
    if row.public_source and not number:
        raise Refusal(
            _("Public number: enter the number of %(source)s.") % {"source": row.public_source},
            field="public_number",
        )
    if not row.public_source and number:
        raise Refusal(_("Public number: this draw announced none; leave it empty."), field="public_number")
    lines = algorithm.result(
        algorithm.seed_of(_secret(row), number),
        files.read_population(row.population),
        files.read_staff(row.staff),
        files.read_parameters(row.parameters),
    )
    row.result = files.write_result(lines)
    row.save(update_fields=["result"])  # before the step: the audit trail keeps acts, not whole files
    moved = DRAW.apply(
        row,
        "hold",
        by=by,
        public_number=number[:100],
        witnesses=redact(witnesses.strip())[:200],
        drawn_at=timezone.now(),
        drawn_by=by.actor_id,
        drawn_by_label=by.label[:100],
    )
    store_result(moved, lines)
    clocks.keep(moved, on=today())
    return moved


@transaction.atomic
def approve(draw: Draw, *, by: Actor) -> Draw:
    """Approve a draw as the second officer: its inspections are opened.

    Raises:
        Refusal: not drawn, one's own work, or no right.
    """
    moved = DRAW.apply(draw, "approve", by=by, approved_at=timezone.now(), approved_by_label=by.label[:100])
    followers.tell(tasks_of(moved.objects_drawn.filter(replaced=False)), by)
    clocks.keep(moved, on=today())
    return moved


@transaction.atomic
def open_draw(draw: Draw, *, by: Actor) -> Draw:
    """Open secret and result to everybody, so that anybody can recompute the draw.

    Raises:
        Refusal: not approved, or no right.
    """
    moved = DRAW.apply(draw, "open", by=by, **_revealed(draw))
    clocks.keep(moved, on=today())
    return moved


@transaction.atomic
def void(draw: Draw, *, reason: str, by: Actor) -> Draw:
    """Declare a draw void before its approval. It stays public with its secret, its files and the reason.

    Raises:
        Refusal: too late or too early, one's own work, no right, or no reason.
    """
    moved = DRAW.apply(
        draw, "void", by=by, reason=reason, void_reason=redact(reason.strip())[:255], **_revealed(draw)
    )
    clocks.keep(moved, on=today())
    return moved


@transaction.atomic
def drop(draw: Draw, *, by: Actor) -> Draw:
    """Drop a draft; nobody outside has seen it."""
    return DRAW.apply(draw, "drop", by=by)


def _revealed(draw: Draw) -> dict[str, Any]:
    kept = Draw.objects.get(pk=draw.pk)
    return {"opened_at": timezone.now(), "opened_seed": _secret(kept)}
