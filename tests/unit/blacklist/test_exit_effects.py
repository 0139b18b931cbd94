"""All that a listing caused begins and ends with it, in one act; and it stands and falls with its grounds."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from blacklist.choices import ListingState
from blacklist.exit import clocks, services
from blacklist.listing.services import end_listings
from blacklist.models import Listing
from blacklist.telling import note_told
from core import outbox
from core.errors import Refusal
from core.models import Deadline, OutboxEvent
from credit.choices import Change
from credit.models import ConductRecord, ListedPeriod
from credit.services import change_records, record_conduct
from credit.services.records import NewRecord
from disclosure.models import PublicEntry
from disclosure.services import publishing
from exchange.models import Delivery
from tests.factories import AUTHORITY, COUNTY, body, clerk, person
from tests.platforms.given import platform
from tests.unit.blacklist.listing_rows import LISTED_ON, WORKER, on_list, scheme

pytestmark = pytest.mark.django_db
LATER = date(2026, 9, 7)


@pytest.fixture(autouse=True)
def _days(settings) -> None:
    settings.CHENGYI_TODAY = LISTED_ON


def grave_record(title: str = "非法采供血液", item: str = "J04") -> ConductRecord:
    """A confirmed record that a criterion of the serious list names."""
    new = NewRecord(
        subject_id=body().pk,
        item_code=item,
        title=title,
        facts=title,
        happened_on=date(2026, 3, 2),
        final_on=date(2026, 3, 2),
        source=f"invented:{title}",
        authority_name=AUTHORITY,
        division_code=COUNTY,
    )
    assert record_conduct([new], by=WORKER) == 1
    return ConductRecord.objects.get(source=new.source)


def entry_of(listing: Listing) -> PublicEntry:
    return PublicEntry.objects.get(record_guid=listing.guid)


def running(kind: str) -> int:
    return Deadline.objects.filter(kind=kind, closed_at__isnull=True).count()


def test_whoever_comes_on_a_serious_list_is_shown_held_down_and_told_of() -> None:
    platform()
    listing = on_list()
    outbox.dispatch_all()

    entry = entry_of(listing)
    assert (entry.kind, entry.list_code, entry.state) == ("listing", "serious-health", "shown")
    assert entry.shown_until == listing.ends_on
    assert entry.earliest_repair_on == date(2027, 5, 20)
    assert ListedPeriod.objects.get().since == LISTED_ON
    sent = Delivery.objects.get()
    assert (sent.table, sent.operation, sent.payload["fields"]["JGQC"]) == (
        "black_legal",
        "I",
        listing.subject.name,
    )


@pytest.mark.parametrize(
    ("state", "shown_as", "operation"),
    [("repaired", "ended", "S"), ("court", "withdrawn", "R"), ("revoked", "withdrawn", "R")],
)
def test_all_that_a_listing_caused_ends_in_one_act(
    settings, state: str, shown_as: str, operation: str
) -> None:
    platform()
    listing = on_list()
    settings.CHENGYI_TODAY = LATER
    end_listings([listing], state, on=LATER, by=WORKER, reason="人民法院判决撤销列入决定")
    outbox.dispatch_all()

    assert entry_of(listing).state == shown_as
    assert ListedPeriod.objects.get().until == LATER
    assert Delivery.objects.get(operation=operation).idempotency_key == f"{listing.guid}:2:{operation}"
    clock = Deadline.objects.get(kind=clocks.TELL.code)
    assert (clock.working_days, clock.closed_at) == (3, None)


def test_ending_twice_ends_once(settings) -> None:
    listing = on_list()
    settings.CHENGYI_TODAY = LATER
    for _again in range(2):
        end_listings([listing], "repaired", on=LATER, by=WORKER, reason="修复")
    assert OutboxEvent.objects.filter(topic="blacklist.listing.ended").count() == 1
    assert running(clocks.TELL.code) == 1


def test_an_effect_that_fails_leaves_everything_as_it_was(settings, monkeypatch) -> None:
    listing = on_list()
    settings.CHENGYI_TODAY = LATER
    monkeypatch.setattr("disclosure.listings._end", lambda *_args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        end_listings([listing], "repaired", on=LATER, by=WORKER, reason="修复")
    listing.refresh_from_db()
    assert listing.state == ListingState.LISTED
    assert ListedPeriod.objects.get().until is None
    assert not OutboxEvent.objects.filter(topic="blacklist.listing.ended").exists()


def test_the_clock_runs_until_every_platform_has_confirmed_the_removal(settings) -> None:
    platform()
    listing = on_list()
    outbox.dispatch_all()
    Delivery.objects.update(state="accepted")
    settings.CHENGYI_TODAY = LATER
    end_listings([listing], "repaired", on=LATER, by=WORKER, reason="修复")

    assert note_told() == 0  # nobody has heard yet
    outbox.dispatch_all()
    assert note_told() == 0  # waiting at the platform's door
    Delivery.objects.filter(operation="S").update(state="accepted")
    assert note_told() == 1
    assert note_told() == 0
    assert running(clocks.TELL.code) == 0
    assert listing.events.filter(step="platforms_told").count() == 1


def test_a_key_attention_list_leaves_the_house_nowhere(settings) -> None:
    platform()
    rules = scheme("attention-health")
    item = next(row.items[0] for row in rules.criteria.order_by("pk") if row.items)
    listing = on_list(under=rules, records=[grave_record("逾期未整改", item)])
    outbox.dispatch_all()
    assert not Delivery.objects.exists()
    settings.CHENGYI_TODAY = LATER
    end_listings([listing], "repaired", on=LATER, by=WORKER, reason="修复")
    assert running(clocks.TELL.code) == 0


def test_a_person_who_harmed_medical_order_is_not_shown_to_the_public() -> None:
    platform(share_persons=True)
    on_list(person(), under=scheme("medical-order"))
    outbox.dispatch_all()
    assert not PublicEntry.objects.exists()
    sent = Delivery.objects.get()
    assert sent.table == "black_person"
    assert set(sent.payload["fields"]["SFZH"]) == {"sealed"}


def test_where_a_scheme_publishes_persons_the_name_is_masked_in_the_facts_too() -> None:
    listing = on_list(
        person("林知夏"),
        under=scheme("medical-order", publishes_persons=True),
        facts="林知夏在诊区扰乱秩序，被行政拘留。",
    )
    entry = entry_of(listing)
    assert (entry.party_name, entry.uscc) == ("林**", "")
    assert "林知夏" not in str(entry.details)
    assert "林知夏" not in entry.name_norm


def test_rebuilding_public_entries_of_lists_changes_nothing_and_mends_what_differs() -> None:
    listing = on_list()
    assert publishing.rebuild_public() == 0
    PublicEntry.objects.update(party_name="被改动的名称")
    assert publishing.rebuild_public() == 1
    assert entry_of(listing).party_name == listing.subject.name
    PublicEntry.objects.all().delete()
    assert publishing.rebuild_public() == 1
    Listing.objects.update(is_public=False)
    assert publishing.rebuild_public() == 1
    assert entry_of(listing).state == "ended"


@pytest.mark.parametrize("change", [Change.ANNULLED, Change.WITHDRAWN])
def test_a_listing_whose_only_ground_falls_is_revoked_in_the_same_act(settings, change: Change) -> None:
    record = grave_record()
    listing = on_list(records=[record])
    settings.CHENGYI_TODAY = LATER
    change_records([record], change, on=LATER, by=WORKER, reason="处罚决定被复议机关撤销")
    listing.refresh_from_db()
    assert (listing.state, listing.ended_on) == (ListingState.REVOKED, LATER)
    entry = entry_of(listing)
    assert entry.state == "withdrawn"
    assert "处罚决定被复议机关撤销" in entry.withdrawn_reason
    assert ListedPeriod.objects.get().until == LATER


def test_a_listing_with_another_ground_stays_and_an_officer_looks_again(settings) -> None:
    first, second = grave_record(), grave_record("非法血源")
    listing = on_list(records=[first, second])
    settings.CHENGYI_TODAY = LATER
    change_records([first], Change.ANNULLED, on=LATER, by=WORKER, reason="处罚决定被撤销")
    listing.refresh_from_db()
    assert listing.state == ListingState.LISTED
    assert running(clocks.REVIEW.code) == 1

    change_records([second], Change.WITHDRAWN, on=LATER, by=WORKER, reason="异议成立")
    listing.refresh_from_db()
    assert listing.state == ListingState.REVOKED
    assert running(clocks.REVIEW.code) == 0


def test_repair_of_the_last_ground_ends_the_listing_only_where_the_scheme_says_so(settings) -> None:
    record = grave_record()
    listing = on_list(records=[record])
    settings.CHENGYI_TODAY = LATER
    change_records([record], Change.REPAIRED, on=LATER, by=WORKER, reason="信用修复")
    listing.refresh_from_db()
    assert listing.state == ListingState.LISTED
    assert running(clocks.REVIEW.code) == 1


def test_where_the_scheme_says_so_the_repair_of_the_last_ground_ends_the_listing(settings) -> None:
    record = grave_record()
    listing = on_list(records=[record], under=scheme(exit_rules={"repair": {"with_ground": True}}))
    settings.CHENGYI_TODAY = LATER
    change_records([record], Change.REPAIRED, on=LATER, by=WORKER, reason="信用修复")
    listing.refresh_from_db()
    assert listing.state == ListingState.REPAIRED
    assert entry_of(listing).state == "ended"


def test_a_review_of_the_grounds_needs_words_and_stops_the_clock(settings) -> None:
    first, second = grave_record(), grave_record("非法血源")
    listing = on_list(records=[first, second])
    settings.CHENGYI_TODAY = LATER
    change_records([first], Change.ANNULLED, on=LATER, by=WORKER, reason="处罚决定被撤销")
    officer = clerk()
    with pytest.raises(Refusal):
        services.review_grounds(listing, words=" ", by=officer)
    services.review_grounds(listing, words="另一依据仍成立，维持列入。", by=officer)
    assert running(clocks.REVIEW.code) == 0


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite locks no rows")
def test_the_end_of_a_listing_locks_the_credit_file_before_any_row_of_its_own(settings) -> None:
    listing = on_list()
    settings.CHENGYI_TODAY = LATER
    with CaptureQueriesContext(connection) as asked:
        end_listings([listing], "repaired", on=LATER, by=WORKER, reason="修复")
    found = (re.search(r'FROM "(\w+)".* FOR (?:NO KEY )?UPDATE', query["sql"]) for query in asked)
    locked = [match[1] for match in found if match]
    assert locked[0] == "credit_subject"
    assert "blacklist_listing" in locked
