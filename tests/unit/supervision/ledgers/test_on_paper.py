"""Ledgers on paper: entered by an officer, with the scan, checked by another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import Officer
from accounts.roles import READER
from core import evidence
from core.errors import Refusal
from core.models import AuditEvent
from credit.models import Commitment
from credit.models.commitments import SigningWay
from institutions.models import Institution
from supervision.ledgers import paper, services, signing
from supervision.ledgers.paper import Paper
from supervision.ledgers.saving import NewLine, save_lines
from supervision.ledgers.selectors import lines_of
from supervision.models import Ledger, Rectification
from supervision.models.ledgers import LedgerState as S
from tests import factories
from tests.unit.supervision.ledgers import ledger_rows as rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
MONDAY = date(2026, 6, 8)
SCAN = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def _day(settings: Any) -> None:
    settings.CHENGYI_TODAY = MONDAY


@pytest.fixture
def body() -> Institution:
    return factories.institution()


@pytest.fixture
def ledger(body: Institution, settings: Any) -> Ledger:
    opened = rows.ledger_of(rows.opened([body], days=1), body.subject)
    settings.CHENGYI_TODAY = MONDAY + timedelta(days=4)  # the officer enters it when its day is over
    return opened


@pytest.fixture
def clerk() -> Officer:
    return factories.clerk()


def sheets(**fields: Any) -> Paper:
    given: dict[str, Any] = {
        "signer_name": "许嘉言",
        "signer_post": "村医",
        "signed_on": MONDAY,
        "came_on": MONDAY + timedelta(days=1),
        "scans": (SimpleUploadedFile("台账.pdf", SCAN, "application/pdf"),),
        "commits": True,
    }
    return Paper(**{**given, **fields})


def entered(ledger: Ledger, by: Officer) -> Ledger:
    paper.begin(ledger, by=by)
    rows.fill(ledger, paper.desk(by))
    return ledger


def hand_in(ledger: Ledger, by: Officer, given: Paper) -> Ledger:
    return paper.hand_in_paper(ledger, given, seen=signing.digest_of(ledger, lines_of(ledger)), by=by)


def test_an_officer_enters_a_ledger_from_paper_with_the_scan_and_another_accepts_it(
    ledger: Ledger, clerk: Officer
) -> None:
    hand_in(entered(ledger, clerk), clerk, sheets())
    ledger.refresh_from_db()
    assert (ledger.state, ledger.way, ledger.entered_by_label) == (S.HANDED_IN, "paper", clerk.label)
    assert (ledger.signed_on, ledger.handed_in_on) == (MONDAY, MONDAY + timedelta(days=1))
    assert not ledger.late  # the paper came in time, it was entered later
    assert signing.is_intact(ledger, lines_of(ledger))
    assert Rectification.objects.filter(made_by=clerk.actor_id).count() == 2
    assert evidence.of(ledger.about).get().party == f"credit.subject:{ledger.subject_id}"
    assert Commitment.objects.get().way == SigningWay.PAPER
    assert AuditEvent.objects.get(action="ledger.hand_in").actor_id == clerk.actor_id
    with pytest.raises(Refusal, match="second officer"):
        services.accept(ledger, by=clerk)
    assert services.accept(ledger, by=factories.reviewer()).state == S.ACCEPTED


def test_a_signature_on_paper_does_not_hold_for_another_officer(ledger: Ledger, clerk: Officer) -> None:
    hand_in(entered(ledger, clerk), clerk, sheets())
    Ledger.objects.update(entered_by_label="somebody else")
    ledger.refresh_from_db()
    assert not signing.is_intact(ledger, lines_of(ledger))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"scans": ()}, "add the scan"),
        ({"came_on": MONDAY + timedelta(days=5)}, "in the future"),
        ({"came_on": MONDAY - timedelta(days=1)}, "not before 2026-06-08"),
        ({"signed_on": MONDAY + timedelta(days=2)}, "Day on the paper"),
        ({"commits": False}, "tick that it came signed"),
        ({"signer_name": ""}, "“Signer” is empty"),
    ],
)
def test_what_is_handed_in_on_paper_is_checked_and_nothing_is_kept_of_what_is_refused(
    ledger: Ledger, clerk: Officer, fields: dict[str, Any], words: str
) -> None:
    entered(ledger, clerk)
    with pytest.raises(Refusal, match=words):
        hand_in(ledger, clerk, sheets(**fields))
    ledger.refresh_from_db()
    assert ledger.state == S.OPEN
    assert not evidence.of(ledger.about).exists()
    assert not Commitment.objects.exists()


def test_incomplete_lines_on_paper_are_refused_as_in_the_portal(ledger: Ledger, clerk: Officer) -> None:
    paper.begin(ledger, by=clerk)
    with pytest.raises(Refusal, match="4 lines are not complete yet"):
        hand_in(ledger, clerk, sheets())


def test_body_and_officer_never_write_in_the_same_ledger(
    ledger: Ledger, body: Institution, clerk: Officer
) -> None:
    by = rows.party(body)
    line = NewLine(lines_of(ledger)[0].item.pk, rows.found("床位费重复计收三笔"), 0)
    with pytest.raises(Refusal, match="first choose “Enter from paper”"):
        save_lines(ledger, [line], by=paper.desk(clerk))
    paper.begin(ledger, by=clerk)
    with pytest.raises(Refusal, match="entering this ledger from your paper"):
        save_lines(ledger, [line], by=by)
    save_lines(ledger, [line], by=paper.desk(clerk))
    paper.leave_to_body(ledger, by=clerk)
    save_lines(ledger, [replace(line, version=1, said=rows.found("床位费重复计收四笔"))], by=by)
    with pytest.raises(Refusal, match="begun to fill it in itself"):
        paper.begin(ledger, by=clerk)


def test_a_body_takes_over_what_was_returned_to_it_on_paper(
    ledger: Ledger, body: Institution, clerk: Officer
) -> None:
    hand_in(entered(ledger, clerk), clerk, sheets())
    services.send_back(ledger, reason="第一项事实不清", by=factories.reviewer())
    by, line = rows.party(body), lines_of(ledger)[0]
    changed = NewLine(line.item.pk, rows.found("床位费重复计收五笔"), line.entry.version)
    save_lines(ledger, [changed], by=by)
    rows.hand_in(ledger, by)
    ledger.refresh_from_db()
    assert (ledger.way, ledger.entered_by_label, ledger.signed_on) == ("portal", "", None)


def test_only_who_checks_ledgers_there_enters_them(ledger: Ledger) -> None:
    for stranger in (factories.stranger(), factories.officer(roles=(READER.code,))):
        with pytest.raises(Refusal, match="cannot be entered from paper"):
            paper.begin(ledger, by=stranger)


def test_the_database_holds_no_paper_without_who_entered_it(ledger: Ledger, clerk: Officer) -> None:
    hand_in(entered(ledger, clerk), clerk, sheets())
    with pytest.raises(IntegrityError), transaction.atomic():
        Ledger.objects.update(entered_by_label="")


def test_the_pages_lead_from_the_ledger_over_its_lines_to_the_scan(
    client: Client, ledger: Ledger, clerk: Officer
) -> None:
    client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    page = f"/admin/supervision/ledger/{ledger.pk}/"
    assert f"{page}paper/begin/" in client.get(f"{page}change/").content.decode()
    assert ".xlsx" in client.get(f"{page}paper/blank/").headers["Content-Disposition"]
    assert client.post(f"{page}paper/begin/").headers["Location"] == f"{page}paper/"
    item = lines_of(ledger)[0].item.pk
    kept = client.post(f"{page}paper/lines/{item}/", {"answer": "clear", "version": "0", "token": "a"})
    assert kept.json()["answered"] == 1
    assert "3 lines" in client.get(f"{page}paper/?check=1").content.decode()
    rows.fill(ledger, paper.desk(clerk))
    form = {
        "signer_name": "许嘉言",
        "signer_post": "村医",
        "signed_on": "2026-06-08",
        "came_on": "2026-06-09",
        "commits": "on",
        "same": "on",
        "seen": signing.digest_of(ledger, lines_of(ledger)),
    }
    assert client.post(f"{page}paper/sign/", form).status_code == 200  # without the scan
    scan = SimpleUploadedFile("台账.pdf", SCAN, "application/pdf")
    assert client.post(f"{page}paper/sign/", {**form, "evidence": scan}).status_code == 302
    text = client.get(f"{page}change/").content.decode()
    assert "Handed in on paper" in text
    assert "台账.pdf" in text
    assert client.get(f"{page}paper/").headers["Location"] == f"{page}change/"
