"""A list scheme in words: its basis, procedure, exit and publication, as a page shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from blacklist.choices import AfterBreach, ListKind
from blacklist.exit.choices import Need
from blacklist.models import ListScheme, SchemeBasis, SchemeCriterion
from core.language import listed
from credit.choices import Severity
from credit.models import CatalogueItem

KIND_COLOURS = {
    ListKind.RED: "success",
    ListKind.SERIOUS: "danger",
    ListKind.ATTENTION: "warning",
    ListKind.MEDICAL_ORDER: "danger",
}
NEEDS: dict[str, str | Promise] = dict(Need.choices)


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """One ground as the page shows it: its words and the catalogue items that may carry it."""

    row: SchemeCriterion
    text: str
    items: tuple[str, ...]


def name_of(scheme: ListScheme) -> str:
    """Return the scheme's name in the reader's language, Chinese where there is no English one."""
    return scheme.name_shown


def text_of(criterion: SchemeCriterion) -> str:
    """Return a ground in the reader's language, Chinese where there is no English one."""
    return _chosen(criterion.text, criterion.text_en)


def holds(row: ListScheme | SchemeBasis, day: date) -> bool:
    """Tell whether a version or a basis is in force on a day."""
    return row.effective_from <= day and (row.effective_to is None or day <= row.effective_to)


def criteria_lines(scheme: ListScheme) -> list[CriterionLine]:
    """Return the grounds with the names of their items, in one query for the items."""
    rows = list(scheme.criteria.order_by("pk"))
    codes = {code for row in rows for code in row.items}
    known = {
        item.code: item.name_shown for item in CatalogueItem.objects.filter(code__in=codes).order_by("pk")
    }
    return [
        CriterionLine(row, text_of(row), tuple(f"{code} {known.get(code, '')}".strip() for code in row.items))
        for row in rows
    ]


def procedure_of(scheme: ListScheme) -> list[tuple[str, str]]:
    """Return the procedure as label and words."""
    return [
        (_("Who may be listed"), _whom(scheme)),
        (pgettext("list scheme", "Proposed by"), scheme.proposer),
        (_("Decided by"), scheme.decider),
        (_("Upper authority's consent"), _yes(scheme.upper_consent)),
        (_("Written notice first"), _yes(scheme.needs_notice)),
        (_("Statement and defence"), working_days(scheme.statement_working_days)),
        (_("Hearing may be asked for within"), working_days(scheme.hearing_working_days)),
        (_("Publicised before the decision"), working_days(scheme.publicise_first_working_days)),
        (_("Who proves no intent is not listed"), _yes(scheme.wilfulness_defence)),
        (_("Responsible persons are listed too"), _yes(scheme.lists_responsible_persons)),
    ]


def exit_of(scheme: ListScheme) -> list[tuple[str, str]]:
    """Return term and ways out as label and words."""
    repair = scheme.exit_rules.get("repair") or {}
    lines = [
        (_("Term"), months(scheme.term_months)),
        (_("At the end of the term"), _yes(bool(scheme.exit_rules.get("term")))),
        (_("By repair"), _yes(bool(repair))),
    ]
    if repair:
        lines += [
            (_("Repair at the earliest after"), months(repair.get("after_months"))),
            (
                _("A repair needs"),
                listed((NEEDS.get(code, code) for code in repair.get("needs", [])), sentences=True),
            ),
        ]
    severities = scheme.breach_rules.get("severities", {})
    for severity, label in (
        (Severity.SERIOUS, _("After a serious breach")),
        (Severity.ORDINARY, _("After an ordinary breach")),
    ):
        if act := severities.get(severity):
            lines.append((label, str(AfterBreach(act).label)))
    for code, act in scheme.breach_rules.get("items", {}).items():
        lines.append((code, str(AfterBreach(act).label)))
    return [
        *lines,
        (_("When the basis falls away"), _yes(bool(scheme.exit_rules.get("revocation", True)))),
        (_("By a court"), _yes(bool(scheme.exit_rules.get("court", True)))),
    ]


def publication_of(scheme: ListScheme) -> list[tuple[str, str]]:
    """Return what the public sees, and what else the list does."""
    return [
        (_("Bodies"), _shown(scheme.publishes_bodies)),
        (_("Natural persons"), _shown(scheme.publishes_persons)),
        (_("Holds grades down as a serious list"), _yes(scheme.counts_as_serious)),
    ]


def _shown(published: bool) -> str:
    return pgettext("list scheme", "published") if published else pgettext("list scheme", "withheld")


def _whom(scheme: ListScheme) -> str:
    whom = ((scheme.for_bodies, _("Bodies")), (scheme.for_persons, _("Natural persons")))
    return listed(words for wanted, words in whom if wanted)


def _chosen(chinese: str, english: str) -> str:
    return chinese if not english or (get_language() or "").startswith("zh") else english


def _yes(value: bool) -> str:
    return _("yes") if value else _("no")


def working_days(days: int | None) -> str:
    """Write a number of working days, a dash where none is set."""
    return "–" if days is None else ngettext("%(n)d working day", "%(n)d working days", days) % {"n": days}


def months(count: int | None) -> str:
    """Write a number of months, a dash where none is set."""
    return "–" if count is None else ngettext("%(n)d month", "%(n)d months", count) % {"n": count}
