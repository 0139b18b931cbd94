"""Decisions in the time line of a credit file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from accounts.models import Officer
from accounts.permissions import P
from credit.admin.timeline import MOST_PER_SOURCE, Event, tells
from credit.models import Subject
from disclosure.choices import PublicKind
from disclosure.models import Penalty, Permit


@tells
def decisions(subject: Subject, reader: Officer) -> Iterable[Event]:
    """Tell of the penalties and permits that the reader may see."""
    for model, kind, icon, colour in (
        (Penalty, PublicKind.PENALTY, "gavel", "danger"),
        (Permit, PublicKind.PERMIT, "approval", "success"),
    ):
        rows = model.objects.filter(subject=subject)
        seen: Any = rows.visible_to(reader, P.DECISION_VIEW)
        for row in seen.order_by("-decided_on")[:MOST_PER_SOURCE]:
            yield Event(
                row.decided_on,
                str(kind.label),
                row.violation_type if model is Penalty else row.document_title,
                icon,
                colour,
                f"{row.document_no} · {row.get_state_display()}",
                reverse(f"admin:disclosure_{model._meta.model_name}_change", args=[row.pk]),
            )
