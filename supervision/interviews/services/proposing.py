"""Proposing an interview, for whatever asks for one and by hand."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Agency
from accounts.permissions import P
from core import audit, outbox, ruletables
from core.actors import Actor
from core.clock import today
from core.errors import Refusal
from core.masking import redact
from credit.models import Subject
from supervision.choices import (
    InterviewKind,
)
from supervision.interviews import clocks
from supervision.models import Interview, InterviewBody

PROPOSED = "supervision.interview.proposed"
MOST_BODIES = 200


def about(row: Interview) -> str:
    """Return the name under which the papers of an interview are kept."""
    return f"supervision.interview:{row.pk}"


def propose(
    *,
    kind: str,
    subjects: Sequence[Subject],
    grounds: str,
    authority_name: str,
    division_code: str,
    source_key: str,
    by: Actor,
    basis: str = "",
) -> Interview:
    """Propose an interview; the same cause proposes one, whoever tells of it how often.

    Whoever determined the fault holds the interview (谁认定、谁约谈): `authority_name` and `division_code`
    are those of the determining authority, and only its officers can take it further. The caller has asked
    for the right to its own act, of which this is a part.

    Args:
        kind: an `InterviewKind`.
        subjects: the bodies, at least one.
        grounds: what was determined, in words without personal data.
        authority_name: who determined it.
        division_code: where that authority acts.
        source_key: "<model label>:<pk>" of the cause.
        by: who proposes.
        basis: document on which it rests; by default that of the rule table.

    Raises:
        Refusal: no grounds, no bodies, too many, no authority, or an unknown kind.
    """
    wanted = {subject.pk: subject for subject in subjects}
    _check_proposal(kind, len(wanted), grounds, authority_name)
    if known := Interview.objects.filter(source_key=source_key).first():
        return known
    row = Interview(
        kind=kind,
        grounds=redact(grounds.strip()),
        basis=(basis or _basis(division_code))[:255],
        authority_name=authority_name.strip()[:200],
        division_code=division_code,
        source_key=source_key,
        proposed_on=today(),
        made_by=by.actor_id,
        made_by_label=by.label[:100],
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            InterviewBody.objects.bulk_create(
                [InterviewBody(interview=row, subject=subject) for subject in wanted.values()]
            )
            audit.record(row, "interview.propose", by=by, changes={"bodies": (None, sorted(wanted))})
            clocks.keep(row)
            outbox.publish(
                PROPOSED,
                f"supervision.interview:{row.guid}",
                {"interview": row.pk, "kind": row.kind, "division_code": row.division_code},
            )
    except IntegrityError:  # proposed by somebody else at the same moment
        return Interview.objects.get(source_key=source_key)
    return row


def enter(
    *,
    kind: str,
    subjects: Sequence[Subject],
    grounds: str,
    authority_name: str,
    division_code: str,
    source_key: str,
    by: Actor,
) -> Interview:
    """Propose an interview by hand.

    Raises:
        Refusal: no right in the division of the determining authority, or as `propose`.
    """
    if not by.may(P.INTERVIEW_HOLD, division_code):
        raise Refusal(
            _("Authority: who determined a fault interviews; you hold no such right in its division."),
            field="authority_name",
        )
    named = Agency.objects.filter(name=authority_name.strip())
    if named.exists() and not any(by.may(P.INTERVIEW_HOLD, agency.division_code) for agency in named):
        raise Refusal(
            _("Authority: “%(name)s” determined it and holds the interview; leave it to its officers.")
            % {"name": authority_name.strip()},
            field="authority_name",
        )
    return propose(
        kind=kind,
        subjects=subjects,
        grounds=grounds,
        authority_name=authority_name,
        division_code=division_code,
        source_key=source_key,
        by=by,
    )


def _check_proposal(kind: str, bodies: int, grounds: str, authority_name: str) -> None:
    if kind not in InterviewKind.values:
        raise Refusal(_("Kind of interview: choose from the list."), field="kind")
    if not bodies:
        raise Refusal(_("Bodies: name at least one body."), field="bodies")
    if bodies > MOST_BODIES:
        raise Refusal(
            _("Bodies: at most %(most)s are interviewed together; make several interviews.")
            % {"most": MOST_BODIES},
            field="bodies",
        )
    if len(grounds.strip()) < 10:
        raise Refusal(
            _("Grounds: say in at least ten characters what was determined, when and by which paper."),
            field="grounds",
        )
    if not authority_name.strip():
        raise Refusal(
            _("Authority: name who determined the fault; that authority holds the interview."),
            field="authority_name",
        )


def _basis(division_code: str) -> str:
    rule = ruletables.book(clocks.TABLE).find("basis", on=today(), place=division_code)
    return f"{rule.document}{rule.article}" if rule else ""
