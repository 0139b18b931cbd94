"""Offices of the authority score themselves by an officer who holds a post there: they have no portal."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.models import Officer, Post
from credit.parties import Party
from supervision.integrity.choices import WRITABLE, RoundState
from supervision.models import Assessment


def own_offices(by: Officer) -> QuerySet[Post]:
    """Return the posts that the officer holds today, for the agencies to which they belong."""
    return Post.objects.filter(officer=by, agency__isnull=False).held_on()


def to_score(by: Officer) -> QuerySet[Assessment]:
    """Return the assessments of the officer's own offices whose self-score is awaited."""
    rows = Assessment.objects.filter(state__in=WRITABLE, round__state=RoundState.OPEN)
    return rows.filter(office__in=own_offices(by).values("agency_id"))


def speaks_for(row: Assessment, by: Officer) -> Party | None:
    """Return the officer as the voice of the assessed office, None where they hold no post in it.

    The workflow keeps who hands a self-score in from reviewing and deciding it.
    """
    if row.office_id is None or not own_offices(by).filter(agency_id=row.office_id).exists():
        return None
    return Party(by, frozenset({row.subject_id}))
