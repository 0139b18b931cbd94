"""The public site: what it finds, what it shows, and what it must never show."""

from __future__ import annotations

import csv
import io
import uuid
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client

from credit.models import Grade, Standard
from disclosure.models import PublicEntry
from disclosure.services import decisions, publishing
from disclosure.site import divisions, selectors, table
from disclosure.site.filters import read
from tests import factories
from tests.factories import HOSPITAL_USCC, PERSON_ID
from tests.unit.disclosure.public_rows import entry, permit_entry

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


@pytest.fixture(autouse=True)
def places_read_anew() -> Iterator[None]:
    divisions.forget()
    yield
    divisions.forget()


def text_of(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address, headers=ENGLISH)
    assert answer.status_code == status
    return answer.content.decode()


def names_found(**asked: str) -> list[str]:
    filters = read(asked)
    return [row.party_name for row in selectors.page_of(selectors.found(filters)).rows]


def published_guid(**fields: Any) -> uuid.UUID:
    """Publish a decision by the whole way: entered, reviewed, published; return its entry's address."""
    row = factories.penalty(by=factories.clerk(), **fields)
    decisions.approve(row, by=factories.reviewer())
    publishing.publish_due(on=date(2026, 11, 22))
    return PublicEntry.objects.get(record_guid=row.guid).guid


# --- searching ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["禾", "青禾", "青 禾", "青禾医院", "内黄县青禾医院"])
def test_a_name_is_found_by_any_part_of_it(typed: str) -> None:
    entry("内黄县青禾医院")
    entry("内黄县康宁诊所")
    assert names_found(q=typed) == ["内黄县青禾医院"]


def test_full_width_letters_find_half_width_names() -> None:
    entry("内黄县ABC体检中心")
    assert names_found(q="ａｂｃ") == ["内黄县ABC体检中心"]


def test_the_newest_come_first() -> None:
    for name in ("甲医院", "乙医院", "丙医院"):
        entry(name)
    assert names_found(q="医院") == ["丙医院", "乙医院", "甲医院"]


def test_a_credit_code_finds_its_body_only() -> None:
    entry("内黄县青禾医院")
    entry("内黄县康宁诊所", uscc="91410527MA46TKJL8A")
    assert names_found(q=HOSPITAL_USCC) == ["内黄县青禾医院"]


def test_a_document_is_found_by_the_beginning_of_its_number() -> None:
    entry("内黄县青禾医院", document_no="内卫医罚〔2025〕3号")
    entry("内黄县康宁诊所", document_no="内卫医罚〔2026〕3号")
    assert names_found(q="内卫医罚[2025]") == ["内黄县青禾医院"]
    assert names_found(q="内卫医罚【2026】3号") == ["内黄县康宁诊所"]


def test_filters_narrow_by_kind_date_and_place() -> None:
    entry("甲医院", decided_on=date(2026, 1, 31))
    entry("乙医院", decided_on=date(2026, 2, 1), division_code="510100")
    permit_entry("丙医院", decided_on=date(2026, 3, 1))
    assert names_found(kind="permit") == ["丙医院"]
    assert names_found(since="2026-02-01", until="2026-02-28") == ["乙医院"]
    assert names_found(division="41") == ["丙医院", "甲医院"]


def test_ended_and_withdrawn_entries_are_found_nowhere() -> None:
    entry("甲医院", state="ended")
    entry("乙医院", state="withdrawn")
    entry("丙医院", shown_until=date(2020, 1, 1))
    assert names_found() == []
    assert names_found(q="医院") == []


def test_pages_follow_each_other_without_gap_and_back() -> None:
    for number in range(45):
        entry(f"第{number}医院")
    entries = selectors.on_display()
    first = selectors.page_of(entries)
    second = selectors.page_of(entries, after=first.older)
    third = selectors.page_of(entries, after=second.older)
    assert [len(page.rows) for page in (first, second, third)] == [20, 20, 5]
    assert (first.newer, third.older) == (None, None)
    assert selectors.page_of(entries, before=third.newer).rows == second.rows
    assert selectors.page_of(entries, before=second.newer).rows == first.rows
    assert selectors.page_of(entries, before=second.newer).newer is None


def test_a_search_asks_the_database_once(client: Client, django_assert_num_queries) -> None:
    for number in range(25):
        entry(f"第{number}医院")
    divisions.places()
    with django_assert_num_queries(1):
        answer = client.get("/search/?q=医院&kind=penalty")
    assert "第24医院" in answer.content.decode()


def test_the_front_page_counts_no_table(client: Client, django_assert_num_queries, monkeypatch) -> None:
    monkeypatch.setattr(selectors, "FIGURES_END_AT", 2)
    for _ in range(4):
        entry()
    with django_assert_num_queries(4):
        page = client.get("/", headers=ENGLISH).content.decode()
    assert "<dd>2+</dd>" in page


def test_public_pages_set_no_cookie(client: Client) -> None:
    entry()
    for address in ("/", "/search/?q=青禾", "/about/"):
        assert not client.get(address).cookies


# --- what is refused, and what advice is given -------------------------------------------------------


def test_a_full_personal_number_confirms_nothing(client: Client) -> None:
    entry("林*", uscc="", party_kind="person", document_no=PERSON_ID)
    page = text_of(client, f"/search/?q={PERSON_ID}")
    assert "Personal numbers cannot be searched" in page
    assert "林*" not in page
    assert PERSON_ID not in page


def test_one_letter_gets_advice(client: Client) -> None:
    assert "too short" in text_of(client, "/search/?q=a")


def test_a_mistyped_code_gets_the_one_probably_meant(client: Client) -> None:
    assert HOSPITAL_USCC in text_of(client, f"/search/?q={HOSPITAL_USCC.replace('0', 'O', 1)}")


def test_nothing_found_says_what_to_try(client: Client) -> None:
    page = text_of(client, "/search/?q=不存在&since=2026-01-01")
    assert "Nothing found" in page
    assert "remove filters" in page


def test_what_was_published_is_shown_as_text(client: Client) -> None:
    spoken = "<b>&\"'</b>"
    entry(party_name=f"甲{spoken}", title=spoken, document_no=spoken, authority_name=spoken)
    for address in ("/", "/search/", f"/subject/{HOSPITAL_USCC}/"):
        page = text_of(client, address)
        assert "<b>" not in page
        assert "&lt;b&gt;&amp;&quot;&#x27;&lt;/b&gt;" in page


def test_what_was_typed_is_shown_as_text(client: Client) -> None:
    assert "<script>alert" not in text_of(client, "/search/?q=<script>alert(1)</script>")


# --- one entry ---------------------------------------------------------------------------------------


def test_a_penalty_page_names_its_dates_and_their_document(client: Client) -> None:
    page = text_of(client, f"/entry/{published_guid()}/")
    assert "国家发展改革委令2025年第36号" in page
    for day in ("2026-06-01", "2026-09-01", "2027-06-01"):
        assert day in page
    assert "Fine (10,000 yuan)" in page
    assert f"/subject/{HOSPITAL_USCC}/" in page


def test_a_permit_without_an_end_says_so(client: Client) -> None:
    page = text_of(client, f"/entry/{permit_entry().guid}/")
    assert "without end" in page
    assert "2099-12-31" not in page


def test_a_withdrawn_entry_says_when_and_why_and_nothing_else(client: Client) -> None:
    row = entry(state="withdrawn", withdrawn_on=date(2026, 7, 1), withdrawn_reason="经行政复议撤销")
    page = text_of(client, f"/entry/{row.guid}/")
    assert "2026-07-01" in page
    assert "经行政复议撤销" in page
    for told in (row.party_name, row.document_no, row.title, row.authority_name):
        assert told not in page


@pytest.mark.parametrize("how", ["ended", "over", "never"])
def test_what_is_not_on_display_any_more_looks_like_what_never_was(client: Client, how: str) -> None:
    fields: dict[str, Any] = {"ended": {"state": "ended"}, "over": {"shown_until": date(2020, 1, 1)}}
    guid = entry(**fields[how]).guid if how in fields else uuid.uuid4()
    page = text_of(client, f"/entry/{guid}/", 404)
    assert "Nothing is on display at this address" in page
    assert "青禾" not in page


def test_a_published_person_is_masked_everywhere(client: Client, monkeypatch) -> None:
    subject = factories.person()
    row = entry("林**", uscc="", party_kind="person", details=[["CF_XDR_MC", "林**"]])
    for address in (f"/entry/{row.guid}/", "/search/?q=林", "/", "/search/download/?q=林"):
        answer = client.get(address)
        page = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert "林知夏" not in page.decode()
        assert PERSON_ID not in page.decode()
        assert f"/subject/{subject.id_masked}" not in page.decode()
    assert "/subject/" not in text_of(client, f"/entry/{row.guid}/")


# --- a body's public file ----------------------------------------------------------------------------


def grade_of(subject, **fields: object) -> Grade:
    standard = Standard.objects.filter(applies_to="institution").first()
    assert standard is not None
    values = {
        "subject": subject,
        "standard": standard,
        "run_id": uuid.uuid4(),
        "as_of": date(2026, 11, 1),
        "cycle_start": date(2026, 1, 1),
        "cycle_end": date(2026, 12, 31),
        "cycle_basis": "calendar",
        "points": 6,
        "bonus": 0,
        "score": 94,
        "label": "A",
        "veto": False,
        "lines": "[]",
    }
    return Grade.objects.create(**{**values, **fields})


@pytest.fixture
def standards() -> None:
    from credit.grading.standards import load_standards  # noqa: PLC0415

    load_standards()


def test_a_bodys_file_shows_its_entries_and_its_grade(client: Client, standards: None) -> None:
    entry()
    entry("内黄县康宁诊所", uscc="91410527MA46TKJL8A", title="另一家的处罚")
    grade_of(factories.body())
    page = text_of(client, f"/subject/{HOSPITAL_USCC}/")
    assert "另一家的处罚" not in page
    assert 'class="grade-letter">A<' in page
    assert "This standard is a demonstration" in page


def test_a_persons_grade_is_never_public(standards: None) -> None:
    grade_of(factories.person())
    assert selectors.public_grades("") == []
    assert selectors.public_grades(PERSON_ID) == []


def test_a_code_without_anything_published_has_no_file(client: Client) -> None:
    page = text_of(client, f"/subject/{PERSON_ID}/", 404)
    assert "Nothing is published under this code" in page


# --- taking away -------------------------------------------------------------------------------------


def downloaded(client: Client, address: str, encoding: str = "utf-8-sig") -> list[list[str]]:
    answer = client.get(address, headers=ENGLISH)
    content = b"".join(answer.streaming_content)
    return list(csv.reader(io.StringIO(content.decode(encoding))))


def test_a_search_can_be_taken_away_as_a_table(client: Client) -> None:
    entry("甲医院")
    permit_entry("乙医院")
    rows = downloaded(client, "/search/download/?kind=permit")
    assert rows[0][1] == "Party"
    assert [row[1] for row in rows[1:]] == ["乙医院"]


def test_the_table_comes_in_the_encoding_of_older_office_programs(client: Client) -> None:
    entry("甲医院")
    rows = downloaded(client, "/search/download/?encoding=gb18030", "gb18030")
    assert rows[1][1] == "甲医院"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_runs_as_a_formula(client: Client, start: str) -> None:
    entry("甲医院", title=f"{start}1+1")
    rows = downloaded(client, "/search/download/")
    assert rows[1][3] == f"'{start}1+1"


def test_the_table_ends_somewhere(client: Client, monkeypatch) -> None:
    monkeypatch.setattr(table, "MOST_ROWS", 3)
    for _ in range(5):
        entry()
    assert len(downloaded(client, "/search/download/")) == 1 + 3


# --- language ----------------------------------------------------------------------------------------


def test_the_language_changes_with_one_click_and_back_to_the_same_page(client: Client) -> None:
    answer = client.post("/language/", {"language": "en", "next": "/search/?q=青禾"})
    assert answer.headers["Location"] == "/search/?q=%E9%9D%92%E7%A6%BE"
    page = client.get("/").content.decode()
    assert 'lang="en"' in page
    assert 'value="zh-hans"' in page


def test_the_language_switch_leads_nowhere_else(client: Client) -> None:
    answer = client.post("/language/", {"language": "en", "next": "https://example.org/"})
    assert answer.headers["Location"] == "/"


# --- when something goes wrong -----------------------------------------------------------------------


def test_an_address_that_does_not_exist_gets_the_sites_own_page(client: Client) -> None:
    assert "There is no such page" in text_of(client, "/no/such/page/", 404)


def test_an_unreadable_request_gets_the_sites_own_page(client: Client) -> None:
    answer = client.get("/", headers={"host": "not.ours.example", **ENGLISH})
    assert answer.status_code == 400
    assert "The request could not be read" in answer.content.decode()


def test_a_failure_of_ours_is_said_in_both_languages(client: Client, monkeypatch) -> None:
    def broken(*_args: object) -> None:
        raise RuntimeError("invented failure")

    monkeypatch.setattr(selectors, "latest", broken)
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == 500
    for words in ("系统出错了", "Something failed on our side"):
        assert words in answer.content.decode()
    assert "invented failure" not in answer.content.decode()


def test_a_form_that_cannot_be_trusted_gets_the_sites_own_page() -> None:
    answer = Client(enforce_csrf_checks=True).post("/portal/sign-in/", {}, headers=ENGLISH)
    assert answer.status_code == 403
    assert "The form could not be accepted" in answer.content.decode()


def test_the_page_one_is_on_is_marked_in_the_menu(client: Client) -> None:
    for address in ("/", "/search/", "/about/"):
        assert f'href="{address}" aria-current="page"' in text_of(client, address)
