"""What a new installation still lacks before its officers can work, for its administrator's front page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Agency, Officer, Post
from accounts.permissions import P
from accounts.roles import ROLES
from accounts.second_factor.services import factor_of
from core.clock import today
from core.models import Rule
from core.scope import division_filter
from core.workdays import current_calendar
from credit.models import Standard
from credit.rules.terms import AppliesTo, StandardState
from disclosure.choices import DecisionState
from disclosure.models import Penalty, Permit
from exchange.models import Platform
from institutions.models import Institution, Membership


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the list.

    Args:
        words: why it is needed and what to do.
        url: where it is done, or "" where another officer does it.
        needed: whether the list stands there until it is done; the others are offered.
    """

    title: str | Promise
    words: str | Promise
    done: bool
    url: str
    needed: bool


@dataclass(frozen=True, slots=True)
class _Kind:
    title: str | Promise
    words: str | Promise
    is_done: Callable[[Officer], bool]
    url_name: str
    right: P
    needed: bool = True


def steps_for(reader: Officer) -> list[Step]:
    """Return the steps for an administrator of the whole installation; none once what is needed is done."""
    if not _keeps_all(reader) or all(kind.is_done(reader) for kind in _NEEDED):
        return []
    offered = () if not settings.SECOND_FACTOR else (_SECOND_FACTOR,)
    return [_step(kind, reader) for kind in (*offered, *_NEEDED, *_OFFERED)]


def _keeps_all(reader: Officer) -> bool:
    """Tell whether every agency lies within the administrator's reach: one county among many is not asked."""
    reach = reader.prefixes(P.OFFICER_EDIT)
    if not reach or "" in reach:
        return bool(reach)
    return not Agency.objects.exclude(division_filter("division_code", reach)).exists()


def _step(kind: _Kind, reader: Officer) -> Step:
    url = reverse(kind.url_name) if reader.may(kind.right) else ""
    return Step(kind.title, kind.words, kind.is_done(reader), url, kind.needed)


def _two_officers(_reader: Officer) -> bool:
    """Tell whether one officer can enter a decision and another one review it."""
    held = Post.objects.held_on().filter(officer__is_active=True).values_list("officer", "role").distinct()
    enter, review = (
        {officer for officer, role in held if right in ROLES[role].permissions}
        for right in (P.DECISION_ENTER, P.DECISION_REVIEW)
    )
    return bool(enter and review) and len(enter | review) > 1


def _own_standard(_reader: Officer) -> bool:
    adopted = Standard.objects.filter(state=StandardState.ADOPTED, applies_to=AppliesTo.INSTITUTION)
    return adopted.exclude(certainty=Rule.Certainty.DEFAULT).exists()


def _published(_reader: Officer) -> bool:
    published = DecisionState.PUBLISHED
    return Penalty.objects.filter(state=published).exists() or Permit.objects.filter(state=published).exists()


_SECOND_FACTOR = _Kind(
    _("Protect your own account"),
    _("Set up one-time codes for yourself: this account can give anybody every right."),
    lambda reader: factor_of(reader) is not None,
    "second_factor:manage",
    P.OFFICER_EDIT,
    needed=False,
)
_NEEDED = (
    _Kind(
        _("Enter your agency"),
        _("Its name, credit code and the six digits of its division; offices come below it."),
        lambda _reader: Agency.objects.exists(),
        "admin:accounts_agency_add",
        P.OFFICER_EDIT,
    ),
    _Kind(
        _("Give officers their accounts and posts"),
        _(
            "At least a clerk, who enters, and another officer as reviewer: nobody approves what they "
            "entered. Mark both as supervisors, and give each a post with the digits of your division."
        ),
        _two_officers,
        "admin:accounts_officer_add",
        P.OFFICER_EDIT,
    ),
    _Kind(
        _("Take in the institutions"),
        _("From a workbook; the template lies on the page. The clerk does it, the administrator may not."),
        lambda _reader: Institution.objects.exists(),
        "admin:core_intake_changelist",
        P.INTAKE_RUN,
    ),
    _Kind(
        _("Publish the first decision"),
        _(
            "The clerk enters or takes in a permit or penalty, the reviewer approves it; seconds later it is "
            "on the public site. If it is not, the worker or the clock is not running."
        ),
        _published,
        "admin:disclosure_penalty_changelist",
        P.DECISION_VIEW,
    ),
)
_OFFERED = (
    _Kind(
        _("Adopt the scoring standard of your place"),
        _(
            "Until then grades follow a made-up standard and count for nothing. Copy one, name your "
            "document, try it; another officer adopts it. Look over the rules marked as local default too."
        ),
        _own_standard,
        "admin:credit_standard_changelist",
        P.GRADE_VIEW,
        needed=False,
    ),
    _Kind(
        _("Look at the working calendar"),
        _("Periods are counted by it. Enter the public holidays of each year once they are announced."),
        lambda _reader: today().year in current_calendar().years_covered,
        "admin:core_calendarday_changelist",
        P.RULE_EDIT,
        needed=False,
    ),
    _Kind(
        _("Connect the credit platform"),
        _("With the address, codes and secret that its operator gave you. Until then nothing is reported."),
        lambda _reader: Platform.objects.filter(active=True).exists(),
        "admin:exchange_platform_add",
        P.RULE_EDIT,
        needed=False,
    ),
    _Kind(
        _("Give institutions their portal accounts"),
        _(
            "Make an account that is no supervisor, then join it to its institution: it sees its own file "
            "at /portal/."
        ),
        lambda _reader: Membership.objects.exists(),
        "admin:institutions_membership_add",
        P.OFFICER_EDIT,
        needed=False,
    ),
)
