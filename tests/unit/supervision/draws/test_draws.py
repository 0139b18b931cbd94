"""A draw from commitment to opening: nothing can be chosen, changed or hidden on the way."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError
from django.utils import translation

from core.actors import Actor
from core.clock import today
from core.errors import Refusal
from core.models import AuditEvent, Deadline, OutboxEvent
from credit.choices import SubjectState
from supervision.draws import files, followers, libraries, published, services
from supervision.draws.choices import DrawState, Excluded, Mode, Tie, Unfit
from supervision.draws.downloads import bundle
from supervision.draws.followers import DrawnTask
from supervision.draws.minutes import document
from supervision.models import Draw, DrawnObject, DrawnStaff
from tests import draw_factories as rows
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[DrawnTask]:
    """Collect what followers are told, in place of those of the product."""
    heard: list[DrawnTask] = []

    def hear(tasks: Sequence[DrawnTask], by: Actor) -> None:
        heard.extend(tasks)

    monkeypatch.setattr(followers, "_followers", [hear])
    return heard


def recomputed(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the published script over a folder, as a citizen does."""
    script = Path(published.__file__).with_name("recompute.py")
    command = [sys.executable, "-I", str(script), str(folder)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


def test_the_stand_alone_script_recomputes_the_published_draw(tmp_path, told):
    rows.places(23)
    desk = rows.desk()
    draw = rows.approved(desk)
    draw = services.open_draw(draw, by=desk.clerk)
    for name, content in bundle(draw).items():
        (tmp_path / name).write_bytes(content)
    run = recomputed(tmp_path)
    assert run.returncode == 0, run.stdout + run.stderr
    assert run.stdout.count("SAME") == 2
    assert len(files.read_result(draw.result)) == 5 + 5  # a fifth of 23, and five reserves

    moved = draw.population.replace(",20,", ",40,", 1)
    (tmp_path / files.POPULATION).write_bytes(moved.encode())
    run = recomputed(tmp_path)
    assert run.returncode == 1
    assert "DIFFERENT" in run.stdout.splitlines()[0]


def test_the_commitment_binds_seed_and_every_file():
    rows.places(5)
    draw = rows.committed(rows.desk())
    assert files.sha256(services.commitment_words(draw)) == draw.commitment
    for name in ("population", "staff", "parameters"):
        other = Draw.objects.get(pk=draw.pk)
        setattr(other, name, getattr(other, name) + "\n")
        assert files.sha256(services.commitment_words(other)) != draw.commitment


def test_the_seed_is_nowhere_to_be_read_before_it_is_opened(told):
    rows.places(5)
    desk = rows.desk()
    draw = rows.approved(desk)
    assert draw.secret is not None
    secret = draw.secret.reveal()
    assert len(secret) == 64
    stored = Draw.objects.filter(pk=draw.pk).values_list("commitment", "opened_seed", "parameters").get()
    written = [
        f"{event.before} {event.after}" for event in AuditEvent.objects.filter(object_type="supervision.draw")
    ]
    sent = [str(event.payload) for event in OutboxEvent.objects.filter(topic__startswith="supervision.draw")]
    assert written
    assert sent
    assert not any(secret in text for text in [*map(str, stored), *written, *sent])
    assert bundle(draw).keys() == {files.POPULATION, files.STAFF, files.PARAMETERS, "recompute.py"}
    draw = services.open_draw(draw, by=desk.clerk)
    assert draw.opened_seed == secret


def test_a_draw_cannot_be_committed_for_a_day_on_which_the_public_number_is_known():
    rows.places(5)
    desk = rows.desk()
    draw = rows.started(desk)
    with rows.on(draw.draw_on), pytest.raises(Refusal, match="public number must not be known"):
        services.commit(draw, by=desk.clerk)
    without = rows.started(desk, source="")
    with pytest.raises(Refusal, match="say which number"):
        services.commit(without, by=desk.clerk)


def test_a_draw_is_not_held_before_its_day_nor_without_the_public_number():
    rows.places(5)
    desk = rows.desk()
    draw = rows.committed(desk)
    with pytest.raises(Refusal, match="cannot be held earlier"):
        services.hold(draw, public_number="7 3 5", by=desk.clerk)
    with rows.on(draw.draw_on), pytest.raises(Refusal, match="enter the number"):
        services.hold(draw, public_number=" ", by=desk.clerk)


def test_what_changes_after_the_commitment_changes_nothing_in_the_draw(told):
    bodies = rows.places(5)
    desk = rows.desk()
    draw = rows.committed(desk)
    before = draw.population
    rows.places(3, state="closed")
    bodies[0].state = SubjectState.CLOSED
    bodies[0].save()
    with rows.on(draw.draw_on):
        held = services.hold(draw, public_number="7 3 5", by=desk.clerk)
    assert held.population == before
    assert len(files.read_population(before)) == 5


def test_closed_bodies_and_those_drawn_lately_are_out_and_say_why(told):
    rows.places(10)
    rows.places(2, state="closed")
    desk = rows.desk()
    rows.approved(desk)
    second = rows.committed(desk)
    ballots = files.read_population(second.population)
    reasons = Counter(row.reason for row in ballots)
    assert reasons == {"": 8, Excluded.CLOSED: 2, Excluded.RECENT: 2}
    assert {row.mode for row in ballots if row.reason} == {Mode.OUT}


def test_the_second_officer_approves_and_the_inspections_follow(told):
    rows.places(10)
    desk = rows.desk()
    draw = rows.drawn(desk)
    with pytest.raises(Refusal, match="do not hold the right"):
        services.approve(draw, by=desk.clerk)
    draw = services.approve(draw, by=desk.reviewer)
    assert draw.state == DrawState.APPROVED
    assert len(told) == draw.objects_drawn.count() == 2
    officers = {row.officer_id for row in desk.inspectors}
    assert all(len(task.inspectors) == 2 and set(task.inspectors) <= officers for task in told)
    assert {task.reason for task in told} == {followers.DRAWN}


def test_full_coverage_lines_lead_to_everybody_without_a_draw(told):
    rows.places(4)
    draw = rows.drawn(rows.desk(rows.public_places(full_coverage=True, ratio=0)))
    assert set(draw.objects_drawn.values_list("mode", flat=True)) == {Mode.ALL}
    assert draw.objects_drawn.count() == 4


def test_an_inspector_never_goes_to_a_declared_body(told):
    body = rows.places(1)[0]
    desk = rows.desk(rows.public_places(ratio=10000))
    libraries.declare_conflict(desk.inspectors[0], subject=body, tie=Tie.RELATIVE, by=desk.clerk)
    draw = rows.drawn(desk)
    gone = set(DrawnStaff.objects.filter(drawn_object__draw=draw).values_list("inspector__code", flat=True))
    assert len(gone) == 2
    assert "P00" not in gone
    assert "relative" not in draw.staff


def test_whoever_is_away_or_has_left_is_not_matched_and_the_draw_says_why():
    rows.places(5)
    desk = rows.desk(staff=5)
    tomorrow = today() + timedelta(days=1)
    libraries.note_leave(desk.inspectors[0], from_day=tomorrow, to_day=tomorrow, by=desk.clerk)
    libraries.leave_library(desk.inspectors[1], reason="调离执法岗位", by=desk.clerk)
    draw = rows.committed(desk)
    assert draw.unfit == {"P00": Unfit.LEAVE, "P01": Unfit.LEFT}
    assert {person.code for person in files.read_staff(draw.staff)} == {"P02", "P03", "P04"}


def test_a_draw_needs_as_many_inspectors_as_go_to_a_body():
    rows.places(5)
    desk = rows.desk(staff=1)
    with pytest.raises(Refusal, match="only 1 may be matched"):
        rows.committed(desk)
    assert Draw.objects.get().state == DrawState.DRAFT


def test_a_plan_has_no_more_draws_than_it_says():
    rows.places(5)
    desk = rows.desk(rows.public_places(rounds=1))
    first = rows.started(desk)
    with pytest.raises(Refusal, match="has all its 1 draws"):
        rows.started(desk)
    services.drop(first, by=desk.clerk)
    assert rows.started(desk).number.endswith("-02")


def test_a_void_draw_stays_public_with_its_seed_and_reason():
    rows.places(5)
    desk = rows.desk()
    draw = rows.drawn(desk)
    with pytest.raises(Refusal, match="needs a reason"):
        services.void(draw, reason=" ", by=desk.reviewer)
    draw = services.void(draw, reason="公开数字录入有误，当场发现", by=desk.reviewer)
    assert draw.is_revealed
    assert draw.opened_seed
    assert draw.void_reason
    paper = document(draw)
    assert paper["signature"][1].endswith(str(desk.reviewer))
    with pytest.raises(Refusal, match="not possible"):
        services.approve(draw, by=desk.reviewer)


def test_a_draw_void_before_its_day_opens_its_commitment_to_the_script(tmp_path):
    rows.places(5)
    desk = rows.desk()
    draw = services.void(rows.committed(desk), reason="公告日期系统停机，不能按时抽取", by=desk.reviewer)
    opened = bundle(draw)
    assert files.RESULT not in opened
    for name, content in opened.items():
        (tmp_path / name).write_bytes(content)
    run = recomputed(tmp_path)
    assert (run.returncode, run.stdout.count("SAME")) == (0, 1), run.stderr
    assert "void before it was drawn" in run.stdout


def test_an_approved_draw_can_no_longer_be_declared_void(told):
    rows.places(5)
    desk = rows.desk()
    draw = rows.approved(desk)
    with pytest.raises(Refusal, match="not possible"):
        services.void(draw, reason="结果不理想", by=factories.reviewer())


def test_the_task_boxes_follow_the_draw(told):
    rows.places(5)
    desk = rows.desk()
    draw = rows.approved(desk)
    services.open_draw(draw, by=desk.clerk)
    clocks = Deadline.objects.filter(object_type="supervision.draw", object_id=str(draw.pk))
    assert set(clocks.values_list("kind", flat=True)) == {"draw_hold", "draw_approve", "draw_open"}
    assert not clocks.filter(closed_at__isnull=True).exists()


def test_a_stranger_neither_plans_nor_draws_here():
    rows.places(5)
    desk = rows.desk()
    desk.clerk = factories.stranger()
    with pytest.raises(Refusal, match="do not hold the right"):
        rows.started(desk)


def test_the_database_keeps_a_body_from_being_drawn_twice_in_a_stratum(told):
    rows.places(5)
    draw = rows.drawn(rows.desk())
    row = draw.objects_drawn.first()
    assert row is not None
    row.pk = None
    with pytest.raises(IntegrityError):
        DrawnObject.objects.bulk_create([row])
