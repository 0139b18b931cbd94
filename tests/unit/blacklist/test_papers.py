"""What the papers of a listing say: measures and rights in the notice, a masked name in public."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string

from blacklist import papers
from blacklist.listing import services
from core.clock import today
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def printed(row: object, name: str) -> str:
    return render_to_string(papers.PAPERS[name].template, papers.content(row))  # type: ignore[arg-type]


def test_the_notice_names_facts_basis_measures_and_rights():
    row = make.notified_listing(by=make.clerk())
    text = printed(row, "notice")
    titles = [title for title, _basis in papers.content(row)["measures"]]
    assert len(titles) > 2
    assert all(title and title in text for title in titles)
    for words in (
        "出借执业许可证",
        "河南省社会信用条例",
        "These measures may follow",
        "within 5 working days",
        "A hearing may be asked for",
        "no intent is not put on the list",
        "省社会信用工作主管部门",
    ):
        assert words in text, words


def test_the_decision_tells_the_ways_off_the_list():
    row = make.decided_listing(by=make.clerk(), decider=make.reviewer())
    text = printed(row, "decision")
    assert row.decision_no in text
    assert "After 12 months you may ask to leave the list by repair" in text


def test_the_publicity_masks_a_person_and_hides_who_objects():
    clerk = make.clerk()
    row = make.notified_listing(make.person(), by=clerk, kind="red", days_ago=1)
    services.receive_objection(
        row, on=today(), objector="某患者家属", words="该医师收费不规范，不应列入。", by=clerk
    )
    text = printed(row, "publicity")
    assert "林*" in text
    assert "林知夏" not in text
    assert "某患者家属" not in text
    assert "Anybody may object" in text


def test_each_paper_can_be_printed_when_the_procedure_has_come_so_far():
    clerk = make.clerk()
    row = make.listing(by=clerk)
    assert papers.possible(row) == []
    assert papers.possible(services.check(row, by=clerk)) == ["notice"]
    other = make.body("内黄县他院", "12410527MB0000001X")
    red = services.check(make.listing(other, by=clerk, kind="red"), by=clerk)
    assert papers.possible(red) == ["publicity"]
