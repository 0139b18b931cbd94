"""Campaigns for tests: drafted with a short list, scoped, started; and their rectifications."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from accounts.models import Officer
from credit.models import Subject
from supervision.campaigns import bulletins, scope, services, yearly
from supervision.campaigns.services import Head, NewPhase
from supervision.campaigns.texts import Texts
from supervision.choices import RectificationSource
from supervision.models import Bulletin, Campaign, CheckItem, Rectification, RectificationStep, YearlyReport
from supervision.models.campaigns import PhaseKind
from tests import factories

START, END = date(2026, 8, 1), date(2026, 12, 31)
PHASES = (
    NewPhase("自查自纠", PhaseKind.SELF_INSPECTION, date(2026, 8, 1), date(2026, 8, 31)),
    NewPhase("整改落实", PhaseKind.RECTIFICATION, date(2026, 9, 1), date(2026, 11, 30)),
    NewPhase("督导检查", PhaseKind.INSPECTION, date(2026, 11, 1), date(2026, 12, 31)),
)
WORDS = "各机构按期完成自查自纠，问题逐项登记。"


def problems() -> list[CheckItem]:
    """Three problems in two areas: two with a day, one permanent."""
    day = date(2026, 8, 31)
    return [
        CheckItem(
            number=1, group="医疗服务", text="重复收费", office="医政医管科", due_on=day, permanent=True
        ),
        CheckItem(number=2, group="医疗服务", text="过度检查", office="医政医管科", due_on=day),
        CheckItem(number=3, group="医德医风建设", text="收受红包", office="人事科", permanent=True),
    ]


def head(**fields: Any) -> Head:
    """The head of a campaign of the county."""
    given = {
        "title": "整治群众身边不正之风专项行动",
        "authority_name": factories.AUTHORITY,
        "division_code": factories.COUNTY,
        "starts_on": START,
        "ends_on": END,
        "document_no": "内卫〔2026〕88号",
    }
    return Head(**{**given, **fields})


def campaign(*, by: Officer, **fields: Any) -> Campaign:
    """Draft a campaign with phases and problems, nobody in it."""
    row = services.draft_campaign(head(**fields), by=by)
    services.put_phases(row, PHASES, by=by)
    services.put_problems(row, problems(), by=by)
    return row


def running(*, by: Officer, starter: Officer) -> Campaign:
    """A campaign that runs, with every institution of the county in it."""
    row = campaign(by=by)
    scope.add_chosen(row, scope.Choice(), by=by)
    return services.start_campaign(row, by=starter, on=START)


def rectification(
    campaign: Campaign,
    subject: Subject,
    number: int,
    *,
    steps: Sequence[tuple[str, date]] = (),
    **fields: Any,
) -> Rectification:
    """A rectification of one problem of the campaign's list, with the dated steps that it took."""
    item = campaign.checklist.items.get(number=number)
    given = {
        "campaign": campaign,
        "subject": subject,
        "source": RectificationSource.LEDGER,
        "source_key": f"tests:{campaign.pk}:{subject.pk}:{number}",
        "item": item,
        "group": item.group,
        "problem": item.text,
        "division_code": subject.division_code,
        "opened_on": START,
        "due_on": item.due_on,
        "permanent": item.permanent,
    }
    row = Rectification.objects.create(**{**given, **fields})
    for step, on in steps:
        RectificationStep.objects.create(rectification=row, step=step, on=on)
    return row


def bulletin(campaign: Campaign, *, by: Officer, issuer: Officer | None = None) -> Bulletin:
    """A bulletin of the campaign's first month; issued where an issuer is given."""
    row = bulletins.draft_monthly(campaign, START, by=by)
    row = bulletins.write_bulletin(row, Texts(row.title, WORDS), by=by)
    return bulletins.issue_bulletin(row, by=issuer) if issuer else row


def yearly_report(*, by: Officer, issuer: Officer | None = None) -> YearlyReport:
    """The county's yearly report; issued where an issuer is given."""
    row = yearly.draft_yearly(
        START.year, division_code=factories.COUNTY, authority_name=factories.AUTHORITY, by=by
    )
    row = yearly.write_yearly(row, Texts(row.title, WORDS), by=by)
    return yearly.issue_yearly(row, by=issuer) if issuer else row
