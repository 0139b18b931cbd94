"""Where ledgers are told: campaigns hear of them, the file, the time line, warnings, the night's tasks."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from core.actors import SystemActor
from core.clock import today
from core.models import OutboxEvent
from credit.timeline import timeline
from credit.warnings.sources import Scope
from institutions.models import Institution
from supervision.ledgers import progress, services, tasks, warnings
from supervision.ledgers.checking import equal_words
from supervision.ledgers.figures import figures_of, figures_of_many, most_found
from supervision.ledgers.listeners import campaign_started
from supervision.ledgers.opening import open_campaign, open_for_more
from supervision.ledgers.panel import self_inspection
from supervision.ledgers.selectors import lines_of
from supervision.models import CampaignBody, Ledger
from tests import factories
from tests.unit.supervision.ledgers import ledger_rows as rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
MONDAY = date(2026, 6, 8)
OTHER_CODE = "91410527MA46TKJL8A"


@pytest.fixture(autouse=True)
def _day(settings: Any) -> None:
    settings.CHENGYI_TODAY = MONDAY


@pytest.fixture
def body() -> Institution:
    return factories.institution()


@pytest.fixture
def ledger(body: Institution) -> Ledger:
    return rows.ledger_of(rows.opened([body]), body.subject)


def test_a_campaign_that_starts_opens_its_ledgers_once_and_counts_them(body: Institution) -> None:
    campaign = rows.campaign()
    CampaignBody.objects.create(campaign=campaign, subject=body.subject, division_code=body.division_code)
    event = OutboxEvent(topic="supervision.campaign.started", payload={"campaign": campaign.pk})
    campaign_started([event])
    campaign_started([event])
    ledger = Ledger.objects.get()
    assert list(progress.HANDED_IN.per_body(campaign, MONDAY)) == []
    rows.handed_in(rows.ledger_of(ledger.round, body.subject), rows.party(body), ())
    assert list(progress.HANDED_IN.per_body(campaign, MONDAY)) == [(body.subject_id, 1)]
    assert list(progress.FLAGGED.per_body(campaign, MONDAY)) == [(body.subject_id, 1)]
    assert progress.YEAR.count("4105", MONDAY, MONDAY) == 1


def test_a_body_that_left_the_campaign_gets_no_ledger(body: Institution) -> None:
    campaign = rows.campaign()
    for place, subject in enumerate(
        (body.subject, factories.institution(factories.body("甲诊所", OTHER_CODE)).subject)
    ):
        CampaignBody.objects.create(
            campaign=campaign,
            subject=subject,
            division_code="410527",
            left_on=MONDAY if place else None,
            left_why="停业" if place else "",
        )
    open_campaign(campaign, by=SystemActor("tests"))
    assert Ledger.objects.get().subject == body.subject


def test_bodies_that_came_later_get_their_ledger_within_the_scope_that_was_chosen(body: Institution) -> None:
    row = rows.opened(checklist=rows.checklist(categories=[body.category]))
    factories.institution(factories.body("内黄县康宁诊所", OTHER_CODE), category="诊所")
    assert open_for_more(row, by=factories.clerk()).ledgers.count() == 1
    factories.institution(factories.body("内黄县第二医院", "91410527MA0EXAMP0X"), category=body.category)
    assert open_for_more(row, by=factories.clerk()).ledgers.count() == 2


def test_the_time_line_tells_the_body_what_became_of_its_ledger(ledger: Ledger, body: Institution) -> None:
    rows.handed_in(ledger, rows.party(body))
    services.send_back(ledger, reason="第二项佐证不足", by=factories.clerk())
    told = timeline(body.subject, rows.party(body), own=True, kind="ledger").events
    assert {event.kind for event in told} == {"Self-inspection handed in", "Self-inspection returned"}
    assert "第二项佐证不足" in "".join(event.note for event in told)


def test_the_file_shows_the_ledgers_to_whoever_may_read_it(ledger: Ledger, body: Institution) -> None:
    shown = self_inspection(body.subject, factories.clerk())
    assert shown is not None
    assert shown.data["rows"] == [ledger]
    assert self_inspection(body.subject, factories.stranger()) is None


def test_overdue_and_faked_ledgers_warn_of_their_body(
    settings: Any, ledger: Ledger, body: Institution
) -> None:
    settings.CHENGYI_TODAY = ledger.due_on + timedelta(days=1)
    assert tasks.mark_late() == 1
    late = list(warnings.ledger_late({"days": 1}, Scope(), today()))
    assert [found.subject_id for found in late] == [body.subject_id]
    assert list(warnings.ledger_late({"days": 1}, Scope(place="51"), today())) == []
    rows.handed_in(ledger, rows.party(body))
    assert list(warnings.ledger_late({"days": 1}, Scope(), today())) == []
    services.find_faked(ledger, reason="现场核查不符", by=factories.clerk())
    assert len(list(warnings.ledger_faked({"days": 30}, Scope(), today()))) == 1


def test_a_grave_problem_that_a_ledger_tells_warns_at_once(ledger: Ledger, body: Institution) -> None:
    ledger.round.checklist.items.filter(number__in=(1, 4)).update(serious=True)
    rows.handed_in(ledger, rows.party(body))
    told = list(warnings.ledger_grave({"days": 30}, Scope(), today()))
    assert [(found.subject_id, found.words["number"]) for found in told] == [(body.subject_id, "1")]


def test_an_officer_sees_equal_words_on_both_sides_and_only_in_the_own_divisions(
    ledger: Ledger, body: Institution
) -> None:
    other = factories.institution(factories.body("内黄县康宁诊所", OTHER_CODE))
    theirs = rows.ledger_of(rows.opened([body, other], checklist=ledger.round.checklist), other.subject)
    rows.handed_in(ledger, rows.party(body))
    rows.handed_in(theirs, rows.party(other, "other"))
    for mine, against in ((ledger, theirs), (theirs, ledger)):
        found = equal_words(mine, lines_of(mine), factories.clerk())
        assert {line.entry.ledger for line in found} == {against}
        assert len(found) == 2
    assert equal_words(ledger, lines_of(ledger), factories.stranger()) == []


def test_the_figures_of_a_round_count_each_body_once(ledger: Ledger, body: Institution) -> None:
    rows.handed_in(ledger, rows.party(body))
    told = {str(figure.label): figure.count for figure in figures_of(ledger.round)}
    assert (told["bodies"], told["to be checked"], told["late"]) == (1, 1, 0)
    assert figures_of_many([ledger.round_id])[ledger.round_id].handed_in == 1
    assert [(item.number, n) for item, n in most_found(ledger.round, 5)] == [(1, 1), (2, 1)]
