"""What tests about interviews start from."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts.models import Officer
from core.clock import CHINA
from credit.models import Subject
from supervision.choices import InterviewKind
from supervision.interviews import services
from supervision.interviews.services import Notice
from supervision.models import Interview
from tests.factories import AUTHORITY, COUNTY

NOTICE = Notice(
    "内卫约〔2026〕7号", datetime(2099, 9, 9, 9, 30, tzinfo=CHINA), "县卫健委三楼会议室", "主要负责人"
)


def proposed(subjects: list[Subject], *, by: Officer, **fields: Any) -> Interview:
    """An interview that an officer proposed."""
    values: dict[str, Any] = {
        "kind": InterviewKind.REMINDER,
        "grounds": "2026年8月检查发现医疗废物管理问题，逾期未改（内卫督〔2026〕15号）。",
        "authority_name": AUTHORITY,
        "division_code": COUNTY,
        "source_key": "test:1",
    }
    return services.enter(**{**values, **fields}, subjects=subjects, by=by)


def notified(subjects: list[Subject], *, by: Officer, **fields: Any) -> Interview:
    """An interview of which the bodies were told."""
    return services.give_notice(proposed(subjects, by=by, **fields), NOTICE, by=by)
