"""The words on the pages of a report, in one language, from its snapshot alone."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

import segno
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.clock import CHINA
from credit.choices import SubjectKind
from credit.models import CreditReport
from credit.report.content import Content
from credit.report.sections import NOT_KEPT, TITLES, Chapter, Layout, Row, Table, tables
from credit.report.terms import Audience, Language, spaced

Document = dict[str, Any]


def document(report: CreditReport) -> Document:
    """Return everything that is printed, as plain texts in the report's language."""
    with translation.override(report.language):
        return _document(report)


def verify_address(report: CreditReport) -> str:
    """Return the address that the QR code leads to."""
    return str(settings.PUBLIC_URL).rstrip("/") + reverse("credit:verify", args=[report.check_code])


def subject_name(report: CreditReport) -> str:
    """Return the subject's name as it stands in the report."""
    rows = report.content.get("credit.subject") or [{}]
    return str(rows[0].get("name", ""))


def _document(report: CreditReport) -> Document:
    content: Content = report.content
    on = report.cut_off.astimezone(CHINA).date()
    chinese = report.language == Language.CHINESE
    address = verify_address(report)
    return {
        "language": "zh" if chinese else "en",
        "region": "cn" if chinese else "gb",
        "title": pgettext("report", "Credit report"),
        "subject": subject_name(report),
        "number": report.number,
        "code": spaced(report.check_code),
        "cut_off": _moment(report.cut_off),
        "issuer": report.issuer,
        "qr": _qr(address),
        "verify_address": address,
        "verify_words": _("QR code that leads to the check of this report"),
        "labels": _labels(),
        "cover": _cover(report),
        "explanation": {"title": _("About this report"), "paragraphs": list(_explanation(report))},
        "summary": _summary(content),
        "chapters": list(_chapters(content, _none(report), on)),
    }


def _fitting(content: Content, chapter: Chapter | None = None) -> list[Table]:
    """Return the tables of the snapshot that are about such a subject, in the order of printing."""
    subject = content.get("credit.subject") or [{}]
    person = subject[0].get("kind") == SubjectKind.PERSON
    return [table for table in tables(chapter) if table.code in content and table.persons in (None, person)]


def _labels() -> dict[str, str]:
    before, between, after = (
        pgettext("report", "Page {page} of {pages}").replace("{pages}", "{page}").split("{page}")
    )
    return {
        "number": pgettext("report", "Number"),
        "code": _("Check code"),
        "cut_off": _("Data cut-off"),
        "scan": _("Scan to check this report"),
        "end": pgettext("report", "End of the report"),
        "page_before": before,
        "page_between": between,
        "page_after": after,
    }


def _cover(report: CreditReport) -> list[list[str]]:
    purpose = " · ".join(filter(None, [str(report.get_purpose_display()), report.purpose_note]))
    pairs = [
        (_("Report number"), report.number),
        (_("Data cut-off"), _moment(report.cut_off)),
        (pgettext("report", "Purpose"), purpose),
        (_("Asked for by"), report.asker),
        (_("This report tells"), str(report.get_audience_display())),
        (_("Authorisation"), report.authorisation),
        (_("Issued by"), report.issuer),
        (_("Check code"), spaced(report.check_code)),
    ]
    return [[label, value] for label, value in pairs if value]


def _explanation(report: CreditReport) -> Iterator[str]:
    yield _(
        "This report says what the health authority's credit file held at the data cut-off. Whoever receives "
        "it can check it at the address of the QR code: the page confirms number, subject and cut-off, and "
        "says whether the file has changed since."
    )
    if report.audience == Audience.PUBLIC:
        yield _(
            "It tells what anybody may know: what is shown in public, and items whose use is public. Records "
            "that were withdrawn, annulled or repaired, and penalties whose time of display is over, do not "
            "stand in it."
        )
    else:
        yield _(
            "It tells more than is public, to those named on this page and for the purpose named. Records "
            "that were withdrawn, annulled or repaired do not stand in it."
        )
    yield _(
        "Personal numbers are masked, and so are personal data in texts. A record in the state disputed is "
        "one to which the subject objects and which is being examined. Names and texts of decisions are "
        "given in Chinese, as issued."
    )
    yield _(
        "The report is information for the purpose named; it replaces no licence, permit or judgment and may "
        "not be used for another purpose. Whoever finds something wrong in it can object at the authority."
    )


def _summary(content: Content) -> Document:
    counted = [table for table in _fitting(content) if table.layout == Layout.TABLE]
    return {
        "title": _("Summary"),
        "head": [pgettext("report", "Information"), pgettext("report", "Records")],
        "rows": [[str(table.title), str(len(content[table.code]))] for table in counted],
    }


def _none(report: CreditReport) -> str:
    """Say honestly what an empty table means for this audience."""
    if report.audience == Audience.PUBLIC:
        return pgettext("report", "No record that is public, up to the data cut-off.")
    if report.audience == Audience.AUTHORISED:
        return pgettext(
            "report", "No record that may be told with the authorisation, up to the data cut-off."
        )
    return pgettext("report", "No records up to the data cut-off.")


def _chapters(content: Content, nothing: str, on: date) -> Iterator[Document]:
    for chapter in Chapter:
        if chapter == Chapter.LOCAL:  # the standard puts the advice before what places add
            yield _advice(content, on)
        blocks = [_block(table, content[table.code], nothing) for table in _fitting(content, chapter)]
        told = [block for block in blocks if block["layout"] != Layout.FACTS or block["rows"]]
        none = NOT_KEPT.get(chapter) or _("This system keeps no records of this kind yet.")
        yield {"title": str(TITLES[chapter]), "blocks": told, "none": str(none)}


def _block(table: Table, rows: Sequence[Row], nothing: str) -> Document:
    block: Document = {"title": str(table.title), "layout": str(table.layout), "none": nothing}
    if table.layout == Layout.FACTS:
        return {**block, "rows": _facts(table, rows[0]) if rows else []}
    return {
        **block,
        "head": [str(column.title) for column in table.columns],
        "widths": [column.width for column in table.columns],
        "rows": [[column.show(row.get(column.key)) or "–" for column in table.columns] for row in rows],
    }


def _facts(table: Table, row: Row) -> list[list[str]]:
    shown = [(str(column.title), column.show(row.get(column.key))) for column in table.columns]
    return [[label, value] for label, value in shown if value]


def _advice(content: Content, on: date) -> Document:
    """Say what the rows mean for the subject to do (信用状况提升建议)."""
    said = [
        [str(words)]
        for table in _fitting(content)
        if table.advise is not None
        for row in content[table.code]
        if (words := table.advise(row, on))
    ]
    block = {"title": "", "layout": str(Layout.TABLE), "none": "", "head": [pgettext("report", "Advice")]}
    return {
        "title": pgettext("report", "Advice on improving the credit standing"),
        "none": _("Nothing in the file calls for advice."),
        "blocks": [{**block, "widths": [1], "rows": said}] if said else [],
    }


def _moment(at: datetime) -> str:
    return date_format(at.astimezone(CHINA), "Y-m-d H:i")


def _qr(address: str) -> str:
    """Draw the QR code. Trying all eight masks takes as long as setting the pages, and any one is read."""
    out = io.BytesIO()
    code = segno.make(address, error="m", micro=False, mask=4)
    code.save(out, kind="svg", border=2, dark="#12303b", xmldecl=False)
    return out.getvalue().decode()
