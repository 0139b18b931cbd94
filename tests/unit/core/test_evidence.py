"""Evidence files: what is accepted, how it is kept, who may have it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from openpyxl import Workbook

from core import evidence, vault
from core.actors import SystemActor
from core.errors import Refusal
from core.models import AuditEvent, EvidenceFile, Rule
from tests import factories

pytestmark = pytest.mark.usefixtures("in_english")
BY = SystemActor("tests")
ABOUT = "credit.objection:12"


def keep(upload: Any, **fields: Any) -> EvidenceFile:
    return evidence.keep(upload, **{"about": ABOUT, "division_code": factories.COUNTY, "by": BY, **fields})


def upload(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "application/octet-stream")


def workbook() -> bytes:
    target = io.BytesIO()
    book = Workbook()
    book.create_sheet()["A1"] = "invented"
    book.save(target)
    return target.getvalue()


def package(**parts: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", parts.pop("kinds", b"<Types/>"))
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return target.getvalue()


DOCX = package(word__document_dot_xml=b"<w:document/>")
JPG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    b"\xff\xc0\x00\x0b\x08\x00\x01\x00\x01\x01\x01\x11\x00\xff\xda\x00\x08\x01\x01\x00\x00?\x00\x00\xff\xd9"
)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("make", "media"),
    [
        (factories.pdf, "application/pdf"),
        (factories.png, "image/png"),
        (lambda: upload("照片.JPEG", JPG), "image/jpeg"),
        (lambda: upload("名单.xlsx", workbook()), evidence.TYPES["xlsx"].media),
        (lambda: upload("说明.docx", DOCX), evidence.TYPES["docx"].media),
    ],
)
def test_a_file_of_an_accepted_type_is_kept_sealed(make: Callable[[], SimpleUploadedFile], media: str):
    given = make()
    row = keep(given)
    given.seek(0)
    plain = given.read()
    kept = (Path(settings.CHENGYI_VAR) / evidence.SHELF / row.stored_as).read_bytes()
    assert (row.media_type, row.size) == (media, len(plain))
    assert plain not in kept
    assert plain[:8] not in kept
    with vault.open_kept(row.stored_as, evidence.SHELF) as stream:
        assert stream.read() == plain


PDF = factories.pdf().read()
REFUSED: list[tuple[str, bytes, str]] = [
    ("empty.pdf", b"", "is empty"),
    ("letter.pdf", DOCX, "its content is DOCX"),
    ("photo.jpg", factories.png().read(), "its content is PNG"),
    ("photo.png", b"<html><script>alert(1)</script></html>", "its content is a web page"),
    ("photo.jpg", b"\xff\xd8\xff<html><script>alert(1)</script>", "damaged"),
    ("proof.pdf", b"MZ\x90\x00" + b"\0" * 60, "its content is a program"),
    ("proof.exe", b"MZ\x90\x00" + b"\0" * 60, "not accepted"),
    ("proof.zip", package(x=b"1"), "not accepted"),
    ("letter.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old format"),
    ("list.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
    ("proof.pdf", PDF[:-7], "damaged"),
    ("proof.pdf", PDF.replace(b"trailer <<", b"trailer << /Encrypt 3 0 R"), "password"),
    ("proof.pdf", PDF.replace(b"/Catalog", b"/Catalog /OpenAction << /S /J#61vaScript >>"), "scripts"),
    ("photo.png", factories.png().read()[:-12], "damaged"),
    ("list.xlsx", workbook()[:-40], "damaged"),
    ("letter.docx", package(word__document_dot_xml=b"", word__vbaProject_dot_bin=b"x"), "macros"),
    (
        "list.xlsx",
        package(
            xl__workbook_dot_xml=b"<workbook/>",
            kinds=b'<Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/>',
        ),
        "macros",
    ),
    ("letter.docx", package(word__document_dot_xml=b"\0" * (40 << 20)), "unpacks"),
    ("proof", PDF, "named “–”"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "data", "words"), REFUSED, ids=[f"{row[0]} {row[2]}" for row in REFUSED])
def test_a_file_that_is_not_what_it_should_be_is_refused_with_a_sentence(name: str, data: bytes, words: str):
    with pytest.raises(Refusal, match=words) as refused:
        keep(upload(name, data))
    assert refused.value.field == "evidence"
    assert name in str(refused.value)
    assert not EvidenceFile.objects.exists()


@pytest.mark.django_db
def test_the_largest_size_stands_in_the_rule_table():
    Rule.objects.filter(table="core.evidence", code="most_mib").update(value=1)
    assert keep(upload("a.pdf", PDF.ljust((1 << 20) - 7) + b"\n%%EOF\n")).size == 1 << 20
    with pytest.raises(Refusal, match="larger than 1 MiB"):
        keep(upload("a.pdf", PDF.ljust((1 << 20) - 6) + b"\n%%EOF\n"))


@pytest.mark.django_db
def test_the_accepted_types_stand_in_the_rule_table():
    Rule.objects.filter(table="core.evidence", code="types").update(value=["pdf"])
    with pytest.raises(Refusal, match="PNG, which is not accepted here; hand it in as PDF"):
        keep(factories.png())


@pytest.mark.django_db
def test_one_matter_takes_no_more_files_than_the_rule_says():
    Rule.objects.filter(table="core.evidence", code="most_files").update(value=2)
    keep(factories.pdf(b"1"))
    keep(factories.pdf(b"2"))
    with pytest.raises(Refusal, match="No more than 2 files"):
        keep(factories.pdf(b"3"))


@pytest.mark.django_db
def test_the_same_file_about_the_same_matter_is_kept_once():
    assert keep(factories.pdf()) == keep(factories.pdf(name="again.pdf"))
    assert keep(factories.pdf(), about="credit.objection:13").pk
    assert EvidenceFile.objects.count() == 2


@pytest.mark.django_db
def test_of_several_files_all_are_kept_or_none():
    with pytest.raises(Refusal, match="empty"):
        evidence.keep_all(
            [factories.pdf(), upload("empty.pdf", b"")], about=ABOUT, division_code=factories.COUNTY, by=BY
        )
    assert not EvidenceFile.objects.exists()


@pytest.mark.django_db
def test_a_personal_number_in_a_files_name_is_masked():
    row = keep(factories.pdf(name=f"../身份证{factories.PERSON_ID}.pdf"))
    assert factories.PERSON_ID not in row.name
    assert row.name.endswith(".pdf")
    assert "/" not in row.name


@pytest.mark.django_db
def test_a_download_is_an_attachment_in_frames_and_leaves_an_audit_row():
    plain = PDF.ljust(3 * vault.FRAME) + b"\n%%EOF\n"
    row = keep(upload("大.pdf", plain))
    answer = evidence.download(row, by=BY)
    frames = [bytes(frame) for frame in answer]
    assert b"".join(frames) == plain
    assert max(map(len, frames)) <= vault.FRAME
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    told = AuditEvent.objects.get(action="evidencefile.fetch")
    assert (told.object_id, told.actor_id) == (str(row.pk), BY.actor_id)


@pytest.mark.django_db
@pytest.mark.parametrize("harm", ["altered", "cut", "gone"])
def test_a_kept_file_that_was_touched_is_not_handed_out(harm: str):
    row = keep(factories.pdf())
    path = vault.folder(evidence.SHELF) / row.stored_as
    data = path.read_bytes()
    if harm == "gone":
        path.unlink()
    else:
        path.write_bytes(data[:-1] + bytes((data[-1] ^ 1,)) if harm == "altered" else b"")
    with pytest.raises(Refusal, match="cannot be opened any more"):
        evidence.download(row, by=BY)
    assert not AuditEvent.objects.filter(action="evidencefile.fetch").exists()


@pytest.mark.django_db
def test_the_file_of_an_act_that_was_rolled_back_is_swept_away(monkeypatch: pytest.MonkeyPatch):
    kept = keep(factories.pdf(b"stays"))
    with transaction.atomic():
        lost = keep(factories.pdf(b"goes"))
        transaction.set_rollback(True)
    assert not EvidenceFile.objects.filter(stored_as=lost.stored_as).exists()
    monkeypatch.setattr(vault, "kept_before", lambda shelf, days: [kept.stored_as, lost.stored_as])
    assert evidence.sweep() == 1
    names = {path.name for path in vault.folder(evidence.SHELF).iterdir()}
    assert kept.stored_as in names
    assert lost.stored_as not in names
