"""Handing in: complete, signed as seen, with the commitment; what was found becomes rectifications."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from core.clock import CHINA, today
from core.errors import Refusal
from core.models import Deadline, OutboxEvent
from credit.models import Commitment
from institutions.models import Institution
from supervision.choices import RectificationState
from supervision.ledgers import clocks, services, signing, workflow
from supervision.ledgers.flags import mark_late
from supervision.ledgers.rules import Said, said
from supervision.ledgers.saving import NewLine, save_lines
from supervision.ledgers.selectors import lines_of, standing
from supervision.models import Ledger, Rectification
from supervision.models.ledgers import CopiedFrom
from supervision.models.ledgers import LedgerState as S
from tests import factories
from tests.unit.supervision.ledgers import ledger_rows as rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
MONDAY = date(2026, 6, 8)
OTHER_CODE = "91410527MA46TKJL8A"


@pytest.fixture(autouse=True)
def _day(settings: Any) -> None:
    settings.CHENGYI_TODAY = MONDAY


@pytest.fixture
def body() -> Institution:
    return factories.institution()


@pytest.fixture
def ledger(body: Institution) -> Ledger:
    return rows.ledger_of(rows.opened([body]), body.subject)


def test_a_ledger_handed_in_opens_a_rectification_for_each_problem_found(
    ledger: Ledger, body: Institution
) -> None:
    rows.handed_in(ledger, rows.party(body))
    opened = Rectification.objects.order_by("pk")
    assert [row.problem for row in opened] == list(rows.PROBLEMS[:2])
    assert {row.facts for row in opened} == set(rows.WORDS[:2])
    assert {(row.self_reported, row.state, row.subject_id) for row in opened} == {
        (True, RectificationState.OPEN, body.subject_id)
    }
    assert (ledger.state, ledger.found, ledger.late, ledger.empty, ledger.copied) == (
        S.HANDED_IN,
        2,
        False,
        False,
        False,
    )
    sent = OutboxEvent.objects.get(topic=workflow.HANDED_IN).payload
    assert sent["found"] == 2
    assert not any(words in str(sent) for words in rows.WORDS)


def test_the_head_signs_what_stands_there_and_a_later_change_shows(ledger: Ledger, body: Institution) -> None:
    by = rows.party(body)
    rows.fill(ledger, by)
    seen = signing.digest_of(ledger, lines_of(ledger))
    line = lines_of(ledger)[0]
    changed = replace(said(line.entry), owner="财务科")
    save_lines(ledger, [NewLine(line.item.pk, changed, line.entry.version)], by=by)
    with pytest.raises(Refusal, match="changed after you opened"):
        rows.hand_in(ledger, by, seen=seen)
    rows.hand_in(ledger, by)
    assert signing.is_intact(ledger, lines_of(ledger))
    assert ledger.signed_at is not None
    ledger.signed_at = ledger.signed_at.astimezone(CHINA)  # the same moment, written in another zone
    assert signing.is_intact(ledger, lines_of(ledger))
    ledger.entries.filter(item=line.item).update(owner="别人")
    assert not signing.is_intact(ledger, lines_of(ledger))


def test_the_commitment_to_lawful_practice_is_signed_once_for_its_term(
    ledger: Ledger, body: Institution
) -> None:
    by = rows.party(body)
    rows.fill(ledger, by)
    with pytest.raises(Refusal, match="commitment to lawful practice"):
        rows.hand_in(ledger, by, commits="")
    assert ledger.state == S.OPEN
    rows.hand_in(ledger, by)
    given = Commitment.objects.get()
    assert (given.template.code, given.signer_name, ledger.commitment) == ("lawful-practice", "许嘉言", given)
    second = rows.ledger_of(
        rows.opened([body], period="2026Q3", checklist=ledger.round.checklist), body.subject
    )
    assert services.promise_of(second, on=today()).running == given
    rows.handed_in(second, by, ("新增处方未点评三份", "新购设备未登记台账"))
    assert Commitment.objects.count() == 1


@pytest.mark.parametrize(
    ("said_first", "words"),
    [
        (Said(), "“Result”"),
        (Said(answer="found", measures="改", owner="科", due_on=MONDAY), "“Facts”"),
        (Said(answer="found", facts="重复收费", owner="科", due_on=MONDAY), "“Measures”"),
        (Said(answer="found", facts="重复收费", measures="改", due_on=MONDAY), "“Responsible person"),
        (Said(answer="found", facts="重复收费", measures="改", owner="科"), "“Due on”"),
        (
            Said(
                answer="found", facts="重复收费", measures="改", owner="科", due_on=MONDAY - timedelta(days=1)
            ),
            "not before 2026-06-08",
        ),
    ],
)
def test_an_incomplete_ledger_says_which_line_and_field(
    ledger: Ledger, body: Institution, said_first: Said, words: str
) -> None:
    by = rows.party(body)
    rows.fill(ledger, by, ())
    line = lines_of(ledger)[0]
    save_lines(ledger, [NewLine(line.item.pk, said_first, line.entry.version)], by=by)
    with pytest.raises(Refusal, match=f"1 line is not complete.*Line 1, .*{words}|1 line.*{words}"):
        rows.hand_in(ledger, by)
    assert not Rectification.objects.exists()
    assert not Commitment.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("signer_name", " ", "“Signer” is empty"),
        ("signer_post", "", "post"),
        ("signer_name", factories.PERSON_ID, "no numbers"),
    ],
)
def test_a_ledger_needs_the_head_s_name_and_post(
    ledger: Ledger, body: Institution, field: str, value: str, words: str
) -> None:
    rows.fill(ledger, rows.party(body))
    with pytest.raises(Refusal, match=words):
        rows.hand_in(ledger, rows.party(body), **{field: value})


def test_a_returned_ledger_is_mended_and_opens_only_what_is_new(ledger: Ledger, body: Institution) -> None:
    by, officer = rows.party(body), factories.clerk()
    rows.handed_in(ledger, by)
    with pytest.raises(Refusal, match="needs a reason"):
        services.send_back(ledger, reason=" ", by=officer)
    services.send_back(ledger, reason="第三项请核实后填写", by=officer)
    clock = Deadline.objects.get(kind="ledger_mend", object_id=str(ledger.pk), closed_at=None)
    assert (clock.due_on, clock.basis) == (clocks.mended_when_returned(ledger, on=today())[0], "")
    # Past the day of the round, one that came in on time is late only when the new day is over too.
    key = ledger.subject_id
    Ledger.objects.filter(pk=ledger.pk).update(due_on=today() - timedelta(days=1))
    assert standing([key], clock.due_on)[key] == ""
    assert standing([key], clock.due_on + timedelta(days=1))[key] == "late"
    line = lines_of(ledger)[2]
    save_lines(ledger, [NewLine(line.item.pk, rows.found(rows.WORDS[2]), line.entry.version)], by=by)
    rows.hand_in(ledger, by)
    assert not Deadline.objects.filter(kind="ledger_mend", closed_at=None).exists()
    assert Rectification.objects.count() == 3
    accepted = services.accept(ledger, by=officer)
    assert (accepted.state, accepted.return_reason, accepted.checked_by_label) == (
        S.ACCEPTED,
        "",
        officer.label,
    )


def test_the_round_s_clock_stops_when_every_ledger_is_accepted(ledger: Ledger, body: Institution) -> None:
    clock = Deadline.objects.get(kind="ledger_check", object_id=str(ledger.round_id))
    assert clock.closed_at is None
    rows.handed_in(ledger, rows.party(body))
    officer = factories.clerk()
    services.accept(ledger, by=officer)
    assert not Deadline.objects.filter(kind="ledger_check", closed_at=None).exists()
    # What was accepted and then found faked comes in once more, and is a task once more.
    services.find_faked(ledger, reason="现场核查与台账不符", by=officer)
    rows.hand_in(ledger, rows.party(body))
    again = Deadline.objects.get(kind="ledger_check", object_id=str(ledger.round_id), closed_at=None)
    assert again.started_on == today()


def test_words_of_another_body_are_told_as_copied_whatever_the_marks(
    ledger: Ledger, body: Institution
) -> None:
    other = factories.institution(factories.body("内黄县康宁诊所", OTHER_CODE))
    theirs = rows.ledger_of(
        rows.opened([body, other], checklist=ledger.round.checklist, period="2026Q2"), other.subject
    )
    rows.handed_in(ledger, rows.party(body))
    copied = tuple(f" {words}。" for words in rows.WORDS[:2])
    rows.handed_in(theirs, rows.party(other, "other"), copied)
    assert (theirs.copied, theirs.copied_from, theirs.copied_share, theirs.copied_of) == (
        True,
        CopiedFrom.BODY,
        100,
        ledger,
    )
    ledger.refresh_from_db()
    assert not ledger.copied


def test_words_of_the_quarter_before_are_told_as_copied(ledger: Ledger, body: Institution) -> None:
    by = rows.party(body)
    rows.handed_in(ledger, by)
    again = rows.ledger_of(
        rows.opened([body], period="2026Q3", checklist=ledger.round.checklist), body.subject
    )
    rows.handed_in(again, by)
    assert (again.copied_from, again.copied_of) == (CopiedFrom.BEFORE, ledger)


def test_one_equal_line_is_no_copy_and_nothing_found_is_empty(ledger: Ledger, body: Institution) -> None:
    by = rows.party(body)
    rows.handed_in(ledger, by)
    again = rows.ledger_of(
        rows.opened([body], period="2026Q3", checklist=ledger.round.checklist), body.subject
    )
    rows.handed_in(again, by, (rows.WORDS[0], "护士站急救车药品过期一支", "放射科剂量牌未按期送检"))
    assert not again.copied
    third = rows.ledger_of(
        rows.opened([body], period="2026Q4", checklist=ledger.round.checklist), body.subject
    )
    rows.handed_in(third, by, ())
    assert (third.empty, third.found) == (True, 0)


def test_late_is_told_once_the_day_is_over_and_stays_told(
    settings: Any, ledger: Ledger, body: Institution
) -> None:
    settings.CHENGYI_TODAY = ledger.due_on
    assert mark_late(on=today()) == 0
    settings.CHENGYI_TODAY = ledger.due_on + timedelta(days=1)
    assert mark_late(on=today()) == 1
    assert mark_late(on=today()) == 0
    rows.handed_in(ledger, rows.party(body))
    assert ledger.late


def test_a_body_stands_as_its_newest_ledger_says_until_one_is_found_faked(
    settings: Any, ledger: Ledger, body: Institution
) -> None:
    officer, key = factories.clerk(), body.subject_id
    assert standing([key, 0], today()) == {key: "", 0: ""}
    rows.handed_in(ledger, rows.party(body))
    services.accept(ledger, by=officer)
    assert standing([key], today())[key] == "good"
    later = rows.ledger_of(
        rows.opened([body], period="2026Q3", days=40, checklist=ledger.round.checklist), body.subject
    )
    assert standing([key], later.due_on)[key] == "good"
    assert standing([key], later.due_on + timedelta(days=1))[key] == "late"
    services.find_faked(ledger, reason="现场核查与台账不符", by=officer)
    assert standing([key], today())[key] == "faked"
    assert ledger.state == S.RETURNED
    assert standing([key], today() + timedelta(days=500))[key] == ""


def test_only_who_may_check_decides_and_never_the_body(ledger: Ledger, body: Institution) -> None:
    by = rows.party(body)
    rows.handed_in(ledger, by)
    for actor in (by, factories.stranger(), factories.officer(roles=("reader",))):
        with pytest.raises(Refusal, match="do not hold the right"):
            services.accept(ledger, by=actor)
    assert services.accept(ledger, by=factories.clerk()).state == S.ACCEPTED


def test_flagged_ledgers_are_not_accepted_in_a_heap(ledger: Ledger, body: Institution) -> None:
    rows.handed_in(ledger, rows.party(body), ())
    result = services.accept_many([ledger.pk], by=factories.clerk())
    assert (result.done, len(result.refused)) == ([], 1)
    ledger.refresh_from_db()
    assert ledger.state == S.HANDED_IN
