"""What credit platforms are told of breaches: when one is confirmed, corrected, and when it is withdrawn.

内卫〔2022〕146号 七(二): collected upwards to the provincial platform, public by default. Only kinds whose
item of the collection catalogue is public are told of.
"""

from __future__ import annotations

from typing import Any

from core import outbox
from core.masking import redact
from credit.choices import Usage
from credit.models import ConductRecord
from supervision.integrity.choices import BreachState
from supervision.models import IntegrityBreach

TABLE = "integrity_legal"
SHARED = "supervision.integrity_breach.shared"
REVISION = {BreachState.CONFIRMED: (1, "I"), BreachState.CORRECTED: (2, "U"), BreachState.WITHDRAWN: (3, "R")}
STANDS, CORRECTED = "已认定", "已纠正"


def tell(row: IntegrityBreach, record: ConductRecord | None, *, reason: str = "") -> bool:
    """Write the outbox row of a breach (inside the act's transaction); returns whether it is shared.

    Args:
        row: confirmed, corrected or withdrawn just now.
        record: its conduct record, whose item says who may use it.
        reason: why it is withdrawn.
    """
    item = record.item if record is not None else None
    public = item is not None and item.scope == Usage.PUBLIC
    outbox.publish(SHARED, f"{SHARED}:{row.guid}", _message(row, shared=public, reason=reason))
    return public


def _message(row: IntegrityBreach, *, shared: bool, reason: str) -> dict[str, Any]:
    revision, operation = REVISION[BreachState(row.state)]
    number = row.document_no or row.guid.hex.upper()
    fields = {
        "ZW_BH": number,
        "ZW_XDR_MC": row.subject.name,
        "ZW_XDR_SHXYM": row.subject.uscc,
        "ZW_XW": row.title,
        "ZW_SS": redact(row.facts),
        "ZW_YJ": row.basis,
        "ZW_RDRQ": row.confirmed_on.isoformat() if row.confirmed_on else "",
        "ZW_RDJG": row.authority_name,
        "ZW_ZT": CORRECTED if row.corrected_on else STANDS,
        "ZW_JZRQ": row.corrected_on.isoformat() if row.corrected_on else "",
    }
    return {
        "table": TABLE,
        "operation": operation,
        "shared": shared,
        "record_id": str(row.guid),
        "revision": revision,
        "natural_key": f"{number}|{row.subject.uscc}",
        "reason": redact(reason),
        "fields": {code: value for code, value in fields.items() if value},
        "division_code": row.division_code,
        "name": row.subject.name,
        "breach": str(row.guid),
        "subject": row.subject_id,
    }
