"""Figures of a campaign on a page: the same cards, charts and tables for progress now and for a bulletin."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from accounts.charts import BAD, GOOD, OPEN, OTHER, Chart, bar_options, stacked_bars
from supervision.campaigns.content import Content
from supervision.campaigns.wording import Table, as_of, bar_parts, bodies_table, tables, totals

PARTS = (("crossed_off", GOOD), ("waiting", OTHER), ("with_body", OPEN))
MOST_BODIES = 100
MOST_BARS = 12


def figures_context(content: Content) -> dict[str, Any]:
    """Return cards, charts and tables of counted figures.

    Bodies are shown with the most overdue and the most found problems first; the workbook holds all.
    """
    bodies = bodies_table(content)
    busiest = sorted(bodies.rows, key=lambda row: _weight(content, row), reverse=True)
    return {
        "content": content,
        "as_of": as_of(content),
        "totals": totals(content),
        "charts": [chart for chart in _charts(content) if not chart.empty],
        "tables": [_shown(table) for table in tables(content) if table.tells],
        "bodies_table": _shown(
            Table(**{**_fields(bodies), "rows": busiest[:MOST_BODIES]}) if busiest else bodies
        ),
        "more_bodies": max(0, len(busiest) - MOST_BODIES),
    }


def _fields(table: Table) -> dict[str, Any]:
    return {name: getattr(table, name) for name in Table.__dataclass_fields__}


def _shown(table: Table) -> dict[str, Any]:
    return {
        "table": table,
        "bodies": table.bodies and table.code != "by_body",
        "rows": [(row, list(zip(table.head, table.figures(row), strict=True))) for row in table.rows],
    }


def _weight(content: Content, row: dict[str, Any]) -> tuple[int, int]:
    codes = [counter["code"] for counter in content["counters"]]

    def figure(code: str) -> int:
        return row["counts"][codes.index(code)] or 0 if code in codes else 0

    return figure("overdue"), figure("found")


def _charts(content: Content) -> list[Chart]:
    regions = content["regions"] if len(content["regions"]) > 1 else content["categories"]
    place = _("Problems by region") if len(content["regions"]) > 1 else _("Problems by category of bodies")
    return [
        _chart(content, _("Problems by area"), content["areas"], ""),
        _chart(content, place, regions[:MOST_BARS], ""),
        _chart(content, _("Problems by number in the list"), content["by_problem"], "key"),
        _late_chart(content),
    ]


def _chart(content: Content, title: str, rows: list[dict[str, Any]], label: str) -> Chart:
    language = "zh-hans" if (get_language() or "").startswith("zh") else "en"
    named = {counter["code"]: counter[language] for counter in content["counters"]}
    parts = [(code, colour) for code, colour in PARTS if code in named]
    figures = [bar_parts(content, row, parts) for row in rows]
    series = [
        (named[code], colour, [row[place][0] for row in figures])
        for place, (code, colour) in enumerate(parts)
    ]
    lying = not label
    return Chart(
        title,
        _("Problems taken up for rectification, by what became of them."),
        stacked_bars([row[label or "label"] for row in rows], series),
        bar_options(stacked=True, lying=lying),
        tuple((words, colour) for words, colour, _values in series),
        not any(figure for row in figures for figure, _colour in row),
    )


def _late_chart(content: Content) -> Chart:
    codes = [counter["code"] for counter in content["counters"]]
    late = codes.index("overdue") if "overdue" in codes else None
    rows = [row for row in content["by_body"] if late is not None and row["counts"][late]]
    rows.sort(key=lambda row: -row["counts"][late])
    title = pgettext("campaign", "overdue")
    return Chart(
        _("Bodies with overdue problems"),
        _("At most twelve, the most overdue first."),
        stacked_bars(
            [row["label"] for row in rows[:MOST_BARS]],
            [(title, BAD, [row["counts"][late] for row in rows[:MOST_BARS]])],
        ),
        bar_options(stacked=True, lying=True),
        ((title, BAD),),
        not rows,
    )
