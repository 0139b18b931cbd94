"""A standard as a document for paper: items by clause, bands with what they lead to, the document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.language import listed
from core.ruletables import RuleBook
from credit.consequences import Consequence, read
from credit.models import Band, Criterion, Standard
from credit.rules.phrases import plain
from credit.rules.standard import BandData, graveness
from credit.rules.terms import CycleKind, Scale
from credit.standards.draft import Draft


@dataclass(frozen=True, slots=True)
class PrintedItem:
    """One line of the table of items."""

    clause: str
    code: str
    title: str
    points: str
    counted: str
    note: str


@dataclass(frozen=True, slots=True)
class PrintedBand:
    """One grade or action with its range and what it leads to."""

    label: str
    span: str
    consequences: Sequence[Consequence]


@dataclass(frozen=True, slots=True)
class Printed:
    """The parts of the document, in the active language."""

    title: str
    rules: Sequence[tuple[str, str]]
    items: Sequence[PrintedItem]
    bands: Sequence[PrintedBand]


def printed(draft: Draft, rules: RuleBook, *, on: date) -> Printed:
    """Return a standard in the words of the active language.

    Args:
        rules: the table of consequences.
        on: the day whose consequences are told.
    """
    standard = draft.standard
    bands = sorted(draft.bands, key=lambda row: graveness(Scale(standard.scale), _plain(row)))
    items = sorted(draft.criteria, key=lambda row: (_clause_order(row), row.item_code))
    return Printed(
        title=standard.title_shown,
        rules=_rules(draft),
        items=[_item(row) for row in items],
        bands=[
            PrintedBand(
                in_words(row.label, row.label_en),
                _span(standard, bands, place),
                _consequences(row, rules, standard.place, on),
            )
            for place, row in enumerate(bands)
        ],
    )


def in_words(chinese: str, english: str) -> str:
    """Return a word in the active language, Chinese where there is no English one."""
    return chinese if not english or (get_language() or "").startswith("zh") else english


def cycle_words(standard: Standard) -> str:
    """Tell the cycle in words."""
    if standard.cycle_kind == CycleKind.CALENDAR_YEARS:
        return _("%(years)s calendar year(s), a cycle starts in %(anchor)s") % {
            "years": standard.cycle_years,
            "anchor": standard.cycle_anchor,
        }
    return _("%(months)s months, %(kind)s") % {
        "months": standard.cycle_months,
        "kind": standard.get_cycle_kind_display(),
    }


def _rules(draft: Draft) -> list[tuple[str, str]]:
    standard = draft.standard
    grades = standard.scale == Scale.GRADES
    told = [
        (_("Applies to"), standard.get_applies_to_display()),
        (_("Place"), standard.place or _("whole country")),
        (_("Method"), standard.get_scale_display()),
        (_("Base score") if grades else _("Full points"), plain(standard.base)),
        (_("Cycle"), cycle_words(standard)),
    ]
    if grades:
        told.append((_("Lowest score"), plain(standard.floor)))
    if standard.bonus_cap:
        told.append((_("Most bonus points"), plain(standard.bonus_cap)))
    if standard.deduction_cap is not None:
        told.append((_("Most points taken in all"), plain(standard.deduction_cap)))
    for label, grade in (
        (_("Grade after a veto"), standard.veto_grade),
        (_("Grade while on a serious list"), standard.serious_list_grade),
    ):
        if grade:
            told.append((label, _label(draft, grade)))
    for step in draft.decay:
        words = {"months": step.from_months, "percent": step.percent}
        told.append((_("Decay"), _("from an age of %(months)s months on: %(percent)s %%") % words))
    return told


def _item(row: Criterion) -> PrintedItem:
    notes = []
    if row.veto:
        notes.append(_("veto"))
    if row.direct:
        notes.append(_("lowest directly"))
    if row.grade:
        notes.append(row.grade)
    if row.bonus:
        notes.append(_("adds points"))
    if row.cap is not None:
        notes.append(_("at most %(points)s in a cycle") % {"points": plain(row.cap)})
    sign = "+" if row.bonus else ""
    return PrintedItem(
        row.clause,
        row.item_code,
        in_words(row.title, row.title_en),
        sign + plain(row.points),
        row.get_per_display(),
        listed(notes),
    )


def _span(standard: Standard, bands: Sequence[Band], place: int) -> str:
    """Tell from where to where a band reaches; `bands` from the mildest to the gravest."""
    row = bands[place]
    if standard.scale == Scale.ACTIONS:
        if place + 1 == len(bands):
            return _("%(minimum)s points and more") % {"minimum": plain(row.minimum)}
        return _("%(minimum)s to less than %(limit)s points") % {
            "minimum": plain(row.minimum),
            "limit": plain(bands[place + 1].minimum),
        }
    if place == 0:
        return _("score %(minimum)s and above") % {"minimum": plain(row.minimum)}
    return _("score %(minimum)s to less than %(limit)s") % {
        "minimum": plain(row.minimum),
        "limit": plain(bands[place - 1].minimum),
    }


def _consequences(row: Band, rules: RuleBook, place: str, on: date) -> list[Consequence]:
    found = (rules.find(code, on=on, place=place) for code in row.consequences)
    return [read(rule) for rule in found if rule is not None]


def _label(draft: Draft, label: str) -> str:
    return next((in_words(row.label, row.label_en) for row in draft.bands if row.label == label), label)


def _plain(row: Band) -> BandData:
    return BandData(row.label, row.minimum)


def _clause_order(row: Criterion) -> tuple[bool, int, str]:
    """Sort clauses by the number in them (第2项 before 第10项); items without one come last."""
    digits = "".join(sign for sign in row.clause if sign.isdigit())
    return not row.clause, int(digits) if digits.isascii() and digits else 0, row.clause
