"""The sentences and tables of bulletins, from their frozen figures: the same on the page and on paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from supervision.campaigns.content import Content, came_within, last_day, total, words


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a bulletin: title, name of its first column, headings, rows of label, note, figures.

    `bodies` says whether its rows count bodies; `places` are the places of the figures that it shows.
    """

    code: str
    title: str
    first: str
    head: list[str]
    places: list[int]
    bodies: bool
    rows: list[dict[str, Any]]

    def figures(self, row: dict[str, Any]) -> list[int]:
        """Return the figures of a row that the table shows."""
        return [row["counts"][place] or 0 for place in self.places]

    @property
    def tells(self) -> bool:
        """Whether anything stands in it; one of problems that are all noughts fills a page for nobody."""
        return self.bodies or any(any(self.figures(row)) for row in self.rows)


def tables(content: Content) -> list[Table]:
    """Return the tables by region, category, area and problem; one of a single row says nothing."""
    named = (
        ("regions", _("By region"), _("Region"), True),
        ("categories", _("By category of bodies"), _("Category"), True),
        ("areas", _("By area"), _("Area"), False),
        ("by_problem", _("By problem"), _("Problem"), False),
    )
    return [
        table(content, code, title, first, bodies=bodies)
        for code, title, first, bodies in named
        if len(content[code]) > 1 or code == "by_problem"
    ]


def table(content: Content, code: str, title: str, first: str, *, bodies: bool) -> Table:
    """Return one table; figures that are not about single problems stand in no table of problems."""
    rows = content[code]
    all_places = range(len(content["counters"]))
    places = [
        place for place in all_places if bodies or any(row["counts"][place] is not None for row in rows)
    ]
    head = words(content)
    return Table(code, title, first, [head[place] for place in places], places, bodies, rows)


def bodies_table(content: Content) -> Table:
    """Return the table by body."""
    return table(
        content, "by_body", pgettext("campaign", "By body"), pgettext("campaign", "Body"), bodies=True
    )


def late_bodies(content: Content, *, most: int) -> list[tuple[str, int]]:
    """Return the bodies with most overdue problems, for the list of those to be hurried."""
    codes = [counter["code"] for counter in content["counters"]]
    if "overdue" not in codes:
        return []
    place = codes.index("overdue")
    late = [(row["label"], row["counts"][place] or 0) for row in content["by_body"]]
    return sorted((pair for pair in late if pair[1]), key=lambda pair: (-pair[1], pair[0]))[:most]


def as_of(content: Content) -> str:
    """Return for which days the figures are counted."""
    last = content["last"]
    if content["first"]:
        return _("within: %(first)s to %(last)s; standing: end of %(last)s") % {
            "first": content["first"],
            "last": last,
        }
    return last


def summary(content: Content) -> str:
    """Return the leading sentences: scope, what came within the time, how things stood at its end."""
    found, done, late = (total(content, code) for code in ("found", "crossed_off", "overdue"))
    sentences = [
        _("%(bodies)s bodies are in scope, with a list of %(problems)s problems.")
        % {"bodies": content["bodies"], "problems": content["problems"]},
        *_within(content),
    ]
    if found:
        sentences.append(
            _(
                "By the end of %(day)s %(found)s problems had been found, %(done)s of them were crossed off"
                " (%(share)s%%)."
            )
            % {
                "day": date_format(last_day(content), "DATE_FORMAT"),
                "found": found,
                "done": done,
                "share": round(100 * done / found),
            }
        )
    else:
        sentences.append(_("No problem has been taken up for rectification yet."))
    if late:
        sentences.append(_("%(late)s problems are overdue.") % {"late": late})
    between = "" if (get_language() or "").startswith("zh") else " "
    return between.join(sentences)


def _within(content: Content) -> Iterator[str]:
    found, handed_in, done = (came_within(content, code) for code in ("found", "handed_in", "crossed_off"))
    if found is None and done is None:
        return
    first, last = date.fromisoformat(content["first"]), last_day(content)
    yield _(
        "From %(first)s to %(last)s %(found)s problems were found, %(handed_in)s handed in as put right,"
        " %(done)s crossed off."
    ) % {
        "first": date_format(first, "DATE_FORMAT"),
        "last": date_format(last, "DATE_FORMAT"),
        "found": found or 0,
        "handed_in": handed_in or 0,
        "done": done or 0,
    }


@dataclass(frozen=True, slots=True)
class Total:
    """One figure of the whole.

    Args:
        figure: how it stood at the end.
        within: what came to it within the time, None where that is not counted.
        share: in per cent of what it is a share of, None for none.
        bad: more of it is worse.
    """

    title: str
    figure: int
    within: int | None
    share: int | None
    bad: bool


def totals(content: Content) -> list[Total]:
    """Return the figures of the whole."""
    codes = [counter["code"] for counter in content["counters"]]
    shown = []
    for place, (counter, title) in enumerate(zip(content["counters"], words(content), strict=True)):
        figure = content["totals"][place] or 0
        whole = content["bodies"] if counter["of"] == "bodies" else 0
        if counter["of"] in codes:
            whole = content["totals"][codes.index(counter["of"])] or 0
        share = round(100 * figure / whole) if whole else None
        shown.append(Total(title, figure, came_within(content, counter["code"]), share, counter["bad"]))
    return shown


def bar_parts(
    content: Content, row: dict[str, Any], colours: Sequence[tuple[str, str]]
) -> list[tuple[int, str]]:
    """Return the parts of a row's bar: crossed off, waiting, being rectified."""
    codes = [counter["code"] for counter in content["counters"]]
    return [(row["counts"][codes.index(code)] or 0, colour) for code, colour in colours if code in codes]


def issue_words(number: int) -> str:
    """Return the number of a bulletin as it stands on its head."""
    return pgettext("bulletin", "Issue %(number)s") % {"number": number}
