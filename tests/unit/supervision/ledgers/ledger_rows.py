"""Rounds and ledgers for tests, opened by the product's own services."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from accounts.models import Officer
from core.actors import Actor, SystemActor
from core.clock import today
from credit.models import Subject
from credit.parties import Party
from institutions.models import Institution
from supervision.choices import ChecklistKind
from supervision.ledgers import services, signing
from supervision.ledgers.opening import Whom, open_round
from supervision.ledgers.rules import Said
from supervision.ledgers.saving import NewLine, Saved, save_lines
from supervision.ledgers.selectors import lines_of
from supervision.models import Campaign, CheckItem, Checklist, Ledger, LedgerRound, Phase
from tests import factories

WORKER = SystemActor("tests")
PROBLEMS = ("重复收费", "处方点评未开展", "医疗废物登记不全", "承诺书未上墙")
WORDS = ("内科住院部床位费重复计收三笔", "本季度未抽取处方点评", "八月交接登记缺两页", "门诊大厅承诺书脱落")


def checklist(problems: Sequence[str] = PROBLEMS, **fields: Any) -> Checklist:
    """A short list of routine self-inspection."""
    row = Checklist.objects.create(
        **{
            "code": "test-routine",
            "title": "依法执业日常自查",
            "kind": ChecklistKind.ROUTINE,
            "effective_from": date(2020, 9, 28),
            **fields,
        }
    )
    CheckItem.objects.bulk_create(
        CheckItem(checklist=row, number=number, group="医疗服务", text=text, measures="按制度整改")
        for number, text in enumerate(problems, 1)
    )
    return row


def opened(
    bodies: Sequence[Institution] = (),
    *,
    days: int = 30,
    period: str = "2026Q2",
    by: Any = WORKER,
    **fields: Any,
) -> LedgerRound:
    """A round opened today for some bodies, of a new list unless one is given."""
    return open_round(
        checklist=fields.pop("checklist", None) or checklist(),
        title="第二季度日常自查",
        period=period,
        whom=Whom(factories.COUNTY, subject_ids=[body.subject_id for body in bodies] or None),
        division_code=factories.COUNTY,
        due_on=today() + timedelta(days=days),
        authority_name=factories.AUTHORITY,
        by=by,
        **fields,
    )


def party(body: Institution, name: str = "hospital") -> Party:
    """The portal account of a body."""
    account, _made = Officer.objects.get_or_create(username=name)
    return Party(account, frozenset({body.subject_id}))


def ledger_of(row: LedgerRound, subject: Subject) -> Ledger:
    """A body's ledger of a round."""
    return Ledger.objects.select_related("round", "subject").get(round=row, subject=subject)


def found(words: str, **fields: Any) -> Said:
    """A problem told as the rules want it."""
    told = {"measures": "退还费用并培训", "owner": "医务科", "due_on": today() + timedelta(days=20), **fields}
    return Said(answer="found", facts=words, **told)


def fill(ledger: Ledger, by: Actor, words: Sequence[str] = WORDS[:2]) -> Saved:
    """Answer every line: the first ones found with these words, the others not found."""
    lines = lines_of(ledger)
    said = [found(text) for text in words] + [Said(answer="clear")] * (len(lines) - len(words))
    sent = [NewLine(line.item.pk, told, line.entry.version) for line, told in zip(lines, said, strict=True)]
    return save_lines(ledger, sent, by=by)


def hand_in(ledger: Ledger, by: Party, **fields: Any) -> Ledger:
    """Sign a filled ledger and hand it in with the commitment to lawful practice."""
    promise = services.promise_of(ledger, on=today())
    return services.hand_in(
        ledger,
        **{
            "signer_name": "许嘉言",
            "signer_post": "院长",
            "seen": signing.digest_of(ledger, lines_of(ledger)),
            "commits": promise.digest,
            **fields,
        },
        by=by,
    )


def handed_in(ledger: Ledger, by: Party, words: Sequence[str] = WORDS[:2]) -> Ledger:
    """A ledger filled in and handed in."""
    fill(ledger, by, words)
    return hand_in(ledger, by)


def campaign(state: str = "running") -> Campaign:
    """A campaign whose self-inspection lasts twenty days from today."""
    day = today()
    row = Campaign.objects.create(
        title="不正之风专项行动",
        authority_name=factories.AUTHORITY,
        division_code=factories.COUNTY,
        checklist=checklist(kind=ChecklistKind.CAMPAIGN, code="campaign-1"),
        state=state,
        starts_on=day - timedelta(days=10),
        ends_on=day + timedelta(days=90),
    )
    Phase.objects.create(
        campaign=row,
        number=1,
        title="自查自纠",
        kind="self",
        starts_on=day,
        ends_on=day + timedelta(days=20),
    )
    return row
