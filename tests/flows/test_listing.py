"""Listings through the pages: proposed, defended in the portal, decided by another officer, red ones too."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Officer
from blacklist.models import Listing, ListScheme
from core.models import AuditEvent
from institutions.models import Institution, Membership
from tests import factories
from tests.flows.steps import signed_in, step

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 6, 8)
AFTER_THE_WINDOW = MONDAY + timedelta(days=14)
SAID = "病历因水管爆裂浸毁，当日已书面报告，并非故意销毁。"
REPLY = "经核查，申辩理由与事实不符，不予采纳。"


@pytest.fixture(autouse=True)
def _on_a_monday(settings: Any) -> None:
    settings.CHENGYI_TODAY = MONDAY


@pytest.fixture
def later(settings: Any) -> Callable[[], None]:
    """Let the window for statement and objections pass."""

    def pass_on() -> None:
        settings.CHENGYI_TODAY = AFTER_THE_WINDOW

    return pass_on


@pytest.fixture
def clerk() -> Officer:
    return factories.clerk()


@pytest.fixture
def reviewer() -> Officer:
    return factories.reviewer()


@pytest.fixture
def body() -> Institution:
    return factories.institution()


def hospital(body: Institution) -> Client:
    account = Officer.objects.create_user("hospital")
    Membership.objects.create(user=account, institution=body)
    return signed_in(account)


def page_of(client: Client, row: Listing) -> str:
    return client.get(reverse("admin:blacklist_listing_change", args=[row.pk])).content.decode()


def in_portal(client: Client, body: Institution, row: Listing) -> Any:
    return client.get(reverse("portal_lists:listing", args=[body.pk, row.pk]))


def offers(shown: str, row: Listing, slug: str) -> bool:
    """Whether a page has the button of a step."""
    address = reverse(f"admin:blacklist_listing_{slug}", args=[row.pk])
    return f'href="{address}"' in shown


def state_of(row: Listing) -> str:
    row.refresh_from_db()
    return row.state


def act(client: Client, row: Listing, slug: str, **data: Any) -> None:
    """Send the form of a step; `step` also draws its page and the case's."""
    answer = client.post(reverse(f"admin:blacklist_listing_{slug}", args=[row.pk]), data)
    assert answer.status_code == 302, answer.content.decode()


def served(row: Listing, clerk: Client, number: str = "内卫信告〔2026〕88号") -> None:
    act(clerk, row, "check", on=MONDAY)
    act(clerk, row, "notify", notice_no=number, served_on=MONDAY, how="直接送达")


def test_a_proposal_starts_from_a_record_with_the_grounds_that_its_scheme_knows(
    clerk: Officer, body: Institution
):
    record = factories.conduct(body.subject, "J11", by=clerk)
    other = factories.conduct(body.subject, "J33", by=clerk)
    client = signed_in(clerk)
    shown = client.get(reverse("admin:credit_conductrecord_change", args=[record.pk])).content.decode()
    start = f"{reverse('admin:blacklist_listing_add')}?subject={body.subject_id}"
    assert f"{start}&amp;record={record.pk}" in shown
    unfit = client.get(reverse("admin:credit_conductrecord_change", args=[other.pk])).content.decode()
    assert start not in unfit
    assert (
        start in client.get(reverse("admin:credit_subject_change", args=[body.subject_id])).content.decode()
    )

    scheme = factories.list_scheme("serious")
    address = f"{start}&record={record.pk}&scheme={scheme.pk}"
    form = client.get(address).content.decode()
    assert record.document_no in form
    criterion = next(row for row in scheme.criteria.all() if "J11" in row.items)
    ground = f"{criterion.pk}:{record.pk}"
    assert f'value="{ground}" checked' in form
    entered = {"facts": "出借许可证给他人开展诊疗。", "authority_name": "内黄县卫健委", "proposed_on": MONDAY}
    assert "name at least one criterion" in client.post(address, entered).content.decode()
    assert not Listing.objects.exists()
    answer = client.post(address, {**entered, "grounds": [ground], "evidence": factories.pdf()})
    row = Listing.objects.get()
    case = client.get(answer.headers["Location"]).content.decode()
    assert reverse("admin:credit_conductrecord_change", args=[record.pk]) in case
    assert "proof.pdf" in case
    assert row.state == "proposed"
    assert (
        "proposed"
        in client.get(reverse("admin:credit_subject_change", args=[body.subject_id])).content.decode()
    )


def test_a_ground_by_document_and_a_responsible_person_are_proposed_with_the_body(
    clerk: Officer, body: Institution
):
    scheme = factories.list_scheme("serious")
    person = factories.person()
    document = next(row for row in scheme.criteria.all() if not row.items)
    address = f"{reverse('admin:blacklist_listing_add')}?subject={body.subject_id}&scheme={scheme.pk}"
    entered = {
        "facts": "许可证被吊销后仍从事诊疗活动。",
        "authority_name": "内黄县卫健委",
        "proposed_on": MONDAY,
        "criterion_0": document.pk,
        "document_number_0": "内卫医罚〔2026〕7号",
        "document_by_0": "内黄县卫健委",
        "document_on_0": "2026-05-01",
        "person_0": person.name,
    }
    client = signed_in(clerk)
    assert "say why this person is listed" in client.post(address, entered).content.decode()
    assert not Listing.objects.exists()
    client.post(address, {**entered, "role_0": "legal_rep"})
    row = Listing.objects.get(parent=None)
    assert row.grounds.get().document_no == "内卫医罚〔2026〕7号"
    shown = page_of(client, row)
    assert person.name in shown
    assert reverse("admin:blacklist_listing_change", args=[row.responsible.get().pk]) in shown


def test_the_body_sees_nothing_before_the_notice_and_speaks_within_its_window(
    clerk: Officer, body: Institution, later: Callable[[], None]
):
    row = factories.listing(body.subject, by=clerk, kind="serious", proposed_on=MONDAY)
    desk, client = signed_in(clerk), hospital(body)
    assert in_portal(client, body, row).status_code == 404
    assert row.facts not in client.get(reverse("portal:part", args=[body.pk, "lists"])).content.decode()
    served(row, desk)
    part = client.get(reverse("portal:part", args=[body.pk, "lists"])).content.decode()
    assert reverse("portal_lists:listing", args=[body.pk, row.pk]) in part
    shown = in_portal(client, body, row).content.decode()
    assert row.facts in shown
    assert "working days left" in shown
    assert client.get(reverse("portal_lists:notice", args=[body.pk, row.pk])).status_code == 200

    address = reverse("portal_lists:listing", args=[body.pk, row.pk])
    said = {"statement": SAID, "claims_no_intent": "on", "evidence": factories.pdf()}
    handed_in = client.post(address, said)
    assert SAID in client.get(handed_in.headers["Location"]).content.decode()
    assert state_of(row) == "defended"
    assert row.claims_no_intent
    case = page_of(desk, row)
    assert SAID in case
    assert "proof.pdf" in case
    later()
    client.post(address, {"statement": "再补充一点意见。"})
    row.refresh_from_db()
    assert "再补充" not in row.statement
    assert "Hand the statement in" not in in_portal(client, body, row).content.decode()


def test_another_body_does_not_learn_of_it(clerk: Officer, body: Institution):
    row = factories.notified_listing(
        body.subject, by=clerk, days_ago=1, proposed_on=MONDAY - timedelta(days=3)
    )
    other = factories.institution(factories.body("内黄县康宁诊所", "91410527MA46TKJL8A"))
    client = hospital(other)
    for key in (other.pk, body.pk):
        address = reverse("portal_lists:listing", args=[key, row.pk])
        assert client.get(address).status_code == 404
        assert client.post(address, {"statement": SAID}).status_code == 404
    assert client.post(reverse("portal_lists:hearing", args=[other.pk, row.pk])).status_code == 404
    assert state_of(row) == "notified"


def test_a_refused_defence_leads_over_consent_and_the_second_officer_to_the_list(
    clerk: Officer, reviewer: Officer, body: Institution, later: Callable[[], None]
):
    row = factories.listing(body.subject, by=clerk, kind="serious", proposed_on=MONDAY)
    desk, bench = signed_in(clerk), signed_in(reviewer)
    served(row, desk)
    act(desk, row, "receive_statement", on=MONDAY, statement=SAID)
    act(desk, row, "weigh", finding="rejected", reply=REPLY)
    waiting = page_of(bench, row)
    assert "The party may speak until 2026-06-15" in waiting
    assert not offers(waiting, row, "decide")
    later()
    assert not offers(page_of(bench, row), row, "decide")
    act(desk, row, "ask_upper", upper_name="安阳市卫健委", on=AFTER_THE_WINDOW)
    upper = signed_in(factories.officer(roles=("reviewer",), prefix="4105"))
    act(upper, row, "consent", document_no="安卫函〔2026〕3号", on=AFTER_THE_WINDOW)
    assert not offers(page_of(desk, row), row, "decide")
    assert desk.post(reverse("admin:blacklist_listing_decide", args=[row.pk]), {}).status_code == 403
    act(bench, row, "decide", decision_no="内卫信决〔2026〕5号", decided_on=AFTER_THE_WINDOW)
    act(desk, row, "serve_decision", served_on=AFTER_THE_WINDOW)
    shown = step(bench, row, "enter")
    assert "On the list; what follows was done" in shown
    assert state_of(row) == "listed"
    paper = desk.get(reverse("admin:blacklist_listing_decision_paper", args=[row.pk])).content.decode()
    assert "内卫信决〔2026〕5号" in paper
    assert REPLY in paper
    told = in_portal(hospital(body), body, row).content.decode()
    assert "内卫信决〔2026〕5号" in told
    assert REPLY in told


def test_an_accepted_defence_closes_the_way_to_the_list(
    clerk: Officer, reviewer: Officer, body: Institution, later: Callable[[], None]
):
    row = factories.listing(body.subject, by=clerk, kind="serious", proposed_on=MONDAY)
    desk, bench = signed_in(clerk), signed_in(reviewer)
    served(row, desk)
    client = hospital(body)
    client.post(reverse("portal_lists:listing", args=[body.pk, row.pk]), {"statement": SAID})
    act(desk, row, "weigh", finding="no_intent", reply="经核查属实，当事人无主观故意。")
    assert "无主观故意" not in in_portal(client, body, row).content.decode()
    later()
    shown = page_of(bench, row)
    assert "The defence was accepted; nobody is listed against it" in shown
    assert not offers(shown, row, "decide")
    act(bench, row, "drop", reason="申辩成立，不予列入")
    assert state_of(row) == "not_listed"
    assert "无主观故意" in in_portal(client, body, row).content.decode()


def test_a_hearing_is_asked_for_in_the_portal_and_held_before_anything_else(
    clerk: Officer, body: Institution, settings: Any
):
    row = factories.listing(body.subject, by=clerk, kind="serious", proposed_on=MONDAY)
    desk, client = signed_in(clerk), hospital(body)
    served(row, desk)
    client.post(reverse("portal_lists:hearing", args=[body.pk, row.pk]))
    assert state_of(row) == "defended"
    assert not offers(page_of(desk, row), row, "weigh")
    act(desk, row, "order_hearing", set_for="2026-06-22", place="三楼会议室")
    settings.CHENGYI_TODAY = date(2026, 6, 22)
    act(desk, row, "hold_hearing", on="2026-06-22", minutes="当事人到会陈述，双方质证，核对无误。")
    assert offers(page_of(desk, row), row, "weigh")
    assert "三楼会议室" in page_of(desk, row)


def test_a_red_listing_is_publicised_answered_confirmed_and_lost(
    clerk: Officer, reviewer: Officer, body: Institution, later: Callable[[], None]
):
    row = factories.listing(body.subject, by=clerk, kind="red", proposed_on=MONDAY)
    desk, bench = signed_in(clerk), signed_in(reviewer)
    act(desk, row, "check", on=MONDAY)
    assert not offers(page_of(desk, row), row, "notify")
    act(desk, row, "publicise", on=MONDAY)
    act(
        desk,
        row,
        "receive_objection",
        received_on=MONDAY,
        objector="匿名",
        words="该单位去年曾拖欠职工工资，请核实。",
    )
    later()
    assert not offers(page_of(desk, row), row, "conclude")
    objection = row.objections.get()
    act(
        desk,
        row,
        "answer_objection",
        objection=objection.pk,
        finding="rejected",
        reply="经人社部门核实，不存在拖欠工资。",
    )
    act(desk, row, "conclude")
    act(bench, row, "decide", decision_no="内卫信决〔2026〕6号", decided_on=AFTER_THE_WINDOW)
    act(desk, row, "serve_decision", served_on=AFTER_THE_WINDOW)
    act(bench, row, "enter")
    assert state_of(row) == "listed"
    shown = step(bench, row, "lose", on=AFTER_THE_WINDOW, document_no="", reason="发生失信行为，移出红名单")
    assert "发生失信行为" in shown
    assert state_of(row) == "lost"
    assert "发生失信行为" in in_portal(hospital(body), body, row).content.decode()


def test_a_refusal_stands_beside_its_field_and_nothing_is_stored(clerk: Officer, body: Institution):
    row = factories.listing(body.subject, by=clerk, kind="serious", proposed_on=MONDAY)
    desk = signed_in(clerk)
    act(desk, row, "check", on=MONDAY)
    address = reverse("admin:blacklist_listing_notify", args=[row.pk])
    future = {"notice_no": "1号", "served_on": MONDAY + timedelta(days=1), "how": "邮寄"}
    assert "the day lies in the future" in desk.post(address, future).content.decode()
    assert state_of(row) == "checked"
    reader = signed_in(factories.officer(roles=("reader",)))
    assert reader.post(address, future).status_code == 403
    assert signed_in(factories.stranger()).post(address, future).status_code == 404
    assert AuditEvent.objects.filter(action="listing.notify").count() == 0


def test_the_task_box_and_the_list_lead_to_the_listing_without_counting(clerk: Officer, body: Institution):
    row = factories.listing(body.subject, by=clerk, kind="serious", proposed_on=MONDAY)
    desk = signed_in(clerk)
    address = reverse("admin:blacklist_listing_change", args=[row.pk])
    assert address in desk.get("/admin/").content.decode()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        shown = desk.get(
            reverse("admin:blacklist_listing_changelist"), {"state__in": "proposed,checked"}
        ).content.decode()
    assert address in shown
    assert not [query for query in asked.captured_queries if "COUNT(" in query["sql"].upper()]


def test_schemes_are_read_by_all_and_kept_in_versions_by_who_may(clerk: Officer):
    scheme = factories.list_scheme("serious")
    reader = signed_in(clerk)
    address = reverse("admin:blacklist_listscheme_change", args=[scheme.pk])
    shown = reader.get(address).content.decode()
    basis = scheme.bases.order_by("pk")[0]
    assert basis.document in shown
    assert "New version" not in shown
    add = f"{reverse('admin:blacklist_listscheme_add')}?after={scheme.pk}"
    assert reader.get(add).status_code == 403

    keeper = signed_in(factories.officer(roles=("administrator",)))
    assert "New version" in keeper.get(address).content.decode()
    form = keeper.get(add).context["form"]
    values = {
        name: "" if value is None else value for name, value in form.initial.items() if value is not False
    }
    tables = {
        "bases-TOTAL_FORMS": 1,
        "bases-INITIAL_FORMS": 0,
        "bases-0-document": basis.document,
        "bases-0-article": basis.article,
        "bases-0-level": "local",
        "bases-0-effective_from": "2020-05-01",
        "criteria-TOTAL_FORMS": 1,
        "criteria-INITIAL_FORMS": 0,
        "criteria-0-code": "S1",
        "criteria-0-text": "出借许可证",
        "criteria-0-item_codes": "J11、j25",
    }
    wanted = {**values, "place": factories.COUNTY, "effective_from": "2026-07-01", **tables}
    refused = keeper.post(add, {**wanted, "statement_working_days": ""}).content.decode()
    assert "a list that burdens gives notice and a window" in refused
    outside = keeper.post(add, {**wanted, "place": "51"}).content.decode()
    assert "a place in your jurisdiction" in outside
    made = keeper.post(add, wanted)
    new = ListScheme.objects.get(place=factories.COUNTY)
    assert made.headers["Location"] == reverse("admin:blacklist_listscheme_change", args=[new.pk])
    assert new.criteria.get().items == ["J11", "J25"]
    assert new.exit_rules == scheme.exit_rules
    end = reverse("admin:blacklist_listscheme_end", args=[new.pk])
    assert reader.post(end, {"effective_to": "2026-08-01", "reason": "停用本版本"}).status_code == 403
    keeper.post(end, {"effective_to": "2026-08-01", "reason": "停用本版本"})
    new.refresh_from_db()
    assert new.effective_to == date(2026, 8, 1)


def test_a_scheme_without_a_basis_in_force_says_so_and_is_offered_to_nobody(
    clerk: Officer, body: Institution
):
    scheme = factories.list_scheme("serious")
    scheme.bases.all().delete()
    client = signed_in(clerk)
    shown = client.get(reverse("admin:blacklist_listscheme_change", args=[scheme.pk])).content.decode()
    assert "can list nobody on 2026-06-08" in shown
    start = f"{reverse('admin:blacklist_listing_add')}?subject={body.subject_id}"
    choice = client.get(start).content.decode()
    assert "can list nobody on 2026-06-08" in choice
    assert f"scheme={scheme.pk}" not in choice
