"""Machines of the demonstration county: a hospital's system that files, and a key that was revoked."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from accounts.api_keys import issue_machine_key, revoke_key
from accounts.demo import AGENCY_NAME, COUNTY
from accounts.models import Agency, Officer
from accounts.models.api_keys import ApiScope
from credit.api.filing import KEEP_GOOD, file_records
from credit.choices import SubjectKind
from credit.models import Subject

FACTS = (("J35", "互联网诊疗投诉，经医院核实属实", 12), ("G02", "承担大型群众活动医疗保障", 8))
VALID_DAYS = 180


def tell(*, keeper: Officer, day: date) -> None:
    """Issue two keys, revoke one, and file two records that wait for the second officer.

    Args:
        keeper: keeps officers and keys.
        day: the day on which the demonstration is loaded.
    """
    agency = Agency.objects.get(name=AGENCY_NAME, division_code=COUNTY)
    until = day + timedelta(days=VALID_DAYS)
    system, old = (
        issue_machine_key(
            name=name, agency=agency, prefix=COUNTY, scopes=ApiScope.values, expires_on=until, by=keeper
        ).key
        for name in ("县人民医院信息系统", "旧版数据交换前置机")
    )
    revoke_key(old, by=keeper, reason="设备停用")
    bodies = (
        Subject.objects.exclude(kind=SubjectKind.PERSON).exclude(uscc="").order_by("pk")[1 : 1 + len(FACTS)]
    )
    rows = [
        {
            "uscc": body.uscc,
            "item_code": item,
            "title": title,
            "happened_on": (day - timedelta(days=ago)).isoformat(),
        }
        for body, (item, title, ago) in zip(bodies, FACTS, strict=True)
    ]
    with transaction.atomic():
        file_records(rows, KEEP_GOOD, by=system.officer, request_no=0)
