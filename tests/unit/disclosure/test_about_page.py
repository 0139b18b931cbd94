"""The page that explains publicity takes its periods and documents from the rule tables."""

import pytest
from django.test import Client
from django.urls import reverse


@pytest.mark.django_db
def test_the_periods_and_their_documents_are_named(client: Client) -> None:
    words = client.get(reverse("disclosure:about"), headers={"accept-language": "zh-hans"}).content.decode()
    assert "自作出决定之日起7个工作日内公示" in words
    assert "在3个工作日内撤回并公开说明理由（行政处罚法第四十八条、第八十五条）" in words
