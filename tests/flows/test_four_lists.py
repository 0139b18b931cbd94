"""The four lists through the pages: drafted by one officer, edited, adopted by another, read by all."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import ADMINISTRATOR
from blacklist.models import FourList
from blacklist.uses.choices import FourState
from tests import factories
from tests.flows.steps import dialog, signed_in, step

pytestmark = pytest.mark.django_db


def test_a_list_is_drafted_edited_adopted_publicised_and_withdrawn() -> None:
    drafter = signed_in(factories.officer(roles=(ADMINISTRATOR.code,), agency=factories.agency()))
    reviewer = signed_in(factories.reviewer())
    add = reverse("admin:blacklist_fourlist_add")
    assert factories.AUTHORITY in drafter.get(add).content.decode()
    terms = {"kind": "uses", "division_code": factories.COUNTY, "authority_name": factories.AUTHORITY}
    assert drafter.post(add, terms).status_code == 302
    assert "open already" in drafter.post(add, terms).content.decode()
    version = FourList.objects.get()

    line = {"code": "own-1", "name": "村卫生室药品采购", "basis": "内政办〔2026〕3号"}
    assert "村卫生室药品采购" in step(drafter, version, "add_line", **line)
    row = version.rows.get(code="tender")
    page = reverse("admin:blacklist_fourlist_line", args=[version.pk, row.pk])
    assert row.basis in drafter.get(page).content.decode()
    drafter.post(page, {"code": "tender", "name": "x", "basis": "x", "take_out": "on"})
    assert not version.rows.filter(code="tender").exists()
    step(drafter, version, "edit_head", authority_name=factories.AUTHORITY, note="供各科室使用")

    own = reverse("admin:blacklist_fourlist_change", args=[version.pk])
    assert "Adopt and publicise" not in drafter.get(own).content.decode()
    shown = step(reviewer, version, "adopt", document_no="内卫信〔2026〕1号", adopted_on="2026-11-20")
    assert "Adopted; the public page shows it" in shown
    public = Client(headers={"accept-language": "en"}).get(f"/lists/four/{version.pk}/").content.decode()
    assert "供各科室使用" in public
    printed = reviewer.get(reverse("admin:blacklist_fourlist_print", args=[version.pk])).content.decode()
    assert "@page { size: A4" in printed

    withdraw = reverse("admin:blacklist_fourlist_withdraw", args=[version.pk])
    dialog(reviewer, withdraw, reason="上级清单已另行发布")
    version.refresh_from_db()
    assert version.state == FourState.WITHDRAWN


def test_the_next_draft_shows_what_it_changes() -> None:
    factories.four_list()
    drafter = signed_in(factories.officer(roles=(ADMINISTRATOR.code,)))
    terms = {"kind": "uses", "division_code": factories.COUNTY, "authority_name": factories.AUTHORITY}
    drafter.post(reverse("admin:blacklist_fourlist_add"), terms)
    second = FourList.objects.get(version=2)
    own = reverse("admin:blacklist_fourlist_change", args=[second.pk])
    assert "No line differs" in drafter.get(own).content.decode()
    shown = step(
        drafter, second, "add_line", code="own-1", name="村卫生室药品采购", basis="内政办〔2026〕3号"
    )
    assert "Against version 1" in shown
    assert "No line differs" not in shown
    dialog(drafter, reverse("admin:blacklist_fourlist_drop", args=[second.pk]))
    second.refresh_from_db()
    assert second.state == FourState.DROPPED
