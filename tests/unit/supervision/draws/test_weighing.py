"""Better credit, fewer checks; worse, more: what each factor does to the lots of a body."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from core.clock import today
from credit.consequences import ALL
from supervision.draws import files, population, services, weighing
from supervision.draws.choices import Excluded, Mode
from supervision.draws.rules import settings
from supervision.draws.weighing import Weight, weights
from tests import draw_factories as rows
from tests import factories

pytestmark = pytest.mark.django_db
ONE, TWO = Decimal(1), Decimal(2)


@pytest.mark.parametrize(
    ("grade", "red", "kept", "lots"),
    [
        (ONE, False, "", 20),
        (Decimal("0.5"), False, "", 10),
        (TWO, False, "", 40),
        (ONE, True, "", 10),
        (ONE, False, "good", 16),
        (ONE, False, "late", 24),
        (ONE, False, "faked", 40),
        (TWO, False, "faked", 80),
        (Decimal("0.5"), True, "good", 4),
    ],
)
def test_grade_red_list_and_self_inspections_multiply(monkeypatch, grade, red, kept, lots):
    monkeypatch.setattr(weighing, "inspection_weight", lambda ids, on: {1: grade})
    monkeypatch.setattr(weighing, "standing", lambda ids, day: {1: kept})
    monkeypatch.setattr(weighing, "_on_red_list", lambda ids, day: {1} if red else set())
    assert weights([1], settings(today(), factories.COUNTY))[1].tickets(20) == lots


def test_a_weight_however_small_leaves_one_lot():
    assert Weight(Decimal("0.001"), {}).tickets(20) == 1


def test_whose_grade_asks_for_full_coverage_stands_outside_the_draw(monkeypatch):
    bodies = rows.places(4)
    worst = bodies[0].pk
    monkeypatch.setattr(
        weighing, "inspection_weight", lambda ids, on: {pk: ALL if pk == worst else ONE for pk in ids}
    )
    draw = rows.committed(rows.desk())
    modes = {row.code: row.mode for row in files.read_population(draw.population)}
    assert modes[bodies[0].identity] == Mode.ALL
    assert list(modes.values()).count(Mode.DRAW) == 3


def test_each_weight_may_be_drawn_on_its_own(monkeypatch):
    bodies = rows.places(4)
    heavy = {row.pk for row in bodies[:2]}
    monkeypatch.setattr(
        weighing, "inspection_weight", lambda ids, on: {pk: TWO if pk in heavy else ONE for pk in ids}
    )
    draw = rows.committed(rows.desk(rows.public_places(by_weight=True, ratio=5000)))
    strata = files.read_parameters(draw.parameters).strata
    assert set(strata) == {"01-public_place-1", "01-public_place-2"}
    with rows.on(draw.draw_on):
        held = services.hold(draw, public_number="1", by=factories.clerk())
    drawn = list(held.objects_drawn.values_list("stratum", flat=True))
    assert drawn.count("01-public_place-2") == 2  # twice 50 % is everybody
    assert drawn.count("01-public_place-1") == 1


def test_a_body_to_be_inspected_often_rests_less_long(monkeypatch):
    rows.places(4)
    desk = rows.desk(rows.public_places(ratio=5000))
    rows.approved(desk)
    later = today() + timedelta(days=100)
    with rows.on(later):
        resting = files.read_population(rows.committed(desk).population)
        monkeypatch.setattr(population, "inspections_per_year", lambda ids, on: dict.fromkeys(ids, 4))
        often = files.read_population(rows.committed(desk).population)
    assert [row.reason for row in resting].count(Excluded.RECENT) == 2
    assert {row.mode for row in often} == {Mode.DRAW}
