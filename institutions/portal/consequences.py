"""The section "consequences": what the body's grade leads to, and what the offices will ask of it by when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from credit import consequences
from credit.consequences import Kind
from credit.models import Band, ConsequenceTask
from credit.models.consequences import TaskState
from credit.points.ledger import title_shown
from institutions.models import Institution
from institutions.portal.file import running_date
from institutions.portal.sections import Fact, Section, Tone, register

TONES = {Kind.LIMIT: Tone.ACT, Kind.TASK: Tone.WATCH, Kind.BENEFIT: Tone.GOOD}
FIRST = (Kind.LIMIT, Kind.TASK, Kind.BENEFIT, Kind.FREQUENCY, Kind.WEIGHT)
MOST = 50


def open_tasks(body: Institution) -> list[ConsequenceTask]:
    """Return the measures about the body that are still to be carried out."""
    rows = ConsequenceTask.objects.filter(subject_id=body.subject_id, state=TaskState.OPEN)
    return list(rows.order_by("opened_on", "pk")[:MOST])


def summary(body: Institution) -> Sequence[Fact]:
    """Return how often the body is inspected, how many limits hold, and the next measure."""
    told = consequences.of(body.subject)
    limits = [row for row in told if row.kind == Kind.LIMIT]
    facts = [Fact(row.kind.label, row.text) for row in told if row.kind == Kind.FREQUENCY]
    if limits:
        facts.append(Fact(_("Limits in force"), len(limits), tone=Tone.ACT))
    tasks = [running_date(task.title_shown, task.due.on) for task in open_tasks(body)[:1]]
    facts += [replace(task, waits=False) for task in tasks]  # an office's task, not the body's
    return facts or [Fact(_("Consequences"), _("none"))]


def context(body: Institution) -> dict[str, Any]:
    """Return everything the grade leads to, the gravest first, and the measures with their days."""
    told = sorted(consequences.of(body.subject), key=lambda row: FIRST.index(row.kind))
    grounds = dict.fromkeys((row.label, row.since) for row in told)
    words = _in_words({row.standard_id for row in told})
    done = ConsequenceTask.objects.filter(subject_id=body.subject_id).exclude(state=TaskState.OPEN)
    return {
        "grounds": [
            (
                words.get(label, label),
                since,
                [(row, TONES.get(row.kind)) for row in told if (row.label, row.since) == (label, since)],
            )
            for label, since in grounds
        ],
        "tasks": [(task, running_date(_("to be done by"), task.due.on)) for task in open_tasks(body)],
        "past": done.order_by("-closed_on", "-pk")[:MOST],
    }


def _in_words(standard_ids: set[int]) -> dict[str, str]:
    """Return the grades and actions of these standards in the reader's language."""
    return {band.label: title_shown(band) for band in Band.objects.filter(standard__in=standard_ids)}


CONSEQUENCES = register(
    Section("consequences", _("Consequences"), "portal/consequences.html", 35, summary, context)
)
