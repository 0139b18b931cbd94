"""Visitors' ratings: tokens handed out as QR codes, one rating per token, poor ones looked into.

The visitor stays unknown: no account and no address is kept, the rating has a day and no hour, and a token
leads to a window, never to a case. 国办发〔2019〕51号.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.permissions import P
from core import audit, outbox
from core.actors import Actor
from core.clock import today
from core.crypto import blind_index
from core.errors import Refusal
from core.masking import redact
from credit.report.terms import new_code, read_code
from supervision.models import ApprovalItem, Rating, ServiceWindow, VisitToken
from supervision.service import clocks, terms
from supervision.service.choices import POOR, RatingFinding, RatingState, Reason, Satisfaction
from supervision.service.workflow import RATING

MOST_TOKENS = 120
LONGEST_WORDS = 300
POOR_RATING = "supervision.rating.poor"


@transaction.atomic
def hand_out(
    window: ServiceWindow, *, count: int, by: Actor, item: ApprovalItem | None = None, on: date | None = None
) -> list[str]:
    """Make tokens for visits at a window; they are shown once, as QR codes, and kept as digests only.

    Returns:
        The tokens in clear.

    Raises:
        Refusal: no right, the window is closed, or too many at once.
    """
    day = on or today()
    if not by.may(P.SERVICE_KEEP, window.division_code):
        raise Refusal(_("You do not hold the right to hand out rating codes in this division."))
    if not window.in_use:
        raise Refusal(_("“%s” is not in use.") % window, field="window")
    if not 1 <= count <= MOST_TOKENS:
        raise Refusal(_("“Number of codes” must be between 1 and %s.") % MOST_TOKENS, field="count")
    until = day + timedelta(days=terms.number("token_days", on=day, place=window.division_code))
    tokens = [new_code() for _number in range(count)]
    VisitToken.objects.bulk_create(
        VisitToken(
            digest=blind_index(token),
            window=window,
            item=item,
            division_code=window.division_code,
            issued_on=day,
            valid_until=until,
        )
        for token in tokens
    )
    audit.record(window, "servicewindow.hand_out", by=by, changes={"count": (None, count)})
    return tokens


def visit_of(token: str) -> VisitToken:
    """Return the visit that a token stands for.

    Raises:
        Refusal: no such code, used already, or past its day.
    """
    code = read_code(token)
    found = (
        VisitToken.objects.filter(digest=blind_index(code)).select_related("window", "item", "rating").first()
        if code
        else None
    )
    if found is None:
        raise Refusal(_("This code is not known; scan the QR code that you were given again."), field="code")
    if hasattr(found, "rating"):
        raise Refusal(_("This visit was rated already; each code counts once. Thank you."), field="code")
    if found.valid_until < today():
        raise Refusal(_("This code is past its day; ask for a new one at your next visit."), field="code")
    return found


def rate(token: str, *, level: int, reasons: Iterable[str] = (), words: str = "") -> Rating:
    """Take a visitor's rating. Whoever comes second with the same code is told that it counted already.

    Raises:
        Refusal: the code is not good, or the rating is none of the five.
    """
    visit = visit_of(token)
    if level not in Satisfaction.values:
        raise Refusal(_("Choose one of the five steps."), field="level")
    ticked = sorted(set(reasons) & set(Reason.values)) if level in POOR else []
    row = Rating(
        token=visit,
        window=visit.window,
        item=visit.item,
        division_code=visit.division_code,
        rated_on=today(),
        level=level,
        reasons=ticked,
        words=redact(words.strip())[:LONGEST_WORDS],
        state=RatingState.OPEN if level in POOR else RatingState.NOTED,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            _follow(row)
    except IntegrityError as twice:  # one rating per token
        raise Refusal(
            _("This visit was rated already; each code counts once. Thank you."), field="code"
        ) from twice
    return row


def _follow(row: Rating) -> None:
    # No audit row: its minute would tell whoever sat at the window which visitor it was. The row itself,
    # which nobody can change but through the procedure, is the record of what was given.
    if row.state == RatingState.OPEN:
        clocks.keep_rating(row)
        payload = {"rating": row.pk, "window": row.window_id, "division_code": row.division_code}
        outbox.publish(POOR_RATING, f"supervision.rating:{row.guid}", payload)


@transaction.atomic
def answer(rating: Rating, *, finding: str, words: str, by: Actor) -> Rating:
    """Enter what looking into a poor rating found, and what was mended."""
    if finding not in RatingFinding.values:
        raise Refusal(_("Choose what was found."), field="finding")
    return _moved(
        RATING.apply(
            rating,
            "answer",
            by=by,
            finding=finding,
            answer=redact(words.strip()),
            answered_on=today(),
            answered_by=by.actor_id,
            answered_by_label=by.label[:100],
        )
    )


@transaction.atomic
def send_back(rating: Rating, *, reason: str, by: Actor) -> Rating:
    """Have it looked into again."""
    return _moved(RATING.apply(rating, "send_back", by=by, reason=redact(reason)))


@transaction.atomic
def close(rating: Rating, *, by: Actor) -> Rating:
    """Close it, as another officer than the one who looked into it."""
    return _moved(RATING.apply(rating, "close", by=by, closed_on=today(), closed_by_label=by.label[:100]))


def _moved(row: Rating) -> Rating:
    clocks.keep_rating(row)
    return row
