"""What matters and government integrity tell in the time line of a body."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.permissions import P
from credit.models import Subject
from credit.timeline import Event, Reader, tells
from supervision.integrity import scoring
from supervision.integrity.choices import STANDING, AssessmentState, MeasureState, RoundState
from supervision.matters.choices import MatterState
from supervision.models import Assessment, IntegrityBreach, IntegrityMeasure, Matter


@tells("matter", gettext_lazy("Tracked matter"))
def matters(subject: Subject, reader: Reader) -> Iterable[Event]:
    """Tell when a matter was assigned, answered, refused and closed."""
    if not reader.may(P.FILE_VIEW, subject.division_code):
        return
    rows = Matter.objects.filter(subject_id=subject.pk).exclude(state=MatterState.DROPPED)
    for row in reader.newest(rows, "closed_on"):
        if row.closed_on:
            yield _matter(row, row.closed_on, _("Answer accepted"), "success")
    for row in reader.newest(rows, "refused_on"):
        if row.refused_on:
            yield _matter(row, row.refused_on, _("Refusal to act noted"), "danger")
    for row in reader.newest(rows, "answered_on"):
        if row.answered_on:
            yield _matter(row, row.answered_on, _("Matter answered"), "info")
    for row in reader.newest(rows, "assigned_on"):
        if row.assigned_on:
            yield _matter(row, row.assigned_on, _("Matter assigned"), "info")


def _matter(row: Matter, on: date, kind: str, colour: str) -> Event:
    return Event(
        on,
        kind,
        row.title,
        "pending_actions",
        colour,
        " · ".join(filter(None, (row.get_kind_display(), row.number))),
        reverse("admin:supervision_matter_change", args=[row.pk]),
    )


@tells("integrity", gettext_lazy("Government integrity"))
def integrity(subject: Subject, reader: Reader) -> Iterable[Event]:
    """Tell of results, breaches and consequences; the body hears a result once it is published inside."""
    if not reader.may(P.FILE_VIEW, subject.division_code):
        return
    yield from _results(subject, reader)
    yield from _breaches(subject, reader)
    yield from _measures(subject, reader)


def _results(subject: Subject, reader: Reader) -> Iterable[Event]:
    rows = Assessment.objects.filter(subject_id=subject.pk, state=AssessmentState.DECIDED)
    if reader.own:
        rows = rows.filter(round__state=RoundState.PUBLISHED)
    for row in reader.newest(rows.select_related("round", "office", "subject"), "decided_on"):
        if row.decided_on:
            result = _("%(total)s marks, %(band)s") % {
                "total": row.total,
                "band": scoring.band_name(row.band),
            }
            yield Event(
                row.decided_on,
                _("Result of an integrity assessment"),
                f"{row.round}：{row.called}" if row.office_id else str(row.round),
                "account_balance",
                "danger" if row.vetoed else "info",
                result,
                reverse("admin:supervision_assessment_change", args=[row.pk]),
                row.decided_by_label,
            )


def _breaches(subject: Subject, reader: Reader) -> Iterable[Event]:
    rows = IntegrityBreach.objects.filter(subject_id=subject.pk, state__in=STANDING)
    for row in reader.newest(rows, "corrected_on"):
        if row.corrected_on:
            yield _breach(row, row.corrected_on, _("Breach of government integrity corrected"), "success")
    for row in reader.newest(rows, "confirmed_on"):
        if row.confirmed_on:
            yield _breach(row, row.confirmed_on, _("Breach of government integrity confirmed"), "danger")


def _breach(row: IntegrityBreach, on: date, kind: str, colour: str) -> Event:
    return Event(
        on,
        kind,
        row.title,
        "policy",
        colour,
        row.document_no,
        reverse("admin:supervision_integritybreach_change", args=[row.pk]),
        row.confirmed_by_label,
    )


def _measures(subject: Subject, reader: Reader) -> Iterable[Event]:
    rows = IntegrityMeasure.objects.filter(subject_id=subject.pk).exclude(
        state__in=(MeasureState.PROPOSED, MeasureState.DROPPED)
    )
    for row in reader.newest(rows, "ended_on"):
        if row.ended_on:
            words = _("Consequence ended: %(why)s") % {"why": row.get_ended_by_display()}
            yield _measure(row, row.ended_on, words, "success")
    for row in reader.newest(rows, "starts_on"):
        if row.starts_on:
            yield _measure(row, row.starts_on, _("Consequence imposed"), "warning")


def _measure(row: IntegrityMeasure, on: date, kind: str, colour: str) -> Event:
    return Event(
        on,
        kind,
        row.get_kind_display(),
        "report",
        colour,
        row.document_no,
        reverse("admin:supervision_integritymeasure_change", args=[row.pk]),
        row.decided_by_label,
    )
