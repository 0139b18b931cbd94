"""A new installation leads its administrator by the hand, until its officers can work."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Agency, Officer
from accounts.roles import ADMINISTRATOR, CLERK, REVIEWER
from config.first_steps import steps_for
from disclosure.choices import DecisionState
from disclosure.models import Penalty
from tests import factories

pytestmark = pytest.mark.django_db


def undone(reader: Officer) -> list[str]:
    return [str(step.title) for step in steps_for(reader) if not step.done and step.needed]


@pytest.mark.usefixtures("in_english")
def test_each_step_is_ticked_by_what_is_there_and_the_list_goes_when_all_are() -> None:
    chief = Officer.objects.create_superuser("chief")
    everything = [
        "Enter your agency",
        "Give officers their accounts and posts",
        "Take in the institutions",
        "Publish the first decision",
    ]
    assert undone(chief) == everything
    Agency.objects.create(name="青溪县卫生健康局", division_code=factories.COUNTY)
    both = factories.officer(roles=(CLERK.code, REVIEWER.code))
    assert undone(chief) == everything[1:], "nobody reviews what they entered"
    reviewer = factories.reviewer()
    assert undone(chief) == everything[2:]
    factories.institution()
    row = factories.penalty(by=both)
    assert undone(chief) == everything[3:]
    Penalty.objects.filter(pk=row.pk).update(state=DecisionState.PUBLISHED)
    assert steps_for(chief) == []
    assert steps_for(reviewer) == []


@pytest.mark.usefixtures("in_english")
def test_the_front_page_shows_them_with_links_to_what_the_administrator_may_do(settings: Any) -> None:
    settings.SECOND_FACTOR = True
    client = Client(headers={"accept-language": "en"})
    client.force_login(factories.officer(roles=(ADMINISTRATOR.code,), prefix=""))
    page = client.get(reverse("admin:index")).content.decode()
    assert "First steps of this installation" in page
    assert f'href="{reverse("admin:accounts_agency_add")}"' in page
    assert f'href="{reverse("second_factor:manage")}">Protect your own account' in page
    assert "<strong>Take in the institutions</strong>" in page, "a clerk does it"


def test_an_administrator_of_one_county_among_many_is_not_asked() -> None:
    county = factories.officer(roles=(ADMINISTRATOR.code,))
    Agency.objects.create(name="青溪县卫生健康局", division_code=factories.COUNTY)
    assert steps_for(county)
    Agency.objects.create(name="别处卫生健康局", division_code="110101")
    assert steps_for(county) == []
    assert steps_for(factories.stranger()) == []
