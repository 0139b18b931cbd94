"""Bulletin and yearly report on paper and as workbook, from what is kept of them alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from core.clock import CHINA
from supervision.campaigns import wording
from supervision.campaigns.content import freeze, words
from supervision.campaigns.figures import figures
from supervision.campaigns.press import Document, frame, paragraphs_of, pdf, section
from supervision.campaigns.wording import Table, bar_parts, bodies_table, late_bodies, summary, tables, totals
from supervision.campaigns.workbook import Cell, Sheet
from supervision.models import Bulletin, Campaign, YearlyReport
from supervision.models.bulletins import BulletinKind, BulletinState

BARS = (("crossed_off", "#2a9d8f"), ("waiting", "#e9c46a"), ("with_body", "#c9cdd2"))
MOST_LATE = 20
ISSUED = (BulletinState.ISSUED, BulletinState.SENT)


def of_now(campaign: Campaign) -> Bulletin:
    """Return the figures of this moment as a bulletin that is kept nowhere, for a workbook."""
    return Bulletin(
        campaign=campaign,
        title=campaign.title,
        authority_name=campaign.authority_name,
        number=0,
        kind=BulletinKind.MONTHLY,
        counted_at=timezone.now(),
        content=freeze(campaign, figures(campaign)),
    )


def bulletin_pdf(row: Bulletin) -> bytes:
    """Return a bulletin as PDF/A in the reader's language: the same bytes whenever it is asked for."""
    return pdf(bulletin_document(row), timestamp=int(row.counted_at.timestamp()))


def yearly_pdf(row: YearlyReport) -> bytes:
    """Return a yearly report as PDF/A in the reader's language."""
    return pdf(yearly_document(row), timestamp=int(row.counted_at.timestamp()))


def bulletin_document(row: Bulletin) -> Document:
    """Return everything that is printed of a bulletin."""
    final = row.kind == BulletinKind.FINAL
    masthead = _("Final report of a campaign") if final else _("Bulletin of a campaign")
    content = row.content
    sections = [
        section(_("Overview"), paragraphs=[summary(content)], tables=[_totals(content)]),
        *_written(row),
        section(
            _("Progress"),
            bars=[_bars(content)] if wording.total(content, "found") else [],
            tables=[_printed(table) for table in tables(content) if table.tells],
            none=_("Nothing was counted."),
        ),
    ]
    if late := late_bodies(content, most=MOST_LATE):
        sections.append(section(_("Bodies with overdue problems"), tables=[_late(late)]))
    number = "" if final else wording.issue_words(row.number)
    return _document(row, masthead, number, sections)


def yearly_document(row: YearlyReport) -> Document:
    """Return everything that is printed of a yearly report."""
    chinese = _chinese()
    tables_ = [
        {
            "title": group["title"]["zh-hans" if chinese else "en"],
            "head": [_("Figure"), str(row.year), str(row.year - 1)],
            "widths": [6, 2, 2],
            "numeric": [False, True, True],
            "rows": [
                [line["title"]["zh-hans" if chinese else "en"], str(line["count"]), str(line["before"])]
                for line in group["figures"]
            ],
        }
        for group in row.content["groups"]
    ]
    note = _("Counted from %(first)s to %(last)s; beside it the same days of the year before.") % {
        "first": row.content["first"],
        "last": row.content["last"],
    }
    sections = [*_written(row), section(_("Figures of the year"), paragraphs=[note], tables=tables_)]
    return _document(row, _("Yearly report"), str(row.year), sections)


def _document(row: Bulletin | YearlyReport, masthead: str, number: str, sections: list[Document]) -> Document:
    issued = row.issued_on if row.state in ISSUED else None
    day = date_format(issued, "DATE_FORMAT") if issued else str(row.get_state_display())
    facts = [[_("Counted at"), date_format(localtime(row.counted_at, CHINA), "Y-m-d H:i")]]
    if isinstance(row, Bulletin):
        facts.insert(0, [_("Days counted"), wording.as_of(row.content)])
    if isinstance(row, YearlyReport) and row.sent_to:
        facts.append([_("Goes to"), row.sent_to])
    if isinstance(row, Bulletin) and row.campaign.document_no:
        facts.append([_("Document of the campaign"), row.campaign.document_no])
    return {
        **frame(chinese=_chinese()),
        "masthead": masthead,
        "title": row.title,
        "number": number,
        "issuer": row.authority_name,
        "day": day,
        "facts": facts,
        "sections": sections,
        "signature": [row.authority_name, day] if issued else [day],
    }


def _written(row: Bulletin | YearlyReport) -> Iterator[Document]:
    for title, text in (
        (_("Work done"), row.work),
        (_("Problems that remain"), row.problems),
        (_("Next steps"), row.next_steps),
    ):
        if text.strip():
            yield section(title, paragraphs=paragraphs_of(text))


def _totals(content: dict[str, Any]) -> Document:
    rows = [
        [row.title, _told(row.within), str(row.figure), "" if row.share is None else f"{row.share}%"]
        for row in totals(content)
    ]
    return {
        "title": "",
        "head": [
            _("Figure"),
            pgettext("figure", "Within the time"),
            pgettext("figure", "At its end"),
            _("Share"),
        ],
        "widths": [6, 2, 2, 2],
        "numeric": [False, True, True, True],
        "rows": [[_("bodies in scope"), "", str(content["bodies"]), ""], *rows],
    }


def _told(figure: int | None) -> str:
    return "" if figure is None else str(figure)


def _bars(content: dict[str, Any]) -> Document:
    chinese = "zh-hans" if _chinese() else "en"
    named = {counter["code"]: counter[chinese] for counter in content["counters"]}
    rows = []
    for row in content["areas"]:
        parts = bar_parts(content, row, BARS)
        rows.append(
            {"label": row["label"], "parts": parts, "note": str(sum(figure for figure, _colour in parts))}
        )
    return {
        "title": _("Problems found, by area"),
        "legend": [[named[code], colour] for code, colour in BARS if code in named],
        "rows": rows,
    }


def _printed(table: Table) -> Document:
    about = [pgettext("figure", "Bodies")] if table.bodies else []
    width = 9 - min(len(table.head), 6)
    return {
        "title": table.title,
        "head": [table.first, *about, *table.head],
        "widths": [width, *([1] * len(about)), *([1] * len(table.head))],
        "numeric": [False, *([True] * len(about)), *([True] * len(table.head))],
        "rows": [
            [
                f"{row['key']}. {row['label']}"
                if table.code == "by_problem" and row["key"]
                else row["label"],
                *([str(row["bodies"])] if table.bodies else []),
                # A nought in every second cell hides what is there.
                *(str(figure) if figure else "–" for figure in table.figures(row)),
            ]
            for row in table.rows
        ],
    }


def _late(late: list[tuple[str, int]]) -> Document:
    return {
        "title": "",
        "head": [pgettext("campaign", "Body"), pgettext("campaign", "overdue")],
        "widths": [6, 1],
        "numeric": [False, True],
        "rows": [[name, str(count)] for name, count in late],
    }


def bulletin_sheets(row: Bulletin) -> Iterator[Sheet]:
    """Yield the sheets of a bulletin's workbook: the whole, and each table with its sums."""
    content = row.content
    yield Sheet(
        _("Overview"),
        (_("Figure"), pgettext("figure", "At its end"), pgettext("figure", "Within the time"), _("Share")),
        (40, 40, 14, 14),
        [
            (_("Title"), row.title),
            *([(_("Issue"), row.number)] if row.number else []),
            (pgettext("campaign", "Authority"), row.authority_name),
            (_("Days counted"), wording.as_of(content)),
            (_("Counted at"), date_format(localtime(row.counted_at, CHINA), "Y-m-d H:i")),
            *([(_("State"), str(row.get_state_display()))] if row.number else []),
            (_("bodies in scope"), content["bodies"]),
            *(
                (one.title, one.figure, one.within, "" if one.share is None else f"{one.share}%")
                for one in totals(content)
            ),
        ],
    )
    for table in [*tables(content), bodies_table(content)]:
        yield _sheet(table, content)


def _sheet(table: Table, content: dict[str, Any]) -> Sheet:
    about = [pgettext("figure", "Bodies")] if table.bodies and table.code != "by_body" else []
    note = {"by_problem": _("Area"), "by_body": _("Category")}.get(table.code)
    head = [*([_("No.")] if table.code == "by_problem" else []), table.first, *([note] if note else [])]
    widths = [*([6] if table.code == "by_problem" else []), 44, *([18] if note else [])]

    dated = [place for place, came in enumerate(content["within"]) if came is not None and table.bodies]
    heads = [_("%(figure)s, within the time") % {"figure": words(content)[place]} for place in dated]

    def cells(row: dict[str, Any]) -> list[Cell]:
        first: list[Cell] = []
        if table.code == "by_problem":
            first = [int(row["key"]) if row["key"] else None]
        return [
            *first,
            row["label"],
            *([row["note"]] if note else []),
            *([row["bodies"]] if about else []),
            *table.figures(row),
            *(row["within"][place] for place in dated),
        ]

    return Sheet(
        table.title,
        [*head, *about, *table.head, *heads],
        [*widths, *([12] * (len(about) + len(table.head) + len(heads)))],
        [cells(row) for row in table.rows],
    )


def yearly_sheets(row: YearlyReport) -> Iterator[Sheet]:
    """Yield the one sheet of a yearly report's workbook."""
    chinese = "zh-hans" if _chinese() else "en"
    yield Sheet(
        _("Figures of the year"),
        (_("Group"), _("Figure"), str(row.year), str(row.year - 1)),
        (40, 40, 12, 12),
        [
            (group["title"][chinese], line["title"][chinese], line["count"], line["before"])
            for group in row.content["groups"]
            for line in group["figures"]
        ],
    )


def file_name(row: Bulletin | YearlyReport, ending: str) -> str:
    """Return the name of the file: the title, and nothing that a file system dislikes."""
    plain = "".join("-" if mark in '/\\:*?"<>|' else mark for mark in row.title)
    return f"{plain[:80]}.{ending}"


def _chinese() -> bool:
    return (get_language() or "").startswith("zh")
