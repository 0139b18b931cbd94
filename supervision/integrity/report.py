"""The report of a yearly assessment, as PDF and workbook; its words are frozen when it is published."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any, BinaryIO

from django.utils.translation import get_language, override, pgettext
from django.utils.translation import gettext as _

from accounts.charts import BAD, GOOD, OPEN, OTHER, Chart, bar_options, stacked_bars
from core.clock import CHINA, today
from supervision.campaigns import press, workbook
from supervision.campaigns.workbook import Sheet
from supervision.integrity import scoring, selectors
from supervision.integrity.choices import RUNNING, STANDING, MeasureState
from supervision.integrity.selectors import BandCount
from supervision.models import Assessment, AssessmentRound, IntegrityBreach, IntegrityMeasure

COLOURS = {"excellent": GOOD, "good": OTHER, "pass": OPEN, "fail": BAD}
Rows = list[list[str]]


def chart(counts: Sequence[BandCount]) -> Chart:
    """Draw how many reached each band."""
    series = [
        (band.name, COLOURS.get(band.code, OTHER), [band.count if other is band else 0 for other in counts])
        for band in counts
    ]
    return Chart(
        _("Results by band"),
        _("Decided assessments of this round."),
        stacked_bars([band.name for band in counts], series),
        bar_options(stacked=True),
        tuple((words, colour) for words, colour, _values in series),
        not any(band.count for band in counts),
    )


LANGUAGES = ("zh-hans", "en")


def pdf(row: AssessmentRound) -> bytes:
    """Set the report of a published round in the reader's language; the same bytes whenever asked for."""
    day = row.published_on or today()
    stamp = int(datetime.combine(day, time(), tzinfo=CHINA).timestamp())
    return press.pdf(frozen(row), timestamp=stamp)


def freeze(row: AssessmentRound) -> dict[str, Any]:
    """Return the report's words in both languages, as they stand now, to be kept with the round."""
    words = {}
    for language in LANGUAGES:
        with override(language):
            words[language] = document(row)
    return words


def frozen(row: AssessmentRound) -> dict[str, Any]:
    """Return the kept words in the reader's language."""
    kept: dict[str, Any] = row.report[LANGUAGES[0] if _chinese() else LANGUAGES[1]]
    return kept


def _chinese() -> bool:
    return (get_language() or "").startswith("zh")


def document(row: AssessmentRound) -> dict[str, Any]:
    """Return everything that is printed, in the language in force."""
    counts = selectors.band_counts(row)
    return {
        **press.frame(chinese=_chinese()),
        "masthead": "",
        "title": row.title,
        "number": row.document_no,
        "issuer": row.authority_name,
        "day": row.published_on.isoformat() if row.published_on else "",
        "facts": _facts(row),
        "sections": [
            _results(counts),
            _ranking(row),
            _by_indicator(row),
            _breaches(row),
            _consequences(row),
        ],
        "signature": [row.authority_name, row.published_on.isoformat() if row.published_on else ""],
    }


def _facts(row: AssessmentRound) -> Rows:
    told = selectors.progress(row)
    table = f"{row.document} {row.article}".strip()
    if not row.confirmed:
        mark = _("Local default, to be confirmed")
        table = f"{table}（{mark}）"
    pairs = [
        (_("Year"), str(row.year)),
        (_("Document number"), row.document_no),
        (_("Published inside"), row.published_on.isoformat() if row.published_on else ""),
        (_("Indicator table"), table),
        (_("Assessed"), str(told.all)),
        (_("Self-scores handed in"), str(told.handed_in)),
        (_("Marks changed by the review"), str(selectors.differences(row))),
    ]
    return [[label, value] for label, value in pairs]


def _results(counts: Sequence[BandCount]) -> dict[str, Any]:
    bars = {
        "title": _("Results by band"),
        "legend": [[band.name, COLOURS.get(band.code, OTHER)] for band in counts],
        "rows": [
            {
                "label": band.name,
                "parts": [[band.count, COLOURS.get(band.code, OTHER)]],
                "note": str(band.count),
            }
            for band in counts
        ],
    }
    return press.section(_("Results"), bars=[bars])


def _ranking(row: AssessmentRound) -> dict[str, Any]:
    return press.section(
        pgettext("integrity report", "Ranking"),
        tables=[
            {
                "title": "",
                "head": [_("No."), _("Body or office"), _("Self-score"), _("Score"), _("Band")],
                "widths": [1, 6, 2, 2, 2],
                "numeric": [True, False, True, True, False],
                "rows": [
                    [str(place), one.called, _shown(one.self_total), _shown(one.total), _band(one)]
                    for place, one in enumerate(selectors.ranking(row), start=1)
                ],
            }
        ],
    )


def _band(one: Assessment) -> str:
    name = scoring.band_name(one.band)
    veto = _("veto")
    return f"{name}（{veto}）" if one.vetoed else name


def _by_indicator(row: AssessmentRound) -> dict[str, Any]:
    rows = [
        [str(line.number), line.text, _shown(line.full), _shown(own), _shown(given)]
        for line, own, given in selectors.averages(row)
    ]
    head = [_("No."), _("Indicator"), _("Full marks"), _("Mean self-score"), _("Mean score")]
    table = {
        "title": "",
        "head": head,
        "widths": [1, 7, 2, 2, 2],
        "numeric": [True, False, True, True, True],
        "rows": rows,
    }
    return press.section(_("By indicator"), tables=[table])


def _breaches(row: AssessmentRound) -> dict[str, Any]:
    found = IntegrityBreach.objects.filter(
        division_code__startswith=row.division_code, state__in=STANDING, happened_on__year=row.year
    ).select_related("subject", "office")
    rows = [
        [
            one.office.name if one.office else one.subject.name,
            one.title,
            one.happened_on.isoformat(),
            one.get_state_display(),
        ]
        for one in found.order_by("happened_on", "pk")
    ]
    table = {
        "title": "",
        "head": [_("Body or office"), _("Breach"), _("Happened on"), _("State")],
        "widths": [5, 5, 2, 2],
        "numeric": [False, False, False, False],
        "rows": rows,
    }
    return press.section(
        _("Breaches of the year"), tables=[table] if rows else [], none=_("No breach was confirmed.")
    )


def _consequences(row: AssessmentRound) -> dict[str, Any]:
    wanted = (*RUNNING, MeasureState.PROPOSED, MeasureState.ENDED)
    found = IntegrityMeasure.objects.filter(assessment__round=row, state__in=wanted)
    rows = [
        [
            one.office.name if one.office else one.subject.name,
            one.get_kind_display(),
            one.document_no or "–",
            one.get_state_display(),
        ]
        for one in found.select_related("subject", "office").order_by("subject__name", "pk")
    ]
    table = {
        "title": "",
        "head": [_("Body or office"), _("Consequence"), _("Document number"), _("State")],
        "widths": [5, 4, 3, 2],
        "numeric": [False, False, False, False],
        "rows": rows,
    }
    return press.section(
        _("Consequences of the results"), tables=[table] if rows else [], none=_("Nothing follows.")
    )


def _shown(value: Any) -> str:
    return "–" if value is None else f"{value:.1f}"


def write_workbook(row: AssessmentRound, target: BinaryIO) -> None:
    """Write the report as a workbook: ranking, marks of everybody, means, breaches and consequences."""
    told = frozen(row)
    titles = (
        pgettext("integrity report", "Ranking"),
        _("By indicator"),
        _("Breaches of the year"),
        _("Consequences of the results"),
    )
    sheets = []
    for section in told["sections"]:
        if section["title"] in titles and section["tables"]:
            table = section["tables"][0]
            widths = [6 * share for share in table["widths"]]
            sheets.append(Sheet(section["title"], table["head"], widths, table["rows"]))
    workbook.write([*sheets, _marks(row)], target)


def _marks(row: AssessmentRound) -> Sheet:
    """One line an assessment and indicator: what it gave itself, what it was given, and why."""
    assessed = row.assessments.select_related("subject", "office").prefetch_related("scores__indicator")
    rows = [
        [
            one.called,
            str(score.indicator.number),
            score.indicator.text,
            _shown(score.indicator.full),
            _shown(score.own),
            _shown(score.given),
            score.given_words,
        ]
        for one in assessed.order_by("office__name", "subject__name")
        for score in sorted(one.scores.all(), key=lambda score: score.indicator.number)
    ]
    head = (
        _("Body or office"),
        _("No."),
        _("Indicator"),
        _("Full marks"),
        _("Self-score"),
        _("Score"),
        _("Reason of the review"),
    )
    return Sheet(_("All marks"), head, (28, 6, 40, 10, 10, 10, 40), rows)
