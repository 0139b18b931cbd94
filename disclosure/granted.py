"""Tells applications what became of their permits."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.urls import reverse

from disclosure.choices import PublicState
from disclosure.models import Permit, PublicEntry
from disclosure.services.clocks import NOT_YET_PUBLIC
from supervision.service.permits import PermitOfCase, keeps_permits


@keeps_permits
def permits(cases: list[UUID]) -> Mapping[UUID, PermitOfCase]:
    """Return the permits drafted from applications; two queries."""
    rows = list(Permit._base_manager.filter(approval_guid__in=cases))
    shown = PublicEntry.objects.filter(record_guid__in=[row.guid for row in rows], state=PublicState.SHOWN)
    public = {entry.record_guid: entry.get_absolute_url() for entry in shown}
    return {
        row.approval_guid: PermitOfCase(
            document_no=row.document_no,
            state=row.get_state_display(),
            unfinished=row.is_unfinished,
            due_on=row.due_on if row.state in NOT_YET_PUBLIC else None,
            page=reverse("admin:disclosure_permit_change", args=[row.pk]),
            public=public.get(row.guid, ""),
        )
        for row in rows
        if row.approval_guid is not None
    }
