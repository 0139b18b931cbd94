"""A campaign of 2,000 bodies × 33 problems: opened in one act, filled in, signed and handed in.

The rival is what a first draft would do: a transaction, an audit row and a message for each line and each
rectification by itself. It is measured with a few bodies and told for all of them.
"""

from __future__ import annotations

from datetime import timedelta
from time import perf_counter

from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Officer
from bench.table import Row
from core import audit, outbox
from core.actors import SystemActor
from core.clock import today
from credit.choices import SubjectKind
from credit.commitments.services import begin_own, sign
from credit.models import Subject
from credit.parties import Party
from credit.services import name_fields
from institutions.models import Institution
from supervision.choices import ChecklistKind, RectificationSource
from supervision.ledgers import services, signing
from supervision.ledgers.figures import figures_of, most_found
from supervision.ledgers.opening import Whom, open_round
from supervision.ledgers.rules import Said
from supervision.ledgers.saving import NewLine, save_lines
from supervision.ledgers.selectors import lines_of
from supervision.models import CheckItem, Checklist, Ledger, LedgerEntry, LedgerRound, Rectification
from supervision.models.ledgers import Answer

BODIES, PROBLEMS, FOUND = 2_000, 33, 3
NAIVE_BODIES = 20
PLACE = "220599"
OPEN_LIMIT, HAND_IN_LIMIT, PAGE_LIMIT = 5.0, 300.0, 0.5
WORKER = SystemActor("bench")


def run(dsn: str) -> list[Row]:
    """Measure opening, handing in, and the page of the round.

    Args:
        dsn: the throwaway PostgreSQL that Django is connected to.
    """
    call_command("migrate", verbosity=0)
    fill(BODIES)
    start = perf_counter()
    row = opened()
    opening = perf_counter() - start
    account = Officer.objects.get_or_create(username="bench")[0]
    ledgers = list(row.ledgers.select_related("round", "subject").order_by("pk"))
    naive = naive_seconds(ledgers[-NAIVE_BODIES:], account) * BODIES / NAIVE_BODIES
    start = perf_counter()
    for ledger in ledgers:
        hand_in(ledger, account)
    handing_in = perf_counter() - start
    page = page_seconds(row)
    kept = Rectification.objects.filter(source_key__startswith="supervision.ledgerentry:").count()
    if kept != BODIES * FOUND:
        raise RuntimeError(f"{kept} rectifications instead of {BODIES * FOUND}")
    return [
        Row(
            name=f"{BODIES:,} ledgers opened in one act",
            ours=opening,
            rival=None,
            limit=f"at most {OPEN_LIMIT:g} s",
            ratio=opening / OPEN_LIMIT,
            unit="s",
            kept=opening <= OPEN_LIMIT,
        ),
        Row(
            name=f"{BODIES:,} bodies × {PROBLEMS} problems filled in, signed, handed in one by one",
            ours=handing_in,
            rival=naive,
            limit=f"at most {HAND_IN_LIMIT:g} s",
            ratio=handing_in / HAND_IN_LIMIT,
            unit="s",
            note=(
                f"{handing_in * 1000 / BODIES:.0f} ms a body, with commitment and {FOUND} rectifications; "
                f"rival: line by line, without versions, checks, flags and signature, "
                f"told from {NAIVE_BODIES} bodies; {naive / handing_in:.2g} × its speed"
            ),
            kept=handing_in <= HAND_IN_LIMIT,
        ),
        Row(
            name=f"figures and most found problems of the round, {BODIES * PROBLEMS:,} lines",
            ours=page * 1000,
            rival=None,
            limit=f"at most {PAGE_LIMIT * 1000:g} ms",
            ratio=page / PAGE_LIMIT,
            unit="ms",
            kept=page <= PAGE_LIMIT,
        ),
    ]


def fill(count: int) -> None:
    """Make bodies and the problem list."""
    names = [f"青溪县第{number}卫生院" for number in range(count)]
    subjects = Subject.objects.bulk_create(
        Subject(
            identity=f"O:{number:09d}",
            kind=SubjectKind.ORGANISATION,
            division_code=PLACE,
            **name_fields(name),
        )
        for number, name in enumerate(names)
    )
    Institution.objects.bulk_create(
        Institution(subject=subject, category="乡镇卫生院", division_code=PLACE) for subject in subjects
    )


def opened() -> LedgerRound:
    """Open the round."""
    checklist = Checklist.objects.create(
        code="bench", title="自查", kind=ChecklistKind.FULL, effective_from=today()
    )
    CheckItem.objects.bulk_create(
        CheckItem(checklist=checklist, number=number, group=f"项目{number % 7}", text=f"问题{number}")
        for number in range(1, PROBLEMS + 1)
    )
    return open_round(
        checklist=checklist,
        title="全面自查",
        period="2026",
        whom=Whom(PLACE),
        division_code=PLACE,
        due_on=today() + timedelta(days=30),
        by=WORKER,
    )


def said(ledger: Ledger, number: int) -> Said:
    """What a body says: found on some lines, in words of its own."""
    if number % (PROBLEMS // FOUND):
        return Said(answer=Answer.CLEAR)
    facts = f"第{ledger.pk}号机构第{number}项抽查发现登记缺失"
    return Said(Answer.FOUND, facts, "补齐登记并培训", "医务科", today() + timedelta(days=40))


def hand_in(ledger: Ledger, account: Officer) -> None:
    """Fill a ledger in, sign it and hand it in, as the portal does."""
    by = Party(account, frozenset({ledger.subject_id}))
    lines = lines_of(ledger)
    save_lines(ledger, [NewLine(line.item.pk, said(ledger, line.item.number), 0) for line in lines], by=by)
    services.hand_in(
        ledger,
        signer_name="许嘉言",
        signer_post="院长",
        seen=signing.digest_of(ledger, lines_of(ledger)),
        commits=services.promise_of(ledger, on=today()).digest,
        by=by,
    )


def naive_seconds(ledgers: list[Ledger], account: Officer) -> float:
    """Return the seconds in which the rival hands in, and leave nothing of it behind."""
    start = perf_counter()
    with transaction.atomic():
        for ledger in ledgers:
            _promise(ledger, account)
            for line in lines_of(ledger):
                _naive_line(ledger, line.item, account)
            ledger.handed_in_on, ledger.signer_name, ledger.signed_at = today(), "许嘉言", timezone.now()
            ledger.state = "handed_in"
            ledger.save()
            audit.record(ledger, "ledger.hand_in", by=account)
        seconds = perf_counter() - start
        transaction.set_rollback(True)
    for ledger in ledgers:
        ledger.refresh_from_db()
    return seconds


def _promise(ledger: Ledger, account: Officer) -> None:
    """Give the commitment to lawful practice, by the same service on both sides."""
    promise = services.promise_of(ledger, on=today())
    if promise.template is not None:
        by = Party(account, frozenset({ledger.subject_id}))
        drawn = begin_own(subject=ledger.subject, template=promise.template, by=by)
        sign(drawn, by=by, signer_name="许嘉言", signer_post="院长", seen=promise.digest)


def _naive_line(ledger: Ledger, item: CheckItem, account: Officer) -> None:
    words = said(ledger, item.number)
    with transaction.atomic():
        entry = LedgerEntry(ledger=ledger, item=item, answer=words.answer, facts=words.facts)
        entry.changed_at = timezone.now()
        entry.full_clean(exclude=["ledger", "item"])
        entry.save()
        audit.record(entry, "ledgerentry.save", by=account)
        if words.answer != Answer.FOUND:
            return
        row = Rectification.objects.create(
            subject_id=ledger.subject_id,
            source=RectificationSource.LEDGER,
            source_key=entry.about,
            problem=item.text,
            facts=words.facts,
            division_code=ledger.division_code,
            opened_on=today(),
            due_on=words.due_on,
        )
        audit.record(row, "rectification.open", by=account)
        outbox.publish("bench.rectification", f"bench:{row.guid}", {"id": row.pk})


def page_seconds(row: LedgerRound) -> float:
    """Return the seconds in which the page of the round counts."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE supervision_ledger, supervision_ledgerentry")
    start = perf_counter()
    figures_of(row)
    most_found(row, 10)
    return perf_counter() - start
