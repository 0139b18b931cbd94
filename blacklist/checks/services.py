"""Asking whether names stand on a list: by whom, for what, and what was answered, kept as it was said."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import Officer
from accounts.permissions import P
from blacklist.checks import names as reading
from blacklist.checks.choices import Channel, CheckState, Purpose, Result
from blacklist.checks.matching import Answer, Asked, Hit, Sight, look_up
from blacklist.checks.numbers import read_number
from blacklist.models import Check, CheckedName
from core import audit
from core.actors import Actor
from core.clock import today
from core.crypto import sm3
from core.errors import Refusal
from core.masking import find_personal_data
from credit.report.terms import Language

MOST_NAMES = 500
"""Names of one request; more come as a workbook, which a worker takes."""
LONGEST_NAME = 200
_LONGEST_PERSON = 4


@dataclass(frozen=True, slots=True)
class NewName:
    """One name to check: name or number, or both."""

    name: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a check is asked for with.

    Args:
        purpose: one of `Purpose`.
        note: the purpose in words.
        case_no: number of the application, tender or file for which it is asked.
        asker: body or department that asks; "" for the officer's own.
        language: of the sheet; "" for the reader's.
    """

    purpose: str
    note: str = ""
    case_no: str = ""
    asker: str = ""
    language: str = ""


def ask(given: Sequence[NewName], terms: Terms, *, by: Actor, channel: Channel = Channel.PAGE) -> Check:
    """Check names at once and keep the answer.

    Raises:
        Refusal: no right, no purpose, no name, too many, or one that cannot be read; nothing is kept.
    """
    asked = check_terms(terms, by=by)
    wanted = check_names(given)
    with transaction.atomic():
        row = new_check(asked, by=by, channel=channel, total=len(wanted), state=CheckState.RUNNING)
        answer_names(row, [(place, one) for place, one in enumerate(wanted, 1)])
        close(row)
        audit.record(row, "check.ask", by=by, reason=reason_of(row))
    return row


def check_terms(terms: Terms, *, by: Actor) -> Terms:
    """Return the terms with their texts trimmed and their gaps filled.

    Raises:
        Refusal: no right to check, or the purpose is missing.
    """
    if not by.prefixes(P.CHECK_ASK):
        raise Refusal(_("You do not hold the right to check names against the lists."))
    clean = replace(
        terms,
        note=terms.note.strip(),
        case_no=terms.case_no.strip(),
        asker=terms.asker.strip() or _own_body(by),
        language=terms.language or _readers_language(),
    )
    if clean.purpose not in Purpose.values:
        raise Refusal(
            _("Purpose: choose what the check is for; without a purpose nothing is told."), field="purpose"
        )
    if clean.purpose == Purpose.OTHER and len(clean.note) < 4:
        raise Refusal(
            _("Purpose in words: say what the check is for, as the purpose is “another purpose”."),
            field="note",
        )
    if clean.language not in Language.values:
        raise Refusal(_("Language: choose one of the list."), field="language")
    for field, words, most in (
        ("note", clean.note, 200),
        ("case_no", clean.case_no, 80),
        ("asker", clean.asker, 200),
    ):
        if len(words) > most:
            raise Refusal(
                _("This text is too long: at most %(most)s characters.") % {"most": most}, field=field
            )
        if find_personal_data(words):
            raise Refusal(_("Leave personal numbers out: this text is printed on the sheet."), field=field)
    return clean


def check_names(given: Sequence[NewName]) -> list[NewName]:
    """Return the names trimmed.

    Raises:
        Refusal: none, too many, or one of them is empty, too long or holds a personal number.
    """
    if not given:
        raise Refusal(_("Names: give at least one name or number."), field="names")
    if len(given) > MOST_NAMES:
        raise Refusal(
            _("Names: %(n)s are too many at once; give at most %(most)s, or send a workbook.")
            % {"n": len(given), "most": MOST_NAMES},
            field="names",
        )
    return [_one(place, one) for place, one in enumerate(given, 1)]


def _one(place: int, given: NewName) -> NewName:
    clean = NewName(" ".join(given.name.split()), given.number.strip())
    if why := refuse_name(clean):
        field, words = why
        raise Refusal(_("Row %(row)s: %(why)s") % {"row": place, "why": words}, field=field)
    return clean


def refuse_name(given: NewName) -> tuple[str, str] | None:
    """Return field and sentence where a name cannot be checked, None where it can."""
    if not reading.plain(given.name) and not given.number:
        return "name", _("Name: give a name or a number.")
    if len(given.name) > LONGEST_NAME:
        return "name", _("Name: at most %(most)s characters.") % {"most": LONGEST_NAME}
    if find_personal_data(given.name):
        return "name", _("Name: a personal number belongs into the field for the number, where it is sealed.")
    if len(given.number) > 64:
        return "number", _("Number: at most 64 characters.")
    return None


def new_check(
    terms: Terms, *, by: Actor, channel: Channel, total: int, state: CheckState, **fields: Any
) -> Check:
    """Open a check; the names follow. Its day and data cut-off are now."""
    covers = by.prefixes(P.CHECK_ASK)
    agency = by.agency if isinstance(by, Officer) else None
    return Check.objects.create(
        division_code=agency.division_code if agency else _six_digits(covers[0]),
        purpose=terms.purpose,
        purpose_note=terms.note,
        case_no=terms.case_no,
        asker_body=terms.asker,
        asked_by=by.actor_id,
        asked_by_label=by.label[:100],
        covers=list(covers),
        channel=channel,
        language=terms.language,
        as_of=today(),
        cut_off=timezone.now(),
        total=total,
        state=state,
        **fields,
    )


def _six_digits(prefix: str) -> str:
    return prefix.ljust(6, "0") if prefix else ""


def answer_names(row: Check, given: Sequence[tuple[int, NewName]]) -> list[CheckedName]:
    """Look names up and keep what was found, as of the check's day; each with its row number."""
    asked = [Asked(place, one.name, read_number(one.number)) for place, one in given]
    answers = look_up(asked, sight=Sight(tuple(row.covers)), on=row.as_of)
    return CheckedName.objects.bulk_create([_row(row, answer) for answer in answers])


def _row(row: Check, answer: Answer) -> CheckedName:
    asked = answer.asked
    return CheckedName(
        request=row,
        row=asked.row,
        name=asked.name,
        number=asked.number.written or None,
        number_shown=asked.number.shown,
        is_person=_is_person(answer),
        result=answer.result,
        note=answer.note,
        hits=[told(hit) for hit in answer.hits],
    )


def _is_person(answer: Answer) -> bool:
    """Tell whether a person was asked about: by the number, by a hit, or, in doubt, by a short name."""
    asked = answer.asked
    if asked.number.of_person or any(hit.entry.is_person for hit in answer.hits):
        return True
    plain = reading.plain(asked.name)
    speaks_of_a_body = any(len(word.group()) > 1 for word in reading.GENERIC.finditer(plain))
    doubtful = not asked.number.uscc and not answer.hits and len(plain) <= _LONGEST_PERSON
    return doubtful and not speaks_of_a_body


def told(hit: Hit) -> dict[str, Any]:
    """Return what is kept of a hit: plain values, no number in clear."""
    entry = hit.entry
    return {
        "kind": entry.kind,
        "title": entry.title,
        "source": entry.source,
        "since": _iso(entry.source_on),
        "until": _iso(entry.until),
        "name": entry.name,
        "number": entry.number_shown,
        "person": entry.is_person,
        "own": entry.foreign_id is None,
        "listing": entry.listing_id,
        "foreign": entry.foreign_id,
        "score": hit.value,
        "why": [str(reason) for reason in hit.why],
        "sure": hit.sure,
    }


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def close(row: Check) -> None:
    """Count the answers, seal them by their digest, and say that the check is done."""
    rows = row.names.order_by("row").values_list("row", "name", "number_shown", "result", "note", "hits")
    kept = list(rows.iterator(chunk_size=1000))
    counts = Counter(result for _row_no, _name, _number, result, _note, _hits in kept)
    row.done = len(kept)
    row.found, row.possible = counts[Result.FOUND], counts[Result.POSSIBLE]
    row.unclear = counts[Result.UNCLEAR]
    row.digest = digest(kept)
    row.state = CheckState.DONE
    row.finished_at = timezone.now()
    row.save(
        update_fields=["done", "found", "possible", "unclear", "digest", "state", "finished_at", "total"]
    )


def digest(rows: Iterable[Sequence[Any]]) -> str:
    """Return the SM3 digest of the answers; the same in every language."""
    return sm3(json.dumps([list(row) for row in rows], ensure_ascii=False, separators=(",", ":")))


def reason_of(row: Check) -> str:
    """Say in the audit trail what a check was for; the names stand in the check only."""
    return " · ".join(filter(None, [str(row.get_purpose_display()), row.purpose_note, row.case_no]))[:255]


def _own_body(by: Actor) -> str:
    agency = by.agency if isinstance(by, Officer) else None
    return agency.name if agency is not None else by.label


def _readers_language() -> str:
    return Language.CHINESE if (get_language() or "zh").startswith("zh") else Language.ENGLISH
