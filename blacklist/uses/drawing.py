"""Drawing the four lists from the tables: what the county works by today becomes a draft to be edited.

The rows are written in Chinese, the language in which the lists are adopted and published.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from blacklist.measures.selectors import catalogue
from blacklist.models import ListScheme, Measure
from blacklist.selectors import founding_bases, schemes_for
from blacklist.uses.choices import FourKind
from core import ruletables
from core.models import Rule
from credit.choices import Polarity, Severity
from credit.models import CatalogueItem

USES = "blacklist.uses"
LANGUAGE = "zh-hans"
_KINDS = (Polarity.BASIC, Polarity.GOOD, Polarity.BAD)
_CLASSES = (Severity.SERIOUS, Severity.ORDINARY, Severity.MINOR, Severity.NONE)


@dataclass(frozen=True, slots=True)
class Line:
    """One row as it is drawn; `origin` names where from."""

    code: str
    name: str
    basis: str
    group: str = ""
    applies_to: str = ""
    detail: str = ""
    department: str = ""
    confirmed: bool = False
    origin: str = ""


def draw(kind: str, place: str, on: date) -> list[Line]:
    """Return the rows of one of the four lists as the tables have them on a day in a place.

    What rests on no basis in force is left out: it belongs to no list (国办发〔2020〕49号).

    Args:
        kind: a `FourKind`.
        place: division code.
        on: the day.
    """
    with translation.override(LANGUAGE):
        return list(_DRAWERS[kind](place, on))


def _data(place: str, on: date) -> Iterator[Line]:
    for item in sorted(_items(place, on), key=lambda row: _KINDS.index(row.polarity)):
        kept = (
            _("kept for %(months)s months") % {"months": item.retention_months}
            if item.retention_months
            else _("kept without end")
        )
        yield Line(
            code=item.code,
            name=item.name,
            basis=_document(item.document, item.article),
            group=str(item.get_polarity_display()),
            applies_to=str(item.get_applies_to_display()),
            detail=f"{item.get_scope_display()}；{kept}",
            confirmed=item.confirmed,
            origin=f"credit.catalogueitem:{item.pk}",
        )


def _conduct(place: str, on: date) -> Iterator[Line]:
    for item in sorted(_items(place, on), key=lambda row: _CLASSES.index(row.severity)):
        if item.polarity == Polarity.BAD:
            yield Line(
                code=item.code,
                name=item.name,
                basis=_document(item.document, item.article),
                group=_("dishonest conduct: %(class)s") % {"class": item.get_severity_display()},
                applies_to=str(item.get_applies_to_display()),
                detail=_("entered in the credit file and counted in the grade"),
                confirmed=item.confirmed,
                origin=f"credit.catalogueitem:{item.pk}",
            )
    for scheme in schemes_for(on, place):
        bases = founding_bases(scheme, on, place=place)
        if not bases:
            continue
        basis = "；".join(_document(row.document, row.document_no, row.article) for row in bases)
        for criterion in scheme.criteria.all():
            yield Line(
                code=f"{scheme.code}-{criterion.code}"[:64],
                name=criterion.text[:300],
                basis=basis[:400],
                group=scheme.name[:100],
                applies_to=_whom(scheme),
                detail=_leads_to(scheme),
                department=scheme.decider,
                confirmed=criterion.confirmed and all(row.confirmed for row in bases),
                origin=f"blacklist.schemecriterion:{criterion.pk}",
            )


def _measures(place: str, on: date) -> Iterator[Line]:
    newest: dict[str, Measure] = {}
    known = catalogue(on, place)
    for measure in sorted(known, key=lambda row: (len(row.edition.place), row.edition.effective_from)):
        newest[measure.code] = measure
    for code in sorted(newest):
        measure = newest[code]
        bases = [row for row in measure.bases.all() if row.in_force(on)]
        if not bases:
            continue
        yield Line(
            code=measure.code,
            name=measure.title[:300],
            basis="；".join(_document(row.document, row.document_no, row.article) for row in bases)[:400],
            group=f"{measure.get_kind_display()} · {measure.get_family_display()}"[:100],
            applies_to=_whom(measure),
            detail="；".join((_lists(measure), measure.edition.title)).strip("；"),
            department=str(measure.get_department_kind_display()),
            confirmed=measure.confirmed and all(row.confirmed for row in bases),
            origin=f"blacklist.measure:{measure.pk}",
        )


def _uses(place: str, on: date) -> Iterator[Line]:
    rules = ruletables.book(USES).in_force(on=on, place=place)
    for code, rule in sorted(rules.items(), key=lambda pair: pair[1].pk):
        yield Line(
            code=code,
            name=rule.title,
            basis=_document(rule.document, rule.article),
            applies_to=rule.value.get("applies_to", ""),
            detail=rule.value.get("detail", ""),
            department=rule.value.get("department", ""),
            confirmed=rule.certainty == Rule.Certainty.VERIFIED,
            origin=f"core.rule:{rule.pk}",
        )


_DRAWERS: dict[str, Callable[[str, date], Iterator[Line]]] = {
    FourKind.DATA: _data,
    FourKind.CONDUCT: _conduct,
    FourKind.MEASURES: _measures,
    FourKind.USES: _uses,
}


def _items(place: str, on: date) -> Sequence[CatalogueItem]:
    """Return the versions in force, of each code that of the nearest place."""
    nearest: dict[str, CatalogueItem] = {}
    rows = CatalogueItem.objects.in_force(on).of_place(place)
    for item in sorted(rows, key=lambda row: (len(row.place), row.effective_from)):
        nearest[item.code] = item
    return [nearest[code] for code in sorted(nearest)]


def _document(*parts: str) -> str:
    return " ".join(filter(None, parts)) or _("collection catalogue of this place")


def _whom(row: ListScheme | Measure) -> str:
    whom = ((_("bodies"), row.for_bodies), (_("natural persons"), row.for_persons))
    return "、".join(word for word, meant in whom if meant)


def _leads_to(scheme: ListScheme) -> str:
    term = _("for %(months)s months") % {"months": scheme.term_months} if scheme.term_months else ""
    return "，".join(filter(None, (_("listed: %(list)s") % {"list": scheme.get_kind_display()}, term)))


def _lists(measure: Measure) -> str:
    named = dict(ListScheme._meta.get_field("kind").flatchoices)
    return "、".join(str(named.get(kind, kind)) for kind in measure.list_kinds)
