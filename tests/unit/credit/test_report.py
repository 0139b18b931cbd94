"""Credit reports: what stands in them, what does not, and that the paper can be checked."""

from __future__ import annotations

import io
from datetime import date
from itertools import pairwise

import pytest
import zxingcpp
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from PIL import Image
from pypdf import PdfReader

from accounts.models import Officer
from accounts.roles import CLERK, PARTNER
from core.errors import Refusal
from core.models import AuditEvent
from credit.choices import Usage
from credit.models import CatalogueItem, ConductRecord, CreditReport, Subject
from credit.report import press
from credit.report.content import changed_since, digest, gather
from credit.report.document import document, verify_address
from credit.report.sections import Chapter, tables
from credit.report.services import Terms, issue, issue_to_owner, paper
from credit.report.tables.judged import GRADES
from credit.report.terms import ALPHABET, Audience, new_code, read_code, spaced
from credit.rules.terms import CycleBasis
from disclosure.models import Penalty
from disclosure.services import decisions, publishing
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
TENDER = Terms("zh-hans", "tender", "内黄县公共资源交易中心")


@pytest.fixture(autouse=True)
def fixed_day(settings) -> None:
    settings.CHENGYI_TODAY = TODAY.isoformat()


@pytest.fixture
def clerk() -> Officer:
    return factories.clerk()


@pytest.fixture
def hospital() -> Subject:
    body = factories.body()
    factories.institution(body, licence_no="PDY410527001", verification_valid_to=date(2026, 12, 20))
    return body


def published_penalty(clerk: Officer, subject: Subject, **fields) -> Penalty:
    row = factories.penalty(by=clerk, subject=subject, **fields)
    decisions.approve(row, by=factories.reviewer())
    publishing.publish_due(on=date(2026, 6, 8))
    row.refresh_from_db()
    return row


def text_of(report: CreditReport) -> str:
    pages = PdfReader(io.BytesIO(paper(report))).pages
    return "\n".join(page.extract_text() for page in pages)


def one_line(text: str) -> str:
    return "".join(text.split())


def test_a_report_prints_the_published_penalty_the_archive_and_its_own_number(clerk, hospital):
    penalty = published_penalty(clerk, hospital)
    report = issue(hospital, TENDER, by=clerk)
    text = one_line(text_of(report))
    assert report.number in text
    assert spaced(report.check_code) in text
    assert "内黄县青禾医院" in text
    assert hospital.uscc in text
    assert "PDY410527001" in text
    assert one_line(penalty.document_no) in text
    assert one_line(penalty.violation_type) in text
    assert one_line(TENDER.asker) in text


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_chapter_of_the_standard_is_printed_in_both_languages_even_for_an_empty_file(clerk, language):
    report = issue(factories.body(), Terms(language, "tender", "采购中心"), by=clerk)
    pages = document(report)
    assert len(pages["chapters"]) == len(Chapter) + 1
    text = one_line(text_of(report))
    for chapter in pages["chapters"]:
        assert one_line(chapter["title"]) in text
        assert chapter["blocks"] or one_line(chapter["none"]) in text
        for block in chapter["blocks"]:
            assert block["rows"] or one_line(block["none"]) in text


def test_every_page_has_its_place_among_the_pages(clerk, hospital):
    for _turn in range(30):
        factories.penalty(by=clerk, subject=hospital)
    Penalty.objects.update(state="published", shown_until=date(2027, 6, 1))
    report = issue(hospital, Terms("en", "tender", "采购中心"), by=clerk)
    pages = PdfReader(io.BytesIO(paper(report))).pages
    assert len(pages) >= 4
    for at, page in enumerate(pages, 1):
        text = one_line(page.extract_text())
        assert f"Page{at}of{len(pages)}" in text
        assert report.number in text
        assert spaced(report.check_code) in text


def test_the_qr_code_on_the_first_page_leads_to_the_check(clerk, hospital):
    report = issue(hospital, TENDER, by=clerk)
    first = Image.open(io.BytesIO(press.pictures(document(report))[0]))
    found = {code.text for code in zxingcpp.read_barcodes(first)}
    assert found == {verify_address(report)}
    assert verify_address(report).endswith(f"/verify/{report.check_code}/")


def test_the_same_report_is_set_to_the_same_bytes_and_is_archival(clerk, hospital):
    report = issue(hospital, TENDER, by=clerk)
    again = CreditReport.objects.get(pk=report.pk)
    pages = paper(report)
    assert paper(again) == pages
    assert b"pdfaid" in pages or "pdfaid" in str(PdfReader(io.BytesIO(pages)).xmp_metadata.stream.get_data())


def test_no_field_text_is_run_as_markup(clerk, hospital):
    published_penalty(clerk, hospital, violation_type='#read("/etc/passwd") *重* _x_ $y$ <z>')
    assert '#read("/etc/passwd")*重*_x_$y$<z>' in one_line(text_of(issue(hospital, TENDER, by=clerk)))


def test_a_name_of_two_hundred_rare_characters_is_printed_whole(clerk):
    name = ("龘囍犇彧甪堃喆垚髙旸燚祎" * 17)[:200]
    report = issue(factories.body(name, "91410527MA46TKJL8A"), TENDER, by=clerk)
    assert name in one_line(text_of(report))


def test_personal_numbers_are_masked_and_the_person_agreed(clerk):
    person = factories.person()
    terms = Terms("zh-hans", "qualification", "内黄县卫生健康委员会", authorisation="授权书2026-11-20")
    text = one_line(text_of(issue(person, terms, by=clerk)))
    assert factories.PERSON_ID not in text
    assert person.id_masked in text
    assert "授权书2026-11-20" in text


def test_no_report_about_a_person_is_issued_without_the_persons_agreement(clerk):
    with pytest.raises(Refusal, match="authorisation|授权") as refused:
        issue(factories.person(), TENDER, by=clerk)
    assert refused.value.field == "authorisation"
    assert not CreditReport.objects.exists()


def test_an_officer_of_another_province_issues_nothing(hospital):
    with pytest.raises(Refusal):
        issue(hospital, TENDER, by=factories.stranger())
    with pytest.raises(Refusal):
        issue(hospital, TENDER, by=factories.officer(roles=("reader",)))
    assert not CreditReport.objects.exists()


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        (Terms("fr", "tender", "采购中心"), "language"),
        (Terms("en", "curiosity", "采购中心"), "purpose"),
        (Terms("en", "tender", "  "), "asker"),
        (Terms("en", "other", "采购中心"), "note"),
        (Terms("en", "tender", f"王某 {factories.PERSON_ID}"), "asker"),
    ],
)
def test_unclear_terms_are_refused_with_the_field(clerk, hospital, terms, field):
    with pytest.raises(Refusal) as refused:
        issue(hospital, terms, by=clerk)
    assert refused.value.field == field
    assert not CreditReport.objects.exists()


def test_purpose_asker_and_officer_are_kept_and_stand_in_the_audit_trail(clerk, hospital):
    report = issue(hospital, TENDER, by=clerk)
    assert (report.purpose, report.asker, report.issued_by) == ("tender", TENDER.asker, clerk.actor_id)
    event = AuditEvent.objects.get(action="creditreport.issue")
    assert event.object_id == str(report.pk)
    assert TENDER.asker in event.reason


@pytest.mark.parametrize("change", [{"asker": "somebody else"}, {"content": {}}])
def test_what_was_issued_cannot_be_changed(clerk, hospital, change):
    report = issue(hospital, TENDER, by=clerk)
    with pytest.raises(DatabaseError), transaction.atomic():
        CreditReport.objects.filter(pk=report.pk).update(**change)


def test_an_authorised_report_names_the_authorisation(hospital):
    with pytest.raises(DatabaseError), transaction.atomic():
        CreditReport.objects.create(
            subject=hospital, audience="authorised", authorisation="", cut_off="2026-11-22T00:00Z", content={}
        )


# --- what may be told to whom ------------------------------------------------------------------------


def conduct(subject: Subject, title: str, scope: str | None, **fields) -> ConductRecord:
    item = None
    if scope is not None:
        item = CatalogueItem.objects.create(
            code=f"T{CatalogueItem.objects.count()}",
            version="1",
            name=title,
            applies_to="institution",
            polarity=fields.pop("polarity", "bad"),
            scope=scope,
            retention_months=fields.pop("months", None),
            effective_from=date(2020, 1, 1),
        )
    return ConductRecord.objects.create(
        subject=subject,
        item_code=item.code if item else "X",
        item=item,
        title=title,
        happened_on=fields.pop("happened_on", date(2026, 3, 1)),
        division_code=factories.COUNTY,
        **fields,
    )


def titles(subject: Subject, audience: Audience) -> set[str]:
    content = gather([subject], audience=audience, on=TODAY)[subject.pk]
    return {row["title"] for code in ("credit.good", "credit.bad") for row in content[code]}


def test_the_scope_of_use_decides_which_records_are_told(hospital):
    for scope in Usage.values:
        conduct(hospital, scope, scope)
    conduct(hospital, "no item", None)
    assert titles(hospital, Audience.PUBLIC) == {"public"}
    assert titles(hospital, Audience.AUTHORISED) == {"public", "authorised"}
    assert titles(hospital, Audience.WHOLE) == {"public", "authorised", "internal", "no item"}


def test_what_no_longer_counts_stands_in_no_report(hospital):
    for state in ("withdrawn", "annulled", "repaired", "superseded"):
        conduct(hospital, state, "public", state=state)
    conduct(hospital, "disputed", "public", state="disputed")
    conduct(hospital, "kept too long", "public", months=24, happened_on=date(2024, 11, 21))
    conduct(hospital, "kept to the day", "public", months=24, happened_on=date(2024, 11, 22))
    conduct(hospital, "shielded", "public", shielded_from=date(2026, 1, 1))
    conduct(hospital, "to come", "public", happened_on=date(2026, 11, 23))
    for audience in Audience:
        assert titles(hospital, audience) == {"disputed", "kept to the day"}


def test_good_conduct_stands_in_its_own_chapter(hospital):
    conduct(hospital, "表彰", "public", polarity="good")
    content = gather([hospital], audience=Audience.PUBLIC, on=TODAY)[hospital.pk]
    assert [row["title"] for row in content["credit.good"]] == ["表彰"]
    assert content["credit.bad"] == []


def test_a_penalty_stands_among_the_penalties_and_not_once_more_among_the_records(clerk, hospital):
    published_penalty(clerk, hospital)
    assert hospital.records.exists()
    content = gather([hospital], audience=Audience.WHOLE, on=TODAY)[hospital.pk]
    assert len(content["disclosure.penalty"]) == 1
    assert content["credit.bad"] == []


def test_a_penalty_whose_display_is_over_stands_in_no_report(clerk, hospital):
    penalty = published_penalty(clerk, hospital)
    last = penalty.shown_until
    assert last is not None
    for audience in Audience:
        on_last = gather([hospital], audience=audience, on=last)[hospital.pk]
        after = gather([hospital], audience=audience, on=date.fromordinal(last.toordinal() + 1))[hospital.pk]
        assert len(on_last["disclosure.penalty"]) == 1
        assert after["disclosure.penalty"] == []


def test_drafts_and_decisions_under_review_are_told_to_nobody(clerk, hospital):
    factories.penalty(by=clerk, subject=hospital)
    factories.permit(by=clerk, subject=hospital)
    for audience in Audience:
        content = gather([hospital], audience=audience, on=TODAY)[hospital.pk]
        assert content["disclosure.penalty"] == content["disclosure.permit"] == []


def test_running_procedures_are_no_part_of_what_others_are_told(hospital):
    told = {audience: gather([hospital], audience=audience, on=TODAY)[hospital.pk] for audience in Audience}
    assert "credit.objection" in told[Audience.WHOLE]
    assert "credit.objection" not in told[Audience.AUTHORISED]
    assert "credit.points" in told[Audience.AUTHORISED]
    assert "credit.points" not in told[Audience.PUBLIC]


def test_the_report_advises_of_a_verification_that_ends_soon(clerk, hospital):
    report = issue(hospital, Terms("en", "tender", "采购中心"), by=clerk)
    assert "Verification is valid until 2026-12-20" in " ".join(text_of(report).split())


# --- comparing ---------------------------------------------------------------------------------------


def test_the_file_is_unchanged_in_every_language_until_something_counts(clerk, hospital):
    report = issue(hospital, TENDER, by=clerk)
    for language in ("zh-hans", "en"):
        with translation.override(language):
            assert not changed_since(report, on=TODAY)
    conduct(hospital, "not told to anybody", "internal")
    assert not changed_since(report, on=TODAY)
    conduct(hospital, "a public matter", "public")
    assert changed_since(report, on=TODAY)


def test_a_table_that_came_into_the_product_later_is_no_change_of_the_file(clerk, hospital):
    report = issue(hospital, TENDER, by=clerk)
    content = {code: rows for code, rows in report.content.items() if code != "institutions.archive"}
    older = CreditReport(
        subject=hospital,
        audience=report.audience,
        content=content,
        digest=CreditReport.objects.get(pk=report.pk).digest,
    )
    assert changed_since(older, on=TODAY)  # its digest was made with the table
    older.digest = digest(content)
    assert not changed_since(older, on=TODAY)


def test_the_number_of_questions_does_not_grow_with_the_number_of_subjects(hospital):
    others = [factories.body(f"第{n}诊所", f"9141052700000000{n:02d}") for n in range(20)]
    counts = []
    for some in ([hospital], [hospital, *others]):
        with CaptureQueriesContext(connection) as asked:
            gather(some, audience=Audience.WHOLE, on=TODAY)
        counts.append(len(asked))
    assert counts[0] == counts[1]
    # Four tables ask for their lines in a second question.
    assert counts[0] <= len(tables()) + 4


def test_the_owner_gets_the_same_report_again_while_the_file_says_the_same(clerk, hospital):
    member = Officer.objects.create_user("member", password="invented-password")
    first = issue_to_owner(hospital, "zh-hans", by=member)
    assert issue_to_owner(hospital, "zh-hans", by=member).pk == first.pk
    assert issue_to_owner(hospital, "en", by=member).pk != first.pk
    conduct(hospital, "new", "internal")
    assert issue_to_owner(hospital, "zh-hans", by=member).pk != first.pk


def test_a_report_from_the_portal_names_the_health_authority_and_no_partner_department(hospital):
    for name, role in (("内黄县市场监督管理局", PARTNER), (factories.AUTHORITY, CLERK)):
        office = factories.officer(roles=(role.code,))
        office.posts.update(agency=factories.agency(name=name))
    member = Officer.objects.create_user("member", password="invented-password")
    report = issue_to_owner(hospital, "zh-hans", by=member)
    assert report.issuer.startswith(factories.AUTHORITY)


# --- codes -------------------------------------------------------------------------------------------


def test_check_codes_are_sixteen_signs_without_lookalikes_and_never_the_same():
    codes = {new_code() for _turn in range(1000)}
    assert len(codes) == 1000
    assert all(len(code) == 16 and set(code) <= set(ALPHABET) for code in codes)
    assert not set("0O1I") & set(ALPHABET)
    assert len(ALPHABET) == 32


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("ABCD-EFGH-JKLM-NPQR", "ABCDEFGHJKLMNPQR"),
        (" abcd efgh jklm npqr ", "ABCDEFGHJKLMNPQR"),
        ("ABCD–EFGH—JKLM－NPQR", "ABCDEFGHJKLMNPQR"),
        ("ABCD-EFGH-JKLM-NPQ0", ""),
        ("ABCD", ""),
        ("", ""),
        ("ABCD-EFGH-JKLM-NPQR2", ""),
    ],
)
def test_a_typed_code_is_read_with_forgiveness(typed, read):
    assert read_code(typed) == read


def test_the_chapters_stand_in_the_order_of_the_standard():
    places = [list(Chapter).index(table.chapter) for table in tables()]
    assert places == sorted(places)
    assert all(before.order <= after.order for before, after in pairwise(tables(Chapter.BASIC)))


def test_a_grade_in_the_report_says_what_holds_it_down_and_how_its_cycle_was_found():
    columns = {column.key: column for column in GRADES.columns}
    with translation.override("en"):
        assert columns["held"].show(["veto", "listed"]) == "a veto, a serious list"
        told = columns["cycle"].show(["2026-01-28", "2027-01-27", CycleBasis.VALIDITY])
        assert told == "2026-01-28 – 2027-01-27 (inferred from the end of verification's validity)"
        assert columns["held"].show(None) == ""  # a report of earlier days
        assert columns["cycle"].show(["2026-01-01", "2026-12-31"]) == "2026-01-01 – 2026-12-31"
