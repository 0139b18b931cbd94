"""The register of matters as a workbook: every row is received as if it had been entered on the page."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.db import connection

from accounts.models import Officer
from core import intake_run
from core.intake import submit
from core.models import Intake
from core.sheets.columns import kind_named
from supervision.matters.choices import MatterState
from supervision.models import Matter
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
DAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _on_the_day(settings: Any) -> None:
    settings.CHENGYI_TODAY = DAY


def line(number: int = 1, **cells: Any) -> dict[str, Any]:
    return {
        "事项编号": f"内信〔2026〕{number}号",
        "事项类别": "信访事项",
        "事项标题": "反映住院清单不透明",
        "来件人": "林知夏",
        "承办单位统一社会信用代码": factories.HOSPITAL_USCC,
        "收到日期": "2026-11-02",
        **cells,
    }


def take_in(by: Officer, *rows: dict[str, Any]) -> Intake:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    names = [column.name for column in kind_named("matters").columns]
    sheet.append(names)
    for row in rows:
        assert set(row) <= set(names)
        sheet.append([row.get(name, "") for name in names])
    target = BytesIO()
    book.save(target)
    target.seek(0)
    intake = submit(
        "matters", target, Intake.Mode.KEEP_GOOD, by, file_name="台账.xlsx", as_of=DAY, told=False
    )
    intake_run.run(intake.pk)
    intake.refresh_from_db()
    return intake


def test_rows_become_matters_with_their_clocks_and_twice_the_same_is_once() -> None:
    factories.body()
    clerk = factories.clerk()
    promise = line(2, 事项类别="政府承诺", 事项标题="年底前建成发热门诊", 办理期限="2026-12-31")
    take_in(clerk, line(), promise)
    petition, owed = Matter.objects.order_by("number")
    assert (petition.state, petition.due_on) == (MatterState.ASSIGNED, date(2027, 1, 1))
    assert (owed.kind, owed.due_on, owed.due_fixed) == ("promise", date(2026, 12, 31), True)
    take_in(clerk, line(), promise)
    assert Matter.objects.count() == 2


def test_who_petitions_stands_in_no_table_in_the_clear() -> None:
    factories.body()
    take_in(factories.clerk(), line())
    row = Matter.objects.get()
    assert (row.sender_shown, row.sender.reveal() if row.sender else "") == ("林**", "林知夏")
    with connection.cursor() as cursor:
        cursor.execute("SELECT sender FROM supervision_matter")
        assert "林知夏" not in cursor.fetchone()[0]


@pytest.mark.parametrize(
    "cells",
    [
        {"事项类别": "判决"},
        {"收到日期": "2026-11-23"},
        {"办理期限": "2026-11-01"},
        {"承办单位统一社会信用代码": "11410527780640278J"},
        {"事项类别": "愿望"},
    ],
)
def test_a_faulty_row_is_handed_back_and_the_good_one_stored(cells: dict[str, str]) -> None:
    factories.body()
    take_in(factories.clerk(), line(1, **cells), line(2))
    assert list(Matter.objects.values_list("number", flat=True)) == ["内信〔2026〕2号"]
