"""Evaluations through the pages: a workbook, a key, and a score sheet filled in at the visit."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from accounts.models import Officer
from core import intake_run
from core.models import Deadline, EvidenceFile, Intake
from credit.evaluations.schemes import items_of
from credit.models import Evaluation, EvaluationFollowUp, SectorVisit
from credit.models.evaluations import FollowUpState, VisitOutcome, VisitState
from institutions.models import Institution, Membership
from tests import factories

pytestmark = pytest.mark.django_db
HEADER = ["统一社会信用代码", "机构名称", "评价年度", "评价结果", "评价日期", "评价机构"]
CENTRE = "国家公共信用信息中心"
OTHER_USCC = "92410527MAKF6KCK4Q"


@pytest.fixture(autouse=True)
def on_the_day(settings: Any) -> None:
    settings.CHENGYI_TODAY = "2026-11-22"
    cache.clear()


@pytest.fixture
def hospital() -> Institution:
    return factories.institution()


def signed_in(account: Officer) -> Client:
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def workbook(*rows: tuple[Any, ...]) -> SimpleUploadedFile:
    book = Workbook()
    book.active.append(HEADER)
    for row in rows:
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return SimpleUploadedFile("评价结果.xlsx", buffer.getvalue())


def result(
    uscc: str, name: str, word: str, year: Any = 2025, day: date = date(2026, 3, 31)
) -> tuple[Any, ...]:
    return (uscc, name, year, word, datetime(day.year, day.month, day.day), CENTRE)  # noqa: DTZ001 - a cell


def taken_in(client: Client, file: SimpleUploadedFile) -> Intake:
    before = set(Intake.objects.values_list("pk", flat=True))
    data = {"kind": "evaluation_results", "upload": file, "mode": "keep_good"}
    assert client.post(reverse("admin:core_intake_add"), data).status_code == 302
    row = Intake.objects.exclude(pk__in=before).get()
    intake_run.run(row.pk)
    row.refresh_from_db()
    return row


def press(client: Client, button: str, row: Any, model: str, **data: str) -> Any:
    address = reverse(f"admin:{model}_{button}", args=[row.pk])
    return client.post(address, {"_form_submitted": "on", **data}, headers={"HX-Request": "true"})


def test_a_workbook_of_results_opens_the_tasks_of_poor_ones_and_hands_the_faulty_rows_back(
    hospital: Institution,
) -> None:
    factories.body("内黄县康宁诊所", OTHER_USCC)
    desk = signed_in(factories.clerk())
    row = taken_in(
        desk,
        workbook(
            result(factories.HOSPITAL_USCC, "内黄县青禾医院", "差"),
            result(OTHER_USCC, "内黄县康宁诊所", "优秀"),
            result("92410527MAN1EH4675", "内黄县知序内科诊所", "良"),
            result(OTHER_USCC, "内黄县康宁诊所", "极差", 2024),
            result(OTHER_USCC, "内黄县康宁诊所", "良", 2030),
        ),
    )
    assert (row.state, row.good_rows, row.bad_rows, row.new_rows) == ("done", 2, 3, 2)
    kinds = dict(row.faults.values_list("row", "kind"))
    assert kinds == {4: "unknown_body", 5: "not_in_list", 6: "year_of_evaluation"}
    assert dict(Evaluation.objects.values_list("subject__name", "result")) == {
        "内黄县青禾医院": "差",
        "内黄县康宁诊所": "优",
    }
    assert EvaluationFollowUp.objects.count() == 2
    page = desk.get(reverse("admin:index")).content.decode()
    assert "内黄县青禾医院 2025 差" in page

    # The same workbook again changes nothing; a corrected one replaces, and drops the open tasks.
    again = taken_in(desk, workbook(result(factories.HOSPITAL_USCC, "内黄县青禾医院", "差")))
    assert (again.new_rows, again.changed_rows, again.unchanged_rows) == (0, 0, 1)
    newer = workbook(result(factories.HOSPITAL_USCC, "内黄县青禾医院", "中", day=date(2026, 6, 30)))
    assert taken_in(desk, newer).changed_rows == 1
    assert Evaluation.objects.filter(replaced_at__isnull=False).count() == 1
    assert set(EvaluationFollowUp.objects.values_list("state", flat=True)) == {FollowUpState.DROPPED}
    older = taken_in(
        desk, workbook(result(factories.HOSPITAL_USCC, "内黄县青禾医院", "优", day=date(2026, 4, 1)))
    )
    assert list(older.faults.values_list("kind", flat=True)) == ["older_evaluation"]


def test_the_tasks_are_done_on_their_pages_and_the_body_reads_what_is_asked(hospital: Institution) -> None:
    clerk = factories.clerk()
    factories.evaluation(hospital.subject, by=clerk)
    account = Officer.objects.create_user("hospital", password="invented-password")
    Membership.objects.create(user=account, institution=hospital)
    portal = signed_in(account)
    asked = reverse("portal:part", args=[hospital.pk, "evaluations"])
    assert len(portal.get(asked).context["tasks"]) == 2
    desk = signed_in(clerk)
    task = EvaluationFollowUp.objects.get(kind="interview")
    page = reverse("admin:credit_evaluationfollowup_note_done", args=[task.pk])
    late = desk.post(page, {"done_on": "2026-12-01", "outcome": "已约谈院长。"})
    assert late.status_code == 200
    assert late.context["form"].errors.keys() == {"done_on"}
    done = {"done_on": "2026-11-20", "outcome": "已约谈院长，要求限期整改。", "evidence": factories.pdf()}
    assert desk.post(page, done).status_code == 302
    task.refresh_from_db()
    assert task.state == FollowUpState.DONE
    assert EvidenceFile.objects.filter(about=f"credit.evaluationfollowup:{task.pk}").count() == 1
    assert Deadline.objects.get(kind="evaluation_interview").closed_at is not None
    assert len(portal.get(asked).context["tasks"]) == 1
    file = desk.get(reverse("admin:credit_subject_change", args=[hospital.subject_id])).content.decode()
    assert "已约谈院长" in file


def test_a_machine_files_results_with_its_key(hospital: Institution) -> None:
    key = factories.machine_key(factories.agency())
    row = {
        "uscc": factories.HOSPITAL_USCC,
        "year": 2025,
        "result": "差",
        "evaluated_on": "2026-03-31",
        "evaluator": CENTRE,
    }
    client = Client(headers={"authorization": f"Bearer {key.token}", "idempotency-key": "request-0001"})
    address = reverse("files-api:file-evaluations")
    rows = [row, {**row, "uscc": OTHER_USCC}, {**row, "year": 2024, "result": "很差"}, "nonsense"]
    answer = client.post(address, {"evaluations": rows}, content_type="application/json")
    assert answer.status_code == 200
    told = answer.json()
    assert [each["state"] for each in told["rows"]] == ["new", "refused", "refused", "refused"]
    assert [each.get("field") for each in told["rows"][1:3]] == ["uscc", "result"]
    assert Evaluation.objects.get().way == "api"
    assert EvaluationFollowUp.objects.count() == 2
    again = client.post(address, {"evaluations": rows}, content_type="application/json")
    assert again.json() == told
    assert Evaluation.objects.count() == 1
    narrow = factories.machine_key(factories.agency(name="另一机构"), scopes=("record.read",))
    other = Client(headers={"authorization": f"Bearer {narrow.token}", "idempotency-key": "request-0002"})
    assert other.post(address, {"evaluations": [row]}, content_type="application/json").status_code == 403


def filled(visit: SectorVisit, **less: str) -> dict[str, str]:
    points = {f"points_{item.code}": f"{item.points:f}" for item in items_of(visit.sheet)}
    return {**points, **{f"points_{code.removeprefix('i')}": value for code, value in less.items()}}


def test_a_sheet_is_filled_in_at_the_visit_signed_by_two_and_sets_the_class(hospital: Institution) -> None:
    first, second = factories.clerk(), factories.clerk()
    one, two = signed_in(first), signed_in(second)
    model = "credit_sectorvisit"
    for day, outcome in (("2026-03-02", VisitOutcome.FIRST_VISIT), ("2026-06-02", VisitOutcome.RATED)):
        data = {"subject": hospital.subject_id, "scheme": "public_place", "visited_on": day}
        started = one.post(reverse(f"admin:{model}_add"), data)
        visit = SectorVisit.objects.latest("pk")
        sheet = reverse(f"admin:{model}_fill_sheet", args=[visit.pk])
        assert started["Location"] == sheet
        assert "※" in one.get(sheet).content.decode()
        wrong = one.post(sheet, filled(visit, i5="99"))
        assert wrong.status_code == 200
        assert [line.item.code for line in wrong.context["lines"] if line.error] == ["5"]
        visit.refresh_from_db()
        assert visit.answers == {}
        press(one, "sign_sheet", visit, model)  # nothing is judged yet
        visit.refresh_from_db()
        assert visit.state == VisitState.DRAFT
        given = {**filled(visit, i8="", i7="5"), "missing_8": "1", "note_7": "墙面破损"}
        assert one.post(sheet, given).status_code == 302
        for client in (one, one, two):  # the same inspector does not count twice
            press(client, "sign_sheet", visit, model)
        visit.refresh_from_db()
        assert (visit.state, visit.outcome) == (VisitState.SIGNED, outcome)
    row = Evaluation.objects.get()
    assert (row.result, str(row.score)) == ("A", "96.7")
    hospital.refresh_from_db()
    assert hospital.quantified_class == "A"
    shown = Client().get(reverse("disclosure:subject", args=[hospital.subject.uscc]))
    assert [found.result for _scheme, found, _word in shown.context["evaluations"]] == ["A"]
    account = Officer.objects.create_user("hospital", password="invented-password")
    Membership.objects.create(user=account, institution=hospital)
    told = signed_in(account).get(reverse("portal:part", args=[hospital.pk, "evaluations"])).content.decode()
    assert "墙面破损" in told


def test_an_officer_of_another_province_sees_none_of_it(hospital: Institution) -> None:
    clerk = factories.clerk()
    visit = factories.sector_visit(hospital.subject, by=clerk)
    stranger = signed_in(factories.stranger())
    sheet = reverse("admin:credit_sectorvisit_fill_sheet", args=[visit.pk])
    assert stranger.get(sheet).status_code == 404
    assert stranger.post(sheet, filled(visit)).status_code == 404
    visit.refresh_from_db()
    assert visit.answers == {}
