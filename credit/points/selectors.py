"""Reads of demerit points that span tables."""

from __future__ import annotations

from django.db.models import QuerySet

from credit.models import ConductRecord, DemeritEntry
from credit.models.points import LIVE, UNDECIDED

PENALTY = "disclosure.penalty:"
"""How the record of a penalty names its source (see `credit.models.ConductRecord.source`)."""


def penalties_of(subject_id: int) -> QuerySet[ConductRecord]:
    """Return the standing records of a subject that a penalty brought, newest first."""
    rows = ConductRecord.objects.filter(subject_id=subject_id, source__startswith=PENALTY)
    standing = rows.filter(annulled_on=None, withdrawn_on=None, superseded_on=None)
    return standing.order_by("-happened_on", "-pk")


def unscored_penalties(subject_id: int) -> QuerySet[ConductRecord]:
    """Return the penalties of a subject for which no points are given or under way."""
    scored = DemeritEntry.objects.filter(subject_id=subject_id, state__in=LIVE, penalty_record__isnull=False)
    return penalties_of(subject_id).exclude(pk__in=scored.values("penalty_record"))


def waiting_entries(subject_id: int) -> QuerySet[DemeritEntry]:
    """Return the entries of a subject that are not decided yet, newest first."""
    rows = DemeritEntry.objects.filter(subject_id=subject_id, state__in=UNDECIDED)
    return rows.select_related("scheme").order_by("-pk")
