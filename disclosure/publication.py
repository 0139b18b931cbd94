"""Tells the credit file how the public sees the decision behind a conduct record."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse

from credit.publication import Publication, publishes
from disclosure.choices import PublicState
from disclosure.models import PublicEntry

SOURCE = "disclosure.penalty:"


@publishes(SOURCE)
def publications(sources: list[str]) -> Mapping[str, Publication]:
    """Return the public entries of penalties, by the source of their conduct records."""
    guids = [source.removeprefix(SOURCE) for source in sources]
    return {
        f"{SOURCE}{entry.record_guid}": Publication(
            since=entry.published_on,
            state=entry.get_state_display(),
            open=entry.state == PublicState.SHOWN,
            url=reverse("disclosure:entry", args=[entry.guid]),
        )
        for entry in PublicEntry.objects.filter(record_guid__in=guids)
    }
