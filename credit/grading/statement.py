"""The grading statement: everybody's grade under one standard, computed and stored by the database at once.

The SQL is in `sql/`; `credit.grading.pieces` fills in what differs from standard to standard and between
databases. It means the same as `credit.rules.scoring.evaluate`: a property test holds the two equal. Points
are whole hundredths.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from credit.grading import pieces
from credit.grading.dialects import Dialect
from credit.grading.pieces import TABLES, template
from credit.grading.scope import Scope
from credit.rules.standard import StandardData


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL with named parameters."""

    sql: str
    params: dict[str, Any]


def grades(data: StandardData, scope: Scope, dialect: Dialect) -> Statement:
    """Return the statement that computes without storing.

    Its columns: subject_id cycle_start cycle_end cycle_basis points bonus score label veto direct listed
    lines.
    """
    params = scope.params(dialect) | pieces.params(data, scope)
    words = pieces.words(data, scope, dialect)
    return Statement(template("grades").substitute(words), params)


def upsert(data: StandardData, scope: Scope, dialect: Dialect, run_id: UUID | str) -> Statement:
    """Return the statement that computes and stores.

    Args:
        run_id: marks the rows that this act writes, in the form that the database takes.
    """
    computed = grades(data, scope, dialect)
    sql = template("upsert").substitute(TABLES, grades=computed.sql)
    return Statement(sql, computed.params | {"run": run_id})


def history(
    data: StandardData, scope: Scope, dialect: Dialect, run_id: UUID | str, *, cause: str, now: datetime
) -> Statement:
    """Return the statement that writes what an upsert has changed into the history.

    A first grade is a change where named subjects are graded because their records changed, and is compared
    with a clean subject's; where everybody is graded it is none.
    """
    params = scope.params(dialect) | {
        "run": run_id,
        "cause": cause,
        "now": now,
        "clean": data.clean_label,
        "firsts": scope.subject_ids is not None,
    }
    among = scope.among("g.subject_id", dialect)
    return Statement(template("history").substitute(TABLES, among=among), params)


def replaced(
    scope: Scope, dialect: Dialect, wider: Sequence[int], run_id: UUID | str, *, cause: str, now: datetime
) -> tuple[Statement, Statement]:
    """Return the statements that take away grades under wider places' versions, with their history.

    Args:
        wider: rows of those versions.
        run_id: marks the history, in the form that the database takes.
    """
    params = scope.params(dialect) | {"run": run_id, "cause": cause, "now": now}
    params |= {f"wider{number}": pk for number, pk in enumerate(wider)}
    among = ", ".join(f"%(wider{number})s" for number in range(len(wider)))
    words = TABLES | {"wider": f"g.standard_id IN ({among})", "whom": scope.whom(dialect)}
    return (
        Statement(template("replaced_history").substitute(words), params),
        Statement(template("replaced").substitute(words), params),
    )


def messages(data: StandardData, scope: Scope, dialect: Dialect, run_id: UUID | str) -> Statement:
    """Return the query of the events that tell of an act's changed grades or actions, from its history.

    Its columns are those of `core.outbox_bulk.publish_selected`.
    """
    payload = dialect.json(
        {
            "subject": "subject_id",
            "standard": "CAST(%(code)s AS text)",
            "version": "CAST(%(version)s AS text)",
            "from": "from_label",
            "to": "to_label",
            "points": dialect.points("to_points"),
            "score": dialect.points("to_score"),
            "as_of": dialect.iso("as_of"),
            "cause": "cause",
        }
    )
    sql = template("messages").substitute(TABLES, payload=payload, among=scope.among("subject_id", dialect))
    params = scope.params(dialect) | {"run": run_id, "code": data.code, "version": data.version}
    return Statement(sql, params)


def distribution(data: StandardData, scope: Scope, dialect: Dialect) -> Statement:
    """Return the statement that counts subjects by the label they would have; columns: label, count."""
    computed = grades(data, scope, dialect)
    return Statement(template("distribution").substitute(grades=computed.sql), computed.params)


def trial(data: StandardData, scope: Scope, dialect: Dialect, *, against: int) -> Statement:
    """Return the statement that counts who would go where.

    Its columns: label held, label computed, whether none is held, count.

    Args:
        against: the standard's row whose grades are held today.
    """
    computed = grades(data, scope, dialect)
    sql = template("trial").substitute(TABLES, grades=computed.sql)
    return Statement(sql, computed.params | {"against": against})
