"""What tests about rectifications start from."""

from __future__ import annotations

import itertools
from datetime import date
from typing import Any

from accounts.models import Officer
from credit.models import Subject
from credit.parties import Party
from supervision.choices import RectificationSource
from supervision.models import Recheck, Rectification
from supervision.rectification import services
from supervision.rectification.services import NewRectification
from tests import factories

MONDAY = date(2026, 9, 7)
_serial = itertools.count(1)


def new(subject: Subject, **fields: Any) -> NewRectification:
    """One problem of a body, found by a self-inspection."""
    values: dict[str, Any] = {
        "subject_id": subject.pk,
        "division_code": subject.division_code,
        "source": RectificationSource.LEDGER,
        "source_key": f"supervision.ledgerentry:{next(_serial)}",
        "problem": "医疗废物暂存间未上锁",
        "measures": "加锁并指定专人管理",
        "due_on": date(2026, 9, 30),
        "item_code": "J06",
    }
    return NewRectification(**{**values, **fields})


def opened(subject: Subject | None = None, *, on: date = MONDAY, **fields: Any) -> Rectification:
    """One open rectification."""
    whose = subject or factories.body()
    return services.open_many([new(whose, **fields)], on=on, by=factories.officer(roles=("clerk",)))[0]


def party(row: Rectification, account: Officer | None = None) -> Party:
    """The body's own clerk in the portal."""
    return Party(account or factories.officer(), frozenset({row.subject_id}))


def handed_in(row: Rectification | None = None, **fields: Any) -> Rectification:
    """A rectification that the body has handed in with a photograph."""
    own = row or opened(**fields)
    return services.hand_in(
        own, by=party(own), report="已加装门锁，张贴警示标识，专人登记。", files=[factories.pdf()]
    )


def checked(row: Rectification | None = None, *, by: Officer, **fields: Any) -> Rectification:
    """A rectification that an officer found put right."""
    return services.check(handed_in(row, **fields), note_text="现场查看暂存间，门锁完好，台账齐全。", by=by)


def crossed_off(*, by: Officer, second: Officer, **fields: Any) -> Rectification:
    """A rectification that two officers closed."""
    return services.cross_off(checked(by=by, **fields), by=second)


def rechecked(subject: Subject, *, by: Officer, second: Officer) -> Recheck:
    """A random re-check that drew the one rectification of a body that was crossed off."""
    row = crossed_off(by=by, second=second, subject=subject)
    return services.draw_recheck(
        title="抽查复核",
        division_code=subject.division_code,
        crossed_off_from=row.crossed_off_on or MONDAY,
        crossed_off_to=row.crossed_off_on or MONDAY,
        percent=100,
        by=by,
    )
