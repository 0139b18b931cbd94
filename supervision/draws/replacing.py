"""Replacing what a draw gave: asked with a ground and words, decided by a second officer, on record for ever.

Nobody chooses who comes instead. A body is followed by the next in the order of its stratum; an inspector or
expert by whoever the published rule puts next among those who may go.
"""

from __future__ import annotations

from collections import Counter

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.permissions import P
from core import audit
from core.actors import Actor
from core.clock import today
from core.errors import Refusal
from core.masking import redact
from supervision.draws import algorithm, clocks, files, followers, pool
from supervision.draws.algorithm import Ballot, Line, Person
from supervision.draws.choices import HOLDS, Mode, Offices, ReplacementGround, ReplacementKind, Role
from supervision.draws.storing import drawn_object, store_staff
from supervision.draws.telling import tasks_of
from supervision.draws.workflow import REPLACEMENT
from supervision.models import Draw, DrawnObject, DrawnStaff, Replacement

OF_BODIES = (ReplacementGround.CLOSED, ReplacementGround.NOT_FOUND, ReplacementGround.NOT_COMPETENT)
OF_STAFF = (ReplacementGround.RECUSAL, ReplacementGround.UNAVAILABLE)


def ask_object(drawn: DrawnObject, *, ground: str, words: str, by: Actor) -> Replacement:
    """Ask for the next body of the order instead of a drawn one.

    Raises:
        Refusal: no right, no approved draw, full coverage, replaced already, a wrong ground, or no words.
    """
    if drawn.mode == Mode.ALL:
        raise Refusal(
            _(
                "Drawn body: full coverage leaves nobody out, so there is no next one; note it in the "
                "inspection."
            )
        )
    if ground not in OF_BODIES:
        raise Refusal(_("Ground: choose one that concerns the body."), field="ground")
    row = Replacement(kind=ReplacementKind.OBJECT, drawn_object=drawn)
    return _asked(row, ground=ground, words=words, by=by, gone=drawn.replaced)


def ask_staff(who: DrawnStaff, *, ground: str, words: str, by: Actor) -> Replacement:
    """Ask for somebody else instead of a matched inspector or expert.

    Raises:
        Refusal: no right, no approved draw, replaced already, a wrong ground, or no words.
    """
    if ground not in OF_STAFF:
        raise Refusal(_("Ground: choose one that concerns the inspector or expert."), field="ground")
    row = Replacement(kind=ReplacementKind.STAFF, drawn_object=who.drawn_object, staff=who)
    return _asked(row, ground=ground, words=words, by=by, gone=who.replaced or who.drawn_object.replaced)


def _asked(row: Replacement, *, ground: str, words: str, by: Actor, gone: bool) -> Replacement:
    draw = row.drawn_object.draw
    if not by.may(P.INSPECTION_PLAN, draw.division_code):
        raise Refusal(_("You do not hold the right to ask for replacements in this division."))
    if draw.state not in HOLDS:
        raise Refusal(_("Only what an approved draw gave can be replaced."))
    if gone:
        raise Refusal(_("This was replaced already."))
    if len(words.strip()) < 4:
        raise Refusal(_("Reasons: write at least four characters; they are published."), field="words")
    row.draw, row.ground, row.words = draw, ground, redact(words.strip())[:255]
    row.made_by, row.made_by_label = by.actor_id, by.label[:100]
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as twice:  # one_open_replacement_of_…
        raise Refusal(_("A replacement is asked for already; it waits for approval.")) from twice
    with transaction.atomic():
        audit.record(row, "replacement.ask", by=by, reason=row.words)
        clocks.start_replacement(row, on=today())
    return row


@transaction.atomic
def approve(row: Replacement, *, by: Actor) -> Replacement:
    """Approve as the second officer: the next one takes the place, and the inspection follows.

    Raises:
        Refusal: decided already, one's own request, no right, or nobody is left.
    """
    Draw.objects.select_for_update().get(pk=row.draw_id)
    moved = _decided(row, "approve", by)
    outcome, tasks = _next_body(moved) if moved.kind == ReplacementKind.OBJECT else _next_person(moved)
    moved.outcome = outcome[:255]
    moved.save(update_fields=["outcome"])
    followers.tell(tasks, by)
    return moved


@transaction.atomic
def refuse(row: Replacement, *, reason: str, by: Actor) -> Replacement:
    """Refuse a replacement; the draw stands."""
    return _decided(row, "refuse", by, reason)


def _decided(row: Replacement, step: str, by: Actor, reason: str = "") -> Replacement:
    moved = REPLACEMENT.apply(
        row,
        step,
        by=by,
        reason=reason,
        decided_by_label=by.label[:100],
        decided_at=timezone.now(),
        decision_reason=redact(reason.strip())[:255],
    )
    clocks.stop_replacement(moved)
    return moved


def _next_body(row: Replacement) -> tuple[str, list[followers.DrawnTask]]:
    draw, out = row.draw, row.drawn_object
    drum = [
        ballot
        for ballot in files.read_population(draw.population)
        if ballot.stratum == out.stratum and ballot.mode == Mode.DRAW
    ]
    order = algorithm.ranking(seed_of(draw), drum)
    used = draw.objects_drawn.filter(stratum=out.stratum, mode=Mode.DRAW).count()
    if used >= len(order):
        raise Refusal(_("Nobody is left in this stratum: every body of it has been drawn."))
    ballot = order[used]
    plan_lines = {line.number: line for line in draw.lines.all()}
    fresh = drawn_object(draw, Line(ballot, used + 1, Mode.DRAW.value), plan_lines, on=today())
    fresh.instead_of = out
    DrawnObject.objects.filter(pk=out.pk).update(replaced=True)
    fresh.save(force_insert=True)
    store_staff([fresh], [_line_with_staff(draw, ballot, used + 1)])
    outcome = f"{ballot.name}（{ballot.code}）"
    return outcome, tasks_of(DrawnObject.objects.filter(pk=fresh.pk), replaces=out.source_key)


def _line_with_staff(draw: Draw, ballot: Ballot, rank: int) -> Line:
    terms, load, seed = files.read_parameters(draw.parameters), _load(draw), seed_of(draw)
    people = _people_now(draw)
    experts = terms.strata[ballot.stratum].experts
    return Line(
        ballot,
        rank,
        Mode.DRAW.value,
        algorithm.match(seed, ballot, people, load, Role.INSPECTOR, terms.inspectors, terms.offices),
        algorithm.match(seed, ballot, people, load, Role.EXPERT, experts, Offices.FREE),
    )


def _next_person(row: Replacement) -> tuple[str, list[followers.DrawnTask]]:
    draw, body, out = row.draw, row.drawn_object, row.staff
    if out is None:
        raise ValueError("a replacement of staff names who is replaced")
    ballot = Ballot(body.stratum, body.code, "", body.line.speciality, body.mode, body.tickets)
    code = _next_code(draw, ballot, body, out)
    DrawnStaff.objects.filter(pk=out.pk).update(replaced=True)
    given = {"inspectors": (code,)} if out.role == Role.INSPECTOR else {"experts": (code,)}
    store_staff([body], [Line(ballot, body.rank, body.mode, **given)])
    return code, tasks_of(DrawnObject.objects.filter(pk=body.pk), replaces=body.source_key)


def _next_code(draw: Draw, ballot: Ballot, body: DrawnObject, out: DrawnStaff) -> str:
    """Return who the rule puts next: nobody who was at this body before; another office where it matters."""
    crew = list(body.staff.select_related("inspector", "expert"))
    before = {_code(who) for who in crew}
    terms, people = files.read_parameters(draw.parameters), _people_now(draw)
    offices = {person.code: person.office for person in files.read_staff(draw.staff)}
    beside = {offices.get(_code(who), "") for who in crew if who.pk != out.pk and not who.replaced}
    able = [person for person in people if person.code not in before]
    others = [person for person in able if person.office not in beside]
    if out.role == Role.INSPECTOR and terms.offices != Offices.FREE:
        found = _first(draw, ballot, others, out.role)
        able = [] if terms.offices == Offices.MUST else able
        if found:
            return found
    if found := _first(draw, ballot, able, out.role):
        return found
    raise Refusal(
        _("Nobody else may go to this body: no one qualified is left who is neither barred nor away.")
    )


def _first(draw: Draw, ballot: Ballot, people: list[Person], role: str) -> str:
    found = algorithm.match(seed_of(draw), ballot, people, _load(draw), role, 1, Offices.FREE)
    return found[0] if found else ""


def seed_of(draw: Draw) -> str:
    """Return the seed of a draw that was held."""
    secret = draw.secret.reveal() if draw.secret else ""
    return algorithm.seed_of(secret, draw.public_number)


def _people_now(draw: Draw) -> list[Person]:
    """Return the frozen staff without whoever may not go today, barred also from what was told since."""
    now = pool.on_day(draw.division_code, today())
    barred = {person.code: person.barred for person in now.people}
    return [
        Person(row.code, row.role, row.office, row.specialities, row.barred | barred[row.code])
        for row in files.read_staff(draw.staff)
        if row.code in barred
    ]


def _load(draw: Draw) -> Counter[str]:
    rows = DrawnStaff.objects.filter(
        drawn_object__draw=draw, drawn_object__replaced=False, replaced=False
    ).select_related("inspector", "expert")
    return Counter(_code(row) for row in rows)


def _code(who: DrawnStaff) -> str:
    person = who.inspector or who.expert
    return person.code if person is not None else ""
