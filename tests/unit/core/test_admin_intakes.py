"""Taking in workbooks on the supervisors' pages."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import Officer
from core import intake_run
from core.models import AuditEvent, Intake
from tests import factories

pytestmark = pytest.mark.django_db
SAMPLES = Path(__file__).resolve().parents[2] / "data"
ADD = "admin:core_intake_add"


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "MEDIA_ROOT", tmp_path)


def signed_in(officer: Officer) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(officer)
    return client


def national() -> Officer:
    return factories.officer(roles=("clerk",), prefix="")


def upload(client: Client, path: str, kind: str = "penalty_legal", **fields: Any) -> Intake:
    file = SimpleUploadedFile(Path(path).name, (SAMPLES / path).read_bytes())
    client.post(reverse(ADD), {"kind": kind, "mode": "keep_good", "upload": file, **fields})
    return Intake.objects.order_by("-pk").first() or pytest.fail("nothing was queued")


def page(row: Intake) -> str:
    return reverse("admin:core_intake_change", args=[row.pk])


def test_an_upload_is_queued_and_its_page_follows_the_worker():
    client = signed_in(national())
    row = upload(client, "dirty/o01_check_character.xlsx")
    assert row.state == "queued"
    text = client.get(page(row)).content.decode()
    assert 'hx-trigger="every 1s"' in text
    assert 'http-equiv="refresh"' in text
    progress = reverse("admin:core_intake_progress", args=[row.pk])
    Intake.objects.filter(pk=row.pk).update(state="running", rows_read=40, expected_rows=80)
    fragment = client.get(progress, headers={"hx-request": "true"}).content.decode()
    assert 'aria-valuenow="50"' in fragment
    Intake.objects.filter(pk=row.pk).update(state="done")
    assert client.get(progress, headers={"hx-request": "true"}).headers["HX-Refresh"] == "true"


def test_findings_are_shown_and_the_faulty_rows_come_back_marked():
    client = signed_in(national())
    row = upload(client, "dirty/o01_check_character.xlsx")
    intake_run.run(row.pk)
    row.refresh_from_db()
    assert row.bad_rows
    text = client.get(page(row)).content.decode()
    fault = row.faults.first()
    assert fault is not None
    assert str(fault.reason) in text.replace("&quot;", '"').replace("&#x27;", "'")
    answer: Any = client.get(reverse("admin:core_intake_faulty_rows", args=[row.pk]))
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).worksheets[0]
    assert any(cell.comment for line in sheet.iter_rows() for cell in line)
    assert AuditEvent.objects.filter(action="intake.download").count() == 1


def test_a_wrong_template_gets_one_sentence():
    client = signed_in(national())
    row = upload(client, "samples/institutions.xlsx")
    intake_run.run(row.pk)
    text = client.get(page(row)).content.decode()
    assert "choose the right table or upload the right file" in text
    assert "Download the faulty rows" not in text


def test_the_form_says_what_is_missing():
    answer = signed_in(national()).post(reverse(ADD), {"kind": "", "mode": "keep_good"})
    assert set(answer.context["form"].errors) == {"kind", "upload"}


def test_a_blank_template_is_handed_out():
    answer = signed_in(national()).get(reverse("admin:core_intake_template", args=["permit_legal"]))
    sheet = load_workbook(BytesIO(answer.content)).worksheets[0]
    assert sheet["A1"].value.startswith("行政相对人名称")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert (
        signed_in(national()).get(reverse("admin:core_intake_template", args=["nothing"])).status_code == 404
    )


def test_uploads_belong_to_their_division():
    row = upload(signed_in(factories.clerk()), "dirty/o01_check_character.xlsx")
    stranger = signed_in(factories.stranger())
    assert stranger.get(page(row)).status_code == 302
    for name in ("core_intake_progress", "core_intake_faulty_rows"):
        assert stranger.get(reverse(f"admin:{name}", args=[row.pk])).status_code == 404


def test_whoever_does_not_take_in_workbooks_has_no_such_pages():
    client = signed_in(factories.reviewer())
    for path in (reverse(ADD), reverse("admin:core_intake_changelist")):
        assert client.get(path).status_code == 403
