"""A matter through the pages: entered and assigned, answered in the portal, accepted, seen in the file."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Officer
from institutions.models import Institution, Membership
from supervision.matters.choices import MatterState
from supervision.models import IntegrityBreach, Matter
from tests import factories
from tests.flows.steps import signed_in, step

pytestmark = pytest.mark.django_db
ANSWER = "已在门诊大厅公布住院费用查询方式，每日向患者提供清单。"


@pytest.fixture
def body() -> Institution:
    return factories.institution(ownership="公立")


@pytest.fixture
def member(body: Institution) -> Client:
    account = Officer.objects.create_user("township")
    Membership.objects.create(user=account, institution=body)
    return signed_in(account)


@pytest.fixture
def clerk(settings) -> Client:
    settings.CHENGYI_TODAY = date(2026, 6, 8)
    officer = factories.clerk()
    officer.agency = factories.agency()
    officer.save(update_fields=["agency"])
    return signed_in(officer)


def entered(clerk: Client, **fields: str) -> Matter:
    """Enter a matter on its page."""
    form = {"kind": "petition", "title": "反映住院清单不透明", "received_on": "2026-06-01", **fields}
    answer = clerk.post(reverse("admin:supervision_matter_add"), form)
    assert answer.status_code == 302, answer.content.decode()
    return Matter.objects.get()


def test_a_petition_goes_from_the_counter_to_the_body_and_back(
    clerk: Client, member: Client, body: Institution
) -> None:
    row = entered(clerk, sender="林知夏", contact="13800002222", demand="请提供每日费用清单")
    page = step(clerk, row, "assign", body=body.subject.name, note="")
    assert "Assigned; the clock" in page
    assert "林知夏" not in page
    own = reverse("portal_supervision:matter", args=[body.pk, row.pk])
    told = member.get(own).content.decode()
    assert "请提供每日费用清单" in told
    assert "林" not in told.split("请提供每日费用清单")[1]
    refused = member.post(own, {"text": "短"}).content.decode()
    assert "at least ten characters" in refused
    answered = member.post(own, {"text": ANSWER, "done": "on", "evidence": factories.pdf()}, follow=True)
    assert "The authority checks the answer" in answered.content.decode()
    page = step(clerk, row, "accept", satisfaction="satisfied", note="已电话回访")
    assert ANSWER in page
    row.refresh_from_db()
    assert row.state == MatterState.ACCEPTED
    file = clerk.get(reverse("admin:credit_subject_change", args=[body.subject_id])).content.decode()
    assert "Answer accepted" in file
    figures = clerk.get(reverse("admin:supervision_matter_figures")).content.decode()
    assert "100.0" in figures
    assert "reopen" in clerk.get(reverse("admin:supervision_matter_change", args=[row.pk])).content.decode()


def test_a_refusal_shows_the_breach_on_the_page_and_in_the_file(clerk: Client, body: Institution) -> None:
    row = entered(
        clerk, kind="judgment", number="（2026）豫0527民初12号", due_on="2026-06-05", body=body.subject.name
    )
    page = step(clerk, row, "refuse", reason="经两次催告仍拒不履行")
    breach = IntegrityBreach.objects.get()
    address = reverse("admin:supervision_integritybreach_change", args=[breach.pk])
    assert address in page
    matter = reverse("admin:supervision_matter_change", args=[row.pk])
    assert matter in clerk.get(address).content.decode()
    file = clerk.get(reverse("admin:credit_subject_change", args=[body.subject_id])).content.decode()
    assert "Tracked matters and government integrity" in file


def test_the_list_begins_with_what_is_due_first_and_ends_with_what_is_done(clerk: Client) -> None:
    first = entered(clerk)
    done = {"kind": "petition", "received_on": "2026-05-04", "title": "已经了结的事项"}
    later = {"kind": "promise", "received_on": "2026-03-02", "title": "年底前兑现", "due_on": "2026-12-31"}
    for form in (later, done):
        assert clerk.post(reverse("admin:supervision_matter_add"), form).status_code == 302
    Matter.objects.filter(title=done["title"]).update(state=MatterState.DROPPED)
    shown = clerk.get(reverse("admin:supervision_matter_changelist")).context["cl"].result_list
    assert [row.title for row in shown] == [first.title, later["title"], done["title"]]


def test_what_is_missing_is_said_beside_its_field(clerk: Client) -> None:
    answer = clerk.post(
        reverse("admin:supervision_matter_add"),
        {"kind": "promise", "title": "年底前建成发热门诊", "received_on": "2026-06-01"},
    )
    assert "itself names" in answer.content.decode()
    assert not Matter.objects.exists()


def test_the_sender_is_shown_once_to_who_holds_the_right_and_says_why(
    clerk: Client, body: Institution
) -> None:
    row = entered(clerk, sender="林知夏", body=body.subject.name)
    address = reverse("admin:supervision_matter_sender", args=[row.pk])
    assert clerk.get(address).status_code == 403
    reviewer = signed_in(factories.reviewer())
    assert "林知夏" not in reviewer.get(address).content.decode()
    assert "林知夏" in reviewer.post(address, {"reason": "回访核实答复情况"}).content.decode()
