"""What credit platforms are told of interviews: one record a body, once held, and again once followed up.

津滨卫执法〔2020〕120号 三(三)10: the record of the interview is collected at the shared credit platform.
Persons are not told of: the table is for organisations.
"""

from __future__ import annotations

import uuid
from typing import Any

from core import outbox
from core.masking import redact
from supervision.choices import Attendance, DemandResult, InterviewKind
from supervision.models import Interview, InterviewBody

TABLE = "interview_legal"
SHARED = "supervision.interview.shared"
ADD, CORRECT = "I", "U"
# What goes to other systems is Chinese, whatever language the officer reads.
KINDS: dict[str, str] = {InterviewKind.REMINDER: "提示约谈", InterviewKind.WARNING: "警示约谈"}
RESULTS: dict[str, str] = {
    "": "整改中",
    DemandResult.MET: "已落实",
    DemandResult.PARTLY: "部分落实",
    DemandResult.UNMET: "未落实",
}
ATTENDANCES: dict[str, str] = {
    Attendance.CAME: "到场并签字",
    Attendance.UNSIGNED: "到场未签字",
    Attendance.ABSENT: "未到场",
}


def record_id(row: Interview, subject_id: int) -> str:
    """Return the identity of one body's record, the same whenever it is told."""
    return str(uuid.uuid5(row.guid, str(subject_id)))


def tell(row: Interview, *, revision: int) -> int:
    """Write the outbox rows of a held interview (inside the act's transaction).

    Args:
        row: held, or closed.
        revision: 1 when it is held, 2 once it is followed up.

    Returns:
        How many bodies are told of.
    """
    bodies = [body for body in row.bodies.select_related("subject") if not body.subject.is_person]
    demands = "；".join(row.demands.order_by("number").values_list("text", flat=True))
    return outbox.publish_many(
        SHARED,
        [
            (f"{SHARED}:{record_id(row, one.subject_id)}", _message(row, one, demands, revision))
            for one in bodies
        ],
    )


def _message(row: Interview, body: InterviewBody, demands: str, revision: int) -> dict[str, Any]:
    fields = {
        "YT_BH": row.notice_no,
        "YT_XDR_MC": body.subject.name,
        "YT_XDR_SHXYM": body.subject.uscc,
        "YT_LX": KINDS[row.kind],
        "YT_SY": redact(row.grounds),
        "YT_RQ": row.held_on.isoformat() if row.held_on else "",
        "YT_JG": row.authority_name,
        "YT_DC": ATTENDANCES.get(body.attendance, ""),
        "YT_YQ": redact(demands),
        "YT_QX": row.follow_up_by.isoformat() if row.follow_up_by else "",
        "YT_LSQK": RESULTS[body.result],
    }
    return {
        "table": TABLE,
        "operation": ADD if revision == 1 else CORRECT,
        "shared": True,
        "record_id": record_id(row, body.subject_id),
        "revision": revision,
        "natural_key": f"{row.notice_no}|{body.subject.uscc}",
        "reason": "",
        "fields": {code: value for code, value in fields.items() if value},
        "division_code": row.division_code,
        "name": row.notice_no,
        "interview": row.pk,
        "subject": body.subject_id,
    }
