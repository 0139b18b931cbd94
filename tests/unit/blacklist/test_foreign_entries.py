"""Entries of other departments: how they end, who sees them, what the database holds of them."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import Officer
from accounts.permissions import P
from blacklist.foreign import ends
from blacklist.foreign.choices import DeliveryState, EndCause, Extent, ForeignKind, Way
from blacklist.foreign.parcels import Parcel, check_parcel, save_source
from blacklist.foreign.rows import NewEntry
from blacklist.foreign.selectors import due_on, entries_about, is_overdue
from blacklist.foreign.services import Reception
from blacklist.foreign.tasks import end_terms
from blacklist.foreign.uploading import submit_list
from blacklist.models import CheckEntry, ForeignDelivery, ForeignEntry, ForeignSource
from core.clock import today
from core.errors import Refusal
from core.models import AuditEvent
from credit.timeline import timeline
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def clerk() -> Officer:
    return factories.clerk()


def row(number: int, **fields: Any) -> NewEntry:
    return NewEntry(
        **{
            "identity": f"U:{factories.HOSPITAL_USCC}",
            "uscc": factories.HOSPITAL_USCC,
            "name": "内黄县青禾医院",
            "document_no": f"豫信〔2026〕{number}号",
            "determined_by": "河南省市场监督管理局",
            "determined_on": date(2026, 3, 1),
            "facts": "提供虚假材料取得许可",
            **fields,
        }
    )


def deliver(
    source: ForeignSource, rows: list[NewEntry], by: Officer, extent: Extent = Extent.FULL, **terms: Any
) -> ForeignDelivery:
    parcel = Parcel(source, ForeignKind.BLACK, False, extent, Way.WORKBOOK, today(), **terms)
    reception = Reception(parcel, by=by)
    reception.take(rows)
    return reception.close()


def test_an_entry_ends_by_itself_when_its_sources_term_is_over(clerk: Officer) -> None:
    yesterday = today() - timedelta(days=1)
    over = factories.foreign_entry(by=clerk, ends_on=yesterday)
    running = factories.foreign_entry(over.source, by=clerk, ends_on=today())
    assert end_terms() == 1
    over.refresh_from_db()
    assert (over.ended_on, over.end_cause, over.why_ended) == (
        today(),
        EndCause.TERM,
        "the source's term is over",
    )
    assert CheckEntry.objects.get().foreign_id == running.pk
    assert ForeignSource.objects.get().in_force == 1
    assert AuditEvent.objects.get(action="foreignentry.end").object_id == str(over.pk)
    assert end_terms() == 0


def test_what_waits_is_ended_on_an_officers_word_and_stays_readable(clerk: Officer) -> None:
    source = factories.foreign_source()
    deliver(source, [row(1), row(2), row(3)], clerk)
    waiting = deliver(source, [row(1)], clerk)
    assert waiting.state == DeliveryState.WAITING
    assert [entry.document_no for entry in ends.absent(waiting)] == ["豫信〔2026〕2号", "豫信〔2026〕3号"]
    done = ends.confirm_ends(waiting, by=clerk)
    assert (done.state, done.ended) == (DeliveryState.CONFIRMED, 2)
    assert ForeignEntry.objects.count() == 3
    assert ForeignEntry.objects.filter(end_cause=EndCause.ABSENT).count() == 2
    source.refresh_from_db()
    assert source.in_force == 1
    with pytest.raises(Refusal, match="is not possible"):
        ends.confirm_ends(waiting, by=clerk)


def test_an_incomplete_list_ends_nothing_and_the_officer_says_why(clerk: Officer) -> None:
    source = factories.foreign_source()
    deliver(source, [row(1), row(2)], clerk)
    waiting = deliver(source, [row(1)], clerk)
    with pytest.raises(Refusal, match="needs a reason"):
        ends.keep_entries(waiting, by=clerk, reason=" ")
    kept = ends.keep_entries(waiting, by=clerk, reason="对方只传了第一页")
    assert (kept.state, kept.ended) == (DeliveryState.KEPT, 0)
    assert ForeignEntry.objects.filter(ended_on__isnull=True).count() == 2


def test_an_entry_that_came_again_after_the_waiting_list_is_not_ended_by_it(clerk: Officer) -> None:
    source = factories.foreign_source()
    deliver(source, [row(1), row(2), row(3)], clerk)
    waiting = deliver(source, [row(1)], clerk)
    deliver(source, [row(2)], clerk, Extent.ADDITIONS)
    ends.confirm_ends(waiting, by=clerk)
    assert [entry.document_no for entry in ForeignEntry.objects.filter(ended_on__isnull=False)] == [
        "豫信〔2026〕3号"
    ]


def test_an_officer_may_look_before_a_single_entry_ends(clerk: Officer) -> None:
    source = factories.foreign_source()
    rows = [row(number) for number in range(1, 30)]
    deliver(source, rows, clerk)
    assert deliver(source, rows[1:], clerk, look_first=True).state == DeliveryState.WAITING
    assert deliver(source, rows[1:], clerk).state == DeliveryState.SETTLED


def test_a_delivery_takes_as_many_queries_for_twenty_rows_as_for_two(clerk: Officer) -> None:
    few, many = factories.foreign_source(), factories.foreign_source()
    counted = []
    for source, number in ((few, 2), (many, 20)):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            deliver(source, [row(each) for each in range(number)], clerk)
        counted.append(len(queries))
    assert counted[0] == counted[1]


@pytest.mark.parametrize("prefix", ["51", "41052"])
def test_nobody_takes_in_lists_for_another_place(prefix: str, clerk: Officer) -> None:
    source = factories.foreign_source()
    stranger = factories.officer(roles=("clerk",), prefix=prefix)
    parcel = Parcel(source, ForeignKind.BLACK, False, Extent.ADDITIONS, Way.WORKBOOK, today())
    check_parcel(parcel, by=clerk)
    if prefix == "51":
        with pytest.raises(Refusal, match="do not hold the right"):
            check_parcel(parcel, by=stranger)
        with pytest.raises(Refusal, match="do not hold the right"):
            save_source(source, by=stranger)
    visible = ForeignEntry.objects.visible_to(stranger, P.FILE_VIEW)
    factories.foreign_entry(source, by=clerk)
    assert visible.exists() is (prefix != "51")


def test_an_older_whole_list_and_a_future_one_are_refused_at_the_upload(clerk: Officer) -> None:
    source = factories.foreign_source()
    deliver(source, [row(1)], clerk)
    upload = BytesIO(b"never read")
    for list_on, said in (
        (today() - timedelta(days=1), "cannot replace it"),
        (today() + timedelta(days=1), "future"),
    ):
        with pytest.raises(Refusal, match=said) as refused:
            submit_list(
                source=source,
                table="black_list",
                upload=upload,
                extent=Extent.FULL,
                list_on=list_on,
                look_first=False,
                by=clerk,
                told=False,
            )
        assert refused.value.field == "list_on"


def test_a_source_is_overdue_when_the_agreed_rhythm_has_passed() -> None:
    source = factories.foreign_source(every_days=30)
    source.last_received_on = today() - timedelta(days=30)
    assert due_on(source) == today()
    assert not is_overdue(source, today())
    assert is_overdue(source, today() + timedelta(days=1))
    source.closed_on = today()
    assert not is_overdue(source, today() + timedelta(days=1))
    source.closed_on, source.every_days = None, 0
    assert due_on(source) is None


def test_the_time_line_tells_of_listing_and_end_with_the_source(clerk: Officer) -> None:
    subject = factories.body()
    entry = factories.foreign_entry(by=clerk, ends_on=today() - timedelta(days=1))
    end_terms()
    told = timeline(subject, clerk, kind="foreign_list").events
    assert [event.kind for event in told] == [
        "Left another department's list",
        "Listed by another department",
    ]
    assert entry.source.department in told[1].note
    assert list(entries_about(subject)) == [entry]
    assert timeline(subject, factories.stranger(), kind="foreign_list").events == []


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"ended_on": date(2026, 5, 1), "end_cause": ""}, "an_ended_foreign_entry_says_why"),
        ({"end_cause": EndCause.TERM}, "an_ended_foreign_entry_says_why"),
        ({"ends_on": date(2020, 1, 1)}, "a_foreign_entry_does_not_end_before_it_began"),
        ({"of_person": True}, "a_foreign_entry_is_of_a_person_or_a_body"),
        ({"identity": "P:x"}, "a_foreign_entry_is_of_a_person_or_a_body"),
    ],
)
def test_the_database_holds_entries_together(fields: dict[str, Any], name: str, clerk: Officer) -> None:
    entry = factories.foreign_entry(by=clerk)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        ForeignEntry.objects.filter(pk=entry.pk).update(**fields)


def test_an_entry_stands_once_in_force_however_often_it_comes(clerk: Officer) -> None:
    entry = factories.foreign_entry(by=clerk)
    entry.pk, entry.guid = None, "00000000-0000-4000-8000-000000000001"
    with pytest.raises(IntegrityError), transaction.atomic():
        entry.save(force_insert=True)


def test_only_a_whole_list_waits(clerk: Officer) -> None:
    entry = factories.foreign_entry(by=clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        ForeignDelivery.objects.filter(pk=entry.received_in_id).update(state=DeliveryState.WAITING)
