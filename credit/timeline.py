"""The one time line of a credit subject: what happened, newest first, told by every part that knows of it.

A part registers a source: a function of the subject and the reader that yields events. It takes its rows
through `reader.newest`, which reads no more than the page needs, so that a file of forty years opens as fast
as one of a week. The same sources serve officers and the subject itself; the reader says which.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from heapq import merge
from itertools import islice
from typing import Any, TypeVar, cast

from django.db import models
from django.utils.functional import Promise
from django.utils.timezone import localtime

from core.actors import Actor
from core.clock import CHINA
from credit.models import Subject

PAGE = 40
MOST_PRINTED = 2000
M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened.

    Args:
        on: the day, in China.
        kind: what sort of thing, in words.
        text: what happened.
        icon: name of the symbol.
        colour: "danger", "warning", "success", "info" or "".
        note: smaller text below, for every reader.
        url: the officers' page where it can be read, "" for none.
        inside: smaller text for officers only: reasons, names of officers, remarks.
        own_url: the page where the subject itself can read it, "" for none.
    """

    on: date
    kind: str
    text: str
    icon: str
    colour: str = ""
    note: str = ""
    url: str = ""
    inside: str = ""
    own_url: str = ""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a time line, and how far into the past this page goes.

    It answers like an actor, so that sources ask it for rights and `visible_to(reader, P…)` takes it.

    Args:
        actor: the officer, or the clerk of the body in the portal.
        own: the subject itself reads: everything about it that is no draft and no internal note.
        until: newest day of the page; None: today's and later ones too.
        most: most events that any one source is asked for.
        authorised: whether facts that need the subject's own authority may be told.
        withheld: rights whose rows are not told to this reader, although the subject itself might read them.
    """

    actor: Actor
    own: bool = False
    until: date | None = None
    most: int = PAGE + 1
    authorised: bool = True
    withheld: frozenset[str] = frozenset()

    @property
    def actor_id(self) -> str:
        """Who reads, as the audit trail names them."""
        return self.actor.actor_id

    @property
    def label(self) -> str:
        """Who reads, in words."""
        return self.actor.label

    def may(self, permission: str, division: str = "") -> bool:
        """Tell whether the reader may see what the right covers; the subject may see its own file."""
        if permission in self.withheld:
            return False
        return self.own or self.actor.may(permission, division)

    def prefixes(self, permission: str) -> tuple[str, ...]:
        """Return the divisions whose rows the reader may see."""
        if permission in self.withheld:
            return ()
        return ("",) if self.own else self.actor.prefixes(permission)

    def newest(self, rows: models.QuerySet[M], field: str) -> models.QuerySet[M]:
        """Return the rows that this page can show, newest first.

        Args:
            rows: all rows about the subject that the reader may see.
            field: the date or date-and-time by which they stand in the time line.
        """
        if self.until is not None:
            rows = rows.filter(**_not_after(rows.model, field, self.until))
        return rows.filter(**{f"{field}__isnull": False}).order_by(f"-{field}", "-pk")[: self.most]


Tell = Callable[[Subject, Reader], Iterable[Event]]


@dataclass(frozen=True, slots=True)
class Source:
    """A registered source: its code in the filter, its name in words, its function."""

    code: str
    title: str | Promise
    tell: Tell


_sources: dict[str, Source] = {}


def tells(code: str, title: str | Promise) -> Callable[[Tell], Tell]:
    """Register a source of events; a second one of the same code replaces the first.

    The function must yield its events newest first, and only what the reader may see: it asks
    `reader.may(P…)`, and where `reader.own` it leaves out drafts and what waits for review.

    Args:
        code: short name in the address of the filter, such as "objection".
        title: the kind of event in words, for the filter.
    """

    def register(tell: Tell) -> Tell:
        _sources[code] = Source(code, title, tell)
        return tell

    return register


def kinds() -> list[tuple[str, str]]:
    """Return codes and names of the sources, by name."""
    return sorted(
        ((source.code, str(source.title)) for source in _sources.values()), key=lambda pair: pair[1]
    )


@dataclass(frozen=True, slots=True)
class Page:
    """A stretch of a time line.

    Args:
        events: newest first.
        older: where the next page starts ("2026-05-06.2": that day, two of its events already shown), ""
            where this is the last one.
    """

    events: list[Event]
    older: str = ""


def timeline(
    subject: Subject,
    reader: Actor,
    *,
    own: bool = False,
    kind: str = "",
    start: str = "",
    most: int = PAGE,
    authorised: bool = True,
    withheld: Collection[str] = (),
) -> Page:
    """Return one page of a credit file's time line, as far as the reader may see it.

    Args:
        subject: whose file it is.
        reader: who reads.
        own: the subject itself reads, in the portal.
        kind: code of the only source to ask, "" for all of them.
        start: `Page.older` of the page before, "" for the newest events; anything else counts as "".
        most: how many events the page takes.
        authorised: whether facts that need the subject's own authority may be told (`Usage.AUTHORISED`).
        withheld: rights whose rows are left out, such as that to see grades for a key without that use.
    """
    until, shown = _place(start)
    asked = Reader(reader, own, until, shown + most + 1, authorised, frozenset(withheld))
    wanted = [source for source in _sources.values() if kind in {"", source.code}]
    told = (islice(_until(source.tell(subject, asked), until), asked.most) for source in wanted)
    events = list(islice(merge(*told, key=lambda event: event.on, reverse=True), asked.most))
    skipped = _skipped(events, until, shown)
    page = events[skipped : skipped + most]
    return Page(page, _older(page, until, shown) if len(events) > skipped + most else "")


def _until(events: Iterable[Event], until: date | None) -> Iterator[Event]:
    """Keep a source's order and drop what it tells of later days than the page begins with."""
    ordered = sorted(events, key=lambda event: event.on, reverse=True)
    return (event for event in ordered if until is None or event.on <= until)


def _skipped(events: list[Event], until: date | None, shown: int) -> int:
    """Return how many events of the first day stood on the page before."""
    return min(shown, sum(event.on == until for event in events))


def _older(page: list[Event], until: date | None, shown: int) -> str:
    last = page[-1].on
    there = sum(event.on == last for event in page)
    return f"{last.isoformat()}.{there + (shown if last == until else 0)}"


def _place(start: str) -> tuple[date | None, int]:
    day, _dot, shown = start.partition(".")
    try:
        return date.fromisoformat(day), int(shown)
    except ValueError:
        return None, 0


def _not_after(model: type[models.Model], field: str, day: date) -> dict[str, Any]:
    if isinstance(_field_of(model, field), models.DateTimeField):
        following = datetime(day.year, day.month, day.day, tzinfo=CHINA) + timedelta(days=1)
        return {f"{field}__lt": following}
    return {f"{field}__lte": day}


def _field_of(model: type[models.Model], path: str) -> Any:
    """Follow a path over relations to its last field."""
    *relations, last = path.split("__")
    for name in relations:
        model = cast("type[models.Model]", model._meta.get_field(name).related_model)
    return model._meta.get_field(last)


def day_of(moment: datetime) -> date:
    """Return the day in China of a moment."""
    return localtime(moment, CHINA).date()
