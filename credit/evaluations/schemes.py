"""Evaluation schemes and score sheets as data (tables `credit.evaluation_scheme`, `credit.score_sheet`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core import ruletables
from core.errors import Refusal
from core.models import Rule

SCHEMES = "credit.evaluation_scheme"
SHEETS = "credit.score_sheet"
NATIONAL = "national"
BY_SHEET = "sheet"


@dataclass(frozen=True, slots=True)
class ResultWord:
    """One result of a scheme: its word, in English, and how it is shown."""

    label: str
    label_en: str
    tone: str

    @property
    def shown(self) -> str:
        """The word in the reader's language."""
        return self.label if in_chinese() or not self.label_en else f"{self.label} ({self.label_en})"


@dataclass(frozen=True, slots=True)
class Cut:
    """From this standardised score on, this result."""

    result: str
    minimum: Decimal


@dataclass(frozen=True, slots=True)
class TaskRule:
    """A result that opens a task, and within how many working days it is to be done."""

    result: str
    kind: str
    working_days: int


@dataclass(frozen=True, slots=True)
class Scheme:
    """An evaluation scheme as it holds in a place on a day.

    Args:
        code: its code in the rule table.
        title, title_en: its name.
        source: "others" when results are taken in, "sheet" when they come from our own score sheets.
        sheet: code of the score sheet, "" for none.
        results: its results, best first.
        cuts: cut points on the standardised score, highest first.
        key_item_result: result when a key item failed, "" when nothing is rated then.
        visits: how many visits the first rating needs.
        months_apart: how far apart they must lie.
        tasks: what a result opens.
        public: results may be shown to the public.
        sets_class: the result is the body's quantified class.
        confirmed: read in the source; if not, a local default.
        basis: document and article.
    """

    code: str
    title: str
    title_en: str
    source: str
    sheet: str
    results: tuple[ResultWord, ...]
    cuts: tuple[Cut, ...]
    key_item_result: str
    visits: int
    months_apart: int
    tasks: tuple[TaskRule, ...]
    public: bool
    sets_class: bool
    confirmed: bool
    basis: str

    @property
    def shown(self) -> str:
        """Its name in the reader's language."""
        return self.title if in_chinese() or not self.title_en else self.title_en

    def word(self, label: str) -> ResultWord:
        """Return a result by its word; one that the scheme no longer has is shown as it is."""
        return next((word for word in self.results if word.label == label), ResultWord(label, "", ""))


@dataclass(frozen=True, slots=True)
class SheetItem:
    """One line of a score sheet."""

    code: str
    group: str
    group_en: str
    title: str
    title_en: str
    points: Decimal
    key: bool
    may_be_missing: bool

    @property
    def shown(self) -> str:
        """What is judged, in the reader's language."""
        return self.title if in_chinese() or not self.title_en else self.title_en

    @property
    def group_shown(self) -> str:
        """Its heading, in the reader's language."""
        return self.group if in_chinese() or not self.group_en else self.group_en


def in_chinese() -> bool:
    """Tell whether the reader reads Chinese."""
    return (get_language() or "zh").startswith("zh")


def scheme(code: str, *, on: date, place: str = "") -> Scheme:
    """Read a scheme.

    Raises:
        Refusal: no such scheme is in force there on that day.
    """
    row = ruletables.book(SCHEMES).find(code, on=on, place=place)
    if row is None:
        raise Refusal(
            _("There is no evaluation scheme “%s” in force; an administrator must add it.") % code,
            field="scheme",
        )
    return read_scheme(row)


def schemes(*, on: date, place: str = "") -> list[Scheme]:
    """Return all schemes in force."""
    found = ruletables.book(SCHEMES).in_force(on=on, place=place)
    return [read_scheme(row) for _code, row in sorted(found.items())]


def read_scheme(row: Rule) -> Scheme:
    """Read a scheme from its rule."""
    value: dict[str, Any] = row.value
    first = value.get("first_rating") or {}
    cuts = [Cut(cut["result"], Decimal(str(cut["from"]))) for cut in value.get("bands") or ()]
    return Scheme(
        code=row.code,
        title=row.title,
        title_en=value.get("title_en", ""),
        source=value["source"],
        sheet=value.get("sheet", ""),
        results=tuple(
            ResultWord(each["label"], each.get("en", ""), each.get("tone", "")) for each in value["results"]
        ),
        cuts=tuple(sorted(cuts, key=lambda cut: cut.minimum, reverse=True)),
        key_item_result=value.get("key_item_result", ""),
        visits=int(first.get("visits", 1)),
        months_apart=int(first.get("months_apart", 0)),
        tasks=tuple(
            TaskRule(each["result"], each["kind"], int(each["working_days"]))
            for each in value.get("tasks") or ()
        ),
        public=bool(value.get("public")),
        sets_class=bool(value.get("quantified_class")),
        confirmed=row.certainty == Rule.Certainty.VERIFIED,
        basis=f"{row.document} {row.article}".strip(),
    )


def sheet_of(scheme: Scheme, *, on: date, place: str = "") -> dict[str, Any]:
    """Return a scheme's score sheet as it is kept with a visit: title, basis, certainty and items.

    Raises:
        Refusal: the scheme has no sheet, or it is not in force.
    """
    row = ruletables.book(SHEETS).find(scheme.sheet, on=on, place=place) if scheme.sheet else None
    if row is None:
        raise Refusal(
            _("The scheme “%s” has no score sheet in force; an administrator must add it.") % scheme.shown,
            field="scheme",
        )
    return {
        "title": row.title,
        "title_en": row.value.get("title_en", ""),
        "basis": f"{row.document} {row.article}".strip(),
        "confirmed": row.certainty == Rule.Certainty.VERIFIED,
        "items": row.value["items"],
    }


def items_of(sheet: dict[str, Any]) -> list[SheetItem]:
    """Read the lines of a kept sheet."""
    return [
        SheetItem(
            code=str(each["code"]),
            group=each.get("group", ""),
            group_en=each.get("group_en", ""),
            title=each["title"],
            title_en=each.get("en", ""),
            points=Decimal(str(each["points"])),
            key=bool(each.get("key")),
            may_be_missing=bool(each.get("may_be_missing")),
        )
        for each in sheet.get("items") or ()
    ]
