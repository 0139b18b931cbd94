"""Reads over other departments' lists."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Q, QuerySet

from blacklist.models import ForeignEntry, ForeignSource
from credit.models import Subject


def entries_about(subject: Subject) -> QuerySet[ForeignEntry]:
    """Return all entries about a credit file's subject, ended ones too, the newest first.

    By identity as well as by link, so that a file opened a minute ago shows them before it is linked.
    """
    about = Q(subject_id=subject.pk) | Q(identity=subject.identity)
    return ForeignEntry.objects.filter(about).select_related("source").order_by("-determined_on", "-pk")


def due_on(source: ForeignSource) -> date | None:
    """Return the day by which the next delivery is expected; None where no rhythm is agreed."""
    if not source.every_days or source.closed_on is not None:
        return None
    since = source.last_received_on or source.made_at.date()
    return since + timedelta(days=source.every_days)


def is_overdue(source: ForeignSource, on: date) -> bool:
    """Tell whether an agreed delivery has not come."""
    due = due_on(source)
    return due is not None and due < on
