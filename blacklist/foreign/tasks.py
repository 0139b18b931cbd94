"""Other departments' lists outside the request: terms that are over, files that were opened since."""

from __future__ import annotations

from celery import shared_task

from blacklist.foreign import ends, linking
from core.actors import SystemActor
from core.clock import today


@shared_task
def end_terms() -> int:
    """End entries whose term, as their source gave it, is over; returns how many."""
    return ends.end_terms(on=today(), by=SystemActor("end_foreign_terms"))


@shared_task
def link_files() -> int:
    """Link entries to credit files that were opened since; returns how many."""
    return linking.link_files()
