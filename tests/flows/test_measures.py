"""Joint measures through the pages: ordered by a clerk, answered by the department, followed on the board."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from accounts.models import Officer
from blacklist.measures import services
from blacklist.measures.choices import DepartmentKind
from blacklist.measures.choices import OrderState as S
from blacklist.models import Listing, Measure, MeasureEdition, MeasureOrder
from core import evidence, intake, intake_run
from core.clock import today
from core.models import AuditEvent, Intake
from credit.parties import OnPaper
from tests import factories
from tests import measure_factories as given
from tests.flows.steps import signed_in

pytestmark = pytest.mark.django_db
DONE = "已从项目申报名单中剔除。"


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def url(page: str, *args: Any) -> str:
    return reverse(f"admin:blacklist_{page}", args=args)


def box(code: str, department: Any) -> str:
    return f"{Measure.objects.get(code=code, edition__code='national-2024').pk}:{department.pk}"


# --- ordering -----------------------------------------------------------------------------------------


def test_a_clerk_orders_what_is_ticked_in_one_act() -> None:
    listing, finance = given.standing_listing(), given.department()
    market = given.department(DepartmentKind.MARKET, "内黄县市场监督管理局")
    client = signed_in(factories.clerk())
    page = client.get(url("measureorder_launch", listing.pk))
    assert page.content.decode().count('name="choices"') == 2
    assert page.content.decode().count(" checked>") == 2
    ticked = {"choices": [box("N06", finance), box("N10", market)]}
    answer = client.post(url("measureorder_launch", listing.pk), ticked, follow=True)
    assert "2 measures were ordered" in answer.content.decode()
    assert "内黄县市场监督管理局" in answer.content.decode()
    again = client.post(url("measureorder_launch", listing.pk), ticked, follow=True)
    assert "ordered before" in again.content.decode()
    assert MeasureOrder.objects.count() == 2


@pytest.mark.parametrize("forged", ["N03", "N02", "J01"])
def test_a_forged_form_orders_nothing_outside_the_catalogue_of_the_list(forged: str) -> None:
    listing = given.standing_listing()
    measure = Measure.objects.filter(code=forged).order_by("-edition__effective_from")[0]
    office = given.department(measure.department_kind)
    answer = signed_in(factories.clerk()).post(
        url("measureorder_launch", listing.pk), {"choices": [f"{measure.pk}:{office.pk}"]}
    )
    assert "may not follow a list of this kind" in answer.content.decode()
    assert not MeasureOrder.objects.exists()


@pytest.mark.parametrize("forged", ["999999:1", "x:y", "", "1"])
def test_a_box_that_names_nothing_is_refused(forged: str) -> None:
    listing = given.standing_listing()
    given.department()
    answer = signed_in(factories.clerk()).post(url("measureorder_launch", listing.pk), {"choices": [forged]})
    assert "Choose the measures from the list" in answer.content.decode()
    assert not MeasureOrder.objects.exists()


def test_an_officer_without_the_right_or_of_another_place_does_not_order() -> None:
    listing, finance = given.standing_listing(), given.department()
    ticked = {"choices": [box("N06", finance)]}
    for officer, expected in (
        (factories.stranger(), 404),
        (factories.officer(roles=("reader",)), 403),
        (given.partner(finance), 404),
    ):
        client = signed_in(officer)
        assert client.post(url("measureorder_launch", listing.pk), ticked).status_code == expected
    assert client.get(url("measureorder_of_listing", listing.pk)).status_code == 404
    assert not MeasureOrder.objects.exists()


def test_several_listings_are_followed_in_one_go() -> None:
    given.department()
    listings = [
        given.standing_listing(factories.body("内黄县康宁诊所", "91410527MA46TKJL8A")),
        given.standing_listing(),
    ]
    client = signed_in(factories.clerk())
    assert client.get(url("measureorder_launch_many")).content.decode().count('name="listings"') == 2
    answer = client.post(
        url("measureorder_launch_many"), {"listings": [listing.pk for listing in listings]}, follow=True
    )
    assert "2 measures were ordered" in answer.content.decode()
    assert "Nothing has followed" not in answer.content.decode()


# --- the department -----------------------------------------------------------------------------------


def two_orders() -> tuple[MeasureOrder, MeasureOrder]:
    listing, clerk = given.standing_listing(), factories.clerk()
    own = given.measure_order(listing, given.department(), by=clerk)
    market = given.department(DepartmentKind.MARKET, "内黄县市场监督管理局")
    return own, given.measure_order(listing, market, by=clerk, code="N10")


def test_a_partner_sees_the_own_departments_orders_and_nothing_else() -> None:
    own, other = two_orders()
    client = signed_in(given.partner(own.department))
    listed = client.get(url("partnerorder_changelist")).content.decode()
    assert own.number in listed
    assert other.number not in listed
    page = client.get(url("partnerorder_change", own.pk)).content.decode()
    assert own.listing.subject.name in page
    assert own.listing.decision_no in page
    assert own.listing.facts not in page
    assert f"/credit/subject/{own.listing.subject_id}/" not in page
    for step in ("receive", "accept", "execute", "cannot", "confirm_lifted"):
        assert client.post(url(f"partnerorder_{step}", other.pk)).status_code == 404
    shut = [
        url("partnerorder_change", other.pk),
        url("partnerorder_history", other.pk),
        url("measureorder_change", own.pk),
        url("measureorder_board"),
        url("measureorder_statistics"),
        url("measureorder_workbook"),
        url("measureorder_of_listing", own.listing_id),
        url("listing_change", own.listing_id),
        reverse("admin:credit_subject_change", args=[own.listing.subject_id]),
    ]
    assert {path: client.get(path).status_code for path in shut if client.get(path).status_code == 200} == {}
    assert "Measures that await us" in client.get(reverse("admin:index")).content.decode()


def test_a_partner_sees_no_whole_number_of_a_person() -> None:
    person = factories.person()
    listing = given.standing_listing(person, "medical_order")
    finance = given.department()
    order = services.launch(listing, by=factories.clerk())[0]
    page = signed_in(given.partner(finance)).get(url("partnerorder_change", order.pk)).content.decode()
    assert person.id_masked in page
    assert factories.PERSON_ID not in page


def test_a_partner_answers_and_brings_proof() -> None:
    own, other = two_orders()
    partner = given.partner(own.department)
    client = signed_in(partner)
    client.post(url("partnerorder_receive", own.pk))
    client.post(url("partnerorder_accept", own.pk), {"words": "已转业务股室"})
    short = client.post(
        url("partnerorder_execute", own.pk), {"executed_on": today().isoformat(), "result": "好"}
    )
    assert short.status_code == 200
    done = {
        "executed_on": today().isoformat(),
        "result": "已从项目申报名单中剔除。",
        "evidence": [factories.pdf()],
    }
    page = client.post(url("partnerorder_execute", own.pk), done, follow=True).content.decode()
    assert "Reported as carried out" in page
    own.refresh_from_db()
    assert (own.state, own.answered_by_label) == (S.EXECUTED, partner.label)
    proof = evidence.of(services.about(own)).get()
    assert client.get(url("partnerorder_proof", own.pk, proof.pk)).status_code == 200
    stranger = signed_in(given.partner(other.department))
    assert stranger.get(url("partnerorder_proof", own.pk, proof.pk)).status_code == 404
    assert stranger.get(url("partnerorder_proof", other.pk, proof.pk)).status_code == 404


def test_the_letter_asks_for_the_measure_and_later_for_its_lifting() -> None:
    own, other = two_orders()
    clerk, partner = signed_in(factories.clerk()), signed_in(given.partner(own.department))
    for client, page in ((clerk, "measureorder_letter"), (partner, "partnerorder_letter")):
        letter = client.get(url(page, own.pk)).content.decode()
        assert own.basis in letter
        assert own.listing.decision_no in letter
        assert "Letter on a joint measure" in letter
    assert partner.get(url("partnerorder_letter", other.pk)).status_code == 404
    clerk.post(url("measureorder_end", own.pk), {"reason": "措施不当，予以撤回"})
    lifted = partner.get(url("partnerorder_letter", own.pk)).content.decode()
    assert "Letter on the lifting of a measure" in lifted
    assert "措施不当，予以撤回" in lifted


def test_the_clerk_notes_what_came_on_paper_and_ends_a_measure() -> None:
    own, _other = two_orders()
    client = signed_in(factories.clerk())
    client.post(url("measureorder_cannot", own.pk), {"reason": "本部门没有这项职责。"})
    client.post(url("measureorder_insist", own.pk), {"reason": "职责见三定方案第五条"})
    client.post(url("measureorder_end", own.pk), {"reason": "措施不当，予以撤回"})
    page = client.get(url("measureorder_change", own.pk)).content.decode()
    assert "措施不当，予以撤回" in page
    client.post(url("measureorder_confirm_lifted", own.pk), {"lifted_on": today().isoformat(), "words": ""})
    own.refresh_from_db()
    assert own.state == S.LIFTED


# --- following ----------------------------------------------------------------------------------------


def test_the_board_marks_who_is_late_and_statistics_tell_the_rates() -> None:
    own, _other = two_orders()
    MeasureOrder.objects.filter(pk=own.pk).update(
        due_on=today() - timedelta(days=3), answer_due_on=today() - timedelta(days=3)
    )
    client = signed_in(factories.clerk())
    board = client.get(url("measureorder_board")).content.decode()
    assert "1 late" in board
    assert client.get(url("measureorder_changelist"), {"late": "1"}).content.decode().count(own.number) >= 1
    narrowed = client.get(url("measureorder_board"), {"kind": "incentive"}).content.decode()
    assert "Nothing has been asked of any department" in narrowed
    statistics = client.get(url("measureorder_statistics"), {"year": str(today().year)}).content.decode()
    assert "内黄县财政局" in statistics
    assert "0%" in statistics
    stranger = signed_in(factories.stranger())
    assert own.department.agency.name not in stranger.get(url("measureorder_board")).content.decode()
    assert own.department.agency.name not in stranger.get(url("measureorder_statistics")).content.decode()


def exported(client: Client) -> Any:
    answer: Any = client.post(url("measureorder_workbook"))
    return load_workbook(BytesIO(b"".join(answer.streaming_content)))


def taken_in(book: Any, clerk: Officer) -> Intake:
    target = BytesIO()
    book.save(target)
    target.seek(0)
    row = intake.submit(
        "measure_answers", target, Intake.Mode.KEEP_GOOD, clerk, file_name="answers.xlsx", told=False
    )
    intake_run.run(row.pk)
    row.refresh_from_db()
    return row


def test_the_workbook_goes_out_and_comes_back_with_the_answers() -> None:
    own, other = two_orders()
    clerk = factories.clerk()
    book = exported(signed_in(clerk))
    sheet = book.worksheets[0]
    head = [cell.value for cell in sheet[1]]
    assert [sheet.cell(line, 1).value for line in (2, 3)] == [own.number, other.number]
    answer, day, words = (head.index(name) + 1 for name in ("办理情况", "执行或解除日期", "情况说明"))
    sheet.cell(2, answer).value = "已执行"
    sheet.cell(2, day).value = today().isoformat()
    sheet.cell(2, words).value = DONE
    sheet.cell(3, answer).value = "无法执行"
    result = taken_in(book, clerk)
    assert (result.good_rows, result.bad_rows) == (1, 1)
    assert "say what was done, or why it cannot be done" in result.faults.get().reason
    own.refresh_from_db()
    other.refresh_from_db()
    assert (own.state, own.result, other.state) == (S.EXECUTED, DONE, S.ORDERED)
    assert taken_in(book, clerk).unchanged_rows == 1
    assert AuditEvent.objects.filter(action="measures.export").count() == 1


def test_a_workbook_answers_for_nothing_of_another_place_and_takes_no_impossible_step() -> None:
    own, other = two_orders()
    clerk = factories.clerk()
    book = exported(signed_in(clerk))
    noted = OnPaper(clerk, "measure.handle")
    services.execute(other, result=DONE, executed_on=today(), by=noted)
    sheet = book.worksheets[0]
    head = [cell.value for cell in sheet[1]]
    for line in (2, 3):
        sheet.cell(line, head.index("办理情况") + 1).value = "执行中"
    sheet.cell(2, 1).value = "CS999999"
    result = taken_in(book, clerk)
    reasons = sorted(fault.reason for fault in result.faults.all())
    assert result.good_rows == 0
    assert ["is not possible" in reason or "no such order" in reason for reason in reasons] == [True, True]
    abroad = taken_in(book, factories.stranger())
    assert abroad.good_rows == 0
    own.refresh_from_db()
    assert own.state == S.ORDERED


# --- elsewhere ----------------------------------------------------------------------------------------


def test_listing_and_credit_file_show_what_follows() -> None:
    own, _other = two_orders()
    listing = Listing.objects.get(pk=own.listing_id)
    client = signed_in(factories.clerk())
    for page in (
        url("listing_change", listing.pk),
        reverse("admin:credit_subject_change", args=[listing.subject_id]),
    ):
        content = client.get(page).content.decode()
        assert own.title_en in content or own.title in content


def test_the_catalogue_is_read_by_clerks_and_kept_by_who_covers_the_place() -> None:
    measure = Measure.objects.get(code="N06", edition__code="national-2024")
    clerk = signed_in(factories.clerk())
    page = clerk.get(url("measure_change", measure.pk)).content.decode()
    assert "国发〔2016〕33号" in page
    assert 'name="_save"' not in page
    county = signed_in(factories.officer(roles=("administrator",)))
    assert 'name="_save"' not in county.get(url("measure_change", measure.pk)).content.decode()
    everywhere = signed_in(factories.officer(roles=("administrator",), prefix=""))
    assert 'name="_save"' in everywhere.get(url("measure_change", measure.pk)).content.decode()


def inline(name: str, *rows: dict[str, str]) -> dict[str, str]:
    """Fill in the rows of an inline form."""
    data = {f"{name}-TOTAL_FORMS": str(len(rows)), f"{name}-INITIAL_FORMS": "0"}
    for number, row in enumerate(rows):
        data |= {f"{name}-{number}-{field}": value for field, value in row.items()}
    return data


def test_a_place_enters_its_own_measure_with_its_basis_and_orders_it() -> None:
    keeper = signed_in(factories.officer(roles=("administrator",)))
    edition = {"code": "neihuang-2026", "title": "内黄县失信惩戒措施补充清单", "effective_from": "2026-01-01"}
    abroad = keeper.post(url("measureedition_add"), {**edition, "place": "51"})
    assert "do not keep the catalogue of this place" in abroad.content.decode()
    assert keeper.post(url("measureedition_add"), {**edition, "place": "410527"}).status_code == 302
    made = MeasureEdition.objects.get(code="neihuang-2026")
    measure = {
        "edition": str(made.pk),
        "code": "L01",
        "kind": "restriction",
        "family": "funds",
        "title": "限制申报县级补助资金",
        "list_kinds": "serious",
        "for_bodies": "on",
        "department_kind": "finance",
    }
    basis = {
        "document": "河南省社会信用条例",
        "article": "第三十六条",
        "level": "local",
        "effective_from": "2020-05-01",
    }
    answer = keeper.post(url("measure_add"), {**measure, **inline("bases", basis), **inline("suggested_by")})
    assert answer.status_code == 302, answer.content.decode()
    row = Measure.objects.get(code="L01")
    assert (row.list_kinds, row.origin) == (["serious"], "local")
    order = given.measure_order(by=factories.clerk(), code="L01")
    assert (order.title, order.basis) == ("限制申报县级补助资金", "河南省社会信用条例 第三十六条")
