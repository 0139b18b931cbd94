"""Workbooks are stored whole or not at all, once, and faulty rows come back to be mended."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from django.db import connection

from core import intake_run
from core.actors import SystemActor
from core.intake import marked_workbook, progress, submit
from core.models import AuditEvent, Deadline, Intake, IntakeFault
from core.vault import folder, open_kept
from credit.models import Subject
from disclosure.choices import DecisionState
from disclosure.models import Penalty, Permit
from institutions.models import Institution
from practitioners.models import Practice, Practitioner
from tests.data import people

pytestmark = pytest.mark.django_db

DATA = Path(__file__).parents[2] / "data"
DAY = date(2026, 11, 22)
CLERK = SystemActor("clerk")
SAMPLES = {
    "institutions": ("institutions.xlsx", 300),
    "practitioners": ("practitioners.xlsx", 1200),
    "practices": ("practices.xlsx", 1413),
    "penalty_legal": ("penalties_legal.xlsx", 800),
    "penalty_person": ("penalties_person.xlsx", 200),
    "permit_legal": ("permits_legal.xlsx", 1500),
    "permit_person": ("permits_person.xlsx", 400),
}


def take_in(kind: str, path: Path | BytesIO, mode: str = "keep_good", **more: object) -> Intake:
    stream = path.open("rb") if isinstance(path, Path) else path
    with stream:
        intake = submit(kind, stream, mode, CLERK, file_name="upload.xlsx", as_of=DAY, told=False, **more)  # type: ignore[arg-type]
    assert intake_run.run(intake.pk)
    intake.refresh_from_db()
    return intake


def sample(kind: str) -> Intake:
    return take_in(kind, DATA / "samples" / SAMPLES[kind][0])


def test_the_seven_sample_workbooks_are_stored_whole_and_the_second_time_change_nothing() -> None:
    for kind, (_file, rows) in SAMPLES.items():
        first = sample(kind)
        assert (first.state, first.data_rows, first.good_rows, first.new_rows) == (
            "done",
            rows,
            rows,
            rows,
        ), kind
    counts = [
        model.objects.count() for model in (Subject, Institution, Practitioner, Practice, Penalty, Permit)
    ]
    for kind, (_file, rows) in SAMPLES.items():
        again = sample(kind)
        assert (again.new_rows, again.changed_rows, again.unchanged_rows) == (0, 0, rows), kind
    assert [
        model.objects.count() for model in (Subject, Institution, Practitioner, Practice, Penalty, Permit)
    ] == counts
    assert not IntakeFault.objects.filter(level="error").exists()


def test_penalties_wait_for_review_with_their_clock_running() -> None:
    intake = sample("penalty_legal")
    penalty = Penalty.objects.get(document_no="梅江卫医罚〔2024〕8号")
    assert penalty.state == DecisionState.IN_REVIEW
    assert penalty.subject.identity == "U:92441402MAA67CHF2D"
    assert penalty.division_code == "441402"
    assert penalty.kinds == ["警告", "罚款"]
    assert str(penalty.fine) == "0.240000"
    assert penalty.due_on == date(2024, 12, 17)
    assert penalty.made_by == CLERK.actor_id
    assert penalty.representative_id is not None
    assert penalty.representative_id.reveal() == people.REPRESENTATIVE_ON_A_SHEET
    clock = Deadline.objects.get(object_type="disclosure.penalty", object_id=str(penalty.pk))
    assert (clock.due_on, clock.started_on) == (penalty.due_on, penalty.decided_on)
    assert Deadline.objects.count() == Penalty.objects.count() == intake.new_rows


def test_a_person_is_stored_sealed_masked_and_found_again_by_the_number() -> None:
    sample("penalty_person")
    subject = Subject.objects.get(name="何润子")
    assert subject.identity.startswith("P:")
    assert subject.id_masked == "410527********3855"
    assert subject.id_number is not None
    assert subject.id_number.reveal() == people.ON_A_SHEET
    with connection.cursor() as cursor:
        cursor.execute("SELECT id_number FROM credit_subject WHERE id = %s", [subject.pk])
        assert people.ON_A_SHEET not in cursor.fetchone()[0]


def test_good_rows_are_kept_and_bad_rows_are_not() -> None:
    intake = take_in("penalty_legal", DATA / "dirty" / "o01_check_character.xlsx")
    assert (intake.state, intake.good_rows, intake.bad_rows, intake.new_rows) == ("done", 8, 6, 8)
    assert Penalty.objects.count() == 8
    assert progress(intake)["percent"] == 100


def test_all_or_nothing_stores_nothing_when_one_row_is_faulty() -> None:
    intake = take_in("penalty_legal", DATA / "dirty" / "o01_check_character.xlsx", "all_or_nothing")
    assert (intake.state, intake.good_rows, intake.bad_rows, intake.new_rows) == ("rejected", 8, 6, 0)
    assert intake.file_findings[-1]["kind"] == "rows_withheld"
    assert not Penalty.objects.exists()
    assert not Subject.objects.exists()
    assert intake.faults.count() == 6


def test_a_refused_file_stores_nothing_and_says_why() -> None:
    intake = take_in("penalty_legal", DATA / "dirty" / "o30_truncated.xlsx")
    assert intake.state == "rejected"
    assert [finding["kind"] for finding in intake.file_findings] == ["damaged_file"]
    assert not Penalty.objects.exists()


def test_a_corrected_row_changes_the_open_decision_and_the_trail_says_what() -> None:
    take_in("penalty_legal", DATA / "dirty" / "o03_full_width.xlsx")
    penalty = Penalty.objects.order_by("pk").first()
    assert penalty is not None
    Penalty.objects.filter(pk=penalty.pk).update(content="旧内容", fine="9.5")
    again = take_in("penalty_legal", DATA / "dirty" / "o03_full_width.xlsx")
    assert (again.new_rows, again.changed_rows, again.unchanged_rows) == (0, 1, 13)
    penalty.refresh_from_db()
    assert penalty.content != "旧内容"
    event = AuditEvent.objects.get(action="penalty.change")
    assert event.before["content"] == "旧内容"
    assert event.after["content"] == penalty.content


def test_a_reviewed_decision_is_never_overwritten() -> None:
    take_in("penalty_legal", DATA / "dirty" / "o03_full_width.xlsx")
    Penalty.objects.update(state=DecisionState.APPROVED)
    same = take_in("penalty_legal", DATA / "dirty" / "o03_full_width.xlsx")
    assert (same.unchanged_rows, same.bad_rows) == (14, 0)
    penalty = Penalty.objects.order_by("pk")[0]
    Penalty.objects.filter(pk=penalty.pk).update(content="已审核的内容")
    other = take_in("penalty_legal", DATA / "dirty" / "o03_full_width.xlsx")
    assert (other.unchanged_rows, other.bad_rows, other.changed_rows) == (13, 1, 0)
    assert other.faults.get(level="error").kind == "already_reviewed"
    penalty.refresh_from_db()
    assert penalty.content == "已审核的内容"


def test_all_or_nothing_also_holds_for_what_only_the_stored_data_can_tell() -> None:
    take_in("penalty_legal", DATA / "dirty" / "o03_full_width.xlsx")
    Penalty.objects.update(state=DecisionState.APPROVED, content="已审核的内容")
    intake = take_in("penalty_legal", DATA / "dirty" / "o03_full_width.xlsx", "all_or_nothing")
    assert (intake.state, intake.bad_rows) == ("rejected", 14)
    assert intake.faults.filter(kind="already_reviewed").count() == 14


def test_the_old_layout_is_stored_with_the_uploading_office() -> None:
    office = {"name": "内黄县卫生健康委员会", "code": "11410527780640278J", "division": "410527"}
    intake = take_in("penalty_legal", DATA / "dirty" / "o19_old_layout_2015.xlsx", office=office)
    assert (intake.layout, intake.new_rows, intake.bad_rows) == ("old-2015", 13, 1)
    penalty = Penalty.objects.get(document_no="内卫水罚〔2025〕3号")
    assert (penalty.authority_code, penalty.source_name) == (office["code"], office["name"])


def test_practices_of_unknown_persons_come_back() -> None:
    intake = sample("practices")
    assert (intake.good_rows, intake.bad_rows, intake.new_rows) == (0, 1413, 0)
    assert set(intake.faults.values_list("kind", flat=True)) == {"unknown_practitioner"}


def test_no_personal_number_is_kept_with_the_findings() -> None:
    intake = take_in("penalty_person", DATA / "dirty" / "o32_mixed.xlsx")
    kept = " ".join(f"{fault.params} {fault.reason}" for fault in intake.faults.all()) + str(
        intake.file_findings
    )
    assert not any(len(run) >= 11 for run in "".join(c if c.isdigit() else " " for c in kept).split())


def test_the_kept_upload_is_encrypted() -> None:
    intake = take_in("penalty_legal", DATA / "dirty" / "o03_full_width.xlsx")
    stored = (folder("intakes") / intake.stored_as).read_bytes()
    assert b"PK\x03\x04" not in stored
    with open_kept(intake.stored_as, "intakes") as plain:
        assert plain.read() == (DATA / "dirty" / "o03_full_width.xlsx").read_bytes()


def test_the_marked_workbook_holds_only_the_faulty_rows() -> None:
    intake = take_in("penalty_legal", DATA / "dirty" / "o01_check_character.xlsx")
    with marked_workbook(intake) as marked:
        again = take_in("penalty_legal", BytesIO(marked.read()))
    assert (again.data_rows, again.bad_rows) == (6, 6)
