"""Checks: who is found by number and by name, what the asker may see, and what is kept of the answer."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from accounts.models import Officer
from blacklist.checks import services
from blacklist.checks.choices import Purpose, Result
from blacklist.checks.entries import rebuild, refresh
from blacklist.checks.services import MOST_NAMES, NewName, Terms
from blacklist.checks.sheet import pdf_of
from blacklist.listing.services import end_listings
from blacklist.models import Check, CheckedName, CheckEntry, Listing, ListScheme
from core.clock import today
from core.errors import Refusal
from core.models import AuditEvent
from credit.models import Subject
from institutions.naming import follow_archive
from tests import factories
from tests.data import people
from tests.unit.blacklist.listing_rows import decided, on_list

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
TENDER = Terms(Purpose.TENDER, case_no="内采〔2026〕8号")
OTHER_USCC = factories.AUTHORITY_CODE


def stands(subject: Subject | None = None, kind: str = "serious", **fields: Any) -> Listing:
    """Put a subject on a list, by the service."""
    under = ListScheme.objects.filter(kind=kind).order_by("-effective_from")[0]
    if kind in ("serious", "medical_order"):
        return on_list(subject, under=under, **fields)
    row = decided(subject, under=under, **fields)
    Listing.objects.filter(pk=row.pk).update(state="listed", listed_on=row.decision_served_on)
    refresh(listing_ids=[row.pk])
    return row


@pytest.fixture
def clerk() -> Officer:
    return factories.officer(roles=("clerk",), agency=factories.agency())


def asked(*names: NewName | str, by: Officer, terms: Terms = TENDER) -> list[CheckedName]:
    given = [NewName(one) if isinstance(one, str) else one for one in names]
    return list(services.ask(given, terms, by=by).names.order_by("row"))


def why(row: CheckedName) -> list[str]:
    return [reason for hit in row.hits for reason in hit["why"]]


def test_a_body_is_found_by_its_credit_code_whatever_it_is_called(clerk: Officer) -> None:
    listing = stands()
    (row,) = asked(NewName("某某有限公司", factories.HOSPITAL_USCC.lower()), by=clerk)
    assert row.result == Result.FOUND
    assert why(row) == ["number", "name_other"]
    assert row.hits[0]["listing"] == listing.pk


def test_a_body_is_found_by_its_name_in_another_writing_and_by_a_former_name(clerk: Officer) -> None:
    body = factories.body()
    follow_archive(body, "内黄县华康口腔诊所", factories.COUNTY, by=clerk)
    stands(body)
    rows = asked("內黃縣（華康）口腔診所", "内黄县青禾医院", "内黄县第二医院", by=clerk)
    assert [row.result for row in rows] == [Result.FOUND, Result.FOUND, Result.CLEAR]
    assert why(rows[1]) == ["same", "former"]
    assert rows[0].hits[0]["score"] < 1


def test_a_body_that_is_renamed_while_listed_is_found_by_both_names(clerk: Officer) -> None:
    body = factories.body()
    stands(body)
    follow_archive(body, "内黄县华康口腔诊所", factories.COUNTY, by=clerk)
    rows = asked("内黄县华康口腔诊所", "内黄县青禾医院", by=clerk)
    assert [why(row) for row in rows] == [["same"], ["same", "former"]]


def test_a_body_of_the_same_name_with_another_credit_code_must_be_compared(clerk: Officer) -> None:
    stands()
    (row,) = asked(NewName("内黄县青禾医院", OTHER_USCC), by=clerk)
    assert (row.result, why(row)) == (Result.POSSIBLE, ["same", "number_other"])


def test_a_person_is_found_by_number_only_and_the_number_is_never_shown(clerk: Officer) -> None:
    stands(factories.person(), "medical_order")
    by_number, by_name, other = asked(
        NewName("林知夏", people.PERSON),
        NewName("林知夏"),
        NewName("林知夏", people.STRANGER),
        by=clerk,
    )
    assert (by_number.result, why(by_number)) == (Result.FOUND, ["number"])
    assert (by_name.result, why(by_name)) == (Result.POSSIBLE, ["person"])
    assert other.result == Result.CLEAR
    assert by_number.number is not None
    assert by_number.number.reveal() == people.PERSON
    kept = [*CheckedName.objects.values_list("hits", "number_shown", "name"), *CheckEntry.objects.values()]
    assert people.PERSON not in str([*kept, *AuditEvent.objects.values()])


def test_a_misspelt_name_of_a_person_is_nobody(clerk: Officer) -> None:
    stands(factories.person(), "medical_order")
    (row,) = asked("林之夏", by=clerk)
    assert row.result == Result.CLEAR


def test_a_wrong_number_is_said_and_the_name_looked_for(clerk: Officer) -> None:
    stands()
    (row,) = asked(NewName("内黄县青禾医院", people.WRONG_CHECK), by=clerk)
    assert (row.result, row.note) == (Result.CLEAR, "wrong_number")


def test_a_name_that_fits_every_county_cannot_be_told(clerk: Officer) -> None:
    (row,) = asked("人民医院", by=clerk)
    assert (row.result, row.note) == (Result.UNCLEAR, "too_general")


def test_lists_are_for_the_whole_country_but_key_attention_stays_at_home(clerk: Officer) -> None:
    stands(kind="serious", division_code="510181")
    stands(factories.body("内黄县仁和医院", OTHER_USCC), "attention")
    elsewhere = factories.officer(roles=("clerk",), prefix="51")
    names = ("内黄县青禾医院", "内黄县仁和医院")
    assert [row.result for row in asked(*names, by=clerk)] == [Result.FOUND, Result.FOUND]
    assert [row.result for row in asked(*names, by=elsewhere)] == [Result.FOUND, Result.CLEAR]


def test_other_departments_entries_are_found_where_their_place_lies_above_or_below(clerk: Officer) -> None:
    factories.foreign_entry(by=clerk)
    city = factories.officer(roles=("clerk",), prefix="4105")
    elsewhere = factories.officer(roles=("clerk",), prefix="51")
    results = [asked("内黄县青禾医院", by=by)[0] for by in (clerk, city, elsewhere)]
    assert [row.result for row in results] == [Result.FOUND, Result.FOUND, Result.CLEAR]
    assert (results[0].hits[0]["own"], results[0].hits[0]["source"]) == (False, "河南省信用信息中心")


def test_whoever_left_a_list_is_not_found_any_more(clerk: Officer) -> None:
    listing = stands()
    end_listings([listing], "revoked", on=today(), by=factories.reviewer(), reason="决定被撤销")
    assert asked("内黄县青禾医院", by=clerk)[0].result == Result.CLEAR


def test_an_entry_whose_last_day_is_past_is_not_found(clerk: Officer) -> None:
    listing = stands()
    CheckEntry.objects.filter(listing=listing).update(until=today())
    assert asked("内黄县青禾医院", by=clerk)[0].result == Result.FOUND
    CheckEntry.objects.filter(listing=listing).update(until=today() - timedelta(days=1))
    assert asked("内黄县青禾医院", NewName("", factories.HOSPITAL_USCC), by=clerk)[0].result == Result.CLEAR


def test_bringing_the_names_up_to_date_mends_what_is_wrong_and_touches_nothing_else(clerk: Officer) -> None:
    listing = stands()
    entry = factories.foreign_entry(by=clerk)
    keys = sorted(CheckEntry.objects.values_list("pk", flat=True))
    assert len(keys) == 2
    assert rebuild() == 0
    assert sorted(CheckEntry.objects.values_list("pk", flat=True)) == keys
    CheckEntry.objects.filter(listing=listing).delete()
    CheckEntry.objects.filter(foreign_id=entry.pk).update(name="旧名")
    CheckEntry.objects.create(foreign_id=entry.pk + 1, kind="serious", title="-", name="早已移出")
    assert rebuild() == 3
    assert set(CheckEntry.objects.values_list("listing", "foreign_id", "name")) == {
        (listing.pk, None, "内黄县青禾医院"),
        (None, entry.pk, "内黄县青禾医院"),
    }


def test_the_number_of_questions_does_not_depend_on_the_number_of_names(clerk: Officer) -> None:
    stands()
    counts = []
    services.ask([NewName("内黄县青禾医院")], TENDER, by=clerk)
    for most in (2, 60):
        names = [NewName(f"内黄县第{n}医院", factories.HOSPITAL_USCC) for n in range(most)]
        with CaptureQueriesContext(connection) as asked_for:
            services.ask(names, TENDER, by=clerk)
        counts.append(len(asked_for))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("names", "terms", "field"),
    [
        ([NewName("某院")], Terms(""), "purpose"),
        ([NewName("某院")], Terms(Purpose.OTHER), "note"),
        ([NewName("某院")], Terms(Purpose.TENDER, note=f"关于{people.PERSON}"), "note"),
        ([], TENDER, "names"),
        ([NewName("  ")], TENDER, "name"),
        ([NewName("某院"), NewName(people.PERSON)], TENDER, "name"),
        ([NewName("某" * 201)], TENDER, "name"),
        ([NewName("某院")] * (MOST_NAMES + 1), TENDER, "names"),
    ],
)
def test_a_check_without_purpose_or_name_is_refused_and_nothing_is_kept(
    clerk: Officer, names: list[NewName], terms: Terms, field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        services.ask(names, terms, by=clerk)
    assert refused.value.field == field
    assert not Check.objects.exists()


def test_without_the_right_nobody_checks() -> None:
    with pytest.raises(Refusal, match="right"):
        services.ask([NewName("某院")], TENDER, by=factories.officer(roles=("partner",)))


def test_every_check_is_in_the_audit_trail_with_its_purpose(clerk: Officer) -> None:
    row = services.ask([NewName("内黄县青禾医院")], TENDER, by=clerk)
    event = AuditEvent.objects.get(action="check.ask")
    assert (event.object_id, event.actor_id) == (str(row.pk), clerk.actor_id)
    assert "内采〔2026〕8号" in event.reason
    assert re.fullmatch(r"XH410527-\d{4}-\d{8}", row.number)


def test_the_sheet_is_the_same_bytes_again_though_the_lists_have_changed(clerk: Officer) -> None:
    listing = stands()
    row = services.ask([NewName("内黄县青禾医院"), NewName("林知夏", people.PERSON)], TENDER, by=clerk)
    first = pdf_of(row)
    end_listings([listing], "revoked", on=today(), by=factories.reviewer(), reason="决定被撤销")
    assert pdf_of(Check.objects.get(pk=row.pk)) == first
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(first)).pages)
    assert row.number in text
    assert "内黄县青禾医院" in text
    assert people.PERSON not in text


def test_anybody_may_verify_a_sheet_and_learns_no_personal_data(clerk: Officer) -> None:
    stands(factories.person(), "medical_order")
    row = services.ask([NewName("林知夏", people.PERSON), NewName("内黄县青禾医院")], TENDER, by=clerk)
    answer = Client(headers={"accept-language": "en"}).get(f"/verify/{row.check_code}/")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert row.number in page
    assert "genuine" in page
    assert "内黄县青禾医院" in page
    assert "林*" in page
    assert not re.search("林知夏|410527[*]|" + people.PERSON, page)


def test_a_red_list_is_told_apart_from_a_burden(clerk: Officer) -> None:
    stands(kind="red")
    (row,) = asked("内黄县青禾医院", by=clerk)
    assert (row.result, row.hits[0]["kind"]) == (Result.FOUND, "red")
