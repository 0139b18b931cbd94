"""What an inspection tells to the rest: warnings, time line, file, figures, yearly report, draws."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from accounts.models import Officer
from accounts.roles import CLERK
from core.clock import today
from credit.admin.panels import panels_of
from credit.models import RiskWarning
from credit.report.sections import Asked
from credit.report.terms import Audience
from credit.timeline import timeline
from credit.warnings.services import look_for_risks
from supervision.campaigns.year import count_year
from supervision.draws.followers import DRAWN, DrawnTask
from supervision.inspections import report, review, spot, statistics
from supervision.inspections.choices import InspectionState
from supervision.inspections.drawn import follow
from supervision.models import Inspection
from tests import factories
from tests.unit.supervision.inspections import spot_rows

pytestmark = pytest.mark.django_db


def approved(source: str, **fields: Any) -> Inspection:
    """Bring an inspection of the hospital up to its approval."""
    row = spot_rows.handed_in(spot_rows.inspectors(), source=source, **fields)
    return review.approve(row, by=factories.reviewer())


def test_problems_in_two_inspections_of_a_year_are_a_warning() -> None:
    approved("tests.source:1")
    look_for_risks(on=today())
    assert not RiskWarning.objects.filter(rule="inspection_problems").exists()
    approved("tests.source:2", speciality="blood")
    look_for_risks(on=today())
    warning = RiskWarning.objects.get(rule="inspection_problems")
    assert "2次监督检查" in warning.reason


def test_the_body_reads_of_an_inspection_in_its_time_line_only_when_it_is_over() -> None:
    clerk = factories.clerk()
    row = spot_rows.begun(spot_rows.inspectors())
    assert not [event for event in told(row, clerk) if "放射" in event]
    spot_rows.complete(row, row.crew.order_by("pk")[0].officer)
    done = spot.hand_in(row, by=row.crew.order_by("pk")[0].officer)
    assert [event for event in told(done, clerk) if "放射" in event]


def told(row: Inspection, clerk: Officer) -> list[str]:
    """Return the texts of the body's own time line."""
    return [event.text for event in timeline(row.subject, clerk, own=True).events]


def test_the_file_shows_inspections_to_its_officers_only() -> None:
    row = spot_rows.begun(spot_rows.inspectors())
    titles = [
        str(panel.title)
        for panel in panels_of(row.subject, factories.clerk())
        if "inspection" in panel.template
    ]
    assert len(titles) == 1
    stranger = factories.officer(roles=(CLERK.code,), prefix="51")
    assert not [panel for panel in panels_of(row.subject, stranger) if "inspection" in panel.template]


def test_the_figures_count_what_was_done_found_and_published_in_time() -> None:
    clerk, reviewer = factories.clerk(), factories.reviewer()
    row = approved("tests.source:1")
    review.publish(row, by=reviewer)
    late = approved("tests.source:2")
    Inspection.objects.filter(pk=late.pk).update(publish_by=today() - timedelta(days=1))
    spot_rows.begun(spot_rows.inspectors(), source="tests.source:3", speciality="blood")
    blood, radiation = statistics.by_speciality(by=clerk)
    assert (blood.tasks, blood.done) == (1, 0)
    assert (radiation.tasks, radiation.done, radiation.problems, radiation.published) == (2, 2, 2, 1)
    assert radiation.in_time_rate == "50.0%"
    assert statistics.total([blood, radiation]).tasks == 3
    assert statistics.by_speciality(by=factories.stranger()) == []


def test_the_yearly_report_counts_inspections() -> None:
    review.publish(approved("tests.source:1"), by=factories.reviewer())
    span = (date(today().year, 1, 1), date(today().year, 12, 31))
    for prefix, count in (("4105", 1), ("51", 0)):
        told = {
            line["code"]: line["count"] for group in count_year(prefix, *span) for line in group["figures"]
        }
        for code in ("inspections_done", "inspections_problems", "inspections_published"):
            assert told[code] == count, (prefix, code)


def drawn(source: str, inspectors: tuple[int, ...] = ()) -> DrawnTask:
    """Describe what a draw orders."""
    return DrawnTask(factories.body().pk, factories.COUNTY, "medical", DRAWN, source, today(), inspectors)


def test_a_draw_opens_its_inspections_once() -> None:
    reviewer, crew = factories.reviewer(), spot_rows.inspectors()
    task = drawn("supervision.drawnobject:1", tuple(officer.pk for officer in crew))
    follow([task], reviewer)
    follow([task], reviewer)
    row = Inspection.objects.get()
    assert row.reason == "draw"
    assert {seat.officer_id for seat in row.crew.all()} == {officer.pk for officer in crew}


def test_an_approved_replacement_changes_the_inspectors_or_the_body() -> None:
    reviewer, crew, others = factories.reviewer(), spot_rows.inspectors(), spot_rows.inspectors()
    first = drawn("supervision.drawnobject:1", tuple(officer.pk for officer in crew))
    follow([first], reviewer)
    swapped = tuple(officer.pk for officer in (crew[0], others[0]))
    follow([replace(first, inspectors=swapped, replaces=first.source_key)], reviewer)
    row = Inspection.objects.get()
    assert {seat.officer_id for seat in row.crew.all()} == set(swapped)
    follow([replace(first, source_key="supervision.drawnobject:2", replaces=first.source_key)], reviewer)
    row.refresh_from_db()
    assert row.state == InspectionState.DROPPED
    assert Inspection.objects.filter(state=InspectionState.PLANNED).count() == 1


def test_a_credit_report_holds_published_results_and_no_withdrawn_ones() -> None:
    first, second = approved("tests.source:1"), approved("tests.source:2", speciality="blood")
    for row in (first, second):
        review.publish(row, by=factories.reviewer())
    review.withdraw(second, reason="检查对象认定有误", by=factories.reviewer())
    asked = Asked((first.subject_id,), Audience.PUBLIC, today())
    assert [row["checklist"] for _subject, row in report.INSPECTIONS.gather(asked)] == ["放射卫生检查表"]
