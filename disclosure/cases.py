"""`check_rules` runner for publicity cases (`publicity.json`): through the product's own rules and tables."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from core.casebook import CaseResult, compare, register
from disclosure.rules.policy import load_policy
from disclosure.rules.publicity import Case, Policy, publicity


def matches(data: dict[str, Any]) -> bool:
    """Recognise a publicity case file by its default settings."""
    return "change_over_policy" in data.get("default_settings", {})


def run(data: dict[str, Any]) -> Iterator[CaseResult]:
    """Run the cases; a case's `setting` overrides the rule table for that case only."""
    for case in data["cases"]:
        as_of = date.fromisoformat(case["as_of"])
        base = load_policy(on=as_of)
        settings = {**base.settings, **data["default_settings"], **case.get("setting", {})}
        policy = Policy(base.regimes, base.kinds, settings)
        yield compare(case["id"], case["expected"], partial(_answer, case, as_of, policy))


def _answer(case: dict[str, Any], as_of: date, policy: Policy) -> dict[str, Any]:
    fine = case["fine_wan"]
    found = publicity(
        Case(
            party=case["subject"],
            procedure=case["procedure"],
            kinds=tuple(case["kinds"]),
            fine_wan=None if fine is None else Decimal(str(fine)),
            field_of_law=case["domain"],
            decided_on=date.fromisoformat(case["decided"]),
            annulled=case.get("annulled", False),
        ),
        as_of=as_of,
        policy=policy,
    )
    return {
        "regime": found.regime,
        "class": found.class_name,
        "published": found.published,
        "earliest_repair_date": found.earliest_repair.isoformat() if found.earliest_repair else None,
        "latest_end_date": found.latest_end.isoformat() if found.latest_end else None,
    }


register("publicity", matches, run)
