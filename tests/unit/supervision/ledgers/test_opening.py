"""Opening for many bodies in one act: all of them, each once, and no others."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from core.clock import today
from core.errors import Refusal
from core.models import OutboxEvent
from supervision.ledgers.opening import Whom, open_campaign, open_round
from supervision.models import CampaignBody, Checklist, Ledger
from tests import factories
from tests.unit.supervision.ledgers import ledger_rows as rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
MONDAY = date(2026, 6, 8)


@pytest.fixture(autouse=True)
def _day(settings: Any) -> None:
    settings.CHENGYI_TODAY = MONDAY


def two_bodies() -> list[Any]:
    clinic = factories.body("内黄县康宁诊所", "91410527MA46TKJL8A")
    return [factories.institution(), factories.institution(clinic, category="诊所")]


def test_a_round_opens_once_and_reaches_bodies_that_came_later() -> None:
    hospital, clinic = two_bodies()
    row = rows.opened([hospital])
    again = rows.opened([hospital, clinic], checklist=row.checklist)
    assert again.pk == row.pk
    assert set(Ledger.objects.values_list("subject_id", flat=True)) == {
        hospital.subject_id,
        clinic.subject_id,
    }
    assert [
        event.payload["bodies"] for event in OutboxEvent.objects.filter(topic="supervision.ledgers.opened")
    ] == [
        1,
        1,
    ]


def test_many_bodies_get_their_ledgers_with_a_few_statements() -> None:
    hospital, clinic = two_bodies()
    row = rows.checklist()
    with CaptureQueriesContext(
        connection,
    ) as one:
        rows.opened([hospital], checklist=row)
    with CaptureQueriesContext(connection) as two:
        rows.opened([hospital, clinic], checklist=row, period="2026Q3")
    assert len(two) <= len(one)


def test_the_categories_of_the_list_choose_the_bodies() -> None:
    hospital, clinic = two_bodies()
    rows.opened(checklist=rows.checklist(categories=["诊所"]))
    assert list(Ledger.objects.values_list("subject_id", flat=True)) == [clinic.subject_id]
    assert hospital.subject_id != clinic.subject_id


def test_a_campaign_s_bodies_get_ledgers_due_when_its_self_inspection_ends() -> None:
    row = rows.campaign()
    for body in two_bodies():
        CampaignBody.objects.create(campaign=row, subject=body.subject, division_code=body.division_code)
    made = open_campaign(row, by=factories.clerk())
    assert (made.due_on, made.campaign, made.ledgers.count()) == (MONDAY + timedelta(days=20), row, 2)
    assert open_campaign(row, by=factories.clerk()).pk == made.pk
    assert Ledger.objects.count() == 2


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"period": " "}, "Period"),
        ({"due_on": MONDAY - timedelta(days=1)}, "To be handed in by"),
        ({"whom": Whom("5101"), "division_code": "510100"}, "do not open"),
        ({"whom": Whom("4105"), "division_code": "410500"}, "do not open"),
        ({"whom": Whom(""), "division_code": "410527"}, "do not open"),
        ({"whom": Whom("410527", ("中医医院",))}, "No body in this place"),
    ],
)
def test_what_cannot_be_opened_is_refused_and_leaves_nothing(changed: dict[str, Any], words: str) -> None:
    two_bodies()
    asked: dict[str, Any] = {
        "checklist": rows.checklist(),
        "title": "自查",
        "period": "2026Q2",
        "whom": Whom("410527"),
        "division_code": "410527",
        "due_on": MONDAY + timedelta(days=5),
        "by": factories.clerk(),
    }
    with pytest.raises(Refusal, match=words):
        open_round(**{**asked, **changed})
    assert not Ledger.objects.exists()


def test_a_campaign_that_does_not_run_and_an_empty_list_open_nothing() -> None:
    two_bodies()
    with pytest.raises(Refusal, match="does not run"):
        open_campaign(rows.campaign("draft"), by=factories.clerk())
    with pytest.raises(Refusal, match="has no lines"):
        rows.opened(checklist=rows.checklist((), code="empty"))


def test_the_shipped_lists_cover_full_routine_and_special_self_inspection() -> None:
    shipped = Checklist.objects.filter(code__startswith="self-", origin="file")
    assert {row.kind for row in shipped} == {"full", "routine", "special"}
    assert all(row.items.count() >= 10 and not row.confirmed for row in shipped)


def test_the_database_keeps_one_ledger_a_body_and_round() -> None:
    hospital, _clinic = two_bodies()
    ledger = rows.ledger_of(rows.opened([hospital]), hospital.subject)
    for bad in (
        {"round": ledger.round, "subject": hospital.subject},
        {
            "round": rows.opened([hospital], period="x", checklist=ledger.round.checklist),
            "subject": _clinic.subject,
            "state": "handed_in",
        },
        {
            "round": rows.opened([hospital], period="y", checklist=ledger.round.checklist),
            "subject": _clinic.subject,
            "state": "returned",
        },
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Ledger.objects.create(division_code="410527", due_on=today(), **bad)
