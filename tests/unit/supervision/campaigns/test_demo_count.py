"""The bulletin of the demonstration county says what a count by hand of its rows says."""

from __future__ import annotations

import io
from collections import Counter
from datetime import date
from typing import Any

import pytest

from accounts.demo import CLINIC_CLERK, HOSPITAL_CLERK, TOWNSHIP_CLERK, load_officers, load_portal_clerk
from accounts.models import Officer
from core import intake, intake_run
from core.models import Intake
from disclosure.demo import campaigns, ledgers, rectifications, second_campaign
from disclosure.demo.rows import County
from disclosure.demo.story import workbook
from institutions.models import Institution, Membership
from supervision.campaigns.content import total
from supervision.models import Bulletin, Ledger, Rectification
from supervision.models.ledgers import LedgerState

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 22)
END = date(2026, 10, 31)
ACCOUNTS = {HOSPITAL_CLERK: "综合医院", CLINIC_CLERK: "诊所", TOWNSHIP_CLERK: "乡镇卫生院"}
WITH_THE_BODY = {"", "begin", "return", "return_checked", "reopen", "find_false"}


@pytest.fixture
def bulletin(settings: Any) -> Bulletin:
    """Tell the county's campaigns, their ledgers and rectifications, and issue the bulletin."""
    settings.CHENGYI_TODAY = DAY
    county = County(DAY)
    load_officers(agency_uscc=county.authority)
    people = {name: Officer.objects.get(username=name) for name in ("clerk", "reviewer", "national-reviewer")}
    clerk, reviewer = people["clerk"], people["reviewer"]
    file = io.BytesIO(workbook(county.institutions()))
    taken = intake.submit(
        "institutions", file, Intake.Mode.KEEP_GOOD, clerk, file_name="机构名录.xlsx", told=False
    )
    intake_run.run(taken.pk)
    for username, category in ACCOUNTS.items():
        body = Institution.objects.filter(category=category).order_by("pk").first()
        assert body is not None
        Membership.objects.create(user=load_portal_clerk(username, "许嘉言"), institution=body)
    campaigns.tell(clerk=clerk, reviewer=reviewer, day=DAY)
    ledgers.tell(clerk=clerk, reviewer=reviewer, day=DAY)
    rectifications.tell(clerk=clerk, reviewer=reviewer, third=people["national-reviewer"], day=DAY)
    second_campaign.tell(clerk=clerk, reviewer=reviewer, day=DAY)
    return campaigns.tell_bulletins(clerk=clerk, reviewer=reviewer, day=DAY)


def _stood(row: Rectification, last: str) -> str:
    """Return the last step that a person took by a day, read one by one."""
    taken = [step.step for step in row.steps.all() if step.on.isoformat() <= last]
    known = WITH_THE_BODY | {"hand_in", "check", "check_again", "cross_off", "doubt", "clear"}
    return next((step for step in reversed(taken) if step in known), "")


def test_the_bulletin_of_the_demonstration_county_is_a_count_by_hand(bulletin: Bulletin) -> None:
    told, campaign = bulletin.content, bulletin.campaign
    scope = {row.subject_id for row in campaign.bodies.all() if row.left_on is None}
    rows = [
        row
        for row in Rectification.objects.all()
        if row.campaign_id == campaign.pk and row.state != "dropped" and row.subject_id in scope
    ]
    handed_in = [
        row
        for row in Ledger.objects.select_related("round")
        if row.round.campaign_id == campaign.pk and row.first_handed_in_on and row.state != "dropped"
    ]
    stood = {row.pk: _stood(row, told["last"]) for row in rows}
    late = [row for row in rows if stood[row.pk] in WITH_THE_BODY and row.due_on and row.due_on < END]
    by_hand = {
        "found": len(rows),
        "crossed_off": sum(state == "cross_off" for state in stood.values()),
        "with_body": sum(state in WITH_THE_BODY for state in stood.values()),
        "waiting": sum(state in {"hand_in", "check", "doubt"} for state in stood.values()),
        "overdue": len(late),
        "ledgers_handed_in": len(handed_in),
    }
    assert {code: total(told, code) for code in by_hand} == by_hand
    assert all(by_hand.values()), "a figure of nothing proves nothing"
    assert told["bodies"] == len(scope) > 40
    assert told["problems"] == campaign.checklist.items.count() == 33
    codes = [counter["code"] for counter in told["counters"]]
    place = codes.index("found")
    by_body, by_problem = Counter(row.subject_id for row in rows), Counter(row.problem for row in rows)
    by_area = Counter(row.group for row in rows)
    assert {int(line["key"]): line["counts"][place] for line in told["by_body"]} == {
        pk: by_body[pk] for pk in scope
    }
    assert {line["label"]: line["counts"][place] for line in told["by_problem"]} == {
        item.text: by_problem[item.text] for item in campaign.checklist.items.all()
    }
    assert {line["label"]: line["counts"][place] for line in told["areas"] if line["counts"][place]} == dict(
        by_area
    )
    for table in ("regions", "categories"):
        assert sum(line["counts"][place] for line in told[table]) == len(rows)
    _the_second_campaign_is_in_mid_course()


def _the_second_campaign_is_in_mid_course() -> None:
    """Whoever tries the product has a ledger to fill in; one story is told for both tests."""
    rows = Ledger.objects.filter(round__campaign__title=second_campaign.TITLE)
    assert {row.state for row in rows} == set(LedgerState.values)
    assert {(row.late, row.entries.exists()) for row in rows if row.state == "open"} == {
        (True, True),
        (True, False),
        (False, True),
        (False, False),
    }, "late and in time, begun and not begun"
    own = {
        name: rows.get(subject__institution__memberships__user__username=name)
        for name in (HOSPITAL_CLERK, CLINIC_CLERK, TOWNSHIP_CLERK)
    }
    assert [row.state for row in own.values()] == ["open", "open", "returned"]
    assert all(row.due_on > DAY for row in (own[HOSPITAL_CLERK], own[CLINIC_CLERK]))
    drafted = Bulletin.objects.get(campaign__title=second_campaign.TITLE)
    assert (drafted.state, drafted.ends_on) == ("draft", END), "it waits for the second officer"
