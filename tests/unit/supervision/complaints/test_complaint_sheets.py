"""The register of complaints as a workbook: informants are sealed before any row is stored."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest

from core import intake_run, vault
from core.intake import SHELF, submit
from core.models import Deadline, Intake
from credit.models import ConductRecord
from disclosure.demo.story import workbook
from supervision.complaints import looks
from supervision.models import Complaint, SealedInformant
from tests import factories
from tests.unit.supervision.complaints.complaint_rows import CONTACT, NAME, circle, passphrase

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture(autouse=True)
def _on_a_monday(settings: Any) -> None:
    settings.CHENGYI_TODAY = date(2026, 6, 8)


def row(number: int, **cells: Any) -> dict[str, Any]:
    """One row as the register has it."""
    return {
        "投诉编号": f"TS2026010{number}",
        "渠道": "来访",
        "受理日期": date(2026, 1, 5),
        "被投诉机构名称": "内黄县青禾医院",
        "被投诉机构统一社会信用代码": factories.HOSPITAL_USCC,
        "投诉类别": "收费",
        "内容摘要": "反映收费项目与公示价格不一致",
        "投诉人姓名": "",
        "投诉人电话": "",
        "是否实名": "否",
        "办理期限": date(2026, 3, 6),
        "办结日期": date(2026, 2, 1),
        "办理结果": "属实，已责令改正",
        "是否有效投诉": "是",
        **cells,
    }


def take_in(*rows: dict[str, Any]) -> Intake:
    factories.body()
    job = submit(
        "complaints",
        io.BytesIO(workbook(rows)),
        "keep_good",
        factories.clerk(),
        file_name="投诉登记簿.xlsx",
        told=False,
    )
    intake_run.run(job.pk)
    job.refresh_from_db()
    return job


def test_a_name_in_the_register_is_sealed_to_the_keepers() -> None:
    first, second = circle(2)
    job = take_in(row(1, 投诉人姓名=NAME, 投诉人电话=CONTACT, 是否实名="是"))
    assert (job.new_rows, job.bad_rows) == (1, 0)
    complaint = Complaint.objects.get()
    assert complaint.named
    look, code = looks.ask_look(
        complaint=complaint, reason="核实登记簿中的举报人。", passphrase=passphrase(first), by=first
    )
    seen = looks.open_look(look, passphrase=passphrase(second), code=code, by=second)
    assert (seen.name, seen.contact) == (NAME, CONTACT)


def test_without_keepers_a_row_with_a_name_is_handed_back_and_the_others_come_in() -> None:
    job = take_in(row(1, 投诉人姓名=NAME, 投诉人电话=CONTACT, 是否实名="是"), row(2))
    assert (job.new_rows, job.bad_rows) == (1, 1)
    assert "two keepers of informants are not at work" in job.faults.get().reason
    assert not SealedInformant.objects.exists()


def test_the_upload_is_deleted_as_soon_as_it_is_read(
    django_capture_on_commit_callbacks: Any,
) -> None:
    before = set(vault.folder(SHELF).glob("*"))
    with django_capture_on_commit_callbacks(execute=True):
        job = take_in(row(1), row(2, 渠道="不明"))
    assert job.bad_rows == 1
    assert job.stored_as == ""
    assert set(vault.folder(SHELF).glob("*")) == before


def test_what_is_settled_comes_in_settled_and_an_upheld_one_waits_for_a_second_officer() -> None:
    take_in(
        row(1),
        row(2, 办结日期="", 办理结果="", 是否有效投诉=""),
        row(3, 办理结果="不属实", 是否有效投诉="否"),
    )
    settled, running, groundless = Complaint.objects.order_by("number")
    assert (settled.state, settled.finding, settled.answered_on) == ("answered", "upheld", date(2026, 2, 1))
    assert (running.state, running.due_on) == ("accepted", date(2026, 3, 6))
    assert groundless.finding == "not_upheld"
    record = ConductRecord.entries.get()
    assert (record.item_code, record.confirmed_at) == ("J35", None)
    assert Deadline.objects.get(object_type="supervision.complaint").object_id == str(running.pk)


def test_the_same_register_again_changes_nothing() -> None:
    take_in(row(1))
    job = take_in(row(1), row(2))
    assert (job.new_rows, job.unchanged_rows) == (1, 1)
    assert Complaint.objects.count() == 2


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ({"是否实名": "是"}, "name and telephone number are empty"),
        ({"办理结果": ""}, "stand together or not at all"),
        ({"办结日期": date(2026, 1, 1)}, "before the day of acceptance"),
        ({"投诉类别": "天气"}, "收费"),
        ({"被投诉机构统一社会信用代码": "52510181MJLCR05D40"}, "no credit file"),
    ],
)
def test_a_faulty_row_says_what_is_wrong(cells: dict[str, Any], says: str) -> None:
    job = take_in(row(1, **cells))
    assert job.new_rows == 0
    assert says in str([fault.reason for fault in job.faults.all()])
