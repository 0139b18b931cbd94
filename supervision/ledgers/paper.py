"""Ledgers on paper: an officer enters what a body without a sign-in has filled in and signed by hand.

The same checks as in the portal; the scan of the signed sheets is kept beside the ledger, and whoever entered
it does not check it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.permissions import P
from core import audit, evidence
from core.actors import Actor, ByDecision
from core.clock import today
from core.errors import Refusal
from core.language import in_house_language
from credit.commitments.services import begin_own, sign_on_paper
from credit.models import Commitment
from credit.models.commitments import SigningWay
from credit.parties import OnPaper
from supervision.ledgers.services import Promise, Signature, take
from supervision.models import Ledger

SCAN = gettext_lazy("scan of the signed ledger")


@dataclass(frozen=True, slots=True)
class Paper:
    """What stands on the signed sheets.

    Args:
        signer_name: the head of the body, who signed.
        signer_post: in which post.
        signed_on: the day beside the signature.
        came_on: the day on which the sheets came in; it decides whether the ledger is late.
        scans: files with the sheets.
        commits: the signed commitment to lawful practice is among them.
    """

    signer_name: str
    signer_post: str
    signed_on: date
    came_on: date
    scans: tuple[Any, ...]
    commits: bool = False


def desk(by: Actor) -> OnPaper:
    """Return an officer as who enters ledgers: by the right to check them."""
    return OnPaper(by, P.LEDGER_CHECK)


def may_begin(ledger: Ledger, by: Actor) -> bool:
    """Tell whether an officer may begin, or go on, to enter a ledger from paper."""
    if not ledger.writable or not by.may(P.LEDGER_CHECK, ledger.division_code):
        return False
    return ledger.way == SigningWay.PAPER or not ledger.entries.exists()


def begin(ledger: Ledger, *, by: Actor) -> Ledger:
    """Begin to enter a ledger from paper; until it is in, the body does not write in it. Again is no harm.

    Raises:
        Refusal: no right there, handed in already, or the body has begun to fill it in itself.
    """
    with transaction.atomic():
        held = Ledger.objects.select_for_update(of=("self",)).select_related("round").get(pk=ledger.pk)
        if not may_begin(held, by):
            raise Refusal(
                _(
                    "This ledger cannot be entered from paper: it is handed in, or the body has begun to "
                    "fill it in itself; ask the body to finish it in the portal."
                )
            )
        if held.way != SigningWay.PAPER:
            _set_way(held, SigningWay.PAPER, by)
    ledger.way = held.way
    return held


def leave_to_body(ledger: Ledger, *, by: Actor) -> Ledger:
    """Leave a ledger to the body after all; lines that were entered stay in it as a draft.

    Raises:
        Refusal: no right there, or it is not being entered from paper.
    """
    with transaction.atomic():
        held = Ledger.objects.select_for_update(of=("self",)).get(pk=ledger.pk)
        if not held.at_the_desk or not by.may(P.LEDGER_CHECK, held.division_code):
            raise Refusal(_("This ledger is not being entered from paper."))
        _set_way(held, SigningWay.PORTAL, by)
    ledger.way = held.way
    return held


def _set_way(held: Ledger, way: SigningWay, by: Actor) -> None:
    changes = {"way": (held.way, way.value)}
    held.way = way
    held.save(update_fields=["way"])
    audit.record(held, "ledger.way", by=by, changes=changes)


def hand_in_paper(ledger: Ledger, paper: Paper, *, seen: str, by: Actor) -> Ledger:
    """Hand in a ledger that was entered from paper, with the scan of what the head of the body signed.

    Args:
        seen: digest of the content that was on the page (`signing.digest_of`).

    Raises:
        Refusal: no right, no scan, days that cannot be, or as in `services.take`; nothing is kept then.
    """
    _check(ledger, paper)

    def commit(held: Ledger, promise: Promise) -> Commitment | None:
        if promise.template is None or promise.running is not None:
            return promise.running
        if not paper.commits:
            raise Refusal(
                _(
                    "“Commitment to lawful practice”: tick that it came signed with the ledger; where it did "
                    "not, ask the body for it before you enter the ledger."
                ),
                field="commits",
            )
        enters = ByDecision(by)  # who may enter the ledger may enter the letter that came with it
        drawn = begin_own(subject=held.subject, template=promise.template, by=enters)
        return sign_on_paper(
            drawn,
            by=enters,
            signer_name=paper.signer_name,
            signer_post=paper.signer_post,
            signed_on=paper.signed_on,
            paper=paper.scans,
        )

    signature = Signature(
        paper.signer_name, paper.signer_post, seen, paper.came_on, paper.signed_on, by.label[:100]
    )
    with transaction.atomic():
        moved = take(ledger, signature, commit, by=desk(by))
        evidence.keep_all(
            paper.scans,
            about=ledger.about,
            division_code=ledger.division_code,
            by=by,
            kind=in_house_language(SCAN),
            party=f"credit.subject:{ledger.subject_id}",
        )
    return moved


def _check(ledger: Ledger, paper: Paper) -> None:
    if not paper.scans:
        raise Refusal(_("“Scan of the signed ledger” is empty: add the scan."), field=evidence.FIELD)
    if paper.came_on > today():
        raise Refusal(_("“Came in on” lies in the future; enter the day on which it came."), field="came_on")
    if paper.came_on < ledger.round.opens_on:
        raise Refusal(
            _("“Came in on”: give a day not before %(day)s, when the self-inspection opened.")
            % {"day": ledger.round.opens_on.isoformat()},
            field="came_on",
        )
    if not ledger.round.opens_on <= paper.signed_on <= paper.came_on:
        raise Refusal(
            _("“Day on the paper” must lie between %(first)s and the day on which it came in.")
            % {"first": ledger.round.opens_on.isoformat()},
            field="signed_on",
        )
