"""Red lists: publicised first, objections looked into, confirmed, and lost by a breach."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Officer
from blacklist import tasks
from blacklist.admin.listing_words import event_lines
from blacklist.choices import ListingState
from blacklist.listing import conduct, services
from blacklist.models import Listing, ListingEvent, ListingObjection
from core import outbox
from core.actors import SystemActor
from core.clock import today
from core.errors import Refusal
from core.models import Deadline
from credit.choices import Change
from credit.services import change_records
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def clerk() -> Officer:
    return make.clerk()


@pytest.fixture
def reviewer() -> Officer:
    return make.reviewer()


@pytest.fixture
def publicised(clerk: Officer, settings: Any) -> Listing:
    """A red listing publicised on Monday, 1 June 2026 for seven working days: until 10 June."""
    settings.CHENGYI_TODAY = "2026-06-01"
    return make.notified_listing(by=clerk, kind="red", days_ago=0)


def objection(row: Listing, by: Officer, **fields: Any) -> ListingObjection:
    return services.receive_objection(
        row,
        **{"on": today(), "objector": "匿名", "words": "该院上月收费未公示，不应列入。", "by": by, **fields},
    )


def breach_tasks(row: Listing) -> int:
    rows = Deadline.objects.filter(kind="listing_breach", closed_at__isnull=True)
    return rows.filter(object_id=str(row.pk)).count()


def state_of(row: Listing) -> str:
    return Listing.objects.get(pk=row.pk).state


def test_without_objection_it_is_confirmed_after_the_publicity(
    publicised: Listing, clerk: Officer, reviewer: Officer, settings: Any
):
    settings.CHENGYI_TODAY = "2026-06-10"
    with pytest.raises(Refusal, match="until 2026-06-10"):
        services.conclude_publicity(publicised, by=clerk)
    settings.CHENGYI_TODAY = "2026-06-11"
    services.conclude_publicity(publicised, by=clerk)
    services.decide(publicised, decision_no="内卫信红〔2026〕1号", decided_on=today(), by=reviewer)
    services.serve_decision(publicised, served_on=today(), by=clerk)
    assert services.enter_on_list(publicised, by=reviewer).state == ListingState.LISTED


def test_a_red_listing_needs_no_notice_and_takes_none(clerk: Officer):
    row = services.check(make.listing(by=clerk, kind="red"), by=clerk)
    with pytest.raises(Refusal, match="publicised before the decision, not notified"):
        services.serve_notice(row, notice_no="告1", served_on=today(), how="直接送达", by=clerk)


def test_a_black_list_is_not_publicised_first(clerk: Officer):
    row = services.check(make.listing(by=clerk), by=clerk)
    with pytest.raises(Refusal, match="Only a red list"):
        services.publicise(row, by=clerk)


def test_an_objection_is_answered_before_the_confirmation(publicised: Listing, clerk: Officer, settings: Any):
    said = objection(publicised, clerk, contact="13800000000")
    settings.CHENGYI_TODAY = "2026-06-11"
    with pytest.raises(Refusal, match="waits for its answer"):
        services.conclude_publicity(publicised, by=clerk)
    services.handle_objection(said, finding="rejected", reply="经核查，收费已按规定公示。", by=clerk)
    assert services.conclude_publicity(publicised, by=clerk).state == ListingState.HEARD


def test_a_justified_objection_keeps_the_subject_off_the_list(
    publicised: Listing, clerk: Officer, reviewer: Officer, settings: Any
):
    said = objection(publicised, clerk)
    services.handle_objection(said, finding="upheld", reply="经核查，情况属实，已责令改正。", by=clerk)
    settings.CHENGYI_TODAY = "2026-06-11"
    services.conclude_publicity(publicised, by=clerk)
    with pytest.raises(Refusal, match="was found justified"):
        services.decide(publicised, decision_no="内卫信红〔2026〕1号", decided_on=today(), by=reviewer)
    row = services.decide_not_to_list(publicised, reason="异议成立", by=reviewer)
    assert row.state == ListingState.NOT_LISTED


def test_who_objected_and_how_to_reach_him_is_kept_sealed(publicised: Listing, clerk: Officer):
    said = objection(publicised, clerk, objector="王女士 13800000000", contact="13800000000")
    said.refresh_from_db()
    assert "13800000000" not in said.objector
    assert said.contact is not None
    assert said.contact.reveal() == "13800000000"
    assert "13800000000" not in str(said.contact)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"on": date(2026, 5, 1)}, "between the publicity and today"),
        ({"words": "不行"}, "at least ten characters"),
        ({"objector": " "}, "anonymous"),
    ],
)
def test_an_objection_has_a_day_words_and_a_name(
    publicised: Listing, clerk: Officer, fields: dict[str, Any], sentence: str
):
    with pytest.raises(Refusal, match=sentence):
        objection(publicised, clerk, **fields)


def test_an_objection_is_answered_once(publicised: Listing, clerk: Officer):
    said = objection(publicised, clerk)
    answer: dict[str, Any] = {"finding": "rejected", "reply": "经核查，收费已按规定公示。", "by": clerk}
    services.handle_objection(said, **answer)
    with pytest.raises(Refusal, match="has been answered"):
        services.handle_objection(said, **answer)


def test_objections_belong_to_the_publicity(clerk: Officer):
    row = make.listing(by=clerk, kind="red")
    with pytest.raises(Refusal, match="not publicised now"):
        objection(row, clerk)


def test_the_database_keeps_no_finding_without_a_reply(publicised: Listing, clerk: Officer):
    said = objection(publicised, clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        ListingObjection.objects.filter(pk=said.pk).update(finding="rejected", handled_on=today())


def test_a_bad_record_is_no_ground_of_a_red_listing(clerk: Officer):
    scheme, body = make.list_scheme("red"), make.body()
    bad = make.conduct(body, by=clerk)
    first = scheme.criteria.order_by("code")[0]
    first.items = [bad.item_code]
    first.save()
    with pytest.raises(Refusal, match="wrong kind"):
        make.listing(body, by=clerk, scheme=scheme, grounds=[services.NewGround(first, bad)])


def test_who_is_seriously_dishonest_comes_on_no_red_list(
    publicised: Listing, clerk: Officer, reviewer: Officer, settings: Any
):
    make.conduct(publicised.subject, by=clerk, happened_on=today(), final_on=today())
    settings.CHENGYI_TODAY = "2026-06-11"
    services.conclude_publicity(publicised, by=clerk)
    with pytest.raises(Refusal, match="counts against this subject"):
        services.decide(publicised, decision_no="内卫信红〔2026〕1号", decided_on=today(), by=reviewer)


def test_serious_dishonesty_ends_a_red_listing_at_once(clerk: Officer, reviewer: Officer):
    row = make.listed(by=clerk, decider=reviewer, kind="red")
    make.conduct(row.subject, by=clerk, happened_on=today(), final_on=today())
    outbox.dispatch_all()
    lost = Listing.objects.get(pk=row.pk)
    assert (lost.state, lost.ended_on, lost.is_public) == (ListingState.LOST, today(), False)
    assert "出借执业许可证" in lost.end_reason
    outbox.dispatch_all()
    assert ListingEvent.objects.filter(listing=row, step="lose").count() == 1


def test_ordinary_dishonesty_is_looked_at_by_an_officer(clerk: Officer, reviewer: Officer):
    row = make.listed(by=clerk, decider=reviewer, kind="red")
    make.conduct(
        row.subject, "J08", by=clerk, title="违规发布医疗广告", happened_on=today(), final_on=today()
    )
    outbox.dispatch_all()
    assert (state_of(row), breach_tasks(row)) == (ListingState.LISTED, 1)
    assert [str(found.record.item_code) for found in services.breaches_of(row)] == ["J08"]
    services.lose(row, by=reviewer, reason="查实违规发布医疗广告")
    assert (state_of(row), breach_tasks(row)) == (ListingState.LOST, 0)


def test_an_officer_may_let_a_red_listing_stand_and_is_not_asked_again(clerk: Officer, reviewer: Officer):
    row = make.listed(by=clerk, decider=reviewer, kind="red")
    make.conduct(row.subject, "J08", by=clerk, happened_on=today(), final_on=today())
    outbox.dispatch_all()
    with pytest.raises(Refusal, match="right to decide"):
        services.let_stand(row, by=clerk, reason="情节轻微")
    services.let_stand(row, by=reviewer, reason="情节轻微，已当场改正")
    assert breach_tasks(row) == 0
    assert tasks.look_for_breaches() == 0
    assert breach_tasks(row) == 0


@pytest.mark.parametrize(
    ("item", "days"), [("J14", 0), ("J11", -400)], ids=["minor conduct", "conduct before the listing"]
)
def test_what_costs_no_red_listing(clerk: Officer, reviewer: Officer, item: str, days: int):
    row = make.listed(by=clerk, decider=reviewer, kind="red")
    day = today() + timedelta(days=days)
    make.conduct(row.subject, item, by=clerk, happened_on=day, final_on=day)
    outbox.dispatch_all()
    assert (state_of(row), breach_tasks(row)) == (ListingState.LISTED, 0)


def test_a_disputed_record_costs_no_red_listing(clerk: Officer, reviewer: Officer):
    row = make.listed(by=clerk, decider=reviewer, kind="red")
    record = make.conduct(row.subject, by=clerk, happened_on=today(), final_on=today())
    change_records([record], Change.DISPUTED, on=today(), by=SystemActor("test"))
    outbox.dispatch_all()
    assert state_of(row) == ListingState.LISTED


def test_a_record_that_becomes_final_later_is_found_at_night(
    clerk: Officer, reviewer: Officer, settings: Any
):
    row = make.listed(by=clerk, decider=reviewer, kind="red")
    day = today()
    make.conduct(row.subject, by=clerk, happened_on=day, final_on=day + timedelta(days=30))
    outbox.dispatch_all()
    assert (state_of(row), tasks.look_for_breaches()) == (ListingState.LISTED, 0)
    settings.CHENGYI_TODAY = (day + timedelta(days=30)).isoformat()
    assert tasks.look_for_breaches() == 1
    assert tasks.look_for_breaches() == 0
    assert state_of(row) == ListingState.LOST


def test_the_scheme_says_what_a_breach_does(clerk: Officer, reviewer: Officer):
    row = make.listed(by=clerk, decider=reviewer, kind="red")
    row.scheme.breach_rules = {"severities": {}, "items": {"J14": "at_once"}}
    row.scheme.save()
    serious = make.conduct(row.subject, by=clerk, happened_on=today(), final_on=today())
    assert conduct.after_breach(row.scheme, serious) is None
    make.conduct(row.subject, "J14", by=clerk, happened_on=today(), final_on=today())
    outbox.dispatch_all()
    assert state_of(row) == ListingState.LOST


def test_a_black_list_cannot_be_lost(clerk: Officer, reviewer: Officer):
    row = make.listed(by=clerk, decider=reviewer)
    with pytest.raises(Refusal, match="Only a red list"):
        services.lose(row, by=reviewer, reason="违规")


def test_every_line_of_the_story_has_words(clerk: Officer, reviewer: Officer):
    row = make.notified_listing(by=clerk, kind="red", days_ago=20)
    on = today() - timedelta(days=19)
    services.handle_objection(
        objection(row, clerk, on=on), finding="rejected", reply="经核查，收费已按规定公示。", by=clerk
    )
    services.conclude_publicity(row, by=clerk)
    services.decide(row, decision_no="内卫信红〔2026〕1号", decided_on=today(), by=reviewer)
    services.serve_decision(row, served_on=today(), by=clerk)
    services.enter_on_list(row, by=reviewer)
    make.conduct(row.subject, "J08", by=clerk, happened_on=today(), final_on=today())
    outbox.dispatch_all()
    services.let_stand(row, by=reviewer, reason="情节轻微，已当场改正")
    labels = [line.label for line in event_lines(row.events.order_by("pk"))][::-1]
    assert labels[0] == "Proposed"
    assert "Objection to the red listing received" in labels
    assert labels[-2:] == ["Breach of a red-listed subject found", "Breach looked at: the red listing stands"]
    assert not [label for label in labels if "_" in label]
