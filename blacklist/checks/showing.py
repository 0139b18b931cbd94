"""The words of an answer in the reader's language: results, reasons, notes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from blacklist.checks.choices import BURDENS, EntryKind, Result
from blacklist.checks.scoring import Why
from blacklist.models import CheckedName
from core.language import listed

REASONS: dict[str, Promise] = {
    Why.SAME: gettext_lazy("the same name"),
    Why.SPELLING: gettext_lazy("the same after width, letters and blanks were made even"),
    Why.BRACKETS: gettext_lazy("the same after brackets were made even"),
    Why.CHARACTERS: gettext_lazy("the same after traditional characters, numerals and marks were made even"),
    Why.PLACE_ABOVE: gettext_lazy("the place is written with or without its level or the places above"),
    Why.PLACE_MISSING: gettext_lazy("one of the names states no place"),
    Why.PLACE_WIDER: gettext_lazy("one of the names states only the place above"),
    Why.PLACE_OTHER: gettext_lazy("another place"),
    Why.FORM_MISSING: gettext_lazy("the legal form is left out or shortened"),
    Why.FORM_OTHER: gettext_lazy("another legal form"),
    Why.SWAPPED: gettext_lazy("two characters have changed places"),
    Why.SOUND: gettext_lazy("one character of the same sound"),
    Why.LOOK: gettext_lazy("one character that looks alike"),
    Why.LEFT_OUT: gettext_lazy("one character is left out"),
    Why.ADDED: gettext_lazy("one character is added"),
    Why.CHANGED: gettext_lazy("one character differs"),
    Why.KIND_SLIP: gettext_lazy("a slip in the word for the kind of body"),
    Why.TELLING: gettext_lazy("a number or direction differs: another body"),
    Why.KIND_OTHER: gettext_lazy("another kind of body"),
    Why.SEVERAL: gettext_lazy("several characters differ"),
    Why.FORMER: gettext_lazy("a former name"),
    Why.NUMBER: gettext_lazy("the same number"),
    Why.NUMBER_OTHER: gettext_lazy("but another credit code: compare the documents"),
    Why.NAME_OTHER: gettext_lazy("but another name: the number may be mistyped, or the body renamed"),
    Why.PERSON: gettext_lazy("a person of the same name: ask for the identity number"),
}
NOTES: dict[str, Promise] = {
    "wrong_number": gettext_lazy("The number is not a valid one, so only the name was looked for."),
    "too_general": gettext_lazy(
        "The name fits too many bodies: give it with its place, or give the credit code."
    ),
}
COLOURS: dict[str, str] = {
    Result.FOUND: "danger",
    Result.POSSIBLE: "warning",
    Result.CLEAR: "success",
    Result.UNCLEAR: "info",
}
ON_RED = pgettext_lazy("check", "on a red list")


@dataclass(frozen=True, slots=True)
class ShownHit:
    """A hit in words."""

    list_name: str
    kind: str
    source: str
    since: str
    until: str
    name: str
    number: str
    score: str
    why: str
    sure: bool
    burden: bool
    own: bool
    listing: int | None
    foreign: int | None


def shown_hits(row: CheckedName) -> Iterator[ShownHit]:
    """Yield the hits of a name in words, the surest first."""
    for hit in row.hits:
        yield shown_hit(hit)


def shown_hit(hit: Mapping[str, Any]) -> ShownHit:
    """Put a kept hit into words."""
    return ShownHit(
        list_name=str(hit["title"]),
        kind=str(EntryKind(hit["kind"]).label),
        source=str(hit["source"]),
        since=str(hit["since"]),
        until=str(hit["until"]),
        name=str(hit["name"]),
        number=str(hit["number"]),
        score=f"{hit['score']:.2f}",
        why=reasons(hit["why"]),
        sure=bool(hit["sure"]),
        burden=hit["kind"] in BURDENS,
        own=bool(hit["own"]),
        listing=hit["listing"],
        foreign=hit["foreign"],
    )


def reasons(codes: list[str]) -> str:
    """Say the reasons of a score in one line."""
    return listed((REASONS[Why(code)] for code in codes), sentences=True)


def note(row: CheckedName) -> str:
    """Say what else is to be known about an answer, "" for nothing."""
    return str(NOTES[row.note]) if row.note else ""


def result_words(row: CheckedName) -> str:
    """Say the result; found on red lists only is no burden, and is said so."""
    if row.result == Result.FOUND and all(hit["kind"] == EntryKind.RED for hit in row.hits if hit["sure"]):
        return str(ON_RED)
    return str(row.get_result_display())


def colour(row: CheckedName) -> str:
    """Return the colour of a result."""
    if row.result == Result.FOUND and all(hit["kind"] == EntryKind.RED for hit in row.hits if hit["sure"]):
        return "success"
    return COLOURS[row.result]


def scope_words() -> str:
    """Say which lists were looked through."""
    return _(
        "Looked through: the lists of all health authorities known here (key-attention lists only of the "
        "asker's own divisions), and the lists other departments have sent for the asker's place. Nobody is "
        "found by a personal name alone."
    )
