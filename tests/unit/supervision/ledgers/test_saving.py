"""Saving as one types: nothing is overwritten, nothing counts twice, nothing is lost."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from core.errors import Refusal
from institutions.models import Institution
from supervision.ledgers.rules import Said, digest, said
from supervision.ledgers.saving import NewLine, save_lines
from supervision.ledgers.selectors import lines_of
from supervision.models import Ledger, LedgerEntry
from tests import factories
from tests.unit.supervision.ledgers import ledger_rows as rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
TYPED = Said(answer="found", facts="床位费重复计收")


@pytest.fixture(autouse=True)
def _day(settings: Any) -> None:
    settings.CHENGYI_TODAY = date(2026, 6, 8)


@pytest.fixture
def body() -> Institution:
    return factories.institution()


@pytest.fixture
def ledger(body: Institution) -> Ledger:
    return rows.ledger_of(rows.opened([body]), body.subject)


def first(ledger: Ledger) -> int:
    return lines_of(ledger)[0].item.pk


def stored(ledger: Ledger) -> LedgerEntry:
    return LedgerEntry.objects.get(ledger=ledger, item=first(ledger))


def test_the_same_save_sent_twice_counts_once(ledger: Ledger, body: Institution) -> None:
    by, sent = rows.party(body), NewLine(first(ledger), TYPED, 0, token="a")
    once = save_lines(ledger, [sent], by=by)
    again = save_lines(ledger, [sent], by=by)
    assert (once.changed, again.changed, again.conflicts) == (1, 0, [])
    assert stored(ledger).version == 1
    longer = NewLine(first(ledger), Said(answer="found", facts="床位费重复计收三笔"), 1, token="b")
    assert save_lines(ledger, [longer], by=by).entries[first(ledger)].version == 2
    assert save_lines(ledger, [longer], by=by).changed == 0


def test_a_save_from_an_older_version_is_a_conflict_and_overwrites_nothing(
    ledger: Ledger, body: Institution
) -> None:
    by = rows.party(body)
    save_lines(ledger, [NewLine(first(ledger), TYPED, 0, token="a")], by=by)
    theirs = Said(answer="clear")
    late = save_lines(ledger, [NewLine(first(ledger), theirs, 0, token="b")], by=by)
    assert late.conflicts == [first(ledger)]
    assert said(stored(ledger)) == TYPED
    assert said(late.entries[first(ledger)]) == TYPED


def test_a_line_of_the_whole_form_that_nobody_touched_is_no_conflict(
    ledger: Ledger, body: Institution
) -> None:
    by, shown = rows.party(body), Said()
    save_lines(ledger, [NewLine(first(ledger), TYPED, 0)], by=by)
    other = lines_of(ledger)[1].item.pk
    form = [NewLine(first(ledger), shown, 0, was=digest(shown)), NewLine(other, Said(answer="clear"), 0)]
    saved = save_lines(ledger, form, by=by)
    assert (saved.conflicts, saved.changed) == ([], 1)
    assert said(stored(ledger)) == TYPED


def test_a_firm_save_with_one_conflict_writes_nothing(ledger: Ledger, body: Institution) -> None:
    by, other = rows.party(body), lines_of(ledger)[1].item.pk
    save_lines(ledger, [NewLine(first(ledger), TYPED, 0)], by=by)
    sent = [NewLine(first(ledger), Said(answer="clear"), 0), NewLine(other, Said(answer="clear"), 0)]
    assert save_lines(ledger, sent, by=by, firm=True).conflicts == [first(ledger)]
    assert ledger.entries.count() == 1


def test_personal_numbers_are_masked_before_they_are_kept(ledger: Ledger, body: Institution) -> None:
    told = Said(answer="found", facts=f"患者身份证{factories.PERSON_ID}重复收费")
    saved = save_lines(ledger, [NewLine(first(ledger), told, 0)], by=rows.party(body))
    assert saved.masked == [first(ledger)]
    assert factories.PERSON_ID not in stored(ledger).facts


def test_nothing_is_stored_for_a_line_of_which_nothing_is_said(ledger: Ledger, body: Institution) -> None:
    assert save_lines(ledger, [NewLine(first(ledger), Said(), 0)], by=rows.party(body)).changed == 0
    assert not ledger.entries.exists()


def test_only_the_body_itself_writes_and_only_in_its_own_list(ledger: Ledger, body: Institution) -> None:
    stranger = rows.party(
        factories.institution(factories.body("内黄县康宁诊所", "91410527MA46TKJL8A")), "other"
    )
    with pytest.raises(Refusal, match="not about the body"):
        save_lines(ledger, [NewLine(first(ledger), TYPED, 0)], by=stranger)
    with pytest.raises(Refusal, match="Only the body fills in"):
        save_lines(ledger, [NewLine(first(ledger), TYPED, 0)], by=factories.clerk())
    foreign = rows.checklist(code="other").items.first()
    assert foreign is not None
    with pytest.raises(Refusal, match="does not belong to this ledger"):
        save_lines(ledger, [NewLine(foreign.pk, TYPED, 0)], by=rows.party(body))
    assert not LedgerEntry.objects.exists()


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (Said(answer="maybe"), "Result"),
        (Said(owner="科" * 101), "at most 100"),
        (Said(facts="字" * 2001), "2000"),
    ],
)
def test_what_no_line_can_hold_is_refused(ledger: Ledger, body: Institution, told: Said, words: str) -> None:
    with pytest.raises(Refusal, match=words):
        save_lines(ledger, [NewLine(first(ledger), told, 0)], by=rows.party(body))


def test_a_ledger_that_was_handed_in_takes_no_more_words(ledger: Ledger, body: Institution) -> None:
    by = rows.party(body)
    rows.handed_in(ledger, by)
    with pytest.raises(Refusal, match="can no longer be changed"):
        save_lines(ledger, [NewLine(first(ledger), TYPED, 1)], by=by)
