"""Problem lists and checklists: time limits in words, workbooks, versions, which one is in force."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from accounts.models import Officer
from core.errors import Refusal
from core.models import Rule
from supervision.campaigns import services, sheets
from supervision.campaigns.checklist_files import load_checklists
from supervision.campaigns.checklists import in_force, lines, new_version, put_lines
from supervision.campaigns.new_checklists import NewChecklist, enter_checklist
from supervision.campaigns.shifting import shifted
from supervision.campaigns.time_limits import TimeLimit, read_time_limit
from supervision.choices import ChecklistKind
from supervision.models import CheckItem, Checklist
from tests import campaign_factories as made
from tests import factories

SAMPLE = Path(__file__).resolve().parents[3] / "data" / "samples" / "campaign.csv"
DAY = date(2026, 11, 22)


def sample() -> list[dict[str, str]]:
    """The 33 rows of the 2017 ledger retold as data."""
    with SAMPLE.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def workbook(rows: list[dict[str, Any]], name: str = "问题清单.xlsx") -> io.BytesIO:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, list(rows[0]))
    for line, row in enumerate(rows, start=1):
        for place, value in enumerate(row.values()):
            sheet.write_string(line, place, str(value))
    book.close()
    target.seek(0)
    target.name = name
    return target


# --- time limits ----------------------------------------------------------------------------------------


def test_the_ledger_of_2017_is_read_as_its_sample_says() -> None:
    rows = sample()
    assert len(rows) == 33
    for row in rows:
        due = date.fromisoformat(row["完成日期"]) if row["完成日期"] else None
        assert read_time_limit(row["原文时限"], year=2017) == TimeLimit(due, row["长期坚持"] == "true"), row


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2027年2月底前", TimeLimit(date(2027, 2, 28), False)),
        ("9月15日前", TimeLimit(date(2026, 9, 15), False)),
        ("持续推进", TimeLimit(None, True)),
        ("尽快", None),
        ("13月", None),
        ("2月30日", None),
    ],
)
def test_a_time_limit_in_words_is_read_or_left(text: str, told: TimeLimit | None) -> None:
    assert read_time_limit(text, year=2026) == told


def test_a_shifted_day_keeps_the_distance_where_the_first_days_differ() -> None:
    moved = shifted(date(2026, 8, 31), old_start=date(2026, 8, 1), new_start=date(2026, 9, 15))
    assert moved == date(2026, 10, 15)
    assert shifted(date(2023, 8, 30), old_start=date(2023, 8, 1), new_start=date(2024, 2, 1)) == date(
        2024, 2, 29
    )


# --- workbooks ------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_sample_ledger_becomes_the_problem_list(in_english: None) -> None:
    clerk = factories.clerk()
    row = services.draft_campaign(made.head(), by=clerk)
    items = sheets.read_lines(workbook(sample()), year=2017, with_limits=True)
    services.put_problems(row, items, by=clerk)
    kept = lines(row.checklist)
    assert len(kept) == 33
    assert row.areas.count() == len({line["项目名称"] for line in sample()}) == 6
    by_hand = [(int(line["序号"]), line["问题"], line["完成日期"], line["长期坚持"]) for line in sample()]
    assert [
        (item.number, item.text, item.due_on.isoformat() if item.due_on else "", str(item.permanent).lower())
        for item in kept
    ] == by_hand


@pytest.mark.django_db
def test_a_workbook_with_a_fault_changes_nothing_and_names_each_cell(in_english: None) -> None:
    rows = sample()[:4]
    rows[1]["问题"] = ""
    rows[2] |= {"原文时限": "尽快", "完成日期": "", "长期坚持": "否"}
    rows[3]["完成日期"] = "2017-02-30"
    with pytest.raises(sheets.FaultyListError) as refused:
        sheets.read_lines(workbook(rows), year=2017, with_limits=True)
    assert {(fault.row, fault.column) for fault in refused.value.faults} == {
        (3, "问题"),
        (4, "完成日期"),
        (5, "完成日期"),
    }


@pytest.mark.django_db
def test_a_file_that_is_no_workbook_is_refused(in_english: None) -> None:
    upload = io.BytesIO(b"no workbook")
    upload.name = "list.xlsx"
    with pytest.raises(Refusal):
        sheets.read_lines(upload, year=2026, with_limits=True)


@pytest.mark.django_db
def test_personal_numbers_in_a_list_are_blanked(in_english: None) -> None:
    rows = sample()[:1]
    rows[0]["措施"] = f"联系人{factories.PERSON_ID}"
    (item,) = sheets.read_lines(workbook(rows), year=2017, with_limits=True)
    assert factories.PERSON_ID not in item.measures


# --- checklists -----------------------------------------------------------------------------------------


@pytest.fixture
def clerk() -> Officer:
    return factories.clerk()


def checklist(code: str, *, place: str = "", since: date = date(2020, 1, 1), **fields: Any) -> Checklist:
    row = Checklist.objects.create(
        code=code, title=code, kind=ChecklistKind.SPECIAL, place=place, effective_from=since, **fields
    )
    put_lines(row, [CheckItem(text="执业许可证悬挂"), CheckItem(text="人员资质")])
    return row


@pytest.mark.django_db
def test_the_nearest_then_the_more_special_then_the_local_then_the_latest_list_holds() -> None:
    Checklist.objects.filter(kind=ChecklistKind.SPECIAL).delete()
    country = checklist("a", origin=Rule.Origin.FILE)
    local = checklist("b")
    special = checklist("c", categories=["诊所"])
    county = checklist("d", place="410527")
    later = checklist("d", place="410527", since=date(2027, 1, 1))

    def found(category: str = "", place: str = "", day: date = DAY) -> Checklist | None:
        return in_force(ChecklistKind.SPECIAL, category=category, place=place, day=day)

    assert found() == local
    assert found("诊所") == special
    assert found("诊所", "410527") == county
    assert found(place="410527", day=date(2027, 6, 1)) == later
    assert found("综合医院", "510104") == local
    assert found(day=date(2019, 12, 31)) is None
    assert country not in {found(), found("诊所")}


@pytest.mark.django_db
def test_a_new_version_ends_the_old_one_and_keeps_its_lines(clerk: Officer, in_english: None) -> None:
    old = checklist("county", place="410527")
    new = new_version(old, items=[CheckItem(text="只剩一条")], by=clerk, starts=DAY)
    old.refresh_from_db()
    assert (old.effective_to, old.items.count(), new.items.count()) == (date(2026, 11, 21), 2, 1)
    with pytest.raises(Refusal, match="In force from"):
        new_version(new, items=[CheckItem(text="太早")], by=clerk, starts=DAY)
    with pytest.raises(Refusal, match="at least one line"):
        new_version(new, items=[], by=clerk, starts=date(2027, 1, 1))


@pytest.mark.django_db
def test_a_county_replaces_a_list_of_the_country_only_for_itself(clerk: Officer, in_english: None) -> None:
    country = checklist("country")
    with pytest.raises(Refusal, match="Place"):
        new_version(country, items=[CheckItem(text="改")], by=clerk)
    local = new_version(country, items=[CheckItem(text="改")], by=clerk, place="410527")
    country.refresh_from_db()
    assert (local.place, country.effective_to) == ("410527", None)


@pytest.mark.django_db
def test_a_code_is_entered_once_in_a_place(clerk: Officer, in_english: None) -> None:
    head = NewChecklist("hand-hygiene", "手卫生自查", ChecklistKind.SPECIAL, DAY, place="410527")
    enter_checklist(head, items=[CheckItem(text="洗手设施")], by=clerk)
    with pytest.raises(Refusal, match="new version"):
        enter_checklist(head, items=[CheckItem(text="洗手设施")], by=clerk)
    with pytest.raises(Refusal, match="Place"):
        enter_checklist(NewChecklist("x", "别处", ChecklistKind.SPECIAL, DAY, place="51"), items=[], by=clerk)


@pytest.mark.django_db
def test_shipped_lists_are_loaded_once_and_never_overwritten() -> None:
    shipped = Checklist.objects.get(code="campaign-sichuan-2017")
    assert shipped.items.count() == 33
    assert shipped.confirmed
    shipped.items.filter(number=1).update(text="改过的")
    assert load_checklists() == 0
    assert shipped.items.get(number=1).text == "改过的"
