"""Standards as data: what is refused, who may adopt, what a new version does to the old one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from accounts.models import Officer
from accounts.roles import ADMINISTRATOR, REVIEWER
from core.clock import today
from core.errors import Refusal
from core.models import AuditEvent, OutboxEvent
from credit.grading.services import grade_everyone
from credit.grading.standards import FOLDER, load_standards, store_standard
from credit.models import Band, CatalogueItem, ConductRecord, Criterion, Grade, Standard
from credit.rules.terms import Scale, StandardState
from credit.standards import adoption, drafting
from credit.standards.comparison import differences
from credit.standards.draft import Draft, draft_faults, draft_of
from credit.standards.preview import preview
from tests import factories

pytestmark = pytest.mark.django_db
TOMORROW = timedelta(days=1)


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def old() -> Standard:
    load_standards()
    for row in Criterion.objects.exclude(item_code__in=CatalogueItem.objects.values("code")):
        CatalogueItem.objects.create(
            code=row.item_code,
            version="1",
            name=row.title,
            applies_to=row.standard.applies_to,
            polarity="good" if row.bonus else "bad",
            effective_from=date(2020, 1, 1),
        )
    return Standard.objects.get(code="DEMO-INST")


def drafter() -> Officer:
    return factories.officer(roles=(ADMINISTRATOR.code,), prefix="")


def adopter() -> Officer:
    return factories.officer(roles=(REVIEWER.code,), prefix="")


def next_version(old: Standard, *, by: Officer | None = None, **dates: Any) -> Standard:
    return drafting.new_version(
        old, version="2027-1", by=by or drafter(), **{"effective_from": today(), **dates}
    )


def tried(old: Standard, **dates: Any) -> Standard:
    by = drafter()
    return adoption.try_out(next_version(old, by=by, **dates), by=by)


def sentences(draft: Draft) -> str:
    return " ".join(f"[{fault.field}] {fault.sentence}" for fault in draft_faults(draft))


def changed(old: Standard, **fields: Any) -> Draft:
    draft = draft_of(old)
    for name, value in fields.items():
        setattr(draft.standard, name, value)
    return draft


def test_the_shipped_standards_are_without_fault(old: Standard):
    for standard in Standard.objects.all():
        assert sentences(draft_of(standard)) == ""


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"base": Decimal(0)}, r"\[base\] Base score: 0"),
        ({"base": Decimal(20000)}, r"\[base\] Base score: 20000"),
        ({"bonus_cap": Decimal(500)}, r"\[bonus_cap\] Most bonus points: 500"),
        ({"floor": Decimal(-10)}, "Scores below 0 have no grade"),
        ({"veto_grade": "E"}, "veto grade “E” is not one of the grades"),
        ({"veto_grade": ""}, "no grade that a veto leads to"),
        ({"cycle_months": 200}, r"\[cycle_months\] Months in a cycle: 200"),
        ({"cycle_years": 12}, r"\[cycle_years\]"),
        ({"code": "lower case"}, r"\[code\] Code"),
        ({"version": " "}, r"\[version\]"),
        ({"place": "4"}, r"\[place\]"),
        ({"title": ""}, r"\[title\]"),
        ({"document": ""}, r"\[document\]"),
        ({"effective_until": date(2019, 1, 1)}, r"\[effective_until\] Effective until: 2019-01-01"),
    ],
)
def test_a_fault_of_the_standard_is_said_in_a_sentence_that_names_its_field(
    old: Standard, fields: dict[str, Any], sentence: str
):
    assert re.search(sentence, sentences(changed(old, **fields)))


@pytest.mark.parametrize(
    ("label", "minimum", "sentence"),
    [
        ("D", "5", "Scores below 5 have no grade"),
        ("A", "120", "“A” starts at 120, but nobody reaches more than 105"),
        ("A", "75", "start at the same number"),
    ],
)
def test_bands_must_give_every_score_one_grade(old: Standard, label: str, minimum: str, sentence: str):
    draft = draft_of(old)
    next(row for row in draft.bands if row.label == label).minimum = Decimal(minimum)
    assert sentence in sentences(draft)


def test_a_standard_without_bands_is_refused(old: Standard):
    draft = draft_of(old)
    assert "at least one grade" in sentences(Draft(draft.standard, draft.criteria, ()))


@pytest.mark.parametrize(
    ("item", "fields", "sentence"),
    [
        ("I01", {"points": Decimal(-1)}, "points of item I01 are negative"),
        ("I01", {"points": Decimal(400)}, "item I01 with 400 is worth more than the whole score, 100"),
        ("I01", {"points": Decimal(0)}, "item I01 is worth nothing and decides nothing"),
        ("I01", {"points": Decimal("1.005")}, "two decimal places"),
        ("I01", {"cap": Decimal(2)}, r"The most points of item I01 (2) are fewer than one record of it"),
        ("I01", {"item_code": "X99"}, "catalogue holds no item “X99”"),
        ("I01", {"item_code": "I02"}, "I02 stands there twice"),
        ("I01", {"title": " "}, "item I01 has none"),
        ("B01", {"points": Decimal(9)}, "item B01 adds 9, but bonus points end at 5"),
    ],
)
def test_a_fault_of_a_criterion_names_the_item(
    old: Standard, item: str, fields: dict[str, Any], sentence: str
):
    draft = draft_of(old)
    row = next(row for row in draft.criteria if row.item_code == item)
    for name, value in fields.items():
        setattr(row, name, value)
    assert sentence in sentences(draft)


def test_a_consequence_that_the_rule_table_does_not_know_is_refused(old: Standard):
    draft = draft_of(old)
    draft.bands[0].consequences = ["no-such-thing"]
    assert "no consequence “no-such-thing”" in sentences(draft)


def test_an_action_that_befalls_everybody_is_refused(old: Standard):
    draft = draft_of(Standard.objects.get(code="DEMO-PRAC"))
    assert draft.standard.scale == Scale.ACTIONS
    draft.bands[0].minimum = Decimal(0)
    assert "without a single point" in sentences(draft)


def test_a_faulty_draft_is_not_stored_at_all(old: Standard):
    draft = draft_of(next_version(old))
    draft.standard.title = "改了一半"
    draft.bands[0].minimum = Decimal(150)
    with pytest.raises(Refusal, match="nobody reaches"):
        drafting.save_draft(draft, by=drafter())
    stored = Standard.objects.get(version="2027-1")
    assert stored.title == old.title
    assert stored.bands.filter(minimum=150).count() == 0


def test_a_new_version_is_a_draft_with_everything_the_old_one_holds(old: Standard):
    new = next_version(old)
    assert (new.state, new.copied_from) == (StandardState.DRAFT, old)
    found = differences(draft_of(old), draft_of(new))
    assert {row.field for row in found} <= {"version", "effective_from", "effective_until"}
    assert new.criteria.count() == old.criteria.count() > 0


def test_a_change_of_a_draft_says_in_the_audit_trail_what_changed(old: Standard):
    draft = draft_of(next_version(old))
    next(row for row in draft.criteria if row.item_code == "I01").points = Decimal(5)
    drafting.save_draft(draft, by=drafter())
    event = AuditEvent.objects.get(action="standard.change")
    assert event.before == {"criteria I01 points": "4"}
    assert event.after == {"criteria I01 points": "5"}


def test_an_adopted_standard_is_frozen(old: Standard):
    with pytest.raises(Refusal, match="frozen"):
        drafting.save_draft(draft_of(old), by=drafter())


def test_an_officer_of_a_county_drafts_for_the_county_and_not_for_the_country(old: Standard):
    county = factories.officer(roles=(ADMINISTRATOR.code,))
    with pytest.raises(Refusal, match="Place"):
        next_version(old, by=county)
    own = drafting.new_version(
        old, version="2027-1", effective_from=today(), by=county, place=factories.COUNTY
    )
    assert own.place == factories.COUNTY


def test_who_drafted_a_standard_does_not_adopt_it(old: Standard):
    both = factories.officer(roles=(ADMINISTRATOR.code, REVIEWER.code), prefix="")
    row = adoption.try_out(next_version(old, by=both), by=both)
    with pytest.raises(Refusal, match="second officer"):
        adoption.adopt(row, by=both)


def test_a_draft_is_not_adopted_before_it_was_tried(old: Standard):
    with pytest.raises(Refusal, match="draft"):
        adoption.adopt(next_version(old), by=adopter())


def test_adopting_a_version_ends_the_one_before_on_the_day_before_without_gap_or_overlap(old: Standard):
    start = today() + timedelta(days=40)
    new = adoption.adopt(tried(old, effective_from=start), by=adopter())
    old.refresh_from_db()
    assert old.effective_until == start - TOMORROW
    assert old.state == StandardState.ADOPTED
    for day in (today(), start - TOMORROW, start, start + TOMORROW):
        holding = Standard.objects.in_force(day).filter(code="DEMO-INST")
        assert [row.pk for row in holding] == [new.pk if day >= start else old.pk]
    assert OutboxEvent.objects.filter(topic="credit.standard.adopted").count() == 1


def test_a_version_that_holds_from_today_on_retires_the_one_before_at_once(old: Standard):
    adoption.adopt(tried(old), by=adopter())
    old.refresh_from_db()
    assert (old.state, old.effective_until) == (StandardState.RETIRED, today() - TOMORROW)
    yesterday = Standard.objects.in_force(today() - TOMORROW).filter(code="DEMO-INST")
    assert [row.pk for row in yesterday] == [old.pk]  # grades of a past day are still computed by it


def test_a_standard_whose_last_day_has_passed_is_retired_by_the_night_once(old: Standard):
    start = today() + timedelta(days=40)
    adoption.adopt(tried(old, effective_from=start), by=adopter())
    assert adoption.retire_ended() == 0
    Standard.objects.filter(pk=old.pk).update(effective_until=today() - TOMORROW)
    assert adoption.retire_ended() == 1
    assert adoption.retire_ended() == 0


def test_a_standard_cannot_hold_before_the_day_of_its_adoption(old: Standard):
    with pytest.raises(Refusal, match="before the day of its adoption"):
        adoption.adopt(tried(old, effective_from=today() - TOMORROW), by=adopter())


def test_overlapping_versions_are_refused(old: Standard):
    start = today() + timedelta(days=40)
    adoption.adopt(tried(old, effective_from=start), by=adopter())
    by = drafter()
    other = drafting.new_version(old, version="2026-2", effective_from=today(), by=by)
    adoption.try_out(other, by=by)
    with pytest.raises(Refusal, match=rf"version 2027-1 .* from {start}"):
        adoption.adopt(other, by=adopter())
    old.refresh_from_db()
    assert old.effective_until == start - TOMORROW


def test_a_gap_between_two_versions_is_refused(old: Standard):
    adoption.end(old, last_day=today() + timedelta(days=10), by=adopter(), reason="文件将废止")
    with pytest.raises(Refusal, match="no standard would hold in between"):
        adoption.adopt(tried(old, effective_from=today() + timedelta(days=40)), by=adopter())


def test_a_standard_cannot_end_in_the_past(old: Standard):
    with pytest.raises(Refusal, match="cannot end in the past"):
        adoption.end(old, last_day=today() - timedelta(days=9), by=adopter(), reason="文件废止")


def test_a_preview_counts_who_would_move_and_writes_nothing(old: Standard):
    subject = factories.body()
    factories.body("内黄县康宁诊所", "91410527MA46TKJL8A")
    ConductRecord.objects.create(
        subject=subject, item_code="I01", title="诊疗科目超范围", happened_on=today(), final_on=today()
    )
    grade_everyone(as_of=today())
    new = next_version(old)
    new.criteria.filter(item_code="I01").update(points=Decimal(30))
    grades = list(Grade.objects.order_by("pk").values())
    with CaptureQueriesContext(connection) as asked:
        shown = preview(new, as_of=today(), prefixes=("",))
    assert not [query for query in asked if "INSERT" in query["sql"] or "UPDATE" in query["sql"]]
    assert list(Grade.objects.order_by("pk").values()) == grades
    assert shown.against == old
    assert (shown.total, shown.moving) == (2, 1)
    assert (shown.count("A", "A"), shown.count("A", "C")) == (1, 1)
    mover = shown.movers[0]
    assert (mover.subject, mover.before, mover.after) == (subject, "A", "C")
    assert (mover.before_score, mover.after_score) == (Decimal(96), Decimal(70))


def test_a_preview_shows_only_the_readers_divisions(old: Standard):
    factories.body()
    grade_everyone(as_of=today())
    new = next_version(old)
    assert preview(new, as_of=today(), prefixes=("51",)).total == 0
    assert preview(new, as_of=today(), prefixes=()).total == 0
    assert preview(new, as_of=today(), prefixes=(factories.COUNTY, "51")).total == 1


def test_two_versions_are_compared_row_by_row(old: Standard):
    new = next_version(old)
    new.criteria.filter(item_code="I06").delete()
    new.criteria.filter(item_code="I01").update(points=Decimal(5))
    Band.objects.filter(standard=new, label="A").update(consequences=["draw-half"])
    Criterion.objects.create(standard=new, item_code="I07", title="新项目", points=Decimal(2))
    found = {
        (row.part, row.key, row.field): (row.old, row.new)
        for row in differences(draft_of(old), draft_of(new))
    }
    assert found["criteria", "I01", "points"] == (Decimal(4), Decimal(5))
    assert found["criteria", "I06", ""][1] is None
    assert found["criteria", "I07", ""][0] is None
    assert found["bands", "A", "consequences"][1] == ["draw-half"]


def shipped(**changes: Any) -> dict[str, Any]:
    """The content of the shipped file of bodies, changed."""
    content: dict[str, Any] = json.loads((FOLDER / "demo-inst-2026-1.json").read_text("utf-8"))
    return content | changes


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"bonus_cap": "500"}, "Most bonus points: 500"),
        ({"title": ""}, "Title: a standard needs one"),
        ({"bands": [{"grade": "A", "min": "90"}]}, "Scores below 90 have no grade"),
        ({"effective_until": "2019-12-31"}, "Effective until: 2019-12-31 lies before the first day"),
    ],
)
def test_a_data_file_is_refused_with_the_sentence_of_the_form(changes: dict[str, Any], sentence: str):
    with pytest.raises(Refusal, match=sentence):
        store_standard(shipped(code="OTHER", **changes))
    assert not Standard.objects.filter(code="OTHER").exists()


def test_a_shipped_version_waits_as_a_draft_where_another_holds_already(old: Standard):
    assert store_standard(shipped(version="2027-1", effective_from="2027-01-01"))
    assert Standard.objects.get(code="DEMO-INST", version="2027-1").state == StandardState.DRAFT
    assert store_standard(shipped(code="OTHER"))
    assert Standard.objects.get(code="OTHER").state == StandardState.ADOPTED
