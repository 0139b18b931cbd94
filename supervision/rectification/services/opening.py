"""Opening rectifications: in bulk for whatever found them, one by one for what an officer orders."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.permissions import P
from core import audit, outbox
from core.actors import Actor
from core.clock import today
from core.errors import Refusal
from core.masking import redact
from credit.models import Subject
from supervision.choices import RectificationSource, RectificationState
from supervision.models import Rectification
from supervision.rectification.workflow import OPENED, key_of, message

CHUNK = 500


@dataclass(frozen=True, slots=True)
class NewRectification:
    """One problem to be put right, as whatever found it tells it.

    Args:
        subject_id: the body.
        division_code: where it is followed up.
        source: a `RectificationSource`.
        source_key: "<model label>:<pk>" of the finding; the same key opens one rectification.
        problem: what is wrong, as the checklist or the officer words it.
        group: group of the problem in its list.
        facts: what was found, without personal data.
        measures: what is to be done.
        owner: responsible person or office of the body.
        due_on: last day; None only for a permanent duty.
        permanent: whether it must be kept up afterwards, or always.
        campaign_id: the campaign it belongs to.
        item_id: the line of the checklist that it was found under; a campaign counts by it.
        item_code: item of the collection catalogue that the problem falls under, "" for none.
        self_reported: whether the body reported it itself.
        concealed: whether the body had concealed it.
        document_no: number of the paper that orders it.
    """

    subject_id: int
    division_code: str
    source: str
    source_key: str
    problem: str
    group: str = ""
    facts: str = ""
    measures: str = ""
    owner: str = ""
    due_on: date | None = None
    permanent: bool = False
    campaign_id: int | None = None
    item_id: int | None = None
    item_code: str = ""
    self_reported: bool = False
    concealed: bool = False
    document_no: str = ""


def open_many(news: Iterable[NewRectification], *, on: date, by: Actor) -> list[Rectification]:
    """Open rectifications in bulk, with audit and outbox rows; a key that is known opens nothing.

    The caller has asked for the right to its own act, of which this is a part. Each chunk is a handful of
    statements, whatever its size; all chunks are one transaction.

    Args:
        news: the problems.
        on: the day on which they are opened.
        by: who found or ordered them.

    Returns:
        The rectifications of all keys, new and known, in the order offered, each once.

    Raises:
        Refusal: no words, no due day, or reported and concealed at once; nothing is opened then.
    """
    offered = {new.source_key: new for new in map(_checked, news)}
    keys = list(offered)
    found: dict[str, Rectification] = {}
    with transaction.atomic():
        for start in range(0, len(keys), CHUNK):
            found |= _open_chunk([offered[key] for key in keys[start : start + CHUNK]], on, by)
    return [found[key] for key in keys]


def order(new: NewRectification, *, by: Actor) -> Rectification:
    """Order a body to put something right (责令整改), without a finding of another part behind it.

    Raises:
        Refusal: no right in the division, no such body there, no words, or a due day that has passed.
    """
    if not by.may(P.RECTIFICATION_CHECK, new.division_code):
        raise Refusal(_("You do not hold the right to order rectifications in this division."))
    if not Subject.objects.filter(pk=new.subject_id, division_code=new.division_code).exists():
        raise Refusal(_("Body: no such body in this division; check its code."), field="subject")
    if new.due_on is not None and new.due_on < today():
        raise Refusal(_("Due on: the day has passed; give the body a day that lies ahead."), field="due_on")
    return open_many([replace(new, source=RectificationSource.ORDER)], on=today(), by=by)[0]


def _open_chunk(news: Sequence[NewRectification], on: date, by: Actor) -> dict[str, Rectification]:
    known = _known(news)
    rows = [_row(new, on, by) for new in news if new.source_key not in known]
    if not rows:
        return known
    try:
        with transaction.atomic():
            Rectification.objects.bulk_create(rows)
    except IntegrityError:  # the same findings came twice at the same moment: what the other opened stands
        known = _known(news)
        rows = [_row(new, on, by) for new in news if new.source_key not in known]
        Rectification.objects.bulk_create(rows)
    audit.record_many(
        audit.event(row, "rectification.open", by=by, changes={"source_key": (None, row.source_key)})
        for row in rows
    )
    outbox.publish_many(OPENED, [(key_of(row), message(row, row.state)) for row in rows])
    return known | {row.source_key: row for row in rows}


def _known(news: Sequence[NewRectification]) -> dict[str, Rectification]:
    rows = Rectification.objects.filter(source_key__in=[new.source_key for new in news])
    return {row.source_key: row for row in rows}


def _row(new: NewRectification, on: date, by: Actor) -> Rectification:
    values: dict[str, Any] = {name: getattr(new, name) for name in NewRectification.__dataclass_fields__}
    return Rectification(
        **values,
        state=RectificationState.OPEN,
        opened_on=on,
        made_by=by.actor_id,
        made_by_label=by.label[:100],
    )


def _checked(new: NewRectification) -> NewRectification:
    if not new.source_key:
        raise ValueError("a rectification names its finding")
    if not new.problem.strip():
        raise Refusal(_("Problem: say in words what is to be put right."), field="problem")
    if new.due_on is None and not new.permanent:
        raise Refusal(
            _("Due on: give a day, or mark the duty as permanent: “%(problem)s”.")
            % {"problem": new.problem[:60]},
            field="due_on",
        )
    if new.self_reported and new.concealed:
        raise Refusal(
            _("A problem cannot be both reported by the body itself and concealed by it; choose one."),
            field="concealed",
        )
    return replace(
        new,
        problem=redact(new.problem.strip())[:500],
        facts=redact(new.facts.strip()),
        measures=redact(new.measures.strip()),
        owner=redact(new.owner.strip())[:100],
        group=new.group.strip()[:60],
        document_no=new.document_no.strip()[:80],
    )
