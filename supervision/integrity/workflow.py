"""The procedures of government integrity as tables: round, assessment, breach, consequence."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.permissions import P
from core.clock import today
from core.workflow import Transition, Workflow
from credit.parties import OWN
from supervision.integrity.choices import RUNNING, STANDING, WRITABLE
from supervision.integrity.choices import AssessmentState as A
from supervision.integrity.choices import BreachState as B
from supervision.integrity.choices import MeasureState as M
from supervision.integrity.choices import RoundState as R
from supervision.models import Assessment, AssessmentRound, IntegrityBreach, IntegrityMeasure

LEAST_WORDS = 10
Words = str | Promise | None


def _may_open(row: AssessmentRound) -> Words:
    if not row.indicators.exists():
        return _("The round has no indicator table; choose one first.")
    if not row.assessments.exists():
        return _("Nobody is assessed yet; add bodies or offices first.")
    return None


def _may_publish(row: AssessmentRound) -> Words:
    if not row.document_no.strip():
        return _("Document number: the result is published under a numbered document.")
    waiting = row.assessments.exclude(state=A.DECIDED).select_related("subject", "office")
    if (first := waiting.order_by("pk").first()) is not None:
        told = {"count": waiting.count(), "name": first.called}
        return (
            gettext("Assessments not decided yet: %(count)s, first that of %(name)s; decide them first.")
            % told
        )
    return None


def _is_complete(row: Assessment) -> Words:
    if row.round.state != R.OPEN:
        return _("This round is not open; self-scores are taken while it is.")
    if not row.signed_by.strip():
        return _("Signed by the head: enter the name of the head who answers for the self-score.")
    if row.scores.filter(own__isnull=False).count() < row.round.indicators.count():
        return _("Some indicators have no self-score yet; give every indicator a score.")
    return None


def _is_reviewed(row: Assessment) -> Words:
    if row.round.state != R.OPEN:
        return _("This round is not open; reviews are entered while it is.")
    if row.handed_in_on is None and today() <= row.round.self_due_on:
        return _("The body may still hand in its self-score; review it after the last day.")
    if row.scores.filter(given__isnull=False).count() < row.round.indicators.count():
        return _("Some indicators have no score of the review yet; give every indicator a score.")
    return None


def _has_a_result(row: Assessment) -> Words:
    return None if row.total is not None and row.band else _("The review has no result yet.")


def _says_enough(row: IntegrityBreach) -> Words:
    if len(row.correction.strip()) < LEAST_WORDS:
        return _("How it was corrected: say in at least ten characters what was done.")
    return None


def _says_what_follows(row: IntegrityBreach) -> Words:
    if not row.mitigation:
        return _("What the correction does: choose one of the list.")
    return None if row.mitigation_reason.strip() else _("Reasons: say in words why.")


def _has_a_document(row: IntegrityMeasure) -> Words:
    if not row.document_no.strip():
        return _("Document number: a consequence is imposed by a numbered document.")
    if row.breach is not None and row.breach.state not in STANDING:
        return _("The breach is not confirmed; a consequence needs a ground that stands.")
    return None


def _is_explained(row: IntegrityMeasure) -> Words:
    if len(row.explanation.strip()) < LEAST_WORDS:
        return _("Explanation: give the reasons in at least ten characters.")
    return None


def _term_is_over(row: IntegrityMeasure) -> Words:
    return None if row.ends_on and row.ends_on < today() else _("The term is not over yet.")


def _round_payload(row: AssessmentRound, step: Transition) -> dict[str, Any]:
    return {
        "round": str(row.guid),
        "year": row.year,
        "state": step.target,
        "division_code": row.division_code,
    }


def _payload(name: str) -> Any:
    def tell(row: Any, step: Transition) -> dict[str, Any]:
        """Tell of a case without its words."""
        return {
            name: str(row.guid),
            "kind": getattr(row, "kind", ""),
            "subject": row.subject_id,
            "state": step.target,
            "division_code": row.division_code,
        }

    return tell


ROUND: Workflow[AssessmentRound] = Workflow(
    AssessmentRound,
    Transition(
        "open",
        frozenset({R.DRAFT}),
        R.OPEN,
        P.INTEGRITY_REVIEW,
        _("Open the assessment"),
        guard=_may_open,
        topic="supervision.integrity_round.opened",
    ),
    Transition(
        "publish",
        frozenset({R.OPEN}),
        R.PUBLISHED,
        P.INTEGRITY_DECIDE,
        _("Publish the result inside"),
        guard=_may_publish,
        topic="supervision.integrity_round.published",
    ),
    Transition(
        "drop",
        frozenset({R.DRAFT, R.OPEN}),
        R.DROPPED,
        P.INTEGRITY_DECIDE,
        _("Drop the assessment"),
        needs_reason=True,
    ),
    title=_("Yearly integrity assessment"),
    payload=_round_payload,
    key=lambda row: f"supervision.integrity_round:{row.guid}",
)
ASSESSMENT: Workflow[Assessment] = Workflow(
    Assessment,
    Transition(
        "hand_in",
        frozenset(WRITABLE),
        A.HANDED_IN,
        OWN,
        pgettext_lazy("assessment", "Hand in the self-score"),
        guard=_is_complete,
        topic="supervision.integrity_assessment.handed_in",
    ),
    Transition(
        "send_back",
        frozenset({A.HANDED_IN}),
        A.RETURNED,
        P.INTEGRITY_REVIEW,
        _("Send the self-score back"),
        needs_reason=True,
    ),
    Transition(
        "review",
        frozenset({A.HANDED_IN, A.WAITING, A.RETURNED}),
        A.REVIEWED,
        P.INTEGRITY_REVIEW,
        _("Finish the review"),
        guard=_is_reviewed,
        four_eyes=True,
    ),
    Transition(
        "redo",
        frozenset({A.REVIEWED}),
        A.HANDED_IN,
        P.INTEGRITY_DECIDE,
        _("Send back to the review"),
        needs_reason=True,
    ),
    Transition(
        "decide",
        frozenset({A.REVIEWED}),
        A.DECIDED,
        P.INTEGRITY_DECIDE,
        _("Decide the result"),
        guard=_has_a_result,
        four_eyes=True,
        topic="supervision.integrity_assessment.decided",
    ),
    title=_("Integrity assessment"),
    maker_fields=("handed_in_by", "reviewed_by"),
    payload=_payload("assessment"),
    key=lambda row: f"supervision.integrity_assessment:{row.guid}",
    related=("round", "subject"),
)
BREACH: Workflow[IntegrityBreach] = Workflow(
    IntegrityBreach,
    Transition(
        "confirm",
        frozenset({B.PROPOSED}),
        B.CONFIRMED,
        P.INTEGRITY_DECIDE,
        pgettext_lazy("integrity", "Confirm the breach"),
        four_eyes=True,
        topic="supervision.integrity_breach.confirmed",
    ),
    Transition(
        "drop",
        frozenset({B.PROPOSED}),
        B.DROPPED,
        P.INTEGRITY_DECIDE,
        _("Do not confirm"),
        needs_reason=True,
    ),
    Transition(
        "correct",
        frozenset({B.CONFIRMED}),
        B.CORRECTION,
        OWN,
        _("Hand in the correction"),
        guard=_says_enough,
    ),
    Transition(
        "send_back",
        frozenset({B.CORRECTION}),
        B.CONFIRMED,
        P.INTEGRITY_REVIEW,
        _("Send the correction back"),
        needs_reason=True,
    ),
    Transition(
        "accept",
        frozenset({B.CORRECTION}),
        B.CORRECTED,
        P.INTEGRITY_DECIDE,
        _("Find it corrected"),
        guard=_says_what_follows,
        four_eyes=True,
        topic="supervision.integrity_breach.corrected",
    ),
    Transition(
        "withdraw",
        frozenset(STANDING),
        B.WITHDRAWN,
        P.INTEGRITY_DECIDE,
        _("Withdraw the breach"),
        needs_reason=True,
        topic="supervision.integrity_breach.withdrawn",
    ),
    title=_("Breach of government integrity"),
    maker_fields=("made_by", "correction_by"),
    payload=_payload("breach"),
    key=lambda row: f"supervision.integrity_breach:{row.guid}",
    related=("subject",),
)
MEASURE: Workflow[IntegrityMeasure] = Workflow(
    IntegrityMeasure,
    Transition(
        "impose",
        frozenset({M.PROPOSED}),
        M.IN_FORCE,
        P.INTEGRITY_DECIDE,
        pgettext_lazy("integrity measure", "Impose"),
        guard=_has_a_document,
        four_eyes=True,
        topic="supervision.integrity_measure.imposed",
    ),
    Transition(
        "drop",
        frozenset({M.PROPOSED}),
        M.DROPPED,
        P.INTEGRITY_DECIDE,
        pgettext_lazy("integrity measure", "Do not impose"),
        needs_reason=True,
    ),
    Transition(
        "explain",
        frozenset({M.IN_FORCE}),
        M.EXPLAINED,
        OWN,
        _("Hand in the explanation"),
        guard=_is_explained,
    ),
    Transition(
        "ask_again",
        frozenset({M.EXPLAINED}),
        M.IN_FORCE,
        P.INTEGRITY_REVIEW,
        _("Ask for another explanation"),
        needs_reason=True,
    ),
    Transition(
        "lift",
        frozenset(RUNNING),
        M.ENDED,
        P.INTEGRITY_DECIDE,
        pgettext_lazy("integrity measure", "End early"),
        needs_reason=True,
        topic="supervision.integrity_measure.ended",
    ),
    Transition(
        "lapse",
        frozenset(RUNNING),
        M.ENDED,
        P.INTEGRITY_DECIDE,
        pgettext_lazy("integrity measure", "End with its term"),
        guard=_term_is_over,
        topic="supervision.integrity_measure.ended",
    ),
    title=_("Integrity consequence"),
    payload=_payload("measure"),
    key=lambda row: f"supervision.integrity_measure:{row.guid}",
    related=("subject", "breach"),
)
