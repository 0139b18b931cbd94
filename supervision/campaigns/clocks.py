"""The clocks of campaigns: the bulletin of each month, and the yearly report to the authority above."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.permissions import P
from core import deadlines, ruletables
from core.deadlines import DeadlineKind, register
from core.models import Deadline, Rule
from core.ruletables import RuleBook, in_force
from supervision.models import Bulletin, Campaign, YearlyReport
from supervision.models.bulletins import BulletinKind, BulletinState
from supervision.models.campaigns import CampaignState

TABLE = "supervision.reporting"
BULLETIN = register(
    DeadlineKind(
        "campaign_bulletin",
        gettext_lazy("Monthly bulletin of a campaign"),
        P.CAMPAIGN_KEEP,
        "admin:supervision_campaign_change",
    )
)
YEARLY = register(
    DeadlineKind(
        "yearly_report",
        gettext_lazy("Yearly report to the authority above"),
        P.CAMPAIGN_KEEP,
        "admin:supervision_yearlyreport_change",
    )
)


@dataclass(frozen=True, slots=True)
class YearlyDuty:
    """The duty of a place to report once a year."""

    due_on: date
    opens_on: date
    to: str
    work: str
    basis: str
    confirmed: bool


def yearly_duty(year: int, *, place: str, book: RuleBook | None = None) -> YearlyDuty | None:
    """Return what a place has to report for a year, None where no rule asks for it."""
    table = book or ruletables.book(TABLE)
    rule = table.find("yearly_report", on=date(year, 12, 31), place=place)
    if rule is None:
        return None
    due = date(year, int(rule.value["month"]), int(rule.value["day"]))
    ahead = int(table.value("yearly_report_opens", on=due, place=place)["days"])
    return YearlyDuty(
        due_on=due,
        opens_on=due - timedelta(days=ahead),
        to=str(rule.value.get("to", "")),
        work=str(rule.value.get("work", "")),
        basis=" ".join(part for part in (rule.document, rule.article) if part),
        confirmed=rule.certainty == Rule.Certainty.VERIFIED,
    )


def places_of_duty(day: date, book: RuleBook) -> list[str]:
    """Return the division prefixes for which a yearly report is asked on a day."""
    return sorted({row.place for row in book.rows if row.code == "yearly_report" and in_force(row, day)})


def start_yearly(report: YearlyReport, duty: YearlyDuty, *, on: date) -> None:
    """Start the clock of a report."""
    deadlines.open_many([_on_day(YEARLY, report, duty.due_on, on, report.title, duty.basis)])


def stop_yearly(report: YearlyReport) -> None:
    """Stop the clock of a report: it was sent, or is no longer asked for."""
    deadlines.close(YEARLY, YearlyReport, [report.pk])


def open_bulletins(on: date) -> int:
    """Ask for the bulletin of last month of each running campaign; returns how many clocks were started."""
    last = on.replace(day=1) - timedelta(days=1)
    table = ruletables.book(TABLE)
    rows = list(_without_bulletin(on, last, table))
    deadlines.open_many(rows)
    return len(rows)


def _without_bulletin(on: date, last: date, table: RuleBook) -> Iterator[Deadline]:
    """The clock starts on the first of the month after; its last day is a rule of the place."""
    told = Bulletin.objects.filter(
        campaign=models.OuterRef("pk"),
        kind=BulletinKind.MONTHLY,
        begins_on=last.replace(day=1),
        state=BulletinState.ISSUED,
    )
    asked = Deadline.objects.filter(
        kind=BULLETIN.code, object_type=Campaign._meta.label_lower, closed_at__isnull=True
    )
    known = set(asked.values_list("object_id", flat=True))
    running = Campaign.objects.filter(state=CampaignState.RUNNING, started_on__lte=last)
    for campaign in running.exclude(models.Exists(told)):
        if str(campaign.pk) in known:
            continue
        rule = table.find("bulletin", on=on, place=campaign.division_code)
        if rule is not None:
            due = on.replace(day=int(rule.value["day"]))
            title = _("%(campaign)s: bulletin of %(month)s") % {
                "campaign": campaign.title,
                "month": f"{last:%Y-%m}",
            }
            basis = " ".join(part for part in (rule.document, rule.article) if part)
            yield _on_day(BULLETIN, campaign, due, on.replace(day=1), title, basis)


def stop_bulletin(campaign: Campaign) -> None:
    """Stop the clock of a campaign's bulletin: one was issued, or the campaign is closed."""
    deadlines.close(BULLETIN, Campaign, [campaign.pk])


def _on_day(
    kind: DeadlineKind, obj: Campaign | YearlyReport, due: date, start: date, title: str, basis: str
) -> Deadline:
    return Deadline(
        kind=kind.code,
        object_type=obj._meta.label_lower,
        object_id=str(obj.pk),
        title=title[:255],
        permission=kind.permission,
        division_code=obj.division_code,
        started_on=start,
        working_days=None,
        due_on=due,
        basis=basis[:200],
    )
