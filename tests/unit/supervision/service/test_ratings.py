"""Visitors' ratings: one per visit, nobody known, poor ones looked into by two officers."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Officer
from core.clock import today
from core.errors import Refusal
from core.models import AuditEvent, Deadline, OutboxEvent
from supervision.models import ApprovalItem, Rating, ServiceWindow, VisitToken
from supervision.service import clocks, ratings
from supervision.service.choices import RatingState as R
from supervision.service.choices import Satisfaction
from supervision.service.rating_figures import of_windows, published
from supervision.service.workflow import RATING
from tests import factories
from tests.unit.supervision.service import given

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def clerk() -> Officer:
    return factories.clerk()


@pytest.fixture
def window() -> ServiceWindow:
    return given.window()


def token(window: ServiceWindow, clerk: Officer) -> str:
    return ratings.hand_out(window, count=1, by=clerk)[0]


def poor(window: ServiceWindow, clerk: Officer) -> Rating:
    return ratings.rate(token(window, clerk), level=1, reasons=["slow", "no such"], words="等了一上午")


def test_a_visit_is_rated_once(window: ServiceWindow, clerk: Officer):
    code = token(window, clerk)
    ratings.rate(code, level=5)
    with pytest.raises(Refusal, match="rated already"):
        ratings.rate(code, level=1)
    assert Rating.objects.count() == 1


def test_two_ratings_of_one_visit_cannot_be_stored(window: ServiceWindow, clerk: Officer):
    held = ratings.rate(token(window, clerk), level=5)
    with pytest.raises(IntegrityError), transaction.atomic():
        Rating.objects.create(
            token=held.token, window=window, division_code=window.division_code, rated_on=today(), level=4
        )


def test_only_the_digest_of_a_token_is_kept(window: ServiceWindow, clerk: Officer):
    code = token(window, clerk)
    kept = VisitToken.objects.values().get()
    assert code not in str(kept)
    assert code not in str(list(AuditEvent.objects.values()))
    assert ratings.visit_of(f" {code[:4].lower()}-{code[4:]} ").pk == kept["id"]


@pytest.mark.parametrize("guess", ["", "ABCD", "ABCDEFGHJKLMNPQR"])
def test_a_code_that_was_never_handed_out_opens_nothing(guess: str):
    with pytest.raises(Refusal, match="not known"):
        ratings.visit_of(guess)


def test_a_code_past_its_day_opens_nothing(window: ServiceWindow, clerk: Officer):
    code = ratings.hand_out(window, count=1, by=clerk, on=today() - timedelta(days=60))[0]
    with pytest.raises(Refusal, match="past its day"):
        ratings.rate(code, level=5)


def test_codes_are_handed_out_in_the_own_division_and_not_by_thousands(window: ServiceWindow, clerk: Officer):
    with pytest.raises(Refusal, match="do not hold the right"):
        ratings.hand_out(window, count=1, by=factories.stranger())
    with pytest.raises(Refusal, match="between 1 and"):
        ratings.hand_out(window, count=5000, by=clerk)


def test_a_good_rating_asks_for_nothing(window: ServiceWindow, clerk: Officer):
    row = ratings.rate(token(window, clerk), level=Satisfaction.FAIR, reasons=["slow"])
    assert (row.state, row.reasons) == (R.NOTED, [])
    assert not Deadline.objects.filter(object_type="supervision.rating").exists()


def test_a_poor_rating_opens_a_task_and_two_officers_close_it(window: ServiceWindow, clerk: Officer):
    row = poor(window, clerk)
    assert (row.state, row.reasons) == (R.OPEN, ["slow"])
    assert Deadline.objects.get(object_type="supervision.rating").kind == clocks.FOLLOW.code
    with pytest.raises(Refusal, match="ten characters"):
        ratings.answer(row, finding="founded", words="已改", by=clerk)
    both = factories.officer(roles=("clerk", "reviewer"))
    row = ratings.answer(row, finding="founded", words="当日窗口人手不足，已增设一名工作人员。", by=both)
    with pytest.raises(Refusal, match="second officer"):
        ratings.close(row, by=both)
    row = ratings.close(row, by=factories.reviewer())
    assert row.state == R.CLOSED
    assert not Deadline.objects.filter(object_type="supervision.rating", closed_at__isnull=True).exists()


@pytest.mark.parametrize("state", [R.OPEN, R.ANSWERED, R.CLOSED])
def test_every_step_that_is_not_in_the_table_is_refused(state: str, window: ServiceWindow, clerk: Officer):
    row = poor(window, clerk)
    Rating.objects.filter(pk=row.pk).update(state=state)
    everything = factories.officer(roles=("clerk", "reviewer"))
    for step in RATING.transitions.values():
        if state not in step.sources:
            with pytest.raises(Refusal, match="is not possible"):
                RATING.apply(Rating.objects.get(pk=row.pk), step.name, by=everything, reason="理由充分")


def test_a_visitors_words_keep_no_numbers(window: ServiceWindow, clerk: Officer):
    row = ratings.rate(token(window, clerk), level=2, words="请回电13812345678")
    assert "13812345678" not in row.words
    assert "13812345678" not in str(list(OutboxEvent.objects.values_list("payload", flat=True)))


def test_nothing_about_a_visitor_can_be_kept():
    """The fields are named one by one: whoever adds one that tells of the visitor changes this test."""
    kept = {model.__name__: {field.name for field in model._meta.fields} for model in (VisitToken, Rating)}
    assert kept["VisitToken"] == {
        "id",
        "digest",
        "window",
        "item",
        "division_code",
        "issued_on",
        "valid_until",
    }
    procedure = {"state", "finding", "answer", "answered_on", "answered_by", "answered_by_label"}
    assert kept["Rating"] == procedure | {
        "id",
        "guid",
        "token",
        "window",
        "item",
        "division_code",
        "rated_on",
        "level",
        "reasons",
        "words",
        "closed_on",
        "closed_by_label",
    }


def test_no_history_tells_the_minute_of_a_rating(window: ServiceWindow, clerk: Officer):
    row = poor(window, clerk)
    assert not AuditEvent.objects.filter(object_type="supervision.rating", object_id=str(row.pk)).exists()


def test_figures_count_by_window_and_small_numbers_are_not_published(window: ServiceWindow, clerk: Officer):
    item = ApprovalItem.objects.get(code="public-place-permit")
    for level in (5, 5, 4, 1):
        code = ratings.hand_out(window, count=1, by=clerk, item=item)[0]
        ratings.rate(code, level=level)
    since = date(today().year, 1, 1)
    line = of_windows(Rating.objects.all(), since=since)[0]
    assert (line.name, line.total, line.poor, line.rate) == (str(window), 4, 1, 75)
    assert published(on=today())[0].rate is None, "four ratings are too few to be told"
    ratings.rate(token(window, clerk), level=5)
    assert published(on=today())[0].rate == 80
