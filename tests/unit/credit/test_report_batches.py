"""Many reports at once: ordered under the same rules, written piece by piece, kept for some days."""

from __future__ import annotations

import io
import os
import zipfile
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from accounts.models import Officer, Post
from accounts.permissions import P
from accounts.roles import CLERK
from core import vault
from core.errors import Refusal
from core.models import AuditEvent
from credit.models import CreditReport, ReportBatch, Subject
from credit.report import batches
from credit.report.batches import SHELF, carry_out, common_division, expire, reap, request_batch, select
from credit.report.services import Terms, paper
from credit.report.terms import BatchState
from tests import factories

pytestmark = pytest.mark.django_db
TERMS = Terms("zh-hans", "tender", "内黄县公共资源交易中心")


@pytest.fixture(autouse=True)
def small_pieces(settings, monkeypatch, tmp_path):
    settings.CHENGYI_TODAY = "2026-11-22"
    settings.CHENGYI_VAR = tmp_path
    monkeypatch.setattr(batches, "PIECE", 3)
    monkeypatch.setattr(batches, "queue", lambda pk: True)


@pytest.fixture
def clerk() -> Officer:
    return factories.clerk()


@pytest.fixture
def bodies() -> list[Subject]:
    return [factories.body(f"内黄县第{n}诊所", f"9241052700000000{n:02d}") for n in range(7)]


def ordered(bodies, clerk, terms=TERMS) -> ReportBatch:
    return request_batch([body.pk for body in bodies], terms, by=clerk, told=False)


def test_a_batch_becomes_one_file_with_every_report_and_its_own_number(bodies, clerk):
    batch = ordered(bodies, clerk)
    told: list[int] = []
    assert carry_out(batch.pk, told=told.append)
    batch.refresh_from_db()
    assert told == [3, 6, 7]
    assert (batch.state, batch.done, batch.pieces) == (BatchState.DONE, 7, [])
    with vault.open_kept(batch.stored_as, SHELF) as kept, zipfile.ZipFile(kept) as archive:
        assert sorted(archive.namelist()) == sorted(f"{row.number}.pdf" for row in batch.reports.all())
        first = batch.reports.order_by("pk")[0]
        assert archive.read(f"{first.number}.pdf") == paper(first)
        text = PdfReader(io.BytesIO(archive.read(f"{first.number}.pdf"))).pages[0].extract_text()
        assert first.subject.name in "".join(text.split())
    assert len({row.check_code for row in batch.reports.all()}) == 7


def test_the_file_is_kept_sealed_and_no_piece_is_left_over(bodies, clerk, tmp_path):
    batch = ordered(bodies, clerk)
    carry_out(batch.pk)
    batch.refresh_from_db()
    (only,) = (tmp_path / SHELF).iterdir()
    assert only.name == batch.stored_as
    assert not only.read_bytes().startswith(b"PK")


def test_a_batch_goes_on_where_its_worker_died_and_issues_nothing_twice(bodies, clerk, monkeypatch):
    batch = ordered(bodies, clerk)
    real = batches._keep_pages

    def dies_in_the_second_piece(reports):
        if CreditReport.objects.count() > 3:
            raise KeyboardInterrupt
        return real(reports)

    monkeypatch.setattr(batches, "_keep_pages", dies_in_the_second_piece)
    with pytest.raises(KeyboardInterrupt):
        carry_out(batch.pk)
    monkeypatch.setattr(batches, "_keep_pages", real)
    batch.refresh_from_db()
    assert (batch.state, batch.done) == (BatchState.RUNNING, 3)
    before = list(batch.reports.order_by("pk").values_list("pk", "check_code"))
    assert len(before) == 6
    assert not carry_out(batch.pk)  # the dead worker's lease still runs
    ReportBatch.objects.update(heartbeat_at=timezone.now() - batches.LEASE - timedelta(seconds=1))
    assert reap() == 1
    assert carry_out(batch.pk)
    batch.refresh_from_db()
    assert batch.done == batch.reports.count() == 7
    assert list(batch.reports.order_by("pk").values_list("pk", "check_code"))[:6] == before


def test_a_worker_that_lost_its_lease_lets_go(bodies, clerk, monkeypatch):
    batch = ordered(bodies, clerk)
    real = batches._keep_pages

    def overtaken(reports):
        ReportBatch.objects.update(lease="another")
        return real(reports)

    monkeypatch.setattr(batches, "_keep_pages", overtaken)
    assert not carry_out(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.done, batch.lease) == (BatchState.RUNNING, 0, "another")
    assert list(vault.folder(SHELF).iterdir()) == []


def test_a_finished_batch_is_not_written_again(bodies, clerk):
    batch = ordered(bodies, clerk)
    assert carry_out(batch.pk)
    assert not carry_out(batch.pk)
    assert batch.reports.count() == 7


def test_a_batch_whose_workers_keep_dying_is_given_up(bodies, clerk):
    batch = ordered(bodies, clerk)
    silent = timezone.now() - batches.LEASE - timedelta(seconds=1)
    ReportBatch.objects.update(state=BatchState.RUNNING, attempts=batches.MOST_ATTEMPTS, heartbeat_at=silent)
    assert reap() == 0
    batch.refresh_from_db()
    assert batch.state == BatchState.FAILED


def test_the_file_is_deleted_after_its_days_and_the_reports_stay(bodies, clerk, settings):
    batch = ordered(bodies, clerk)
    carry_out(batch.pk)
    settings.CHENGYI_TODAY = "2026-11-29"
    assert expire() == 0
    settings.CHENGYI_TODAY = "2026-11-30"
    assert expire() == 1
    batch.refresh_from_db()
    assert (batch.state, batch.stored_as) == (BatchState.EXPIRED, "")
    assert batch.reports.count() == 7


def test_a_piece_that_a_killed_worker_left_behind_is_deleted_a_day_later(bodies, clerk):
    batch = ordered(bodies, clerk)
    carry_out(batch.pk)
    left = vault.keep(io.BytesIO(b"left behind"), SHELF)[0]
    of_today = vault.keep(io.BytesIO(b"being written"), SHELF)[0]
    long_ago = (timezone.now() - timedelta(days=2)).timestamp()
    batch.refresh_from_db()
    for name in (left, batch.stored_as):
        os.utime(vault.folder(SHELF) / name, (long_ago, long_ago))
    expire()
    assert {path.name for path in vault.folder(SHELF).iterdir()} == {of_today, batch.stored_as}


def test_one_subject_that_may_not_be_reported_on_stops_the_whole_order(bodies, clerk):
    with pytest.raises(Refusal, match="林知夏"):
        ordered([*bodies, factories.person()], clerk)
    elsewhere = factories.body("成都诊所", "91510107MA46TKJL80", division_code="510107")
    with pytest.raises(Refusal, match="成都诊所"):
        ordered([*bodies, elsewhere], clerk)
    assert not ReportBatch.objects.exists()


def test_an_empty_or_oversized_order_is_refused(bodies, clerk, settings):
    settings.REPORT_BATCH_MOST = 6
    with pytest.raises(Refusal):
        ordered([], clerk)
    with pytest.raises(Refusal, match="7"):
        ordered(bodies, clerk)
    with pytest.raises(Refusal):
        request_batch([0], TERMS, by=clerk)
    assert not ReportBatch.objects.exists()


def test_a_subject_named_twice_gets_one_report(bodies, clerk):
    batch = request_batch([bodies[0].pk, bodies[0].pk], TERMS, by=clerk, told=False)
    assert batch.total == 1


def test_the_database_refuses_a_second_report_about_a_subject_in_a_batch(bodies, clerk):
    batch = ordered(bodies, clerk)
    carry_out(batch.pk)
    copy = batch.reports.first()
    copy.pk, copy.check_code = None, "2" * 16
    with pytest.raises(DatabaseError), transaction.atomic():
        copy.save(force_insert=True)


def test_the_rule_chooses_bodies_of_the_officers_place_and_no_persons(bodies, clerk):
    factories.person()
    factories.body("成都诊所", "91510107MA46TKJL80", division_code="510107")
    assert select(by=clerk) == [body.pk for body in bodies]
    assert select(by=clerk, place="4105") == [body.pk for body in bodies]
    assert select(by=clerk, place="51") == []
    assert len(select(by=clerk, kind="person")) == 1


@pytest.mark.parametrize(
    ("codes", "common"),
    [
        (["410527"], "410527"),
        (["410527", "410522"], "410500"),
        (["410527", "411000"], "410000"),
        (["410527", "510107"], ""),
        (["410527", "430000"], ""),
    ],
)
def test_a_batch_belongs_to_the_place_that_holds_all_its_subjects(codes, common):
    assert common_division(codes) == common


# --- pages and command -------------------------------------------------------------------------------


def signed_in(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_an_officer_orders_watches_and_fetches_a_batch(bodies, clerk):
    client = signed_in(clerk)
    listed = client.post(
        reverse("admin:credit_subject_changelist"),
        {"action": "issue_selected", "_selected_action": [body.pk for body in bodies[:4]]},
    )
    assert listed.status_code == 302
    form = client.get(listed.headers["Location"])
    assert form.context["ticked"] == 4
    given = {"purpose": "tender", "asker": "采购中心", "language": "en", "note": "", "authorisation": ""}
    subjects = form.context["form"]["subjects"].value()
    answer = client.post(reverse("admin:credit_reportbatch_add"), {**given, "subjects": subjects})
    batch = ReportBatch.objects.get()
    assert answer.headers["Location"] == reverse("admin:credit_reportbatch_change", args=[batch.pk])
    progress = reverse("admin:credit_reportbatch_progress", args=[batch.pk])
    assert "0" in client.get(progress).content.decode()
    assert client.get(reverse("admin:credit_reportbatch_file", args=[batch.pk])).status_code == 302
    carry_out(batch.pk)
    assert client.get(progress, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    assert client.get(answer.headers["Location"]).status_code == 200
    fetched = client.get(reverse("admin:credit_reportbatch_file", args=[batch.pk]))
    content = io.BytesIO(b"".join(fetched.streaming_content))
    assert len(zipfile.ZipFile(content).namelist()) == 4
    assert AuditEvent.objects.filter(action="reportbatch.download").count() == 1


def test_a_refused_order_says_why_in_the_form_and_keeps_what_was_typed(clerk):
    answer = signed_in(clerk).post(
        reverse("admin:credit_reportbatch_add"),
        {"purpose": "other", "asker": "采购中心", "language": "en", "kind": "", "place": ""},
    )
    assert answer.status_code == 200
    assert answer.context["form"].errors["note"]
    assert "采购中心" in answer.content.decode()


def test_a_stranger_finds_no_batch_and_no_file(bodies, clerk):
    batch = ordered(bodies, clerk)
    carry_out(batch.pk)
    client = signed_in(factories.stranger())
    for page in ("progress", "file"):
        assert client.get(reverse(f"admin:credit_reportbatch_{page}", args=[batch.pk])).status_code == 404
    assert client.get(reverse("admin:credit_reportbatch_change", args=[batch.pk])).status_code == 302


def test_the_command_writes_the_file_and_goes_on_with_a_broken_batch(bodies, clerk, tmp_path, capsys):
    target = tmp_path / "all.zip"
    call_command("reports", str(target), "--asker", "县纪委监委", "--first", "5")
    assert len(zipfile.ZipFile(target).namelist()) == 5
    waiting = ordered(bodies, clerk)
    call_command("reports", str(target), "--batch", str(waiting.pk))
    assert len(zipfile.ZipFile(target).namelist()) == 7


def test_the_command_refuses_with_the_same_sentence(bodies, tmp_path):
    with pytest.raises(CommandError):
        call_command("reports", str(tmp_path / "all.zip"))
    with pytest.raises(CommandError):
        call_command("reports", str(tmp_path / "no-folder" / "all.zip"), "--asker", "县纪委监委")
    with pytest.raises(CommandError):
        call_command("reports", str(tmp_path / "all.zip"), "--batch", "77")
    assert not ReportBatch.objects.exists()


# --- who sees a batch --------------------------------------------------------------------------------


def test_a_batch_over_two_counties_is_seen_by_who_holds_both_and_by_nobody_who_holds_one(clerk):
    mine, other = factories.body(), factories.body("汤阴诊所", "91410523MA46TKJL82", division_code="410523")
    both = factories.officer(roles=(CLERK.code,))
    Post.objects.create(officer=both, role=CLERK.code, prefix="410523", since=date(2020, 1, 1))
    province = factories.officer(roles=(CLERK.code,), prefix="41")
    batch = request_batch([mine.pk, other.pk], TERMS, by=both, told=False)
    seen = {
        who: ReportBatch.objects.visible_to(who, P.REPORT_ISSUE).filter(pk=batch.pk).exists()
        for who in (both, province, clerk, factories.stranger())
    }
    assert list(seen.values()) == [True, True, False, False]


def test_the_page_of_a_batch_over_two_counties_opens_for_who_ordered_it(clerk):
    mine, other = factories.body(), factories.body("汤阴诊所", "91410523MA46TKJL82", division_code="410523")
    both = factories.officer(roles=(CLERK.code,))
    Post.objects.create(officer=both, role=CLERK.code, prefix="410523", since=date(2020, 1, 1))
    batch = request_batch([mine.pk, other.pk], TERMS, by=both, told=False)
    address = reverse("admin:credit_reportbatch_change", args=[batch.pk])
    answers = {}
    for who in (both, clerk):
        answers[who] = signed_in(who).get(address).status_code
    assert list(answers.values()) == [200, 302]
