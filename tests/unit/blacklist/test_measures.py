"""Joint measures: nothing outside the catalogue, ended with the listing, late departments reminded."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from blacklist.choices import ListingState, ListKind
from blacklist.listing.services import end_listings
from blacklist.measures import reminding, selectors, services, tracking
from blacklist.measures.choices import DepartmentKind
from blacklist.measures.choices import OrderState as S
from blacklist.measures.loading import load_measures
from blacklist.measures.partners import acting, orders_for
from blacklist.measures.services import Choice, launch
from blacklist.measures.workflow import ORDER
from blacklist.models import Department, Listing, Measure, MeasureEdition, MeasureOrder, SchemeMeasure
from core import evidence, outbox
from core.actors import SystemActor
from core.clock import today
from core.errors import Refusal
from core.models import AuditEvent, Deadline, OutboxEvent
from core.workdays import add_working_days
from credit.parties import OnPaper
from tests import factories
from tests import measure_factories as given

pytestmark = pytest.mark.django_db
SYSTEM = SystemActor("tests")


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def measure(code: str, edition: str = "national-2024") -> Measure:
    rows = Measure.objects.select_related("edition").prefetch_related("bases")
    return rows.get(code=code, edition__code=edition)


def states(listing: Listing) -> dict[str, str]:
    return dict(MeasureOrder.objects.filter(listing=listing).values_list("measure_code", "state"))


# --- what may be ordered ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "edition", "words"),
    [
        ("N06", "national-2021", "stands in no edition of the catalogue in force"),
        ("N06", "national-2022", "stands in no edition of the catalogue in force"),
        ("N03", "national-2024", "may not follow a list of this kind"),
        ("J01", "incentives-2016", "may not follow a list of this kind"),
        ("S02", "samr-2021", "may not follow a list of this kind"),
        ("M01", "medical-order-2018", "may not follow a list of this kind"),
    ],
)
def test_nothing_outside_the_catalogue_of_the_list_is_ordered(code: str, edition: str, words: str) -> None:
    listing, chosen = given.standing_listing(), measure(code, edition)
    department = given.department(chosen.department_kind)
    with pytest.raises(Refusal, match=words):
        launch(listing, choices=[Choice(chosen, department)], by=factories.clerk())
    assert not MeasureOrder.objects.exists()


def test_one_choice_that_is_refused_leaves_nothing_ordered() -> None:
    listing, finance = given.standing_listing(), given.department()
    services_office = given.department(DepartmentKind.SERVICES, "内黄县行政审批和政务信息管理局")
    chosen = [Choice(measure("N06"), finance), Choice(measure("N03"), services_office)]
    with pytest.raises(Refusal):
        launch(listing, choices=chosen, by=factories.clerk())
    assert not MeasureOrder.objects.exists()
    assert not OutboxEvent.objects.filter(topic="blacklist.measure.ordered").exists()


def test_a_measure_without_a_basis_in_force_is_not_ordered() -> None:
    listing, chosen = given.standing_listing(), measure("N06")
    chosen.bases.update(effective_to=date(2026, 6, 30))
    with pytest.raises(Refusal, match="has no legal basis in force"):
        launch(listing, choices=[Choice(measure("N06"), given.department())], by=factories.clerk())


def test_a_memorandum_alone_carries_no_restriction() -> None:
    listing = given.standing_listing(factories.person(), ListKind.MEDICAL_ORDER)
    office = given.department(DepartmentKind.ASSETS, "内黄县国有资产服务中心")
    with pytest.raises(Refusal, match="rests on documents of departments only"):
        launch(listing, choices=[Choice(measure("M04", "medical-order-2018"), office)], by=factories.clerk())


def test_a_person_whom_the_list_does_not_publish_is_not_published_by_a_measure() -> None:
    listing = given.standing_listing(factories.person(), ListKind.MEDICAL_ORDER)
    office = given.department(DepartmentKind.REFORM, "内黄县发展和改革委员会")
    with pytest.raises(Refusal, match="does not publish such subjects"):
        launch(listing, choices=[Choice(measure("M09", "medical-order-2018"), office)], by=factories.clerk())


def test_a_department_of_another_field_or_place_is_not_asked() -> None:
    listing, clerk = given.standing_listing(), factories.clerk()
    market = given.department(DepartmentKind.MARKET, "内黄县市场监督管理局")
    elsewhere = given.department(name="汤阴县财政局", division_code="410523")
    closed = given.department(active=False)
    for department, words in (
        (market, "does not carry out"),
        (elsewhere, "is not responsible for the place"),
        (closed, "does not carry out"),
    ):
        with pytest.raises(Refusal, match=words):
            launch(listing, choices=[Choice(measure("N06"), department)], by=clerk)
    above = given.department(name="安阳市财政局", division_code="410500")
    assert launch(listing, choices=[Choice(measure("N06"), above)], by=clerk)


@pytest.mark.parametrize("state", [ListingState.PROPOSED, ListingState.DECIDED, ListingState.REVOKED])
def test_measures_follow_a_listing_in_force_only(state: ListingState) -> None:
    ended: dict[str, Any] = {"ended_on": date(2026, 10, 1)}
    fields = ended if state == ListingState.REVOKED else {"listed_on": None, "ends_on": None}
    listing = given.standing_listing(state=state, **fields)
    with pytest.raises(Refusal, match="follow a listing in force"):
        given.measure_order(listing, by=factories.clerk())


@pytest.mark.parametrize("day", [date(2026, 9, 2), today() + timedelta(days=1)])
def test_measures_are_not_ordered_before_the_listing_began_or_ahead(day: date) -> None:
    with pytest.raises(Refusal, match="from the day on which the listing began"):
        given.measure_order(by=factories.clerk(), on=day)


def test_who_does_not_hold_the_right_orders_nothing() -> None:
    listing = given.standing_listing()
    for officer in (factories.stranger(), factories.officer(roles=("reader",))):
        with pytest.raises(Refusal, match="do not hold the right"):
            given.measure_order(listing, given.department(name=officer.username), by=officer)


# --- launch -------------------------------------------------------------------------------------------


def five_departments() -> dict[str, Department]:
    names = {
        DepartmentKind.FINANCE: "内黄县财政局",
        DepartmentKind.CIVILITY: "中共内黄县委宣传部",
        DepartmentKind.SERVICES: "内黄县行政审批和政务信息管理局",
        DepartmentKind.REFORM: "内黄县发展和改革委员会",
        DepartmentKind.MARKET: "内黄县市场监督管理局",
    }
    return {kind: given.department(kind, name) for kind, name in names.items()}


def test_a_launch_asks_what_the_scheme_suggests_of_the_nearest_department() -> None:
    listing, departments = given.standing_listing(), five_departments()
    given.department(name="安阳市财政局", division_code="410500")
    orders = launch(listing, by=factories.clerk(), on=date(2026, 9, 4))
    asked = {order.measure_code: order.department_id for order in orders}
    assert asked == {
        "N06": departments["finance"].pk,
        "N07": departments["civility"].pk,
        "N08": departments["services"].pk,
        "N09": departments["reform"].pk,
        "N10": departments["market"].pk,
    }
    assert {order.answer_due_on for order in orders} == {add_working_days(date(2026, 9, 4), 5).on}
    assert all(order.basis for order in orders)


def test_launching_twice_doubles_nothing() -> None:
    listing, clerk = given.standing_listing(), factories.clerk()
    five_departments()
    assert len(launch(listing, by=clerk)) == 5
    assert launch(listing, by=clerk) == []
    told = OutboxEvent.objects.filter(topic="blacklist.measure.ordered")
    assert (MeasureOrder.objects.count(), told.count()) == (5, 5)
    assert AuditEvent.objects.filter(action="measureorder.order").count() == 5


def test_the_database_keeps_a_measure_from_being_asked_twice() -> None:
    order = given.measure_order(by=factories.clerk())
    order.pk, order.guid = None, "00000000-0000-4000-8000-000000000001"
    with (
        pytest.raises(IntegrityError, match="a_measure_is_asked_of_a_department_once|UNIQUE"),
        transaction.atomic(),
    ):
        order.save(force_insert=True)


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("a_measure_carried_out_says_when_and_how", {"state": S.EXECUTED, "due_on": None}),
        (
            "a_measure_carried_out_says_when_and_how",
            {"state": S.EXECUTED, "due_on": None, "executed_on": date(2026, 11, 2)},
        ),
        ("a_measure_that_cannot_be_taken_says_why", {"state": S.CANNOT, "due_on": None}),
        ("an_ended_measure_says_when_and_why", {"state": S.ENDED, "ended_on": date(2026, 11, 2)}),
        (
            "a_lifted_measure_says_when",
            {"state": S.LIFTED, "due_on": None, "ended_on": date(2026, 11, 2), "end_reason": "到期"},
        ),
        ("a_day_is_due_while_a_department_is_awaited", {"due_on": None}),
        ("no_measure_is_ordered_without_a_basis", {"basis": ""}),
    ],
)
def test_the_database_holds_an_orders_facts_together(name: str, fields: dict[str, Any]) -> None:
    order = given.measure_order(by=factories.clerk())
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        MeasureOrder.objects.filter(pk=order.pk).update(**fields)


@pytest.mark.parametrize("phone", ["13812345678", "12", "电话"])
def test_a_departments_telephone_is_never_a_persons(phone: str) -> None:
    department = given.department()
    department.phone = phone
    with pytest.raises(ValidationError, match="telephone of the office"):
        department.full_clean()
    department.phone = "0372-7712345"
    department.full_clean()


def test_a_launch_for_many_listings_goes_on_past_one_that_is_refused() -> None:
    five_departments()
    clerk, good = factories.clerk(), given.standing_listing()
    ended = given.standing_listing(
        factories.body("内黄县康宁诊所", "91410527MA46TKJL8A"),
        state=ListingState.REVOKED,
        ended_on=date(2026, 10, 1),
    )
    done = services.launch_many([ended, good], by=clerk)
    assert len(done.orders) == 5
    assert [listing for listing, _sentence in done.refused] == [ended]


def test_a_red_listing_is_followed_by_incentives() -> None:
    listing = given.standing_listing(kind=ListKind.RED)
    given.department(DepartmentKind.SERVICES, "内黄县行政审批和政务信息管理局")
    orders = launch(listing, by=factories.clerk())
    assert {(order.measure_code, order.kind) for order in orders} == {
        ("J01", "incentive"),
        ("J02", "incentive"),
        ("J03", "incentive"),
    }


def test_the_launch_runs_one_clock_a_listing() -> None:
    listing = given.standing_listing()
    five_departments()
    launch(listing, by=factories.clerk(), on=date(2026, 9, 4))
    clock = Deadline.objects.get(
        object_type="blacklist.listing", closed_at__isnull=True, kind__startswith="measure"
    )
    assert (clock.kind, clock.due_on) == ("measure_answer", add_working_days(date(2026, 9, 4), 5).on)


# --- the department's steps ---------------------------------------------------------------------------


def test_a_department_receives_accepts_and_reports_with_proof() -> None:
    department, clerk = given.department(), factories.clerk()
    order = given.measure_order(of=department, by=clerk)
    partner = acting(given.partner(department))
    services.receive(order, by=partner)
    services.accept(order, by=partner)
    assert order.due_on == add_working_days(today(), 15).on
    services.execute(
        order, result="已从项目申报名单中剔除。", executed_on=today(), files=[factories.pdf()], by=partner
    )
    order.refresh_from_db()
    assert (order.state, order.due_on, order.answered_on) == (S.EXECUTED, None, today())
    assert [file.party for file in evidence.of(services.about(order))] == [
        f"accounts.agency:{department.agency_id}"
    ]
    assert list(order.events.order_by("pk").values_list("step", flat=True)) == [
        "order",
        "receive",
        "accept",
        "execute",
    ]
    assert not Deadline.objects.filter(kind__startswith="measure", closed_at__isnull=True).exists()


def test_a_department_takes_no_step_in_the_order_of_another() -> None:
    clerk, finance = factories.clerk(), given.department()
    order = given.measure_order(of=finance, by=clerk)
    market = given.department(DepartmentKind.MARKET, "内黄县市场监督管理局")
    other = acting(given.partner(market))
    acts: list[Any] = [
        lambda: services.receive(order, by=other),
        lambda: services.accept(order, by=other),
        lambda: services.execute(order, result="已经落实到位。", executed_on=today(), by=other),
        lambda: services.cannot(order, reason="没有这项职责。", by=other),
        lambda: services.confirm_lifted(order, by=other),
    ]
    for act in acts:
        with pytest.raises(Refusal, match="another department"):
            act()
    assert list(orders_for(other.account)) == []  # type: ignore[arg-type]
    order.refresh_from_db()
    assert order.state == S.ORDERED


def test_a_partner_holds_no_right_of_the_authority() -> None:
    order = given.measure_order(by=factories.clerk())
    partner = given.partner(order.department)
    for by in (partner, acting(partner)):
        with pytest.raises(Refusal, match="do not hold the right"):
            services.end(order, reason="不再需要", by=by)
        with pytest.raises(Refusal, match="do not hold the right"):
            launch(order.listing, by=by)


def test_a_post_that_has_ended_answers_for_nobody() -> None:
    order = given.measure_order(by=factories.clerk())
    partner = given.partner(order.department)
    assert orders_for(partner).count() == 1
    partner.posts.update(until=today() - timedelta(days=1))
    assert not orders_for(partner).exists()


def test_what_is_reported_says_what_was_done_and_when() -> None:
    clerk = factories.clerk()
    order = given.measure_order(by=clerk)
    paper = OnPaper(clerk, "measure.handle")
    with pytest.raises(Refusal, match="say what was done"):
        services.execute(order, result="好", executed_on=today(), by=paper)
    with pytest.raises(Refusal, match="between the order and today"):
        services.execute(order, result="已经落实到位。", executed_on=today() + timedelta(days=1), by=paper)
    with pytest.raises(Refusal, match="why the measure cannot be carried out"):
        services.cannot(order, reason="无", by=paper)


def test_what_cannot_be_carried_out_may_be_asked_once_more() -> None:
    clerk = factories.clerk()
    order = given.measure_order(by=clerk)
    services.cannot(order, reason="本部门没有这项职责。", by=OnPaper(clerk, "measure.handle"))
    assert (order.state, order.due_on) == (S.CANNOT, None)
    services.insist(order, reason="职责见三定方案第五条", by=clerk)
    order.refresh_from_db()
    assert (order.state, order.answered_on, order.cannot_reason) == (S.ORDERED, None, "")
    assert order.due_on == add_working_days(today(), 5).on


@pytest.mark.parametrize(
    ("state", "step"),
    [(state, step) for step in ORDER.transitions.values() for state in S if state not in step.sources],
    ids=lambda value: getattr(value, "name", value),
)
def test_no_step_is_taken_from_another_state(state: S, step: Any) -> None:
    order = MeasureOrder(pk=1, state=state, division_code=factories.COUNTY, title="x", measure_code="N06")
    assert step not in ORDER.available(order, SYSTEM)


# --- end ----------------------------------------------------------------------------------------------


def test_measures_end_with_the_listing_in_one_act_and_are_followed_until_lifted() -> None:
    listing, clerk, reviewer = given.standing_listing(), factories.clerk(), factories.reviewer()
    five_departments()
    orders = {order.measure_code: order for order in launch(listing, by=clerk)}
    paper = OnPaper(clerk, "measure.handle")
    services.execute(orders["N06"], result="已从项目申报名单中剔除。", executed_on=today(), by=paper)
    services.accept(orders["N07"], by=paper)
    services.cannot(orders["N08"], reason="本部门没有这项职责。", by=paper)
    ended = end_listings([listing], ListingState.REVOKED, on=today(), by=reviewer, reason="列入依据已被撤销")
    assert any(done.name == "measures" and done.count == 4 for done in ended.effects)
    assert states(listing) == {
        "N06": S.ENDED,
        "N07": S.ENDED,
        "N08": S.CANNOT,
        "N09": S.ENDED,
        "N10": S.ENDED,
    }
    order = MeasureOrder.objects.get(measure_code="N06")
    assert (order.end_reason, order.due_on) == ("列入依据已被撤销", add_working_days(today(), 1).on)
    assert OutboxEvent.objects.filter(topic="blacklist.measure.ended").count() == 4
    for open_one in MeasureOrder.objects.filter(state=S.ENDED).select_related("department"):
        services.confirm_lifted(open_one, by=paper)
    assert not Deadline.objects.filter(kind__startswith="measure", closed_at__isnull=True).exists()


def test_where_a_measure_cannot_end_the_listing_does_not_end_either(monkeypatch: pytest.MonkeyPatch) -> None:
    listing = given.standing_listing()
    order = given.measure_order(listing, by=factories.clerk())

    def broken(*_args: Any, **_kwargs: Any) -> None:
        raise Refusal("not today")

    monkeypatch.setattr(services.clocks, "period", broken)
    with pytest.raises(Refusal, match="not today"):
        end_listings([listing], ListingState.REVOKED, on=today(), by=factories.reviewer(), reason="依据撤销")
    listing.refresh_from_db()
    order.refresh_from_db()
    assert (listing.state, order.state) == (ListingState.LISTED, S.ORDERED)


def test_a_listing_that_comes_back_is_followed_by_measures_anew() -> None:
    listing, clerk = given.standing_listing(), factories.clerk()
    order = given.measure_order(listing, by=clerk)
    services.end(order, reason="措施不当，撤回", by=clerk)
    again = given.measure_order(listing, order.department, by=clerk)
    assert again.pk != order.pk


# --- late departments ---------------------------------------------------------------------------------


def reminders(order: MeasureOrder) -> int:
    order.refresh_from_db()
    return order.reminders


def test_a_late_answer_is_reminded_once_a_period() -> None:
    order = given.measure_order(by=factories.clerk(), on=date(2026, 9, 4))
    due = order.answer_due_on
    reminding.follow_up(on=due)
    assert reminders(order) == 0
    first = due + timedelta(days=1)
    assert (reminding.follow_up(on=first), reminding.follow_up(on=first)) == (1, 0)
    second = add_working_days(first, 5).on
    assert reminding.follow_up(on=second - timedelta(days=1)) == 0
    assert (reminding.follow_up(on=second), reminding.follow_up(on=second)) == (1, 0)
    assert reminders(order) == 2
    assert OutboxEvent.objects.filter(topic="blacklist.measure.reminded").count() == 2
    assert order.events.filter(step="remind").count() == 2


def test_a_department_that_stays_silent_becomes_the_deciding_officers_task() -> None:
    order = given.measure_order(by=factories.clerk(), on=date(2026, 9, 4))
    day = order.answer_due_on + timedelta(days=1)
    for _turn in range(2):
        assert not Deadline.objects.filter(kind="measure_escalated").exists()
        reminding.follow_up(on=day)
        day = add_working_days(day, 5).on
    clock = Deadline.objects.get(kind="measure_escalated", closed_at__isnull=True)
    assert (clock.permission, clock.object_id) == ("listing.decide", str(order.listing_id))
    services.accept(order, by=acting(given.partner(order.department)))
    assert not Deadline.objects.filter(kind="measure_escalated", closed_at__isnull=True).exists()
    order.refresh_from_db()
    assert (order.unheeded, order.reminders, order.escalated_on) == (0, 2, None)


def test_an_unconfirmed_lifting_is_reminded_too() -> None:
    clerk = factories.clerk()
    order = given.measure_order(by=clerk)
    services.end(order, reason="措施不当，撤回", by=clerk)
    assert order.due_on is not None
    assert reminding.follow_up(on=order.due_on + timedelta(days=1)) == 1


def test_open_periods_follow_the_calendar() -> None:
    order = given.measure_order(by=factories.clerk())
    due = order.answer_due_on
    MeasureOrder.objects.update(due_on=due - timedelta(days=3), answer_due_on=due - timedelta(days=3))
    assert reminding.recount() == 1
    order.refresh_from_db()
    assert (order.due_on, order.answer_due_on) == (due, due)
    assert reminding.recount() == 0


# --- figures ------------------------------------------------------------------------------------------


def test_board_and_statistics_count_what_was_ordered_answered_and_done() -> None:
    listing, clerk, month_ago = given.standing_listing(), factories.clerk(), today() - timedelta(days=30)
    five_departments()
    orders = {order.measure_code: order for order in launch(listing, by=clerk, on=month_ago)}
    paper = OnPaper(clerk, "measure.handle")
    services.execute(
        orders["N06"],
        result="已从项目申报名单中剔除。",
        executed_on=today() - timedelta(days=29),
        on=today() - timedelta(days=29),
        by=paper,
    )
    services.accept(orders["N07"], by=paper)
    rows = MeasureOrder.objects.all()
    told = tracking.in_all(rows, today())
    assert (told.ordered, told.answered, told.in_time, told.overdue, told.executed) == (5, 2, 1, 3, 1)
    assert (told.in_time_rate, told.executed_rate) == (20, 20)
    board = {line.department.kind: line for line in tracking.board(rows, today())}
    assert (board["market"].late, board["finance"].late, board["finance"].count) == (1, 0, 1)
    assert [row.label for row in tracking.by_year(rows, today())] == [str(month_ago.year)]
    assert len(tracking.by_measure(rows, today())) == len(tracking.by_department(rows, today())) == 5


def test_the_board_asks_as_much_for_many_orders_as_for_few(django_assert_num_queries: Any) -> None:
    listing = given.standing_listing()
    five_departments()
    given.measure_order(listing, Department.objects.get(kind="finance"), by=factories.clerk())
    with django_assert_num_queries(2):
        tracking.board(MeasureOrder.objects.all(), today())
    launch(listing, by=factories.clerk())
    with django_assert_num_queries(2):
        tracking.board(MeasureOrder.objects.all(), today())


# --- catalogue ----------------------------------------------------------------------------------------


def test_the_catalogue_is_loaded_once_and_leaves_local_rows_alone() -> None:
    assert load_measures() == 0
    kept = measure("N06")
    Measure.objects.filter(pk=kept.pk).update(title="本地修改", origin="local")
    MeasureEdition.objects.filter(code="national-2022").update(title="旧标题")
    assert load_measures() == 1
    kept.refresh_from_db()
    assert kept.title == "本地修改"


def test_every_restriction_that_may_follow_a_list_names_its_basis() -> None:
    rows = Measure.objects.prefetch_related("bases")
    assert rows.count() > 50
    assert [row for row in rows if not row.bases.all()] == []
    suggested = SchemeMeasure.objects.values_list("scheme_code", flat=True)
    assert set(suggested) == {"serious-health", "attention-health", "medical-order", "red-health"}


def test_suggestions_hold_only_what_may_be_ordered() -> None:
    listing = given.standing_listing(factories.person(), ListKind.MEDICAL_ORDER)
    told = selectors.suggestions(listing, today())
    codes = {row.measure.code: row.suggested for row in told}
    assert codes == {"M01": True, "M02": True, "M03": False, "M06": True, "M07": True, "M08": True}
    assert all(row.basis for row in told)


def test_the_outbox_tells_of_orders_without_naming_anybody() -> None:
    person = factories.person()
    listing = given.standing_listing(person, ListKind.MEDICAL_ORDER)
    given.department()
    launch(listing, by=factories.clerk())
    told = OutboxEvent.objects.filter(topic__startswith="blacklist.measure")
    assert told
    for event in told:
        assert person.name not in str(event.payload)
        assert person.identity not in str(event.payload)
    outbox.dispatch_all()
