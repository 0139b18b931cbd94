"""The public check of a report: it confirms, says whether the file changed, and tells nothing else."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from redis import ConnectionError as StoreAwayError

from accounts.models import Officer
from credit.models import CreditReport
from credit.report.services import Terms, issue
from credit.report.terms import new_code, spaced
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def day_and_counter(settings):
    settings.CHENGYI_TODAY = "2026-11-22"
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def clerk() -> Officer:
    return factories.clerk()


@pytest.fixture
def report(clerk) -> CreditReport:
    body = factories.body()
    factories.institution(body, address="内黄县朝阳路九号", legal_representative="周望舒")
    return issue(body, Terms("zh-hans", "tender", "内黄县公共资源交易中心", "第九号标段"), by=clerk)


def page(report: CreditReport, client: Client | None = None, **options):
    return (client or Client()).get(reverse("credit:verify", args=[report.check_code]), **options)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_anybody_reads_number_subject_and_cut_off(report, language):
    answer = page(report, headers={"accept-language": language})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert answer.context["changed"] is False
    for words in (report.number, "内黄县青禾医院", spaced(report.check_code), "2026-"):
        assert words in text
    assert f'lang="{language}"' in text


def test_nothing_else_of_the_report_is_told(report):
    text = page(report).content.decode()
    secrets = (
        "朝阳路",
        "周望舒",
        "公共资源交易中心",
        "第九号标段",
        report.subject.uscc,
        report.digest,
        report.issued_by_label,
        report.issued_by,
    )
    assert [secret for secret in secrets if secret in text] == []


def test_a_persons_name_is_masked(clerk):
    terms = Terms("zh-hans", "qualification", "卫生健康委员会", authorisation="授权书一号")
    text = page(issue(factories.person(), terms, by=clerk)).content.decode()
    assert "林**" in text
    assert "林知夏" not in text
    assert "授权书" not in text
    assert factories.PERSON_ID not in text


def test_the_page_says_when_the_file_has_changed(report):
    report.subject.institution.licence_no = "PDY-NEW"
    report.subject.institution.save(update_fields=["licence_no"])
    answer = page(report)
    assert answer.context["changed"] is True
    assert "PDY-NEW" not in answer.content.decode()


def test_the_name_is_the_one_on_the_paper_after_the_subject_was_renamed(report):
    type(report.subject).objects.filter(pk=report.subject_id).update(name="内黄县新名医院")
    text = page(report).content.decode()
    assert "内黄县青禾医院" in text
    assert "新名" not in text


@pytest.mark.parametrize("code", ["AAAA", "x" * 40, "ABCDEFGHJKLMNPQ0", "-", "%00", "🂡"])
def test_a_code_that_was_never_issued_is_not_found_whatever_it_looks_like(report, code):
    answer = Client().get(f"/verify/{code}/")
    assert answer.status_code == 404
    assert report.number not in answer.content.decode()


def test_an_unknown_code_and_a_mistyped_one_get_the_same_answer(report):
    unknown = Client().get(f"/verify/{new_code()}/").content
    mistyped = Client().get("/verify/0000-1111-OOOO-IIII/").content
    strip = lambda content: [line for line in content.decode().splitlines() if "/verify/" not in line]  # noqa: E731
    assert strip(unknown) == strip(mistyped)


def test_a_typed_code_leads_to_the_answer_with_spaces_and_small_letters(report):
    typed = spaced(report.check_code).lower().replace("-", " ")
    answer = Client().get(reverse("credit:verify_form"), {"code": typed})
    assert answer.status_code == 302
    assert answer.headers["Location"] == reverse("credit:verify", args=[report.check_code])


def test_what_can_be_no_code_is_refused_with_a_sentence_in_the_form():
    answer = Client().get(reverse("credit:verify_form"), {"code": "0O1I"})
    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()


def test_checks_from_one_address_are_limited_and_other_addresses_are_not(report, settings):
    settings.VERIFY_PER_MINUTE = 3
    assert [page(report).status_code for _turn in range(5)] == [200, 200, 200, 429, 429]
    assert page(report, Client(REMOTE_ADDR="192.0.2.7")).status_code == 200


def test_guessing_is_limited_too_and_signing_in_does_not_lift_the_limit(report, clerk, settings):
    settings.VERIFY_PER_MINUTE = 2
    client = Client()
    client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    assert [client.get(f"/verify/{new_code()}/").status_code for _turn in range(3)] == [404, 404, 429]


def test_without_the_counters_store_the_check_still_answers(report, monkeypatch):
    def away(*args, **kwargs):
        raise StoreAwayError

    monkeypatch.setattr(cache, "get", away)
    assert page(report).status_code == 200


def test_the_answer_is_not_kept_by_any_cache(report):
    assert "no-store" in page(report).headers["Cache-Control"]


def test_checking_asks_the_same_number_of_questions_for_every_file(
    report, clerk, django_assert_max_num_queries
):
    for _turn in range(5):
        factories.penalty(by=clerk, subject=report.subject, decided_on=date(2026, 6, 1))
    with django_assert_max_num_queries(22):
        page(report)
