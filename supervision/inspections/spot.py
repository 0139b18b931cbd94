"""What inspectors do on the spot. Every act may come twice, late, or from two telephones at once.

An act that carries a `Mark` with a token is done once. An act that was made on top of an older state than
the one kept here changes nothing: it is kept in the record word for word, and the answer says what stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, evidence
from core.actors import Actor
from core.errors import Refusal
from core.language import in_kept_words
from core.masking import redact
from core.models import EvidenceFile
from supervision.inspections import clocks, papers
from supervision.inspections import recusal as recusals
from supervision.inspections.choices import (
    Answer,
    InspectionResult,
    InspectionState,
    Measure,
    Signature,
    StepKind,
)
from supervision.inspections.selectors import missing, seat_of, whole
from supervision.inspections.services import check_ties, locked
from supervision.inspections.steps import NOW, Mark, is_known, remember
from supervision.inspections.workflow import INSPECTION
from supervision.models import CheckItem, Inspection, InspectionLine

KEPT, KNOWN, CONFLICT, LATE = "kept", "known", "conflict", "late"


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of an act.

    Args:
        outcome: "kept"; "known" it came before; "conflict" another entry came in between; "late" the
            inspection was handed in meanwhile. What was not taken stands in the record.
        version: of the line, or of the head, as it stands now.
        standing: what stands now, for the telephone to show beside what was not taken.
    """

    outcome: str
    version: int
    standing: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Finding:
    """What an inspector enters about one line.

    Args:
        base: version of the line that the inspector saw, 0 for an unanswered one.
    """

    item_id: int
    answer: str
    base: int
    facts: str = ""
    measure: str = ""
    due_on: date | None = None
    recorded: bool = False


@transaction.atomic
def join(inspection: Inspection, *, certificate: str, by: Actor, mark: Mark = NOW) -> Inspection:
    """Be on the spot: show the certificate and declare to have no interest in the body.

    Raises:
        Refusal: not one of the inspectors, no certificate, or the inspection is over.
    """
    row = locked(inspection)
    seat = seat_of(row, by)
    if seat is None:
        raise Refusal(_("You are not one of the inspectors of this task."))
    if seat.joined_at is not None:
        return row
    check_ties([seat.officer], [row.subject_id])
    if not certificate.strip():
        raise Refusal(
            _("Enforcement certificate number: enter the number of your certificate."), field="certificate"
        )
    if row.state == InspectionState.PLANNED:
        row = INSPECTION.apply(row, "start", by=by, started_at=mark.moment)
    elif row.state != InspectionState.RUNNING:
        raise Refusal(_("The inspection is over; nobody can join it any more."))
    seat.certificate, seat.joined_at = certificate.strip()[:40], mark.moment
    seat.save(update_fields=["certificate", "joined_at"])
    remember(row, StepKind.JOINED, by=by, words=seat.certificate, mark=mark)
    return row


@transaction.atomic
def tell(
    inspection: Inspection,
    *,
    place: str,
    accompanied_by: str = "",
    recusal: str = "",
    base: int,
    by: Actor,
    mark: Mark = NOW,
) -> Saved:
    """Note the opening: where, in whose presence, rights told, whether somebody should stay out."""
    row = _present(inspection, by)
    words = {
        "place": redact(place.strip())[:200],
        "accompanied_by": accompanied_by.strip()[:60],
        "recusal": redact(recusal.strip())[:255],
    }
    wanted = {**words, "told_at": row.told_at or mark.moment}
    before = row.recusal
    saved = _set_head(
        row,
        wanted,
        StepKind.TOLD,
        base=base,
        by=by,
        mark=mark,
        words=" · ".join(filter(None, words.values())),
    )
    if saved.outcome == KEPT:
        recusals.heard(row, before, mark=mark)
    return saved


@transaction.atomic
def answer(inspection: Inspection, finding: Finding, *, by: Actor, mark: Mark = NOW) -> Saved:
    """Keep the answer to one line.

    Raises:
        Refusal: not an inspector on the spot, a line of another checklist, or an unknown answer.
    """
    row = _present(inspection, by)
    item = CheckItem.objects.filter(pk=finding.item_id, checklist_id=row.checklist_id).first()
    if item is None:
        raise Refusal(_("This line does not belong to the checklist of the inspection."))
    line = InspectionLine.objects.filter(inspection=row, item=item).first()
    wanted = _checked(finding, item)
    if is_known(row, mark):
        return _standing(KNOWN, line)
    if outcome := _not_now(row, line.version if line else 0, finding.base):
        remember(row, StepKind.CONFLICT, by=by, words=_in_words(item, wanted), mark=mark)
        return _standing(outcome, line)
    new = line is None
    line = line or InspectionLine(inspection=row, item=item, version=0)
    changes = {name: (None if new else getattr(line, name), value) for name, value in wanted.items()}
    for name, value in wanted.items():
        setattr(line, name, value)
    line.version += 1
    line.answered_at, line.answered_by, line.answered_by_label = mark.moment, by.actor_id, by.label[:100]
    line.save()
    audit.record(row, "inspection.answer", by=by, changes={**changes, "line": (None, item.number)})
    remember(row, StepKind.ANSWERED, by=by, words=_in_words(item, wanted), mark=mark)
    return _standing(KEPT, line)


@transaction.atomic
def add_photo(
    inspection: Inspection, upload: Any, *, item: CheckItem | None = None, by: Actor, mark: Mark = NOW
) -> EvidenceFile:
    """Keep a photograph of a line or of the whole; the same picture is kept once however often it comes.

    Raises:
        Refusal: not an inspector on the spot, handed in already, or the file is refused.
    """
    row = _present(inspection, by)
    number = item.number if item is not None else 0
    if row.state != InspectionState.RUNNING:
        raise Refusal(_("The inspection was handed in; photographs can be added only when it is returned."))
    with in_kept_words():
        kind = _("photograph, line %(no)s") % {"no": number} if number else _("photograph")
    name = papers.about(row, number or "")
    before = set(evidence.of(name).values_list("pk", flat=True))
    kept = evidence.keep(upload, about=name, division_code=row.division_code, by=by, kind=kind)
    if kept.pk not in before and not is_known(row, mark):
        remember(row, StepKind.PHOTO, by=by, words=f"{kind}：{kept.name}", mark=mark)
    return kept


@transaction.atomic
def close(
    inspection: Inspection,
    *,
    result: str,
    summary: str = "",
    remarks: str = "",
    base: int,
    by: Actor,
    mark: Mark = NOW,
) -> Saved:
    """Note the result, what was found as a whole and what the body says about it."""
    row = _present(inspection, by)
    if result and result not in InspectionResult.values:
        raise Refusal(_("Result: choose one from the list."), field="result")
    words = {"result": result, "summary": redact(summary.strip()), "remarks": redact(remarks.strip())}
    with in_kept_words():
        named = str(InspectionResult(result).label) if result else ""
    told = " · ".join(filter(None, (named, words["summary"])))
    return _set_head(row, words, StepKind.CLOSING, base=base, by=by, mark=mark, words=told)


@transaction.atomic
def sign(
    inspection: Inspection,
    *,
    signature: str,
    signed_by: str = "",
    unsigned_reason: str = "",
    upload: Any = None,
    base: int,
    by: Actor,
    mark: Mark = NOW,
) -> Saved:
    """Note the body's signature, drawn on the screen or photographed on paper, or that it refused to sign.

    Raises:
        Refusal: neither signed nor refused, or the file is refused.
    """
    row = _present(inspection, by)
    if signature not in Signature.values:
        raise Refusal(_("Signature: say whether the body signed or refused."), field="signature")
    wanted = {
        "signature": signature,
        "signed_by": signed_by.strip()[:60],
        "unsigned_reason": redact(unsigned_reason.strip())[:255],
    }
    with in_kept_words():
        named, kind = str(Signature(signature).label), _("signature")
    words = " · ".join(filter(None, (named, *list(wanted.values())[1:])))
    saved = _set_head(row, wanted, StepKind.SIGNED, base=base, by=by, mark=mark, words=words)
    if upload is not None and saved.outcome in (KEPT, KNOWN) and row.state == InspectionState.RUNNING:
        name = papers.about(row, papers.SIGNATURE)
        evidence.keep(upload, about=name, division_code=row.division_code, by=by, kind=kind)
    return saved


@transaction.atomic
def hand_in(inspection: Inspection, *, by: Actor, mark: Mark = NOW) -> Inspection:
    """Hand the inspection in for approval; the clock of publication starts.

    Raises:
        Refusal: something is missing; the sentence names the first thing.
    """
    row = _present(inspection, by)
    if wanting := missing(whole(row)):
        raise Refusal(wanting[0].words)
    ended = max(row.ended_at or mark.moment, row.started_at or mark.moment)
    day = clocks.day_of(ended)
    row = INSPECTION.apply(
        row,
        "hand_in",
        by=by,
        ended_at=ended,
        handed_in_on=clocks.day_of(mark.arrived),
        handed_in_by=by.actor_id,
        returned_reason="",
        publish_by=clocks.publication_due(row, day).on,
    )
    clocks.stop(row, clocks.DO)
    clocks.start_publishing(row, ended_on=day)
    remember(row, StepKind.HANDED_IN, by=by, mark=mark)
    return row


def _present(inspection: Inspection, by: Actor) -> Inspection:
    """Read an inspection under lock for an inspector who is on the spot.

    Raises:
        Refusal: not one of the inspectors, or the certificate was not shown yet.
    """
    row = locked(inspection)
    seat = seat_of(row, by)
    if seat is None:
        raise Refusal(_("You are not one of the inspectors of this task."))
    if seat.joined_at is None:
        raise Refusal(_("Show your certificate first: confirm above that you are on the spot."))
    return row


def _not_now(row: Inspection, version: int, base: int) -> str:
    if row.state != InspectionState.RUNNING:
        return LATE
    return CONFLICT if version != base else ""


def _set_head(
    row: Inspection,
    wanted: dict[str, Any],
    kind: StepKind,
    *,
    base: int,
    by: Actor,
    mark: Mark,
    words: str,
) -> Saved:
    shown = [name for name in wanted if name != "told_at"]
    version = int(row.versions.get(kind.value, 0))
    if is_known(row, mark):
        return Saved(KNOWN, version, {name: getattr(row, name) for name in shown})
    if outcome := _not_now(row, version, base):
        remember(row, StepKind.CONFLICT, by=by, words=words, mark=mark)
        return Saved(outcome, version, {name: getattr(row, name) for name in shown})
    if kind == StepKind.CLOSING:
        wanted["ended_at"] = max(mark.moment, row.started_at or mark.moment)
    changes = {name: (getattr(row, name), value) for name, value in wanted.items()}
    for name, value in wanted.items():
        setattr(row, name, value)
    row.versions = {**row.versions, kind.value: version + 1}
    row.save(update_fields=[*wanted, "versions"])
    audit.record(row, f"inspection.{kind.value}", by=by, changes=changes)
    remember(row, kind, by=by, words=words, mark=mark)
    return Saved(KEPT, version + 1, {name: getattr(row, name) for name in shown})


def _checked(finding: Finding, item: CheckItem) -> dict[str, Any]:
    if finding.answer not in Answer.values:
        raise Refusal(_("Answer: choose one of the three."), field="answer")
    if finding.measure and finding.measure not in Measure.values:
        raise Refusal(_("Measure: choose one from the list."), field="measure")
    problem = finding.answer == Answer.PROBLEM
    measure = finding.measure if problem else ""
    # A penalty case brings its own record when it is decided: the same fact must not count twice.
    recorded = problem and finding.recorded and bool(item.item_code) and measure != Measure.CASE
    return {
        "answer": finding.answer,
        "facts": redact(finding.facts.strip()),
        "measure": measure,
        "due_on": finding.due_on if measure == Measure.ORDER else None,
        "recorded": recorded,
    }


def _in_words(item: CheckItem, wanted: dict[str, Any]) -> str:
    with in_kept_words():
        parts = [f"{item.number}. {Answer(wanted['answer']).label}"]
        if wanted["measure"]:
            parts.append(str(Measure(wanted["measure"]).label))
    if wanted["due_on"]:
        parts.append(wanted["due_on"].isoformat())
    if wanted["facts"]:
        parts.append(wanted["facts"])
    return " · ".join(parts)


def standing(line: InspectionLine) -> dict[str, Any]:
    """Return what stands now about a line, as a telephone shows it."""
    return {name: getattr(line, name) for name in ("answer", "facts", "measure", "due_on", "recorded")}


def _standing(outcome: str, line: InspectionLine | None) -> Saved:
    return Saved(outcome, line.version, standing(line)) if line is not None else Saved(outcome, 0, {})
