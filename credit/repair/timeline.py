"""What repairs, bars and court shields tell in the time line of a subject."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.permissions import P
from credit.choices import Usage
from credit.models import Repair, RepairBar, Shield, Subject
from credit.repair.choices import Outcome, ShieldState
from credit.timeline import Event, Reader, tells


@tells("repair", gettext_lazy("Repair"))
def repairs(subject: Subject, reader: Reader) -> Iterable[Event]:
    """Tell of applications for repair and of their outcome."""
    if not reader.may(P.FILE_VIEW, subject.division_code):
        return
    rows = Repair.objects.filter(subject_id=subject.pk).select_related("record")
    if not reader.authorised:
        rows = rows.exclude(record__item__scope=Usage.AUTHORISED)
    # Of one day, the later step stands above the earlier.
    for row in reader.newest(rows.exclude(outcome=""), "decided_on"):
        if row.decided_on:
            outcome = Outcome.GRANTED if row.outcome == Outcome.REVOKED else Outcome(row.outcome)
            colour = "success" if outcome == Outcome.GRANTED else ""
            kind = _("Repair %(outcome)s") % {"outcome": outcome.label}
            yield Event(
                row.decided_on,
                kind,
                str(row),
                "healing",
                colour,
                row.decision_reason,
                _page(row),
                row.decided_by_label,
            )
    for row in reader.newest(rows.filter(submitted_on__isnull=False, batch=None), "submitted_on"):
        if row.submitted_on:
            yield Event(
                row.submitted_on, _("Repair applied for"), str(row), "healing", "info", "", _page(row)
            )


@tells("repair_revoked", gettext_lazy("Repair revoked"))
def revocations(subject: Subject, reader: Reader) -> Iterable[Event]:
    """Tell of repairs that were revoked after false material."""
    if not reader.may(P.FILE_VIEW, subject.division_code):
        return
    rows = Repair.objects.filter(subject_id=subject.pk, revoked_on__isnull=False).select_related("record")
    if not reader.authorised:
        rows = rows.exclude(record__item__scope=Usage.AUTHORISED)
    for row in reader.newest(rows, "revoked_on"):
        if row.revoked_on:
            kind, why = _("Repair revoked"), row.revocation_reason
            yield Event(
                row.revoked_on, kind, str(row), "undo", "danger", why, _page(row), row.revoked_by_label
            )


@tells("repair_bar", gettext_lazy("Bar on repair"))
def bars(subject: Subject, reader: Reader) -> Iterable[Event]:
    """Tell of bars after false material."""
    if not reader.may(P.FILE_VIEW, subject.division_code):
        return
    for row in reader.newest(RepairBar.objects.filter(subject_id=subject.pk), "from_on"):
        until = _("until %(day)s") % {"day": row.until_on}
        page = reverse("admin:credit_repair_change", args=[row.repair_id])
        yield Event(row.from_on, _("Bar on repair"), row.reason, "block", "danger", until, page)


@tells("shield", gettext_lazy("Court shield"))
def shields(subject: Subject, reader: Reader) -> Iterable[Event]:
    """Tell when records were shielded during reorganisation, and how that ended."""
    if not reader.may(P.FILE_VIEW, subject.division_code):
        return
    rows = Shield.objects.filter(subject_id=subject.pk)
    # Of one day, the later step stands above the earlier.
    for row in reader.newest(rows.filter(ended_on__isnull=False), "ended_on"):
        if row.ended_on:
            completed = row.state == ShieldState.COMPLETED
            kind = _("Plan completed, records repaired") if completed else _("Shield lifted")
            colour = "success" if completed else "danger"
            yield Event(row.ended_on, kind, row.end_ruling_no, "shield", colour, "", _shield_page(row))
    for row in reader.newest(rows.filter(starts_on__isnull=False), "starts_on"):
        if row.starts_on:
            words = f"{row.court} {row.ruling_no}"
            yield Event(row.starts_on, _("Records shielded"), words, "shield", "info", "", _shield_page(row))


def _page(row: Repair) -> str:
    return reverse("admin:credit_repair_change", args=[row.pk])


def _shield_page(row: Shield) -> str:
    return reverse("admin:credit_shield_change", args=[row.pk])
