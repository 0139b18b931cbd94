"""Replacements: on a ground, approved by another officer, and never by choice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import translation
from django.utils.timezone import now

from core.clock import today
from core.errors import Refusal
from core.models import Deadline
from supervision.draws import algorithm, downloads, files, libraries, pool, replacing, services
from supervision.draws.choices import Mode, ReplacementGround, ReplacementState
from supervision.inspections.choices import InspectionResult, InspectionState
from supervision.inspections.drawn import still_open
from supervision.inspections.selectors import experts_of
from supervision.models import Draw, DrawnStaff, Inspection
from tests import draw_factories as rows
from tests import factories

pytestmark = pytest.mark.django_db
CLOSED = "已停业，正在办理注销"


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def desk() -> rows.Desk:
    rows.places(20)
    return rows.desk(staff=6)


@pytest.fixture
def draw(desk: rows.Desk) -> Draw:
    return rows.approved(desk)


def test_the_next_body_of_the_published_order_comes_instead(desk, draw):
    order = [line["code"] for line in files.read_result(draw.result)]
    first = draw.objects_drawn.get(rank=1)
    asked = replacing.ask_object(first, ground=ReplacementGround.CLOSED, words=CLOSED, by=desk.clerk)
    done = replacing.approve(asked, by=desk.reviewer)
    new = draw.objects_drawn.get(instead_of=first)
    assert (new.rank, new.code) == (5, order[4])  # four were drawn, the fifth was the first reserve
    assert new.code in done.outcome
    first.refresh_from_db()
    assert first.replaced
    assert new.staff.count() == 2


def test_the_inspection_follows_the_replacement(desk, draw):
    first = draw.objects_drawn.get(rank=1)
    asked = replacing.ask_object(first, ground=ReplacementGround.CLOSED, words=CLOSED, by=desk.clerk)
    replacing.approve(asked, by=desk.reviewer)
    new = draw.objects_drawn.get(instead_of=first)
    assert Inspection.objects.get(source_key=first.source_key).state == InspectionState.DROPPED
    assert Inspection.objects.get(source_key=new.source_key).state == InspectionState.PLANNED


def test_a_body_at_which_something_was_found_is_no_longer_replaced(desk, draw):
    first = draw.objects_drawn.get(rank=1)
    asked = replacing.ask_object(first, ground=ReplacementGround.CLOSED, words=CLOSED, by=desk.clerk)
    assert first in still_open(draw)
    Inspection.objects.filter(source_key=first.source_key).update(
        state=InspectionState.HANDED_IN, started_at=now(), ended_at=now(), result=InspectionResult.CLEAN
    )
    with pytest.raises(Refusal, match="what was found stands"):
        replacing.approve(asked, by=desk.reviewer)
    assert first not in still_open(draw)
    asked.refresh_from_db()
    assert asked.state == ReplacementState.ASKED


def test_nobody_approves_their_own_request_and_the_draw_stands_when_it_is_refused(desk, draw):
    first = draw.objects_drawn.get(rank=1)
    asked = replacing.ask_object(first, ground=ReplacementGround.CLOSED, words=CLOSED, by=desk.clerk)
    with pytest.raises(Refusal, match="do not hold the right"):
        replacing.approve(asked, by=desk.clerk)
    done = replacing.refuse(asked, reason="现场仍在营业", by=desk.reviewer)
    assert done.state == ReplacementState.REFUSED
    first.refresh_from_db()
    assert not first.replaced
    clocks = Deadline.objects.filter(object_type="supervision.replacement", closed_at__isnull=True)
    assert not clocks.exists()


@pytest.mark.parametrize(
    ("ground", "words", "sentence"),
    [
        (ReplacementGround.RECUSAL, CLOSED, "concerns the body"),
        (ReplacementGround.CLOSED, "无", "at least four characters"),
    ],
)
def test_a_replacement_needs_a_fitting_ground_and_words(desk, draw, ground, words, sentence):
    first = draw.objects_drawn.get(rank=1)
    with pytest.raises(Refusal, match=sentence):
        replacing.ask_object(first, ground=ground, words=words, by=desk.clerk)


def test_the_same_body_is_not_asked_to_be_replaced_twice(desk, draw):
    first = draw.objects_drawn.get(rank=1)
    replacing.ask_object(first, ground=ReplacementGround.CLOSED, words=CLOSED, by=desk.clerk)
    with pytest.raises(Refusal, match="asked for already"):
        replacing.ask_object(first, ground=ReplacementGround.CLOSED, words=CLOSED, by=desk.clerk)


def test_nothing_is_replaced_before_the_draw_is_approved(desk):
    held = rows.drawn(desk)
    first = held.objects_drawn.get(rank=1)
    with pytest.raises(Refusal, match="approved draw"):
        replacing.ask_object(first, ground=ReplacementGround.CLOSED, words=CLOSED, by=desk.clerk)


def test_an_inspector_is_followed_by_whom_the_rule_puts_next(desk, draw):
    body = draw.objects_drawn.get(rank=1)
    out, other = body.staff.order_by("place")
    person = out.inspector
    libraries.note_leave(person, from_day=today(), to_day=today() + timedelta(days=30), by=desk.clerk)
    asked = replacing.ask_staff(
        out, ground=ReplacementGround.UNAVAILABLE, words="抽调参加培训", by=desk.clerk
    )
    done = replacing.approve(asked, by=desk.reviewer)
    now = list(DrawnStaff.objects.filter(drawn_object=body, replaced=False).select_related("inspector"))
    codes = {row.inspector.code for row in now}
    assert codes == {other.inspector.code, done.outcome}
    assert person.code not in codes
    assert len({row.inspector.office_id for row in now}) == 2


def test_a_body_of_full_coverage_has_no_next_one(desk):
    full = rows.Desk(desk.clerk, desk.reviewer, desk.plan, desk.inspectors)
    body = rows.approved(full).objects_drawn.first()
    assert body is not None
    body.mode = Mode.ALL
    with pytest.raises(Refusal, match="leaves nobody out"):
        replacing.ask_object(body, ground=ReplacementGround.CLOSED, words=CLOSED, by=desk.clerk)


def test_replacements_are_published_without_the_words_about_a_person(desk, draw):
    body = draw.objects_drawn.get(rank=1)
    staff = body.staff.order_by("place").first()
    private = "本人爱人在该场所任职"
    of_staff = replacing.ask_staff(staff, ground=ReplacementGround.RECUSAL, words=private, by=desk.clerk)
    replacing.approve(of_staff, by=desk.reviewer)
    of_body = replacing.ask_object(body, ground=ReplacementGround.CLOSED, words=CLOSED, by=desk.clerk)
    replacing.approve(of_body, by=desk.reviewer)
    opened = services.open_draw(draw, by=desk.clerk)
    published = downloads.bundle(opened)[files.REPLACEMENTS].decode()
    assert CLOSED in published
    assert private not in published
    assert len(published.splitlines()) == 3


def test_the_order_beyond_the_last_drawn_is_the_one_of_the_seed(draw):
    seed = replacing.seed_of(draw)
    order = algorithm.ranking(seed, files.read_population(draw.population))
    told = [line["code"] for line in files.read_result(draw.result)]
    assert told == [ballot.code for ballot in order[: len(told)]]


def test_an_expert_is_bound_drawn_along_and_may_leave():
    clerk = factories.clerk()
    expert = libraries.enter_expert(
        code="E01", name="邵清和", specialities=["medical"], division_code=factories.COUNTY, by=clerk
    )
    with pytest.raises(Refusal, match="say what happened"):
        libraries.exit_expert(expert, ground="leak", words="", by=clerk)
    libraries.exit_expert(expert, ground="own", words="", by=clerk)
    with pytest.raises(Refusal, match="has left the pool"):
        libraries.sign_undertaking(expert, signed_on=today(), by=clerk)


def test_an_expert_goes_along_to_the_inspection_and_is_replaced_without_touching_the_inspectors(desk):
    experts = [
        libraries.enter_expert(
            code=f"E0{number}",
            name=name,
            specialities=["public_place"],
            division_code=factories.COUNTY,
            by=desk.clerk,
        )
        for number, name in ((1, "邵清和"), (2, "柏舟"))
    ]
    assert "undertaking" in pool.why_not(experts[0], today())
    for expert in experts:
        libraries.sign_undertaking(expert, signed_on=today(), by=desk.clerk)
    assert pool.why_not(experts[0], today()) == ""
    desk.plan = rows.planned(
        desk.clerk, desk.reviewer, rows.public_places(experts=1), year=desk.plan.year + 1
    )
    draw = rows.approved(desk)
    body = draw.objects_drawn.get(rank=1)
    seat = body.staff.get(role="expert")
    assert seat.expert is not None
    task = Inspection.objects.get(source_key=body.source_key)
    assert experts_of(task) == [seat.expert]
    libraries.exit_expert(seat.expert, ground="own", words="", by=desk.clerk)
    assert body in pool.matched(seat.expert)
    before = task.steps.count()
    asked = replacing.ask_staff(
        seat, ground=ReplacementGround.UNAVAILABLE, words="已退出专家库", by=desk.clerk
    )
    replacing.approve(asked, by=desk.reviewer)
    (instead,) = experts_of(task)
    assert {seat.expert, instead} == set(experts)
    assert task.steps.count() == before
    assert body not in pool.matched(seat.expert)
