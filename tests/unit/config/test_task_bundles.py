"""Many clocks of one kind and cause are one line that leads to their list; each runs on by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import translation

from config import task_bundles
from core.clock import today
from core.models import Deadline
from supervision.rectification import late
from tests import campaign_factories, factories
from tests.unit.supervision.rectification import rows

pytestmark = pytest.mark.django_db


def test_late_rectifications_of_a_campaign_or_a_month_are_one_line_each():
    clerk = factories.clerk()
    campaign = campaign_factories.campaign(by=clerk)
    due, many = today() - timedelta(days=3), task_bundles.BUNDLED_FROM
    for number in range(2 * many):
        of = campaign.pk if number < many else None
        rows.opened(on=due, due_on=due, problem=f"问题{number}", campaign_id=of)
    rows.opened(on=due, due_on=due - timedelta(days=70), problem="另一个月的问题")
    late.look()
    clocks = Deadline.objects.filter(kind="rectification_late", closed_at=None)
    assert clocks.count() == 2 * many + 1, "each keeps its own clock"
    with translation.override("en"):
        lines, alone = task_bundles.bundled(clocks, 15)
    assert [row.title.endswith("另一个月的问题") for row in alone] == [True]
    assert {line.title: line.many for line in lines} == {
        campaign.title: many,
        f"Rectifications due in {due:%Y-%m}": many,
    }
    client = Client()
    client.force_login(clerk)
    for line in lines:
        listed = client.get(line.url).context["cl"].queryset.values_list("campaign", flat=True)
        assert list(listed) == [campaign.pk if line.title == campaign.title else None] * many
