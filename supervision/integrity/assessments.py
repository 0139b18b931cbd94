"""The assessment of one body: self-score, review by one officer, result by another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from accounts.permissions import P
from core import audit, evidence
from core.actors import Actor
from core.clock import today
from core.errors import Refusal
from core.masking import redact
from credit.parties import OWN, must_be_own
from supervision.integrity import clocks, measures
from supervision.integrity.choices import WRITABLE, AssessmentState, RoundState
from supervision.integrity.scoring import Mark, result
from supervision.integrity.tables import bands
from supervision.integrity.workflow import ASSESSMENT
from supervision.models import Assessment, Indicator, IndicatorScore

LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Given:
    """Marks under one indicator, with the words that bear them out."""

    marks: Decimal | None
    words: str = ""


def about(assessment: Assessment, indicator: Indicator) -> str:
    """Return the name under which the evidence of one indicator is kept."""
    return f"supervision.assessment:{assessment.pk}:{indicator.number}"


@transaction.atomic
def write_self_scores(
    row: Assessment,
    *,
    scores: Mapping[int, Given],
    by: Actor,
    words: str = "",
    signed_by: str = "",
    files: Mapping[int, Iterable[Any]] | None = None,
) -> Assessment:
    """Keep what a body says of itself, as far as it has come; nothing is handed in yet.

    Args:
        scores: marks by the number of the indicator; an indicator left out stays as it is.
        by: the body, or an officer for what came on paper.
        words: the body's report.
        signed_by: its head.
        files: evidence by the number of the indicator.

    Raises:
        Refusal: not theirs, handed in already, more marks than the indicator gives, a bad file.
    """
    current = _writable(row, by)
    lines = {line.number: line for line in current.round.indicators.all()}
    rows = []
    for score, given in _paired(current, lines, scores):
        score.own, score.own_words = _marks(given, score.indicator), redact(given.words.strip())
        rows.append(score)
    _store(rows)
    current.words, current.signed_by = redact(words.strip()), signed_by.strip()[:60]
    current.self_total = current.scores.aggregate(total=Sum("own"))["total"]
    current.save(update_fields=["words", "signed_by", "self_total"])
    for number, offered in (files or {}).items():
        _keep_files(current, _line(lines, number), offered, by)
    audit.record(
        current, "assessment.write", by=by, changes={"self_total": (row.self_total, current.self_total)}
    )
    return current


def _writable(row: Assessment, by: Actor) -> Assessment:
    must_be_own(row.subject_id, by)
    rows = Assessment.objects.select_for_update(of=("self",)).select_related("round", "subject")
    current = rows.get(pk=row.pk)
    if not by.may(OWN, current.division_code):
        raise Refusal(_("You do not hold the right to enter self-scores of this division."))
    if current.state not in WRITABLE or current.round.state != RoundState.OPEN:
        raise Refusal(_("The self-score is handed in or the round is not open; it cannot be changed now."))
    return current


def _paired(
    row: Assessment, lines: Mapping[int, Indicator], scores: Mapping[int, Given]
) -> Iterator[tuple[IndicatorScore, Given]]:
    """Yield the kept or new score of each indicator that was given something."""
    old = {score.indicator_id: score for score in row.scores.all()}
    for number, given in scores.items():
        line = _line(lines, number)
        score = old.get(line.pk) or IndicatorScore(assessment=row)
        score.indicator = line
        yield score, given


def _store(rows: list[IndicatorScore]) -> None:
    new = [row for row in rows if row._state.adding]
    known = [row for row in rows if not row._state.adding]
    IndicatorScore.objects.bulk_create(new)
    IndicatorScore.objects.bulk_update(known, ["own", "own_words", "given", "given_words"])


def _line(lines: Mapping[int, Indicator], number: int) -> Indicator:
    if number not in lines:
        raise Refusal(_("There is no indicator no. %(number)s in this round.") % {"number": number})
    return lines[number]


def _marks(given: Given, line: Indicator) -> Decimal | None:
    if given.marks is None:
        return None
    if not Decimal(0) <= given.marks <= line.full:
        raise Refusal(
            _("Indicator no. %(number)s: %(marks)s marks are not between 0 and %(full)s.")
            % {"number": line.number, "marks": given.marks, "full": line.full},
            field=f"marks_{line.number}",
        )
    return given.marks.quantize(Decimal("0.1"))


def _keep_files(row: Assessment, line: Indicator, files: Iterable[Any], by: Actor) -> None:
    offered = list(files)
    if offered:
        evidence.keep_all(
            offered,
            about=about(row, line),
            division_code=row.division_code,
            by=by,
            kind=str(line)[:60],
            party=f"credit.subject:{row.subject_id}",
        )


@transaction.atomic
def hand_in(row: Assessment, *, by: Actor) -> Assessment:
    """Hand the self-score in; the clock of the review starts."""
    must_be_own(row.subject_id, by)
    moved = ASSESSMENT.apply(
        row,
        "hand_in",
        by=by,
        handed_in_on=today(),
        handed_in_by=by.actor_id,
        handed_in_by_label=by.label[:100],
        returned_reason="",
    )
    return _moved(moved)


@transaction.atomic
def send_back(row: Assessment, *, reason: str, by: Actor) -> Assessment:
    """Send the self-score back to the body, which reads why."""
    words = redact(reason.strip())[:255]
    return _moved(ASSESSMENT.apply(row, "send_back", by=by, reason=reason, returned_reason=words))


@transaction.atomic
def write_review(row: Assessment, *, scores: Mapping[int, Given], by: Actor, opinion: str = "") -> Assessment:
    """Keep the marks of the review; where they differ from the self-score the words say why.

    Raises:
        Refusal: no right, not to be reviewed now, marks out of range, a difference without words.
    """
    rows = Assessment.objects.select_for_update(of=("self",)).select_related("round", "subject")
    current = rows.get(pk=row.pk)
    if not by.may(P.INTEGRITY_REVIEW, current.division_code):
        raise Refusal(_("You do not hold the right to review integrity assessments of this division."))
    if current.state in (AssessmentState.REVIEWED, AssessmentState.DECIDED):
        raise Refusal(_("The review is finished; it can be changed once it was sent back."))
    lines = {line.number: line for line in current.round.indicators.all()}
    marked = []
    for score, given in _paired(current, lines, scores):
        score.given = _marks(given, score.indicator)
        score.given_words = redact(given.words.strip())[:LONGEST_REASON]
        if score.own is not None and score.given not in (None, score.own) and not score.given_words:
            raise Refusal(
                _("Indicator no. %(number)s: the marks differ from the self-score; say why.")
                % {"number": score.indicator.number},
                field=f"words_{score.indicator.number}",
            )
        marked.append(score)
    _store(marked)
    current.opinion = redact(opinion.strip())
    current.save(update_fields=["opinion"])
    audit.record(
        current, "assessment.review_marks", by=by, changes={"opinion": (row.opinion, current.opinion)}
    )
    return current


@transaction.atomic
def review(row: Assessment, *, by: Actor) -> Assessment:
    """Finish the review: the result is worked out; a second officer decides it."""
    lines = row.scores.select_related("indicator")
    marks = [Mark(line.given or Decimal(0), line.indicator.full, line.indicator.veto) for line in lines]
    found = result(marks or [Mark(Decimal(0), Decimal(1))], bands(row.round.bands))
    moved = ASSESSMENT.apply(
        row,
        "review",
        by=by,
        total=found.total,
        band=found.band.code,
        vetoed=found.vetoed,
        reviewed_on=today(),
        reviewed_by=by.actor_id,
        reviewed_by_label=by.label[:100],
    )
    return _moved(moved)


@transaction.atomic
def redo(row: Assessment, *, reason: str, by: Actor) -> Assessment:
    """Send it back to the review."""
    moved = ASSESSMENT.apply(
        row, "redo", by=by, reason=reason, total=None, band="", vetoed=False, reviewed_by=""
    )
    return _moved(moved)


@transaction.atomic
def decide(row: Assessment, *, by: Actor) -> Assessment:
    """Decide the result, as the second officer; the consequences of its band are proposed.

    The body reads the result once the round is published inside.
    """
    moved = ASSESSMENT.apply(row, "decide", by=by, decided_on=today(), decided_by_label=by.label[:100])
    measures.propose_for_result(moved)
    return _moved(moved)


def _moved(row: Assessment) -> Assessment:
    clocks.keep_assessments([row])
    return row
