"""Verbs of a ledger: hand in, accept, return, find faked, take back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import ruletables
from core.actors import Actor
from core.clock import today
from core.errors import Refusal
from core.masking import find_personal_data, redact
from core.ruletables import RuleBook
from core.workflow import BulkResult
from credit.commitments.rendering import digest_of as text_digest
from credit.commitments.services import begin_own, shown_text, sign
from credit.models import Commitment, CommitmentTemplate
from credit.models.commitments import CommitmentState, SigningWay
from credit.parties import Party, must_be_own
from supervision.choices import RectificationSource
from supervision.ledgers import clocks, signing
from supervision.ledgers.flags import flags_of
from supervision.ledgers.rules import TABLE, Fault, faults_of, said
from supervision.ledgers.saving import hold
from supervision.ledgers.selectors import Line, lines_of
from supervision.ledgers.workflow import LEDGER
from supervision.models import Ledger, LedgerEntry
from supervision.models.ledgers import Answer, LedgerState
from supervision.rectification.services.opening import NewRectification, open_many


@dataclass(frozen=True, slots=True)
class Promise:
    """The commitment to lawful practice that goes with a ledger.

    Args:
        template: the letter; None where the place asks for none.
        running: the one that is in force, None where it must be signed.
        text: the words to be signed, "" where one is in force.
    """

    template: CommitmentTemplate | None
    running: Commitment | None = None
    text: str = ""

    @property
    def digest(self) -> str:
        """Digest of the words that are shown, by which the signature names them."""
        return text_digest(self.text) if self.text else ""


def faults(ledger: Ledger, lines: Iterable[Line]) -> list[Fault]:
    """Return everything that keeps a ledger from being handed in, in the order of its lines."""
    opens_on = ledger.round.opens_on
    return [fault for line in lines for fault in faults_of(line.item, said(line.entry), opens_on=opens_on)]


@dataclass(frozen=True, slots=True)
class Signature:
    """What stands under a ledger that is handed in.

    Args:
        name: the head of the body, who signs.
        post: in which post.
        seen: digest of the content that was on the page (`signing.digest_of`).
        on: the day on which it came in; it decides whether the ledger is late.
        signed_on: the day on the paper, None in the portal.
        entered_by: the officer who entered it from paper, "" in the portal.
    """

    name: str
    post: str
    seen: str
    on: date
    signed_on: date | None = None
    entered_by: str = ""

    @property
    def way(self) -> SigningWay:
        """In the portal or on paper."""
        return SigningWay.PAPER if self.entered_by else SigningWay.PORTAL


Commit = Callable[[Ledger, Promise], Commitment | None]
"""Has the commitment given that goes with the ledger, or returns the one in force."""


def promise_of(ledger: Ledger, *, on: date, book: RuleBook | None = None) -> Promise:
    """Return the commitment to lawful practice that a body gives with its ledger.

    Args:
        book: the rule table `TABLE` where the caller has read it.
    """
    place = ledger.division_code
    code = str((book or ruletables.book(TABLE)).value("commitment", on=on, place=place))
    places = [place[:length] for length in range(len(place) + 1)]
    letters = CommitmentTemplate.objects.filter(code=code, in_use=True, place__in=places)
    template = max(letters.prefetch_related("texts"), key=lambda row: len(row.place), default=None)
    if template is None:
        return Promise(None)
    given = Commitment.objects.filter(subject_id=ledger.subject_id, template=template)
    in_force = given.filter(state__in=(CommitmentState.SIGNED, CommitmentState.PUBLISHED))
    running = in_force.exclude(due_on__lt=on).order_by("-pk").first()
    if running is not None:
        return Promise(template, running)
    probe = Commitment(subject=ledger.subject, template=template, division_code=ledger.division_code)
    return Promise(template, None, shown_text(probe, on=on))


def hand_in(
    ledger: Ledger,
    *,
    signer_name: str,
    signer_post: str,
    seen: str,
    by: Party,
    commits: str = "",
) -> Ledger:
    """Sign a complete ledger and hand it in; what was found becomes rectifications of the body.

    Args:
        signer_name: the head of the body, who signs.
        signer_post: in which post.
        seen: digest of the content that was on the page (`signing.digest_of`).
        commits: digest of the commitment's words that were on the page, "" where one is in force.

    Raises:
        Refusal: not the body's own, lines missing, changed since it was shown, no signer, no commitment.
    """
    must_be_own(ledger.subject_id, by)

    def commit(held: Ledger, promise: Promise) -> Commitment | None:
        if promise.template is None or promise.running is not None:
            return promise.running
        if not commits:
            raise Refusal(
                _(
                    "Tick that you give the commitment to lawful practice: "
                    "it is signed together with the ledger."
                ),
                field="commits",
            )
        drawn = begin_own(subject=held.subject, template=promise.template, by=by)
        return sign(drawn, by=by, signer_name=signer_name, signer_post=signer_post, seen=commits)

    return take(ledger, Signature(signer_name, signer_post, seen, today()), commit, by=by)


def take(ledger: Ledger, signature: Signature, commit: Commit, *, by: Actor) -> Ledger:
    """Take in a complete ledger that was signed, in the portal or on paper; the same checks for both.

    Raises:
        Refusal: lines missing, changed since it was shown, no signer, no commitment.
    """
    name, post = _signer(signature.name, signature.post)
    on = today()
    with transaction.atomic():
        held = hold(ledger, by=by)
        held.subject = ledger.subject
        lines = lines_of(held)
        _complete(faults(held, lines))
        content = signing.digest_of(held, lines)
        if content != signature.seen:
            raise Refusal(_("The ledger was changed after you opened this page. Read it again, then sign."))
        book = ruletables.book(TABLE)
        fields = _fields(held, lines, signature.on, book) | {
            "signer_name": name,
            "signer_post": post,
            "signed_at": timezone.now(),
            "content_digest": content,
            "way": signature.way,
            "signed_on": signature.signed_on,
            "entered_by_label": signature.entered_by,
            "commitment": commit(held, promise_of(held, on=on, book=book)),
            "changed_by": by.actor_id,
        }
        probe = Ledger(guid=held.guid, **{key: fields[key] for key in _SIGNED})
        fields["signature"] = signing.signature_of(probe)
        again = held.state == LedgerState.RETURNED
        moved = LEDGER.apply(held, "hand_in", by=by, **fields)
        if again:
            clocks.stop_mending(moved)
            clocks.start_again(moved.round, on=on)
        _to_rectify(moved, lines, on=on, by=by)
    for changed in (*fields, "state"):
        setattr(ledger, changed, getattr(moved, changed))
    return ledger


_SIGNED = (
    "content_digest",
    "signer_name",
    "signer_post",
    "signed_at",
    "way",
    "signed_on",
    "entered_by_label",
)


def _signer(name: str, post: str) -> tuple[str, str]:
    if not name.strip():
        raise Refusal(_("“Signer” is empty: enter who signs."), field="signer_name")
    if not post.strip():
        raise Refusal(_("“Signer's post” is empty: enter the post of who signs."), field="signer_post")
    if find_personal_data(f"{name} {post}"):
        raise Refusal(_("“Signer” takes a name and a post, no numbers."), field="signer_name")
    return name.strip()[:60], post.strip()[:60]


def _complete(found: Sequence[Fault]) -> None:
    if not found:
        return
    lines = len({fault.item.pk for fault in found})
    told = ngettext(
        "%(count)s line is not complete yet. %(first)s",
        "%(count)s lines are not complete yet. %(first)s",
        lines,
    )
    raise Refusal(told % {"count": lines, "first": found[0].sentence})


def _fields(ledger: Ledger, lines: Sequence[Line], on: date, book: RuleBook) -> dict[str, Any]:
    first = ledger.first_handed_in_on or on
    return {
        "handed_in_on": on,
        "first_handed_in_on": first,
        "late": first > ledger.due_on,
        "found": sum(line.entry.answer == Answer.FOUND for line in lines),
        **flags_of(ledger, lines, book=book, on=today()).fields(),
    }


def _to_rectify(ledger: Ledger, lines: Sequence[Line], *, on: date, by: Actor) -> None:
    """Open a rectification for each problem found; one that is open already stays as it is."""
    news = [to_rectify(ledger, line.entry) for line in lines if line.entry.answer == Answer.FOUND]
    if news:
        open_many(news, on=on, by=by)


def to_rectify(ledger: Ledger, entry: LedgerEntry) -> NewRectification:
    """Return what a line that was found asks to be put right: reported by the body itself."""
    return NewRectification(
        subject_id=ledger.subject_id,
        division_code=ledger.division_code,
        source=RectificationSource.LEDGER,
        source_key=entry.about,
        problem=entry.item.text,
        group=entry.item.group,
        facts=entry.facts,
        measures=entry.measures,
        owner=entry.owner,
        due_on=entry.due_on,
        permanent=entry.permanent,
        campaign_id=ledger.round.campaign_id,
        item_id=entry.item_id,
        item_code=entry.item.item_code,
        self_reported=True,
    )


def _checked(by: Actor) -> dict[str, Any]:
    return {"checked_on": today(), "checked_by_label": by.label[:100]}


def accept(ledger: Ledger, *, by: Actor) -> Ledger:
    """Accept a ledger as it was handed in."""
    with transaction.atomic():
        moved = LEDGER.apply(ledger, "accept", by=by, return_reason="", **_checked(by))
        clocks.stop_where_done(moved.round_id)
    return moved


def accept_many(pks: Iterable[int], *, by: Actor) -> BulkResult[Ledger]:
    """Accept ledgers at once; one that is flagged must be looked at by itself and is refused here."""

    def fields(row: Ledger) -> dict[str, Any]:
        if row.empty or row.copied:
            raise Refusal(
                _("“%s” is flagged as empty or copied; open it, then accept or return it.") % row.subject
            )
        return {"return_reason": "", **_checked(by)}

    def stop(rows: list[Ledger]) -> None:
        for round_id in {row.round_id for row in rows}:
            clocks.stop_where_done(round_id)

    return LEDGER.apply_many(pks, "accept", by=by, fields=fields, then=stop)


def send_back(ledger: Ledger, *, reason: str, by: Actor) -> Ledger:
    """Return a ledger to the body, which reads the reasons and hands it in again."""
    return _returned(ledger, "send_back", reason, by=by)


def find_faked(ledger: Ledger, *, reason: str, by: Actor) -> Ledger:
    """Find that a ledger was faked: it goes back to the body, and counts when objects are drawn."""
    return _returned(ledger, "find_faked", reason, by=by, faked_on=today())


def _returned(ledger: Ledger, step: str, reason: str, *, by: Actor, **fields: Any) -> Ledger:
    """Give a ledger back to its body, which has the days of the rule table to hand it in again."""
    words = redact(reason.strip())[:500]
    with transaction.atomic():
        moved = LEDGER.apply(
            ledger, step, by=by, reason=reason, return_reason=words, **fields, **_checked(by)
        )
        clocks.start_mending(moved, on=today())
    return moved


def drop(ledger: Ledger, *, reason: str, by: Actor) -> Ledger:
    """Take back a ledger that is not owed, such as that of a body that has closed; the body reads why."""
    words = redact(reason.strip())[:500]
    with transaction.atomic():
        moved = LEDGER.apply(ledger, "drop", by=by, reason=reason, return_reason=words)
        clocks.stop_mending(moved)
        clocks.stop_where_done(moved.round_id)
    return moved
