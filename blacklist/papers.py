"""The papers of a listing to print: notice, publicity, and the decision with the ways out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from blacklist import selectors
from blacklist.choices import ListingState as S
from blacklist.choices import ListKind
from blacklist.measures.selectors import suggestions
from blacklist.models import Listing, ListingGround
from core import ruletables
from core.clock import today
from core.masking import mask_name

RULES = "blacklist.papers"
BEFORE_CHECK = (S.PROPOSED, S.TAKEN_BACK)


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper to print.

    Args:
        title: name of the paper.
        template: a page of its own.
        possible: whether the listing has come so far.
    """

    title: str | Promise
    template: str
    possible: Callable[[Listing], bool]


PAPERS: dict[str, Paper] = {
    "notice": Paper(
        pgettext_lazy("listing", "Notice, to print"),
        "blacklist/notice.html",
        lambda row: row.kind != ListKind.RED and (row.state not in BEFORE_CHECK or bool(row.notice_no)),
    ),
    "publicity": Paper(
        _("Publicity, to print"),
        "blacklist/publicity.html",
        lambda row: row.kind == ListKind.RED and row.state not in BEFORE_CHECK,
    ),
    "decision": Paper(_("Decision, to print"), "blacklist/decision.html", lambda row: bool(row.decision_no)),
}


def possible(listing: Listing) -> list[str]:
    """Return the papers that a listing has come far enough for."""
    return [name for name, paper in PAPERS.items() if paper.possible(listing)]


def content(listing: Listing) -> dict[str, Any]:
    """Return what the papers are drawn from: parties, facts, grounds, founding basis, days, ways out.

    The notice names the measures (河南省社会信用条例 article 28); on the publicity, which hangs in public, a
    person's name is masked.
    """
    scheme, chinese = listing.scheme, (get_language() or "").startswith("zh")
    repair, day = scheme.exit_rules.get("repair") or {}, listing.decided_on or today()
    book, subject = ruletables.book(RULES), listing.subject
    recheck = book.find("recheck", on=day, place=listing.division_code)
    return {
        "listing": listing,
        "scheme_name": scheme.name if chinese or not scheme.name_en else scheme.name_en,
        "grounds": [
            ground_words(row, chinese=chinese)
            for row in listing.grounds.select_related("criterion", "record").order_by("pk")
        ],
        "bases": selectors.founding_bases(scheme, listing.proposed_on, place=listing.division_code),
        "repair_after": repair.get("after_months"),
        "repairable": bool(repair),
        "remedies": book.value("remedies", on=day, place=listing.division_code),
        "recheck": recheck.value["authority"] if recheck else "",
        "measures": [
            (row.measure.title if chinese or not row.measure.title_en else row.measure.title_en, row.basis)
            for row in suggestions(listing, day)
            if row.suggested
        ],
        "public_name": mask_name(subject.name) if subject.is_person else subject.name,
        "today": today(),
    }


def ground_words(row: ListingGround, *, chinese: bool) -> tuple[str, str]:
    """Return criterion and what shows it, without any personal number."""
    criterion = row.criterion.text if chinese or not row.criterion.text_en else row.criterion.text_en
    if row.record is not None:
        return criterion, " ".join(part for part in (row.record.document_no, row.record.title) if part)
    on = row.document_on.isoformat() if row.document_on else ""
    return criterion, " ".join(part for part in (on, row.document_by, row.document_no) if part)
