"""The yearly report: opened by its date, counted, written, issued by a second officer, noted as sent."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Agency
from accounts.permissions import P
from accounts.roles import ROLES
from core import audit, ruletables
from core.actors import Actor, SystemActor
from core.clock import today
from core.divisions import prefix
from core.errors import Refusal
from core.masking import redact
from supervision.campaigns.clocks import (
    TABLE,
    YearlyDuty,
    places_of_duty,
    start_yearly,
    stop_yearly,
    yearly_duty,
)
from supervision.campaigns.texts import Texts, check_draft, write_texts
from supervision.campaigns.workflow import YEARLY
from supervision.campaigns.year import count_year
from supervision.models import YearlyReport
from supervision.models.bulletins import BulletinState

WORKER = SystemActor("open_yearly_reports")
GONE = (BulletinState.DROPPED, BulletinState.WITHDRAWN)


def open_due(on: date | None = None) -> int:
    """Draft the reports whose time has come, one for each authority that must report; returns how many.

    Authorities are the agencies whose officers keep campaigns: partner departments report elsewhere.
    """
    day = on or today()
    book = ruletables.book(TABLE)
    keepers = [role.code for role in ROLES.values() if P.CAMPAIGN_KEEP in role.permissions]
    made = 0
    for place in places_of_duty(day, book):
        rows = Agency.objects.filter(
            division_code__startswith=place, parent=None, post__role__in=keepers
        ).distinct()
        for agency in rows.order_by("division_code", "pk"):
            duty = yearly_duty(day.year, place=agency.division_code, book=book)
            if duty is not None and duty.opens_on <= day and not _known(agency.division_code, day.year):
                draft_yearly(
                    day.year, division_code=agency.division_code, authority_name=agency.name, by=WORKER
                )
                made += 1
    return made


def _known(division_code: str, year: int) -> bool:
    return (
        YearlyReport.objects.filter(division_code=division_code, year=year).exclude(state__in=GONE).exists()
    )


def draft_yearly(year: int, *, division_code: str, authority_name: str, by: Actor) -> YearlyReport:
    """Draft the report of a year with the figures of this moment; where a rule asks for it its clock starts.

    Raises:
        Refusal: no right there, a year to come, or there is one already.
    """
    if not division_code or not by.may(P.CAMPAIGN_KEEP, division_code):
        raise Refusal(_("Division: you do not keep campaigns there."), field="division_code")
    if year > today().year:
        raise Refusal(_("Year: it has not begun; there is nothing to report yet."), field="year")
    duty = yearly_duty(year, place=division_code)
    row = YearlyReport(
        year=year,
        division_code=division_code,
        authority_name=authority_name,
        title=_title(year, duty),
        sent_to=duty.to if duty else "",
        due_on=duty.due_on if duty else date(year, 12, 31),
        basis=duty.basis if duty else "",
        confirmed=bool(duty and duty.confirmed),
        made_by=by.actor_id,
        made_by_label=by.label[:100],
    )
    _count(row)
    try:
        with transaction.atomic():
            row.save()
            audit.record(row, "yearlyreport.draft", by=by, changes={"year": (None, year)})
            if duty is not None:
                start_yearly(row, duty, on=min(today(), duty.due_on))
    except IntegrityError as error:
        raise Refusal(
            _("Year: there is a report of %(year)s already; open that one.") % {"year": year}, field="year"
        ) from error
    return row


def _title(year: int, duty: YearlyDuty | None) -> str:
    work = duty.work if duty and duty.work else _("credit and integrity work")
    return (_("Report of %(year)s: %(work)s") % {"year": year, "work": work})[:200]


def _count(row: YearlyReport) -> None:
    """Until the year is over its figures run up to the day of counting."""
    last = min(today(), date(row.year, 12, 31))
    first = date(row.year, 1, 1)
    row.counted_at = timezone.now()
    row.content = {
        "first": first.isoformat(),
        "last": last.isoformat(),
        "groups": count_year(prefix(row.division_code), first, last),
    }


def _locked(report: YearlyReport, by: Actor) -> YearlyReport:
    row = YearlyReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    check_draft(row, by)
    return row


def recount_yearly(report: YearlyReport, *, by: Actor) -> YearlyReport:
    """Count a draft's figures again."""
    with transaction.atomic():
        row = _locked(report, by)
        old = row.counted_at
        _count(row)
        row.changed_by = by.actor_id
        row.save(update_fields=["counted_at", "content", "changed_by"])
        audit.record(row, "yearlyreport.recount", by=by, changes={"counted_at": (old, row.counted_at)})
    return row


def write_yearly(report: YearlyReport, texts: Texts, *, by: Actor) -> YearlyReport:
    """Write the words of a draft."""
    with transaction.atomic():
        row = _locked(report, by)
        write_texts(row, texts, by=by)
    return row


def issue_yearly(report: YearlyReport, *, by: Actor, on: date | None = None) -> YearlyReport:
    """Issue it; its clock runs until it is noted as sent."""
    return YEARLY.apply(report, "issue", by=by, issued_on=on or today(), issued_by_label=by.label[:100])


def send_yearly(report: YearlyReport, *, sent_on: date, note: str, by: Actor) -> YearlyReport:
    """Note that it went to the authority above; the clock stops.

    Raises:
        Refusal: not issued, no right, before it was issued, or in the future.
    """
    if report.issued_on and sent_on < report.issued_on:
        raise Refusal(_("Sent on: it lies before the day of issue."), field="sent_on")
    if sent_on > today():
        raise Refusal(_("Sent on: it lies in the future."), field="sent_on")
    with transaction.atomic():
        row = YEARLY.apply(report, "send", by=by, sent_on=sent_on, sent_note=redact(note.strip())[:120])
        stop_yearly(row)
    return row


def drop_yearly(report: YearlyReport, *, reason: str, by: Actor) -> YearlyReport:
    """Give up a draft; its clock stops with the reason on record."""
    with transaction.atomic():
        row = YEARLY.apply(report, "drop", by=by, reason=reason)
        stop_yearly(row)
    return row


def withdraw_yearly(report: YearlyReport, *, reason: str, by: Actor) -> YearlyReport:
    """Withdraw an issued report; the next one is drafted with a clock of its own."""
    with transaction.atomic():
        row = YEARLY.apply(report, "withdraw", by=by, reason=reason)
        stop_yearly(row)
    return row
