"""The yearly assessment as a whole: drafted with a copy of the indicator table, opened, published inside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.authorities import authority_of
from accounts.models import Agency
from accounts.permissions import P
from core import audit, ruletables
from core.actors import Actor
from core.clock import today
from core.errors import Refusal
from core.models import Rule
from credit.models import Subject
from institutions.models import Institution
from supervision.integrity import clocks, improvement, report
from supervision.integrity.choices import RoundState
from supervision.integrity.tables import BODIES, indicator_table
from supervision.integrity.workflow import ROUND
from supervision.models import Assessment, AssessmentRound, Indicator


@dataclass(frozen=True, slots=True)
class NewRound:
    """A round as it is drafted; the indicator table in force at its place is copied into it."""

    year: int
    title: str
    division_code: str
    self_due_on: date
    result_due_on: date


def draft(new: NewRound, *, by: Actor) -> AssessmentRound:
    """Draft the assessment of a year.

    Raises:
        Refusal: no right, a year ahead, days in the wrong order, no table in force, drafted before.
    """
    if not new.division_code:
        raise Refusal(_("Your account belongs to no agency; only an authority drafts an assessment."))
    if not by.may(P.INTEGRITY_REVIEW, new.division_code):
        raise Refusal(_("You do not hold the right to keep integrity assessments of this division."))
    if not new.title.strip():
        raise Refusal(_("Title: name the assessment."), field="title")
    if new.year > today().year:
        raise Refusal(_("Year: only the current year or an earlier one is assessed."), field="year")
    if new.result_due_on < new.self_due_on:
        raise Refusal(
            _("Results due on: the day lies before that of the self-scores."), field="result_due_on"
        )
    table = indicator_table(on=today(), place=new.division_code)
    row = AssessmentRound(
        year=new.year,
        title=new.title.strip()[:200],
        authority_name=authority_of(new.division_code, P.INTEGRITY_DECIDE)[:200],
        division_code=new.division_code,
        table_code=f"{table.code}{table.place}",
        document=table.document,
        article=table.article,
        confirmed=table.certainty == Rule.Certainty.VERIFIED,
        bands=table.value["bands"],
        self_due_on=new.self_due_on,
        result_due_on=new.result_due_on,
        made_by=by.actor_id,
        made_by_label=by.label[:100],
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            Indicator.objects.bulk_create(_copied(row, table))
            audit.record(row, "assessmentround.draft", by=by, changes={"year": (None, row.year)})
    except IntegrityError as twice:  # one_integrity_assessment_a_year
        raise Refusal(
            _("Year: the assessment of this year is there already; open that one."), field="year"
        ) from twice
    return row


def _copied(row: AssessmentRound, table: Rule) -> Iterable[Indicator]:
    for line in table.value["indicators"]:
        yield Indicator(
            round=row,
            number=int(line["number"]),
            group=line.get("group", "")[:60],
            text=line["text"][:300],
            how=line.get("how", "")[:500],
            full=Decimal(str(line["full"])),
            veto=bool(line.get("veto")),
            figure=line.get("figure", ""),
            document=line.get("document", "")[:200],
            article=line.get("article", "")[:80],
        )


def taken_in_by_rule(body: Institution) -> bool:
    """Tell whether the rules of its place put a body into the yearly assessment."""
    book, on, place = ruletables.book(BODIES), today(), body.division_code
    kinds, owners = (book.find(code, on=on, place=place) for code in ("categories", "ownership"))
    return bool(kinds and owners and body.category in kinds.value and body.ownership in owners.value)


def bodies_by_rule(division_code: str, *, by: Actor) -> list[int]:
    """Return the subjects that the rules of a place put into an assessment: by category and ownership."""
    book, on = ruletables.book(BODIES), today()
    wanted = Institution.objects.visible_to(by, P.INTEGRITY_REVIEW).filter(
        division_code__startswith=division_code,
        category__in=book.value("categories", on=on, place=division_code),
        ownership__in=book.value("ownership", on=on, place=division_code),
        subject__state="active",
    )
    return list(wanted.order_by("pk").values_list("subject_id", flat=True))


@transaction.atomic
def add(
    row: AssessmentRound, *, subject_ids: Sequence[int], by: Actor, office_ids: Sequence[int] = ()
) -> int:
    """Add bodies, and offices of the authority, to a round; who is in it already stays as they are.

    Args:
        subject_ids: bodies of the officer's divisions; others are left out.
        office_ids: offices; they are assessed under the authority's own file.

    Returns:
        How many are new.

    Raises:
        Refusal: no right, the round is over, or the authority has no credit code for its offices.
    """
    current = _held(row, by)
    bodies = Subject.objects.visible_to(by, P.INTEGRITY_REVIEW).filter(pk__in=subject_ids)
    offices = list(Agency.objects.filter(pk__in=office_ids).select_related("parent"))
    have = set(current.assessments.filter(office=None).values_list("subject_id", flat=True))
    have_offices = set(current.assessments.exclude(office=None).values_list("office_id", flat=True))
    new = [
        Assessment(round=current, subject=subject, division_code=subject.division_code)
        for subject in bodies.exclude(kind="person").order_by("pk")
        if subject.pk not in have
    ]
    for office in offices:
        if office.pk not in have_offices:
            subject = authority_file(office)
            new.append(
                Assessment(round=current, subject=subject, office=office, division_code=current.division_code)
            )
    made = Assessment.objects.bulk_create(new, batch_size=500)
    audit.record_many(audit.event(one, "assessment.add", by=by) for one in made)
    clocks.keep_round(current)
    return len(made)


def authority_file(office: Agency) -> Subject:
    """Return the credit file of the authority to which an office belongs.

    Raises:
        Refusal: it has none.
    """
    head = office.parent or office
    subject = Subject.objects.filter(identity=f"U:{head.uscc}").first() if head.uscc else None
    if subject is None:
        raise Refusal(
            _("“%(name)s” has no credit file yet; open one with its credit code first.")
            % {"name": head.name},
            field="offices",
        )
    return subject


@transaction.atomic
def open_round(row: AssessmentRound, *, by: Actor) -> AssessmentRound:
    """Open the round: the bodies may hand in their self-scores."""
    return _moved(ROUND.apply(row, "open", by=by, opened_on=today()))


@transaction.atomic
def publish(row: AssessmentRound, *, document_no: str, by: Actor) -> AssessmentRound:
    """Publish the result inside: the bodies read it, and what scored low becomes rectifications."""
    moved = ROUND.apply(
        row,
        "publish",
        by=by,
        document_no=document_no.strip()[:80],
        published_on=today(),
        published_by_label=by.label[:100],
    )
    improvement.open_rectifications(moved, by=by)
    moved.report = report.freeze(moved)
    moved.save(update_fields=["report"])
    return _moved(moved)


@transaction.atomic
def drop(row: AssessmentRound, *, reason: str, by: Actor) -> AssessmentRound:
    """Drop a round that was entered by mistake; another may be drafted for the year."""
    return _moved(ROUND.apply(row, "drop", by=by, reason=reason))


def _held(row: AssessmentRound, by: Actor) -> AssessmentRound:
    current = AssessmentRound.objects.select_for_update().get(pk=row.pk)
    if not by.may(P.INTEGRITY_REVIEW, current.division_code):
        raise Refusal(_("You do not hold the right to keep integrity assessments of this division."))
    if current.state not in (RoundState.DRAFT, RoundState.OPEN):
        raise Refusal(_("This assessment is over; nobody can be added any more."))
    return current


def _moved(row: AssessmentRound) -> AssessmentRound:
    clocks.keep_round(row)
    return row
