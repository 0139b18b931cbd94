"""The due process of a listing through its services: notice, window, statement, hearing, decision."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Officer
from accounts.roles import CLERK, REVIEWER
from blacklist import effects
from blacklist.choices import Change, ListingState
from blacklist.listing import services
from blacklist.models import Listing, ListingEvent
from core.actors import SystemActor
from core.clock import today
from core.errors import Refusal
from core.models import AuditEvent, Deadline, EvidenceFile, OutboxEvent
from credit.choices import Change as RecordChange
from credit.models import ConductRecord
from credit.parties import Party
from credit.services import change_records
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
NOTICE_DAY, LAST_DAY = "2026-06-01", "2026-06-08"


@pytest.fixture
def clerk() -> Officer:
    return make.clerk()


@pytest.fixture
def reviewer() -> Officer:
    return make.reviewer()


@pytest.fixture
def upper() -> Officer:
    return make.officer(roles=(REVIEWER.code,), prefix="4105")


@pytest.fixture
def notified(clerk: Officer, settings: Any) -> Listing:
    """A listing of the hospital whose notice was served on Monday, 1 June; the window ends on 8 June."""
    settings.CHENGYI_TODAY = NOTICE_DAY
    return make.notified_listing(by=clerk, days_ago=0)


def days_later(settings: Any, day: str = "2026-06-09") -> None:
    settings.CHENGYI_TODAY = day


def consented(row: Listing, clerk: Officer, upper: Officer) -> Listing:
    day = today()
    services.ask_upper(row, upper_name="安阳市卫生健康委员会", by=clerk)
    return services.upper_consents(row, document_no="安卫函〔2026〕3号", answered_on=day, by=upper)


def decide(row: Listing, by: Officer, **fields: Any) -> Listing:
    return services.decide(
        row, **{"decision_no": "内卫信决〔2026〕1号", "decided_on": today(), "by": by, **fields}
    )


def say(row: Listing, by: Any, **fields: Any) -> Listing:
    return services.receive_statement(
        row,
        **{
            "on": today(),
            "statement": "许可证系被盗用，我单位并不知情。",
            "claims_no_intent": True,
            "by": by,
            **fields,
        },
    )


def test_a_case_goes_from_proposal_to_the_list_step_by_step(
    notified: Listing, clerk: Officer, reviewer: Officer, upper: Officer, settings: Any
) -> None:
    days_later(settings)
    consented(notified, clerk, upper)
    decide(notified, reviewer)
    services.serve_decision(notified, served_on=today(), by=clerk)
    row = services.enter_on_list(notified, by=reviewer)
    assert row.state == ListingState.LISTED
    assert row.listed_on == date(2026, 6, 9)
    assert row.ends_on == date(2029, 6, 8)
    assert row.repair_told_on == row.decision_served_on
    assert row.is_public
    steps = ListingEvent.objects.filter(listing=row).order_by("pk").values_list("step", flat=True)
    assert list(steps) == [
        "propose",
        "check",
        "notify",
        "ask_upper",
        "consent",
        "decide",
        "serve_decision",
        "enter",
    ]
    topics = OutboxEvent.objects.filter(key=f"blacklist.listing:{row.guid}").values_list("topic", flat=True)
    assert list(topics) == ["blacklist.listing.listed"]
    assert AuditEvent.objects.filter(object_type="blacklist.listing", object_id=str(row.pk)).count() == 8


def test_a_subject_cannot_be_decided_about_before_the_statement_window_ends(
    notified: Listing, clerk: Officer, reviewer: Officer, settings: Any
) -> None:
    days_later(settings, LAST_DAY)
    with pytest.raises(Refusal, match="may speak until 2026-06-08"):
        services.ask_upper(notified, upper_name="安阳市卫生健康委员会", by=clerk)


def test_a_decision_cannot_be_dated_back_into_the_window(
    notified: Listing, clerk: Officer, reviewer: Officer, upper: Officer, settings: Any
) -> None:
    days_later(settings)
    consented(notified, clerk, upper)
    with pytest.raises(Refusal, match="cannot lie before the end of the window"):
        decide(notified, reviewer, decided_on=date(2026, 6, 8))


def test_a_notice_cannot_be_dated_before_the_check(clerk: Officer, settings: Any) -> None:
    settings.CHENGYI_TODAY = NOTICE_DAY
    row = services.check(make.listing(by=clerk), by=clerk)
    with pytest.raises(Refusal, match="Notice served on: the day cannot lie before 2026-06-01"):
        services.serve_notice(row, notice_no="告1", served_on=date(2026, 5, 20), how="直接送达", by=clerk)


def test_whoever_proposed_cannot_decide(notified: Listing, upper: Officer, settings: Any) -> None:
    both = make.officer(roles=(CLERK.code, REVIEWER.code))
    Listing.objects.filter(pk=notified.pk).update(proposed_by=both.actor_id)
    days_later(settings)
    consented(notified, both, upper)
    with pytest.raises(Refusal, match="needs a second officer"):
        decide(notified, both)


def test_whoever_changed_the_proposal_cannot_decide(clerk: Officer, upper: Officer) -> None:
    both = make.officer(roles=(CLERK.code, REVIEWER.code))
    row = make.listing(by=clerk)
    services.amend(row, facts="经查，该主体出借执业许可证，情节严重。", by=both)
    assert Listing.objects.get(pk=row.pk).changed_by == both.actor_id
    day = today() - timedelta(days=30)
    services.check(row, by=clerk, checked_on=day)
    services.serve_notice(row, notice_no="告1", served_on=day, how="直接送达", by=clerk)
    consented(row, clerk, upper)
    with pytest.raises(Refusal, match="needs a second officer"):
        decide(row, both)


def test_a_worker_decides_nothing(notified: Listing, clerk: Officer, upper: Officer, settings: Any) -> None:
    days_later(settings)
    consented(notified, clerk, upper)
    with pytest.raises(Refusal, match="needs a second officer"):
        decide(notified, SystemActor("night"))  # type: ignore[arg-type]


def test_a_statement_is_weighed_before_anything_is_decided(
    notified: Listing, clerk: Officer, settings: Any
) -> None:
    say(notified, clerk)
    days_later(settings)
    with pytest.raises(Refusal, match="not possible"):
        services.ask_upper(notified, upper_name="安阳市卫生健康委员会", by=clerk)
    with pytest.raises(Refusal, match="Give the reasons|give the reasons"):
        services.weigh(notified, finding="rejected", reply="不采纳", by=clerk)


def test_who_proves_want_of_intent_is_not_listed(
    notified: Listing, clerk: Officer, reviewer: Officer, settings: Any
) -> None:
    say(notified, clerk)
    services.weigh(notified, finding="no_intent", reply="经核实，许可证确系被盗用，已报案。", by=clerk)
    days_later(settings)
    with pytest.raises(Refusal, match="defence was accepted"):
        services.ask_upper(notified, upper_name="安阳市卫生健康委员会", by=clerk)
    row = services.decide_not_to_list(notified, reason="采纳申辩，无主观故意", by=reviewer)
    assert row.state == ListingState.NOT_LISTED


def test_a_refused_defence_is_answered_and_does_not_stop_the_decision(
    notified: Listing, clerk: Officer, reviewer: Officer, upper: Officer, settings: Any
) -> None:
    say(notified, clerk)
    services.weigh(notified, finding="rejected", reply="监控录像显示负责人在场，申辩不成立。", by=clerk)
    days_later(settings)
    consented(notified, clerk, upper)
    assert decide(notified, reviewer).state == ListingState.DECIDED


def test_a_further_statement_is_weighed_anew(notified: Listing, clerk: Officer) -> None:
    say(notified, clerk)
    services.weigh(notified, finding="rejected", reply="监控录像显示负责人在场，申辩不成立。", by=clerk)
    row = say(notified, clerk, statement="补充提交报案回执。", claims_no_intent=False)
    assert (row.state, row.statement_finding) == (ListingState.DEFENDED, "")
    assert row.statement.startswith("许可证系被盗用")
    assert row.statement.endswith("补充提交报案回执。")
    assert row.claims_no_intent


def test_a_list_without_the_defence_of_intent_knows_no_such_finding(clerk: Officer) -> None:
    row = make.notified_listing(make.body(), by=clerk, kind="attention", days_ago=3)
    say(row, clerk)
    with pytest.raises(Refusal, match="do not ask for intent"):
        services.weigh(row, finding="no_intent", reply="经核实没有主观故意，予以采纳。", by=clerk)


def test_a_body_speaks_in_its_own_case_only_and_within_the_window(notified: Listing, settings: Any) -> None:
    own = Party(make.officer(), frozenset({notified.subject_id}))
    other = Party(make.officer(), frozenset({notified.subject_id + 1}))
    with pytest.raises(Refusal, match="not about the body you act for"):
        say(notified, other)
    days_later(settings)
    with pytest.raises(Refusal, match="were possible until"):
        say(notified, own)
    days_later(settings, LAST_DAY)
    row = say(notified, own, evidence=[make.pdf()])
    assert row.state == ListingState.DEFENDED
    kept = EvidenceFile.objects.get(about=services.about(row))
    assert kept.party == f"credit.subject:{row.subject_id}"


def test_the_counter_takes_a_late_statement_in_while_nothing_is_decided(
    notified: Listing, clerk: Officer, settings: Any
) -> None:
    days_later(settings)
    row = say(notified, clerk)
    assert row.state == ListingState.DEFENDED
    assert row.events.order_by("-pk")[0].words == "received after the window"


def test_a_hearing_that_was_asked_for_in_time_is_held_before_the_decision(
    notified: Listing, clerk: Officer, settings: Any
) -> None:
    services.ask_hearing(notified, on=today(), by=clerk)
    with pytest.raises(Refusal, match="hold it first|nothing to weigh"):
        services.weigh(notified, finding="rejected", reply="不予采纳，理由如下：证据充分。", by=clerk)
    with pytest.raises(Refusal, match="2026-06-10 is the first day"):
        services.order_hearing(notified, set_for=date(2026, 6, 9), place="二楼会议室", by=clerk)
    services.order_hearing(notified, set_for=date(2026, 6, 10), place="二楼会议室", by=clerk)
    settings.CHENGYI_TODAY = "2026-06-10"
    services.hold_hearing(
        notified, held_on=date(2026, 6, 10), minutes="当事人陈述意见，承办人出示证据。", by=clerk
    )
    row = services.weigh(notified, finding="rejected", reply="听证意见不成立，证据充分。", by=clerk)
    assert row.state == ListingState.HEARD


def test_a_hearing_is_asked_for_within_the_days_of_the_scheme(
    notified: Listing, clerk: Officer, settings: Any
) -> None:
    days_later(settings)
    with pytest.raises(Refusal, match="could be asked for until 2026-06-08"):
        services.ask_hearing(notified, on=today(), by=clerk)


def test_a_list_that_knows_no_hearing_says_so(clerk: Officer) -> None:
    row = make.notified_listing(by=clerk, kind="attention", days_ago=1)
    with pytest.raises(Refusal, match="know no hearing"):
        services.ask_hearing(row, on=today(), by=clerk)


def test_the_upper_authority_consents_itself_or_in_writing(
    notified: Listing, clerk: Officer, reviewer: Officer, settings: Any
) -> None:
    days_later(settings)
    with pytest.raises(Refusal, match="needs the consent|not possible"):
        decide(notified, reviewer)
    services.ask_upper(notified, upper_name="安阳市卫生健康委员会", by=clerk)
    answer: dict[str, Any] = {"document_no": "安卫函〔2026〕3号", "answered_on": today(), "by": reviewer}
    with pytest.raises(Refusal, match="add the file"):
        services.upper_consents(notified, **answer)
    row = services.upper_consents(notified, evidence=[make.pdf()], **answer)
    assert row.state == ListingState.CONSENTED


def test_when_the_upper_authority_refuses_nobody_is_listed(
    notified: Listing, clerk: Officer, upper: Officer, settings: Any
) -> None:
    days_later(settings)
    services.ask_upper(notified, upper_name="安阳市卫生健康委员会", by=clerk)
    row = services.upper_refuses(
        notified, document_no="安卫函〔2026〕4号", answered_on=today(), reason="证据不足", by=upper
    )
    assert row.state == ListingState.NOT_LISTED


def test_nobody_enters_the_list_before_the_decision_is_served(clerk: Officer, reviewer: Officer) -> None:
    row = make.decided_listing(by=clerk, decider=reviewer)
    with pytest.raises(Refusal, match="Decision served on: enter the day"):
        services.enter_on_list(row, by=reviewer)


def test_a_disputed_record_carries_no_listing(notified: Listing, clerk: Officer, settings: Any) -> None:
    days_later(settings)
    records = list(ConductRecord.objects.filter(listing_grounds__listing=notified))
    change_records(records, RecordChange.DISPUTED, on=today(), by=SystemActor("test"))
    with pytest.raises(Refusal, match="is disputed"):
        services.ask_upper(notified, upper_name="安阳市卫生健康委员会", by=clerk)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"item": "J14"}, "does not show"),
        ({"final_on": date(2099, 1, 1)}, "is not final"),
        ({"final_on": None}, "is not final"),
    ],
)
def test_only_final_records_of_the_criterion_are_grounds(
    clerk: Officer, fields: dict[str, Any], sentence: str
) -> None:
    scheme, body = make.list_scheme(), make.body()
    record = make.conduct(body, by=clerk, **fields)
    new = services.NewGround(scheme.criteria.get(code="S1"), record)
    with pytest.raises(Refusal, match=sentence):
        make.listing(body, by=clerk, scheme=scheme, grounds=[new])


def test_anothers_record_is_no_ground(clerk: Officer) -> None:
    scheme, other = make.list_scheme(), make.body("内黄县他院", "12410527MB0000001X")
    new = services.NewGround(scheme.criteria.get(code="S1"), make.conduct(other, by=clerk))
    with pytest.raises(Refusal, match="another subject"):
        make.listing(by=clerk, scheme=scheme, grounds=[new])


def test_an_unconfirmed_record_is_no_ground(clerk: Officer) -> None:
    scheme, body = make.list_scheme(), make.body()
    record = make.conduct(body, by=clerk)
    ConductRecord.entries.filter(pk=record.pk).update(review="waiting", confirmed_at=None)
    record.refresh_from_db(from_queryset=ConductRecord.entries.all())
    new = services.NewGround(scheme.criteria.get(code="S1"), record)
    with pytest.raises(Refusal, match="is not confirmed"):
        make.listing(body, by=clerk, scheme=scheme, grounds=[new])


def test_one_act_lists_a_subject_once(clerk: Officer, reviewer: Officer) -> None:
    row = make.listed(by=clerk, decider=reviewer)
    stored = row.grounds.get()
    services.end_listings([row], ListingState.REPAIRED, on=today(), by=reviewer, reason="已修复")
    again = services.NewGround(stored.criterion, stored.record)
    with pytest.raises(Refusal, match="already led to a listing"):
        make.listing(row.subject, by=clerk, scheme=row.scheme, grounds=[again])


def test_a_second_open_listing_on_the_same_list_is_refused(notified: Listing, clerk: Officer) -> None:
    with pytest.raises(Refusal, match="already open or in force"):
        make.listing(notified.subject, by=clerk)


def test_a_stranger_moves_nothing(notified: Listing) -> None:
    with pytest.raises(Refusal, match="do not hold the right"):
        services.ask_upper(notified, upper_name="甲", by=make.stranger())
    assert not Listing.objects.visible_to(make.stranger(), "listing.propose").exists()


def test_a_proposal_is_taken_back_before_the_notice_and_never_after(
    clerk: Officer, notified: Listing
) -> None:
    other = make.listing(make.body("内黄县他院", "12410527MB0000001X"), by=clerk)
    row = services.take_back(other, reason="重复提出", by=clerk)
    assert row.state == ListingState.TAKEN_BACK
    with pytest.raises(Refusal, match="not possible"):
        services.take_back(notified, reason="算了", by=clerk)


def test_each_stage_has_one_open_task(notified: Listing, clerk: Officer, settings: Any) -> None:
    def open_kinds() -> list[str]:
        rows = Deadline.objects.filter(object_type="blacklist.listing", closed_at__isnull=True)
        return sorted(rows.filter(object_id=str(notified.pk)).values_list("kind", flat=True))

    assert open_kinds() == ["listing_ask_upper"]
    say(notified, clerk)
    assert open_kinds() == ["listing_weigh"]
    services.weigh(notified, finding="rejected", reply="监控录像显示负责人在场，申辩不成立。", by=clerk)
    days_later(settings)
    services.ask_upper(notified, upper_name="安阳市卫生健康委员会", by=clerk)
    assert open_kinds() == ["listing_upper"]


def test_beginning_and_end_tell_those_who_follow_in_the_same_act(
    clerk: Officer, reviewer: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[tuple[Change, list[str]]] = []

    def listen(change: Change, listings: Any, **_: Any) -> list[Any]:
        heard.append((change, [row.state for row in listings]))
        return []

    monkeypatch.setitem(effects._effects, "test", listen)
    row = make.listed(by=clerk, decider=reviewer)
    services.end_listings([row], ListingState.COURT, on=today(), by=reviewer, reason="判决撤销")
    assert heard == [(Change.LISTED, ["listed"]), (Change.ENDED, ["court"])]


def test_when_a_follower_fails_nothing_ends(
    clerk: Officer, reviewer: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = make.listed(by=clerk, decider=reviewer)

    def fail(*_: Any, **__: Any) -> list[Any]:
        raise RuntimeError("broken")

    monkeypatch.setitem(effects._effects, "test", fail)
    with pytest.raises(RuntimeError), transaction.atomic():
        services.end_listings([row], ListingState.COURT, on=today(), by=reviewer, reason="判决撤销")
    assert Listing.objects.get(pk=row.pk).state == ListingState.LISTED
    assert not OutboxEvent.objects.filter(topic="blacklist.listing.ended").exists()


def test_an_end_can_be_asked_for_twice_and_happens_once(clerk: Officer, reviewer: Officer) -> None:
    row = make.listed(by=clerk, decider=reviewer)
    end: dict[str, Any] = {
        "on": today(),
        "by": reviewer,
        "reason": "处罚决定被撤销",
        "document_no": "内政复〔2026〕1号",
    }
    first = services.end_listings([row], ListingState.REVOKED, **end)
    assert [part.state for part in first.listings] == ["revoked"]
    assert services.end_listings([row], ListingState.REVOKED, **end).listings == []
    assert OutboxEvent.objects.filter(topic="blacklist.listing.ended").count() == 1
    ended = Listing.objects.get(pk=row.pk)
    assert (ended.ended_on, ended.end_document_no, ended.is_public) == (today(), "内政复〔2026〕1号", False)


def test_a_decision_falls_before_it_was_entered_and_no_platform_hears_of_it(
    clerk: Officer, reviewer: Officer
) -> None:
    row = make.decided_listing(by=clerk, decider=reviewer)
    with pytest.raises(Refusal, match="revoke the decision instead"):
        services.end_listings([row], ListingState.REPAIRED, on=today(), by=reviewer, reason="已修复")
    services.end_listings([row], ListingState.REVOKED, on=today(), by=reviewer, reason="依据被撤销")
    assert Listing.objects.get(pk=row.pk).state == ListingState.REVOKED
    assert not OutboxEvent.objects.filter(topic__startswith="blacklist.listing").exists()


def test_what_is_not_decided_cannot_end(notified: Listing, reviewer: Officer) -> None:
    with pytest.raises(Refusal, match="Nothing is decided yet"):
        services.end_listings([notified], ListingState.REVOKED, on=today(), by=reviewer, reason="撤销")


BROKEN = [
    ({"state": "listed"}, "straight onto the list"),
    ({"state": "decided"}, "decided without a decision"),
    ({"state": "expired", "ended_on": date(2026, 6, 9)}, "ended without a decision"),
]


@pytest.mark.parametrize(
    "fields", [fields for fields, _name in BROKEN], ids=[name for _fields, name in BROKEN]
)
def test_the_database_refuses_a_way_round_the_procedure(notified: Listing, fields: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Listing.objects.filter(pk=notified.pk).update(**fields)
    for name, value in fields.items():
        setattr(notified, name, value)
    with pytest.raises(IntegrityError), transaction.atomic():
        notified.save()


LISTED_BREAKS: dict[str, tuple[str, dict[str, Any]]] = {
    "without notice": ("nobody_is_listed_before_the_window_is_over", {"notice_served_on": None}),
    "without window": ("nobody_is_listed_before_the_window_is_over", {"statement_until": None}),
    "in the window": ("nobody_is_listed_before_the_window_is_over", {"statement_until": date(2099, 1, 1)}),
    "publicity instead of notice": (
        "nobody_is_listed_before_the_window_is_over",
        {
            "notice_served_on": None,
            "publicised_on": date(2020, 1, 1),
            "publicised_until": date(2020, 1, 9),
        },
    ),
    "statement not answered": (
        "a_statement_is_answered_before_the_decision",
        {"statement_on": date(2026, 6, 2), "statement_finding": ""},
    ),
    "against an accepted defence": (
        "a_statement_is_answered_before_the_decision",
        {"statement_on": date(2026, 6, 2), "statement_finding": "accepted", "statement_reply": "采纳"},
    ),
    "hearing not held": ("a_hearing_that_was_asked_for_is_held", {"hearing_asked_on": date(2026, 6, 2)}),
    "no decision": ("a_decided_listing_has_its_decision", {"decision_no": ""}),
    "decided by nobody": ("nobody_decides_a_listing_of_his_own", {"decided_by": ""}),
    "not served": ("a_listing_counts_after_its_service", {"decision_served_on": None}),
    "way to repair not told": ("a_listing_counts_after_its_service", {"repair_told_on": None}),
    "counted before service": ("a_listing_counts_after_its_service", {"listed_on": date(2020, 1, 1)}),
    "no first day": ("a_listing_has_its_first_day", {"listed_on": None}),
    "black list lost": ("only_a_red_listing_is_lost", {"state": "lost", "ended_on": date(2099, 1, 1)}),
    "ended without a day": ("an_ended_listing_says_when", {"state": "revoked"}),
}


def test_the_database_holds_every_fact_of_due_process(clerk: Officer, reviewer: Officer) -> None:
    row = make.listed(by=clerk, decider=reviewer)
    same = {"proposed_by": row.decided_by}
    for name, fields in [*LISTED_BREAKS.values(), ("nobody_decides_a_listing_of_his_own", same)]:
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Listing.objects.filter(pk=row.pk).update(**fields)
