"""Campaigns: who may draft, scope and start them, and what stays once bodies answer their list."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import Officer
from core.errors import Refusal
from core.models import AuditEvent, OutboxEvent
from credit.admin.panels import panels_of
from credit.choices import SubjectKind
from credit.models import Subject
from credit.timeline import Reader
from institutions.models import Institution
from supervision.admin.campaign_close import still_open
from supervision.campaigns import bulletins, scope, services
from supervision.campaigns.scope import Choice
from supervision.campaigns.services import NewArea, NewPhase
from supervision.campaigns.timeline import campaigns
from supervision.campaigns.workflow import CAMPAIGN
from supervision.ledgers.opening import open_campaign
from supervision.models import Campaign, CampaignBody
from supervision.models.campaigns import CampaignState, PhaseKind
from tests import campaign_factories as made
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def clerk() -> Officer:
    return factories.clerk()


@pytest.fixture
def reviewer() -> Officer:
    return factories.reviewer()


def clinics(count: int, division: str = factories.COUNTY) -> list[Institution]:
    """Make clinics of the county, two statements for any number."""
    subjects = Subject.objects.bulk_create(
        Subject(
            identity=f"O:clinic-{division}-{n}",
            kind=SubjectKind.ORGANISATION,
            name=f"第{n}诊所",
            name_norm=f"第{n}诊所",
            uscc=f"CLINIC{division}{n:06d}",
            division_code=division,
        )
        for n in range(count)
    )
    return Institution.objects.bulk_create(
        Institution(subject=subject, category="诊所", division_code=division) for subject in subjects
    )


def test_a_stranger_drafts_no_campaign_here() -> None:
    with pytest.raises(Refusal, match="Division"):
        services.draft_campaign(made.head(), by=factories.stranger())
    assert not Campaign.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"), [("title", "短"), ("authority_name", " "), ("ends_on", date(2026, 7, 1))]
)
def test_a_head_that_cannot_be_is_refused_at_its_field(clerk: Officer, field: str, value: object) -> None:
    with pytest.raises(Refusal) as refused:
        services.draft_campaign(made.head(**{field: value}), by=clerk)
    assert refused.value.field == field


def test_each_group_of_problems_gets_an_area_with_its_offices(clerk: Officer) -> None:
    row = made.campaign(by=clerk)
    assert list(row.areas.values_list("number", "title", "offices")) == [
        (1, "医疗服务", "医政医管科"),
        (2, "医德医风建设", "人事科"),
    ]
    with pytest.raises(Refusal, match="医疗服务"):
        services.put_areas(row, [NewArea("医德医风建设")], by=clerk)


def test_phases_may_overlap_but_lie_within_the_campaign(clerk: Officer) -> None:
    row = made.campaign(by=clerk)
    assert [phase.number for phase in row.phases.all()] == [1, 2, 3]
    late = NewPhase("总结", PhaseKind.OTHER, date(2026, 12, 1), date(2027, 1, 15))
    with pytest.raises(Refusal, match="总结"):
        services.put_phases(row, [*made.PHASES, late], by=clerk)
    assert row.phases.count() == 3


def test_thousands_of_bodies_are_added_with_one_statement(clerk: Officer) -> None:
    clinics(2000)
    row = made.campaign(by=clerk)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert scope.add_chosen(row, Choice(categories=("诊所",)), by=clerk) == 2000
    assert (
        sum("supervision_campaignbody" in query["sql"] and "INSERT" in query["sql"] for query in asked) == 1
    )
    assert len(asked) <= 12
    assert scope.add_chosen(row, Choice(), by=clerk) == 0
    assert scope.members(row).count() == 2000


def test_scope_holds_no_body_of_another_place_and_no_closed_one(clerk: Officer) -> None:
    here, gone = clinics(2)
    clinics(1, "510104")
    Subject.objects.filter(pk=gone.subject_id).update(state="closed")
    row = made.campaign(by=clerk)
    assert scope.add_chosen(row, Choice(), by=clerk) == 1
    assert list(scope.members(row).values_list("subject_id", flat=True)) == [here.subject_id]


def test_a_list_of_codes_is_taken_whole_or_not_at_all(clerk: Officer) -> None:
    first, second = clinics(2)
    row = made.campaign(by=clerk)
    with pytest.raises(Refusal, match="1 codes.*NOBODY"):
        scope.add_listed(row, f"{first.subject.uscc}\nNOBODY", by=clerk)
    assert not row.bodies.exists()
    assert scope.add_listed(row, f"{first.subject.uscc.lower()}，{second.subject.uscc}", by=clerk) == 2


def test_a_body_leaves_a_running_campaign_only_with_a_reason(clerk: Officer, reviewer: Officer) -> None:
    body = factories.institution()
    row = made.running(by=clerk, starter=reviewer)
    with pytest.raises(Refusal, match="reason"):
        scope.take_out(row, [body.subject_id], by=clerk)
    assert scope.take_out(row, [body.subject_id], reason="已注销执业登记", by=clerk) == 1
    left = CampaignBody.objects.get(campaign=row)
    assert left.left_on
    assert left.left_why == "已注销执业登记"
    assert scope.add_chosen(row, Choice(), by=clerk) == 1, "it comes back with its row"
    assert CampaignBody.objects.get(campaign=row).left_on is None


def test_the_database_keeps_no_body_that_left_without_a_reason(clerk: Officer) -> None:
    factories.institution()
    row = made.campaign(by=clerk)
    scope.add_chosen(row, Choice(), by=clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.bodies.update(left_on=date(2026, 9, 1))


def test_who_drafted_a_campaign_does_not_start_it() -> None:
    both = factories.officer(roles=("clerk", "reviewer"))
    factories.institution()
    row = made.campaign(by=both)
    scope.add_chosen(row, Choice(), by=both)
    with pytest.raises(Refusal, match="second officer"):
        services.start_campaign(row, by=both)
    assert services.start_campaign(row, by=factories.reviewer()).state == CampaignState.RUNNING


def test_a_campaign_without_a_body_does_not_start(clerk: Officer, reviewer: Officer) -> None:
    row = made.campaign(by=clerk)
    with pytest.raises(Refusal, match="Scope"):
        services.start_campaign(row, by=reviewer)


def test_the_problem_list_stays_once_bodies_answer_it(clerk: Officer, reviewer: Officer) -> None:
    factories.institution()
    row = made.running(by=clerk, starter=reviewer)
    with pytest.raises(Refusal, match="stays as it is"):
        services.put_problems(row, made.problems()[:1], by=clerk)
    assert row.checklist.items.count() == 3
    assert OutboxEvent.objects.filter(topic="supervision.campaign.started").count() == 1


def test_a_campaign_closes_only_with_its_final_report_and_says_what_stays_open(
    clerk: Officer, reviewer: Officer
) -> None:
    body = factories.institution()
    row = made.running(by=clerk, starter=reviewer)
    made.rectification(row, body.subject, 1)
    open_campaign(row, by=clerk)
    with pytest.raises(Refusal, match="Final report"):
        services.close_campaign(row, by=reviewer)
    assert still_open(row).startswith("Final report")
    report = bulletins.draft_final(row, by=clerk)
    bulletins.write_bulletin(report, bulletins.Texts(report.title, made.WORDS), by=clerk)
    bulletins.issue_bulletin(report, by=reviewer)
    assert "1 ledger is not handed in. 1 rectification is not crossed off." in still_open(row)
    assert services.close_campaign(row, by=reviewer).state == CampaignState.CLOSED
    with pytest.raises(Refusal, match="closed"):
        scope.add_chosen(row, Choice(), by=clerk)


def test_every_step_out_of_another_state_is_refused(clerk: Officer) -> None:
    row = made.campaign(by=clerk)
    allowed = {name: step.sources for name, step in CAMPAIGN.transitions.items()}
    tried = 0
    by = factories.officer(roles=("clerk", "reviewer"))
    for state in CampaignState.values:
        Campaign.objects.filter(pk=row.pk).update(state=state)
        for name, sources in allowed.items():
            if state not in sources:
                tried += 1
                with pytest.raises(Refusal, match="not possible"):
                    CAMPAIGN.apply(row, name, by=by, reason="试一试")
    assert tried == 12


def test_a_copy_moves_every_day_and_keeps_ends_of_months(clerk: Officer) -> None:
    factories.institution()
    old = made.campaign(by=clerk)
    scope.add_chosen(old, Choice(), by=clerk)
    new = services.copy_campaign(
        old, title="明年的专项行动", document_no="", starts_on=date(2027, 2, 1), by=clerk
    )
    assert (new.copied_from, new.ends_on, new.state) == (old, date(2027, 6, 30), CampaignState.DRAFT)
    assert [(phase.starts_on, phase.ends_on) for phase in new.phases.all()] == [
        (date(2027, 2, 1), date(2027, 2, 28)),
        (date(2027, 3, 1), date(2027, 5, 31)),
        (date(2027, 5, 1), date(2027, 6, 30)),
    ]
    assert [item.due_on for item in new.checklist.items.all()] == [date(2027, 2, 28), date(2027, 2, 28), None]
    assert scope.add_from(new, old, by=clerk) == 1
    assert new.checklist_id != old.checklist_id


def test_each_change_is_in_the_trail(clerk: Officer) -> None:
    row = made.campaign(by=clerk)
    services.change_campaign(row, made.head(goal="解决突出问题"), by=clerk)
    said = AuditEvent.objects.filter(object_type="supervision.campaign", object_id=str(row.pk))
    assert list(said.order_by("pk").values_list("action", flat=True)) == [
        "campaign.enter",
        "campaign.phases",
        "campaign.problems",
        "campaign.change",
    ]


def test_the_file_of_a_body_tells_of_its_campaigns(clerk: Officer, reviewer: Officer) -> None:
    body = factories.institution()
    draft = made.campaign(by=clerk, title="尚在筹备的专项行动")
    scope.add_chosen(draft, Choice(), by=clerk)
    row = made.running(by=clerk, starter=reviewer)
    made.rectification(row, body.subject, 1)
    told = list(campaigns(body.subject, Reader(clerk, own=True)))
    assert [(event.on, event.kind, event.text) for event in told] == [
        (made.START, "Covered by a campaign", row.title)
    ]
    card = next(
        card for card in panels_of(body.subject, clerk) if card.template.endswith("campaign_panel.html")
    )
    assert {line.campaign: (line.found, line.done) for line in card.data} == {row: (1, 0)}, (
        "a draft is nobody's matter"
    )
    assert list(campaigns(body.subject, Reader(factories.stranger()))) == []
