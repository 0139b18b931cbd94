"""The four lists: drawn from the tables, adopted by a second officer, public, never changed afterwards."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import Officer
from accounts.roles import ADMINISTRATOR
from blacklist.models import FourList, FourListRow
from blacklist.uses import services
from blacklist.uses.choices import FourKind, FourState
from blacklist.uses.comparing import compare, version_before
from blacklist.uses.drawing import draw
from blacklist.uses.tables import as_csv
from blacklist.uses.workflow import FOUR_LIST
from core.clock import today
from core.errors import Refusal
from core.models import AuditEvent, OutboxEvent
from credit.models import CatalogueItem
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
LINE = {"code": "own-1", "name": "村卫生室药品采购", "basis": "内政办〔2026〕3号"}


@pytest.fixture
def drafter() -> Officer:
    return factories.officer(roles=(ADMINISTRATOR.code,))


@pytest.fixture
def reviewer() -> Officer:
    return factories.reviewer()


def draft(by: Officer, kind: str = FourKind.USES) -> FourList:
    return services.draft(
        kind=kind, division_code=factories.COUNTY, authority_name=factories.AUTHORITY, by=by
    )


def adopt(version: FourList, by: Officer, **fields: Any) -> FourList:
    terms = {"document_no": "内卫信〔2026〕1号", "adopted_on": today(), **fields}
    return services.adopt(version, **terms, by=by)


@pytest.mark.parametrize("kind", FourKind.values)
def test_every_line_that_is_drawn_names_its_basis_and_where_it_comes_from(kind: str) -> None:
    lines = draw(kind, factories.COUNTY, date(2026, 11, 22))
    assert lines
    assert all(line.basis and line.origin and line.code for line in lines)
    assert len({line.code for line in lines}) == len(lines)


def test_the_list_of_data_is_the_collection_catalogue_of_the_day() -> None:
    day = date(2026, 11, 22)
    codes = set(CatalogueItem.objects.in_force(day).filter(place="").values_list("code", flat=True))
    assert {line.code for line in draw(FourKind.DATA, factories.COUNTY, day)} == codes
    CatalogueItem.objects.filter(code="J21").update(effective_until=date(2026, 11, 21))
    assert "J21" not in {line.code for line in draw(FourKind.DATA, factories.COUNTY, day)}


def test_the_list_of_conduct_holds_criteria_of_founded_schemes_only() -> None:
    lines = draw(FourKind.CONDUCT, factories.COUNTY, date(2026, 11, 22))
    criteria = [line for line in lines if line.origin.startswith("blacklist.schemecriterion:")]
    assert criteria
    before_any_basis = draw(FourKind.CONDUCT, factories.COUNTY, date(1980, 1, 1))
    assert not [line for line in before_any_basis if line.origin.startswith("blacklist.schemecriterion:")]


def test_a_draft_is_adopted_by_a_second_officer_and_then_replaces_the_one_before(
    drafter: Officer, reviewer: Officer
) -> None:
    first = draft(drafter)
    both = factories.officer(roles=("administrator", "reviewer"))
    own = draft(both, FourKind.DATA)
    with pytest.raises(Refusal, match="second officer"):
        adopt(own, both)
    adopt(first, reviewer)
    second = draft(drafter)
    assert (second.version, version_before(second)) == (2, first)
    adopt(second, reviewer, document_no="内卫信〔2026〕2号")
    first.refresh_from_db()
    assert (first.state, first.ended_on) == (FourState.REPLACED, today())
    assert OutboxEvent.objects.filter(topic="blacklist.fourlist.adopted").count() == 2


def test_who_edited_the_draft_last_does_not_adopt_it(drafter: Officer) -> None:
    both = factories.officer(roles=("administrator", "reviewer"))
    version = draft(drafter)
    services.save_row(version, by=both, fields=LINE)
    with pytest.raises(Refusal, match="second officer"):
        adopt(version, both)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"document_no": " "}, "Document number"),
        ({"adopted_on": date(2099, 1, 1)}, "Adopted on"),
    ],
)
def test_an_adoption_needs_its_document_and_a_day(
    fields: dict[str, Any], said: str, drafter: Officer, reviewer: Officer
) -> None:
    version = draft(drafter)
    with pytest.raises(Refusal, match=said):
        adopt(version, reviewer, **fields)
    assert FourList.objects.get().state == FourState.DRAFT


def test_an_empty_draft_is_not_adopted_nor_one_older_than_the_version_before(
    drafter: Officer, reviewer: Officer
) -> None:
    adopt(draft(drafter), reviewer)
    second = draft(drafter)
    with pytest.raises(Refusal, match="cannot be older"):
        adopt(second, reviewer, adopted_on=date(2026, 1, 1))
    FourListRow.objects.filter(version=second).delete()
    with pytest.raises(Refusal, match="empty"):
        adopt(second, reviewer)
    assert FourList.objects.filter(state=FourState.ADOPTED).count() == 1


def test_lines_are_edited_in_a_draft_only_and_the_trail_tells_what_was(
    drafter: Officer, reviewer: Officer
) -> None:
    version = draft(drafter)
    services.save_row(version, by=drafter, fields=LINE)
    services.save_row(version, by=drafter, fields={**LINE, "name": "乡镇卫生院药品采购"}, code="own-1")
    event = AuditEvent.objects.filter(action="fourlist.row").latest("pk")
    assert event.before == {"own-1.name": "村卫生室药品采购"}
    services.take_row_out(version, code="tender", by=drafter)
    assert not version.rows.filter(code="tender").exists()
    adopt(version, reviewer)
    for act in (
        lambda: services.save_row(version, by=drafter, fields={**LINE, "code": "own-2"}),
        lambda: services.take_row_out(version, code="own-1", by=drafter),
        lambda: services.save_head(version, by=drafter, fields={"note": "x"}),
        lambda: services.drop(version, by=drafter),
    ):
        with pytest.raises(Refusal):
            act()
    assert version.rows.get(code="own-1").name == "乡镇卫生院药品采购"


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"basis": ""}, "basis"), ({"name": " "}, "name"), ({"code": "tender"}, "code")],
)
def test_a_line_needs_a_basis_and_a_code_of_its_own(
    fields: dict[str, str], field: str, drafter: Officer
) -> None:
    version = draft(drafter)
    with pytest.raises(Refusal) as refused:
        services.save_row(version, by=drafter, fields={**LINE, **fields})
    assert refused.value.field == field
    with pytest.raises(IntegrityError), transaction.atomic():
        FourListRow.objects.create(version=version, code="x", name="x", basis="")


def test_lines_added_by_hand_are_taken_over_into_the_next_draft(drafter: Officer, reviewer: Officer) -> None:
    first = draft(drafter)
    services.save_row(first, by=drafter, fields=LINE)
    services.take_row_out(first, code="tender", by=drafter)
    adopt(first, reviewer)
    second = draft(drafter)
    assert second.rows.filter(code="own-1").exists()
    found = compare(first.rows.all(), second.rows.all())
    assert ([row.code for row in found.added], found.removed, found.changed) == (["tender"], [], [])
    with pytest.raises(Refusal, match="open already"):
        draft(drafter)


def test_only_the_drafters_of_the_place_draft_and_only_its_deciders_adopt(
    drafter: Officer, reviewer: Officer
) -> None:
    elsewhere = factories.officer(roles=(ADMINISTRATOR.code,), prefix="51")
    for by in (elsewhere, reviewer, factories.clerk()):
        with pytest.raises(Refusal):
            draft(by)
    version = draft(drafter)
    for by in (elsewhere, drafter, factories.clerk()):
        with pytest.raises(Refusal):
            adopt(version, by)
    assert FourList.objects.get().state == FourState.DRAFT


def test_every_pair_of_state_and_step_that_the_table_lacks_is_refused(reviewer: Officer) -> None:
    version = factories.four_list()
    all_rights = factories.officer(roles=("administrator", "reviewer"))
    tried = 0
    for state in FourState.values:
        for step in FOUR_LIST.transitions.values():
            if state in step.sources:
                continue
            FourList.objects.filter(pk=version.pk).update(state=state, withdraw_reason="x")
            with pytest.raises(Refusal, match="is not possible"):
                FOUR_LIST.apply(version, step.name, by=all_rights, reason="because of this")
            tried += 1
    assert tried == 16


def test_the_public_reads_what_was_adopted_and_never_a_draft(
    client: Client, drafter: Officer, reviewer: Officer
) -> None:
    version = draft(drafter)
    page = f"/lists/four/{version.pk}/"
    assert client.get(page).status_code == 404
    assert client.get(f"{page}csv/").status_code == 404
    adopt(version, reviewer)
    shown = client.get(page).content.decode()
    assert "政府采购" in shown
    assert "内卫信〔2026〕1号" in shown
    assert page in client.get("/lists/four/").content.decode()
    assert "政府采购" in client.get(f"{page}?print").content.decode()
    services.withdraw(version, by=reviewer, reason="上级清单已另行发布")
    assert "上级清单已另行发布" in client.get(page).content.decode()
    assert page not in client.get("/lists/four/").content.decode()


def test_a_version_is_taken_away_as_workbook_and_text_and_no_cell_is_a_formula(
    client: Client, drafter: Officer
) -> None:
    version = draft(drafter)
    services.save_row(version, by=drafter, fields={**LINE, "name": "=HYPERLINK(1)"})
    rows = list(csv.reader(io.StringIO(as_csv(version).decode("utf-8-sig"))))
    assert "'=HYPERLINK(1)" in {row[2] for row in rows}
    adopt(version, factories.reviewer())
    body = client.get(f"/lists/four/{version.pk}/xlsx/")
    sheet = openpyxl.load_workbook(io.BytesIO(body.content)).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value == "=HYPERLINK(1)"]
    assert [cell.data_type for cell in cells] == ["s"]
    assert sheet.max_row == 4 + version.rows.count()
    assert client.get(f"/lists/four/{version.pk}/pdf/").status_code == 404
