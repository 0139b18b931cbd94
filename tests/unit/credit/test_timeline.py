"""The time line of a credit file: complete, in order, page by page, and no more than the reader may see."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import hypothesis
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from hypothesis import strategies as st

from accounts.models import Officer
from core.actors import SystemActor
from credit import timeline as line
from credit.choices import Change, Review
from credit.models import ConductRecord, GradeChange, RecordEvent, Subject, Verification
from credit.timeline import Event, Reader, timeline
from exchange.models import Delivery
from institutions.models import Membership
from tests import factories
from tests.platforms import given

BY = SystemActor("tests")
DAY = date(2026, 6, 1)


def record(subject: Subject, on: date = DAY, **fields: object) -> ConductRecord:
    made = {"subject": subject, "item_code": "I01", "title": f"conduct of {on}", "happened_on": on}
    return ConductRecord.objects.create(**{**made, "division_code": factories.COUNTY, **fields})


def walk(subject: Subject, most: int, **asked: Any) -> Iterator[list[Event]]:
    """Read a whole time line page by page, as a reader would."""
    start = ""
    while True:
        page = timeline(subject, BY, start=start, most=most, **asked)
        yield page.events
        if not page.older:
            return
        assert page.older != start
        start = page.older


@pytest.mark.django_db
def test_every_kind_of_event_is_told_newest_first():
    subject = factories.body()
    row = record(subject)
    made = {"record_id": row.pk, "subject_id": subject.pk, "by": BY.actor_id, "by_label": "X"}
    RecordEvent.objects.create(**made, kind=Change.REPAIRED, effective_on=date(2026, 9, 1), reason="done")
    Verification.objects.create(subject=subject, passed_on=date(2026, 5, 1))
    clerk = factories.clerk()
    factories.penalty(by=clerk, decided_on=date(2026, 4, 1))
    factories.permit(by=clerk, decided_on=date(2026, 3, 1))
    with translation.override("en"):
        kinds = [event.kind for event in timeline(subject, BY).events]
    assert kinds == [
        "Record repaired",
        "Conduct record",
        "Verification",
        "administrative penalty",
        "administrative permit",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("most", [1, 2, 3, 7, 100])
def test_pages_tell_every_event_once_and_in_order(most: int):
    subject = factories.body()
    for number in range(12):  # several a day, and days shared by several sources
        day = DAY + timedelta(days=number // 4)
        record(subject, day, title=f"record {number}")
    for number in range(3):
        Verification.objects.create(subject=subject, passed_on=DAY + timedelta(days=number))
    pages = list(walk(subject, most))
    told = [event for page in pages for event in page]
    assert len(told) == 15
    assert len({(event.kind, event.text, event.on) for event in told}) == 15
    assert [event.on for event in told] == sorted((event.on for event in told), reverse=True)
    assert all(len(page) == most for page in pages[:-1])


@hypothesis.given(
    st.lists(st.lists(st.integers(0, 4), max_size=9), min_size=1, max_size=4),
    st.integers(1, 6),
)
def test_pages_of_any_sources_hold_what_one_long_page_holds(days: list[list[int]], most: int):
    def source(name: str, own: list[int]) -> line.Source:
        events = [
            Event(DAY + timedelta(days=day), name, f"{name}{place}", "flag")
            for place, day in enumerate(sorted(own, reverse=True))
        ]

        def tell(_subject: Subject, reader: Reader) -> list[Event]:
            return [event for event in events if reader.until is None or event.on <= reader.until][
                : reader.most
            ]

        return line.Source(name, name, tell)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(line, "_sources", {str(n): source(str(n), own) for n, own in enumerate(days)})
        whole = timeline(Subject(), BY, most=1000)
        assert whole.older == ""
        assert [event for page in walk(Subject(), most) for event in page] == whole.events


@pytest.mark.django_db
def test_one_kind_can_be_asked_for_alone():
    subject = factories.body()
    record(subject)
    Verification.objects.create(subject=subject, passed_on=DAY)
    assert len(timeline(subject, BY).events) == 2
    assert [event.icon for event in timeline(subject, BY, kind="verification").events] == ["verified"]


@pytest.mark.django_db
@pytest.mark.parametrize("start", ["", "nonsense", "2026-13-01.1", "2026-06-01", "2026-06-01.x"])
def test_a_start_that_means_nothing_shows_the_newest(start: str):
    subject = factories.body()
    record(subject)
    assert len(timeline(subject, BY, start=start).events) == 1


@pytest.mark.django_db
def test_a_moment_late_in_the_evening_belongs_to_its_day_in_china():
    subject = factories.body()
    GradeChange.objects.create(
        subject_id=subject.pk,
        standard_id=1,
        run_id="00000000-0000-0000-0000-000000000001",
        cause="change",
        recorded_at=datetime(2026, 6, 1, 16, 30, tzinfo=UTC),  # half past midnight of the 2nd in China
        as_of=DAY,
        to_cycle_start=DAY,
        to_points=0,
        to_score=0,
        from_label="A",
        to_label="B",
        to_veto=False,
    )
    assert [event.on for event in timeline(subject, BY).events] == [date(2026, 6, 2)]
    assert timeline(subject, BY, start="2026-06-01.0").events == []
    assert len(timeline(subject, BY, start="2026-06-02.0").events) == 1


@pytest.mark.django_db
def test_a_longer_file_takes_no_more_queries():
    subject, clerk = factories.body(), factories.clerk()

    def grow(number: int) -> None:
        row = record(subject, DAY + timedelta(days=number))
        made = {"record_id": row.pk, "subject_id": subject.pk, "by": BY.actor_id, "by_label": "X"}
        RecordEvent.objects.create(**made, kind=Change.DISPUTED, effective_on=DAY)
        factories.penalty(by=clerk)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            timeline(subject, BY)
        return len(asked)

    grow(0)
    few = queries()
    for number in range(1, 12):
        grow(number)
    assert queries() == few


@pytest.mark.django_db
def test_the_body_reads_neither_drafts_nor_internal_notes():
    subject = factories.body()
    row = record(subject, title="confirmed")
    record(subject, title="waits", review=Review.WAITING, confirmed_at=None)
    factories.penalty(by=factories.clerk())  # waits for review
    made = {"record_id": row.pk, "subject_id": subject.pk, "by": BY.actor_id, "by_label": "Officer Li"}
    RecordEvent.objects.create(**made, kind=Change.DISPUTED, effective_on=DAY, reason="internal remark")
    user = Officer.objects.create_user("hospital", password="invented-password")
    body = factories.institution(subject)
    Membership.objects.create(user=user, institution=body)
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    for query in ("", "?print=1"):
        text = client.get(reverse("portal:timeline", args=[body.pk]) + query).content.decode()
        assert "confirmed" in text
        assert "marked as disputed" in text
        for hidden in ("waits", "administrative penalty", "internal remark", "Officer Li", "/admin/"):
            assert hidden not in text.replace('<option value="penalty">', ""), (query, hidden)


@pytest.mark.django_db
def test_officers_read_the_line_by_kind_page_by_page_and_on_paper(monkeypatch: pytest.MonkeyPatch):
    subject = factories.body()
    for number in range(line.PAGE + 5):
        record(subject, DAY + timedelta(days=number))
    client = Client(headers={"accept-language": "en"})
    client.force_login(factories.clerk())
    path = reverse("admin:credit_subject_timeline", args=[subject.pk])
    first = client.get(path)
    older = first.context["page"].older
    assert len(first.context["page"].events) == line.PAGE
    assert len(client.get(path, {"from": older}).context["page"].events) == 5
    assert client.get(path, {"kind": "verification"}).context["page"].events == []
    printed = client.get(path, {"print": "1"}).content.decode()
    assert printed.count("<tr>") == line.PAGE + 5 + 1


@pytest.mark.django_db
def test_an_officer_of_another_place_finds_no_line():
    subject = factories.body()
    client = Client()
    client.force_login(factories.stranger())
    assert client.get(reverse("admin:credit_subject_timeline", args=[subject.pk])).status_code == 404


@pytest.mark.django_db
def test_deliveries_of_the_subjects_decisions_are_told_to_officers_and_accepted_ones_to_the_body():
    penalty = factories.penalty(by=factories.clerk())
    given.platform()
    given.publish(given.payload(record_id=str(penalty.guid)))
    sent = given.delivery(str(penalty.guid))
    subject = penalty.subject
    assert len(timeline(subject, BY, kind="delivery").events) == 1
    assert timeline(subject, BY, own=True, kind="delivery").events == []
    Delivery.objects.filter(pk=sent.pk).update(state="accepted")
    assert len(timeline(subject, BY, own=True, kind="delivery").events) == 1
