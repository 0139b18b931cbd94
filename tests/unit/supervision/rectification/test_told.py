"""What rectifications tell elsewhere: the card on the file, warnings, and what honesty does to the record."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.utils import translation

from accounts.models import Officer
from credit.admin.panels import panels_of
from credit.timeline import Reader
from credit.warnings.sources import Scope
from supervision.rectification import bearing, services
from supervision.rectification.timeline import rectifications
from supervision.rectification.warnings import close_out_false, rectification_late
from tests.factories import body, clerk, reviewer
from tests.unit.supervision.rectification.rows import MONDAY, checked, crossed_off, opened

pytestmark = pytest.mark.django_db
LATE = {"days": 1, "least": 2}


@pytest.fixture(autouse=True)
def _monday_in_english(settings: Any) -> Iterator[None]:
    settings.CHENGYI_TODAY = MONDAY
    with translation.override("en"):
        yield


@pytest.fixture
def desk() -> tuple[Officer, Officer]:
    return clerk(), reviewer()


def test_a_body_with_several_late_rectifications_is_warned_of_once() -> None:
    hospital = body()
    first = opened(hospital, due_on=date(2026, 8, 20))
    assert list(rectification_late(LATE, Scope(), MONDAY)) == []
    opened(hospital, due_on=date(2026, 8, 31), problem="未公示收费标准")
    opened(hospital, due_on=MONDAY)
    (found,) = rectification_late(LATE, Scope(), MONDAY)
    assert (found.subject_id, found.period) == (hospital.pk, f"rectification:{first.guid}")
    assert found.words == {"count": "2", "day": "2026-08-20", "problem": "医疗废物暂存间未上锁"}
    assert list(rectification_late(LATE, Scope(place="51"), MONDAY)) == []


def test_a_false_close_out_warns_for_half_a_year(desk: tuple[Officer, Officer]) -> None:
    row = services.doubt(crossed_off(by=desk[0], second=desk[1]), reason="复查发现为摆拍", by=clerk())
    assert list(close_out_false({"days": 180}, Scope(), MONDAY)) == []
    services.find_false(row, by=reviewer())
    (found,) = close_out_false({"days": 180}, Scope(), MONDAY)
    assert found.event_on == MONDAY
    assert list(close_out_false({"days": 180}, Scope(), date(2027, 6, 1))) == []


def test_the_card_of_the_file_counts_and_shows_what_is_due_first(desk: tuple[Officer, Officer]) -> None:
    hospital = body()
    services.cross_off(checked(opened(hospital), by=desk[0]), by=desk[1])
    late = opened(hospital, due_on=date(2026, 8, 20))
    card = next(one for one in panels_of(hospital, desk[0]) if "rectification" in one.template)
    assert card.data["rows"] == [late]
    counted = {name: card.data["figures"][name] for name in ("all", "crossed_off", "late", "with_body")}
    assert counted == {"all": 2, "crossed_off": 1, "late": 1, "with_body": 1}


def test_the_time_line_tells_a_day_of_many_problems_in_one_line(desk: tuple[Officer, Officer]) -> None:
    hospital = body()
    rows = [opened(hospital, on=date(2026, 9, 1)) for _n in range(3)]
    services.cross_off(checked(rows[0], by=desk[0]), by=desk[1])
    told = [(event.on, event.kind) for event in rectifications(hospital, Reader(desk[0]))]
    assert told == [(MONDAY, "1 rectification crossed off"), (date(2026, 9, 1), "3 rectifications opened")]
    early = Reader(desk[0], until=date(2026, 9, 3))
    assert [event.on for event in rectifications(hospital, early)] == [date(2026, 9, 1)]


def test_honesty_spares_a_minor_record_only_when_it_was_put_right_in_time(
    desk: tuple[Officer, Officer],
) -> None:
    told = opened(self_reported=True)
    found = bearing.suggestion(told)
    assert found is not None
    assert (found.mild, found.spared, found.good_item) == (True, False, "")
    closed = services.cross_off(checked(told, by=desk[0]), by=desk[1])
    found = bearing.suggestion(closed)
    assert found is not None
    assert (found.spared, found.good_item) == (True, "B01")
    assert bearing.suggestion(opened()) is None


def test_concealment_aggravates_and_names_the_item_beside_it() -> None:
    found = bearing.suggestion(opened(concealed=True, item_code="J18"))
    assert found is not None
    assert not found.mild
    assert any("4.5" in words for words in found.words)
    assert any("J32" in words for words in found.words)
    assert "to be confirmed" in found.text
