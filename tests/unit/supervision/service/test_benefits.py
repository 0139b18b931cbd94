"""Benefits: eligible by grade and list, counted and never recorded by person."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction

from accounts.models import Officer
from accounts.permissions import P
from core.clock import today
from core.errors import Refusal
from credit.models import ListedPeriod, Subject
from credit.parties import OnPaper, Party
from supervision.models import Benefit, BenefitOffer, BenefitUse
from supervision.service import benefits, eligibility
from supervision.service.choices import OfferState as S
from supervision.service.workflow import OFFER
from tests import factories
from tests.unit.supervision.service.given import HOW, graded

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def clerk() -> Officer:
    return factories.clerk()


@pytest.fixture
def hospital() -> Subject:
    return factories.institution().subject


@pytest.fixture
def pay_later() -> Benefit:
    return Benefit.objects.get(code="pay-later")


def asked(benefit: Benefit, subject: Subject, by: Any = None) -> BenefitOffer:
    party = by or Party(factories.officer(), frozenset({subject.pk}))
    return benefits.ask(benefit=benefit, subject=subject, how=HOW, by=party)


def active(benefit: Benefit, subject: Subject, clerk: Officer) -> BenefitOffer:
    graded(subject, "A")
    return benefits.approve(asked(benefit, subject), by=clerk)


def test_a_body_without_the_grade_cannot_take_part(pay_later: Benefit, hospital: Subject):
    graded(hospital, "C")
    with pytest.raises(Refusal, match="needs the grade A; the grade held is C"):
        asked(pay_later, hospital)


def test_a_body_with_the_grade_takes_part_once(pay_later: Benefit, hospital: Subject, clerk: Officer):
    row = active(pay_later, hospital, clerk)
    assert row.state == S.ACTIVE
    assert "A" in row.ground
    with pytest.raises(Refusal, match="takes part in this benefit already"):
        asked(pay_later, hospital)


def test_a_serious_list_outweighs_every_grade(pay_later: Benefit, hospital: Subject):
    graded(hospital, "A")
    ListedPeriod.objects.create(subject=hospital, since=date(2026, 1, 1), source="tests:1")
    with pytest.raises(Refusal, match="serious-dishonesty list"):
        asked(pay_later, hospital)


def test_a_body_speaks_for_itself_only(pay_later: Benefit, hospital: Subject):
    graded(hospital, "A")
    with pytest.raises(Refusal, match="not about the body"):
        asked(pay_later, hospital, by=Party(factories.officer(), frozenset({0})))


def test_who_loses_the_grade_is_suspended_and_comes_back_with_it(
    pay_later: Benefit, hospital: Subject, clerk: Officer
):
    row = active(pay_later, hospital, clerk)
    assert benefits.follow_credit() == (0, 0)
    graded(hospital, "D")
    assert benefits.follow_credit() == (1, 0)
    assert benefits.follow_credit() == (0, 0)
    row.refresh_from_db()
    assert row.state == S.SUSPENDED
    assert "D" in row.ground
    with pytest.raises(Refusal, match="cannot take part"):
        benefits.resume(row, by=clerk)
    graded(hospital, "A")
    assert benefits.follow_credit() == (0, 1)


def test_whom_an_officer_suspended_the_nightly_run_does_not_bring_back(
    pay_later: Benefit, hospital: Subject, clerk: Officer
):
    row = benefits.suspend(active(pay_later, hospital, clerk), reason="群众反映仍收取押金", by=clerk)
    assert benefits.follow_credit() == (0, 0)
    assert benefits.resume(row, by=clerk).state == S.ACTIVE


def test_uses_are_a_number_a_month_and_entering_again_replaces_it(
    pay_later: Benefit, hospital: Subject, clerk: Officer
):
    row = active(pay_later, hospital, clerk)
    party = Party(factories.officer(), frozenset({hospital.pk}))
    benefits.count_uses(row, month=today(), uses=12, by=party)
    benefits.count_uses(row, month=today(), uses=15, by=party)
    assert benefits.uses_of([pay_later]) == {pay_later.pk: 15}
    for month, uses in ((date(2001, 1, 1), 1), (today(), -1), (date(today().year + 1, 12, 1), 1)):
        with pytest.raises(Refusal):
            benefits.count_uses(row, month=month, uses=uses, by=party)
    with pytest.raises(Refusal, match="right to enter"):
        benefits.count_uses(row, month=today(), uses=1, by=factories.stranger())


def test_an_officer_enters_what_a_body_hands_in_on_paper(
    pay_later: Benefit, hospital: Subject, clerk: Officer
):
    graded(hospital, "A")
    row = asked(pay_later, hospital, by=OnPaper(clerk, P.SERVICE_KEEP))
    assert benefits.leave(row, by=OnPaper(clerk, P.SERVICE_KEEP)).state == S.ENDED
    assert asked(pay_later, hospital).state == S.ASKED, "who left may ask again"


@pytest.mark.parametrize("state", S.values)
def test_every_step_that_is_not_in_the_table_is_refused(
    state: str, pay_later: Benefit, hospital: Subject, clerk: Officer
):
    row = active(pay_later, hospital, clerk)
    BenefitOffer.objects.filter(pk=row.pk).update(state=state)
    for step in OFFER.transitions.values():
        if state not in step.sources:
            with pytest.raises(Refusal, match="is not possible"):
                OFFER.apply(BenefitOffer.objects.get(pk=row.pk), step.name, by=OnPaper(clerk, P.SERVICE_KEEP))


def test_the_same_body_cannot_stand_twice_in_the_table(pay_later: Benefit, hospital: Subject, clerk: Officer):
    row = active(pay_later, hospital, clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        BenefitOffer.objects.create(
            benefit=pay_later, subject=hospital, division_code=row.division_code, asked_on=today(), how=HOW
        )


def test_standings_of_many_take_the_same_number_of_statements(
    hospital: Subject, django_assert_max_num_queries: Any
):
    others = [factories.body(f"内黄县{n}号诊所", f"91410527MA46TKJL{n}A") for n in range(3)]
    graded(hospital, "A")
    with django_assert_max_num_queries(4):
        found = eligibility.standings([hospital.pk, *(row.pk for row in others)], today())
    assert found[hospital.pk].labels == ("A",)
    assert found[others[0].pk].labels == ()


def test_a_county_words_a_benefit_of_its_own_instead_of_the_countrys(pay_later: Benefit):
    own = Benefit.objects.create(
        code="pay-later",
        place=factories.COUNTY,
        title="先看病",
        kind="pay_later",
        audience="public",
        text="-",
        valid_from=date(2020, 1, 1),
    )
    found = eligibility.in_force(on=today(), place=factories.COUNTY)
    assert own in found
    assert pay_later not in found
    assert pay_later in eligibility.in_force(on=today(), place="510000")


# --- no scoring of patients --------------------------------------------------------------------------------

PEOPLE = (
    "patient",
    "citizen",
    "visitor",
    "holder",
    "person",
    "id_number",
    "phone",
    "mobile",
    "score",
    "birth",
)
"""Words a field would carry that keeps or scores whoever enjoys a benefit."""


def test_no_table_of_service_has_a_field_for_patients():
    mine = [model for model in apps.get_app_config("supervision").get_models() if _is_of_service(model)]
    assert len(mine) == 11
    found = [
        f"{model.__name__}.{field.name}"
        for model in mine
        for field in model._meta.get_fields()
        if any(word in field.name for word in PEOPLE)
    ]
    assert found == []


def test_a_use_of_a_benefit_is_a_number_and_nothing_else():
    assert {field.name for field in BenefitUse._meta.fields} == {
        "id",
        "benefit",
        "offer",
        "division_code",
        "month",
        "uses",
    }
    texts = [field.name for field in BenefitUse._meta.fields if isinstance(field, models.TextField)]
    assert texts == []


def _is_of_service(model: type[models.Model]) -> bool:
    return model.__module__ in {f"supervision.models.{name}" for name in ("service", "ratings", "benefits")}
