"""The portal: a body's own file, and nobody else's."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.utils import translation

from accounts.models import Officer
from core.clock import today
from credit.grading.services import grade_everyone
from credit.grading.standards import load_standards
from disclosure.services import decisions, publishing
from institutions.models import Institution, Membership
from institutions.portal.access import bodies_of
from institutions.portal.file import running_date
from institutions.portal.sections import Tone
from tests import factories

pytestmark = pytest.mark.django_db
PASSWORD = "invented-password"
OTHER_USCC = "91410527MA46TKJL8A"


def member(*bodies: Institution, username: str = "clerk-of-a-hospital") -> Officer:
    """Make an account that answers for bodies."""
    account = Officer.objects.create_user(username, password=PASSWORD)
    for body in bodies:
        Membership.objects.create(user=account, institution=body)
    return account


def other_body() -> Institution:
    return factories.institution(factories.body("内黄县康宁诊所", OTHER_USCC))


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address, headers={"accept-language": "en"})
    assert answer.status_code == status
    return answer.content.decode()


def signed_in(client: Client, account: Officer) -> Client:
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def sign_in(client: Client, username: str, password: str = PASSWORD) -> Any:
    form = {"username": username, "password": password}
    return client.post("/portal/sign-in/", form, headers={"accept-language": "en"})


# --- the door ----------------------------------------------------------------------------------------


def test_a_member_signs_in_and_sees_the_own_file(client: Client) -> None:
    body = factories.institution()
    member(body)
    answer = sign_in(client, "clerk-of-a-hospital")
    assert answer.headers["Location"] == "/portal/"
    assert client.get("/portal/").headers["Location"] == f"/portal/{body.pk}/"
    assert body.subject.name in page(client, f"/portal/{body.pk}/")


def test_an_account_without_a_body_does_not_come_in(client: Client) -> None:
    factories.officer("inspector")
    answer = sign_in(client, "inspector")
    assert "answers for no institution" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_a_membership_that_ended_opens_nothing(client: Client) -> None:
    body = factories.institution()
    account = member(body)
    account.memberships.update(state="ended")
    assert bodies_of(account) == []
    assert "answers for no institution" in sign_in(client, "clerk-of-a-hospital").content.decode()


def test_a_wrong_password_is_refused_without_saying_which_half_is_wrong(client: Client) -> None:
    member(factories.institution())
    wrong = sign_in(client, "clerk-of-a-hospital", "wrong").content.decode()
    unknown = sign_in(client, "nobody-at-all", "wrong").content.decode()
    sentence = "Please enter a correct user name and password"
    assert sentence in wrong
    assert sentence in unknown


def test_repeated_failures_lock_the_door(client: Client, settings) -> None:
    settings.AXES_ENABLED = True
    member(factories.institution())
    for _ in range(settings.AXES_FAILURE_LIMIT):
        answer = sign_in(client, "clerk-of-a-hospital", "wrong")
    assert answer.status_code == 429
    assert "Sign-in is locked" in answer.content.decode()
    assert sign_in(client, "clerk-of-a-hospital").status_code == 429


def test_an_officer_of_the_authority_is_shown_the_other_door(client: Client) -> None:
    text = page(signed_in(client, factories.clerk()), "/portal/", 403)
    assert "Your account answers for no institution" in text
    assert "/admin/" in text


def test_a_visitor_is_sent_to_sign_in_and_comes_back(client: Client) -> None:
    assert client.get("/portal/7/").headers["Location"] == "/portal/sign-in/?next=/portal/7/"


def test_a_form_after_the_session_leads_back_to_its_page_and_says_so(client: Client) -> None:
    form = "http://testserver/portal/7/objections/new/"
    late = client.post("/portal/7/reports/issue/", HTTP_REFERER=form)
    assert parse_qs(urlsplit(late.headers["Location"]).query) == {"next": [form]}
    assert "内容未保存" in page(client, late.headers["Location"])
    elsewhere = client.post("/portal/7/reports/issue/", HTTP_REFERER="http://elsewhere.example/")
    assert elsewhere.headers["Location"] == "/portal/sign-in/?next=/portal/"


def test_signing_out_ends_the_session(client: Client) -> None:
    signed_in(client, member(factories.institution()))
    assert "This address only takes a form" in page(client, "/portal/sign-out/", 405)
    assert client.post("/portal/sign-out/").headers["Location"] == "/portal/sign-in/"
    assert client.get("/portal/").headers["Location"].startswith("/portal/sign-in/")


# --- whose file --------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", ["", "file/", "decisions/", "grade/"])
def test_a_strangers_body_does_not_exist(client: Client, part: str) -> None:
    signed_in(client, member(factories.institution()))
    stranger = other_body()
    assert stranger.subject.name not in page(client, f"/portal/{stranger.pk}/{part}", 404)
    page(client, f"/portal/999999/{part}", 404)


def test_a_member_of_two_bodies_can_switch(client: Client) -> None:
    first, second = factories.institution(), other_body()
    signed_in(client, member(first, second))
    text = page(client, f"/portal/{first.pk}/")
    assert f'href="/portal/{second.pk}/"' in text
    assert second.subject.name in page(client, f"/portal/{second.pk}/file/")


def test_a_part_that_is_not_there_is_not_found(client: Client) -> None:
    body = factories.institution()
    signed_in(client, member(body))
    page(client, f"/portal/{body.pk}/nothing/", 404)


def test_pages_of_the_portal_are_kept_by_no_cache(client: Client) -> None:
    body = factories.institution()
    answer = signed_in(client, member(body)).get(f"/portal/{body.pk}/")
    assert "no-store" in answer.headers["Cache-Control"]


# --- the own file ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "tone"), [(-1, Tone.ACT), (0, Tone.WATCH), (90, Tone.WATCH), (91, Tone.GOOD)]
)
def test_a_date_says_how_many_days_are_left(days: int, tone: Tone) -> None:
    fact = running_date("licence", today() + timedelta(days=days))
    assert fact.tone == tone
    assert str(abs(days)) in str(fact.note)


def test_a_date_that_was_not_entered_is_said_to_be_missing() -> None:
    with translation.override("en"):
        assert running_date("licence", None).value == "not entered"


def test_the_own_file_shows_what_the_authority_keeps(client: Client) -> None:
    body = factories.institution(
        level="二级甲等",
        departments=["内科", "外科"],
        staff_count=0,
        verification_valid_to=today() + timedelta(days=30),
    )
    text = page(signed_in(client, member(body)), f"/portal/{body.pk}/file/")
    for told in ("二级甲等", "内科、外科", "30 days left", "<dd>0</dd>"):
        assert told in text


# --- the own decisions -------------------------------------------------------------------------------


def told_about(client: Client, body: Institution) -> str:
    return page(signed_in(client, member(body)), f"/portal/{body.pk}/decisions/")


def reviewed(**fields: Any) -> Any:
    row = factories.penalty(by=factories.clerk(), **fields)
    decisions.approve(row, by=factories.reviewer())
    return row


def test_a_decision_still_under_review_is_not_told(client: Client) -> None:
    body = factories.institution()
    row = factories.penalty(by=factories.clerk())
    assert row.document_no not in told_about(client, body)


def test_a_reviewed_penalty_says_by_when_it_will_be_published(client: Client) -> None:
    body = factories.institution()
    reviewed()
    assert "will be published by 2026-06-10" in told_about(client, body)


def test_a_published_penalty_says_its_dates_and_links_its_public_page(client: Client) -> None:
    body = factories.institution()
    reviewed()
    publishing.publish_due(on=date(2026, 6, 8))
    text = told_about(client, body)
    assert "Shown until 2027-06-01" in text
    assert "Repair can be applied for from 2026-09-01" in text
    assert 'href="/entry/' in text


def test_a_withheld_penalty_says_why(client: Client) -> None:
    body = factories.institution()
    reviewed(kinds=["警告"], fine=None)
    publishing.publish_due(on=date(2026, 6, 8))
    assert "not published: minor dishonesty" in told_about(client, body)


@pytest.mark.parametrize(
    ("looked_on", "words"),
    [("2027-06-02", "ended after 2027-06-01"), ("2027-06-01", "ended before its last day")],
)
def test_an_ended_penalty_says_when_it_ended(client: Client, settings, looked_on: str, words: str) -> None:
    body = factories.institution()
    row = reviewed()
    publishing.publish_due(on=date(2026, 6, 8))
    type(row).objects.filter(pk=row.pk).update(state="ended")
    settings.CHENGYI_TODAY = date.fromisoformat(looked_on)
    assert words in told_about(client, body)


def test_an_annulled_penalty_says_when_and_why(client: Client) -> None:
    body = factories.institution()
    row = reviewed()
    publishing.publish_due(on=date(2026, 6, 8))
    row.refresh_from_db()
    publishing.annul(row, by=factories.reviewer(), reason="经行政复议撤销。", on=date(2026, 7, 1))
    text = told_about(client, body)
    assert "Annulled on 2026-07-01: 经行政复议撤销." in text
    assert "撤销。" not in text
    assert 'href="/entry/' not in text


def test_another_bodys_decisions_are_not_told(client: Client) -> None:
    body = factories.institution()
    row = reviewed(subject=other_body().subject)
    assert row.document_no not in told_about(client, body)


# --- the own grade -----------------------------------------------------------------------------------


def test_the_own_grade_is_told_line_by_line(client: Client) -> None:
    load_standards()
    body = factories.institution()
    reviewed(decided_on=date(2026, 1, 5))
    grade_everyone(as_of=date(2026, 11, 22))
    text = page(signed_in(client, member(body)), f"/portal/{body.pk}/grade/")
    assert 'class="grade-letter">A<' in text
    assert "Running cycle: 2026-01-01 to 2026-12-31" in text
    assert "This standard is a demonstration" in text
    assert '<td class="amount">-6</td><td class="amount">94</td>' in text


def test_without_a_grade_the_page_says_so(client: Client) -> None:
    body = factories.institution()
    signed_in(client, member(body))
    assert "No grade has been computed yet" in page(client, f"/portal/{body.pk}/grade/")
    assert "not computed yet" in page(client, f"/portal/{body.pk}/")


def test_the_first_page_asks_a_small_and_fixed_number_of_questions(
    client: Client, django_assert_max_num_queries
) -> None:
    body = factories.institution()
    signed_in(client, member(body))
    for _ in range(5):
        reviewed(document_no=f"内卫医罚〔2026〕{uuid.uuid4().hex}号")
    with django_assert_max_num_queries(31):  # three for the account, two for the tabs, one or two a section
        page(client, f"/portal/{body.pk}/")


def test_the_first_page_begins_with_what_waits_for_the_body(client: Client) -> None:
    body = factories.institution(licence_valid_to=today() - timedelta(days=3))
    signed_in(client, member(body))
    text = page(client, f"/portal/{body.pk}/")
    todo = text.split('id="to-do"')[1].split("</section>")[0]
    assert "Licence valid to" in todo
    assert "3 days ago" in todo
    body.licence_valid_to = today() + timedelta(days=900)
    body.save()
    assert "At present nothing waits for you." in page(client, f"/portal/{body.pk}/")


def test_the_sections_stand_in_three_groups_and_a_page_shows_the_tabs_of_its_own(client: Client) -> None:
    body = factories.institution()
    signed_in(client, member(body))
    text = page(client, f"/portal/{body.pk}/ledgers/")
    tabs = text.split('<ul class="tabs sub-tabs">')[1].split("</ul>")[0]
    assert f'href="/portal/{body.pk}/ledgers/" aria-current="page"' in tabs
    assert f"/portal/{body.pk}/rectifications/" in tabs
    assert f"/portal/{body.pk}/objections/" not in tabs
    assert "sub-tabs" not in page(client, f"/portal/{body.pk}/")


def test_only_bodies_that_an_assessment_can_include_have_the_tab_of_government_integrity(
    client: Client,
) -> None:
    clinic = factories.institution(category="诊所", ownership="民营")
    signed_in(client, member(clinic))
    assert "Government integrity" not in page(client, f"/portal/{clinic.pk}/")
    clinic.category, clinic.ownership = "乡镇卫生院", "公立"
    clinic.save()
    assert "Government integrity" in page(client, f"/portal/{clinic.pk}/")
