"""Leaving a list: conditions and days, the application with two officers, training, the exit rate."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from openpyxl import load_workbook

from accounts.models import Officer
from accounts.permissions import P
from blacklist.choices import ListingState
from blacklist.exit import clocks, rates, services
from blacklist.exit.choices import ExitState, Way
from blacklist.exit.rules import ExitCase, conditions, unmet
from blacklist.exit.selectors import conditions as conditions_now
from blacklist.exit.selectors import conditions_of, exit_rates
from blacklist.exit.workflow import EXIT
from blacklist.listing.services import end_listings
from blacklist.models import ExitApplication, Listing
from blacklist.warnings import list_exit
from core.errors import Refusal
from core.models import Deadline
from credit.parties import OnPaper, Party
from credit.warnings.sources import Scope
from disclosure.models import PublicEntry
from tests.factories import body, clerk, pdf, reviewer, stranger
from tests.unit.blacklist.listing_rows import WORKER, decided, leaving, on_list, scheme

RULES: dict[str, Any] = {
    "term": True,
    "repair": {"after_months": 12, "needs": ["duties_done", "commitment", "training"]},
    "revocation": True,
    "court": True,
}
MONDAY = date(2026, 9, 7)


def case(**known: object) -> ExitCase:
    values: dict[str, object] = {
        "decided_on": date(2026, 3, 2),
        "ends_on": date(2029, 3, 1),
        "rules": RULES,
        "after_months": 12,
        "standing_grounds": 1,
        "hours_needed": Decimal(4),
    }
    return ExitCase(**{**values, **known})  # type: ignore[arg-type]


def by_code(known: ExitCase, day: date) -> dict[str, tuple[bool | None, int | None]]:
    return {row.code: (row.met, row.days_left) for row in conditions(known, day)}


def test_the_days_left_of_term_and_shortest_period_are_counted_to_the_first_day_that_meets_them() -> None:
    found = by_code(case(), date(2027, 2, 28))
    assert found["period"] == (False, 2)
    assert found["term"] == (False, (date(2029, 3, 2) - date(2027, 2, 28)).days)
    assert by_code(case(), date(2027, 3, 2))["period"] == (True, 0)
    assert by_code(case(), date(2029, 3, 1))["term"] == (False, 1)
    assert by_code(case(), date(2029, 3, 2))["term"] == (True, 0)


def test_what_only_an_officer_or_a_court_can_tell_is_open() -> None:
    found = by_code(case(duties_done_on=date(2026, 5, 1)), MONDAY)
    assert found["duties_done"] == (None, None)
    assert found["court"] == (None, None)
    assert found["revocation"] == (None, None)
    assert by_code(case(standing_grounds=0), MONDAY)["revocation"] == (True, None)


def test_a_scheme_that_knows_no_repair_tells_of_none() -> None:
    found = conditions(case(rules={"term": True}), MONDAY)
    assert [row.way for row in found] == [Way.TERM]


def test_a_bar_after_false_material_stands_against_repair_until_it_is_over() -> None:
    known = case(barred_until=date(2026, 9, 10))
    assert by_code(known, MONDAY)["bar"] == (False, 4)
    assert by_code(known, date(2026, 9, 11))["bar"] == (True, 0)


def test_at_the_decision_nothing_may_be_open_at_the_application_what_is_checked_later_may() -> None:
    known = case(duties_done_on=date(2027, 3, 1), commitment_on=date(2027, 3, 2), hours=Decimal("4.0"))
    found = conditions(known, date(2027, 3, 2))
    assert unmet(found, decided=False) is None
    missing = unmet(found, decided=True)
    assert missing is not None
    assert missing.code == "duties_done"


@pytest.fixture(autouse=True)
def _listed(settings) -> None:
    settings.CHENGYI_TODAY = date(2026, 6, 1)


@pytest.fixture
def desk(settings) -> tuple[Listing, Officer, Officer]:
    """A listing whose shortest period is over, and the county's two officers."""
    listing = on_list(under=scheme(exit_rules={**RULES, "repair": {**RULES["repair"], "after_months": 1}}))
    settings.CHENGYI_TODAY = MONDAY
    return listing, clerk(), reviewer()


def ready(listing: Listing, officer: Officer) -> ExitApplication:
    """An application that asks for nothing more from the party."""
    party = Party(officer, frozenset({listing.subject_id}))
    row = services.start_exit(listing=listing, by=party)
    services.write_exit(
        row,
        by=party,
        duties_done_on=date(2026, 7, 1),
        correction="已停止违法活动并缴清罚款。",
        commitment_by="许嘉言",
        commits=True,
        files=[pdf()],
    )
    train(listing, officer)
    return row


def train(listing: Listing, officer: Officer, hours: str = "4") -> None:
    services.note_training(
        listing=listing,
        role="legal_rep",
        held_on=date(2026, 8, 3),
        hours=Decimal(hours),
        organiser="内黄县卫生健康委员会",
        by=officer,
        files=[pdf(b"a certificate")],
    )


@pytest.mark.django_db
def test_a_body_leaves_by_repair_after_check_and_a_second_officers_decision(desk) -> None:
    listing, first, second = desk
    row = ready(listing, first)
    party = Party(first, frozenset({listing.subject_id}))
    services.submit(row, by=party)
    clock = Deadline.objects.get(kind=clocks.ACCEPT.code)
    assert (clock.due_on, clock.basis != "") == (date(2026, 9, 10), True)
    services.accept(row, by=first)
    services.note_check(row, note="查询缴款系统，罚款已缴清。", duties_confirmed=True, by=first)
    with pytest.raises(Refusal):
        services.approve(row, decision_no="内卫信移〔2026〕1号", by=first)
    services.approve(row, decision_no="内卫信移〔2026〕1号", by=second)

    row.refresh_from_db()
    listing.refresh_from_db()
    assert (row.state, listing.state) == (ExitState.APPROVED, ListingState.REPAIRED)
    assert listing.end_document_no == "内卫信移〔2026〕1号"
    assert row.effects
    exits = [kind.code for kind in clocks.KINDS]
    assert not Deadline.objects.filter(kind__in=exits, closed_at=None).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("lacking", ["duties", "commitment", "training"])
def test_what_is_lacking_is_said_when_it_is_handed_in(desk, lacking: str) -> None:
    listing, first, _second = desk
    party = OnPaper(first, P.LISTING_PROPOSE)
    row = services.start_exit(listing=listing, by=party, channel="paper")
    services.write_exit(
        row,
        by=party,
        duties_done_on=None if lacking == "duties" else date(2026, 7, 1),
        correction="已整改。",
        commitment_by="许嘉言",
        commits=lacking != "commitment",
    )
    train(listing, first, "1" if lacking == "training" else "4")
    with pytest.raises(Refusal):
        services.submit(row, by=party)
    row.refresh_from_db()
    assert row.state == ExitState.DRAFT


@pytest.mark.django_db
def test_duties_that_the_check_did_not_confirm_stand_against_the_decision(desk) -> None:
    listing, first, second = desk
    row = ready(listing, first)
    services.submit(row, by=Party(first, frozenset({listing.subject_id})))
    services.accept(row, by=first)
    services.note_check(row, note="罚款尚未缴清。", duties_confirmed=False, by=first)
    with pytest.raises(Refusal):
        services.approve(row, decision_no="内卫信移〔2026〕2号", by=second)
    services.refuse(row, reason="罚款尚未缴清。", by=second)
    listing.refresh_from_db()
    assert listing.state == ListingState.LISTED


@pytest.mark.django_db
def test_no_application_is_begun_too_early_twice_or_by_another_body(settings) -> None:
    early = on_list()
    with pytest.raises(Refusal, match="2027-05-20"):
        services.start_exit(listing=early, by=OnPaper(clerk(), P.LISTING_PROPOSE))
    with pytest.raises(Refusal):
        services.start_exit(listing=early, by=Party(clerk(), frozenset({0})))
    with pytest.raises(Refusal):
        services.start_exit(listing=early, by=OnPaper(stranger(), P.LISTING_PROPOSE))


@pytest.mark.django_db
def test_one_application_at_a_time(settings) -> None:
    settings.CHENGYI_TODAY = MONDAY
    row = leaving()
    with pytest.raises(Refusal):
        services.start_exit(listing=row.listing, by=WORKER)
    twin = ExitApplication(
        listing=row.listing, subject=row.subject, division_code=row.division_code, made_by="officer:0"
    )
    unique = "one_open_exit_application_per_listing|UNIQUE"
    with pytest.raises(IntegrityError, match=unique), transaction.atomic():
        twin.save(force_insert=True)


@pytest.mark.django_db
def test_an_open_application_lapses_when_the_listing_ends_otherwise(desk) -> None:
    listing, first, _second = desk
    row = ready(listing, first)
    services.submit(row, by=Party(first, frozenset({listing.subject_id})))
    end_listings([listing], "court", on=MONDAY, by=WORKER, reason="人民法院判决撤销")
    row.refresh_from_db()
    assert row.state == ExitState.LAPSED
    exits = [kind.code for kind in clocks.KINDS]
    assert not Deadline.objects.filter(kind__in=exits, closed_at=None).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("step", sorted(EXIT.transitions))
def test_every_other_pair_of_state_and_step_is_refused(settings, step: str) -> None:
    settings.CHENGYI_TODAY = MONDAY
    row = leaving()
    for state in set(ExitState) - EXIT.transitions[step].sources:
        row.state = state
        assert EXIT._refusal(row, EXIT.transitions[step], WORKER) is not None, state


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong", [{"hours": Decimal(0)}, {"role": "cook"}, {"organiser": " "}, {"held_on": date(2026, 9, 8)}]
)
def test_a_training_with_a_wrong_fact_is_refused_and_nothing_kept(desk, wrong: dict[str, object]) -> None:
    listing, first, _second = desk
    told = {"role": "head", "held_on": MONDAY, "hours": Decimal(2), "organiser": "信用办"}
    with pytest.raises(Refusal) as refused:
        services.note_training(**{"listing": listing, "by": first, **told, **wrong})
    assert refused.value.field in wrong
    assert not listing.trainings.exists()


@pytest.mark.django_db
def test_a_training_is_noted_once_and_by_who_keeps_the_listing(desk) -> None:
    listing, first, _second = desk
    train(listing, first)
    with pytest.raises(Refusal):
        train(listing, first)
    with pytest.raises(Refusal):
        train(listing, stranger())
    found = {row.code: row.met for row in conditions_now(listing, MONDAY)}
    assert found["training"] is True


@pytest.mark.django_db
def test_conditions_of_many_listings_cost_as_many_queries_as_of_one(django_assert_num_queries) -> None:
    rows = [on_list(), on_list(body("内黄县康宁诊所", "91410527MA46TKJL8A"))]
    with django_assert_num_queries(5):
        conditions_of(rows[:1], MONDAY)
    with django_assert_num_queries(5):
        found = conditions_of(rows, MONDAY)
    assert set(found) == {row.pk for row in rows}


@pytest.mark.django_db
def test_the_exit_rate_counts_each_listing_in_the_years_it_stood_on_the_list(
    settings, django_assert_num_queries
) -> None:
    went, stays = on_list(), on_list(body("内黄县康宁诊所", "91410527MA46TKJL8A"))
    decided(body("内黄县仁和医院", "12410527MB1A00007E"))  # never came on the list
    settings.CHENGYI_TODAY = MONDAY
    end_listings([went], "repaired", on=MONDAY, by=WORKER, reason="修复")
    Listing.objects.filter(pk=stays.pk).update(
        state="expired", ended_on=date(2028, 1, 1), ends_on=date(2027, 12, 31)
    )
    reader = clerk()
    with django_assert_num_queries(2):  # the reader's posts, and the figures
        found = {row.year: row for row in exit_rates(2025, 2028, by=reader)}
    told = {year: (row.on_list, row.repaired, row.expired, row.rate) for year, row in found.items()}
    assert told == {
        2026: (2, 1, 0, Decimal("50.0")),
        2027: (1, 0, 1, Decimal("100.0")),
    }
    assert exit_rates(2025, 2028, by=stranger()) == []


@pytest.mark.django_db
def test_the_workbook_of_exit_rates_says_what_the_page_says() -> None:
    on_list()
    target = BytesIO()
    assert rates.write_workbook(target, by=clerk()) == 1
    sheet = load_workbook(target).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[1][1:5] == (2026, 1, 0, 0)


@pytest.mark.django_db
def test_a_body_is_told_that_leaving_becomes_possible(settings) -> None:
    listing = on_list()
    value = {"days": 30, "days_after": 30}
    assert list(list_exit(value, Scope(), MONDAY)) == []
    (found,) = list_exit(value, Scope(), date(2027, 5, 1))
    assert (found.subject_id, found.event_on) == (listing.subject_id, date(2027, 5, 20))
    assert list(list_exit(value, Scope(place="51"), date(2027, 5, 1))) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "broken"),
    [
        (
            {"state": "approved", "decision_no": "内卫信移〔2026〕9号"},
            "an_approved_exit_was_checked_and_decided",
        ),
        ({"state": "refused"}, "a_refused_exit_says_why"),
    ],
)
def test_the_database_holds_the_end_of_an_application_together(
    settings, wrong: dict[str, str], broken: str
) -> None:
    settings.CHENGYI_TODAY = MONDAY
    row = leaving()
    with pytest.raises(IntegrityError, match=broken), transaction.atomic():
        ExitApplication.objects.filter(pk=row.pk).update(**wrong)


@pytest.mark.django_db
def test_the_database_holds_hours_and_lists_to_what_they_mean(desk) -> None:
    listing, first, _second = desk
    train(listing, first)
    with pytest.raises(IntegrityError, match="a_training_takes_some_hours"), transaction.atomic():
        listing.trainings.update(hours=0)
    for wrong in ({"list_code": ""}, {"kind": "penalty"}):
        with pytest.raises(IntegrityError, match="an_entry_of_a_list_names_the_list"), transaction.atomic():
            PublicEntry.objects.update(**wrong)
