"""The yearly integrity assessment: self-score, review, result, publication inside, consequences."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.models import Officer
from accounts.permissions import P
from core import evidence
from core.errors import Refusal
from core.models import Deadline
from credit.parties import OnPaper, Party
from supervision.integrity import assessments, measures, offices, rounds, selectors
from supervision.integrity.assessments import Given
from supervision.integrity.choices import AssessmentState, MeasureKind, RoundState
from supervision.integrity.rounds import NewRound
from supervision.integrity.scoring import Mark, result
from supervision.integrity.tables import bands, indicator_table
from supervision.matters import services as matters
from supervision.models import Assessment, AssessmentRound, IntegrityMeasure, Rectification
from tests import factories
from tests import integrity_factories as integrity

pytestmark = pytest.mark.django_db
HEAD = "江怀远"


@pytest.fixture(autouse=True)
def _on_a_monday_in_english(settings: Any) -> Iterator[None]:
    settings.CHENGYI_TODAY = date(2026, 6, 8)
    with translation.override("en"):
        yield


def drafted(**fields: Any) -> AssessmentRound:
    values = {
        "year": 2026,
        "title": "内黄县卫健系统2026年度政务诚信考核评价",
        "division_code": factories.COUNTY,
        "self_due_on": date(2026, 6, 19),
        "result_due_on": date(2026, 7, 31),
    }
    return rounds.draft(NewRound(**{**values, **fields}), by=factories.clerk())


def opened() -> Assessment:
    row = drafted()
    rounds.add(row, subject_ids=[factories.body().pk], by=factories.clerk())
    rounds.open_round(row, by=factories.clerk())
    return Assessment.objects.select_related("round", "subject").get()


def full(row: Assessment) -> dict[int, Given]:
    return {line.number: Given(line.full) for line in row.round.indicators.all()}


def party(row: Assessment) -> Party:
    account, _new = Officer.objects.get_or_create(username="township")
    return Party(account, frozenset({row.subject_id}))


def reviewed(row: Assessment, **given: Decimal) -> Assessment:
    """Review a body that handed nothing in, on a day when its time is over."""
    marks = full(row) | {int(name[1:]): Given(value, "核查不实") for name, value in given.items()}
    clerk = factories.clerk()
    assessments.write_review(row, scores=marks, by=clerk)
    return assessments.review(row, by=clerk)


def test_a_round_copies_the_table_of_its_place_and_says_that_it_is_a_local_default() -> None:
    row = drafted()
    table = indicator_table(on=date(2026, 6, 8), place=factories.COUNTY)
    assert table.place == "410527"
    assert row.indicators.count() == len(table.value["indicators"])
    assert not row.confirmed
    assert sum(line.full for line in row.indicators.all()) == 100


def test_every_shipped_table_has_a_band_from_zero_and_names_its_documents() -> None:
    for place in ("", "410527"):
        table = indicator_table(on=date(2026, 6, 8), place=place)
        assert bands(table.value["bands"])[-1].least == 0
        assert all(line["document"] and line["article"] for line in table.value["indicators"])


def test_a_year_is_assessed_once() -> None:
    drafted()
    with pytest.raises(Refusal, match="there already"):
        drafted()


def test_an_empty_round_does_not_open() -> None:
    with pytest.raises(Refusal, match="Nobody is assessed"):
        rounds.open_round(drafted(), by=factories.clerk())


def test_bodies_come_by_rule_and_once() -> None:
    row, clerk = drafted(), factories.clerk()
    public = factories.institution(ownership="公立")
    factories.institution(
        factories.body("内黄县晴川诊所", "92410527MAN1EH4675"), category="诊所", ownership="营利性"
    )
    assert rounds.bodies_by_rule(factories.COUNTY, by=clerk) == [public.subject_id]
    assert rounds.add(row, subject_ids=[public.subject_id], by=clerk) == 1
    assert rounds.add(row, subject_ids=[public.subject_id], by=clerk) == 0


def test_an_office_is_assessed_under_the_file_of_its_authority() -> None:
    row, clerk = drafted(), factories.clerk()
    office = factories.agency(name="医政股", uscc="", parent=factories.agency())
    with pytest.raises(Refusal, match="no credit file"):
        rounds.add(row, subject_ids=[], office_ids=[office.pk], by=clerk)
    head = factories.body(factories.AUTHORITY, factories.AUTHORITY_CODE)
    assert rounds.add(row, subject_ids=[], office_ids=[office.pk], by=clerk) == 1
    one = Assessment.objects.get()
    assert (one.subject_id, one.called) == (head.pk, "医政股")


def test_an_officer_of_the_office_scores_it_and_another_reviews() -> None:
    row, clerk = drafted(), factories.clerk()
    factories.body(factories.AUTHORITY, factories.AUTHORITY_CODE)
    office = factories.agency(name="医政股", uscc="", parent=factories.agency())
    rounds.add(row, subject_ids=[], office_ids=[office.pk], by=clerk)
    rounds.open_round(row, by=clerk)
    one = Assessment.objects.select_related("round", "subject", "office").get()
    own, elsewhere = factories.officer(roles=("reader",)), factories.officer(roles=("reader",))
    own.posts.update(agency=office)
    assert offices.speaks_for(one, elsewhere) is None
    assert list(offices.to_score(own)) == [one]
    page = reverse("admin:supervision_assessment_self", args=[one.pk])
    marks = {f"marks_{line.number}": str(line.full) for line in one.round.indicators.all()}
    client = Client()
    client.force_login(elsewhere)
    assert client.post(page, marks).status_code == 403
    client.force_login(own)
    first = client.get(reverse("admin:index"), headers={"accept-language": "en"})
    assert [card.url for card in first.context["cards"]] == [page]
    assert client.post(page, {**marks, "signed_by": HEAD, "finish": "1"}).status_code == 302
    one.refresh_from_db()
    assert (one.state, one.handed_in_by) == (AssessmentState.HANDED_IN, own.actor_id)
    own.posts.create(role="clerk", prefix=factories.COUNTY)
    own = Officer.objects.get(pk=own.pk)
    assessments.write_review(one, scores=full(one), by=own)
    with translation.override("en"), pytest.raises(Refusal, match="second officer"):
        assessments.review(one, by=own)
    assert assessments.review(one, by=clerk).state == AssessmentState.REVIEWED


def test_a_body_scores_itself_with_evidence_and_hands_in_once_complete() -> None:
    row = opened()
    proof = SimpleUploadedFile("制度.pdf", b"%PDF-1.4\n%%EOF\n")
    assessments.write_self_scores(
        row, scores={1: Given(Decimal(18), "采购全部进平台")}, files={1: [proof]}, by=party(row)
    )
    with pytest.raises(Refusal, match="Signed by the head"):
        assessments.hand_in(row, by=party(row))
    assessments.write_self_scores(row, scores={}, signed_by=HEAD, by=party(row))
    with pytest.raises(Refusal, match="no self-score yet"):
        assessments.hand_in(row, by=party(row))
    assessments.write_self_scores(row, scores=full(row), signed_by=HEAD, words="年度自评", by=party(row))
    row = assessments.hand_in(row, by=party(row))
    assert row.state == AssessmentState.HANDED_IN
    assert row.self_total == 100
    assert Deadline.objects.filter(kind="integrity_review", closed_at=None).count() == 1
    assert not Deadline.objects.filter(kind="integrity_self", closed_at=None).exists()
    first = row.round.indicators.get(number=1)
    assert evidence.of(assessments.about(row, first)).count() == 1


def test_more_marks_than_the_indicator_gives_are_refused_and_nothing_is_kept() -> None:
    row = opened()
    with pytest.raises(Refusal, match="not between 0 and 20") as refused:
        assessments.write_self_scores(
            row, scores={3: Given(Decimal(5)), 1: Given(Decimal(21))}, by=party(row)
        )
    assert refused.value.field == "marks_1"
    assert not row.scores.exists()


def test_what_was_handed_in_is_changed_only_when_sent_back() -> None:
    row = opened()
    assessments.write_self_scores(row, scores=full(row), signed_by=HEAD, by=party(row))
    assessments.hand_in(row, by=party(row))
    with pytest.raises(Refusal, match="cannot be changed"):
        assessments.write_self_scores(row, scores={1: Given(Decimal(1))}, by=party(row))
    row = assessments.send_back(row, reason="请补充佐证材料", by=factories.clerk())
    assert row.returned_reason == "请补充佐证材料"
    assessments.write_self_scores(row, scores={1: Given(Decimal(1))}, signed_by=HEAD, by=party(row))


def test_marks_that_differ_from_the_self_score_need_a_reason() -> None:
    row = opened()
    assessments.write_self_scores(row, scores=full(row), signed_by=HEAD, by=party(row))
    assessments.hand_in(row, by=party(row))
    with pytest.raises(Refusal, match="say why") as refused:
        assessments.write_review(row, scores={1: Given(Decimal(10))}, by=factories.clerk())
    assert refused.value.field == "words_1"


def test_who_handed_in_on_paper_does_not_review_and_who_reviewed_does_not_decide() -> None:
    row, clerk = opened(), factories.clerk()
    paper = OnPaper(clerk, P.INTEGRITY_REVIEW)
    assessments.write_self_scores(row, scores=full(row), signed_by=HEAD, by=paper)
    assessments.hand_in(row, by=paper)
    assessments.write_review(row, scores=full(row), by=clerk)
    with pytest.raises(Refusal, match="second officer"):
        assessments.review(row, by=clerk)
    both = factories.officer(roles=("clerk", "reviewer"))
    assessments.review(row, by=both)
    with pytest.raises(Refusal, match="second officer"):
        assessments.decide(row, by=both)
    assert assessments.decide(row, by=factories.reviewer()).state == AssessmentState.DECIDED


def test_a_body_that_hands_nothing_in_is_reviewed_after_its_last_day(settings: Any) -> None:
    row = opened()
    with pytest.raises(Refusal, match="may still hand in"):
        reviewed(row)
    settings.CHENGYI_TODAY = date(2026, 6, 22)
    assert reviewed(row).state == AssessmentState.REVIEWED


def test_a_veto_gives_the_lowest_band_and_its_consequences_are_proposed(settings: Any) -> None:
    row = opened()
    settings.CHENGYI_TODAY = date(2026, 6, 22)
    row = reviewed(row, n6=Decimal(0))
    assert (row.total, row.band, row.vetoed) == (Decimal("90.0"), "fail", True)
    assessments.decide(row, by=factories.reviewer())
    kinds = set(IntegrityMeasure.objects.values_list("kind", flat=True))
    assert {MeasureKind.WARNING, MeasureKind.INTERVIEW, MeasureKind.FUNDS} <= kinds
    assert all("veto" in one.reason or "否决" in one.reason for one in IntegrityMeasure.objects.all())
    with pytest.raises(Refusal, match="right"):
        measures.impose_all(row, document_no="内卫信惩〔2026〕1号", by=factories.stranger())
    imposed = measures.impose_all(row, document_no="内卫信惩〔2026〕1号", by=factories.reviewer())
    assert {one.kind for one in imposed if one.state == "in_force"} == kinds
    with pytest.raises(Refusal, match="No consequence is proposed"):
        measures.impose_all(row, document_no="内卫信惩〔2026〕1号", by=factories.reviewer())


def test_the_result_is_published_once_everybody_is_decided_and_low_marks_become_rectifications(
    settings: Any,
) -> None:
    row = opened()
    settings.CHENGYI_TODAY = date(2026, 6, 22)
    row = reviewed(row, n2=Decimal(5))
    reviewer = factories.reviewer()
    with pytest.raises(Refusal, match="not decided yet"):
        rounds.publish(row.round, document_no="内卫〔2026〕9号", by=reviewer)
    assessments.decide(row, by=reviewer)
    published = rounds.publish(row.round, document_no="内卫〔2026〕9号", by=reviewer)
    assert published.state == RoundState.PUBLISHED
    low = Rectification.objects.get()
    assert low.source_key.startswith("supervision.indicatorscore:")
    assert low.subject_id == row.subject_id
    assert not Deadline.objects.filter(kind__startswith="integrity_results", closed_at=None).exists()


@pytest.mark.parametrize(
    ("given", "band"),
    [("90", "excellent"), ("89.9", "good"), ("60", "pass"), ("59.9", "fail"), ("0", "fail")],
)
def test_bands_begin_at_their_marks(given: str, band: str) -> None:
    table = indicator_table(on=date(2026, 6, 8), place="")
    found = result([Mark(Decimal(given), Decimal(100))], bands(table.value["bands"]))
    assert found.band.code == band


def test_what_the_system_counts_stands_beside_its_indicators(
    django_assert_max_num_queries: Any,
) -> None:
    row, clerk = opened(), factories.clerk()
    integrity.matter(row.subject, by=clerk, received_on=date(2026, 1, 5))
    integrity.matter(row.subject, by=clerk, received_on=date(2026, 6, 1))
    owed = {"kind": "judgment", "due_on": date(2026, 6, 1), "received_on": date(2026, 5, 1)}
    refused = integrity.matter(row.subject, by=clerk, **owed)
    matters.refuse(refused, reason="经催告仍拒不履行", by=clerk)
    with django_assert_max_num_queries(9):
        shown = {line.indicator.figure: line.figure for line in selectors.lines(row)}
    assert shown["duties"] == "1 received, 1 open, 1 late, 1 refused"
    assert shown["answers"] == "2 received, 2 open, 1 late, 0 refused"
    assert shown[""] == ""


def test_the_database_holds_a_decided_assessment_to_a_result() -> None:
    row = opened()
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.filter(pk=row.pk).update(state=AssessmentState.DECIDED)


def test_another_body_and_a_stranger_are_refused() -> None:
    row = opened()
    with pytest.raises(Refusal, match="not about the body"):
        assessments.write_self_scores(row, scores={}, by=Party(factories.officer(), frozenset()))
    with pytest.raises(Refusal, match="right"):
        assessments.write_review(row, scores={}, by=factories.stranger())
