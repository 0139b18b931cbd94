"""Matters and government integrity for tests, made through the product's own services."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from accounts.models import Officer
from core.clock import today
from credit.models import Subject
from supervision.integrity import assessments, breaches, measures, rounds
from supervision.integrity.assessments import Given
from supervision.integrity.breaches import NewBreach
from supervision.integrity.choices import BreachSource, MeasureKind
from supervision.integrity.rounds import NewRound
from supervision.matters import services as matters
from supervision.matters.services import NewMatter
from supervision.models import Assessment, AssessmentRound, IntegrityBreach, IntegrityMeasure, Matter
from tests import factories

FACTS = "设备采购项目因主要负责人调整，未按合同约定期限付款。"


def matter(subject: Subject | None = None, *, by: Officer, **fields: Any) -> Matter:
    """Enter a petition and assign it to a body."""
    values = {
        "kind": "petition",
        "title": "反映夜间急诊排队时间过长",
        "received_on": today() - timedelta(days=7),
        "division_code": factories.COUNTY,
        "sender": "林知夏",
        "subject_id": (subject or factories.body()).pk,
    }
    return matters.receive(NewMatter(**{**values, **fields}), by=by)


def assessment_round(*, by: Officer, **fields: Any) -> AssessmentRound:
    """Draft the assessment of this year."""
    values = {
        "year": today().year,
        "title": f"内黄县卫健系统{today().year}年度政务诚信考核评价",
        "division_code": factories.COUNTY,
        "self_due_on": today() + timedelta(days=11),
        "result_due_on": today() + timedelta(days=50),
    }
    return rounds.draft(NewRound(**{**values, **fields}), by=by)


def assessment(subject: Subject | None = None, *, by: Officer) -> Assessment:
    """Open this year's round with one body in it."""
    row = assessment_round(by=by)
    rounds.add(row, subject_ids=[(subject or factories.body()).pk], by=by)
    rounds.open_round(row, by=by)
    return Assessment.objects.select_related("round", "subject", "office").get(round=row)


def full_marks(row: Assessment) -> dict[int, Given]:
    """Give every indicator its full marks."""
    return {line.number: Given(line.full) for line in row.round.indicators.all()}


def breach(subject: Subject | None = None, *, by: Officer, **fields: Any) -> IntegrityBreach:
    """Propose a breach."""
    values = {
        "subject_id": (subject or factories.body()).pk,
        "kind": "broken_promise",
        "facts": FACTS,
        "happened_on": today() - timedelta(days=33),
        "source": BreachSource.COURT,
    }
    return breaches.propose(NewBreach(**{**values, **fields}), by=by)


def measure(subject: Subject | None = None, *, by: Officer, decided_by: Officer) -> IntegrityMeasure:
    """Confirm a breach, and impose the written warning that follows."""
    confirmed = breaches.confirm(breach(subject, by=by), by=decided_by)
    row = confirmed.measures.select_related("subject", "office", "breach").get(kind=MeasureKind.WARNING)
    return measures.impose(row, document_no="内卫警〔2026〕3号", by=decided_by)


def finished(subject: Subject | None = None, *, by: Officer, decided_by: Officer) -> Assessment:
    """Assess one body with full marks in a round that is over, and publish the result inside."""
    row = assessment_round(by=by, self_due_on=today() - timedelta(days=1))
    rounds.add(row, subject_ids=[(subject or factories.body()).pk], by=by)
    rounds.open_round(row, by=by)
    one = Assessment.objects.select_related("round", "subject", "office").get(round=row)
    assessments.write_review(one, scores=full_marks(one), by=by)
    assessments.review(one, by=by)
    assessments.decide(one, by=decided_by)
    rounds.publish(row, document_no="内卫〔2026〕9号", by=decided_by)
    one.refresh_from_db()
    return one
