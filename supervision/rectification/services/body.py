"""What the body does: begin, write down measures, hand in with evidence, ask for a longer time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from core import audit, evidence
from core.actors import Actor
from core.clock import today
from core.errors import Refusal
from core.language import in_kept_words
from core.masking import redact
from credit.parties import OWN, must_be_own
from supervision.choices import WITH_THE_BODY, ExtensionState, RectificationState
from supervision.models import Rectification, RectificationExtension
from supervision.rectification import clocks
from supervision.rectification.rules import settings
from supervision.rectification.services.history import note
from supervision.rectification.workflow import EXTENSION, RECTIFICATION


def about(row: Rectification) -> str:
    """Return the name under which the evidence of a rectification is kept."""
    return f"supervision.rectification:{row.pk}"


@transaction.atomic
def write(
    row: Rectification,
    *,
    by: Actor,
    report: str,
    measures: str = "",
    owner: str = "",
    files: Iterable[Any] = (),
) -> Rectification:
    """Keep what the body has done so far; files are added to those already there.

    Args:
        report: what was done, in words.
        measures: what is planned; "" leaves what is there.
        owner: responsible person or office of the body; "" leaves what is there.
        files: evidence, uploads.

    Raises:
        Refusal: not theirs, handed in already, a bad file.
    """
    kept = _with_the_body(row, by)
    wanted: dict[str, Any] = {"report": redact(report.strip())}
    if measures.strip():
        wanted["measures"] = redact(measures.strip())
    if owner.strip():
        wanted["owner"] = redact(owner.strip())[:100]
    changes = {name: (getattr(kept, name), value) for name, value in wanted.items()}
    changed = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    if changed:
        for name, (_old, value) in changed.items():
            setattr(kept, name, value)
        kept.save(update_fields=list(changed))
        audit.record(kept, "rectification.write", by=by, changes=changed)
    _keep_files(kept, files, by)
    if kept.state == RectificationState.OPEN:
        kept = RECTIFICATION.apply(kept, "begin", by=by)
        note([kept], "begin", by=by)
    return kept


@transaction.atomic
def hand_in(row: Rectification, *, by: Actor, report: str = "", files: Iterable[Any] = ()) -> Rectification:
    """Hand in what was done, with the evidence; the clock of the check starts.

    A longer time that was asked for has no use any more: the request goes back with it.

    Args:
        report: what was done; "" leaves what was written before.
        files: evidence, added to what is there.

    Raises:
        Refusal: not theirs, handed in already, no words, too little evidence, a bad file.
    """
    kept = _with_the_body(row, by)
    _keep_files(kept, files, by)
    least = least_evidence(kept)
    if evidence.of(about(kept)).count() < least:
        raise Refusal(
            _("Evidence files: hand in at least %(least)s that shows that the problem was put right.")
            % {"least": least},
            field="evidence",
        )
    words = redact(report.strip()) or kept.report
    moved = RECTIFICATION.apply(
        kept,
        "hand_in",
        by=by,
        report=words,
        handed_in_on=today(),
        handed_in_by_label=by.label[:100],
        returned_reason="",
        escalated_on=None,
    )
    for asked in moved.extensions.filter(state=ExtensionState.ASKED).select_related("rectification__subject"):
        take_extension_back(asked, by=by)
    note([moved], "hand_in", words=words, by=by)
    clocks.keep([moved])
    return moved


def ask_extension(row: Rectification, *, until: date, reason: str, by: Actor) -> RectificationExtension:
    """Ask for a longer time; another officer answers within the days of the rule table.

    Raises:
        Refusal: not theirs, no due day, a day that is no later or too late, no reason, asked too often, or
            a request is open already.
    """
    must_be_own(row.subject_id, by)
    if not by.may(OWN, row.division_code):
        raise Refusal(_("You do not hold the right to ask for a longer time here."))
    try:
        with transaction.atomic():
            kept = _locked(row)
            _check_extension(kept, until, reason)
            asked = RectificationExtension.objects.create(
                rectification=kept,
                due_before=kept.due_on or today(),
                until=until,
                reason=redact(reason.strip())[:255],
                asked_on=today(),
                made_by=by.actor_id,
                made_by_label=by.label[:100],
            )
            audit.record(kept, "rectification.ask_extension", by=by, changes={"until": (kept.due_on, until)})
            note([kept], "ask_extension", words=f"{until.isoformat()}：{asked.reason}", by=by)
            clocks.keep_extension(asked)
    except IntegrityError as twice:  # one_open_extension_per_rectification
        raise Refusal(
            _("A longer time was asked for already; wait for the answer."), field="until"
        ) from twice
    return asked


def _check_extension(row: Rectification, until: date, reason: str) -> None:
    if row.state not in WITH_THE_BODY or row.due_on is None:
        raise Refusal(_("A longer time can be asked for only while the problem is being put right."))
    rule = settings(today()).value("extension", row.division_code)
    if row.extensions.filter(state=ExtensionState.ASKED).exists():
        raise Refusal(_("A longer time was asked for already; wait for the answer."), field="until")
    granted = row.extensions.filter(state=ExtensionState.APPROVED).count()
    if granted >= int(rule["times"]):
        raise Refusal(
            _("The time was made longer %(times)s times already; more is not possible.") % rule, field="until"
        )
    if until <= max(row.due_on, today()):
        raise Refusal(
            _("Until: choose a day after %(day)s.") % {"day": max(row.due_on, today()).isoformat()},
            field="until",
        )
    if until > max(row.due_on, today()) + timedelta(days=int(rule["days"])):
        raise Refusal(_("Until: at most %(days)s days more may be asked for at once.") % rule, field="until")
    if len(reason.strip()) < 4:
        raise Refusal(_("Reason: say in words why the time does not suffice."), field="reason")


@transaction.atomic
def take_extension_back(asked: RectificationExtension, *, by: Actor) -> RectificationExtension:
    """Let the body take its request back."""
    must_be_own(asked.rectification.subject_id, by)
    moved = EXTENSION.apply(asked, "take_back", by=by)
    note([moved.rectification], "extension_taken_back", by=by)
    clocks.keep_extension(moved)
    return moved


def _with_the_body(row: Rectification, by: Actor) -> Rectification:
    must_be_own(row.subject_id, by)
    kept = _locked(row)
    if kept.state not in WITH_THE_BODY or not by.may(OWN, kept.division_code):
        raise Refusal(
            _("“%(problem)s” is now in the state “%(state)s”; nothing can be handed in.")
            % {"problem": kept, "state": kept.get_state_display()}
        )
    return kept


def _locked(row: Rectification) -> Rectification:
    return Rectification.objects.select_for_update(of=("self",)).select_related("subject").get(pk=row.pk)


def _keep_files(row: Rectification, files: Iterable[Any], by: Actor) -> None:
    if offered := list(files):
        with in_kept_words():
            kind = _("proof of rectification")
        evidence.keep_all(
            offered,
            about=about(row),
            division_code=row.division_code,
            by=by,
            kind=kind,
            party=f"credit.subject:{row.subject_id}",
        )


def least_evidence(row: Rectification) -> int:
    """Return how many evidence files a rectification must have to be handed in (rule `evidence`)."""
    return int(settings(today()).value("evidence", row.division_code)["files"])
