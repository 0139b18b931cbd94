"""One measurement of the report benchmark, in a process of its own: what, folder, number of reports."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

import pylopdf_fonts_zh_cn as fonts  # noqa: E402 - Django must be set up before its models are imported
import segno  # noqa: E402
from django.core.management import call_command  # noqa: E402
from fpdf import FPDF  # noqa: E402
from fpdf.fonts import FontFace  # noqa: E402

from bench.memory import peak  # noqa: E402
from core.actors import SystemActor  # noqa: E402
from credit.models import CreditReport, Subject  # noqa: E402
from credit.report.batches import carry_out, request_batch, select  # noqa: E402
from credit.report.document import document  # noqa: E402
from credit.report.press import pdf  # noqa: E402
from credit.report.services import Terms  # noqa: E402
from credit.services import ensure_body  # noqa: E402
from disclosure.choices import DecisionState  # noqa: E402
from disclosure.models import Penalty, Permit  # noqa: E402
from institutions.models import Institution  # noqa: E402

PENALTIES, PERMITS = 6, 2
PLACE = "410527"
AUTHORITY = "内黄县卫生健康委员会"
SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def _prepare(folder: Path, count: int) -> None:
    """Lay out invented bodies with an archive, penalties on display and permits."""
    call_command("migrate", verbosity=0)
    subjects = [
        ensure_body(
            name=f"内黄县第{n}综合门诊部",
            kind="organisation",
            division_code=PLACE,
            uscc=f"91410527MA{n:07d}{SIGNS[n % 31]}",
        )
        for n in range(count)
    ]
    Institution.objects.bulk_create(
        Institution(subject=body, category="门诊部", division_code=PLACE, address="内黄县朝阳路9号")
        for body in subjects
    )
    Penalty.objects.bulk_create(
        [_decision(Penalty, body, n) for body in subjects for n in range(PENALTIES)], batch_size=500
    )
    Permit.objects.bulk_create(
        [_decision(Permit, body, n) for body in subjects for n in range(PERMITS)], batch_size=500
    )


def _decision(model: Any, body: Subject, n: int) -> Any:
    own: dict[str, Any] = {
        Penalty: {
            "violation_type": "使用非卫生技术人员从事医疗卫生技术工作",
            "facts": "现场检查发现该单位安排未取得相应资格的人员独立工作。",
            "basis": "依据《医疗机构管理条例》",
            "kinds": ["罚款"],
            "content": "责令限期改正，罚款人民币50000元。",
            "shown_until": date(2027, 6, 1),
        },
        Permit: {
            "document_title": "医疗机构校验合格决定书",
            "permit_kind": "登记",
            "content": "准予校验合格",
            "valid_from": date(2026, 5, 6),
            "valid_to": date(2027, 5, 5),
        },
    }[model]
    return model(
        subject=body,
        division_code=PLACE,
        party_name=body.name,
        party_kind=body.kind,
        uscc=body.uscc,
        document_no=f"内卫医〔2026〕{body.pk}-{n}号",
        decided_on=date(2026, 6, 1),
        authority_name=AUTHORITY,
        authority_code=f"{model.__name__[:4]}{body.pk}",
        state=DecisionState.PUBLISHED,
        **own,
    )


def _ours(folder: Path, count: int) -> None:
    """The whole batch: gathered, issued with audit rows, set, zipped, sealed."""
    by = SystemActor("bench")
    batch = request_batch(
        select(by=by)[:count], Terms("zh-hans", "supervision", AUTHORITY), by=by, told=False
    )
    if not carry_out(batch.pk):
        raise RuntimeError("the batch was not finished")


def _dump(folder: Path, count: int) -> None:
    """Write the words of issued reports for the rivals, one report a line."""
    with (folder / "documents.jsonl").open("w", encoding="utf-8") as out:
        for report in CreditReport.objects.select_related("subject").order_by("pk")[:count].iterator(100):
            out.write(json.dumps(document(report), ensure_ascii=False) + "\n")


def _documents(folder: Path, count: int) -> Iterator[dict[str, Any]]:
    with (folder / "documents.jsonl").open(encoding="utf-8") as lines:
        for _number, line in zip(range(count), lines, strict=False):
            yield json.loads(line)


def _typst(folder: Path, count: int) -> None:
    """The same pages by the typesetter alone: no database, no audit, no zip."""
    for words in _documents(folder, count):
        pdf(words, timestamp=0)


def _fpdf(folder: Path, count: int) -> None:
    """The same words, tables and QR code with fpdf2, in its plainest form."""
    for words in _documents(folder, count):
        _fpdf_pages(words).output()


def _fpdf_pages(words: dict[str, Any]) -> FPDF:
    paper = FPDF(format="A4")
    paper.add_font("house", fname=str(fonts.sans_path()))
    paper.set_font("house", size=10)
    paper.add_page()
    paper.set_font_size(24)
    paper.cell(text=words["title"], new_x="LMARGIN", new_y="NEXT")
    paper.set_font_size(10)
    code = io.BytesIO()
    segno.make(words["verify_address"], error="m").save(code, kind="png", scale=4)
    paper.image(code, w=40)
    _fpdf_table(paper, None, words["cover"])
    for text in words["explanation"]["paragraphs"]:
        paper.multi_cell(0, text=text, new_x="LMARGIN", new_y="NEXT")
    _fpdf_table(paper, words["summary"]["head"], words["summary"]["rows"])
    for chapter in words["chapters"]:
        paper.cell(text=chapter["title"], new_x="LMARGIN", new_y="NEXT")
        for block in chapter["blocks"]:
            paper.cell(text=block["title"], new_x="LMARGIN", new_y="NEXT")
            if block["rows"]:
                _fpdf_table(paper, block.get("head"), block["rows"])
            else:
                paper.cell(text=block["none"], new_x="LMARGIN", new_y="NEXT")
    return paper


def _fpdf_table(paper: FPDF, head: list[str] | None, rows: list[list[str]]) -> None:
    lines = [head, *rows] if head else rows
    style = FontFace(fill_color=(238, 245, 246))
    with paper.table(first_row_as_headings=bool(head), headings_style=style) as table:
        for line in lines:
            row = table.row()
            for cell in line:
                row.cell(cell)


WHAT: dict[str, Callable[[Path, int], None]] = {
    "prepare": _prepare,
    "ours": _ours,
    "dump": _dump,
    "typst": _typst,
    "fpdf": _fpdf,
}


def main(what: str, folder: str, count: str) -> None:
    """Measure once; prints seconds and peak memory in MiB as JSON."""
    start = perf_counter()
    WHAT[what](Path(folder), int(count))
    seconds = perf_counter() - start
    print(json.dumps({"seconds": seconds, "memory": peak()}))


if __name__ == "__main__":
    main(*sys.argv[1:])
