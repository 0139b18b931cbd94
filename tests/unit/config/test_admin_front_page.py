"""The task box: what has to be done, the most urgent first, and two charts."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Officer
from accounts.permissions import P
from accounts.roles import READER
from config import charts, taskbox
from core import deadlines
from core.clock import CHINA, today
from core.deadlines import DeadlineKind
from core.models import Deadline
from credit.services import NewRecord, enter_record
from disclosure.models import Penalty
from disclosure.services.decisions import approve_many
from tests import campaign_factories as campaigns
from tests import factories

pytestmark = pytest.mark.django_db
MOST_QUERIES = 32


@pytest.fixture(autouse=True)
def counted_anew() -> None:
    charts.forget()


def front_page(officer: Officer) -> Any:
    client = Client(headers={"accept-language": "en"})
    client.force_login(officer)
    return client.get(reverse("admin:index"))


def test_the_most_urgent_task_comes_first_with_its_days_left_and_its_page():
    clerk, reviewer = factories.clerk(), factories.reviewer()
    later = factories.penalty(by=clerk, decided_on=today())
    late = factories.penalty(by=clerk, decided_on=today() - timedelta(days=60))
    page = front_page(reviewer)
    tasks = page.context["tasks"]
    assert [task.url for task in tasks] == [
        reverse("admin:disclosure_penalty_change", args=[row.pk]) for row in (late, later)
    ]
    assert "overdue" in tasks[0].left.words
    assert tasks[0].left.level == "danger"
    assert tasks[1].left.days == 7
    assert f'href="{tasks[0].url}"' in page.content.decode()


def clock(number: int, kind: DeadlineKind, **fields: Any) -> Deadline:
    """A clock about nothing in particular."""
    given = {
        "object_type": "tests.thing",
        "object_id": str(number),
        "title": f"thing {number}",
        "permission": kind.permission,
        "division_code": factories.COUNTY,
        "started_on": today() - timedelta(days=30),
        "due_on": today() + timedelta(days=number),
    }
    return Deadline(kind=kind.code, **{**given, **fields})


def test_many_tasks_of_one_kind_do_not_hide_the_one_of_another():
    reviewer = factories.reviewer()
    many, one = (deadlines.kinds[code] for code in ("publish_penalty", "campaign_bulletin"))
    one = replace(one, permission=many.permission)
    Deadline.objects.bulk_create([clock(number, many) for number in range(-19, 1)])
    clock(1, one).save()
    client = Client(headers={"accept-language": "en"})
    client.force_login(reviewer)
    page = client.get(reverse("admin:index"))
    assert [(task.title, task.more, task.late) for task in page.context["tasks"]] == [
        ("thing -19", 19, 19),
        ("thing 1", 0, 0),
    ]
    assert page.context["cards"][0].figure == "19"
    all_of_it = client.get(page.context["tasks"][0].more_url)
    assert [task.title for task in all_of_it.context["tasks"]] == [f"thing {n}" for n in range(-19, 1)]


def test_tasks_that_are_worked_off_together_are_one_line_that_leads_to_their_list():
    reviewer = factories.reviewer()
    kind = deadlines.kinds["rectification_check"]
    row = campaigns.campaign(by=factories.clerk())
    bundle = f"{kind.code}:{factories.COUNTY}:campaign:{row.pk}"
    rows = [
        clock(n, kind, bundle=bundle, permission=P.RECTIFICATION_DECIDE) for n in range(taskbox.BUNDLED_FROM)
    ]
    Deadline.objects.bulk_create(rows)
    [task] = front_page(reviewer).context["tasks"]
    assert (task.title, task.more) == (row.title, taskbox.BUNDLED_FROM - 1)
    assert f"campaign={row.pk}" in task.url == task.more_url


def test_a_leader_reads_bulletins_and_what_is_late_instead_of_tasks():
    clerk, reviewer = factories.clerk(), factories.reviewer()
    factories.institution()
    told = campaigns.bulletin(campaigns.running(by=clerk, starter=reviewer), by=clerk, issuer=reviewer)
    clock(-3, deadlines.kinds["publish_penalty"]).save()
    page = front_page(factories.officer(roles=(READER.code,)))
    assert page.context["to_read"] == [told]
    assert [(line.count, str(line.kind)) for line in page.context["late"]] == [(1, "Publish the penalty")]
    assert "thing" not in page.content.decode()


def test_a_clerk_is_not_asked_to_review():
    clerk = factories.clerk()
    factories.penalty(by=clerk)
    assert front_page(clerk).context["tasks"] == []


def test_a_stranger_has_nothing_to_do():
    factories.penalty(by=factories.clerk())
    page = front_page(factories.stranger())
    assert page.context["tasks"] == []
    assert "Nothing is waiting for you." in page.content.decode()
    assert all(chart.empty for chart in page.context["charts"])


def test_cards_count_what_waits():
    clerk, reviewer = factories.clerk(), factories.reviewer()
    for _ in range(3):
        factories.penalty(by=clerk)
    factories.penalty(by=clerk, submit=False)
    body = factories.body()
    enter_record(NewRecord(body.pk, "J21", "病历保管不当", date(2026, 3, 1), None, ""), by=clerk)
    figures = {str(card.label): card.figure for card in front_page(reviewer).context["cards"]}
    assert figures["Penalties waiting for review"] == "3"
    assert figures["Records waiting for confirmation"] == "1"
    figures = {str(card.label): card.figure for card in front_page(clerk).context["cards"]}
    assert figures["Penalties not handed in"] == "1"


def test_publication_is_charted_by_the_week_in_which_it_was_due():
    clerk, reviewer = factories.clerk(), factories.reviewer()
    rows = [factories.penalty(by=clerk, decided_on=today() - timedelta(days=28)) for _ in range(3)]
    approve_many(Penalty, [row.pk for row in rows], by=reviewer)
    due = Penalty.objects.get(pk=rows[0].pk).due_on
    assert due is not None
    evening = datetime(due.year, due.month, due.day, 23, 30, tzinfo=CHINA)
    Penalty.objects.filter(pk=rows[0].pk).update(state="published", published_at=evening)
    late = evening + timedelta(days=1)
    Penalty.objects.filter(pk=rows[1].pk).update(state="published", published_at=late)
    weeks = {start: counts for start, *counts in charts.due_by_week((factories.COUNTY,))}
    assert weeks[due - timedelta(days=due.weekday())] == [1, 1, 1]
    data = json.loads(front_page(reviewer).context["charts"][0].data)
    assert [sum(series["data"]) for series in data["datasets"]] == [1, 1, 1]


def asked(officer: Officer) -> int:
    """How many questions the page puts to the database (the calendar is remembered for seconds only)."""
    charts.forget()
    with CaptureQueriesContext(connection) as seen:
        front_page(officer)
    return len([query for query in seen if "core_calendarday" not in query["sql"]])


def test_the_front_page_asks_no_more_for_many_tasks_than_for_few():
    clerk, reviewer = factories.clerk(), factories.reviewer()
    factories.penalty(by=clerk)
    front_page(reviewer)
    few = asked(reviewer)
    for _ in range(10):
        factories.penalty(by=clerk)
    assert asked(reviewer) <= few <= MOST_QUERIES
