"""Bulletins and yearly reports: counted like by hand, issued by a second officer, frozen from then on."""

from __future__ import annotations

import io
from collections import Counter
from datetime import date, datetime
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from accounts.models import Officer
from core import deadlines
from core.clock import CHINA
from core.errors import Refusal
from core.models import Deadline, Rule
from institutions.models import Institution
from supervision.campaigns import bulletins, clocks, paper, scope, workbook, yearly
from supervision.campaigns.content import came_within, total
from supervision.campaigns.figures import figures
from supervision.campaigns.progress import counters
from supervision.campaigns.texts import Texts
from supervision.campaigns.wording import summary
from supervision.campaigns.year import count_year
from supervision.choices import ExtensionState, RectificationState
from supervision.models import Bulletin, Campaign, Rectification, RectificationExtension, YearlyReport
from supervision.models.bulletins import BulletinState
from tests import campaign_factories as made
from tests import factories
from tests.unit.supervision.campaigns.test_campaigns import clinics

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def clerk() -> Officer:
    return factories.clerk()


@pytest.fixture
def reviewer() -> Officer:
    return factories.reviewer()


@pytest.fixture
def county(clerk: Officer, reviewer: Officer) -> tuple[Campaign, list[Institution]]:
    """A hospital and two clinics in a campaign that runs, with rectifications in several states."""
    bodies = [factories.institution(), *clinics(2)]
    row = made.running(by=clerk, starter=reviewer)
    hospital, first, second = (body.subject for body in bodies)
    done = {
        "state": RectificationState.CROSSED_OFF,
        "checked_on": date(2026, 9, 1),
        "crossed_off_on": date(2026, 9, 2),
        "check_note": "已核实",
        "checked_by": "officer:1",
        "crossed_off_by": "officer:2",
    }
    september = [(step, date(2026, 9, day)) for step, day in (("hand_in", 1), ("check", 1), ("cross_off", 2))]
    made.rectification(row, hospital, 1, steps=september, **done)
    made.rectification(
        row, hospital, 2, state=RectificationState.HANDED_IN, steps=[("hand_in", date(2026, 10, 8))]
    )
    made.rectification(row, first, 1)
    made.rectification(row, first, 3)
    made.rectification(row, second, 2, state=RectificationState.DROPPED)
    return row, bodies


def test_the_figures_are_those_of_a_count_by_hand(county: tuple[Campaign, list[Institution]]) -> None:
    row, bodies = county
    found = figures(row)
    rows = [one for one in Rectification.objects.all() if one.state != RectificationState.DROPPED]
    assert found.totals["found"] == len(rows) == 4
    by_body = Counter(one.subject_id for one in rows)
    assert {int(line.key): line.counts["found"] for line in found.by_body} == {
        body.subject_id: by_body[body.subject_id] for body in bodies
    }
    by_problem = Counter(one.problem for one in rows)
    assert {line.label: line.counts["found"] for line in found.by_problem} == {
        item.text: by_problem[item.text] for item in row.checklist.items.all()
    }
    assert [found.totals[code] for code in ("crossed_off", "waiting", "with_body", "overdue")] == [1, 1, 2, 1]
    assert {line.label: (line.bodies, line.counts["found"]) for line in found.categories} == {
        "诊所": (2, 2),
        "综合医院": (1, 2),
    }
    assert {line.label: line.counts["found"] for line in found.areas} == {"医疗服务": 3, "医德医风建设": 1}


def test_a_month_is_told_as_it_stood_at_its_end(
    county: tuple[Campaign, list[Institution]], clerk: Officer
) -> None:
    """What happened later, or was granted later, does not change what was so."""
    row, bodies = county
    late = Rectification.objects.get(campaign=row, subject=bodies[1].subject, item__number=1)
    RectificationExtension.objects.create(
        rectification=late,
        due_before=date(2026, 8, 31),
        until=date(2026, 12, 20),
        reason="设备到货晚",
        state=ExtensionState.APPROVED,
        asked_on=date(2026, 10, 12),
        decided_on=date(2026, 10, 13),
    )
    Rectification.objects.filter(pk=late.pk).update(due_on=date(2026, 12, 20))
    made.rectification(row, bodies[2].subject, 3, opened_on=date(2026, 9, 20))

    def told(month: int) -> dict[str, tuple[int, int | None]]:
        content = bulletins.draft_monthly(row, date(2026, month, 1), by=clerk).content
        codes = ("found", "handed_in", "with_body", "waiting", "crossed_off", "overdue")
        return {code: (total(content, code), came_within(content, code)) for code in codes}

    august, september, october = told(8), told(9), told(10)
    assert august == {
        "found": (4, 4),
        "handed_in": (0, 0),
        "with_body": (4, None),
        "waiting": (0, None),
        "crossed_off": (0, 0),
        "overdue": (0, None),
    }
    assert september["found"] == (5, 1)
    assert (september["handed_in"], september["crossed_off"]) == ((1, 1), (1, 1))
    assert september["overdue"] == (2, None), "the time was given longer only in October"
    assert (october["handed_in"], october["waiting"], october["crossed_off"]) == ((2, 1), (1, None), (1, 0))
    assert october["overdue"] == (0, None)


def test_today_is_told_alike_from_steps_and_from_states(
    county: tuple[Campaign, list[Institution]], settings: Any
) -> None:
    row, _bodies = county
    settings.CHENGYI_TODAY = "2026-11-22"
    from_states = figures(row, last=date(2026, 11, 22)).totals
    settings.CHENGYI_TODAY = "2026-11-23"
    assert figures(row, last=date(2026, 11, 22)).totals == from_states
    assert from_states["crossed_off"] == from_states["waiting"] == 1


def test_a_problem_is_counted_under_its_line_however_it_is_worded(
    county: tuple[Campaign, list[Institution]],
) -> None:
    row, bodies = county
    made.rectification(row, bodies[2].subject, 2, problem="彩超重复检查", source_key="tests:worded")
    made.rectification(row, bodies[2].subject, 3, item=None, source_key="tests:elsewhere")
    by_number = {line.key: line.counts["found"] for line in figures(row).by_problem}
    assert by_number == {"1": 2, "2": 2, "3": 1, "": 1}


def test_a_body_joins_and_leaves_on_its_day(
    county: tuple[Campaign, list[Institution]], clerk: Officer, settings: Any
) -> None:
    row, bodies = county
    settings.CHENGYI_TODAY = "2026-10-05"
    row.bodies.filter(subject=bodies[2].subject).delete()
    row.bodies.filter(subject=bodies[1].subject).update(left_on=date(2026, 9, 15), left_why="注销")
    assert [figures(row, last=date(2026, month, 28)).bodies for month in (8, 9)] == [2, 1]
    assert scope.add_listed(row, bodies[2].subject.uscc, by=clerk) == 1
    assert [figures(row, last=date(2026, month, 28)).bodies for month in (8, 9, 10)] == [2, 1, 2]


def test_a_draft_of_a_month_that_ran_is_counted_again_before_it_is_issued(
    county: tuple[Campaign, list[Institution]], clerk: Officer, reviewer: Officer, settings: Any
) -> None:
    settings.CHENGYI_TODAY = "2026-08-20"
    told = made.bulletin(county[0], by=clerk)
    settings.CHENGYI_TODAY = "2026-09-01"
    with pytest.raises(Refusal, match="as of 2026-08-20"):
        bulletins.issue_bulletin(told, by=reviewer)
    again = bulletins.recount(told, by=clerk)
    assert again.counted_to == date(2026, 8, 31)
    assert bulletins.issue_bulletin(again, by=reviewer).state == BulletinState.ISSUED


def test_a_body_that_left_is_counted_in_no_table(
    county: tuple[Campaign, list[Institution]], clerk: Officer
) -> None:
    row, bodies = county
    row.bodies.filter(subject=bodies[1].subject).update(left_on=date(2026, 9, 1), left_why="注销")
    found = figures(row)
    assert (found.bodies, found.totals["found"]) == (2, 2)


def test_the_number_of_questions_does_not_grow_with_the_bodies(clerk: Officer, reviewer: Officer) -> None:
    bodies = clinics(60)
    row = made.running(by=clerk, starter=reviewer)
    Rectification.objects.bulk_create(
        Rectification(
            campaign=row,
            subject=body.subject,
            source="ledger",
            source_key=f"many:{body.pk}:{item.number}",
            problem=item.text,
            division_code=body.division_code,
            opened_on=made.START,
            permanent=True,
        )
        for body in bodies
        for item in row.checklist.items.all()
    )
    with CaptureQueriesContext(connection) as asked:
        assert figures(row).totals["found"] == 180
    per_problem = sum(counter.per_problem is not None for counter in counters())
    assert len(asked) <= 2 + len(counters()) + per_problem


def test_an_issued_bulletin_keeps_its_figures(
    county: tuple[Campaign, list[Institution]], clerk: Officer, reviewer: Officer
) -> None:
    row, bodies = county
    told = made.bulletin(row, by=clerk, issuer=reviewer)
    kept = paper.bulletin_pdf(told)
    made.rectification(row, bodies[2].subject, 3)
    told = Bulletin.objects.get(pk=told.pk)
    assert total(told.content, "found") == 4
    assert paper.bulletin_pdf(told) == kept
    with pytest.raises(Refusal, match="no draft"):
        bulletins.recount(told, by=clerk)
    with pytest.raises(Refusal, match="no draft"):
        bulletins.write_bulletin(told, Texts("改个名称", made.WORDS), by=clerk)


def test_a_bulletin_says_what_came_within_its_month(
    county: tuple[Campaign, list[Institution]], clerk: Officer
) -> None:
    told = bulletins.draft_monthly(county[0], date(2026, 9, 1), by=clerk)
    words = summary(told.content)
    assert "0 problems were found, 1 handed in as put right, 1 crossed off." in words
    assert "4 problems had been found, 1 of them were crossed off (25%)." in words


def test_who_wrote_a_bulletin_does_not_issue_it(county: tuple[Campaign, list[Institution]]) -> None:
    both = factories.officer(roles=("clerk", "reviewer"))
    row = made.bulletin(county[0], by=both)
    with pytest.raises(Refusal, match="second officer"):
        bulletins.issue_bulletin(row, by=both)
    assert bulletins.issue_bulletin(row, by=factories.reviewer()).state == BulletinState.ISSUED


def test_figures_alone_are_not_issued(
    county: tuple[Campaign, list[Institution]], clerk: Officer, reviewer: Officer
) -> None:
    row = bulletins.draft_monthly(county[0], made.START, by=clerk)
    with pytest.raises(Refusal, match="Work done"):
        bulletins.issue_bulletin(row, by=reviewer)


def test_personal_numbers_are_refused_in_its_words(
    county: tuple[Campaign, list[Institution]], clerk: Officer
) -> None:
    row = bulletins.draft_monthly(county[0], made.START, by=clerk)
    with pytest.raises(Refusal) as refused:
        bulletins.write_bulletin(
            row, Texts(row.title, made.WORDS, problems=f"患者{factories.PERSON_ID}"), by=clerk
        )
    assert refused.value.field == "problems"


def test_a_month_has_one_bulletin_until_it_is_withdrawn(
    county: tuple[Campaign, list[Institution]], clerk: Officer, reviewer: Officer
) -> None:
    row = county[0]
    told = made.bulletin(row, by=clerk, issuer=reviewer)
    with pytest.raises(Refusal, match="Month"):
        bulletins.draft_monthly(row, made.START, by=clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Bulletin.objects.create(**_plain(told), number=9)
    bulletins.withdraw_bulletin(told, reason="数据口径有误", by=reviewer)
    assert bulletins.draft_monthly(row, made.START, by=clerk).number == 2


def _plain(row: Bulletin) -> dict[str, Any]:
    names = (
        "title",
        "authority_name",
        "division_code",
        "counted_at",
        "kind",
        "begins_on",
        "ends_on",
        "state",
    )
    return {
        "campaign": row.campaign,
        "issued_on": row.issued_on,
        **{name: getattr(row, name) for name in names},
    }


def test_the_workbook_holds_every_body_and_no_formula(
    county: tuple[Campaign, list[Institution]], clerk: Officer
) -> None:
    row, bodies = county
    bodies[1].subject.name = "=cmd|诊所"
    bodies[1].subject.save(update_fields=["name"])
    told = bulletins.draft_monthly(row, made.START, by=clerk)
    target = io.BytesIO()
    workbook.write(paper.bulletin_sheets(told), target)
    with ZipFile(target) as archive:
        pages = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        text = "".join(archive.read(name).decode() for name in pages)
        words = (
            archive.read("xl/sharedStrings.xml").decode()
            if "xl/sharedStrings.xml" in archive.namelist()
            else text
        )
    assert len(pages) == 5
    assert "<f>" not in text
    assert "=cmd|诊所" in words


def test_the_paper_speaks_the_readers_language(
    county: tuple[Campaign, list[Institution]], clerk: Officer
) -> None:
    told = bulletins.draft_monthly(county[0], made.START, by=clerk)
    english = paper.bulletin_document(told)
    with translation.override("zh-hans"):
        chinese = paper.bulletin_document(told)
    assert (english["language"], chinese["language"]) == ("en", "zh")
    assert english["issuer"] == factories.AUTHORITY
    assert paper.bulletin_pdf(told).startswith(b"%PDF")


def test_the_paper_prints_no_table_of_noughts_and_no_issue_number_of_a_final_report(
    clerk: Officer, reviewer: Officer
) -> None:
    factories.institution()
    row = made.running(by=clerk, starter=reviewer)
    body = row.bodies.get().subject
    monthly = bulletins.draft_monthly(row, made.START, by=clerk)
    assert "By problem" not in _titles(monthly)
    made.rectification(row, body, 1, steps=[("begin", made.START)])
    final = bulletins.draft_final(row, by=clerk)
    assert "By problem" in _titles(final)
    assert (bool(paper.bulletin_document(monthly)["number"]), paper.bulletin_document(final)["number"]) == (
        True,
        "",
    )


def _titles(told: Bulletin) -> list[str]:
    sections = paper.bulletin_document(told)["sections"]
    return [table["title"] for section in sections for table in section["tables"]]


# --- clocks -----------------------------------------------------------------------------------------------


def test_last_months_bulletin_is_asked_for_once_until_it_is_issued(
    county: tuple[Campaign, list[Institution]], clerk: Officer, reviewer: Officer
) -> None:
    assert clocks.open_bulletins(date(2026, 9, 3)) == 1
    assert clocks.open_bulletins(date(2026, 9, 4)) == 0
    clock = Deadline.objects.get(kind=clocks.BULLETIN.code)
    assert (clock.due_on, clock.closed_at) == (date(2026, 9, 10), None)
    made.bulletin(county[0], by=clerk, issuer=reviewer)
    clock.refresh_from_db()
    assert clock.closed_at is not None
    assert clocks.open_bulletins(date(2026, 9, 5)) == 0
    assert deadlines.kinds[clock.kind].url_name == "admin:supervision_campaign_change"


@pytest.fixture
def authority() -> Officer:
    """A clerk of a county of 梅州, whose agency must report by 5 December."""
    agency = factories.agency(name="梅县区卫生健康局", division_code="441403")
    row = factories.officer(roles=("clerk",), prefix="441403")
    row.posts.update(agency=agency)
    return row


def test_the_yearly_report_of_meizhou_is_due_on_5_december(authority: Officer, settings: Any) -> None:
    settings.CHENGYI_TODAY = "2026-11-05"
    assert yearly.open_due(date(2026, 11, 4)) == 0
    assert yearly.open_due(date(2026, 11, 5)) == 1
    assert yearly.open_due(date(2026, 11, 6)) == 0
    row = YearlyReport.objects.get()
    assert (row.division_code, row.due_on, row.confirmed) == ("441403", date(2026, 12, 5), True)
    clock = Deadline.objects.get(kind=clocks.YEARLY.code)
    assert (clock.due_on, clock.closed_at) == (date(2026, 12, 5), None)
    assert "梅市卫函〔2020〕26号" in clock.basis
    assert row.sent_to == "梅州市卫生健康局法监科"


def test_other_places_are_asked_only_where_a_rule_says_so(clerk: Officer) -> None:
    clerk.posts.update(agency=factories.agency())
    assert yearly.open_due(date(2026, 11, 20)) == 0
    Rule.objects.create(
        table=clocks.TABLE,
        code="yearly_report",
        place="4105",
        valid_from=date(2026, 1, 1),
        value={"month": 12, "day": 20},
    )
    assert yearly.open_due(date(2026, 11, 20)) == 1
    assert YearlyReport.objects.get().confirmed is False


def test_the_clock_runs_until_the_report_is_noted_as_sent(authority: Officer, settings: Any) -> None:
    settings.CHENGYI_TODAY = "2026-11-22"
    yearly.open_due(date(2026, 11, 22))
    row = yearly.write_yearly(YearlyReport.objects.get(), Texts("2026 年报告", made.WORDS), by=authority)
    row = yearly.issue_yearly(row, by=factories.officer(roles=("reviewer",), prefix="4414"))
    assert Deadline.objects.filter(kind=clocks.YEARLY.code, closed_at__isnull=True).exists()
    with pytest.raises(Refusal, match="future"):
        yearly.send_yearly(row, sent_on=date(2026, 11, 23), note="", by=authority)
    yearly.send_yearly(row, sent_on=date(2026, 11, 22), note="梅县卫报〔2026〕9号", by=authority)
    assert not Deadline.objects.filter(kind=clocks.YEARLY.code, closed_at__isnull=True).exists()


def test_a_year_is_counted_beside_the_year_before(
    county: tuple[Campaign, list[Institution]],
) -> None:
    groups = {
        group["code"]: group["figures"]
        for group in count_year("410527", date(2026, 1, 1), date(2026, 12, 31))
    }
    found = {line["code"]: (line["count"], line["before"]) for line in groups["supervision"]}
    assert found["campaigns"] == (1, 0)
    assert found["campaign_bodies"] == (3, 0)
    assert found["rectifications"] == (4, 0)
    assert found["crossed_off"] == (1, 0)
    elsewhere = {
        line["code"]: line["count"]
        for group in count_year("51", date(2026, 1, 1), date(2026, 12, 31))
        for line in group["figures"]
    }
    assert set(elsewhere.values()) == {0}


def test_the_day_of_counting_is_kept_in_china(
    county: tuple[Campaign, list[Institution]], clerk: Officer
) -> None:
    told = bulletins.draft_monthly(county[0], made.START, by=clerk)
    fixed = datetime(2026, 11, 30, 23, 30, tzinfo=CHINA)
    told.counted_at = fixed
    assert ["Counted at", "2026-11-30 23:30"] in paper.bulletin_document(told)["facts"]
