"""What the pages of interviews say: bodies, demands with what they opened, times, first values of forms."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Officer
from accounts.permissions import P
from core.clock import CHINA
from core.errors import Refusal
from credit.admin.points_forms import subject_named
from credit.models import Subject
from supervision.models import Interview, InterviewBody, Rectification
from supervision.rectification.selectors import of_sources

LONG = 40


def words_of_rectification(row: Rectification) -> str:
    """Say what is to be put right and was due when, for the grounds of an interview."""
    due = row.due_on.isoformat() if row.due_on else "–"
    words = _("Not put right in time (due on %(day)s): %(problem)s") if row.escalated_on else "%(problem)s"
    return " ".join(filter(None, (words % {"day": due, "problem": row.problem}, row.document_no)))


def bodies_of(row: Interview) -> list[InterviewBody]:
    """Return the bodies of an interview, in the order in which they were named."""
    return list(row.bodies.select_related("subject").order_by("pk"))


def demands_of(row: Interview, bodies: list[InterviewBody]) -> list[tuple[Any, list[Rectification]]]:
    """Return each demand with the rectifications that it opened, in the order of the bodies."""
    demands = list(row.demands.order_by("number"))
    keys = {
        (one.pk, body.pk): f"supervision.interviewdemand:{one.pk}:{body.subject_id}"
        for one in demands
        for body in bodies
    }
    found = of_sources(keys.values())
    return [
        (one, [found[keys[one.pk, body.pk]] for body in bodies if keys[one.pk, body.pk] in found])
        for one in demands
    ]


def stands_of(row: Interview, bodies: list[InterviewBody]) -> dict[int, str]:
    """Say for each body where every demand stands, for whoever follows up."""
    told: dict[int, list[str]] = {}
    for demand, opened in demands_of(row, bodies):
        for one in opened:
            due = f" {one.due_on.isoformat()}" if one.due_on else ""
            words = f"{demand.number}. {demand.text}{due}：{one.get_state_display()}"
            told.setdefault(one.subject_id, []).append(words)
    return {subject: "；".join(words) for subject, words in told.items()}


def subjects_of(lines: list[str], by: Officer) -> list[Subject]:
    """Return the bodies that some lines name.

    Raises:
        Refusal: the lines that name none, or several, all of them together.
    """
    visible = Subject.objects.visible_to(by, P.INTERVIEW_HOLD)
    found: list[Subject] = []
    wrong: list[str] = []
    for line in lines:
        try:
            found.append(subject_named(line, visible))
        except Refusal as refusal:
            wrong.append(f"“{line[:LONG]}”：{refusal}")
    if wrong:
        raise Refusal(" ".join(wrong), field="bodies")
    return found


def moment_of(row: Interview) -> str:
    """Write when an interview is held, in China's time; "" where no time is set."""
    return timezone.localtime(row.meets_at, CHINA).strftime("%Y-%m-%d %H:%M") if row.meets_at else ""


def put_off_of(row: Interview) -> str:
    """Write from when an interview was put off, and why; "" where it stands as first announced."""
    if row.put_off_from is None:
        return ""
    first = timezone.localtime(row.put_off_from, CHINA).strftime("%Y-%m-%d %H:%M")
    return f"{first}，{row.put_off_reason}"


def notice_of(row: Interview, by: Officer) -> dict[str, Any]:
    """Return the first values of the form of a notice."""
    return {
        "number": row.notice_no,
        "meets_at": row.meets_at,
        "place": row.place,
        "who_must_come": row.who_must_come,
        "bring": row.bring,
        "basis": row.basis,
        "contact": row.contact or (by.agency.name if by.agency else ""),
    }


def place_of(by: Officer) -> str:
    """Return the division for which the officer interviews: the first of the posts, as a whole code."""
    prefixes = by.prefixes(P.INTERVIEW_HOLD)
    return (prefixes[0] if prefixes else "").ljust(6, "0")
