"""Off a list through the pages: portal, two officers, then the public site, the report, the time line."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Officer
from blacklist.models import ExitApplication, Listing
from institutions.models import Institution, Membership
from tests import factories
from tests.flows.steps import signed_in
from tests.unit.blacklist.listing_rows import on_list, scheme

pytestmark = pytest.mark.django_db
LISTED, MONDAY = date(2026, 6, 1), date(2026, 9, 7)
RULES = {"term": True, "repair": {"after_months": 1, "needs": ["duties_done", "commitment", "training"]}}


@pytest.fixture
def body() -> Institution:
    return factories.institution()


@pytest.fixture
def hospital(body: Institution) -> Client:
    account = Officer.objects.create_user("hospital")
    Membership.objects.create(user=account, institution=body)
    return signed_in(account)


@pytest.fixture
def listing(settings, body: Institution) -> Listing:
    settings.CHENGYI_TODAY = LISTED
    row = on_list(body.subject, under=scheme(exit_rules=RULES))
    settings.CHENGYI_TODAY = MONDAY
    return row


def step(client: Client, row: object, slug: str, **data: object) -> str:
    """Take one step of a listing or of an application through its page."""
    meta = row._meta
    address = reverse(f"admin:blacklist_{meta.model_name}_{slug}", args=[row.pk])
    assert client.get(address).status_code == 200, slug
    answer = client.post(address, data)
    assert answer.status_code == 302, answer.content.decode()
    return client.get(answer.headers["Location"]).content.decode()


def apply(hospital: Client, body: Institution, listing: Listing, **more: object) -> str:
    """Begin and hand in an application in the portal; returns the page that follows."""
    begun = hospital.post(reverse("portal_lists:exit_begin", args=[body.pk, listing.pk]))
    form = {
        "duties_done_on": "2026-07-01",
        "correction": "已停止违法活动并缴清罚款。",
        "commitment_by": "许嘉言",
        "commits": "on",
        "evidence": factories.pdf(),
        "submit": "1",
        **more,
    }
    answer = hospital.post(begun.headers["Location"], form, follow=True)
    return answer.content.decode()


def test_a_body_applies_in_the_portal_and_leaves_the_list_everywhere(
    hospital: Client, body: Institution, listing: Listing
) -> None:
    visitor, first, second = Client(), signed_in(factories.clerk()), signed_in(factories.reviewer())
    shown = visitor.get(reverse("disclosure:list", args=["serious-health"])).content.decode()
    assert body.subject.name in shown
    assert "must attend 4 hours" in apply(hospital, body, listing)

    training = {"role": "legal_rep", "held_on": "2026-08-03", "hours": "4", "organiser": "信用办"}
    page = step(first, listing, "note_training", **training)
    assert "信用办" in page
    row = ExitApplication.objects.get()
    again = {"duties_done_on": "2026-07-01", "correction": "已停止违法活动并缴清罚款。", "submit": "1"}
    hospital.post(reverse("portal_lists:exit", args=[body.pk, row.pk]), again)
    step(first, row, "accept")
    step(first, row, "check", note="查询缴款系统，罚款已缴清。", duties_confirmed="on")
    waiting = hospital.get(reverse("portal_lists:exit", args=[body.pk, row.pk])).content.decode()
    assert "has checked" not in waiting  # told with the decision
    done = step(second, row, "approve", decision_no="内卫信移〔2026〕1号")
    assert "not shown any more" in done

    gone = visitor.get(reverse("disclosure:list", args=["serious-health"])).content.decode()
    assert body.subject.name not in gone
    assert visitor.get(reverse("disclosure:subject", args=[body.subject.uscc])).status_code == 404
    told = hospital.get(reverse("portal:timeline", args=[body.pk])).content.decode()
    assert "Off the list: repair" in told
    assert "Grounds of a listing checked" not in told
    rates = first.get(reverse("admin:blacklist_exitapplication_rates")).content.decode()
    assert "100.0" in rates


def test_an_application_of_another_body_does_not_exist_for_this_one(
    hospital: Client, body: Institution, listing: Listing
) -> None:
    apply(hospital, body, listing)
    row = ExitApplication.objects.get()
    other = Officer.objects.create_user("other")
    clinic = factories.institution(factories.body("内黄县康宁诊所", "91410527MA46TKJL8A"))
    Membership.objects.create(user=other, institution=clinic)
    for key in (clinic.pk, body.pk):
        assert signed_in(other).get(reverse("portal_lists:exit", args=[key, row.pk])).status_code == 404


def test_the_public_finds_an_entry_of_a_list_by_name_number_and_filter(
    body: Institution, listing: Listing, client: Client
) -> None:
    for query in ({"q": body.subject.name}, {"q": listing.decision_no}, {"kind": "listing"}):
        assert listing.decision_no in client.get(reverse("disclosure:search"), query).content.decode()
    assert (
        listing.decision_no
        not in client.get(reverse("disclosure:search"), {"kind": "permit"}).content.decode()
    )
    on_file = client.get(reverse("disclosure:subject", args=[body.subject.uscc])).content.decode()
    assert listing.scheme.name in on_file
    found = client.get(reverse("api:entries"), {"list": "serious-health"}).json()["results"]
    assert [(row["list_kind"], row["document_no"]) for row in found] == [("serious", listing.decision_no)]
    entry = client.get(found[0]["url"]).json()
    told = {column["code"]: column["value"] for column in entry["columns"]}
    assert "健康促进法" in told["MD_YJ"]
    assert told["MD_QX"] == listing.ends_on.isoformat()
    assert client.get(reverse("api:entries"), {"list": "red-health"}).json()["results"] == []


def test_lists_without_entries_say_so_and_unknown_ones_do_not_exist(client: Client) -> None:
    assert client.get(reverse("disclosure:lists")).status_code == 200
    page = client.get(reverse("disclosure:list", args=["red-health"]), headers={"accept-language": "en"})
    assert "Nobody on this list is on display today." in page.content.decode()
    for code in ("attention-health", "medical-order", "nothing"):
        assert client.get(reverse("disclosure:list", args=[code])).status_code == 404
