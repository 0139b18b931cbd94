"""List schemes as data: which version holds where, what founds it; without a basis it lists nobody."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from blacklist import loading, selectors
from blacklist.choices import BasisLevel, ListKind
from blacklist.listing import services
from blacklist.models import Listing, ListScheme, SchemeBasis, SchemeCriterion
from core.clock import today
from core.errors import Refusal
from core.models import Rule
from tests import factories as make
from tests.data import people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
TODAY = date(2026, 11, 22)


def scheme_at(place: str, kind: str, day: date = TODAY) -> ListScheme:
    return next(row for row in selectors.schemes_for(day, place, kind))


def test_the_nearest_place_holds():
    assert scheme_at("410527", "serious").place == "41"
    assert scheme_at("120116", "serious").place == ""


def test_every_kind_of_list_is_there_in_the_county():
    assert {row.kind for row in selectors.schemes_for(TODAY, "410527")} == set(ListKind.values)


def test_a_scheme_holds_from_its_day_on():
    assert selectors.schemes_for(date(2020, 12, 6), "120116", "serious") == []


@pytest.mark.parametrize(
    ("place", "kind", "founded"),
    [
        ("410527", "serious", True),
        ("120116", "serious", True),
        ("350102", "serious", False),
        ("410527", "medical_order", True),
        ("220000", "medical_order", False),
        ("410527", "red", True),
        ("220000", "attention", True),
    ],
)
def test_what_founds_a_list_today(place: str, kind: str, founded: bool):
    scheme = scheme_at(place, kind)
    assert selectors.basis_in_force(scheme, TODAY, place=place) is founded
    assert bool(selectors.why_no_basis(scheme, TODAY, place=place)) is not founded


def test_a_memorandum_of_departments_founded_a_list_until_the_state_council_ended_that():
    scheme = scheme_at("220000", "medical_order")
    assert {row.level for row in scheme.bases.all()} == {BasisLevel.DEPARTMENT}
    assert selectors.basis_in_force(scheme, date(2020, 12, 6))
    assert not selectors.basis_in_force(scheme, date(2020, 12, 7))
    assert "国办发〔2020〕49号" in str(selectors.why_no_basis(scheme, TODAY))


def test_a_place_may_decide_otherwise_by_a_rule_of_its_own():
    scheme = scheme_at("220000", "medical_order")
    Rule.objects.create(
        table=selectors.LEVELS,
        code="medical_order",
        place="22",
        valid_from=date(2021, 1, 1),
        title="本省另有规定",
        value={"levels": ["local", "department"]},
        origin=Rule.Origin.LOCAL,
    )
    assert selectors.basis_in_force(scheme, TODAY, place="220100")
    assert not selectors.basis_in_force(scheme, TODAY, place="120116")


def test_a_scheme_without_a_basis_in_force_can_list_nobody():
    clerk = make.officer(roles=("clerk",), prefix="3501")
    scheme = scheme_at("350102", "serious")
    new = services.NewGround(
        scheme.criteria.get(), document_no="判1", document_by="法院", document_on=date(2026, 1, 5)
    )
    with pytest.raises(Refusal, match="rests on documents of departments only"):
        make.listing(by=clerk, scheme=scheme, grounds=[new], division_code="350102")
    assert not Listing.objects.exists()


def test_a_basis_that_ends_meanwhile_stops_the_procedure():
    clerk, reviewer = make.clerk(), make.reviewer()
    row = make.decided_listing(by=clerk, decider=reviewer)
    services.serve_decision(row, served_on=today(), by=clerk)
    SchemeBasis.objects.filter(scheme=row.scheme).update(effective_to=today() - timedelta(days=1))
    with pytest.raises(Refusal, match="no legal basis of it is in force"):
        services.enter_on_list(row, by=reviewer)


def test_a_listing_is_proposed_under_the_version_of_its_place():
    clerk = make.clerk()
    with pytest.raises(Refusal, match="does not hold in this place"):
        make.listing(by=clerk, scheme=scheme_at("120116", "serious"), grounds=[])


def test_bodies_are_no_persons_who_harmed_medical_order():
    with pytest.raises(Refusal, match="natural persons only"):
        make.listing(make.body(), by=make.clerk(), kind="medical_order")


def test_persons_who_harmed_medical_order_are_listed_on_a_document_and_shown_to_nobody():
    row = make.listed(by=make.clerk(), decider=make.reviewer(), kind="medical_order")
    assert row.subject.is_person
    assert not row.is_public
    assert row.grounds.get().document_by == "内黄县公安局"


def test_medical_order_knows_six_kinds_and_scalping_but_no_unpaid_bill():
    scheme = scheme_at("410527", "medical_order")
    texts = [row.text for row in scheme.criteria.order_by("code")]
    assert len(texts) == 7
    assert "倒卖医院号源" in texts[-1]
    assert not any("欠费" in text for text in texts)


def test_nobody_is_listed_for_a_number_of_records():
    counted = ("累计", "多次", "三次", "3次")
    texts = SchemeCriterion.objects.values_list("text", flat=True)
    assert texts
    assert not [text for text in texts if any(word in text for word in counted)]


def test_minors_are_on_no_list():
    child = make.person("林小禾", people.MINOR)
    with pytest.raises(Refusal, match="minors are on no list"):
        make.listing(child, by=make.clerk(), kind="medical_order")


def test_what_no_source_was_seen_for_is_marked():
    for row in ListScheme.objects.filter(confirmed=False):
        assert "待确认" in row.note or not selectors.basis_in_force(row, TODAY), row


def test_loading_again_changes_nothing():
    assert loading.load_schemes() == 0


def test_what_an_administrator_made_his_own_is_left_alone():
    row = scheme_at("120116", "serious")
    row.origin, row.statement_working_days = Rule.Origin.LOCAL, 10
    row.save()
    loading.load_schemes()
    row.refresh_from_db()
    assert row.statement_working_days == 10


BROKEN: dict[str, tuple[str, dict[str, Any]]] = {
    "no notice": ("a_list_that_burdens_gives_notice_and_a_window", {"needs_notice": False}),
    "no days": ("a_list_that_burdens_gives_notice_and_a_window", {"statement_working_days": 0}),
    "ends before it began": ("a_scheme_ends_after_it_began", {"effective_to": date(2000, 1, 1)}),
}


@pytest.mark.parametrize(("name", "fields"), BROKEN.values(), ids=BROKEN)
def test_the_database_refuses_a_list_that_burdens_without_a_hearing(name: str, fields: dict[str, Any]):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        ListScheme.objects.filter(kind="serious").update(**fields)


def test_the_database_refuses_a_red_list_without_publicity():
    with pytest.raises(IntegrityError, match="publicised_first"), transaction.atomic():
        ListScheme.objects.filter(kind="red").update(publicise_first_working_days=0)
