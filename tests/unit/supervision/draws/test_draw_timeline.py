"""A body hears that it was drawn once the draw is opened, and reads why it had so many lots."""

from __future__ import annotations

from datetime import timedelta

import pytest

from credit.timeline import Reader
from supervision.draws import services
from supervision.draws.timeline import draws
from tests import draw_factories as rows

pytestmark = pytest.mark.django_db


def test_nobody_is_told_beforehand_that_inspectors_will_come():
    rows.places(3)
    desk = rows.desk()
    draw = rows.approved(desk)
    body = draw.objects_drawn.get(rank=1)
    own, officer = Reader(desk.clerk, own=True), Reader(desk.clerk)
    assert list(draws(body.subject, own)) == []
    assert len(list(draws(body.subject, officer))) == 1
    services.open_draw(draw, by=desk.clerk)
    event = next(iter(draws(body.subject, own)))
    assert list(draws(body.subject, Reader(desk.clerk, own=True, until=event.on)))
    assert not list(draws(body.subject, Reader(desk.clerk, own=True, until=event.on - timedelta(days=1))))
    assert draw.title in event.text
    assert "20" in event.note
    assert event.own_url.endswith(f"{draw.number}/")


def test_the_factors_of_the_weight_are_told_to_the_body():
    rows.places(3)
    desk = rows.desk()
    draw = rows.approved(desk)
    body = draw.objects_drawn.get(rank=1)
    draw.factors[body.code]["factors"] = {"ledger_faked": "2"}
    draw.save(update_fields=["factors"])
    services.open_draw(draw, by=desk.clerk)
    event = next(iter(draws(body.subject, Reader(desk.clerk, own=True))))
    assert "×2" in event.note
