"""Public entries for the tests of the site and the interface."""

from __future__ import annotations

import itertools
import uuid
from datetime import date
from typing import Any

from core.search import grams, normalise
from disclosure.models import PublicEntry
from tests.factories import AUTHORITY, COUNTY, HOSPITAL_USCC

_serial = itertools.count(1)


def entry(party_name: str = "内黄县青禾医院", **fields: Any) -> PublicEntry:
    """Store one entry on display."""
    number = next(_serial)
    values: dict[str, Any] = {
        "kind": "penalty",
        "record_guid": uuid.uuid4(),
        "party_name": party_name,
        "party_kind": "organisation",
        "uscc": HOSPITAL_USCC,
        "title": "使用非卫生技术人员从事医疗卫生技术工作",
        "document_no": f"内卫医罚〔2026〕{number}号",
        "decided_on": date(2026, 6, 1),
        "authority_name": AUTHORITY,
        "division_code": COUNTY,
        "details": [["CF_XDR_MC", party_name], ["CF_CFLB", ["警告", "罚款"]], ["CF_NR_FK", "5"]],
        "regime": "R2026",
        "publicity_class": "一般",
        "earliest_repair_on": date(2026, 9, 1),
        "published_on": date(2026, 6, 5),
        "shown_until": date(2999, 6, 1),
        "name_norm": normalise(party_name),
        "grams": grams(party_name),
    }
    return PublicEntry.objects.create(**{**values, **fields})


def permit_entry(party_name: str = "内黄县青禾医院", **fields: Any) -> PublicEntry:
    """Store one permit on display."""
    values: dict[str, Any] = {
        "kind": "permit",
        "title": "医疗机构执业许可",
        "details": [["XK_XDR_MC", party_name], ["XK_YXQZI", "2099-12-31"], ["XK_ZT", "1"]],
        "regime": "",
        "publicity_class": "",
        "earliest_repair_on": None,
        "shown_until": None,
    }
    return entry(party_name, **{**values, **fields})
