"""The time line of a credit file: what happened, newest first, told by every app that knows something."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Officer
from accounts.permissions import P
from credit.models import ConductRecord, GradeChange, Standard, Subject

MOST_PER_SOURCE = 50


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened.

    Args:
        on: the day.
        kind: what sort of thing, in words.
        text: what happened.
        icon: name of the symbol.
        colour: "danger", "warning", "success", "info" or "".
        note: smaller text below.
        url: page where it can be read, "" for none.
    """

    on: date
    kind: str
    text: str
    icon: str
    colour: str = ""
    note: str = ""
    url: str = ""


Source = Callable[[Subject, Officer], Iterable[Event]]
_sources: list[Source] = []


def tells(source: Source) -> Source:
    """Register a source of events; upper apps add theirs."""
    _sources.append(source)
    return source


def timeline(subject: Subject, reader: Officer) -> list[Event]:
    """Return what happened in a credit file, newest first, as far as the reader may see it."""
    events = [event for source in _sources for event in source(subject, reader)]
    return sorted(events, key=lambda event: event.on, reverse=True)


@tells
def _records(subject: Subject, reader: Officer) -> Iterable[Event]:
    if not reader.may(P.FILE_VIEW, subject.division_code):
        return
    for record in subject.records.order_by("-happened_on")[:MOST_PER_SOURCE]:
        yield Event(
            record.happened_on,
            _("Conduct record"),
            f"{record.item_code} {record.title}",
            "flag",
            "warning" if record.state == "normal" else "",
            _record_note(record),
        )


def _record_note(record: ConductRecord) -> str:
    notes = [record.get_state_display(), record.document_no]
    if record.final_on:
        notes.append(_("counts from %(day)s") % {"day": record.final_on})
    return " · ".join(filter(None, notes))


@tells
def _grades(subject: Subject, reader: Officer) -> Iterable[Event]:
    if not reader.may(P.GRADE_VIEW, subject.division_code):
        return
    changes = list(GradeChange.objects.filter(subject_id=subject.pk)[:MOST_PER_SOURCE])
    titles = dict(
        Standard.objects.filter(pk__in={change.standard_id for change in changes}).values_list("pk", "title")
    )
    for change in changes:
        if change.from_label != change.to_label:
            yield Event(
                change.recorded_at.date(),
                _("Grade change"),
                _grade_words(change),
                "monitoring",
                "info",
                titles.get(change.standard_id, ""),
            )


def _grade_words(change: Any) -> str:
    before, after = change.from_label or _("none"), change.to_label or _("none")
    return _("from %(before)s to %(after)s") % {"before": before, "after": after}
