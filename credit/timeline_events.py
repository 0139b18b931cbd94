"""What the credit file itself tells in its time line: records, their changes, grades, verifications."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.permissions import P
from credit.choices import Change, Polarity, RecordState, Review, Usage
from credit.models import (
    ConductRecord,
    CreditReport,
    GradeChange,
    RecordEvent,
    Standard,
    Subject,
    Verification,
)
from credit.rules.terms import StandardState
from credit.timeline import Event, Reader, day_of, tells

GOOD_NEWS = frozenset({Change.SETTLED, Change.REPAIRED, Change.WITHDRAWN, Change.ANNULLED, Change.SHIELDED})


@tells("record", gettext_lazy("Conduct record"))
def records(subject: Subject, reader: Reader) -> Iterable[Event]:
    """Tell of the facts; what waits for a second officer is told to officers only."""
    if not reader.may(P.FILE_VIEW, subject.division_code):
        return
    known = ConductRecord.objects if reader.own else ConductRecord.entries
    rows = known.filter(subject_id=subject.pk).exclude(review=Review.DISCARDED).select_related("item")
    if not reader.authorised:
        rows = rows.exclude(item__scope=Usage.AUTHORISED)
    for row in reader.newest(rows, "happened_on"):
        yield Event(
            row.happened_on,
            _("Conduct record"),
            f"{row.item_code} {row.title}",
            "flag",
            _colour(row),
            _note(row),
            reverse("admin:credit_conductrecord_change", args=[row.pk]),
        )


def _colour(row: ConductRecord) -> str:
    if row.state != RecordState.NORMAL or row.polarity == Polarity.BASIC:
        return ""
    return "success" if row.polarity == Polarity.GOOD else "warning"


def _note(row: ConductRecord) -> str:
    state = row.get_review_display() if row.confirmed_at is None else row.get_state_display()
    notes = [state, row.document_no]
    if row.final_on and row.confirmed_at is not None:
        notes.append(_("counts from %(day)s") % {"day": row.final_on})
    return " · ".join(filter(None, notes))


@tells("change", gettext_lazy("Change of a record"))
def changes(subject: Subject, reader: Reader) -> Iterable[Event]:
    """Tell what became of the facts; who did it and why is told to officers."""
    if not reader.may(P.FILE_VIEW, subject.division_code):
        return
    events = RecordEvent.objects.filter(subject_id=subject.pk)
    if not reader.authorised:
        kept_back = ConductRecord.objects.filter(subject_id=subject.pk, item__scope=Usage.AUTHORISED)
        events = events.exclude(record_id__in=kept_back.values("pk"))
    rows = list(reader.newest(events, "effective_on"))
    about = ConductRecord.objects.in_bulk({row.record_id for row in rows})
    for row in rows:
        record = about.get(row.record_id)
        yield Event(
            row.effective_on,
            _("Record %(change)s") % {"change": row.get_kind_display()},
            f"{record.item_code} {record.title}" if record else "–",
            "published_with_changes",
            "success" if row.kind in GOOD_NEWS else "info",
            url=reverse("admin:credit_conductrecord_change", args=[row.record_id]) if record else "",
            inside=" · ".join(filter(None, (row.by_label, row.reason))),
        )


@tells("grade", gettext_lazy("Grade change"))
def grades(subject: Subject, reader: Reader) -> Iterable[Event]:
    """Tell of changed grades under standards that are in force or were; trials stay with the officers."""
    if not reader.may(P.GRADE_VIEW, subject.division_code):
        return
    changed = GradeChange.objects.filter(subject_id=subject.pk).exclude(from_label=F("to_label"))
    if reader.own:
        trials = Standard.objects.filter(state__in=(StandardState.DRAFT, StandardState.TRIED))
        changed = changed.exclude(standard_id__in=trials.values("pk"))
    rows = list(reader.newest(changed, "recorded_at"))
    standards = Standard.objects.in_bulk({row.standard_id for row in rows})
    for row in rows:
        standard = standards.get(row.standard_id)
        before, after = row.from_label or _("none"), row.to_label or _("none")
        yield Event(
            day_of(row.recorded_at),
            _("Grade change"),
            _("from %(before)s to %(after)s") % {"before": before, "after": after},
            "monitoring",
            "info",
            standard.title if standard else "",
        )


@tells("report", gettext_lazy("Credit report"))
def reports(subject: Subject, reader: Reader) -> Iterable[Event]:
    """Tell of issued credit reports; who asked for one is told to officers."""
    if not reader.may(P.FILE_VIEW, subject.division_code):
        return
    rows = CreditReport.objects.filter(subject_id=subject.pk).defer("content")
    for row in reader.newest(rows, "issued_at"):
        yield Event(
            day_of(row.issued_at),
            _("Credit report"),
            row.number,
            "description",
            "info",
            row.get_purpose_display(),
            reverse("admin:credit_creditreport_change", args=[row.pk]),
            row.asker,
        )


@tells("verification", gettext_lazy("Verification"))
def verifications(subject: Subject, reader: Reader) -> Iterable[Event]:
    """Tell of passed verifications (校验)."""
    if not reader.may(P.FILE_VIEW, subject.division_code):
        return
    for row in reader.newest(Verification.objects.filter(subject_id=subject.pk), "passed_on"):
        yield Event(
            row.passed_on,
            _("Verification"),
            _("Passed verification; scoring starts a new cycle."),
            "verified",
            "success",
            row.document_no,
        )
