"""The procedure of a commitment: drawn up, signed, published, then kept, broken or ended."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.permissions import P
from core.clock import today
from core.masking import redact
from core.workflow import Transition, Workflow
from credit.models import Commitment
from credit.models.commitments import CommitmentState as S
from credit.parties import OWN

SIGNED = "credit.commitment.signed"
PUBLISHED = "credit.commitment.published"
CHECKED = "credit.commitment.checked"
WITHDRAWN = "credit.commitment.withdrawn"
ENDED = "credit.commitment.ended"
OPERATIONS = {PUBLISHED: "I", CHECKED: "U", WITHDRAWN: "R", ENDED: "S"}
RUNNING = frozenset({S.SIGNED, S.PUBLISHED})
TABLE = "commitment_legal"


def payload(row: Commitment, step: Transition) -> dict[str, Any]:
    """Build the message of a step; what was never published is not shared."""
    reason = row.end_reason if step.topic in (WITHDRAWN, ENDED) else ""
    return message(row, OPERATIONS.get(step.topic, ""), reason)


def message(row: Commitment, operation: str, reason: str = "") -> dict[str, Any]:
    """Build the message that platforms and other apps receive about a commitment.

    Args:
        operation: I add, U amend, R withdraw, S end of display; "" when only we ourselves are told.
    """
    return {
        "table": TABLE,
        "operation": operation,
        "shared": bool(operation and row.published_on and not row.subject.is_person),
        "record_id": str(row.guid),
        "revision": row.revision,
        "natural_key": f"{row.number}|{row.subject.uscc}",
        "reason": redact(reason),
        "division_code": row.division_code,
        "name": row.number,
        "subject": row.subject_id,
        "commitment": row.pk,
        "state": row.state,
        "fields": _fields(row),
    }


def _fields(row: Commitment) -> dict[str, str]:
    return {
        "CN_BH": row.number,
        "CN_XDR_MC": "" if row.subject.is_person else row.subject.name,  # no names in messages
        "CN_XDR_SHXYM": row.subject.uscc,
        "CN_LX": KIND_WORDS.get(row.template.kind, ""),
        "CN_MC": row.template.title,
        "CN_SX": redact(row.matter),
        "CN_SXBM": row.matter_code,
        "CN_BB": str(row.version.number) if row.version else "",
        "CN_QSRQ": row.signed_on.isoformat() if row.signed_on else "",
        "CN_GSRQ": row.published_on.isoformat() if row.published_on else "",
        "CN_DQRQ": row.due_on.isoformat() if row.due_on else "",
        "CN_LYQK": PERFORMANCE_WORDS.get(row.performance, PERFORMANCE_WORDS[""]),
        "CN_ZY": row.text_digest,
    }


# What goes to other systems is Chinese, whatever language the officer reads (domain: 信用承诺).
KIND_WORDS = {
    "approval": "审批替代型",
    "incomplete": "容缺受理型",
    "certificate": "证明事项型",
    "proactive": "主动公示型",
    "self_discipline": "行业自律型",
    "repair": "信用修复型",
    "other": "其他",
}
PERFORMANCE_WORDS = {"": "履行中", "full": "已履行", "partly": "部分履行", "not": "未履行"}


def _may_be_published(row: Commitment) -> str | Promise | None:
    if row.subject.is_person:
        return _("Commitments of natural persons are not published.")
    return None if row.template.published else _("Commitments of this template are not published.")


def _is_checked(row: Commitment) -> str | Promise | None:
    return None if row.template.checked else _("How commitments of this template are kept is not checked.")


def _was_published(row: Commitment) -> str | Promise | None:
    return None if row.published_on else _("It was never published.")


def _was_not_published(row: Commitment) -> str | Promise | None:
    return _("It is published.") if row.published_on else None


def _time_is_over(row: Commitment) -> str | Promise | None:
    if row.template.checked:
        return _("How it was kept must be checked before it ends.")
    return None if row.due_on and row.due_on < today() else _("Its last day has not passed.")


COMMITMENT: Workflow[Commitment] = Workflow(
    Commitment,
    Transition("sign", frozenset({S.DRAFT}), S.SIGNED, OWN, _("Sign"), topic=SIGNED),
    Transition(
        "discard",
        frozenset({S.DRAFT}),
        S.ENDED,
        P.COMMITMENT_KEEP,
        _("Give up the unsigned commitment"),
        needs_reason=True,
    ),
    Transition(
        "publish",
        frozenset({S.SIGNED}),
        S.PUBLISHED,
        P.COMMITMENT_KEEP,
        _("Publish"),
        guard=_may_be_published,
        topic=PUBLISHED,
    ),
    Transition(
        "keep",
        RUNNING,
        S.PERFORMED,
        P.COMMITMENT_KEEP,
        _("Find it kept"),
        guard=_is_checked,
        topic=CHECKED,
    ),
    Transition("doubt", RUNNING, S.DOUBTED, P.COMMITMENT_KEEP, _("Find it broken"), guard=_is_checked),
    Transition(
        "confirm",
        frozenset({S.DOUBTED}),
        S.BREACHED,
        P.RECORD_REVIEW,
        _("Confirm the breach"),
        four_eyes=True,
        topic=CHECKED,
    ),
    Transition(
        "reject",
        frozenset({S.DOUBTED}),
        S.PUBLISHED,
        P.RECORD_REVIEW,
        _("Reject the breach"),
        guard=_was_published,
        four_eyes=True,
        needs_reason=True,
    ),
    Transition(
        "reject_unpublished",
        frozenset({S.DOUBTED}),
        S.SIGNED,
        P.RECORD_REVIEW,
        _("Reject the breach"),
        guard=_was_not_published,
        four_eyes=True,
        needs_reason=True,
    ),
    Transition(
        "withdraw",
        RUNNING,
        S.ENDED,
        P.COMMITMENT_KEEP,
        _("Withdraw"),
        needs_reason=True,
        topic=WITHDRAWN,
    ),
    Transition(
        "lapse",
        RUNNING,
        S.ENDED,
        P.COMMITMENT_KEEP,
        _("End after its last day"),
        guard=_time_is_over,
        topic=ENDED,
    ),
    Transition(
        "overturn",
        frozenset({S.BREACHED}),
        S.ENDED,
        P.RECORD_REVIEW,
        _("Take the breach back"),
        needs_reason=True,
        topic=WITHDRAWN,
    ),
    title=_("Commitment"),
    maker_fields=("found_by",),
    payload=payload,
    key=lambda row: f"commitment:{row.guid}",
    related=("subject", "template", "version"),
)
