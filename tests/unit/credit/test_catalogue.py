"""The collection catalogue: what is shipped, which version holds, and what keeps it consistent."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

import credit
import disclosure
from core.actors import SystemActor
from core.errors import Refusal
from core.models import AuditEvent, Rule
from credit import services
from credit.choices import Polarity
from credit.models import CatalogueItem, CommitmentTemplate, ConductRecord, Criterion
from credit.rules.terms import AppliesTo
from credit.services import NewRecord
from credit.services.catalogue_files import load_catalogue, shipped_items
from credit.services.catalogue_versions import add_version, end_version
from disclosure.services.conduct import UNLISTED
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
BY = SystemActor("test")
MARCH = date(2026, 3, 1)


def version(**fields: Any) -> CatalogueItem:
    values = {
        "code": "J21",
        "version": "内黄-1",
        "place": factories.COUNTY,
        "name": "病历书写不规范",
        "applies_to": AppliesTo.INSTITUTION,
        "polarity": Polarity.BAD,
        "points": Decimal(3),
        "effective_from": date(2026, 1, 1),
        "document": "内卫〔2026〕1号",
    }
    return CatalogueItem(**{**values, **fields})


def item(code: str = "J21", on: date = MARCH, place: str = factories.COUNTY) -> CatalogueItem:
    return services.item(code, on=on, place=place, applies_to=AppliesTo.INSTITUTION)


# --- what is shipped ----------------------------------------------------------------------------------


def test_every_item_that_a_violation_suggests_is_in_the_catalogue_for_that_kind_of_party() -> None:
    path = Path(disclosure.__file__).parent / "law" / "item_by_violation.json"
    rules = json.loads(path.read_text(encoding="utf-8"))["rules"]
    whom = {"person": AppliesTo.PRACTITIONER, "body": AppliesTo.INSTITUTION}
    known = set(CatalogueItem.objects.filter(place="").values_list("code", "applies_to"))
    suggested = {(rule["value"]["item"], str(whom[rule["value"]["subject"]])) for rule in rules}
    assert len(suggested) > 10
    assert suggested - known == set()
    assert UNLISTED not in {code for code, _whom in known}


def test_every_item_that_a_shipped_standard_scores_is_in_the_catalogue_for_its_subjects() -> None:
    known = set(CatalogueItem.objects.values_list("code", "applies_to"))
    scored = set(Criterion.objects.values_list("item_code", "standard__applies_to"))
    assert len(scored) > 50
    assert scored - known == set()


def test_every_item_that_a_broken_promise_leads_to_is_in_the_catalogue() -> None:
    known = set(CatalogueItem.objects.values_list("code", "applies_to"))
    broken = set(CommitmentTemplate.objects.exclude(breach_item="").values_list("breach_item", "applies_to"))
    assert broken
    assert broken - known == set()


def test_the_starter_items_are_defaults_and_what_was_read_holds_in_its_own_place_only() -> None:
    shipped = CatalogueItem.objects.filter(origin=Rule.Origin.FILE)
    bad = shipped.filter(polarity=Polarity.BAD, place="")
    assert bad.filter(applies_to=AppliesTo.INSTITUTION).count() >= 30
    assert bad.filter(applies_to=AppliesTo.PRACTITIONER).count() >= 32
    assert set(shipped.filter(place="").values_list("certainty", flat=True)) == {Rule.Certainty.DEFAULT}
    read = shipped.filter(certainty=Rule.Certainty.VERIFIED)
    assert set(read.values_list("place", flat=True)) == {"4403"}
    assert not read.filter(document="").exists()


def test_good_conduct_and_basic_information_are_collected_too() -> None:
    kinds = set(CatalogueItem.objects.values_list("polarity", "applies_to"))
    assert kinds == {(polarity, whom) for polarity in Polarity.values for whom in AppliesTo.values}


def test_the_shipped_items_are_well_formed_and_loaded_once() -> None:
    for row in shipped_items():
        row.full_clean(validate_unique=False, validate_constraints=False)
        assert row.retention_months or row.polarity != Polarity.BAD
    before = CatalogueItem.objects.count()
    CatalogueItem.objects.filter(code="J21").update(name="此地改过的名称")
    assert load_catalogue() == 0
    assert CatalogueItem.objects.count() == before
    assert item().name == "此地改过的名称"


def test_the_law_folder_holds_no_other_catalogue() -> None:
    names = sorted(path.name for path in (Path(credit.__file__).parent / "law").glob("catalogue*.json"))
    assert names == [
        "catalogue_good_and_basic.json",
        "catalogue_government.json",
        "catalogue_institutions.json",
        "catalogue_practitioners.json",
    ]


# --- which version holds ------------------------------------------------------------------------------


def test_the_nearest_place_wins_and_other_places_keep_the_country_s() -> None:
    own = add_version(version(), by=BY)
    assert item() == own
    assert item(place="410526").place == ""
    assert item(on=date(2025, 12, 31)).place == ""


def test_an_unknown_item_and_an_item_for_others_are_refused() -> None:
    with pytest.raises(Refusal, match="holds no item “X1”") as unknown:
        item("X1")
    assert unknown.value.field == "item_code"
    with pytest.raises(Refusal, match="is meant for persons"):
        item("P01")
    with pytest.raises(Refusal, match="in force here on 2017-01-01"):
        item(on=date(2017, 1, 1))


def test_the_record_of_a_penalty_keeps_the_version_of_its_day() -> None:
    own = add_version(version(), by=BY)
    subject = factories.body()
    source = "test.source:1"
    new = NewRecord(subject.pk, "J21", "某行为", MARCH, MARCH, source, division_code=factories.COUNTY)
    services.record_conduct([new], by=BY)
    assert ConductRecord.objects.get().item == own


def test_a_record_of_another_procedure_keeps_out_what_no_file_may_hold() -> None:
    subject = factories.body()
    facts = "对患者王五（患有艾滋病三年）推诿。该医师患有乙型肝炎"
    new = NewRecord(subject.pk, "J21", "本人患有精神病", MARCH, MARCH, "test.source:1", facts=facts)
    services.record_conduct([new], by=BY)
    row = ConductRecord.objects.get()
    assert row.title == "病历未按规定书写、保管"
    assert "乙型肝炎等不得采集" in row.facts or "艾滋" in row.facts
    assert "该医师" not in row.facts


# --- new versions -------------------------------------------------------------------------------------


def test_overlapping_dates_are_refused_and_name_the_version_in_the_way() -> None:
    add_version(version(effective_until=date(2026, 6, 30)), by=BY)
    with pytest.raises(Refusal, match="overlap version 内黄-1, in force from 2026-01-01 to 2026-06-30") as no:
        add_version(version(version="内黄-2", effective_from=date(2026, 6, 30)), by=BY)
    assert no.value.field == "effective_from"
    add_version(version(version="内黄-2", effective_from=date(2026, 7, 1)), by=BY)
    with pytest.raises(Refusal, match="overlap version 内黄-1"):
        add_version(version(version="内黄-0", effective_from=date(2025, 1, 1)), by=BY)


def test_the_version_before_may_be_ended_in_the_same_act() -> None:
    old = add_version(version(), by=BY)
    add_version(version(version="内黄-2", effective_from=date(2026, 6, 1)), by=BY, end_previous=True)
    old.refresh_from_db()
    assert old.effective_until == date(2026, 5, 31)
    change = AuditEvent.objects.get(action="catalogueitem.change", object_id=str(old.pk))
    assert change.after == {"effective_until": "2026-05-31"}


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"points": Decimal(1000)}, "not between 0 and 100"),
        ({"points": Decimal(-1)}, "not between 0 and 100"),
        ({"applies_to": AppliesTo.PRACTITIONER, "place": ""}, "used for other subjects"),
        ({"effective_until": date(2025, 1, 1)}, "lies before 2026-01-01"),
        ({"polarity": Polarity.BASIC}, "basic information is worth none"),
    ],
)
def test_a_wrong_version_is_refused(wrong: dict[str, Any], words: str) -> None:
    with pytest.raises(Refusal, match=words):
        add_version(version(**wrong), by=BY)


def test_only_who_keeps_the_rules_of_a_place_adds_or_ends_a_version_there() -> None:
    keeper = factories.officer(roles=("administrator",))
    own = add_version(version(), by=keeper)
    with pytest.raises(Refusal, match="in your jurisdiction"):
        add_version(version(code="J22", place=""), by=keeper)
    with pytest.raises(Refusal, match="in your jurisdiction"):
        add_version(version(code="J22"), by=factories.clerk())
    with pytest.raises(Refusal, match="in your jurisdiction"):
        end_version(CatalogueItem.objects.get(code="J21", place=""), on=MARCH, by=keeper, reason="停用")
    with pytest.raises(Refusal, match="lies before 2026-01-01"):
        end_version(own, on=date(2025, 1, 1), by=keeper, reason="停用")
    assert end_version(own, on=MARCH, by=keeper, reason="停用").effective_until == MARCH


# --- what the database holds together -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"version": "内黄-1", "effective_from": date(2027, 1, 1)}, "item_version_is_unique"),
        ({"version": "内黄-2"}, "one_item_version_per_place_and_start"),
        (
            {"version": "3", "effective_from": date(2028, 1, 1), "effective_until": date(2027, 1, 1)},
            "item_does_not_end_before_it_starts",
        ),
        (
            {"version": "4", "effective_from": date(2029, 1, 1), "points": Decimal(-1)},
            "item_points_are_not_negative_and_basic_items_have_none",
        ),
        (
            {"version": "5", "effective_from": date(2030, 1, 1), "polarity": Polarity.BASIC},
            "item_points_are_not_negative_and_basic_items_have_none",
        ),
    ],
)
def test_the_database_refuses_a_wrong_version(wrong: dict[str, Any], name: str) -> None:
    version().save()
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        version(**wrong).save()
    assert name in str(refused.value) or "UNIQUE" in str(refused.value)


def test_the_database_knows_no_confirmed_record_without_its_time() -> None:
    for wrong in ({"review": "waiting"}, {"confirmed_at": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ConductRecord.objects.create(
                subject=factories.body(), item_code="J21", title="某行为", happened_on=MARCH, **wrong
            )
