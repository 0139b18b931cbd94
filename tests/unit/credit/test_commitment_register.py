"""The register of commitments as a workbook: shown as it says; what is broken waits for a second officer."""

from __future__ import annotations

import json
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from accounts.models import Officer
from core import evidence, intake_run
from core.errors import Refusal
from core.intake import submit
from core.models import AuditEvent, Deadline, Intake, OutboxEvent
from core.sheets.columns import kind_named
from core.sheets.template import template
from credit.commitments import performance, services
from credit.commitments.loading import load_templates
from credit.commitments.rendering import is_intact
from credit.commitments.selectors import on_display, without_scan
from credit.models import Commitment, CommitmentTemplate, ConductRecord, Subject
from credit.models.commitments import CommitmentState as S
from tests import factories
from tests.data import people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
SAMPLE = Path(__file__).parents[2] / "data" / "samples" / "promises.xlsx"
DAY = date(2026, 11, 22)
UNKNOWN = "91410527MA9G0XYW60"


@pytest.fixture(autouse=True)
def _on_the_day(settings: Any) -> None:
    settings.CHENGYI_TODAY = DAY
    load_templates()


def line(number: str = "承诺〔2026〕1号", **cells: Any) -> dict[str, Any]:
    return {
        "承诺编号": number,
        "机构名称": "内黄县青禾医院",
        "统一社会信用代码": factories.HOSPITAL_USCC,
        "承诺类型": "主动公示型",
        "事项编码": "WJ410527003",
        "承诺书版本": "2025版",
        "签署人": "许嘉言",
        "签署日期": "2026-01-23",
        "公示日期": "2026-01-28",
        "到期日期": "2027-01-23",
        "履约情况": "履行中",
        **cells,
    }


def broken(number: str = "承诺〔2025〕9号", **cells: Any) -> dict[str, Any]:
    told = {"履约情况": "未履行", "核查单位": "内黄县卫生健康委员会", "违诺记录": "逾期未补交材料"}
    days = {"签署日期": "2025-07-01", "公示日期": "2025-07-05", "到期日期": "2025-08-01"}
    return line(number, **{**days, **told, **cells})


def nurse(number: str = "承诺〔2026〕2号", **cells: Any) -> dict[str, Any]:
    whose = {
        "机构名称": "林知夏",
        "统一社会信用代码": "",
        "证件号码": factories.PERSON_ID,
        "签署人": "林知夏",
    }
    days = {"公示日期": "", "到期日期": "", "承诺类型": "行业自律型"}
    return line(number, **{**whose, **days, **cells})


def take_in(by: Officer, *rows: dict[str, Any]) -> Intake:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    names = [column.name for column in kind_named("commitments").columns]
    sheet.append(names)
    for row in rows:
        assert set(row) <= set(names)
        sheet.append([row.get(name, "") for name in names])
    target = BytesIO()
    book.save(target)
    return stored(by, target.getvalue())


def stored(by: Officer, body: bytes) -> Intake:
    upload = BytesIO(body)
    intake = submit("commitments", upload, "keep_good", by, file_name="承诺.xlsx", as_of=DAY, told=False)
    intake_run.run(intake.pk)
    intake.refresh_from_db()
    return intake


def figures(intake: Intake) -> tuple[str, int, int, int, int]:
    return intake.state, intake.new_rows, intake.changed_rows, intake.unchanged_rows, intake.bad_rows


def running_clocks(row: Commitment) -> dict[str, date]:
    rows = Deadline.objects.filter(object_id=str(row.pk), closed_at__isnull=True)
    return dict(rows.values_list("kind", "due_on"))


def sample_bodies() -> None:
    sheet = openpyxl.load_workbook(SAMPLE, read_only=True).active
    assert sheet is not None
    rows = list(sheet.iter_rows(min_row=2, max_col=3, values_only=True))
    assert len(rows) == 60
    for _number, name, uscc in rows:
        factories.body(str(name), str(uscc))


def test_the_sample_is_taken_in_whole_and_the_second_time_changes_nothing() -> None:
    sample_bodies()
    national = factories.officer(roles=("clerk",), prefix="")
    assert figures(stored(national, SAMPLE.read_bytes())) == ("done", 60, 0, 0, 0)
    states = list(Commitment.objects.values_list("state", flat=True))
    assert {state: states.count(state) for state in set(states)} == {
        S.PERFORMED: 37,
        S.PUBLISHED: 15,
        S.DOUBTED: 8,
    }
    assert ConductRecord.objects.count() == 0
    sent = OutboxEvent.objects.count(), AuditEvent.objects.filter(object_type="credit.commitment").count()
    assert figures(stored(national, SAMPLE.read_bytes())) == ("done", 0, 0, 60, 0)
    kept = OutboxEvent.objects.count(), AuditEvent.objects.filter(object_type="credit.commitment").count()
    assert kept == sent


def test_a_running_one_is_signed_on_paper_shown_since_its_day_and_never_pretends_to_have_the_words() -> None:
    factories.body()
    assert figures(take_in(factories.clerk(), line())) == ("done", 1, 0, 0, 0)
    row = on_display().get()
    assert (row.way, row.published_on, row.due_on) == ("roll", date(2026, 1, 28), date(2027, 1, 23))
    assert (row.template.code, row.signer_name, row.version) == ("public-promise", "许嘉言", None)
    assert "全文未录入" in row.text
    assert "承诺书版本：2025版" in row.text
    assert row.template.texts.get().text[:20] not in row.text
    assert is_intact(row)
    assert set(running_clocks(row)) == {"commitment_check"}


def test_what_ran_out_long_ago_is_to_be_checked_from_the_intake_on() -> None:
    factories.body()
    take_in(factories.clerk(), line(签署日期="2023-01-23", 公示日期="", 到期日期="2024-01-23"))
    clocks = running_clocks(Commitment.objects.get())
    assert set(clocks) == {"commitment_check", "commitment_publish"}
    assert min(clocks.values()) > DAY


def test_a_breach_waits_for_a_second_officer_and_then_is_a_record_of_its_own_day() -> None:
    factories.body()
    both = factories.officer(roles=("clerk", "reviewer"))
    take_in(both, broken())
    row = Commitment.objects.get()
    assert (row.state, row.found_by_label, row.found_on) == (
        S.DOUBTED,
        "内黄县卫生健康委员会",
        date(2025, 8, 1),
    )
    assert not ConductRecord.objects.exists()
    assert set(running_clocks(row)) == {"commitment_confirm"}
    with pytest.raises(Refusal, match="second officer"):
        performance.confirm_breach(row, by=both)
    performance.confirm_breach(row, by=factories.reviewer())
    record = ConductRecord.objects.get()
    assert (record.item_code, record.happened_on, record.facts) == (
        "CN-04",
        date(2025, 8, 1),
        "逾期未补交材料",
    )


def test_a_breach_that_was_rejected_does_not_come_back_with_the_same_file() -> None:
    factories.body()
    clerk, reviewer = factories.clerk(), factories.reviewer()
    take_in(clerk, broken())
    performance.reject_breach(Commitment.objects.get(), by=reviewer, reason="材料已补交，台账未更新")
    again = take_in(clerk, broken())
    assert figures(again) == ("done", 0, 0, 1, 0)
    assert "commitment_rejected" in again.faults.values_list("kind", flat=True)
    assert Commitment.objects.get().state == S.PUBLISHED


def test_a_later_register_notes_what_became_of_it() -> None:
    factories.body()
    clerk = factories.clerk()
    take_in(clerk, line("1", 公示日期=""), line("2", 承诺类型="行业自律型"))
    kept = {"履约情况": "已履行", "核查单位": "内黄县卫生健康委员会", "核查日期": "2026-11-20"}
    after = take_in(clerk, line("1"), line("2", 承诺类型="行业自律型", **kept))
    assert figures(after) == ("done", 0, 2, 0, 0)
    first, second = Commitment.objects.order_by("number")
    assert (first.state, set(running_clocks(first))) == (S.PUBLISHED, {"commitment_check"})
    assert (second.state, second.found_on, running_clocks(second)) == (S.PERFORMED, date(2026, 11, 20), {})
    turned = take_in(
        clerk, broken("2", 承诺类型="行业自律型", 签署日期="2026-01-23", 公示日期="", 到期日期="")
    )
    assert (turned.bad_rows, turned.faults.filter(level="error").get().kind) == (1, "commitment_settled")


def test_what_an_officer_entered_on_the_page_is_recognised_by_body_kind_and_day() -> None:
    subject, clerk = factories.body(), factories.clerk()
    letter = CommitmentTemplate.objects.get(code="public-promise")
    row = services.draw_up(subject=subject, template=letter, by=clerk)
    services.sign_on_paper(
        row,
        by=clerk,
        signer_name="许嘉言",
        signer_post="院长",
        signed_on=date(2026, 1, 23),
        paper=[factories.pdf()],
    )
    assert figures(take_in(clerk, line("", 公示日期=""))) == ("done", 0, 0, 1, 0)
    assert figures(take_in(clerk, line("承诺〔2026〕1号"))) == ("done", 0, 1, 0, 0)
    assert Commitment.objects.get().state == S.PUBLISHED


def test_a_row_without_a_number_gets_one_of_ours_that_no_register_has_used() -> None:
    factories.body()
    clerk = factories.clerk()
    take_in(clerk, line("先到"))
    coming = f"CN20261122{Commitment.objects.get().pk + 2:04d}"
    both = take_in(clerk, line(coming), line("", 承诺类型="行业自律型"), line("", 承诺类型="行业自律型"))
    assert (both.new_rows, both.faults.get().kind) == (2, "duplicate_in_file")
    assert Commitment.objects.get(template__kind="self_discipline").number.startswith("CN20261122")


FAULTS: tuple[tuple[dict[str, str], str, str], ...] = (
    ({"统一社会信用代码": UNKNOWN}, "CN_XDR_SHXYM", "unknown_body"),
    ({"机构名称": "另一家医院"}, "CN_XDR_MC", "name_differs"),
    ({"承诺类型": "其他"}, "CN_LX", "not_in_list"),
    ({"承诺书名称": "别的承诺书"}, "CN_MC", "commitment_no_such_letter"),
    ({"签署日期": "2026-11-23", "公示日期": ""}, "CN_QSRQ", "future_decision_date"),
    ({"公示日期": "2026-01-01"}, "CN_GSRQ", "end_before_start"),
    ({"到期日期": "2026-01-01"}, "CN_DQRQ", "end_before_start"),
    ({"签署人": ""}, "CN_QSR", "missing_value"),
    ({"签署人": "许嘉言13800138000"}, "CN_QSR", "commitment_signer"),
    ({"履约情况": "已履行"}, "CN_HCDW", "commitment_no_checker"),
    ({"违诺记录": "逾期"}, "CN_WNJL", "commitment_kept_and_broken"),
    ({"承诺编号": "老号"}, "CN_QSRQ", "commitment_differs"),
    ({"统一社会信用代码": ""}, "CN_XDR_SHXYM", "missing_value"),
    ({"证件号码": factories.PERSON_ID}, "CN_XDR_SHXYM", "two_subjects"),
    (nurse("护0", 证件号码=people.STRANGER), "CN_ZJHM", "unknown_subject"),
    (nurse("护1", 签署人="许嘉言"), "CN_QSR", "commitment_own_signer"),
    (nurse("护2", 公示日期="2026-01-28"), "CN_GSRQ", "commitment_not_shown"),
    (nurse("护3", 承诺类型="信用修复型"), "CN_LX", "commitment_no_letter"),
)


def test_every_faulty_row_is_told_with_its_field_and_the_good_one_stored() -> None:
    factories.body()
    factories.person()
    clerk = factories.clerk()
    take_in(clerk, line("老号", 签署日期="2026-01-20", 事项编码="A"))
    rows = [{**line(f"新{place}"), **cells} for place, (cells, _code, _kind) in enumerate(FAULTS)]
    intake = take_in(clerk, *rows, line("好", 承诺类型="信用修复型"))
    told = intake.faults.filter(level="error").order_by("row").values_list("code", "kind")
    assert list(told) == [(code, kind) for _cells, code, kind in FAULTS]
    assert (intake.new_rows, Commitment.objects.filter(number="好").count()) == (1, 1)


def test_a_persons_commitment_is_signed_by_the_person_and_its_number_is_nowhere() -> None:
    person, clerk = factories.person(), factories.clerk()
    told = {"履约情况": "未履行", "核查单位": "内黄县卫生健康委员会", "违诺记录": "收受患者红包"}
    assert take_in(clerk, nurse(), nurse("承诺〔2026〕3号", 签署日期="2026-02-01", **told)).new_rows == 2
    kept, doubted = Commitment.objects.order_by("pk")
    assert (kept.subject, kept.template.code, kept.state) == (person, "practitioner-honesty", S.SIGNED)
    assert "林知夏" in kept.text and is_intact(kept)  # noqa: PT018 - one sentence
    assert "publish_commitment" not in running_clocks(kept)
    performance.confirm_breach(doubted, by=factories.reviewer())
    assert ConductRecord.objects.get().subject == person
    assert take_in(clerk, nurse()).unchanged_rows == 1
    spoken = [*AuditEvent.objects.values_list("after", flat=True), *Commitment.objects.values_list("text")]
    heard = json.dumps(list(OutboxEvent.objects.values_list("payload", flat=True)), ensure_ascii=False)
    assert factories.PERSON_ID not in f"{spoken}{heard}"
    assert "林知夏" not in heard
    assert not on_display().exists()


def test_the_scan_of_a_paper_is_added_afterwards_and_the_body_sees_it() -> None:
    subject, clerk = factories.body(), factories.clerk()
    take_in(clerk, line())
    row = Commitment.objects.get()
    assert list(without_scan(Commitment.objects.all())) == [row]
    with pytest.raises(Refusal, match="add the scan"):
        services.add_paper(row, by=clerk, paper=[])
    with pytest.raises(Refusal, match="hold the right"):
        services.add_paper(row, by=factories.stranger(), paper=[factories.pdf()])
    services.add_paper(row, by=clerk, paper=[factories.pdf()])
    (file,) = evidence.of(row.source)
    assert file.party == f"credit.subject:{subject.pk}"
    assert not without_scan(Commitment.objects.all()).exists()
    assert is_intact(Commitment.objects.get())
    unsigned = services.draw_up(subject=subject, template=row.template, by=clerk)
    with pytest.raises(Refusal, match="not signed on paper"):
        services.add_paper(unsigned, by=clerk, paper=[factories.pdf()])


def test_a_breach_in_part_without_words_is_taken_in_as_running_and_said_so() -> None:
    factories.body()
    intake = take_in(factories.clerk(), broken(履约情况="部分履行", 违诺记录=""))
    assert (intake.new_rows, intake.faults.get().kind) == (1, "commitment_no_words")
    row = Commitment.objects.get()
    assert (row.state, row.performance, set(running_clocks(row))) == (S.PUBLISHED, "", {"commitment_check"})


def test_another_countys_row_and_another_bodys_number_are_left_to_who_they_belong_to() -> None:
    factories.body()
    other = factories.body("都江堰市杏屿医院", "52510181MJLCR05D40", division_code="510181")
    clerk = factories.clerk()
    elsewhere = {"机构名称": other.name, "统一社会信用代码": other.uscc}
    assert take_in(clerk, line(**elsewhere)).faults.get().kind == "outside_jurisdiction"
    take_in(clerk, line("同号"))
    clinic = factories.body("内黄县知序内科诊所", "92410527MAN1EH4675")
    same = {"机构名称": clinic.name, "统一社会信用代码": clinic.uscc}
    assert take_in(clerk, line("同号", **same)).faults.get().kind == "commitment_of_another"
    assert Subject.objects.filter(commitments__isnull=False).distinct().count() == 1


def test_the_blank_workbook_has_the_samples_headers_with_stars() -> None:
    sheet = openpyxl.load_workbook(BytesIO(template("commitments"))).active
    wanted = openpyxl.load_workbook(SAMPLE, read_only=True).active
    assert sheet is not None
    assert wanted is not None
    blank = [str(cell.value) for cell in sheet[1]]
    sample = {str(cell) for cell in next(wanted.iter_rows(max_row=1, values_only=True))}
    assert sample <= {name.rstrip("*") for name in blank}
    assert {name for name in blank if name.endswith("*")} == {
        "机构名称*",
        "承诺类型*",
        "签署人*",
        "签署日期*",
    }
