"""Evidence that a body hands in, and what it may read again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from accounts.evidence import Shown
from core import evidence
from core.actors import Actor
from core.models import EvidenceFile
from institutions.models import Institution


def party_of(body: Institution) -> str:
    """Return how evidence names the body that may read it."""
    return f"credit.subject:{body.subject_id}"


def keep_for(
    body: Institution, uploads: Iterable[Any], *, about: str, by: Actor, kind: str = ""
) -> list[EvidenceFile]:
    """Keep what a body hands in; officers of its place read it, and the body itself.

    Raises:
        Refusal: a file is refused; then none is kept.
    """
    return evidence.keep_all(
        uploads, about=about, division_code=body.division_code, by=by, kind=kind, party=party_of(body)
    )


def for_body(body: Institution, files: Iterable[EvidenceFile]) -> list[Shown]:
    """Return the lines of `evidence/list.html` for the files that the body may read."""
    own = party_of(body)
    return [
        Shown(row.name, row.kind, row.size, row.at, "", reverse("portal:evidence", args=[body.pk, row.pk]))
        for row in files
        if row.party == own
    ]
