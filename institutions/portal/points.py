"""The section "demerit points": notices to answer, the running cycle, and the earlier ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import OuterRef, Subquery
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.evidence import EvidenceField
from core import evidence
from core.clock import today
from credit.models import Band, DemeritEntry, Grade
from credit.points.choices import EntryState
from credit.points.ledger import ledgers
from credit.points.services import about
from credit.rules.phrases import plain
from credit.rules.terms import Scale, StandardState
from institutions.models import Institution
from institutions.portal.evidence import for_body
from institutions.portal.file import running_date
from institutions.portal.sections import Fact, Section, Tone, register

NOTIFIED = (EntryState.SERVED, EntryState.ANSWERED)
MOST = 50


class DefenceForm(forms.Form):
    """What the body says against a notice, with its proof."""

    text = forms.CharField(max_length=2000, required=False)
    evidence = EvidenceField(portal=True, required=False)


def defence_form(entry: DemeritEntry, data: Any = None, files: Any = None) -> DefenceForm:
    """Return the form for a notice; several stand on one page, and each has names of its own."""
    return DefenceForm(data, files, auto_id=f"defence-{entry.pk}-%s")


def notices_of(body: Institution) -> Sequence[DemeritEntry]:
    """Return the notices served on the body that are not decided; drafts stay on the clerk's desk."""
    rows = DemeritEntry.objects.filter(subject_id=body.subject_id, state__in=NOTIFIED)
    return list(rows.select_related("scheme", "penalty_record").order_by("-served_on", "-pk")[:MOST])


def summary(body: Institution) -> Sequence[Fact]:
    """Return the facts for the portal's first page."""
    facts = [_running(grade) for grade in _standing(body)]
    open_notices = [row for row in notices_of(body) if _may_defend(row)]
    if open_notices:
        first = min(row.defence_until for row in open_notices if row.defence_until)
        facts.append(running_date(_("Statement and defence until"), first))
    return facts or [Fact(_("Demerit points"), _("no scheme in force"))]


def context(body: Institution, refused: tuple[int, DefenceForm] | None = None) -> dict[str, Any]:
    """Return the notices and the ledger; a refused form is shown again with its words and its fault."""
    key, form = refused or (None, None)
    notices = notices_of(body)
    files = evidence.of_many(about(row) for row in notices)
    return {
        "notices": [
            (
                row,
                (form if row.pk == key else defence_form(row)) if _may_defend(row) else None,
                for_body(body, files.get(about(row), [])),
            )
            for row in notices
        ],
        "schemes": ledgers(body.subject, on=today()),
    }


def _standing(body: Institution) -> Sequence[Grade]:
    """Return the points as graded, with their action in English beside them."""
    band = Band.objects.filter(standard=OuterRef("standard_id"), label=OuterRef("label"))
    rows = Grade.objects.filter(
        subject_id=body.subject_id, standard__scale=Scale.ACTIONS, standard__state=StandardState.ADOPTED
    )
    return list(rows.annotate(action=Subquery(band.values("label_en")[:1])).order_by("standard__code"))


def _running(grade: Grade) -> Fact:
    chinese = (get_language() or "").startswith("zh")
    action = grade.label if chinese else getattr(grade, "action", "") or grade.label
    tone = Tone.ACT if grade.label else Tone.WATCH if grade.points else Tone.GOOD
    return Fact(_("Demerit points in this cycle"), plain(grade.points), action, tone)


def _may_defend(entry: DemeritEntry) -> bool:
    until = entry.defence_until
    return entry.state == EntryState.SERVED and until is not None and today() <= until


POINTS = register(Section("points", _("Demerit points"), "portal/points.html", 35, summary, context))
