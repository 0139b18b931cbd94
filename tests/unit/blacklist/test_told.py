"""What reports and time lines tell of listings, and to whom."""

from datetime import date

import pytest

from blacklist.listing.services import end_listings
from blacklist.models import Listing
from blacklist.report import RED, SERIOUS
from credit.models import Subject
from credit.report.sections import Asked, Table
from credit.report.tables.file import LISTED as TIMES
from credit.report.terms import Audience
from credit.timeline import timeline
from tests.factories import body, clerk, person, stranger
from tests.unit.blacklist.listing_rows import LISTED_ON, WORKER, on_list, scheme

pytestmark = pytest.mark.django_db
LATER = date(2026, 9, 7)


@pytest.fixture(autouse=True)
def _on_the_day(settings) -> None:
    settings.CHENGYI_TODAY = LISTED_ON


def told(table: Table, subject: Subject, audience: Audience, on: date = LISTED_ON) -> list[str]:
    """Titles of the rows of a report's table."""
    return [row["title"] for _pk, row in table.gather(Asked((subject.pk,), audience, on))]


def test_a_serious_entry_stands_in_its_chapter_once_and_says_when_leaving_is_possible() -> None:
    listing = on_list()
    for audience in Audience:
        assert told(SERIOUS, listing.subject, audience) == [listing.scheme.name]
        assert told(TIMES, listing.subject, audience) == []  # told once, in the table with the decision
    ((_pk, row),) = SERIOUS.gather(Asked((listing.subject_id,), Audience.WHOLE, LISTED_ON))
    assert SERIOUS.advise is not None
    assert "2027-05-20" in str(SERIOUS.advise(row, LISTED_ON))


def test_what_has_ended_is_told_to_the_subject_only(settings) -> None:
    listing = on_list()
    settings.CHENGYI_TODAY = LATER
    end_listings([listing], "repaired", on=LATER, by=WORKER, reason="修复")
    assert told(SERIOUS, listing.subject, Audience.PUBLIC, LATER) == []
    assert told(SERIOUS, listing.subject, Audience.AUTHORISED, LATER) == []
    assert told(SERIOUS, listing.subject, Audience.WHOLE, LATER) == [listing.scheme.name]


def test_a_person_who_is_not_published_is_told_of_to_whom_the_person_authorised() -> None:
    listing = on_list(person(), under=scheme("medical-order"))
    assert told(SERIOUS, listing.subject, Audience.PUBLIC) == []
    assert told(SERIOUS, listing.subject, Audience.AUTHORISED) == [listing.scheme.name]


def test_a_red_entry_stands_under_good_faith() -> None:
    rules = scheme("red-health")
    criterion = next(row for row in rules.criteria.order_by("pk"))
    rules.criteria.filter(pk=criterion.pk).update(needs_document=True, items=[])
    listing = on_list(under=rules)
    assert told(RED, listing.subject, Audience.PUBLIC) == [rules.name]
    assert told(SERIOUS, listing.subject, Audience.PUBLIC) == []


def test_officers_read_every_step_and_the_body_what_was_served_on_it(settings) -> None:
    listing = on_list()
    listing.events.create(step="check", on=LISTED_ON, by_label="核对人")
    settings.CHENGYI_TODAY = LATER
    end_listings([listing], "court", on=LATER, by=WORKER, reason="判决撤销")

    def kinds(reader: object, *, own: bool = False) -> set[str]:
        page = timeline(listing.subject, reader, own=own, kind="listing")  # type: ignore[arg-type]
        return {event.kind for event in page.events}

    whole = kinds(clerk())
    assert len(whole) == 3
    assert len(kinds(clerk(), own=True)) == 2
    assert kinds(stranger()) == set()


def test_a_case_dropped_before_anything_was_served_is_no_matter_of_the_bodys() -> None:
    listing = on_list(body())
    Listing.objects.filter(pk=listing.pk).update(
        state="taken_back", notice_served_on=None, listed_on=None, statement_until=None
    )
    listing.events.all().delete()
    listing.events.create(step="drop", on=LISTED_ON)
    assert timeline(listing.subject, clerk(), own=True, kind="listing").events == []
    assert len(timeline(listing.subject, clerk(), kind="listing").events) == 1
