"""Posts: a role over a prefix, on the days it is held."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from accounts.models import Officer, Post, Reveal
from accounts.permissions import P
from accounts.roles import ADMINISTRATOR, CLERK, REVIEWER, ROLES
from accounts.services import reveal_number
from core.clock import today
from core.errors import Refusal
from credit.models import Subject
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_post_gives_its_rights_below_its_prefix_and_nowhere_else() -> None:
    clerk = factories.officer(roles=("clerk",), prefix="4105")
    assert clerk.may(P.DECISION_ENTER, "410527")
    assert not clerk.may(P.DECISION_ENTER, "410100")
    assert not clerk.may(P.DECISION_REVIEW, "410527")


def test_a_post_counts_only_on_the_days_it_is_held() -> None:
    officer = factories.officer()
    Post.objects.create(officer=officer, role="clerk", prefix="41", since=today() + timedelta(days=1))
    Post.objects.create(
        officer=officer,
        role="reviewer",
        prefix="41",
        since=today() - timedelta(days=9),
        until=today() - timedelta(days=1),
    )
    assert Officer.objects.get(pk=officer.pk).prefixes(P.FILE_VIEW) == ()


def test_a_switched_off_officer_may_nothing() -> None:
    officer = factories.officer(roles=("clerk",))
    officer.is_active = False
    assert not officer.may(P.FILE_VIEW)


def test_no_role_both_enters_and_reviews() -> None:
    for role in ROLES.values():
        assert not {P.DECISION_ENTER, P.DECISION_REVIEW} <= role.permissions
    assert P.RULE_EDIT in ADMINISTRATOR.permissions - CLERK.permissions - REVIEWER.permissions


@pytest.mark.parametrize("prefix", ["4", "410", "41052", "ab", "4105271"])
def test_a_prefix_is_nothing_or_two_four_or_six_digits(prefix: str) -> None:
    post = Post(officer=factories.officer(), role="clerk", prefix=prefix)
    with pytest.raises(ValidationError):
        post.full_clean()


def test_a_post_does_not_end_before_it_starts() -> None:
    with pytest.raises(IntegrityError):
        Post.objects.create(
            officer=factories.officer(), role="clerk", since=today(), until=today() - timedelta(days=1)
        )


def test_rows_outside_the_jurisdiction_are_not_seen() -> None:
    factories.body()
    clerk, stranger = factories.clerk(), factories.stranger()
    assert Subject.objects.visible_to(clerk, P.FILE_VIEW).count() == 1
    assert Subject.objects.visible_to(stranger, P.FILE_VIEW).count() == 0
    assert Subject.objects.visible_to(factories.officer(), P.FILE_VIEW).count() == 0


def test_a_revealed_number_leaves_who_and_why() -> None:
    person, reviewer = factories.person(), factories.reviewer()
    assert reveal_number(person, "id_number", by=reviewer, reason="核对处罚决定书") == factories.PERSON_ID
    look = Reveal.objects.get()
    assert (look.actor_id, look.reason, look.field) == (reviewer.actor_id, "核对处罚决定书", "id_number")


def test_a_number_is_not_revealed_without_reason_or_right() -> None:
    person = factories.person()
    for officer, reason in (
        (factories.reviewer(), " "),
        (factories.clerk(), "核对处罚决定书"),
        (factories.stranger(), "核对处罚决定书"),
    ):
        with pytest.raises(Refusal):
            reveal_number(person, "id_number", by=officer, reason=reason)
    assert not Reveal.objects.exists()
