"""The four tables of 双公示, declared from the data file `law/sheet_layouts.json`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.sheets.columns import CrossRule, Kind, Layout, columns_from, register
from core.sheets.sentences import add_sentences
from credit.choices import SubjectKind
from disclosure.models import Penalty, Permit
from disclosure.sheets import penalty_kinds, rules
from disclosure.sheets.storing import DecisionStore

LAYOUT_FILE = Path(__file__).resolve().parent.parent / "law" / "sheet_layouts.json"
CELL_MODULES = (penalty_kinds,)
TITLES = {
    "penalty_legal": _("penalties of organisations"),
    "penalty_person": _("penalties of natural persons"),
    "permit_legal": _("permits of organisations"),
    "permit_person": _("permits of natural persons"),
}

add_sentences(
    {
        "unknown_penalty_kind": _(
            "“%(word)s” in “%(field)s” is not a kind of penalty; use the words of the code list."
        ),
        "order_to_correct_only": _(
            "“%(field)s” holds only an order to correct, which is not a penalty; enter the kind of penalty."
        ),
        "order_to_correct_listed": _(
            "“%(field)s” also lists an order to correct; it is not a penalty and is left out."
        ),
        "missing_for_kind": _(
            "“%(kind)s” is among the kinds of penalty but “%(field)s” is empty; fill it in."
        ),
    }
)


def penalty_rules(person: bool) -> tuple[CrossRule, ...]:
    """Return the cross-cell rules of penalties."""
    return (
        _party("CF", person),
        *_codes("CF", person),
        CrossRule("CF_YXQ", ("CF_YXQ", "CF_JDRQ"), rules.lapses_before_decision),
        CrossRule("CF_GSJZQ", ("CF_GSJZQ", "CF_JDRQ"), rules.lapses_before_decision),
        CrossRule("CF_NR_FK", ("CF_NR_FK", "CF_CFLB"), rules.fine_without_amount, needs=("CF_CFLB",)),
        CrossRule(
            "CF_NR_WFFF", ("CF_NR_WFFF", "CF_CFLB"), rules.confiscation_without_amount, needs=("CF_CFLB",)
        ),
        CrossRule(
            "CF_NR_ZKDX", ("CF_NR_ZKDX", "CF_CFLB"), rules.revocation_without_certificate, needs=("CF_CFLB",)
        ),
        CrossRule("CF_CFJGDM", ("CF_CFJGDM",), rules.outside_jurisdiction),
    )


def permit_rules(person: bool) -> tuple[CrossRule, ...]:
    """Return the cross-cell rules of permits."""
    return (
        _party("XK", person),
        *_codes("XK", person),
        CrossRule("XK_YXQZI", ("XK_YXQZI", "XK_YXQZ"), rules.valid_to_before_from),
        CrossRule("XK_XKJGDM", ("XK_XKJGDM",), rules.outside_jurisdiction),
    )


def _party(prefix: str, person: bool) -> CrossRule:
    law = rules.body_in_person_file if person else rules.person_in_legal_file
    return CrossRule(f"{prefix}_XDR_LB", (f"{prefix}_XDR_LB",), law, exclusive=True)


def _codes(prefix: str, person: bool) -> tuple[CrossRule, ...]:
    if person:
        return ()
    reads = (f"{prefix}_XDR_SHXYM", f"{prefix}_XDR_GSZC", f"{prefix}_XDR_ZZJG")
    return (
        CrossRule(reads[0], reads, rules.subject_without_any_code, needs=(reads[0],), layouts=("old-2015",)),
    )


def _old_layout(row: Mapping[str, Any], prefix: str) -> Layout:
    headers: dict[str, str | None] = row["headers"]
    known = {code for code in headers.values() if code}
    # The one number that bodies must have is judged by a rule of its own (三证必须选一).
    asked = frozenset(known - {f"{prefix}_XDR_SHXYM"})
    return Layout(row["name"], headers, asked, notice="old_layout", words=row["words"])


def _declare() -> tuple[Kind, ...]:
    data = json.loads(LAYOUT_FILE.read_text(encoding="utf-8"))
    found = []
    for name, table in data["kinds"].items():
        person = name.endswith("_person")
        prefix = "CF" if name.startswith("penalty") else "XK"
        columns = columns_from(table["columns"])
        authority = "CF_CFJGDM" if prefix == "CF" else "XK_XKJGDM"
        number = f"{prefix}_XDR_ZJHM" if person else f"{prefix}_XDR_SHXYM"
        found.append(
            Kind(
                name=name,
                title=TITLES[name],
                columns=columns,
                anchor=f"{prefix}_WSH",
                key=(authority, f"{prefix}_WSH", number),
                key_fallback={authority: authority.removesuffix("DM")},
                subject=f"{prefix}_XDR_LB",
                subject_default=SubjectKind.PERSON if person else SubjectKind.ORGANISATION,
                place=authority,
                rules=(penalty_rules if prefix == "CF" else permit_rules)(person),
                store=partial(DecisionStore, Penalty if prefix == "CF" else Permit, person=person),
                old_layouts=tuple(_old_layout(row, prefix) for row in data["old"][name]),
            )
        )
    return tuple(found)


KINDS = _declare()
register(*KINDS)
