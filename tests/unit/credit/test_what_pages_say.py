"""What pages and papers say about a case is true of that case, and no more than the reader needs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from core.clock import today
from credit import services
from credit.consequences import titles
from credit.grading.services import regrade
from credit.models import Band, ConductRecord, Grade, Objection, Standard
from credit.objection import services as objections
from credit.points import services as points
from credit.repair.choices import RepairState
from credit.report.sections import Asked
from credit.report.terms import Audience
from credit.standards.comparison import differences
from credit.standards.draft import draft_of
from credit.standards.preview import preview
from credit.timeline import timeline
from disclosure.choices import DecisionState
from disclosure.models import Penalty
from disclosure.portal import penalties_of
from disclosure.report import _penalties, _repair_advice
from disclosure.services import decisions, publishing
from institutions.portal.consequences import context as consequence_page
from institutions.portal.grade import context as grade_page
from tests import factories
from tests.flows.steps import signed_in

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 7)


@pytest.fixture(autouse=True)
def _in_english_on_a_monday(settings: Any) -> Iterator[None]:
    settings.CHENGYI_TODAY = TODAY
    with translation.override("en"):
        yield


def published() -> Penalty:
    row = factories.penalty(by=factories.clerk())
    decisions.approve(row, by=factories.reviewer())
    publishing.publish_due()
    row.refresh_from_db()
    return row


def record_of(penalty: Penalty) -> ConductRecord:
    return ConductRecord.objects.get(source=f"disclosure.penalty:{penalty.guid}")


def decided(row: ConductRecord) -> Objection:
    clerk = factories.clerk()
    objection = factories.objection(row, by=clerk)
    objections.propose(
        objection, finding="upheld", remedy="withdraw", reasoning="与决定书不一致，应当撤下。", by=clerk
    )
    return objections.decide(objection, by=factories.reviewer())


def test_what_an_objection_took_down_is_not_called_annulled_in_the_portal():
    taken, fallen = published(), published()
    decided(record_of(taken))
    publishing.annul(fallen, by=factories.reviewer(), reason="经行政复议，决定被撤销")
    told = {one.decision.pk: one.words for one in penalties_of(factories.institution(taken.subject))}
    assert "Taken down on" in str(told[taken.pk][0])
    assert "Annulled on" in str(told[fallen.pk][0])
    assert {row.state for row in Penalty.objects.all()} == {DecisionState.ANNULLED}


def test_a_report_does_not_advise_to_apply_for_what_is_being_examined():
    row = {"repair": "2026-09-01", "document": "内卫医罚〔2026〕1号", "applied": False}
    assert _repair_advice(row, TODAY)
    assert _repair_advice({**row, "applied": True}, TODAY) is None


def test_the_report_knows_which_repairs_are_being_examined():
    penalty = published()
    repair = factories.repair(record_of(penalty), by=factories.clerk())

    def applied() -> bool:
        asked = Asked((penalty.subject_id,), Audience.WHOLE, TODAY)
        return next(iter(_penalties(asked)))[1]["applied"]

    assert not applied()
    repair.state = RepairState.SUBMITTED
    repair.save()
    assert applied()


def test_records_that_do_not_count_stand_apart_from_those_that_made_the_grade():
    subject = factories.body()
    for number, item in enumerate(("V02", "NOT-IN-STANDARD", "I02")):
        ConductRecord.objects.create(
            subject=subject,
            item_code=item,
            title="某行为",
            happened_on=TODAY,
            final_on=TODAY,
            withdrawn_on=TODAY if item == "I02" else None,
            source=f"test.source:{number}",
        )
    regrade([subject.pk])
    (told,) = grade_page(factories.institution(subject))["grades"]
    assert len(told.aside) == 2
    assert all(line.change is None for line in told.aside)
    assert told.lines


def test_of_one_day_the_later_step_stands_above_the_earlier():
    row = record_of(published())
    decided(row)
    kinds = [event.kind for event in timeline(row.subject, factories.clerk(), kind="objection").events]
    assert kinds == ["Objection upheld", "Objection received"]


def test_a_comparison_names_consequences_by_their_titles_and_the_audit_trail_by_their_codes():
    old = draft_of(Standard.objects.get(code="DEMO-INST"))
    new = draft_of(Standard.objects.get(code="LOCAL-INST"))
    band = next(row for row in new.bands if row.consequences)
    codes, band.consequences = list(band.consequences), ["interview", "no-such-code"]
    page = {row.key: row for row in differences(old, new, titles=titles()) if row.field == "consequences"}
    kept = {row.key: row for row in differences(old, new) if row.field == "consequences"}
    assert kept[band.label].old == codes
    assert not set(page[band.label].old) & set(codes)
    assert kept[band.label].new == ["interview", "no-such-code"]
    assert page[band.label].new == [titles()["interview"], "no-such-code"]


def test_the_trial_dialog_offers_the_standards_that_the_officer_may_run():
    own = Standard.objects.get(code="GY-INST-2015")
    elsewhere = Standard.objects.exclude(pk=own.pk).exclude(place="")
    grader = factories.officer(roles=("reviewer",), prefix="52")
    page = signed_in(grader).get(reverse("admin:credit_graderun_try_one"))
    offered = set(page.context["form"].fields["standard"].queryset)
    assert elsewhere.exists()
    assert own in offered
    assert not offered & set(elsewhere)


def test_a_preview_of_the_version_in_force_compares_with_the_grades_held_under_it():
    subject = factories.body()
    regrade([subject.pk])
    standard = Standard.objects.get(code="DEMO-INST")
    shown = preview(standard, as_of=TODAY, prefixes=("",))
    assert shown.against == standard
    assert {row.before for row in shown.movements} == {Grade.objects.get(standard=standard).label}
    assert shown.moving == 0


def test_an_entry_scored_on_the_spot_does_not_offer_to_serve_a_notice():
    clerk = factories.clerk()
    here = factories.demerit_entry(by=clerk, item_code="J33", on_the_spot=True)
    usual = factories.demerit_entry(by=clerk)
    client = signed_in(clerk)
    pages = [
        client.get(reverse("admin:credit_demeritentry_change", args=[row.pk])).content.decode()
        for row in (here, usual)
    ]
    serve = [reverse("admin:credit_demeritentry_serve", args=[row.pk]) for row in (here, usual)]
    assert [url in page for url, page in zip(serve, pages, strict=True)] == [False, True]


def test_the_clerk_sees_how_many_entries_were_sent_back():
    clerk, row = factories.clerk(), factories.body()
    new = services.NewRecord(row.pk, "I01", "某行为", TODAY - timedelta(days=3), None, "")
    entry = services.enter_record(new, by=clerk)
    services.send_back(entry, by=factories.reviewer(), reason="日期写错")
    page = signed_in(clerk).get(reverse("admin:index"))
    (card,) = [card for card in page.context["cards"] if str(card.label) == "Records sent back to be mended"]
    assert (card.figure, card.colour) == ("1", "warning")
    assert signed_in(factories.reviewer()).get(card.url).status_code == 200


def test_the_catalogue_can_be_searched_in_the_form():
    page = signed_in(factories.clerk()).get(reverse("admin:credit_conductrecord_add")).content.decode()
    assert "unfold-admin-autocomplete" in page
    assert "select2.full.js" in page


def test_the_notice_of_points_bears_the_schemes_title_and_nothing_about_certainty():
    clerk = factories.clerk()
    entry = factories.demerit_entry(by=clerk)
    points.serve(entry, notice_no="内卫记〔2026〕1号", served_on=today(), by=clerk)
    client: Client = signed_in(clerk)
    page = client.get(
        reverse("admin:credit_demeritentry_notice", args=[entry.pk]), headers={"accept-language": "zh-hans"}
    )
    text = page.content.decode()
    assert entry.scheme.title in text
    assert "地方默认" not in text


def test_the_english_portal_names_the_action_that_consequences_follow_from_in_english():
    subject = factories.body()
    day = today() - timedelta(days=20)
    ConductRecord.objects.create(
        subject=subject,
        item_code="J09",
        title="某行为",
        happened_on=day,
        final_on=day,
        count=3,
        source="test.procedure:1",
        division_code=factories.COUNTY,
    )
    regrade([subject.pk])
    action = Grade.objects.get(subject=subject, standard__code="POINTS-INST")
    told = [label for label, _since, _rows in consequence_page(factories.institution(subject))["grounds"]]
    assert action.label
    assert action.label not in told
    band = Band.objects.get(standard=action.standard, label=action.label)
    assert band.label_en in told
