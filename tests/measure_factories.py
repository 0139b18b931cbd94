"""Factories of joint measures: listings in force, departments and their officers, orders."""

from __future__ import annotations

import itertools
from datetime import date
from typing import Any

from accounts.models import Agency, Officer, Post
from accounts.roles import PARTNER
from blacklist.choices import ListingState, ListKind
from blacklist.measures import services as measures
from blacklist.measures.choices import DepartmentKind
from blacklist.measures.selectors import catalogue
from blacklist.models import Department, Listing, ListScheme, MeasureOrder
from core.clock import today
from credit.models import Subject
from tests import factories

WINDOW = ("notice_served_on", "statement_until")
RED_WINDOW = ("publicised_on", "publicised_until")
_serial = itertools.count(1)


def standing_listing(subject: Subject | None = None, kind: str = ListKind.SERIOUS, **fields: Any) -> Listing:
    """Put a subject on a list of the county as if its procedure were over; a red one was publicised."""
    who = subject or factories.body()
    window = RED_WINDOW if kind == ListKind.RED else WINDOW
    return Listing.objects.create(
        **{
            "scheme": ListScheme.objects.get(kind=kind, place="41"),
            "kind": kind,
            "subject": who,
            "division_code": factories.COUNTY,
            "authority_name": factories.AUTHORITY,
            "facts": "以虚假材料取得执业登记，情节严重。",
            "state": ListingState.LISTED,
            "proposed_on": date(2026, 8, 3),
            window[0]: date(2026, 8, 10),
            window[1]: date(2026, 8, 21),
            "decision_no": f"内卫失信〔2026〕{next(_serial)}号",
            "decided_on": date(2026, 9, 1),
            "decision_served_on": date(2026, 9, 2),
            "repair_told_on": date(2026, 9, 2),
            "listed_on": date(2026, 9, 3),
            "ends_on": date(2029, 9, 2),
            "proposed_by": "officer:0",
            "proposed_by_label": "林知夏",
            "decided_by": "officer:1",
            "decided_by_label": "江屿白",
            **fields,
        }
    )


def department(kind: str = DepartmentKind.FINANCE, name: str = "内黄县财政局", **fields: Any) -> Department:
    """Make a partner department of the county."""
    of = fields.pop("agency", None) or Agency.objects.create(
        name=name, division_code=fields.pop("division_code", factories.COUNTY)
    )
    return Department.objects.create(agency=of, kind=kind, **fields)


def partner(of: Department) -> Officer:
    """Make an officer who answers for a department."""
    row = factories.officer()
    Post.objects.create(
        officer=row, role=PARTNER.code, agency=of.agency, prefix=factories.COUNTY, since=date(2020, 1, 1)
    )
    return row


def measure_order(
    listing: Listing | None = None,
    of: Department | None = None,
    *,
    by: Officer,
    code: str = "N06",
    **fields: Any,
) -> MeasureOrder:
    """Ask a department for one measure of the edition in force."""
    about = listing or standing_listing()
    found = [row for row in catalogue(today(), factories.COUNTY) if row.code == code]
    chosen = measures.Choice(found[0], of or department(found[0].department_kind))
    return measures.launch(about, choices=[chosen], by=by, **fields)[0]
