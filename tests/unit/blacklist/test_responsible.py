"""Responsible persons are listed together with the body, each with a notice and a word of his own."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import Officer
from accounts.roles import REVIEWER
from blacklist.choices import ListingState, PartyRole
from blacklist.listing import services
from blacklist.models import Listing
from core.clock import today
from core.errors import Refusal
from credit.parties import Party
from tests import factories as make
from tests.data import people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def clerk() -> Officer:
    return make.clerk()


@pytest.fixture
def reviewer() -> Officer:
    return make.reviewer()


@pytest.fixture
def upper() -> Officer:
    return make.officer(roles=(REVIEWER.code,), prefix="4105")


def head() -> services.NewResponsible:
    return services.NewResponsible(
        make.person(), PartyRole.LEGAL_REPRESENTATIVE, "作为法定代表人决定出借许可证。"
    )


@pytest.fixture
def body(clerk: Officer) -> Listing:
    """A body whose notice was served, and whose legal representative waits for his."""
    return make.notified_listing(by=clerk, responsible=[head()])


def part_of(row: Listing) -> Listing:
    return row.responsible.select_related("scheme", "subject", "parent").get()


def serve(row: Listing, by: Officer, number: str = "告2") -> Listing:
    day = today() - timedelta(days=20)
    return services.serve_notice(row, notice_no=number, served_on=day, how="直接送达", by=by)


def decide(row: Listing, clerk: Officer, upper: Officer, reviewer: Officer) -> Listing:
    services.ask_upper(row, upper_name="安阳市卫生健康委员会", by=clerk)
    services.upper_consents(row, document_no="安卫函1", answered_on=today(), by=upper)
    return services.decide(row, decision_no="内卫信决1", decided_on=today(), by=reviewer)


def test_a_person_is_checked_with_the_body_and_served_a_notice_of_his_own(body: Listing, clerk: Officer):
    part = part_of(body)
    assert (part.state, part.party_role) == (ListingState.CHECKED, PartyRole.LEGAL_REPRESENTATIVE)
    with pytest.raises(Refusal, match="is used already"):
        serve(part, clerk, body.notice_no)
    assert serve(part, clerk).state == ListingState.NOTIFIED


def test_the_body_is_not_decided_about_before_the_person_had_his_notice_and_window(
    body: Listing, clerk: Officer
):
    with pytest.raises(Refusal, match="legal representative.*still “checked”"):
        services.ask_upper(body, upper_name="安阳市卫生健康委员会", by=clerk)
    part = part_of(body)
    services.serve_notice(part, notice_no="告2", served_on=today(), how="直接送达", by=clerk)
    with pytest.raises(Refusal, match="may speak until"):
        services.ask_upper(body, upper_name="安阳市卫生健康委员会", by=clerk)


def test_refusals_never_name_the_person(body: Listing, clerk: Officer):
    with pytest.raises(Refusal) as refusal:
        services.ask_upper(body, upper_name="安阳市卫生健康委员会", by=clerk)
    assert part_of(body).subject.name not in str(refusal.value)
    assert people.PERSON not in str(refusal.value)


def test_person_and_body_are_decided_in_one_act_and_enter_one_after_the_other(
    body: Listing, clerk: Officer, reviewer: Officer, upper: Officer
):
    part = serve(part_of(body), clerk)
    decide(body, clerk, upper, reviewer)
    part = part_of(body)
    assert (part.state, part.decision_no) == (ListingState.DECIDED, "内卫信决1")
    for row in (body, part):
        services.serve_decision(row, served_on=today(), by=clerk)
    with pytest.raises(Refusal, match="enter the body on the list first"):
        services.enter_on_list(part, by=reviewer)
    services.enter_on_list(body, by=reviewer)
    part = services.enter_on_list(part_of(body), by=reviewer)
    assert part.state == ListingState.LISTED
    assert not part.is_public


def test_a_person_cannot_be_decided_about_alone(
    body: Listing, clerk: Officer, reviewer: Officer, upper: Officer
):
    part = serve(part_of(body), clerk)
    services.ask_upper(part, upper_name="安阳市卫生健康委员会", by=clerk)
    services.upper_consents(part, document_no="安卫函1", answered_on=today(), by=upper)
    with pytest.raises(Refusal, match="decide the body's listing"):
        services.decide(part, decision_no="内卫信决2", decided_on=today(), by=reviewer)


def test_a_person_whose_defence_is_accepted_is_dropped_and_the_body_goes_on(
    body: Listing, clerk: Officer, reviewer: Officer, upper: Officer
):
    part = serve(part_of(body), clerk)
    own = Party(make.officer(), frozenset({part.subject_id}))
    stranger = Party(make.officer(), frozenset({body.subject_id}))
    said: dict[str, Any] = {"on": today(), "statement": "当时已离任。", "claims_no_intent": False}
    with pytest.raises(Refusal, match="not about the body"):
        services.receive_statement(part, by=stranger, **said)
    with pytest.raises(Refusal, match="were possible until"):
        services.receive_statement(part, by=own, **said)
    services.receive_statement(part, by=clerk, **said)
    services.weigh(part, finding="accepted", reply="任免文件显示当时确已离任。", by=clerk)
    with pytest.raises(Refusal, match="defence was accepted"):
        services.ask_upper(body, upper_name="安阳市卫生健康委员会", by=clerk)
    services.decide_not_to_list(part, reason="已离任，不负责任", by=reviewer)
    decide(body, clerk, upper, reviewer)
    assert part_of(body).state == ListingState.NOT_LISTED
    assert Listing.objects.get(pk=body.pk).state == ListingState.DECIDED


def test_when_the_body_is_not_listed_neither_is_the_person(body: Listing, reviewer: Officer):
    services.decide_not_to_list(body, reason="证据不足", by=reviewer)
    assert part_of(body).state == ListingState.NOT_LISTED


def test_when_the_body_leaves_the_list_the_person_leaves_with_it(clerk: Officer, reviewer: Officer):
    row = make.listed(by=clerk, decider=reviewer, responsible=[head()])
    assert part_of(row).state == ListingState.LISTED
    ended = services.end_listings([row], ListingState.REVOKED, on=today(), by=reviewer, reason="处罚被撤销")
    assert [part.state for part in ended.listings] == ["revoked", "revoked"]
    assert [part.parent_id for part in ended.listings] == [None, row.pk]


def test_a_person_may_leave_before_the_body(clerk: Officer, reviewer: Officer):
    row = make.listed(by=clerk, decider=reviewer, responsible=[head()])
    part = part_of(row)
    services.end_listings([part], ListingState.REVOKED, on=today(), by=reviewer, reason="责任认定有误")
    assert part_of(row).state == ListingState.REVOKED
    assert Listing.objects.get(pk=row.pk).state == ListingState.LISTED


def test_a_decision_about_a_person_that_was_never_entered_falls_with_the_body(
    body: Listing, clerk: Officer, reviewer: Officer, upper: Officer
):
    serve(part_of(body), clerk)
    decide(body, clerk, upper, reviewer)
    services.serve_decision(body, served_on=today(), by=clerk)
    services.enter_on_list(body, by=reviewer)
    services.end_listings([body], ListingState.REPAIRED, on=today(), by=reviewer, reason="已修复")
    assert part_of(body).state == ListingState.REVOKED


def test_one_person_may_be_listed_with_two_bodies(clerk: Officer):
    make.listing(by=clerk, responsible=[head()])
    other = make.body("内黄县他院", "12410527MB0000001X")
    make.listing(other, by=clerk, responsible=[head()])
    assert Listing.objects.filter(parent__isnull=False).count() == 2


def test_only_where_the_scheme_says_so_and_only_persons(clerk: Officer):
    with pytest.raises(Refusal, match="do not list persons together"):
        make.listing(by=clerk, kind="attention", responsible=[head()])
    other = services.NewResponsible(make.body("内黄县他院", "12410527MB0000001X"), PartyRole.HEAD)
    with pytest.raises(Refusal, match="choose natural persons"):
        make.listing(by=clerk, responsible=[other])
    assert not Listing.objects.exists()


def test_minors_are_not_listed_with_a_body(clerk: Officer):
    child = services.NewResponsible(make.person("林小禾", people.MINOR), PartyRole.CONTROLLER)
    with pytest.raises(Refusal, match="minors"):
        make.listing(by=clerk, responsible=[child])
