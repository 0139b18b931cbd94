"""What commitments and admission education tell in the time line of a subject."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.permissions import P
from credit.commitments.selectors import title_of
from credit.models import AdmissionEducation, Commitment, Subject
from credit.models.commitments import CommitmentState
from credit.timeline import Event, Reader, tells


@tells("commitment", gettext_lazy("Commitment"))
def commitments(subject: Subject, reader: Reader) -> Iterable[Event]:
    """Tell what was signed, and how it was kept."""
    if not reader.may(P.FILE_VIEW, subject.division_code):
        return
    rows = Commitment.objects.filter(subject_id=subject.pk).select_related("template")
    checked = rows.filter(state__in=(CommitmentState.PERFORMED, CommitmentState.BREACHED))
    # Of one day, the later step stands above the earlier.
    for row in reader.newest(rows.filter(state=CommitmentState.ENDED), "ended_on"):
        if row.ended_on:
            yield _event(row, _("Commitment ended"), row.ended_on, "event_busy", "")
    for row in reader.newest(checked, "found_on"):
        broken = row.state == CommitmentState.BREACHED
        what = _("Commitment broken") if broken else _("Commitment kept")
        if row.found_on:
            yield _event(row, what, row.found_on, "rule", "danger" if broken else "success")
    for row in reader.newest(rows, "signed_on"):
        if row.signed_on:
            yield _event(row, _("Commitment signed"), row.signed_on, "draw", "info")


def _event(row: Commitment, kind: str, day: object, icon: str, colour: str) -> Event:
    return Event(
        day,  # type: ignore[arg-type]  # a date: the rows were chosen by it
        kind,
        title_of(row.template),
        icon,
        colour,
        " · ".join(filter(None, (row.number, row.matter))),
        reverse("admin:credit_commitment_change", args=[row.pk]),
        row.findings or row.end_reason,
    )


@tells("education", gettext_lazy("Admission education"))
def education(subject: Subject, reader: Reader) -> Iterable[Event]:
    """Tell of education in honesty before admission."""
    if not reader.may(P.FILE_VIEW, subject.division_code):
        return
    for row in reader.newest(AdmissionEducation.objects.filter(subject_id=subject.pk), "held_on"):
        yield Event(
            row.held_on,
            _("Admission education"),
            row.occasion,
            "school",
            "success",
            row.get_form_display(),
            reverse("admin:credit_admissioneducation_change", args=[row.pk]),
            row.note,
        )
