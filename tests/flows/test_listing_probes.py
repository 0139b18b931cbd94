"""Every door is tried on one day: no page, portal or form brings anybody onto a list round the procedure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import get_resolver, reverse

from accounts.models import Officer
from accounts.roles import CLERK, REVIEWER
from blacklist.choices import DECIDED_STATES, ENDED_STATES, ListingState
from blacklist.listing import services
from blacklist.listing.workflow import LISTING
from blacklist.models import Listing, ListingEvent
from core.clock import today
from institutions.models import Membership
from tests import factories as make
from tests.flows.steps import signed_in

pytestmark = pytest.mark.django_db
WORDS = "经核查，事实清楚，证据充分，程序合法。"


@pytest.fixture
def everything() -> Client:
    """An officer of the province who holds every right to list, and proposed nothing."""
    return signed_in(make.officer(roles=(CLERK.code, REVIEWER.code), prefix="41"))


def posted() -> dict[str, Any]:
    """Whatever any step asks for, dated today."""
    day = today().isoformat()
    dates = ("on", "served_on", "decided_on", "repair_told_on", "set_for", "held_on", "received_on")
    words = ("facts", "statement", "reply", "reason", "minutes", "words", "how", "place", "objector")
    numbers = ("notice_no", "decision_no", "document_no", "upper_name")
    return {
        **dict.fromkeys(dates, day),
        **dict.fromkeys(words, WORDS),
        **dict.fromkeys(numbers, "内卫信〔2026〕1号"),
        "finding": "rejected",
        "state": "listed",
        "listed_on": day,
        "evidence": SimpleUploadedFile("a.pdf", make.pdf().read(), "application/pdf"),
    }


def towards_the_list() -> list[str]:
    """The pages of all steps whose target is not an end."""
    model_admin: Any = admin.site._registry[Listing]
    over = {*ENDED_STATES, ListingState.NOT_LISTED, ListingState.TAKEN_BACK}
    steps = [step for step in model_admin.steps if step.step in LISTING.transitions]
    found = [step.slug for step in steps if LISTING.transitions[step.step].target not in over]
    assert {"notify", "decide", "enter"} <= set(found)
    return found


STAGES: dict[str, Callable[[Officer], Listing]] = {
    "proposed": lambda clerk: make.listing(by=clerk),
    "in the window": lambda clerk: make.notified_listing(by=clerk, days_ago=0),
    "in the publicity": lambda clerk: make.notified_listing(by=clerk, kind="red", days_ago=0),
}


@pytest.mark.parametrize("stage", STAGES.values(), ids=STAGES)
def test_no_step_page_leads_onto_the_list_on_the_day_of_the_notice(
    stage: Callable[[Officer], Listing], everything: Client
):
    row = stage(make.clerk())
    for slug in towards_the_list():
        everything.post(reverse(f"admin:blacklist_listing_{slug}", args=[row.pk]), posted())
        row.refresh_from_db()
        assert row.state not in DECIDED_STATES, slug
        assert row.listed_on is None
    assert ListingEvent.objects.filter(listing=row).count() > 1, "some step must have gone ahead"


def test_the_page_of_a_case_writes_nothing_by_itself(everything: Client):
    row = make.notified_listing(by=make.clerk(), days_ago=0)
    everything.post(reverse("admin:blacklist_listing_change", args=[row.pk]), posted())
    everything.post(reverse("admin:blacklist_listing_delete", args=[row.pk]), {"post": "yes"})
    everything.post(
        reverse("admin:blacklist_listing_changelist"),
        {"action": "delete_selected", "_selected_action": row.pk},
    )
    assert Listing.objects.get(pk=row.pk).state == ListingState.NOTIFIED


def test_the_portal_only_speaks_for_its_own_body():
    body = make.institution()
    row = make.notified_listing(body.subject, by=make.clerk(), days_ago=0)
    account = Officer.objects.create_user("hospital")
    Membership.objects.create(user=account, institution=body)
    client = signed_in(account)
    for name in ("listing", "hearing", "notice", "exit_begin"):
        client.post(reverse(f"portal_lists:{name}", args=[body.pk, row.pk]), posted())
    assert Listing.objects.get(pk=row.pk).state == ListingState.DEFENDED


def test_no_address_of_the_interface_writes_listings():
    found = [str(pattern) for pattern in get_resolver("blacklist.api.urls").url_patterns]
    assert found, "the interface to the lists must be there"
    assert not [pattern for pattern in found if "listing" in pattern]


def test_a_listing_that_went_its_way_passes_the_same_doors(everything: Client):
    row = make.decided_listing(by=make.clerk(), decider=make.reviewer())
    for slug in ("serve_decision", "enter"):
        everything.post(reverse(f"admin:blacklist_listing_{slug}", args=[row.pk]), posted())
    assert Listing.objects.get(pk=row.pk).state == ListingState.LISTED
    services.end_listings([row], ListingState.REVOKED, on=today(), by=make.reviewer(), reason=WORDS)
    everything.post(reverse("admin:blacklist_listing_enter", args=[row.pk]), posted())
    assert Listing.objects.get(pk=row.pk).state == ListingState.REVOKED
