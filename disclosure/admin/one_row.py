"""A decision's form is one row of the workbook of its kind of party."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.sheets.columns import kind_named
from core.sheets.one_row import RowFindings, check_one_row
from credit.choices import SubjectKind
from disclosure.models import Penalty, Permit
from disclosure.national import PARTY_KIND_WORDS, PENALTY_FIELDS, PERMIT_FIELDS

# The workbook's publicity end is kept under its own name: ours is computed.
OTHER_NAME = {"shown_until": "stated_publicity_end"}


def check_row(
    model: type[Penalty] | type[Permit],
    values: Mapping[str, Any],
    *,
    covers: tuple[str, ...],
    labels: Mapping[str, str],
) -> RowFindings:
    """Check a form by the rules of the workbooks (domain: double publicity, 1.8).

    Args:
        model: penalty or permit.
        values: our field name → cleaned form value.
        covers: division prefixes that the officer covers.
        labels: our field name → how the form calls it.
    """
    party = str(values.get("party_kind") or "")
    words = {
        name: PARTY_KIND_WORDS[SubjectKind(value)]
        if isinstance(value, str) and value in PARTY_KIND_WORDS
        else value
        for name, value in values.items()
    }
    kind = kind_named(_table(model, party))
    return check_one_row(kind, words, _names(model), covers=covers, labels=labels, subject=party)


def _table(model: type[Penalty] | type[Permit], party: str) -> str:
    what = "penalty" if model is Penalty else "permit"
    return f"{what}_{'person' if party == SubjectKind.PERSON else 'legal'}"


def _names(model: type[Penalty] | type[Permit]) -> dict[str, str]:
    fields = PENALTY_FIELDS if model is Penalty else PERMIT_FIELDS
    return {column.code: OTHER_NAME.get(column.attribute, column.attribute) for column in fields}
