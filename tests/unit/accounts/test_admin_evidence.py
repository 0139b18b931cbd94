"""Evidence files on the supervisors' pages."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts.admin.evidence import matter_of
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def test_what_a_file_is_about_is_said_in_words_and_linked():
    subject = factories.body()
    told = matter_of(f"credit.subject:{subject.pk}")
    assert "Credit subject" in told
    assert reverse("admin:credit_subject_change", args=[subject.pk]) in told
    assert matter_of(f"credit.subject:{subject.pk}/more") == told


@pytest.mark.parametrize("about", ["", "nonsense", "credit.nothing:1", "nowhere.subject:1", "<b>x</b>"])
def test_what_is_no_object_is_shown_as_it_is(about: str):
    assert matter_of(about) == about


def test_the_list_is_searched_by_matter_and_by_digest():
    clerk = factories.clerk()
    first = factories.evidence_file(by=clerk, about="credit.objection:1")
    second = factories.evidence_file(by=clerk, about="credit.objection:2")
    client = Client()
    client.force_login(clerk)
    path = reverse("admin:core_evidencefile_changelist")
    assert list(client.get(path, {"q": "credit.objection:2"}).context["cl"].result_list) == [second]
    assert list(client.get(path, {"q": first.digest}).context["cl"].result_list) == [second, first]
    assert list(client.get(path, {"q": "objection"}).context["cl"].result_list) == []
